"""Reasons of empty seats that are taken over from a former plan are those that are found from scratch."""

from __future__ import annotations

from collections.abc import Mapping
from unittest import mock

import numpy as np
from hypothesis import assume, given

import staffmatch as sm
from benchmarks.ask_replan import changed
from staffmatch import hamburg
from staffmatch.answers.what_now import replan
from staffmatch.answers.what_now.kept_reasons import kept_reasons
from staffmatch.constraints import LendingCap
from staffmatch.formulation import market
from staffmatch.formulation.market import Market
from staffmatch.result.shortage import ShortageReason
from tests.answers.test_replan import events
from tests.strategies import examples


def both(before: sm.Solution, scenario: sm.Scenario) -> tuple[sm.Solution, int]:
    """The next plan, whose reasons are the same where none is taken over; and how many were."""
    taken = []

    def counted(*args: object) -> Mapping[str, ShortageReason]:
        found = kept_reasons(*args)  # type: ignore[arg-type]
        taken.append(len(found))
        return found

    with mock.patch.object(replan, "kept_reasons", counted):
        after = before.replan(scenario, time_limit=None)
    with mock.patch.object(replan, "kept_reasons", return_value={}):
        again = before.replan(scenario, time_limit=None)
    assert after.assignments == again.assignments
    assert after.shortages == again.shortages
    return after, sum(taken)


@given(events())
@examples(12)
def test_of_any_event_reasons_are_those_from_scratch(event: tuple[sm.Solution, sm.Scenario]) -> None:
    before, scenario = event
    assume(before.assignments)
    both(before, scenario)


def test_along_a_row_of_events_most_reasons_are_taken_over() -> None:
    plan = sm.solve(hamburg.scenario(workers=80, seats=50, days=3, seed=3))
    dice, taken, short = np.random.default_rng(2), 0, 0
    for number in range(8):
        lent = sorted({one.worker for one in plan.assignments})
        kind = ("new demand", "drop-out", "changed window", "pin")[number % 4]
        if kind == "pin":
            one = plan.assignments[number]
            out = sm.Pin(worker=one.worker, shift=one.shift, assigned=False)
            scenario = plan.scenario.replace(pins=(*plan.scenario.pins, out))
        else:
            scenario = changed(plan.scenario, lent, kind, number, dice)
        plan, count = both(plan, scenario)
        taken, short = taken + count, short + len(plan.shortages)
    assert taken > short / 3 > 10


def test_nothing_is_taken_over_where_others_matter() -> None:
    plan = sm.solve(hamburg.scenario(workers=60, seats=60, days=2, seed=1))
    told, one = plan.tiers[0].gap == 0, plan.assignments[0]
    out = sm.Pin(worker=one.worker, shift=one.shift, assigned=False)
    scenario = plan.scenario.replace(pins=(out,))
    old, new = Market.of(plan.scenario), Market.of(scenario)
    assert kept_reasons(plan, old, new, plan.plan, told)
    # Whether the plan is proven is said in a reason.
    assert not kept_reasons(plan, old, new, plan.plan, not told)
    loaded = sm.Solution.model_validate_json(plan.model_dump_json()).of(plan.scenario)
    assert not kept_reasons(loaded, old, new, plan.plan, told)
    market._kept.clear()
    assert not kept_reasons(plan, old, Market.of(scenario), plan.plan, told)
    capped = plan.scenario.with_rules(LendingCap(lender=scenario.workers[0].company, people=50))
    solved = sm.solve(capped)
    after = capped.replace(pins=(out,))
    old, new = Market.of(capped), Market.of(after)
    assert not kept_reasons(solved, old, new, solved.plan, solved.tiers[0].gap == 0)
