"""Tasks at fixed times for teams of a workforce: fewest teams, then the least difference of their times; and the repair
of such a plan after a disruption.

A JSON file. ``teams``, ``tasks``: their ids. ``calendar``: for each team the [from, to] in which it is there. For each
task ``original_start`` and ``original_end``, whole minutes, and the ``compatible_teams`` that may do it, all if it is
not listed. ``same_allocation``: pairs of tasks that one team has to do.

For a repair also ``base_solution.allocation``, the number of the team of each task;
``additional_constraint.team_used_constraint``, false for the numbers of teams that take no part; and a ``disruption``:
[from, to, number] of teams that are away, or new starts and ends, in the order of ``original_start``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import networkx as nx

from benchmarks.families.base import Instance
from benchmarks.families.files import Files, malformed, text_of
from benchmarks.families.scenes import MONDAY
from staffmatch import Company, Consent, Demand, PairTable, Scenario, Shift, TimeWindow, Worker
from staffmatch.constraints import AllowedPairs, Availability, Coverage, DailyRest
from staffmatch.objectives import Change, EmptySeats, SpreadOfHours, WorkersUsed
from staffmatch.result.contents import TierResult

REPAIRS = "scenarios"


class WorkforceAllocation(Files):
    """All tasks done by as few teams as can be, whose times of work differ as little as can be."""

    folder, ending, best = "workforce", ".json", "teams"

    def _all(self) -> list[str]:
        return [source for source in super()._all() if f"/{REPAIRS}/" not in source]

    def scenario(self, instance: Instance) -> Scenario:
        return Day.read(instance.source).scenario([[EmptySeats()], [WorkersUsed()], [SpreadOfHours(among="used")]])


class WorkforceRepair(Files):
    """Fewest tasks dropped, then fewest assignments changed."""

    folder, ending, best = f"workforce/{REPAIRS}", ".json", "changes"

    def scenario(self, instance: Instance) -> Scenario:
        day = Day.read(instance.source)
        return day.scenario([[EmptySeats()], [Change(plan=day.base())]])

    def complete(self, tiers: Sequence[TierResult]) -> bool:
        """Any plan: a repair may drop tasks."""
        return bool(tiers)


class Day:
    """What a file says."""

    def __init__(self, path: str, said: Mapping[str, Any]) -> None:
        self._path, self._said = path, said
        self.teams: list[str] = self._of("teams")
        self.tasks: list[str] = self._of("tasks")
        self.times = self._times()

    @classmethod
    def read(cls, path: str) -> Day:
        try:
            said = json.loads(text_of(path))
        except json.JSONDecodeError as error:
            raise malformed(path, f"line {error.lineno}", "is not JSON.") from None
        return cls(path, said)

    def scenario(self, tiers: Any) -> Scenario:
        groups = list(self._groups())
        able = [(team, f"d{number}") for number, group in enumerate(groups) for team in self._able(group)]
        return Scenario(
            timezone="UTC",
            companies=[Company(id="teams"), Company(id="work")],
            workers=[self._worker(number) for number in range(len(self.teams))],
            demands=[self._demand(number, group) for number, group in enumerate(groups)],
            pair_table=PairTable(workers=[team for team, _ in able], demands=[name for _, name in able]),
            rules=[AllowedPairs(), Availability(), DailyRest(hours=0), Coverage()],
            tiers=tiers,
        )

    def base(self) -> list[tuple[str, str]]:
        """The plan before the disruption, by team and task."""
        numbers = self._of("base_solution")["allocation"]
        if len(numbers) != len(self.tasks) or not {*numbers} <= {*range(len(self.teams))}:
            raise malformed(self._path, "base_solution", "does not give every task a team.")
        return [(self.teams[number], task) for number, task in zip(numbers, self.tasks, strict=True)]

    def _of(self, name: str) -> Any:
        if name not in self._said:
            raise malformed(self._path, "", f"has no {name!r}.")
        return self._said[name]

    def _times(self) -> dict[str, tuple[int, int]]:
        start, end = self._of("original_start"), self._of("original_end")
        if not {*self.tasks} <= {*start} & {*end}:
            raise malformed(self._path, "original_start", "does not say when every task is.")
        times = {task: (int(start[task]), int(end[task])) for task in start}
        disruption = self._said.get("disruption", {})
        if "new_start" not in disruption:
            return times
        new = list(zip(disruption["new_start"].values(), disruption["new_end"].values(), strict=True))
        if [end - start for start, end in new] != [end - start for start, end in times.values()]:
            raise malformed(self._path, "disruption", "the new times are not of the same tasks in the same order.")
        return {task: (int(start), int(end)) for task, (start, end) in zip(times, new, strict=True)}

    def _groups(self) -> Iterator[list[str]]:
        """Tasks that one team has to do, in the order of the tasks."""
        ties: nx.Graph[str] = nx.Graph(map(tuple, self._of("same_allocation")))
        ties.add_nodes_from(self.tasks)
        place = {task: number for number, task in enumerate(self.tasks)}
        if unknown := {*ties} - {*place}:
            raise malformed(self._path, "same_allocation", f"there is no task {min(unknown)!r}.")
        yield from sorted(
            (sorted(group, key=place.__getitem__) for group in nx.connected_components(ties)),
            key=lambda group: place[group[0]],
        )

    def _able(self, group: list[str]) -> list[str]:
        listed = self._of("compatible_teams")
        out = {self.teams[number] for number in self._unused()}
        fits = [{*listed[task]} for task in group if task in listed]
        return [team for team in self.teams if team not in out and all(team in teams for teams in fits)]

    def _unused(self) -> list[int]:
        """The numbers of teams that take no part; where none would, the file does not say so of any."""
        used = self._said.get("additional_constraint", {}).get("team_used_constraint", {})
        unused = [int(number) for number, wanted in used.items() if wanted is False]
        return unused if len(unused) < len(self.teams) else []

    def _worker(self, number: int) -> Worker:
        team = self.teams[number]
        windows = [(int(start), int(end)) for start, end in self._of("calendar").get(team, ())]
        away = self._said.get("disruption", {}).get("disruptions", ())
        for start, end in sorted((int(start), int(end)) for start, end, who in away if who == number):
            windows = [part for window in windows for part in _without(window, (start, end))]
        there = [TimeWindow(start=_at(start), end=_at(end)) for start, end in windows]
        return Worker(id=team, company="teams", consent=Consent.ACCEPTED, availability=there)

    def _demand(self, number: int, group: list[str]) -> Demand:
        shifts = [Shift(id=task, start=_at(self.times[task][0]), end=_at(self.times[task][1])) for task in group]
        return Demand(id=f"d{number}", company="work", shifts=shifts, same_worker=len(group) > 1)


def _without(window: tuple[int, int], away: tuple[int, int]) -> Iterator[tuple[int, int]]:
    parts = (window[0], min(window[1], away[0])), (max(window[0], away[1]), window[1])
    return ((start, end) for start, end in parts if start < end)


def _at(minute: int) -> Any:
    return MONDAY + timedelta(minutes=minute)
