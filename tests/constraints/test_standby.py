"""Standby that counts no hours is rest: no work for rules about rests, days and nights, yet it fills its time."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import (
    ConsecutiveDays,
    DailyRest,
    NightWork,
    SplitDays,
    SundaysAndHolidays,
    WeeklyRest,
)
from staffmatch.records.bases import Rule
from staffmatch.testing import conforms
from tests.builders import at, demand, home_shift, scenario, shift, worker

MORNING = shift("late", 6, "14:00-22:00"), shift("next", 7, "09:00-17:00")


def calls(name: str, day: int, hours: str, month: int = 4) -> sm.Shift:
    return shift(name, day, hours, month).replace(duty="standby")


def refused(rule: Rule, *shifts: sm.Shift, home: tuple[sm.WorkTime, ...] = ()) -> list[str]:
    """What a rule says of all shifts for somebody; rows and `check` agree on every part of the plan."""
    city = scenario([worker(home_shifts=home)], [demand("d", *shifts)], [rule])
    conforms(rule, [city])
    return [found.text for found in rule.check(city, sm.Plan.of(("w", one.id) for one in shifts))]


def test_only_standby_that_counts_nothing_is_rest() -> None:
    night = shift("a", 6, "22:00-06:00")
    assert night.replace(duty="standby").is_rest
    assert night.replace(duty="standby", duty_factor=0).is_rest
    assert not night.replace(duty="standby", duty_factor=0.125).is_rest
    assert not night.replace(duty="on_call", duty_factor=0).is_rest
    assert not night.is_rest


@pytest.mark.parametrize("between", ["shifts", "days"])
def test_rest_is_spent_on_standby_between_two_shifts(between: str) -> None:
    """11 h from 22:00 to 9:00, with standby all the time."""
    rule = DailyRest(between=between)
    assert not refused(rule, *MORNING, calls("night", 6, "22:00-09:00"))
    assert refused(rule, *MORNING, shift("night", 6, "22:00-09:00").replace(duty="on_call"))
    early = shift("next", 7, "08:59-17:00")
    said = "Worker 'w' has 10.98 h between 'late' and 'next'; 11 h are due"
    assert [text[: len(said)] for text in refused(rule, MORNING[0], early, calls("night", 6, "22:00-08:00"))] == [said]


def test_standby_overlaps_no_other_shift() -> None:
    assert refused(DailyRest(), MORNING[0], calls("night", 6, "21:59-09:00")) == [
        "Worker 'w' has 'late' and 'night', which overlap by 1 min."
    ]
    assert refused(DailyRest(), calls("one", 6, "08:00-12:00"), calls("two", 6, "11:00-15:00"))
    assert refused(DailyRest(), calls("night", 6, "22:00-09:00"), home=(home_shift(7, "08:00-12:00"),))


def test_a_shift_at_home_ends_no_rest_when_it_is_standby() -> None:
    on_standby = home_shift(6, "22:00-08:59").replace(duty="standby")
    assert not refused(DailyRest(), MORNING[1], home=(home_shift(6, "14:00-22:00"), on_standby))
    assert refused(DailyRest(), shift("a", 7, "08:58-12:00"), home=(on_standby,))
    city = scenario(
        [worker(home_shifts=(home_shift(6, "14:00-22:00"), on_standby, home_shift(7, "08:59-12:00")))],
        [demand("d", shift("a", 9, "08:00-12:00"))],
        [DailyRest()],
    )
    assert [one.text for one in city.rules[0].preexisting_violations(city)] == [
        "Worker 'w' has 10.98 h between two home shifts; 11 h are due."
    ]


def test_a_shortened_rest_may_hold_standby() -> None:
    rule = DailyRest(shortened=10, extended=12)
    days = (shift("a", 6, "12:00-22:00"), shift("b", 7, "08:00-16:00"), shift("c", 8, "04:00-12:00"))
    assert not refused(rule, *days, calls("n", 6, "22:00-08:00"))
    assert refused(rule, *days[:2], shift("c", 8, "03:59-12:00"), calls("n", 7, "18:00-02:00"))


def test_a_week_of_standby_is_a_week_of_rest() -> None:
    week = [calls(f"{day}", day, "00:00-23:00") for day in range(6, 13)]
    assert not refused(WeeklyRest(), *week)
    assert not refused(ConsecutiveDays(days=2), *week)
    assert refused(WeeklyRest(edge="within"), *(one.replace(duty_factor=0.125) for one in week))


def test_nights_and_pieces_of_standby_do_not_count() -> None:
    nights = [calls(f"{day}", day, "22:00-06:00") for day in (6, 7, 8)]
    assert not refused(NightWork(in_a_row=1, hours=4, rest=48), *nights, shift("day", 7, "08:00-16:00"))
    late = shift("a", 6, "20:00-05:00").replace(duty="on_call", duty_factor=0.5)
    assert refused(NightWork(hours=4), late)
    assert not refused(NightWork(hours=4.5), late)
    assert not refused(SplitDays(hours=13), shift("day", 6, "06:00-14:00"), calls("late", 6, "14:00-23:00"))


def test_sundays_may_be_spent_on_standby_unless_the_rule_says_otherwise() -> None:
    sunday = calls("sunday", 5, "08:00-16:00")
    assert not refused(SundaysAndHolidays(), sunday)
    assert refused(SundaysAndHolidays(standby=True), sunday)
    assert not refused(SundaysAndHolidays(work=True, free_sundays=1, weeks=1), sunday)
    assert refused(SundaysAndHolidays(work=True, free_sundays=1, weeks=1, standby=True), sunday)


RULES: tuple[Rule, ...] = (
    DailyRest(),
    DailyRest(between="days"),
    DailyRest(since="2020-04-05"),
    DailyRest(shortened=9, extended=12, within_days=3),
    WeeklyRest(),
    ConsecutiveDays(days=1),
    NightWork(in_a_row=1, rest=12, hours=8),
    SplitDays(hours=11),
    SundaysAndHolidays(work=True, free_sundays=1, weeks=1),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_rows_and_check_agree_on_random_rosters(rule: Rule) -> None:
    draw = np.random.default_rng(18)
    for _ in range(4):

        def some(name: str) -> sm.Shift:
            begin = at(4, "00:00") + timedelta(hours=int(draw.integers(0, 90)))
            fields = {"start": begin, "end": begin + timedelta(hours=int(draw.integers(3, 12)))}
            return sm.Shift(id=name, **fields, duty=str(draw.choice(["work", "standby"])))

        home = [some("x") for _ in range(int(draw.integers(0, 3)))]
        kept = tuple(sm.WorkTime(start=one.start, end=one.end, duty=one.duty) for one in home)
        people, need = [worker(home_shifts=kept)], [demand("d", *map(some, "abcde"))]
        for others in ([], [DailyRest(hours=11)]):
            conforms(rule, [scenario(people, need, [rule, *others])])
