from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, violations, worker


def two(first: sm.Shift, second: sm.Shift, hours: float = 11) -> sm.Scenario:
    return scenario([worker()], [demand("d", first, second)], [DailyRest(hours=hours)])


def after_home(home: sm.WorkTime, lent: sm.Shift, hours: float = 11) -> sm.Scenario:
    return scenario([worker(home_shifts=(home,))], [demand("d", lent)], [DailyRest(hours=hours)])


def test_the_empty_plan_is_restful() -> None:
    tired = worker(home_shifts=(home_shift(6, "06:00-14:00"), home_shift(6, "12:00-20:00")))
    assert violations(scenario([tired], [demand("d", shift("s", 7, "08:00-16:00"))], [DailyRest()])) == []


def test_a_single_shift_needs_no_rest() -> None:
    allowed(scenario([worker()], [demand("d", shift("s", 6, "08:00-16:00"))], [DailyRest()]), ("w", "s"))


def test_eleven_hours_between_shifts_are_enough() -> None:
    allowed(two(shift("a", 6, "14:00-22:00"), shift("b", 7, "09:00-17:00")), ("w", "a"), ("w", "b"))


def test_a_minute_less_is_not_enough() -> None:
    text = refused(two(shift("a", 6, "14:00-22:00"), shift("b", 7, "08:59-17:00")), ("w", "a"), ("w", "b"))
    assert text == example(DailyRest)


def test_two_people_do_what_one_may_not() -> None:
    need = demand("d", shift("a", 6, "14:00-22:00"), shift("b", 7, "06:00-14:00"))
    team = scenario([worker(), worker("other")], [need], [DailyRest()])
    assert violations(team, ("w", "a"), ("other", "b")) == []
    assert "8 h between" in refused(team, ("w", "a"), ("w", "b"))


@pytest.mark.parametrize(
    ("month", "saturday", "enough", "short"),
    [
        (3, 28, "10:00-16:00", "09:59-16:00"),
        (10, 24, "08:00-16:00", "07:59-16:00"),
        (4, 4, "09:00-16:00", "08:59-16:00"),
    ],
)
def test_rest_is_in_real_hours_when_the_clock_changes(month: int, saturday: int, enough: str, short: str) -> None:
    late = shift("a", saturday, "14:00-22:00", month=month)
    allowed(two(late, shift("b", saturday + 1, enough, month=month)), ("w", "a"), ("w", "b"))
    assert "10.98 h" in refused(two(late, shift("b", saturday + 1, short, month=month)), ("w", "a"), ("w", "b"))


def test_rest_after_a_night_shift_counts_from_the_morning() -> None:
    night = shift("a", 6, "22:00-06:00")
    allowed(two(night, shift("b", 7, "17:00-22:00")), ("w", "a"), ("w", "b"))
    assert "10.5 h between 'a' and 'b'" in refused(two(night, shift("b", 7, "16:30-22:00")), ("w", "a"), ("w", "b"))


def test_the_night_of_the_clock_change_ends_at_its_local_hour() -> None:
    night = shift("a", 28, "22:00-06:00", month=3)
    assert night.minutes == 7 * 60
    allowed(two(night, shift("b", 29, "17:00-22:00", month=3)), ("w", "a"), ("w", "b"))
    assert "10 h" in refused(two(night, shift("b", 29, "16:00-22:00", month=3)), ("w", "a"), ("w", "b"))


def test_home_shifts_need_rest_before_and_after() -> None:
    lent = shift("s", 7, "09:00-17:00")
    allowed(after_home(home_shift(6, "14:00-22:00"), lent), ("w", "s"))
    allowed(after_home(home_shift(8, "04:00-12:00"), lent), ("w", "s"))
    text = refused(after_home(home_shift(6, "14:00-22:30"), lent), ("w", "s"))
    assert text == "Worker 'w' has 10.5 h between 's' and 'home shift'; the rest is 11 h."
    assert "10.5 h" in refused(after_home(home_shift(8, "03:30-12:00"), lent), ("w", "s"))


def test_shifts_that_overlap_have_negative_rest() -> None:
    text = refused(two(shift("a", 6, "08:00-16:00"), shift("b", 6, "14:00-22:00")), ("w", "a"), ("w", "b"))
    assert "-2 h between 'a' and 'b'" in text


def test_without_rest_shifts_may_touch_but_not_overlap() -> None:
    early = shift("a", 6, "06:00-14:00")
    allowed(two(early, shift("b", 6, "14:00-22:00"), hours=0), ("w", "a"), ("w", "b"))
    assert "the rest is 0 h" in refused(two(early, shift("b", 6, "13:59-22:00"), hours=0), ("w", "a"), ("w", "b"))


def test_without_rest_a_home_shift_may_touch_but_not_overlap() -> None:
    allowed(after_home(home_shift(6, "14:00-22:00"), shift("s", 6, "06:00-14:00"), hours=0), ("w", "s"))
    assert "-1 h" in refused(
        after_home(home_shift(6, "13:00-22:00"), shift("s", 6, "06:00-14:00"), hours=0), ("w", "s")
    )


def test_every_pair_of_three_shifts_is_looked_at() -> None:
    long, inside, after = shift("a", 6, "06:00-20:00"), shift("b", 6, "07:00-08:00"), shift("c", 6, "21:00-23:00")
    crowded = scenario([worker()], [demand("d", long, inside, after)], [DailyRest(hours=2)])
    assert [v.text.split(" h ")[1].split(";")[0] for v in violations(crowded, ("w", "a"), ("w", "b"), ("w", "c"))] == [
        "between 'a' and 'b'",
        "between 'a' and 'c'",
    ]


def test_a_demand_for_one_person_without_rest_between_its_shifts_stays_empty() -> None:
    need = demand("d", shift("a", 6, "14:00-22:00"), shift("b", 7, "06:00-14:00"), same_worker=True)
    assert "8 h between" in refused(scenario([worker()], [need], [DailyRest()]), ("w", "a"), ("w", "b"))
