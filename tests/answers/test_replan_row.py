"""Events one after another: plans verify, have the changes that a search of the whole has, and bounds are carried."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pytest

import staffmatch as sm
from benchmarks.ask_replan import changed
from staffmatch import hamburg
from staffmatch.answers.what_now import replan_search
from staffmatch.formulation import market
from staffmatch.formulation.market import Market
from tests.formulation.same import assert_same

KINDS = ("drop-out", "new demand", "changed window")


def weight(solution: sm.Solution) -> float:
    assert solution.replanned is not None
    return solution.replanned.change.value


def followed(plan: sm.Solution, events: int, every: int) -> list[sm.Solution]:
    """The plans after each of some events; every so many, the whole is searched as well and has as few changes."""
    dice, plans = np.random.default_rng(1), []
    for number in range(events):
        lent = sorted({one.worker for one in plan.assignments})
        scenario = changed(plan.scenario, lent, KINDS[number % len(KINDS)], number, dice)
        after = plan.replan(scenario, time_limit=None)
        assert sm.verify(scenario, after).ok
        assert after.replanned is not None
        assert after.replanned.proven
        if number % every == 0:
            with mock.patch.object(replan_search, "nearby", return_value=None):
                whole = plan.replan(scenario, time_limit=None)
            assert whole.replanned is not None
            assert (whole.tiers[0].value, weight(whole)) == (after.tiers[0].value, weight(after))
            assert whole.replanned.touched is None
        plans.append(after)
        plan = after
    return plans


def city() -> sm.Solution:
    return sm.solve(hamburg.scenario(workers=150, seats=60, days=3, seed=3))


def test_plans_follow_events_with_the_fewest_changes() -> None:
    before = city()
    with mock.patch.object(market, "formulation", side_effect=AssertionError("the whole is formulated again")):
        plans = followed(before, 9, 3)
    assert sum(one.replanned is not None and one.replanned.touched is not None for one in plans) >= 4


@pytest.mark.full
def test_the_hundredth_plan_is_as_good_as_one_made_alone() -> None:
    last = followed(city(), 100, 10)[-1]
    scenario = sm.Scenario.model_validate_json(last.scenario.model_dump_json())
    assert sm.verify(scenario, last).ok
    assert sm.solve(scenario).tiers[0].value == last.tiers[0].value


def test_cuts_are_made_once_they_are_asked_for_and_stand_last() -> None:
    before = hamburg.scenario("small", seed=1)
    Market.of(before)
    found = Market.of(before.without(workers=[before.workers[3].id]))
    rows = len(found.uncut.lower)
    assert len(found.problem.lower) > rows
    assert_same(found.problem.matrix[:rows], found.uncut.matrix)
    assert found.problem.cut[rows:].all()
