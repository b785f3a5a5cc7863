"""Skills: a person must hold every skill that the demand asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from staffmatch.arrays import Int
from staffmatch.constraints.shared.pair_rule import WaivableRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.domain.skills import reach_of
from staffmatch.domain.trainings import Training, level_taught, taken, trainings_of
from staffmatch.formulation.codes import codes_of
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import LooksAt

_LACKS = Sentence(
    "skills",
    "Worker {worker:worker} has {skill:skill} at level {level:count} but shift {shift:shift} asks for level "
    "{needed:count}.",
)
_UNTRAINED = Sentence(
    "skills.untrained",
    "Worker {worker:worker} has {skill:skill} at level {level:count} when shift {shift:shift} begins, which asks for "
    "level {needed:count}, and takes no training that grants it; {courses:or-demand} would be in time.",
)
_HAS_OR_LEARNS = Sentence(
    "skills.wants_or_learns",
    "has {skills:and}, or can learn what is missing in time: {courses:or-demand}",
    "have {skills:and}, or can learn what is missing in time: {courses:or-demand}",
)
_HAS = Sentence("skills.wants", "has {skills:and}", "have {skills:and}")
_AT_LEVEL = Sentence("skills.at_level", "{skill:bare-skill} at level {level:count} or above")
_THE_SKILLS = Sentence("skills.all", "the skills")


class Skills(WaivableRule):
    """Only pairs with ``level(w, k) >= level(d, k)`` for every skill k of the demand; levels 1 to 6.

    A skill that the scenario declares may stand in for others at some levels less. A training, a demand that
    ``grants`` skills, makes up for what a person lacks from its end on: ``x_wj <= Σ_t x_wt`` for each skill k that w
    lacks for job j, over the trainings t that are over before j begins and grant k at ``level(d, k)`` or above, of
    themselves or by what stands in for it.

    Example: "Worker 'w' has 'cook' at level 2 but shift 's' asks for level 3."
    """

    kind: Literal["skills"] = "skills"
    looks_at = "demand"
    tied_by = "worker"

    def looks(self, scenario: Scenario) -> LooksAt:
        """With trainings it matters when a job begins."""
        return "job" if trainings_of(scenario) else super().looks(scenario)

    def able(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        needs = columns.demands.needs[columns.job_demand[jobs]]
        if columns.demands.training.any():
            needs = np.where(columns.once(Skills, lambda: _taught(columns))[jobs] >= needs, 0, needs)
        profiles, profile = np.unique(needs, axis=0, return_inverse=True)
        if len(profiles) == 1:
            # An index of all skills would take longer than to look at those asked for.
            asked = np.flatnonzero(profiles[0])
            enough = columns.workers.levels[np.ix_(workers, asked)] >= profiles[0][asked]
            yield jobs, workers[enough.all(axis=1)]
            return
        levels = columns.workers.levels[workers]
        skill, having = np.nonzero(levels.T)
        start = np.searchsorted(skill, np.arange(len(columns.skills) + 1))
        for number, needed in enumerate(profiles):
            asked = np.flatnonzero(needed)
            able = np.arange(len(workers))
            if len(asked):
                rarest = asked[np.argmin(start[asked + 1] - start[asked])]
                able = having[start[rarest] : start[rarest + 1]]
                able = able[(levels[np.ix_(able, asked)] >= needed[asked]).all(axis=1)]
            yield jobs[profile.ravel() == number], workers[able]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        columns, demands = pairs.columns, pairs.columns.demands
        courses = pairs.where(demands.training[pairs.demand])
        if not demands.training.any():
            return
        mine = self.in_scope(pairs, pairs.relation)
        begins, ends = _times(columns)
        for skill in np.flatnonzero(demands.grants.any(axis=0)).tolist():
            asked = demands.needs[mine["demand"], skill]
            lacking = np.flatnonzero(columns.workers.levels[mine["worker"], skill] < asked)
            untrained, level = mine.where(lacking), asked[lacking]
            at, course = untrained.join(worker=courses["worker"])
            enough = (demands.grants[courses["demand"][course], skill] >= level[at]) & (
                ends[courses["job"][course]] <= begins[untrained["job"][at]]
            )
            at, course = at[enough], course[enough]
            row, count = np.arange(len(lacking)), np.bincount(at, minlength=len(lacking))
            # Of one person and level trainings in time are those over by then, so as many of them are the same ones.
            label = codes_of([untrained["worker"], level.astype(np.int64), count], len(lacking))
            block = RowBlock.at_least(
                np.r_[at, row],
                np.r_[courses.variable[course], untrained.variable],
                np.r_[np.ones(len(at), np.int64), np.full(len(row), -1)],
                np.zeros(len(row), np.int64),
            )
            yield replace(block, alike=label)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        trainings = trainings_of(scenario)
        standing_in: dict[str, list[tuple[str, int]]] = {}
        for held, reach in reach_of(scenario).items():
            for skill, loss in reach.items():
                standing_in.setdefault(skill, []).append((held, loss))
        # To count reasons again everybody is asked, and most lack something.
        for worker, demand, shift, _, _, _ in self.selected(scenario, plan).duties(scenario):
            able = worker.skills
            for skill, needed in demand.skills.items():
                level = able.get(skill, 0)
                for other, loss in standing_in.get(skill, ()) if able and level < needed else ():
                    level = max(level, able.get(other, 0) - loss)
                if level < needed and trainings:
                    begins = min(one.start for one in demand.held_with(shift))
                    trained = taken(trainings, plan.rosters(scenario)[worker.id])
                    if max(level, taught := level_taught(trained, skill, begins)) >= needed:
                        continue
                    level, courses = max(level, taught), _in_time(trainings, skill, needed, begins)
                    if courses:
                        said = _UNTRAINED(
                            worker=worker.id, skill=skill, level=level, shift=shift.id, needed=needed, courses=courses
                        )
                        yield Violation(self.kind, said, needed - level, "levels", (worker.id, shift.id), mendable=True)
                        continue
                if level < needed:
                    name, there = worker.id, shift.id
                    said = _LACKS(worker=name, skill=skill, level=level, shift=there, needed=needed)
                    yield Violation(self.kind, said, needed - level, "levels", (name, there))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        asked = tuple(_AT_LEVEL(skill=skill, level=level) for skill, level in sorted(demand.skills.items()))
        begins, trainings = min(one.start for one in demand.held_with(shift)), trainings_of(scenario)
        courses = {
            name
            for skill, level in demand.skills.items()
            for name in (_in_time(trainings, skill, level, begins) if trainings else ())
        }
        if courses:
            return _HAS_OR_LEARNS(skills=asked, courses=tuple(sorted(courses)))
        return _HAS(skills=asked or (_THE_SKILLS(),))


def _times(columns: Columns) -> tuple[Int, Int]:
    """When each job begins and ends."""
    at, first = columns.job_shifts.items, columns.job_shifts.start[:-1]
    if not len(first):
        return first, first
    return np.minimum.reduceat(columns.shifts.start[at], first), np.maximum.reduceat(columns.shifts.end[at], first)


def _taught(columns: Columns) -> NDArray[np.int8]:
    """The best level of each skill that a training can have granted before each job begins."""
    demands, (begins, ends) = columns.demands, _times(columns)
    courses = np.flatnonzero(demands.training[columns.job_demand])
    found = np.zeros((columns.jobs, len(columns.skills)), np.int8)
    for course in courses.tolist():
        later = np.flatnonzero(begins >= ends[course])
        found[later] = np.maximum(found[later], demands.grants[columns.job_demand[course]])
    return found


def _in_time(trainings: Mapping[str, Training], skill: str, level: int, begins: datetime) -> tuple[str, ...]:
    """The trainings that grant a skill at a level before something begins."""
    courses = (name for name, one in trainings.items() if one.ends <= begins and one.levels.get(skill, 0) >= level)
    return tuple(sorted(courses))
