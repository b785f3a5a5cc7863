from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest, WeeklyRest
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker


def every_day(*, rule: WeeklyRest | None = None, hours: str = "08:00-16:00", **fields: Any) -> sm.Scenario:
    """A shift on each day of the week from 6 to 12 April."""
    need = demand("d", *(shift(f"s{day}", day, hours) for day in range(6, 13)))
    return scenario([worker(**fields)], [need], [DailyRest(), rule or WeeklyRest()])


def taken(*numbers: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in numbers]


def test_the_empty_plan_rests() -> None:
    assert violations(every_day(rule=WeeklyRest(hours=168))) == []


def test_a_day_off_between_two_days_leaves_forty_hours() -> None:
    assert violations(every_day(), *taken(6, 7, 8, 10, 11, 12)) == []
    assert len(solved(every_day())) == 6
    assert "16 h at most" in refused(every_day(), *taken(*range(6, 13)))


def test_just_the_hours_are_enough_and_a_minute_more_is_not() -> None:
    on = taken(6, 7, 8, 10, 11, 12)
    assert violations(every_day(rule=WeeklyRest(hours=40)), *on) == []
    assert "40 h at most" in refused(every_day(rule=WeeklyRest(hours=40 + 1 / 60)), *on)


def test_the_rest_lies_within_the_week() -> None:
    # From Sunday noon to Monday evening are 32 h, of which no week has more than 20.
    need = demand(
        "d",
        *(shift(f"s{day}", day, "08:00-16:00") for day in range(6, 12)),
        shift("s12", 12, "04:00-12:00"),
        shift("s13", 13, "20:00-23:00"),
    )
    scene = scenario([worker()], [need], [WeeklyRest(hours=24)])
    assert "16 h at most in week 15" in refused(scene, *taken(*range(6, 14)))


def test_home_shifts_break_a_rest() -> None:
    week = every_day(home_shifts=(home_shift(8, "23:00-00:00"),)).replace(rules=[WeeklyRest(), *sm.DEFAULT_RULES[-1:]])
    assert refused(week, *taken(6, 7, 8, 10, 11, 12)) == example(WeeklyRest)
    assert violations(week, *taken(6, 7, 8, 11, 12)) == []


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 167), (10, 25, 169), (4, 5, 168)])
def test_a_week_has_real_hours_when_the_clock_changes(month: int, day: int, hours: int) -> None:
    need = demand("d", shift("s", day, "22:00-23:00", month=month))

    def scene(rest: float) -> sm.Scenario:
        return scenario(
            [worker(availability=[sm.TimeWindow(start="2020-01-01T00:00Z", end="2020-12-31T00:00Z")])],
            [need],
            [WeeklyRest(hours=rest)],
        )

    allowed(scene(hours - 2), ("w", "s"))
    assert f"{hours - 2} h at most" in refused(scene(hours - 1) if hours < 169 else scene(168), ("w", "s"))


def test_less_than_that_at_home_is_reported_and_not_made_worse() -> None:
    home = (*(home_shift(day, "08:00-16:00") for day in (6, 7, 8, 10, 11, 12)), home_shift(9, "16:00-20:00"))
    scene = scenario(
        [worker(home_shifts=home)],
        [demand("d", shift("in", 9, "06:00-08:00"), shift("out", 6, "20:00-22:00"))],
        [WeeklyRest()],
    )
    (breach,) = WeeklyRest().breaches(scene)
    assert breach.text == "Worker 'w' is left by home shifts to rest 24 h at most in week 15 of 2020; 35 h are due."
    allowed(scene, ("w", "out"))
    assert "rests 16 h at most in week 15 of 2020; 24 h are due" in refused(scene, ("w", "in"))


def test_a_scope_leaves_others_alone() -> None:
    scene = every_day(rule=WeeklyRest(worker="w"))
    refused(scene, *taken(*range(6, 13)))
    other = scenario([worker(), worker("x", consent="declined")], scene.demands, [WeeklyRest(worker="x")])
    assert violations(other, *taken(*range(6, 13))) == []


@pytest.mark.parametrize("hours", [0, -1, 169])
def test_parameters_that_mean_nothing_are_refused(hours: float) -> None:
    with pytest.raises(sm.InputError):
        WeeklyRest(hours=hours)
