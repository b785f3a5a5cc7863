from __future__ import annotations

from typing import Literal

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest, Pins, Skills
from tests.builders import allowed, demand, example, refused, scenario, shift, solved, violations, worker

SHIFT = shift("s", 6, "08:00-16:00")
ONE = demand("d", SHIFT)
IN = sm.Pin(worker="w", shift="s")
OUT = sm.Pin(worker="w", shift="s", assigned=False)


def test_without_pins_everything_is_free() -> None:
    free = scenario([worker()], [ONE], [Pins()])
    assert violations(free) == []
    allowed(free, ("w", "s"))


def test_a_pin_puts_somebody_in_whom_the_plan_would_not_choose() -> None:
    pinned = scenario(
        [worker("cheap"), worker(pay_cents_per_hour=9000)], [ONE.replace(pay_cents_per_hour=1)], [Pins()], pins=(IN,)
    )
    allowed(pinned, ("w", "s"))
    assert refused(pinned, ("cheap", "s")) == "Worker 'w' is pinned to shift 's'."


def test_the_empty_plan_misses_a_pin() -> None:
    (found,) = violations(scenario([worker()], [ONE], [Pins()], pins=(IN,)))
    assert found.ids == ("w", "s")


def test_a_pin_out_leaves_the_seat_to_another() -> None:
    pinned = scenario([worker(), worker("other", pay_cents_per_hour=9000)], [ONE], [Pins()], pins=(OUT,))
    allowed(pinned, ("other", "s"))
    assert refused(pinned, ("w", "s")) == example(Pins)


def test_a_pin_out_never_makes_a_scenario_infeasible() -> None:
    pinned = scenario([worker()], [ONE], [Pins()], pins=(OUT,))
    assert violations(pinned) == []
    assert solved(pinned) == set()


def test_two_people_pinned_to_one_seat_leave_no_plan() -> None:
    pins = (IN, sm.Pin(worker="other", shift="s"))
    solution = sm.solve(scenario([worker(), worker("other")], [ONE], [Pins()], pins=pins))
    assert solution.status == "infeasible"
    assert {conflict.worker for conflict in solution.conflicts} <= {"w", "other"}
    assert solution.conflicts


def test_two_pins_without_rest_between_leave_no_plan() -> None:
    late = demand("late", shift("t", 6, "18:00-22:00"))
    pins = (IN, sm.Pin(worker="w", shift="t"))
    assert sm.solve(scenario([worker()], [ONE, late], [Pins(), DailyRest()], pins=pins)).status == "infeasible"


def test_the_only_pin_of_somebody_without_the_skill_leaves_no_plan() -> None:
    skilled = ONE.replace(skills={"cook": 1})
    solution = sm.solve(scenario([worker()], [skilled], [Pins(), Skills()], pins=(IN,)))
    assert solution.status == "infeasible"
    assert [(conflict.worker, conflict.shift) for conflict in solution.conflicts] == [("w", "s")]


def test_a_pin_to_one_shift_brings_the_others_of_a_demand_for_one_person() -> None:
    throughout = demand("d", SHIFT, shift("t", 7, "08:00-16:00"), same_worker=True)
    pinned = scenario([worker("cheap"), worker(pay_cents_per_hour=9000)], [throughout], [Pins()], pins=(IN,))
    allowed(pinned, ("w", "s"), ("w", "t"))


def test_a_pin_out_of_one_shift_excludes_from_a_demand_for_one_person() -> None:
    throughout = demand("d", SHIFT, shift("t", 7, "08:00-16:00"), same_worker=True)
    pinned = scenario([worker()], [throughout], [Pins()], pins=(OUT,))
    assert "out of shift 's'" in refused(pinned, ("w", "s"), ("w", "t"))


@pytest.mark.parametrize("backend", ["highs", "mathopt"])
def test_a_pin_where_nobody_may_do_anything_leaves_no_plan_for_any_back_end(
    backend: Literal["highs", "mathopt"],
) -> None:
    skilled = ONE.replace(skills={"cook": 1})
    scene = scenario([worker()], [skilled], [Pins(), Skills()], pins=(IN,))
    assert sm.solve(scene, backend=backend).status == "infeasible"
