from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import AverageHours, DailyHours, DailyRest, NightWork
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

NIGHT, SHORT = shift("night", 6, "22:00-06:00"), shift("short", 6, "20:00-01:00")


def nights(*shifts: sm.Shift, home: tuple[sm.WorkTime, ...] = (), gap: float | None = None, **fields: Any) -> Any:
    rules = [NightWork(**fields), *([] if gap is None else [DailyRest(hours=gap)])]
    return scenario([worker(home_shifts=home)], [demand("d", *shifts)], rules)


def run(*days: int) -> list[sm.Shift]:
    return [shift(f"n{day}", day, "22:00-06:00") for day in days]


def every(*days: int) -> list[tuple[str, str]]:
    return [("w", f"n{day}") for day in days]


def test_nobody_at_night_is_fine() -> None:
    assert violations(nights(NIGHT, hours=0, in_a_row=0, rest=48)) == []


def test_a_night_shift_of_eight_hours_is_enough() -> None:
    allowed(nights(NIGHT), ("w", "night"))
    text = refused(nights(shift("night", 6, "21:59-06:00")), ("w", "night"))
    assert text == "Worker 'w' works 8.017 h in the night shift 'night'; the limit is 8 h."
    allowed(nights(shift("night", 6, "21:00-06:00", pause=60)), ("w", "night"))


@pytest.mark.parametrize(("hours", "night"), [("14:00-01:00", False), ("14:00-01:01", True), ("03:59-14:00", True)])
def test_more_than_two_hours_of_night_make_night_work(hours: str, night: bool) -> None:
    scene = nights(shift("s", 6, hours), hours=8)
    assert bool(violations(scene, ("w", "s"))) is night
    assert bool(solved(scene)) is not night


@pytest.mark.parametrize(("month", "day", "night"), [(3, 28, False), (10, 24, True), (4, 4, False)])
def test_hours_of_the_night_are_real_ones_when_the_clock_is_changed(month: int, day: int, night: bool) -> None:
    """From one to four there are two hours in March, three as ever and four in October."""
    scene = nights(
        shift("s", day, "19:00-04:00", month=month), start="01:00", end="06:00", night_hours=3, hours=None, in_a_row=0
    )
    assert bool(violations(scene, ("w", "s"))) is night
    assert bool(solved(scene)) is not night


def test_nights_in_a_row_and_the_next_one_after_a_pause() -> None:
    scene = nights(*run(6, 7, 8, 9), gap=0, in_a_row=2)
    assert violations(scene, *every(6, 7, 9)) == []
    assert len(solved(scene)) == 3
    assert "has 3 night shifts in the 3 nights from 2020-04-06" in refused(scene, *every(6, 7, 8))


def test_nights_at_home_count() -> None:
    scene = nights(*run(7, 8), home=(home_shift(6, "22:00-06:00"),), gap=0, in_a_row=2)
    assert refused(scene, *every(7, 8)) == example(NightWork)
    assert len(solved(scene)) == 1


def test_a_shift_after_midnight_is_of_the_night_that_began_the_evening_before() -> None:
    small = shift("small", 8, "00:30-06:00")
    scene = nights(*run(6), small, gap=0, in_a_row=1)
    refused(scene, ("w", "n6"), ("w", "small"))
    allowed(nights(*run(6), shift("small", 9, "00:30-06:00"), gap=0, in_a_row=1), ("w", "n6"), ("w", "small"))


def test_two_shifts_in_one_night_are_one_night() -> None:
    two = shift("a", 6, "20:00-02:00"), shift("b", 7, "03:00-06:00")
    for gap in (None, 0):
        allowed(nights(*two, in_a_row=1, nights=1, days=2, gap=gap), ("w", "a"), ("w", "b"))


def test_nights_in_a_period() -> None:
    scene = nights(*run(6, 8, 10), gap=0, nights=2, days=5)
    assert "has 3 night shifts in the 5 nights from 2020-04-06" in refused(scene, *every(6, 8, 10))
    assert len(solved(scene)) == 2
    allowed(nights(*run(6, 8, 11), gap=0, nights=2, days=5), *every(6, 8, 11))


def test_rest_after_night_work_but_not_from_night_to_night() -> None:
    day = shift("day", 8, "06:00-14:00")
    allowed(nights(NIGHT, day, rest=24), ("w", "night"), ("w", "day"))
    soon = nights(NIGHT, shift("day", 8, "05:59-14:00"), rest=24)
    text = refused(soon, ("w", "night"), ("w", "day"))
    assert text == "Worker 'w' begins 'day' 23.98 h after the night work of 'night'; the rest due is 24 h."
    assert violations(nights(NIGHT, *run(7), rest=24), ("w", "night"), ("w", "n7")) == []


def test_rest_between_home_and_lent_work() -> None:
    home = (home_shift(7, "12:00-16:00"),)
    assert "begins a home shift 6 h after the night work of 'night'" in refused(
        nights(NIGHT, home=home, rest=12), ("w", "night")
    )
    late = nights(shift("day", 7, "12:00-16:00"), home=(home_shift(6, "22:00-06:00"),), rest=12)
    assert "begins 'day' 6 h after the night work of a home shift" in refused(late, ("w", "day"))


@pytest.mark.parametrize(
    ("duty", "hours", "taken"), [("standby", 8, True), ("standby", 0, False), ("on_call", 8, False)]
)
def test_hours_of_a_night_are_those_that_count_and_zero_allows_not_even_standby(
    duty: Any, hours: float, taken: bool
) -> None:
    night = sm.Shift(id="night", **between(6, "20:00-08:00"), duty=duty)
    scene = scenario([worker()], [demand("d", night)], [NightWork(hours=hours)])
    assert (violations(scene, ("w", "night")) == []) == taken
    assert (solved(scene) == {("w", "night")}) == taken


def test_a_breach_at_home_is_reported_and_not_made_worse() -> None:
    home = home_shift(6, "21:00-06:00"), home_shift(7, "21:00-06:00"), home_shift(8, "10:00-12:00")
    scene = nights(*run(8), shift("noon", 20, "08:00-16:00"), home=home, in_a_row=1, rest=12)
    texts = [breach.text for breach in sm.solve(scene).preexisting_violations]
    assert len(texts) == 2 + 1 + 1
    assert "works 9 h in the night shift at home" in texts[1]
    assert solved(scene) == {("w", "noon")}


def test_a_scope_leaves_others_alone() -> None:
    people = [worker("ann"), worker("bob")]
    scene = scenario(people, [demand("d", NIGHT, headcount=2)], [NightWork(in_a_row=0, worker="bob")])
    assert solved(scene) == {("ann", "night")}


@pytest.mark.parametrize(
    "wrong", [{"start": "24:00"}, {"start": "6:00"}, {"in_a_row": -1}, {"days": 0}, {"rest": -1}, {"hours": -1}]
)
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        NightWork(**wrong)


def test_night_workers_have_ten_hours_where_four_weeks_average_eight_a_working_day() -> None:
    """19 nights of 10 h are 190 h, and 192 h are four weeks of six days."""
    days = [week + day for week in (6, 13, 20) for day in range(5)] + [27, 28, 29, 30]
    need = demand("d", *(shift(f"n{day}", day, "21:00-07:00") for day in days), shift("may", 1, "21:00-07:00", month=5))
    marked = {"group": "night_worker"}
    rules = [NightWork(hours=10, **marked), DailyHours(hours=10, **marked), AverageHours(weeks=4, hours=48, **marked)]
    people = [worker(groups=("night_worker",))]
    assert len(solved(scenario(people, [need], rules))) == 19
    assert solved(scenario(people, [need], [NightWork(**marked)])) == set()


def test_a_night_without_length_is_refused() -> None:
    with pytest.raises(sm.InputError, match="the night starts and ends at 23:00"):
        nights(NIGHT, end="23:00")
