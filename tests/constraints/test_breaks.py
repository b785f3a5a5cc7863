from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Breaks
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations, worker


def long(hours: str, pause: int = 0, **fields: Any) -> sm.Scenario:
    need = demand("d", shift("s", 6, hours, pause))
    return scenario([worker()], [need], [Breaks(**fields)])


def test_nobody_needs_no_break() -> None:
    assert violations(long("06:00-16:00")) == []


def test_ten_hours_without_a_break_are_too_long() -> None:
    assert refused(long("06:00-16:00"), ("w", "s")) == example(Breaks)


@pytest.mark.parametrize(
    ("hours", "pause", "good"),
    [
        ("06:00-12:00", 0, True),
        ("06:00-12:01", 0, False),
        ("06:00-12:10", 10, True),
        ("06:00-12:30", 29, False),
        ("06:00-12:31", 30, True),
        ("06:00-15:30", 30, True),
        ("06:00-15:31", 30, False),
        ("06:00-15:46", 45, True),
    ],
)
def test_hours_of_work_say_which_break_is_due(hours: str, pause: int, good: bool) -> None:
    scene = long(hours, pause)
    assert (not violations(scene, ("w", "s"))) == good
    assert len(solved(scene)) == good


def test_those_under_18_have_longer_ones() -> None:
    scene = long("06:00-12:31", 30, over={4.5: 30, 6: 60})
    assert "60 min are due" in refused(scene, ("w", "s"))


def test_a_scope_leaves_others_alone() -> None:
    scene = long("06:00-16:00").replace(workers=[worker(), worker("x")])
    assert solved(scene.replace(rules=[Breaks(worker="x"), *sm.DEFAULT_RULES[-1:]])) == {("w", "s")}


def test_one_shift_without_a_break_spoils_the_whole_job() -> None:
    days = shift("a", 6, "06:00-16:00", pause=45), shift("b", 7, "06:00-16:00")
    scene = scenario([worker()], [demand("d", *days, same_worker=True)], [Breaks()])
    assert "shift 'b'" in refused(scene, ("w", "a"), ("w", "b"))
    assert solved(scenario([worker()], [demand("d", *days)], [Breaks()])) == {("w", "a")}


def test_home_shifts_with_too_short_a_break_are_reported() -> None:
    home = (home_shift(6, "06:00-16:00", pause=30), home_shift(7, "06:00-12:00"))
    scene = scenario([worker(home_shifts=home)], [demand("d", shift("s", 8, "06:00-10:00"))], [Breaks()])
    (found,) = Breaks().preexisting_violations(scene)
    assert found.text == (
        "Worker 'w' has 30 min of breaks in the 9.5 h of the home shift on 2020-04-06; 45 min are due."
    )
    allowed(scene, ("w", "s"))


def test_files_have_the_hours_as_text() -> None:
    rule = Breaks(over={9: 45, 6: 30})
    assert rule == Breaks() == Breaks.model_validate_json(rule.model_dump_json())
    assert list(rule.over) == [6, 9]


@pytest.mark.parametrize("wrong", [{}, {6: 0}, {-1: 30}, {"six": 30}, {6: 30.5}])
def test_breaks_are_whole_minutes_over_some_hours(wrong: Any) -> None:
    with pytest.raises(sm.InputError):
        Breaks(over=wrong)
