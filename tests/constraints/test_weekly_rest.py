from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest, WeeklyRest
from tests.builders import (
    allowed,
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


def within(**fields: Any) -> WeeklyRest:
    """A rest that may not cross the edge of its week."""
    return WeeklyRest(edge="within", **fields)


def every_day(*, rule: WeeklyRest | None = None, hours: str = "08:00-16:00", **fields: Any) -> sm.Scenario:
    """A shift on each day of the week from 6 to 12 April."""
    need = demand("d", *(shift(f"s{day}", day, hours) for day in range(6, 13)))
    return scenario([worker(**fields)], [need], [DailyRest(), rule or within()])


def taken(*numbers: int) -> list[tuple[str, str]]:
    return [("w", f"s{day}") for day in numbers]


def test_the_empty_plan_rests() -> None:
    assert violations(every_day(rule=within(hours=168))) == []


def test_a_day_off_between_two_days_leaves_forty_hours() -> None:
    assert violations(every_day(), *taken(6, 7, 8, 10, 11, 12)) == []
    assert len(solved(every_day())) == 6
    assert "16 h at most" in refused(every_day(), *taken(*range(6, 13)))


def test_just_the_hours_are_enough_and_a_minute_more_is_not() -> None:
    on = taken(6, 7, 8, 10, 11, 12)
    assert violations(every_day(rule=within(hours=40)), *on) == []
    assert "40 h at most" in refused(every_day(rule=within(hours=40 + 1 / 60)), *on)


def test_the_rest_lies_within_the_week() -> None:
    # From Sunday noon to Monday evening are 32 h, of which no week has more than 20.
    need = demand(
        "d",
        *(shift(f"s{day}", day, "08:00-16:00") for day in range(6, 12)),
        shift("s12", 12, "04:00-12:00"),
        shift("s13", 13, "20:00-23:00"),
    )
    scene = scenario([worker()], [need], [within(hours=24)])
    assert "16 h at most in week 15" in refused(scene, *taken(*range(6, 14)))


def test_home_shifts_break_a_rest() -> None:
    week = every_day(home_shifts=(home_shift(8, "23:00-00:00"),)).replace(rules=[within(), *sm.DEFAULT_RULES[-1:]])
    assert refused(week, *taken(6, 7, 8, 10, 11, 12)) == example(WeeklyRest)
    assert violations(week, *taken(6, 7, 8, 11, 12)) == []


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 167), (10, 25, 169), (4, 5, 168)])
def test_a_week_has_real_hours_when_the_clock_changes(month: int, day: int, hours: int) -> None:
    need = demand("d", shift("s", day, "22:00-23:00", month=month))

    def scene(rest: float) -> sm.Scenario:
        return scenario(
            [worker(availability=[sm.TimeWindow(start="2020-01-01T00:00Z", end="2020-12-31T00:00Z")])],
            [need],
            [within(hours=rest)],
        )

    allowed(scene(hours - 2), ("w", "s"))
    assert f"{hours - 2} h at most" in refused(scene(hours - 1) if hours < 169 else scene(168), ("w", "s"))


def test_less_than_that_at_home_is_reported_and_not_made_worse() -> None:
    home = (*(home_shift(day, "08:00-16:00") for day in (6, 7, 8, 10, 11, 12)), home_shift(9, "16:00-20:00"))
    scene = scenario(
        [worker(home_shifts=home)],
        [demand("d", shift("in", 9, "06:00-08:00"), shift("out", 6, "20:00-22:00"))],
        [within()],
    )
    (breach,) = within().preexisting_violations(scene)
    assert (
        breach.text
        == "Worker 'w' is left by home and past shifts to rest 24 h at most in week 15 of 2020; 35 h are due."
    )
    allowed(scene, ("w", "out"))
    assert "rests 16 h at most in week 15 of 2020; 24 h are due" in refused(scene, ("w", "in"))


def test_a_scope_leaves_others_alone() -> None:
    scene = every_day(rule=within(worker="w"))
    refused(scene, *taken(*range(6, 13)))
    other = scenario([worker(), worker("x", consent="declined")], scene.demands, [within(worker="x")])
    assert violations(other, *taken(*range(6, 13))) == []


def test_any_seven_days_are_more_than_each_week() -> None:
    """Off on Monday and on the Sunday after next: a rest in each week, and twelve days without one."""
    need = demand("d", *(shift(f"s{day}", day, "08:00-16:00") for day in range(6, 20)))
    scene = scenario([worker()], [need], [within(hours=32)])
    on = taken(*range(7, 19))
    assert violations(scene, *on) == []
    rolling = scene.replace(rules=[within(hours=32, per="seven_days"), *scene.rules[1:]])
    assert refused(rolling, *on) == "Worker 'w' rests 16 h at most in the 7 days from 2020-04-07; 32 h are due."
    assert len(solved(scene)) == len(solved(rolling)) == 12
    assert violations(rolling, *taken(*range(6, 12), *range(13, 19))) == []


def test_of_any_seven_days_a_rest_may_be_cut_off_by_the_first_midnight() -> None:
    """From Monday 16:00 to Wednesday 03:00 are 35 h; of the week from Tuesday on 27 h of it are left."""
    days = [shift("s6", 6, "08:00-16:00"), shift("s8", 8, "03:00-11:00")]
    days += [shift(f"s{day}", day, "08:00-16:00") for day in range(9, 14)]
    scene = scenario([worker()], [demand("d", *days)], [within(per="seven_days")])
    taken_all = taken(6, *range(8, 14))
    assert "27 h at most in the 7 days from 2020-04-07" in refused(scene, *taken_all)
    allowed(scene.replace(rules=[within(per="seven_days", hours=27), *scene.rules[1:]]), *taken_all)


def test_rests_at_home_that_are_too_short_in_any_seven_days_are_reported_once() -> None:
    home = tuple(home_shift(day, "08:00-16:00") for day in range(6, 16))
    scene = scenario([worker(home_shifts=home)], [demand("d", shift("s", 8, "18:00-20:00"))], [])
    (breach,) = within(per="seven_days").preexisting_violations(scene)
    assert breach.text == (
        "Worker 'w' is left by home and past shifts to rest 16 h at most in the 7 days from 2020-04-06; 35 h are due."
    )


def test_a_rest_that_crosses_the_edge_belongs_to_the_week_in_which_it_begins() -> None:
    """From Saturday 14:00 to Monday 06:00 are 40 h, 34 h of which are in the first week."""
    days = [*(shift(f"s{day}", day, "06:00-14:00") for day in range(6, 12)), shift("s13", 13, "06:00-14:00")]

    def scene(rule: WeeklyRest) -> sm.Scenario:
        return scenario([worker()], [demand("d", *days)], [DailyRest(), rule])

    every = taken(*range(6, 12), 13)
    allowed(scene(WeeklyRest(hours=40)), *every)
    assert refused(scene(WeeklyRest(hours=40.5)), *every) == (
        "Worker 'w' rests 40 h at most in week 15 of 2020; 40.5 h are due."
    )
    assert "34 h at most in week 15" in refused(scene(within()), *every)


def test_a_shift_of_the_next_week_ends_the_rest_of_a_week_without_lent_work() -> None:
    """Only home shifts in the first week; the rest after them is cut short by a lent shift on Monday."""
    home = tuple(home_shift(day, "06:00-14:00") for day in range(6, 12))
    scene = scenario([worker(home_shifts=home)], [demand("d", shift("s13", 13, "00:00-04:00"))], [WeeklyRest()])
    assert refused(scene, ("w", "s13")) == "Worker 'w' rests 34 h at most in week 15 of 2020; 35 h are due."
    later = scene.replace(demands=[demand("d", shift("s13", 13, "01:00-04:00"))])
    allowed(later, ("w", "s13"))


def test_after_the_last_work_that_is_known_a_rest_may_begin() -> None:
    scene = every_day(rule=WeeklyRest())
    allowed(scene, *taken(*range(6, 13)))
    home = (home_shift(13, "16:00-20:00"),)
    assert "24 h at most" in refused(
        every_day(rule=WeeklyRest(), home_shifts=home).replace(rules=[WeeklyRest(), *sm.DEFAULT_RULES[-1:]]),
        *taken(*range(6, 13)),
    )


def test_a_rest_that_goes_on_after_midnight_serves_the_next_week_too_if_it_is_still_long_enough() -> None:
    """From Sunday 16:00 to Tuesday 12:00; 36 h of it lie in the second week."""
    days = [*range(6, 13), *range(14, 20)]
    shifts = [shift(f"s{day}", day, "12:00-20:00" if day > 13 else "08:00-16:00") for day in days]
    for hours, good in ((36, True), (36.5, False)):
        scene = scenario(
            [worker(home_shifts=(home_shift(20, "12:00-20:00"),))],
            [demand("d", *shifts)],
            [DailyRest(), WeeklyRest(hours=hours)],
        )
        found = [one.text for one in violations(scene, *taken(*days))]
        assert found == [] if good else "36 h at most in week 16" in found[0]


def test_in_any_seven_days_begins_a_rest() -> None:
    """Off on Monday and, after twelve days, from Sunday on."""
    need = demand("d", *(shift(f"s{day}", day, "08:00-16:00") for day in range(6, 20)))
    scene = scenario([worker()], [need], [WeeklyRest(hours=32, per="seven_days")])
    assert "16 h at most in the 7 days from 2020-04-07" in refused(scene, *taken(*range(7, 19)))
    allowed(scene.replace(rules=[WeeklyRest(hours=32), *scene.rules[1:]]), *taken(*range(6, 13), *range(14, 20)))


def test_who_alone_would_cut_the_rest_of_the_week_before_short_is_not_counted_as_left() -> None:
    past = [
        sm.PastShift(company="lender", **between(day, "06:00-14:00", month=month))
        for month, day in [(3, 30), (3, 31), (4, 1), (4, 2), (4, 3), (4, 4), (4, 5)]
    ]
    need = demand("d", shift("mon", 6, "20:00-23:00"), shift("tue", 7, "20:00-23:00"))
    scene = scenario([worker(past_shifts=past)], [need], [DailyRest(), WeeklyRest()])
    solution = sm.solve(scene, threads=1)
    assert set(solution.plan) == {("w", "tue")}
    assert (solution.shortages[0].reason.rule, solution.shortages[0].reason.left) == ("weekly_rest", 0)
    assert sm.verify(scene, solution).ok


@pytest.mark.parametrize("wrong", [{"per": "month"}, {"per": 7}, {"edge": "none"}])
def test_a_week_is_one_of_the_calendar_or_any_seven_days(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        WeeklyRest(**wrong)


@pytest.mark.parametrize("hours", [0, -1, 169])
def test_parameters_that_mean_nothing_are_refused(hours: float) -> None:
    with pytest.raises(sm.InputError):
        WeeklyRest(hours=hours)
