from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import AverageHours, DailyHours, DailyRest, HorizonHours, RollingHours, WeeklyHours
from staffmatch.domain.plan import Plan
from staffmatch.testing import conforms
from tests.builders import (
    allowed,
    at,
    between,
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

MORNING, EVENING = shift("a", 6, "06:00-12:00"), shift("b", 6, "14:00-18:00")


def day(*shifts: sm.Shift, hours: float | None = 10, **fields: Any) -> sm.Scenario:
    table = fields.pop("pair_table", None)
    return scenario([worker(**fields)], [demand("d", *shifts)], [DailyHours(hours=hours)], pair_table=table)


def test_the_empty_plan_takes_no_hours() -> None:
    assert violations(day(MORNING, hours=0)) == []


def test_without_a_limit_a_day_is_as_long_as_its_shifts() -> None:
    allowed(day(shift("s", 6, "00:00-23:00"), hours=None), ("w", "s"))


def test_the_hours_of_the_limit_are_enough() -> None:
    allowed(day(MORNING, EVENING), ("w", "a"), ("w", "b"))


def test_a_minute_more_than_the_limit_is_too_much() -> None:
    longer = shift("b", 6, "14:00-18:01")
    text = refused(day(MORNING, longer), ("w", "a"), ("w", "b"))
    assert text == example(DailyHours)


def test_unpaid_breaks_are_no_hours() -> None:
    allowed(day(shift("s", 6, "08:00-19:00", pause=60)), ("w", "s"))


def test_the_lower_of_rule_and_own_limit_counts() -> None:
    allowed(day(MORNING, max_hours_per_day=6.0), ("w", "a"))
    assert "5.5 h are left of 5.5 h" in refused(day(MORNING, max_hours_per_day=5.5), ("w", "a"))
    assert "10 h are left of 10 h" in refused(day(shift("s", 6, "08:00-19:00"), max_hours_per_day=12.0), ("w", "s"))


def test_hours_at_home_on_that_day_are_taken_off() -> None:
    allowed(day(MORNING, home_shifts=(home_shift(6, "14:00-18:30", pause=30),)), ("w", "a"))
    text = refused(day(MORNING, home_shifts=(home_shift(6, "14:00-18:30"),)), ("w", "a"))
    assert text == "Worker 'w' is lent for 6 h on 2020-04-06 where 5.5 h are left of 10 h."


def test_hours_in_the_ledger_on_that_day_are_taken_off() -> None:
    allowed(day(MORNING, ledger={date(2020, 4, 5): 24.0, date(2020, 4, 6): 4.0}), ("w", "a"))
    assert "5 h are left" in refused(day(MORNING, ledger={date(2020, 4, 6): 5.0}), ("w", "a"))


def test_a_roster_already_in_breach_leaves_nothing_but_no_debt() -> None:
    overworked = day(MORNING, EVENING, home_shifts=(home_shift(6, "06:00-18:00"),), ledger={date(2020, 4, 6): 9.0})
    assert violations(overworked) == []
    assert solved(overworked) == set()
    assert "6 h on 2020-04-06 where 0 h are left of 10 h" in refused(overworked, ("w", "a"))


def test_a_night_shift_counts_on_the_day_it_starts() -> None:
    night, next_day = shift("a", 6, "18:00-04:00"), shift("b", 7, "12:00-22:00")
    allowed(day(night, next_day), ("w", "a"), ("w", "b"))
    assert "12 h on 2020-04-06" in refused(day(night, shift("b", 6, "06:00-08:00")), ("w", "a"), ("w", "b"))


def test_the_night_of_the_clock_change_is_an_hour_shorter() -> None:
    allowed(day(shift("s", 28, "20:00-07:00", month=3)), ("w", "s"))
    assert "11 h" in refused(day(shift("s", 27, "20:00-07:00", month=3)), ("w", "s"))


def test_hours_of_the_pair_table_replace_those_of_the_shift() -> None:
    table = sm.PairTable(workers=("w",), shifts=("s",), hours=(10.0,))
    allowed(day(shift("s", 6, "06:00-22:00"), pair_table=table), ("w", "s"))
    table = sm.PairTable(workers=("w",), shifts=("s",), hours=(10.5,))
    assert "10.5 h" in refused(day(shift("s", 6, "06:00-08:00"), pair_table=table), ("w", "s"))


def test_a_shift_of_no_hours_is_allowed_even_in_breach() -> None:
    table = sm.PairTable(workers=("w",), shifts=("a",), hours=(0.0,))
    allowed(day(MORNING, home_shifts=(home_shift(6, "06:00-18:00"),), pair_table=table), ("w", "a"))


@pytest.mark.parametrize(
    ("rule", "wants"),
    [
        (DailyHours(hours=5), "has 6 h left on the day (the rule allows 5 h at most)"),
        (WeeklyHours(hours=5), "has 6 h left in the week (the rule allows 5 h at most)"),
        (RollingHours(hours=5, days=3), "has 6 h left in any 3 days"),
        (AverageHours(hours=5, weeks=1), "has 6 h left in any week"),
        (HorizonHours(hours=5), "has 6 h left in the plan"),
    ],
)
def test_a_shortage_says_how_many_hours_nobody_has_left(rule: sm.Rule, wants: str) -> None:
    scene = scenario([worker()], [demand("d", MORNING)], [rule])
    assert sm.solve(scene).shortages[0].reason.text == f"0 of 1 person {wants}; 1 is needed."


def test_a_job_of_several_shifts_takes_their_hours_together() -> None:
    both = demand("d", MORNING, EVENING, shift("c", 7, "06:00-12:30"), same_worker=True)
    for rule, hours in ((DailyHours(hours=5), "10 h left on the day"), (WeeklyHours(hours=5), "16.5 h left in the")):
        assert f"has {hours}" in sm.solve(scenario([worker()], [both], [rule])).shortages[0].reason.text


def test_hours_of_a_pair_table_are_each_persons_own() -> None:
    table = sm.PairTable(workers=("w",), shifts=("a",), hours=(11,))
    (shortage,) = sm.solve(day(MORNING, pair_table=table)).shortages
    assert shortage.reason.text == (
        "0 of 1 person has the hours left on the day (the rule allows 10 h at most) (§ 3 ArbZG); 1 is needed."
    )


def in_24_hours(*shifts: sm.Shift, hours: float | None = 10, alone: bool = False, **fields: Any) -> sm.Scenario:
    rules = [DailyHours(hours=hours, per="24_hours"), *([] if alone else [DailyRest(hours=0)])]
    table = fields.pop("pair_table", None)
    return scenario([worker(**fields)], [demand("d", *shifts)], rules, pair_table=table)


LATE, NEXT = shift("a", 6, "14:00-20:00"), shift("b", 7, "10:00-18:00")


@pytest.mark.parametrize("alone", [True, False])
def test_the_24_hours_from_when_work_begins_have_the_limit(alone: bool) -> None:
    """6 h, and 4 h of the next shift until 14:00."""
    assert violations(in_24_hours(LATE, NEXT, hours=0)) == []
    allowed(in_24_hours(LATE, NEXT, alone=alone), ("w", "a"), ("w", "b"))
    longer = in_24_hours(LATE, shift("b", 7, "09:59-18:00"), alone=alone)
    assert refused(longer, ("w", "a"), ("w", "b")) == (
        "Worker 'w' is lent for 10.02 h in the 24 h from 2020-04-06 at 14:00 where 10 h are left of 10 h."
    )


def test_what_begins_24_hours_later_is_another_day() -> None:
    allowed(in_24_hours(LATE, shift("b", 7, "14:00-23:00")), ("w", "a"), ("w", "b"))


def test_a_break_counts_as_taken_within_the_24_hours_as_far_as_it_can() -> None:
    on = (("w", "a"), ("w", "b"))
    allowed(in_24_hours(LATE, shift("b", 7, "09:00-18:00", pause=60)), *on)
    assert "10.5 h" in refused(in_24_hours(LATE, shift("b", 7, "08:30-17:30", pause=60)), *on)


def test_24_hours_are_real_time_when_the_clock_is_put_forward() -> None:
    """Until 15:00 of the next day, which has an hour less."""
    one, other = shift("a", 28, "14:00-20:00", month=3), shift("b", 29, "11:00-18:00", month=3)
    allowed(in_24_hours(one, other), ("w", "a"), ("w", "b"))
    assert "10.02 h" in refused(in_24_hours(one, shift("b", 29, "10:59-18:00", month=3)), ("w", "a"), ("w", "b"))


def test_home_shifts_begin_24_hours_too_and_the_ledger_does_not_count() -> None:
    home = (home_shift(6, "14:00-20:00"),)
    allowed(in_24_hours(NEXT, home_shifts=home, ledger={date(2020, 4, 7): 8}), ("w", "b"))
    assert "is lent for 4.017 h in the 24 h from 2020-04-06 at 14:00 where 4 h are left" in refused(
        in_24_hours(shift("b", 7, "09:59-18:00"), home_shifts=home), ("w", "b")
    )


def test_too_many_home_hours_in_24_are_reported_and_not_made_worse() -> None:
    home = (home_shift(6, "14:00-20:00"), home_shift(7, "08:00-14:00"))
    scene = in_24_hours(shift("in", 7, "12:00-13:00"), shift("b", 7, "14:00-18:00"), alone=True, home_shifts=home)
    (breach,) = scene.rules[0].preexisting_violations(scene)
    assert breach.text == ("Worker 'w' has 12 h at home in the 24 h from 2020-04-06 at 14:00; the limit is 10 h.")
    assert "where 0 h are left" in violations(scene, ("w", "in"))[0].text
    allowed(scene, ("w", "b"))


def test_hours_of_a_pair_table_beyond_the_length_of_a_shift_do_not_count_in_24_hours() -> None:
    table = sm.PairTable(workers=("w", "w"), shifts=("a", "b"), hours=(12, 4))
    allowed(in_24_hours(LATE, NEXT, pair_table=table), ("w", "a"), ("w", "b"))


def test_the_24_hours_take_the_place_of_the_local_day() -> None:
    rules = sm.Scenario(companies=[]).with_rules(DailyHours(per="24_hours")).rules
    assert [rule for rule in rules if isinstance(rule, DailyHours)] == [DailyHours(per="24_hours")]


def test_a_day_is_the_local_one_or_24_hours() -> None:
    with pytest.raises(sm.InputError):
        DailyHours(per="week")


def test_24_hours_have_each_minute_by_the_duty_factor() -> None:
    """8 h of work, and at most 2 h more: 4 h on call of 16 h of which half count."""

    def on_call(start: str) -> sm.Shift:
        begins = at(7, start)
        return sm.Shift(id="b", start=begins, end=begins + timedelta(hours=16), duty="on_call", duty_factor=0.5)

    work, on = shift("a", 6, "06:00-14:00"), (("w", "a"), ("w", "b"))
    for alone in (True, False):
        allowed(in_24_hours(work, on_call("02:00"), alone=alone), *on)
        assert "for 10.02 h in the 24 h from 2020-04-06 at 06:00" in refused(
            in_24_hours(work, on_call("01:59"), alone=alone), *on
        )
    home = (home_shift(6, "06:00-14:00"),)
    allowed(in_24_hours(on_call("02:00"), home_shifts=home), ("w", "b"))
    assert "for 2.017 h" in refused(in_24_hours(on_call("01:59"), home_shifts=home), ("w", "b"))


def test_24_hours_in_the_midst_of_work_of_which_a_part_counts_may_have_more() -> None:
    """From 12:00 on there are 2 h on call and 8 h of work; nothing that is taken begins then, nor does standby."""
    half = sm.Shift(id="a", **between(6, "00:00-16:00"), duty="on_call", duty_factor=0.5)
    standby = sm.Shift(id="s", **between(6, "12:00-14:00"), duty="standby")
    scene = in_24_hours(half, shift("b", 7, "04:00-12:00"), shift("r", 6, "12:00-13:00"), standby, hours=9)
    assert violations(scene, ("w", "a"), ("w", "b")) == []
    assert not list(scene.rules[0].check(scene, Plan.of([("w", "a"), ("w", "b"), ("w", "s")])))
    conforms(scene.rules[0], [scene])
