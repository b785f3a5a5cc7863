from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import ConsecutiveDays, Weekends
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker

# April 2020: the 4th and the 11th are Saturdays.
FIRST, SECOND, THIRD = (4, 5), (11, 12), (18, 19)


def on(*days: int, rule: Weekends, **fields: Any) -> sm.Scenario:
    shifts = [shift(f"s{day}", day, "08:00-12:00") for day in days]
    return scenario([worker(**fields)], [demand("d", *shifts)], [rule])


def every(*days: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in days]


def test_at_most_so_many_weekends_of_the_plan_are_worked() -> None:
    city = on(4, 6, 12, rule=Weekends(most=1))
    assert refused(city, *every(4, 12)) == example(Weekends)
    allowed(on(4, 5, 6, rule=Weekends(most=1)), *every(4, 5, 6))
    assert solved(on(4, 6, rule=Weekends(most=0))) == set(every(6))


def test_so_many_of_the_weekends_of_the_plan_are_free() -> None:
    allowed(on(4, 12, 18, 20, rule=Weekends(free=0)), *every(4, 12, 18, 20))
    assert len(solved(on(4, 12, 18, 20, rule=Weekends(free=2)))) == 2


def test_of_any_weekends_in_a_row_some_are_free() -> None:
    city = on(*FIRST, *SECOND, *THIRD, rule=Weekends(free=1, of=2))
    assert refused(city, *every(4, 11)).endswith("from 2020-04-04 to 2020-04-12; the limit is 1.")
    assert solved(city) == set(every(*FIRST, *THIRD))


def test_weekends_at_home_and_before_the_plan_count() -> None:
    assert solved(on(11, 13, rule=Weekends(free=1, of=2), home_shifts=[home_shift(4, "08:00-12:00")])) == set(every(13))
    past = [sm.PastShift(company="lender", start=one.start, end=one.end) for one in [home_shift(4, "08:00-12:00")]]
    assert solved(on(11, 13, rule=Weekends(most=1, of=2), past_shifts=past)) == set(every(13))


def test_too_many_weekends_at_home_are_told_beforehand() -> None:
    rule, home = Weekends(most=1), [home_shift(4, "08:00-12:00"), home_shift(11, "08:00-12:00")]
    city = on(4, 6, 12, rule=rule, home_shifts=[home[1]])
    assert solved(city) == set(every(6, 12))
    both = on(5, 6, 12, 18, rule=rule, home_shifts=home)
    assert [one.amount for one in rule.preexisting_violations(both)] == [1]
    assert solved(both) == set(every(5, 6, 12))


def test_a_night_from_friday_to_saturday_leaves_the_weekend_free() -> None:
    night = scenario(
        [worker()], [demand("d", shift("n", 3, "22:00-06:00"), shift("s", 6, "08:00-12:00"))], [Weekends(most=0)]
    )
    assert len(solved(night)) == 2


def test_a_weekend_is_worked_on_both_days_or_on_none() -> None:
    whole = Weekends(whole=True)
    assert solved(on(3, *FIRST, 6, 11, 13, rule=whole)) == set(every(3, *FIRST, 6, 13))
    (half,) = violations(on(3, 4, 6, rule=whole), ("w", "s4"))
    assert half.mendable
    assert half.text == "Worker 'w' works on 2020-04-04 and not on the other day of the weekend."


def test_weekends_cut_by_the_plan_or_worked_at_home_are_not_asked_for() -> None:
    whole = Weekends(whole=True)
    allowed(on(5, 6, 11, rule=whole), *every(5, 6, 11))
    home = [home_shift(5, "20:00-22:00")]
    city = on(4, 6, 12, 13, rule=whole, home_shifts=home)
    assert solved(city) == set(every(4, 6, 13))
    assert [one.amount for one in whole.preexisting_violations(on(3, 6, rule=whole, home_shifts=home))] == [1]


def test_what_makes_no_sense_is_refused() -> None:
    for fields, said in (
        ({}, "asks for nothing"),
        ({"most": 1, "free": 1}, "Drop one"),
        ({"of": 3}, "[Ss]ay free or most"),
        ({"free": 3, "of": 2}, "Lower free"),
    ):
        with pytest.raises(sm.InputError, match=said):
            Weekends(**fields)
    with pytest.raises(sm.InputError, match="by another rule at most 1") as error:
        scenario(
            [worker()], [demand("d", shift("s", 4, "08:00-12:00"))], [ConsecutiveDays(days=1), Weekends(whole=True)]
        )
    assert [problem.code for problem in error.value.problems] == ["minimum_above_maximum"]
