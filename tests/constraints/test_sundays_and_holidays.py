from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import SundaysAndHolidays, sundays_and_holidays
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker

SUNDAY, LATER, MONDAY = (shift(name, day, "08:00-16:00") for name, day in (("so", 5), ("later", 12), ("mo", 6)))


def rested(*shifts: sm.Shift, home: tuple[sm.WorkTime, ...] = (), ledger: Any = (), **fields: Any) -> sm.Scenario:
    """Days off that make up for others come after them unless the fields say otherwise."""
    if fields.get("work"):
        fields = {"made_up": "after"} | fields
    person = worker(home_shifts=home, ledger=dict(ledger))
    return scenario([person], [demand("d", *shifts)], [SundaysAndHolidays(**fields)])


def worked(first: int, last: int, but: tuple[int, ...] = ()) -> dict[date, float]:
    """Eight hours on each of these days of March, counted on beyond its end."""
    start = date(2020, 3, 1)
    return {start + timedelta(days=day - 1): 8 for day in range(first, last + 1) if day not in but}


def test_days_off_are_kept_by_doing_nothing() -> None:
    assert violations(rested(SUNDAY, state="HH")) == []


def test_nobody_works_on_a_sunday() -> None:
    allowed(rested(MONDAY), ("w", "mo"))
    assert refused(rested(SUNDAY), ("w", "so")) == "Worker 'w' works on Sunday 2020-04-05 in shift 'so'."


@pytest.mark.parametrize(("day", "hours", "free"), [(4, "16:00-00:00", True), (4, "16:00-00:01", False)])
def test_a_shift_works_on_every_day_that_it_touches(day: int, hours: str, free: bool) -> None:
    scene = rested(shift("s", day, hours))
    assert bool(solved(scene)) is free
    assert violations(scene, ("w", "s")) is not free


@pytest.mark.parametrize(
    ("day", "hours", "moved", "free"),
    [
        (4, "16:00-00:00", -6, False),
        (4, "10:00-18:00", -6, True),
        (5, "18:00-22:00", -6, True),
        (5, "17:59-22:00", -6, False),
        (4, "22:00-06:00", 6, True),
        (4, "22:00-06:01", 6, False),
        (6, "06:00-14:00", 6, True),
        (6, "05:59-14:00", 6, False),
        (5, "21:30-05:30", -2.5, True),
    ],
)
def test_the_day_of_rest_may_begin_and_end_at_another_hour(day: int, hours: str, moved: float, free: bool) -> None:
    scene = rested(shift("s", day, hours), moved_hours=moved)
    assert bool(solved(scene)) is free
    assert bool(violations(scene, ("w", "s"))) is not free


def test_the_hour_is_the_clocks_where_that_is_put_forward() -> None:
    night = shift("s", 29, "06:00-14:00", month=3), shift("t", 28, "22:00-06:00", month=3)
    scene = rested(*night, moved_hours=6)
    assert solved(scene) == {("w", "t")}


def test_days_off_that_make_up_are_moved_as_well() -> None:
    """Work until 04:00 on Monday is that of the Sunday, and leaves the Monday off."""
    fields: Any = {"work": True, "free_sundays": 0, "sunday_weeks": 1}
    ledger = worked(31 + 7, 31 + 11)
    scene = rested(shift("s", 5, "22:00-04:00"), ledger=ledger, **fields)
    assert "lacks 1 day off" in refused(scene, ("w", "s"))
    allowed(rested(shift("s", 5, "22:00-04:00"), ledger=ledger, moved_hours=6, **fields), ("w", "s"))


def test_holidays_are_those_of_the_state() -> None:
    reformation = shift("r", 31, "08:00-16:00", month=10)
    text = refused(rested(reformation, state="HH"), ("w", "r"))
    assert text == "Worker 'w' works on Reformation Day 2020-10-31 in shift 'r'."
    allowed(rested(reformation, state="BY"), ("w", "r"))
    allowed(rested(reformation), ("w", "r"))


def test_without_the_library_a_state_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sundays_and_holidays, "find_spec", lambda _: None)
    rested(SUNDAY)
    with pytest.raises(sm.InputError) as caught:
        rested(SUNDAY, state="HH")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path) == ("missing_library", "rules[0].state")
    assert "pip install holidays" in problem.advice


def test_so_many_sundays_are_free_at_home_and_elsewhere() -> None:
    once = {"work": True, "free_sundays": 1, "weeks": 2}
    allowed(rested(SUNDAY, **once), ("w", "so"))
    assert len(solved(rested(SUNDAY, LATER, **once))) == 1
    home = rested(SUNDAY, home=(home_shift(12, "08:00-12:00"),), **once)
    assert refused(home, ("w", "so")) == example(SundaysAndHolidays)
    ledger = rested(SUNDAY, ledger={date(2020, 3, 29): 1.0}, **once)
    refused(ledger, ("w", "so"))
    allowed(rested(SUNDAY, ledger={date(2020, 3, 29): 0.0}, **once), ("w", "so"))


def test_fifteen_sundays_a_year() -> None:
    busy = {date(2020, 4, 5) - timedelta(weeks=back): 8.0 for back in range(1, 38)}
    refused(rested(SUNDAY, ledger=busy, work=True), ("w", "so"))
    busy.popitem()
    allowed(rested(SUNDAY, ledger=busy, work=True), ("w", "so"))


def test_a_sunday_is_made_up_for_within_two_weeks() -> None:
    """From Sunday, 22 March, on all is worked but Wednesday, 1 April; the last day, 4 April, is to be lent."""
    last = shift("last", 4, "08:00-16:00")
    fields: Any = {"work": True, "free_sundays": 0}
    full = rested(last, ledger=worked(22, 34, but=(29,)), **fields)
    text = refused(full, ("w", "last"))
    assert text == "Worker 'w' lacks 1 day off from 2020-03-22 to 2020-04-04 to make up for Sundays and holidays."
    allowed(rested(last, ledger=worked(22, 34, but=(29, 32)), **fields), ("w", "last"))
    allowed(rested(last, ledger=worked(23, 34, but=(29,)), **fields), ("w", "last"))


def test_two_sundays_want_two_days_off() -> None:
    last = shift("last", 11, "08:00-16:00")
    fields: Any = {"work": True, "free_sundays": 0}
    one_off = worked(22, 41, but=(32,))
    assert "lacks 1 day off" in refused(rested(last, ledger=one_off, **fields), ("w", "last"))
    allowed(rested(last, ledger=worked(22, 41, but=(32, 37)), **fields), ("w", "last"))


def test_a_holiday_has_eight_weeks() -> None:
    """Easter Monday, 13 April: a Sunday's two weeks are over on the 26th, the holiday's eight on 7 June."""
    monday = shift("m", 13, "08:00-16:00")
    fields: Any = {"work": True, "free_sundays": 0, "state": "HH"}
    home = tuple(home_shift(14 + after, "08:00-12:00") for after in range(12) if after != 5)
    allowed(rested(monday, home=home, **fields), ("w", "m"))
    refused(rested(monday, home=home, holiday_weeks=1, **fields), ("w", "m"))


def test_what_is_breached_at_home_is_reported() -> None:
    scene = rested(MONDAY, home=(home_shift(5, "08:00-12:00"),))
    assert [b.text for b in sm.solve(scene).preexisting_violations] == [
        "Worker 'w' works on Sunday 2020-04-05 at home (§ 9 (1) ArbZG)."
    ]
    twice = rested(MONDAY, ledger=worked(22, 36), work=True, free_sundays=1, weeks=2)
    texts = [b.text for b in sm.solve(twice).preexisting_violations]
    assert any("works on 2 of the 2 Sundays from 2020-03-22, 2 of them at home" in text for text in texts)


def test_a_scope_leaves_others_alone() -> None:
    scene = scenario(
        [worker("ann"), worker("bob")], [demand("d", SUNDAY, headcount=2)], [SundaysAndHolidays(worker="bob")]
    )
    assert solved(scene) == {("ann", "so")}


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "XX"},
        {"weeks": 0},
        {"free_sundays": -1},
        {"sunday_weeks": 0},
        {"moved_hours": 6.5},
        {"moved_hours": 1.001},
    ],
)
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        SundaysAndHolidays(**wrong)


def test_more_free_sundays_than_there_are_is_refused() -> None:
    with pytest.raises(sm.InputError, match="3 of 2 Sundays are to be free"):
        rested(SUNDAY, work=True, free_sundays=3, weeks=2)


def test_a_day_off_may_lie_before_the_sunday_that_it_makes_up_for() -> None:
    """The 24th of March for the 29th; all other working days around are worked."""
    fields: Any = {"work": True, "free_sundays": 0, "sunday_weeks": 1, "made_up": "around"}
    sunday = shift("s", 29, "08:00-16:00", month=3)
    allowed(rested(sunday, ledger=worked(23, 35, but=(24, 29)), **fields), ("w", "s"))
    full = worked(23, 35, but=(29,))
    assert refused(rested(sunday, ledger=full, **fields), ("w", "s")) == (
        "Worker 'w' lacks 1 day off from 2020-03-23 to 2020-04-04 to make up for Sundays and holidays."
    )
    after = fields | {"made_up": "after"}
    assert violations(rested(sunday, ledger=worked(23, 35, but=(24, 29)), **after), ("w", "s"))


def test_two_sundays_do_not_share_a_day_off_between_them() -> None:
    fields: Any = {"work": True, "free_sundays": 0, "sunday_weeks": 1, "made_up": "around"}
    both = [shift("one", 29, "08:00-16:00", month=3), shift("two", 5, "08:00-16:00")]
    busy = worked(23, 42, but=(29, 31, 36))
    assert len(solved(rested(*both, ledger=busy, **fields))) == 1
    more = worked(23, 42, but=(29, 31, 36, 42))
    allowed(rested(*both, ledger=more, **fields), ("w", "one"), ("w", "two"))
