"""Trainings: demands that grant skills, and from when on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from staffmatch.domain import refusals
from staffmatch.domain.plan import Duty
from staffmatch.domain.skills import effective, reach_of
from staffmatch.errors import InputIssue
from staffmatch.models import Demand, Scenario
from staffmatch.records.digest import once


class Training(NamedTuple):
    """A demand that grants skills, the levels that they come to with what they imply, and when its last shift ends."""

    demand: Demand
    levels: Mapping[str, int]
    ends: datetime


def trainings_of(scenario: Scenario) -> dict[str, Training]:
    """The trainings of a scenario by the ids of their demands."""

    def found() -> dict[str, Training]:
        reach = reach_of(scenario)
        return {
            demand.id: Training(demand, effective(demand.grants, reach), max(shift.end for shift in demand.shifts))
            for demand in scenario.demands
            if demand.grants
        }

    return once(scenario, trainings_of, found)


def level_taught(trainings: Iterable[Training], skill: str, before: datetime) -> int:
    """The best level of a skill from trainings that are over by then, 0 if none grants it."""
    return max((one.levels.get(skill, 0) for one in trainings if one.ends <= before), default=0)


def taken(trainings: Mapping[str, Training], roster: Iterable[Duty]) -> list[Training]:
    """The trainings of which a person has all shifts."""
    held = {duty.shift.id for duty in roster if duty.demand.grants}
    return [one for one in trainings.values() if held and all(shift.id in held for shift in one.demand.shifts)]


def circular_trainings(scenario: Scenario) -> Iterator[InputIssue]:
    """Trainings that nobody can take first, since each builds on what only another of them grants."""
    trainings = trainings_of(scenario)
    if not trainings:
        return
    import networkx as nx

    reach, best = reach_of(scenario), dict[str, int]()
    for worker in scenario.workers:
        _raise(best, effective(worker.skills, reach))
    closed = dict(trainings)
    while opened := [one for one in closed.values() if not any(_missing(one, best))]:
        for one in opened:
            _raise(best, one.levels)
            del closed[one.demand.id]
    arcs = [
        (name, other.demand.id)
        for name, one in closed.items()
        for skill, level in _missing(one, best)
        for other in closed.values()
        if other.levels.get(skill, 0) >= level
    ]
    places = {demand.id: place for place, demand in enumerate(scenario.demands)}
    for group in nx.strongly_connected_components(nx.DiGraph(arcs)):
        names = tuple(sorted(group))
        if len(names) > 1 or (names[0], names[0]) in arcs:
            text = refusals.TRAINING_CIRCLE(n=len(names), trainings=names)
            advice = refusals.TRAINING_CIRCLE_ADVICE()
            yield InputIssue("training_circle", f"demands[{places[names[0]]}].skills", text, advice, names)


def _missing(one: Training, best: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """What a training builds on and nobody has."""
    return ((skill, level) for skill, level in one.demand.skills.items() if best.get(skill, 0) < level)


def _raise(best: dict[str, int], levels: Mapping[str, int]) -> None:
    for skill, level in levels.items():
        best[skill] = max(best.get(skill, 0), level)
