"""Scopes of place and time, and rules that override others: rows against `check`, plan by plan, for every rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import Budget
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.records.bases import Rule
from staffmatch.testing import Formulated, accepts, all_pairs, conforms, plan_of, subsets
from tests.rule_strategies import narrowed, overriding
from tests.strategies import examples, sample, scenarios


@pytest.mark.parametrize("part", sample(range(6), 1))
def test_each_rule_with_a_scope_and_beside_one_that_overrides_it_accepts_the_same_plans(part: int) -> None:
    @examples(60)
    @given(scenarios(most_pairs=6, complete=True), st.data())
    def alone(scenario: sm.Scenario, data: st.DataObject) -> None:
        rule = data.draw(st.sampled_from([rule for rule in scenario.rules if isinstance(rule, PlacedRule)]))
        one = data.draw(narrowed(rule, scenario))
        wide, over = data.draw(overriding(rule, scenario))
        # What a budget may count.
        charging = tuple(each for each in scenario.rules if type(each).charges is not Rule.charges)
        others = charging if isinstance(rule, Budget) else ()
        for asked, rules in ((one, (one,)), (wide, (wide, over)), (over, (wide, over))):
            conforms(asked, [scenario.model_copy(update={"rules": (*rules, *others)})])

    alone()


def _all_hold(scenario: sm.Scenario, data: st.DataObject) -> None:
    some = [rule for rule in scenario.rules if isinstance(rule, PlacedRule)]
    chosen = data.draw(st.lists(st.sampled_from(some), min_size=1, max_size=3))
    rules = [
        one for rule in chosen for one in data.draw(st.one_of(overriding(rule, scenario), pairs_of(rule, scenario)))
    ]
    scoped = scenario.model_copy(update={"rules": tuple(rules)})
    formulated = Formulated.of(scoped, scoped.rules)
    for plan in subsets(all_pairs(scoped)):
        assert (formulated.refusal(plan) is None) == accepts(scoped, plan_of(plan), scoped.rules), plan


def pairs_of(rule: PlacedRule, scenario: sm.Scenario) -> st.SearchStrategy[tuple[PlacedRule, ...]]:
    """Two of a kind, of which neither overrides the other."""
    return st.tuples(narrowed(rule, scenario), narrowed(rule, scenario))


@examples(15)
@given(scenarios(most_pairs=6, complete=True), st.data())
def test_several_rules_with_scopes_hold_together(scenario: sm.Scenario, data: st.DataObject) -> None:
    _all_hold(scenario, data)


@pytest.mark.full
@examples(500)
@given(scenarios(most_pairs=8, complete=True), st.data())
def test_random_combinations_of_rules_with_scopes(scenario: sm.Scenario, data: st.DataObject) -> None:
    _all_hold(scenario, data)
