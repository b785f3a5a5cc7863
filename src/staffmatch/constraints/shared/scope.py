"""Whom a rule or a term is about: everybody, or the people of one lender or group, those with a skill, one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import refusals
from staffmatch.domain.plan import Plan, Violation
from staffmatch.domain.skills import reach_of
from staffmatch.errors import InputIssue, near_or
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, Worker
from staffmatch.records.accessors import workers_alike, workers_with
from staffmatch.records.field_types import CompanyId, GroupId, Record, SkillId, WorkerId
from staffmatch.records.sequence import Records
from staffmatch.runtime.halting import asking

# The fields of a worker that say what is worked whatever the plan, see `Worker.rostered`.
ROSTERED = ("home_shifts", "past_shifts", "absences")

_SCOPE = Sentence("scope", "{worker}{lender}{skill}")
_WORKER = Sentence("scope.worker", " {worker:worker}")
_LENDER = Sentence("scope.lender", " of {lender:company}")
_SKILL = Sentence("scope.skill", " with {skill:skill}")
_PEOPLE = Sentence("scope.people", " people{scope}")


class Scoped(Record):
    """About everybody by default; ``lender``, ``worker``, ``skill`` (at any level, or one that stands in for it) and
    ``group`` each narrow it. Skills are those that people bring, not those that a training of the plan grants. No
    sentence names the group.
    """

    lender: CompanyId | None = None
    worker: WorkerId | None = None
    skill: SkillId | None = None
    group: GroupId | None = Field(default=None, repr=False)

    @property
    def skills_named(self) -> tuple[str, ...]:
        return () if self.skill is None else (self.skill,)

    @property
    def whose(self) -> str:
        """The scope at the end of a sentence: `` of 'hotel' with 'care'``."""
        return str(self.scope_message())

    @property
    def whom(self) -> str:
        """The same in the middle of one: `` people of 'hotel' with 'care'``, or `` 'ann'``; nothing for everybody."""
        return str(self.people_message())

    def scope_message(self, *, lender: bool = True) -> Message | str:
        """`whose` as a message, with or without the lender; nothing for everybody."""
        named = {"worker": self.worker, "lender": self.lender if lender else None, "skill": self.skill}
        if all(name is None for name in named.values()):
            return ""
        said = {"worker": _WORKER, "lender": _LENDER, "skill": _SKILL}
        return _SCOPE(**{field: "" if name is None else said[field](**{field: name}) for field, name in named.items()})

    def people_message(self, *, lender: bool = True) -> Message | str:
        """`whom` as a message, with or without the lender; nothing for everybody."""
        return self._people(self.scope_message(lender=lender))

    def persons_message(self) -> Message | str:
        """The same of people alone, whatever the places and times of a rule."""
        return self._people(Scoped.scope_message(self))

    def _people(self, scope: Message | str) -> Message | str:
        return scope if self.worker is not None or not scope else _PEOPLE(scope=scope)

    def within(self, columns: Columns) -> Mask:
        """The workers it is about."""
        workers = columns.workers
        found = np.ones(len(workers.ids), bool)
        if self.lender is not None:
            found &= workers.company == columns.company_ids.index(self.lender)
        if self.worker is not None:
            found &= np.arange(len(workers.ids)) == workers.ids.index(self.worker)
        if self.skill is not None:
            found &= workers.levels[:, columns.skills.index(self.skill)] > 0
        if self.group is not None:
            found[np.delete(np.arange(len(found)), workers.groups.get(self.group, np.empty(0, np.int64)))] = False
        return found

    def of_members(self, pairs: Pairs, entries: Relation) -> Relation:
        """Those entries, of pairs or of their spans, whose worker it is about."""
        return entries.where(self.within(pairs.columns)[entries["worker"]])

    def members(self, scenario: Scenario, people: Iterable[Worker] | None = None) -> dict[str, Worker]:
        """The same from the user's own words, by id; of some people, where given."""
        lender, stand_ins = self.lender, {self.skill: 0}
        for held, reach in reach_of(scenario).items() if self.skill else ():
            if self.skill in reach:
                stand_ins[held] = reach[self.skill]
        return {
            worker.id: worker
            for worker in (scenario.workers if people is None else people)
            if lender in (None, worker.company)
            and self.worker in (None, worker.id)
            and (self.group is None or self.group in worker.groups)
            and (self.skill is None or any(worker.skills.get(k or "", 0) > loss for k, loss in stand_ins.items()))
        }

    def planned(self, scenario: Scenario, plan: Plan) -> dict[str, Worker]:
        """Those who have something in the plan."""
        return self.members(scenario, (roster[0].worker for roster in plan.rosters(scenario).values()))

    def having(self, scenario: Scenario, *fields: str) -> dict[str, Worker]:
        """Those who have anything in one of the fields."""
        return self.members(scenario, (worker for _, worker in workers_with(scenario, *fields)))

    def representatives(
        self, scenario: Scenario, *fields: str, also: Sequence[str] = ()
    ) -> tuple[dict[int, Worker], tuple[Int, Int]]:
        """The first of each kind of them, by place, and `workers_alike` of all.

        Those of a kind have the same in the fields and ``also`` in others, so one who looks at no more needs the first.
        """
        narrowed = {"company": self.lender, "skills": self.skill, "groups": self.group}
        also = (*also, *(field for field, name in narrowed.items() if name is not None))
        place, first = workers_alike(scenario, *fields, also=also)
        if self.worker is not None:
            # Nobody else is looked at, so that one stands for nobody else.
            place = first = place[place == scenario.ids("workers").index(self.worker)]
        examples = {scenario.workers[one].id: one for one in np.unique(first).tolist()}
        members = self.members(scenario, (scenario.workers[one] for one in examples.values()))
        return {examples[name]: worker for name, worker in members.items()}, (place, first)

    def each(
        self,
        scenario: Scenario,
        found: Callable[[Worker], Iterable[Violation]],
        *fields: str,
        also: Sequence[str] = (),
    ) -> Iterator[Violation]:
        """What is found of each of them, in the order of the scenario; ``found`` may read no other fields."""
        examples, (places, first) = self.representatives(scenario, *fields, also=also)
        faulty = [place for place, worker in asking(examples.items()) if any(True for _ in found(worker))]
        for place in places[np.isin(first, faulty)].tolist():
            yield from found(scenario.workers[place])

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        """Scopes that name nothing, or nobody."""
        named = {
            "lender": (self.lender, scenario.ids("companies")),
            "worker": (self.worker, scenario.ids("workers")),
            "skill": (self.skill, _skills_of(scenario) if self.skill else []),
        }
        known = True
        for field, (name, ids) in named.items():
            implicit = field == "skill" and any(name in skill.implies for skill in scenario.skills)
            if name is not None and name not in ids and not implicit:
                advice = near_or(name, ids, refusals.UNKNOWN_SCOPE_CORRECT_LEAVE_ADVICE(field=field))
                yield InputIssue(
                    "unknown_scope", f"{path}.{field}", refusals.UNKNOWN_SCOPE(field=field, name=name), advice, (name,)
                )
                known = False
        everybody = all(name is None for name, _ in named.values())
        if known and not everybody and not self.members(scenario):
            narrowed = tuple(name for name, _ in named.values() if name is not None)
            advice = refusals.EMPTY_SCOPE_ADVICE()
            employer = None if self.worker is None else scenario.worker(self.worker).company
            if employer is not None and self.lender not in (None, employer):
                advice = refusals.EMPLOYED_ELSEWHERE_ADVICE(worker=self.worker, lender=employer)
            text = refusals.EMPTY_SCOPE(whose=Scoped.scope_message(self))
            yield InputIssue("empty_scope", path, text, advice, narrowed)


def _skills_of(scenario: Scenario) -> list[str]:
    if isinstance(scenario.workers, Records):
        return sorted(set(scenario.workers.entries("skills").keys.values))
    return sorted({skill for worker in scenario.workers for skill in worker.skills})
