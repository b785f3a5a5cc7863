"""Rows lifted to indicators cut off fractions and no plan."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.constraints import DEFAULT_RULES, PartnershipCost
from staffmatch.engine.bounds.priced_lp import relax
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control
from staffmatch.formulation import integer_program
from staffmatch.objectives import Cost
from tests import builders
from tests.builders import problem_of
from tests.strategies import examples, scenarios


def lifted_rows(problem: Problem) -> int:
    return int((problem.cut & ((problem.matrix < 0).sum(axis=1) > 0)).sum())


def root(scenario: sm.Scenario) -> float:
    """The linear relaxation of the last tier, among plans that are best in those before."""
    best, problem = sm.solve(scenario), problem_of(scenario)
    values = [round(tier.value * tier.per_unit) for tier in best.tiers[:-1]]
    tier = Tier(problem, problem.objectives[-1], tuple(zip(problem.objectives, values, strict=False)))
    empty = problem.complete(np.zeros(problem.pairs, bool))
    found = relax(tier, np.ones(problem.width, bool), empty, Control().limits, "highs")
    assert found is not None
    return tier.value(found.bound) / best.tiers[-1].per_unit


def two_lenders() -> sm.Scenario:
    """One shift of one seat, for which one lender has three people."""
    people = [builders.worker(f"w{n}") for n in range(3)]
    need = builders.demand("d", builders.shift("s", 6, "08:00-16:00"))
    return builders.scenario(people, [need], [*DEFAULT_RULES, PartnershipCost(cents=10_000)])


def test_a_seat_shared_by_people_of_one_lender_takes_the_whole_partnership(monkeypatch: pytest.MonkeyPatch) -> None:
    assert root(two_lenders()) == pytest.approx(100)
    monkeypatch.setattr(integer_program, "lifted", lambda *_: ())
    assert root(two_lenders()) == pytest.approx(100 / 3)


def test_a_row_that_no_cost_looks_at_is_not_made() -> None:
    assert lifted_rows(problem_of(two_lenders())) == 1
    free = two_lenders().replace(rules=DEFAULT_RULES)
    assert lifted_rows(problem_of(free)) == 0


def test_a_tier_that_does_not_count_the_indicator_gives_the_row_no_bound() -> None:
    problem = problem_of(two_lenders())
    assert [int(np.isfinite(Tier(problem, o).upper).sum()) for o in problem.objectives] == [1, 2]


def test_on_a_city_the_gap_at_the_root_shrinks_to_less_than_half(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = hamburg.scenario("small", seed=4)
    best, lifted = sm.solve(scenario).tiers[-1].value, root(scenario)
    monkeypatch.setattr(integer_program, "lifted", lambda *_: ())
    assert lifted <= best
    assert best - lifted < 0.5 * (best - root(scenario))


@examples(60)
@given(scenarios(pins=False))
def test_no_plan_breaks_a_lifted_row_that_keeps_the_others(scenario: sm.Scenario) -> None:
    cost = PartnershipCost(cents=500)
    rules = [rule for rule in scenario.rules if rule.kind != cost.kind]
    problem = problem_of(scenario.replace(rules=[*rules, cost], tiers=[[Cost()]]))
    dice = np.random.default_rng(problem.pairs)
    for _ in range(20):
        x = problem.complete(dice.random(problem.pairs) < dice.random())
        broken = problem.broken(x)
        assert not len(broken) or not problem.cut[broken].all()
