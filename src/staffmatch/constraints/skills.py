"""Skills: a person must hold every skill that the demand asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.pair_rule import WaivableRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.domain.skills import reach_of
from staffmatch.formulation.columns import Columns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift

_LACKS = Sentence(
    "skills",
    "Worker {worker:worker} has {skill:skill} at level {level:count} but shift {shift:shift} asks for level "
    "{needed:count}.",
)
_HAS = Sentence("skills.wants", "has {skills:and}", "have {skills:and}")
_AT_LEVEL = Sentence("skills.at_level", "{skill:bare-skill} at level {level:count} or above")
_THE_SKILLS = Sentence("skills.all", "the skills")


class Skills(WaivableRule):
    """Only pairs with ``level(w, k) >= level(d, k)`` for every skill k of the demand; levels 1 to 5.

    A skill that the scenario declares may stand in for others at some levels less.

    Example: "Worker 'w' has 'cook' at level 2 but shift 's' asks for level 3."
    """

    kind: Literal["skills"] = "skills"
    looks_at = "demand"

    def able(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        profiles, profile = np.unique(columns.demands.needs[columns.job_demand[jobs]], axis=0, return_inverse=True)
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

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
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
                if level < needed:
                    name, there = worker.id, shift.id
                    said = _LACKS(worker=name, skill=skill, level=level, shift=there, needed=needed)
                    yield Violation(self.kind, said, needed - level, "levels", (name, there))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        asked = tuple(_AT_LEVEL(skill=skill, level=level) for skill, level in sorted(demand.skills.items()))
        return _HAS(skills=asked or (_THE_SKILLS(),))
