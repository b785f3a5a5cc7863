"""What law and practice say of small inputs, counted by hand: how many shifts one person may take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import staffmatch as sm
from staffmatch.constraints import (
    Apart,
    Breaks,
    DailyHours,
    DailyRest,
    HorizonHours,
    MaxSecondment,
    MinSecondment,
    PayFloor,
    SundaysAndHolidays,
    WeeklyHours,
    WeeklyRest,
)
from staffmatch.records.bases import Rule
from tests.builders import demand, home_shift, refused, scenario, shift, solved, worker


def taken(shifts: Sequence[sm.Shift], *rules: Rule, need: dict[str, Any] | None = None, **fields: Any) -> int:
    """How many of the shifts one person gets."""
    return len(solved(scenario([worker(**fields)], [demand("d", *shifts, **(need or {}))], [DailyRest(), *rules])))


def mornings(*days: int) -> list[sm.Shift]:
    return [shift(f"s{day}", day, "06:00-14:00") for day in days]


def test_six_early_shifts_leave_a_weekly_rest_that_crosses_the_edge() -> None:
    """40 h until Monday 06:00, § 11 (4) ArbZG."""
    week = mornings(*range(6, 12))
    assert taken(week, WeeklyRest()) == taken(week, WeeklyRest(per="seven_days")) == 6
    monday = [*week, *mornings(13)]
    assert taken(monday, WeeklyRest()) == 7
    assert taken(monday, WeeklyRest(edge="within")) == 6


def test_the_working_day_is_the_24_hours_from_when_work_begins() -> None:
    """§ 3 ArbZG: 00-06 and 22-06 are 8 h within 24 h; 14-24 and 11-21 are 13 h."""
    nights = [shift("early", 6, "00:00-06:00"), shift("late", 6, "22:00-06:00")]
    assert taken(nights, DailyHours(per="24_hours")) == 2
    assert taken(nights, DailyHours()) == 1
    turned = [shift("late", 6, "14:00-00:00"), shift("next", 7, "11:00-21:00")]
    assert taken(turned, DailyHours(per="24_hours")) == 1
    assert taken(turned, DailyHours()) == 2


def test_equal_pay_compares_with_the_borrower_not_with_home() -> None:
    """§ 8 (1) AÜG; 15 EUR at home are paid anyway."""
    one, paid = mornings(6), {"pay_cents_per_hour": 1200}
    assert taken(one, PayFloor(), need=paid, pay_cents_per_hour=1500) == 1
    compared = paid | {"comparable_pay_cents_per_hour": 1600}
    assert taken(one, PayFloor(), need=compared, pay_cents_per_hour=1500) == 0
    assert taken(one, PayFloor(), need=compared, pay_cents_per_hour=1600) == 1


def test_the_minimum_wage_rises_at_new_years_midnight() -> None:
    """9.19 EUR until 2019, 9.35 EUR in 2020."""
    night = sm.Shift(id="n", start="2019-12-31T22:00+01:00", end="2020-01-01T06:00+01:00")
    free = [sm.TimeWindow(start="2019-12-31T00:00+01:00", end="2020-01-02T00:00+01:00")]
    assert taken([night], PayFloor(), availability=free, pay_cents_per_hour=934) == 0
    assert taken([night], PayFloor(), availability=free, pay_cents_per_hour=935) == 1


def test_hours_in_the_ledger_and_at_home_on_one_day_are_the_same() -> None:
    """8 h said twice: 8 h and five shifts are 48 h; where the ledger has more, its hours count."""
    rest, home = mornings(*range(7, 12)), (home_shift(6, "06:00-14:00"),)
    monday = date(2020, 4, 6)
    assert taken(rest, WeeklyHours(), ledger={monday: 8}, home_shifts=home) == 5
    assert taken(rest, WeeklyHours(), ledger={monday: 8.5}, home_shifts=home) == 4
    assert taken(rest, WeeklyHours(), ledger={monday: 4}, home_shifts=home) == 5


def test_hours_of_the_plan_are_not_those_before_it() -> None:
    home = (home_shift(5, "06:00-14:00"),)
    assert taken(mornings(6, 7), HorizonHours(hours=16), home_shifts=home) == 2


def test_who_works_after_midnight_is_there_on_the_new_day() -> None:
    night, morning = shift("night", 6, "22:00-06:00"), shift("morning", 7, "00:00-08:00")
    need = [demand("d", night), demand("e", morning)]
    rule = Apart(groups=[("ann", "bob")], per="site_day")
    text = refused(scenario([worker("ann"), worker("bob")], need, [rule]), ("ann", "night"), ("bob", "morning"))
    assert "at 'borrower' on 2020-04-07" in text


def test_breaks_between_assignments_are_no_lending() -> None:
    """§ 1 (1b) AÜG: 182 and 184 days of 2018 and 2019, breaks of 91 and 90 days, and a day."""
    stays = [
        sm.Secondment(company="borrower", first=first, last=last)
        for first, last in (("2018-10-01", "2019-03-31"), ("2019-07-01", "2019-12-31"))
    ]
    late = [shift("s", 31, "06:00-14:00", month=3)]
    assert taken(late, MaxSecondment(), secondments=stays) == 1
    assert taken(late, MaxSecondment(days=366), secondments=stays) == 0
    assert taken(late, MaxSecondment(days=367), secondments=stays) == 1
    assert taken(late, MaxSecondment(breaks_count=True), secondments=stays) == 0


def test_ten_hours_need_a_break() -> None:
    """§ 4 ArbZG."""
    assert taken([shift("s", 6, "06:00-16:00")], Breaks()) == 0
    assert taken([shift("s", 6, "06:00-16:45", pause=45)], Breaks()) == 1


def test_a_day_off_may_come_before_the_sunday() -> None:
    """§ 11 (3) ArbZG: within two weeks that include it; 1 to 4 April are free, the working days after are not."""
    home = tuple(home_shift(day, "08:00-12:00") for day in (*range(6, 12), *range(13, 19)))
    sunday = [shift("s", 5, "08:00-12:00")]
    assert taken(sunday, SundaysAndHolidays(work=True), home_shifts=home) == 1
    assert taken(sunday, SundaysAndHolidays(work=True, made_up="after"), home_shifts=home) == 0
    march = {date(2020, 3, day): 4 for day in range(23, 32)} | {date(2020, 4, day): 4 for day in range(1, 5)}
    assert taken(sunday, SundaysAndHolidays(work=True), home_shifts=home, ledger=march) == 0


def test_who_was_there_yesterday_goes_on() -> None:
    stays = [sm.Secondment(company="borrower", first=date(2020, 3, 1), last=date(2020, 4, 5))]
    assert taken(mornings(6), MinSecondment(days=3), secondments=stays) == 1
    assert taken(mornings(7), MinSecondment(days=3), secondments=stays) == 0
    assert taken(mornings(7), MinSecondment(days=3, break_days=1), secondments=stays) == 1
