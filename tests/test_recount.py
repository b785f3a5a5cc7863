"""Reasons of shortages counted again: together, from people who are looked up once."""

from __future__ import annotations

import copy
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest, daily_rest
from staffmatch.domain import plan
from staffmatch.records.accessors import shifts_named, workers_named
from staffmatch.records.digest import once
from staffmatch.result import reason_check
from staffmatch.result.reason_check import reasons
from tests.builders import demand, scenario, shift, worker

MINUTES = [shift(f"s{n:02}", 6, f"08:{n:02}-08:{n + 1:02}") for n in range(40)]
TASKS = demand("tasks", *MINUTES, headcount=3)


def test_people_are_looked_up_once_for_all_shifts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def counted(scenario: Any, wanted: Any) -> Any:
        asked.append(len(wanted))
        return workers_named(scenario, wanted)

    for module in (plan, reason_check):
        monkeypatch.setattr(module, "workers_named", counted)
    scene = scenario([worker("v"), worker("w", consent="declined")], [TASKS])
    told = reasons(scene, [(TASKS, one) for one in MINUTES], sm.Plan(), proven=False)
    assert {(one.rule, one.before, one.left) for one in told} == {("consent", 2, 1)}
    # Besides, nobody is looked up for the empty plan of each rule.
    assert sum(asked) == 2


def test_each_shift_has_its_own_reason_and_each_person_their_own_hours() -> None:
    day, late = shift("day", 6, "08:00-16:00"), shift("late", 6, "16:00-20:00")
    table = sm.PairTable(workers=("v", "w", "w"), shifts=("day", "day", "late"), hours=(4.0, 6.0, 2.0))
    needs = [demand("d", day, headcount=3), demand("e", late, headcount=2)]
    scene = scenario([worker("v", max_hours=5), worker("w", max_hours=5)], needs, pair_table=table)
    told = reasons(scene, [(needs[0], day), (needs[1], late)], sm.Plan(), proven=False)
    assert [(one.rule, one.before, one.left) for one in told] == [("horizon_hours", 2, 1), ("allowed_pairs", 2, 1)]


@pytest.mark.parametrize("hours", [0, 0.5])
def test_rests_are_looked_at_between_neighbours_alone(hours: float, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[str, str]] = []
    near = daily_rest.too_near

    def counted(kind: str, who: str, one: Any, two: Any, rest: float) -> Any:
        looked.append((one.name, two.name))
        return near(kind, who, one, two, rest)

    monkeypatch.setattr(daily_rest, "too_near", counted)
    plan = sm.Plan.of(("w", one.id) for one in MINUTES)
    found = list(DailyRest(hours=hours).check(scenario([worker()], [TASKS]), plan))
    # Of 40 minutes in a row, 30 minutes reach 30 others, and what is over at once reaches none.
    within = [(a, b) for a in range(40) for b in range(a + 1, 40) if b - a - 1 < hours * 60]
    assert looked == [(f"s{a:02}", f"s{b:02}") for a, b in within]
    assert len(found) == len(looked)


def test_what_is_worked_out_of_a_scenario_is_not_told_of_another() -> None:
    scene, asker = scenario([worker()], [TASKS]), object()
    assert once(scene, asker, lambda: "first") == once(scene, asker, lambda: "second") == "first"
    assert once(scene, object(), lambda: "third") == "third"
    assert once(copy.deepcopy(scene), asker, lambda: "fourth") == "fourth"
    moved = scene.model_copy(update={"demands": (demand("d", MINUTES[0]),)})
    assert once(moved, asker, lambda: "fifth") == "fifth"
    assert shifts_named(moved, ["s00"])["s00"][0].id == "d"
