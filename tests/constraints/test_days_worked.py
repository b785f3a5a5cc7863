from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import DaysWorked, MaxShifts
from staffmatch.objectives import Cost, UncoveredHours
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker

THREE = DaysWorked(days=3)
WEEK = (6, 7, 8, 9)


def days(*numbers: int, rule: DaysWorked = THREE, **fields: Any) -> sm.Scenario:
    shifts = [shift(f"s{day}", day, "08:00-12:00") for day in numbers]
    return scenario([worker(**fields)], [demand("d", *shifts)], [rule])


def every(*numbers: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in numbers]


def test_the_empty_plan_has_no_days() -> None:
    assert violations(days(*WEEK)) == []


def test_three_days_a_week_are_allowed_and_a_fourth_is_not() -> None:
    allowed(days(6, 8, 10), *every(6, 8, 10))
    assert refused(days(*WEEK), *every(*WEEK)) == example(DaysWorked)
    allowed(days(10, 11, 12, 13), *every(10, 11, 12, 13))


def test_two_shifts_on_a_day_are_one_day() -> None:
    need = demand("d", shift("a", 6, "06:00-10:00"), shift("b", 6, "12:00-16:00"), shift("c", 7, "08:00-12:00"))
    scene = scenario([worker()], [need], [DaysWorked(days=1)])
    assert "2 days" in refused(scene, ("w", "a"), ("w", "b"), ("w", "c"))
    assert solved(scene) == {("w", "a"), ("w", "b")}


def test_days_at_home_and_in_the_ledger_count_once() -> None:
    home = [home_shift(6, "14:00-18:00"), home_shift(10, "14:00-18:00")]
    scene = days(6, 7, 8, home_shifts=home)
    assert refused(scene, *every(6, 7, 8)) == (
        "Worker 'w' works on 4 days in week 15 of 2020, 2 of them at home or before the plan; the limit is 3."
    )
    allowed(days(6, 7, home_shifts=home), *every(6, 7))
    assert violations(days(8, rule=DaysWorked(days=1), ledger={"2020-04-06": 4}), *every(8))


def test_the_whole_plan_begins_with_its_first_day() -> None:
    home = [home_shift(3, "14:00-18:00"), home_shift(9, "14:00-18:00")]
    plan = DaysWorked(days=2, per="horizon")
    assert "3 days in the plan, 1 of them" in refused(days(6, 7, rule=plan, home_shifts=home), *every(6, 7))
    allowed(days(6, rule=plan, home_shifts=home), *every(6))
    month = DaysWorked(days=2, per="month")
    assert violations(days(6, rule=month, home_shifts=home), *every(6))


def test_too_many_days_at_home_are_told() -> None:
    scene = days(9, rule=DaysWorked(days=1), home_shifts=[home_shift(day, "08:00-12:00") for day in (6, 7)])
    (found,) = scene.rules[0].preexisting_violations(scene)
    assert found.text == (
        "Worker 'w' works on 2 days in week 15 of 2020, 2 of them at home or before the plan; the limit is 1."
    )
    assert solved(scene) == set()


def test_whoever_is_lent_works_on_the_least_number_of_days() -> None:
    rule = DaysWorked(days=5, least=2)
    assert refused(days(6, rule=rule), *every(6)) == "Worker 'w' works on 1 day in week 15 of 2020; the minimum is 2."
    allowed(days(6, 8, rule=rule), *every(6, 8))
    # Home work on one of the days makes it good.
    allowed(days(6, rule=rule, home_shifts=[home_shift(7, "08:00-12:00")]), *every(6))


def test_days_have_a_price() -> None:
    rule = DaysWorked(days=3, least=1, price_cents=1500)
    scene = days(*WEEK, rule=rule.rigid).replace(
        workers=[worker("w"), worker("v", consent="declined")], rules=[*sm.DEFAULT_RULES]
    )
    tiers = [[UncoveredHours()], [Cost(cents_per_commute_hour=0)]]
    solution = sm.solve(scene.replace(rules=[*sm.DEFAULT_RULES, rule], tiers=tiers))
    # One day too many, and one that v lacks.
    assert [tier.value for tier in solution.tiers] == [0, 30]


def test_more_than_may_be_cannot_be_asked_for() -> None:
    with pytest.raises(sm.InputError, match=r"asks for at least 3 and at most 2\. Lower least, or raise days"):
        DaysWorked(days=2, least=3)


def test_more_days_than_shifts_cannot_be_asked_for() -> None:
    def made(*rules: sm.Rule, **fields: Any) -> sm.Scenario:
        shifts = [shift(f"s{day}", day, "08:00-12:00") for day in WEEK]
        return scenario([worker(**fields), worker("v")], [demand("d", *shifts)], rules)

    least, most = DaysWorked(days=5, least=4, worker="w"), MaxShifts(shifts=3)
    with pytest.raises(sm.InputError) as caught:
        made(least, most)
    (issue,) = caught.value.problems
    assert (issue.code, issue.path) == ("minimum_above_maximum", "rules[0].least")
    assert issue.text_in("de") == (
        "verlangt mindestens 4 Arbeitstage, und nach einer anderen Regel sind es höchstens 3 Schichten."
    )
    made(least, most.replace(shifts=4))
    made(least, most.replace(worker="v"))
    made(least, most.replace(demands=["d"]))
    made(least, most.replace(per="month"))
    made(least, most.replace(price_cents=1))
    made(least, most, MaxShifts(shifts=5, demand="d", overrides=True))


def test_days_in_a_ledger_take_no_shift() -> None:
    scene = days(6, 7, 8, ledger={"2020-04-10": 4}).replace(
        rules=[*sm.DEFAULT_RULES, DaysWorked(days=5, least=4), MaxShifts(shifts=3)]
    )
    allowed(scene, *every(6, 7, 8))
