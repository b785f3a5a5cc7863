"""The books of rules and terms say what the classes are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

import staffmatch as sm
from docs import books, paths
from staffmatch.constraints.shared.bends import Bends
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.bases import Rule, Term
from tests.builders import example
from tests.strategies import examples, scenarios

KINDS: tuple[type[Rule | Term], ...] = (*sm.constraints.RULES, *sm.objectives.TERMS)
SIDES = {"worker": paths.WORKER, "seat": paths.SEAT, None: paths.LINKING}


@pytest.mark.parametrize("name", books.BOOKS)
def test_the_books_are_current(name: str) -> None:
    committed = (books.HERE / name).read_text(encoding="utf-8")
    assert committed == books.BOOKS[name](), "Run `make books`."


@pytest.mark.parametrize("kind", KINDS)
def test_each_has_a_formula_an_example_and_parameters_with_units(kind: type[Rule | Term]) -> None:
    assert any(books.FORMULA.search(text) for text in books.paragraphs(kind))
    assert example(kind).endswith(".")
    for name, unit, default, span in books.parameters(kind):
        assert unit, name
        assert default, name
        assert span, name


@examples(6)
@given(scenarios(most_pairs=8, complete=True, pins=False))
def test_what_a_rule_hands_to_the_engine_is_what_its_book_says(scenario: sm.Scenario) -> None:
    columns = columns_of(scenario)
    for rule in scenario.rules:
        pairs = eligible_pairs(columns, [rule])
        variables = VariableRegistry(len(pairs))
        blocks = [block for block in rule.rows(pairs, variables) if len(np.unique(block.row))]
        charge = rule.charges(pairs, variables)
        found = {SIDES[block.side] for block in blocks}
        found |= {paths.INDICATORS} if variables.width > len(pairs) else set()
        found |= {paths.CHARGE} if charge is not None else set()
        assert found <= set(paths.rule_path(type(rule))), rule.kind


@examples(20)
@given(scenarios(most_pairs=8))
def test_what_a_term_hands_to_the_engine_is_what_its_book_says(scenario: sm.Scenario) -> None:
    # What rules charge is theirs, and so are people beyond seats.
    free = [rule.rigid for rule in scenario.rules if isinstance(rule, Bends)]
    bare = scenario.replace(rules=[*free, *(rule for rule in scenario.rules if type(rule).charges is Rule.charges)])
    pairs = eligible_pairs(columns_of(bare), bare.rules)
    for term in (term for tier in scenario.tiers for term in tier):
        variables = VariableRegistry(len(pairs))
        term.costs(pairs, variables)
        path = paths.term_path(type(term))
        assert (paths.NUMBERS in path) or not variables.numbers, term.kind
        assert (paths.INDICATORS in path) or not variables.families, term.kind
