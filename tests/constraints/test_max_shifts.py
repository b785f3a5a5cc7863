from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import MaxShifts
from staffmatch.objectives import Cost, UncoveredHours, Violations
from tests.builders import (
    allowed,
    company,
    demand,
    example,
    home_shift,
    refused,
    scenario,
    shift,
    solved,
    violations,
    worker,
)


def night(day: int, **fields: Any) -> sm.Shift:
    return shift(f"n{day}", day, "22:00-06:00").replace(kind="night", **fields)


def late(day: int) -> sm.Shift:
    return shift(f"l{day}", day, "14:00-20:00").replace(kind="late")


NIGHTS = [night(day) for day in (6, 7, 8)]
TWO = MaxShifts(shifts=2, kinds=("night",))


def nights(*rules: sm.Rule, **fields: Any) -> sm.Scenario:
    return scenario([worker(**fields)], [demand("d", *NIGHTS)], rules)


def every(*shifts: sm.Shift) -> list[tuple[str, str]]:
    return [("w", one.id) for one in shifts]


def test_the_empty_plan_has_none() -> None:
    assert violations(nights(TWO)) == []


def test_two_nights_a_week_are_allowed_and_a_third_is_not() -> None:
    allowed(scenario([worker()], [demand("d", *NIGHTS[:2], late(8))], [TWO]), *every(*NIGHTS[:2], late(8)))
    assert refused(nights(TWO), *every(*NIGHTS)) == example(MaxShifts)


def test_weeks_begin_on_monday_and_months_on_their_first() -> None:
    sunday = [night(day) for day in (10, 11, 12, 13)]
    scene = scenario([worker()], [demand("d", *sunday)], [TWO])
    assert "3 shifts of kind 'night' in week 15 of 2020" in refused(scene, *every(*sunday[:3]))
    assert violations(scene, *every(*sunday[1:])) == []
    april = [shift("m", 31, "22:00-06:00", month=3), shift("a", 1, "22:00-06:00"), shift("b", 2, "22:00-06:00")]
    monthly = scenario([worker()], [demand("d", *april)], [MaxShifts(shifts=1, per="month")])
    assert refused(monthly, ("w", "a"), ("w", "b")).endswith("2 shifts in month 4 of 2020; the limit is 1.")
    allowed(scenario([worker()], [demand("d", *april[:2])], monthly.rules), ("w", "m"), ("w", "a"))


def test_shifts_of_a_day_and_of_the_plan() -> None:
    two = [shift("a", 6, "06:00-10:00"), shift("b", 6, "12:00-16:00"), shift("c", 7, "06:00-10:00")]
    scene = scenario([worker()], [demand("d", *two)], [MaxShifts(shifts=1, per="day")])
    assert "2 shifts on 2020-04-06" in refused(scene, ("w", "a"), ("w", "b"))
    assert "2 shifts in the plan" in refused(
        scenario([worker()], [demand("d", *two)], [MaxShifts(shifts=1, per="horizon")]), ("w", "a"), ("w", "c")
    )


def test_those_of_a_demand_alone() -> None:
    needs = [demand("d", *NIGHTS[:2]), demand("e", NIGHTS[2])]
    scene = scenario([worker()], needs, [MaxShifts(shifts=1, demands=("d",))])
    assert "2 shifts for 'd' in week" in refused(scene, *every(*NIGHTS[:2]))
    allowed(scenario([worker()], [demand("d", NIGHTS[0]), needs[1]], scene.rules), *every(NIGHTS[0], NIGHTS[2]))


def test_shifts_at_home_and_past_ones_count() -> None:
    home = home_shift(9, "22:00-06:00").replace(kind="night")
    before = night(1)
    past = sm.PastShift(company="lender", start=before.start, end=before.end, kind="night")
    scene = nights(TWO, home_shifts=[home])
    assert refused(scene, *every(*NIGHTS[:2])) == (
        "Worker 'w' has 3 shifts of kind 'night' in week 15 of 2020, 1 of them at home or before the plan; the "
        "limit is 2."
    )
    assert violations(nights(TWO, past_shifts=[past]), *every(*NIGHTS[:2])) == []
    assert violations(nights(TWO.replace(per="month"), past_shifts=[past]), *every(*NIGHTS[:2]))
    assert violations(nights(TWO, home_shifts=[home.replace(kind="late")]), *every(*NIGHTS[:2])) == []
    assert violations(nights(MaxShifts(shifts=2, demands=("d",)), home_shifts=[home]), *every(*NIGHTS[:2])) == []


def test_what_is_too_much_at_home_is_told_and_nothing_is_lent() -> None:
    home = [home_shift(day, "22:00-06:00").replace(kind="night") for day in (9, 10, 11)]
    scene = nights(TWO, home_shifts=home)
    (found,) = TWO.preexisting_violations(scene)
    assert found.text == (
        "Worker 'w' has 3 shifts of kind 'night' in week 15 of 2020, 3 of them at home or before the plan; the "
        "limit is 2."
    )
    assert solved(scene) == set()


def test_a_scope_of_place_counts_the_shifts_there() -> None:
    needs = [demand("d", NIGHTS[0], company="clinic"), demand("e", *NIGHTS[1:])]
    past = sm.PastShift(company="clinic", start=late(3).start, end=late(3).end)
    rule = MaxShifts(shifts=1, borrower="clinic", per="month")
    scene = scenario([worker(past_shifts=[past])], needs, [rule], [company("clinic")])
    assert "2 shifts in month 4 of 2020, 1 of them at home or before the plan" in refused(scene, *every(NIGHTS[0]))
    assert solved(scene) == set(every(*NIGHTS[1:]))


def test_whoever_is_lent_at_all_has_at_least_so_many() -> None:
    rule = MaxShifts(shifts=3, least=2, kinds=("night",))
    scene = scenario([worker()], [demand("d", NIGHTS[0], late(8))], [rule])
    assert refused(scene, *every(NIGHTS[0], late(8))) == (
        "Worker 'w' has 1 shift of kind 'night' in week 15 of 2020; the minimum is 2."
    )
    assert solved(scene) == set()
    allowed(scenario([worker()], [demand("d", *NIGHTS[:2], late(9))], [rule]), *every(*NIGHTS[:2], late(9)))


def test_with_a_price_everybody_is_charged_for_what_is_missing() -> None:
    rule = MaxShifts(shifts=1, least=1, kinds=("night",), price_cents=5000)
    people = [worker("w"), worker("v"), worker("idle", consent="declined")]
    scene = scenario(people, [demand("d", *NIGHTS)], [*sm.DEFAULT_RULES, rule])
    solution = sm.solve(scene.replace(tiers=[[UncoveredHours()], [Cost(cents_per_commute_hour=0)]]))
    # One of two has two nights, and one person has none.
    assert [tier.value for tier in solution.tiers] == [0, 100]
    assert min(found.text for found in sm.verify(solution.scenario, solution).charged) == (
        "Worker 'idle' has 0 shifts of kind 'night' in week 15 of 2020; the minimum is 1."
    )
    soft = [*sm.DEFAULT_RULES, rule.replace(price_cents=None, soft=True)]
    solution = sm.solve(scene.replace(rules=soft, tiers=[[Violations()], [UncoveredHours()]]))
    assert [tier.value for tier in solution.tiers] == [1, 8]


def test_what_contradicts_itself_or_names_nothing_is_refused() -> None:
    with pytest.raises(sm.InputError, match=r"asks for at least 3 and at most 2\. Lower least, or raise shifts"):
        MaxShifts(shifts=2, least=3)

    def problem(rule: sm.Rule) -> tuple[str, str, str]:
        with pytest.raises(sm.InputError) as error:
            nights(rule)
        (found,) = error.value.problems
        return found.code, found.path, found.advice

    assert problem(MaxShifts(shifts=1, kinds=("nigth",))) == (
        "unknown_kind",
        "rules[0].kinds[0]",
        "Did you mean 'night'?",
    )
    assert problem(MaxShifts(shifts=1, demands=("d", "x"))) == (
        "unknown_demand",
        "rules[0].demands[1]",
        "Correct the id, or leave it out.",
    )
