"""SkillMix: a crew that works has the people with the skills it needs among it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Literal, Self, Unpack

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.bends import Bends, times
from staffmatch.constraints.shared.extra_seats import extra_seats
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.domain.skills import reach_of
from staffmatch.errors import InputIssue, near_or
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Flag, Level, Record, SkillId, Whole

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures, signatures

_NOBODY = Sentence(
    "skill_mix.nobody", "Nobody has {skill:skill} at level {level:count}; the crew needs {needed:count}."
)
_FEW = Sentence(
    "skill_mix.few",
    "{n:count} person has {skill:skill} at level {level:count}; the crew needs {needed:count}.",
    "{n:count} people have {skill:skill} at level {level:count}; the crew needs {needed:count}.",
)


class Role(Record):
    """So many ``people`` with a skill at ``level`` or above, of their own or by one that stands in for it."""

    skill: SkillId
    level: Level = 1
    people: Annotated[Whole, Field(ge=1, le=100)] = 1


_LACKING = Sentence(
    "skill_mix",
    "Shift {shift:shift} needs {roles:and}; its crew of {crew} fills {filled:count} of {places}.",
)
_ROLE = Sentence(
    "skill_mix.role",
    "{n:count} person with {skill:skill} at level {level:count}",
    "{n:count} people with {skill:skill} at level {level:count}",
)
_CREW = Sentence("skill_mix.crew", "{n:count} person", "{n:count} people")
_PLACES = Sentence("skill_mix.places", "{n:count} place", "{n:count} places")


class SkillMix(Bends, PlacedRule):
    """Each crew that works, of a borrower or of one ``demand``, has people for all ``roles``.

    ``Σ_{w able} x_wj >= n_k · o_j`` for every shift j and role k of n_k people, with o_j = 1 iff anybody has j,
    ``x_wj <= o_j``. If one person may not fill two roles (``twice`` is false), the same holds for every set S of roles:
    ``Σ_{w able in any of S} x_wj >= Σ_{k in S} n_k · o_j``, and that is enough (P. Hall 1935). Where too few are able
    nobody works: ``Σ x_wj <= 0``, which a relaxation would not see by itself. Roles say whose skills count, so there is
    no other scope of people. Skills are those that people bring, with what these stand in for: what a training of the
    plan grants fills no role.

    Example: "Shift 'early' needs 1 person with 'nurse' at level 3 and 1 person with 'driver' at level 1; its crew of 2
    people fills 1 of 2 places."
    """

    kind: Literal["skill_mix"] = "skill_mix"
    tied_by = "demand"
    amounts = "people"
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=6, description="skill, level, people")]
    twice: Annotated[Flag, Field(description="whether one person may fill several roles")] = False

    if TYPE_CHECKING:

        def __init__(
            self, *, roles: Sequence[Role | signatures.Fields], **options: Unpack[rule_signatures.SkillMixOptions]
        ) -> None: ...

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if self.twice and len({(role.skill, role.level) for role in self.roles}) < len(self.roles):
            text = "names a role twice, which the same people fill; name it once, with the people it takes"
            raise PydanticCustomError("repeated_role", text)
        return self

    @property
    def skills_named(self) -> tuple[str, ...]:
        return tuple(role.skill for role in self.roles)

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        crew, mine = pairs.by("job").any(variables).by("job"), self.in_scope(pairs, pairs.relation)
        jobs, able = mine.by("job"), [self._able(pairs, role)[mine.variable] for role in self.roles]
        for chosen in self._sets():
            people = sum(self.roles[place].people for place in chosen)
            some = np.logical_or.reduce([able[place] for place in chosen])
            block = times(jobs.sum(some) >= crew.sum(people), pairs.columns.job_shifts.lengths[jobs["job"]])
            # A crew lacks as many as the set of roles that lacks most.
            yield block if self.twice else replace(block, violation=jobs["job"])

    def _sets(self) -> Iterator[tuple[int, ...]]:
        """The sets of roles for each of which there have to be enough."""
        for size in range(1, 2 if self.twice else len(self.roles) + 1):
            yield from combinations(range(len(self.roles)), size)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        crew = pairs.by("job").any(variables).by("job")
        wanted = ~pairs.without(self.in_scope(pairs, pairs.relation))
        able = [self._able(pairs, role) for role in self.roles]
        for chosen in self._sets():
            people = sum(self.roles[place].people for place in chosen)
            some = np.logical_or.reduce([able[place] for place in chosen])
            enough = pairs.by("job").total(some) >= people
            # Where too few are able nobody works.
            settled = enough[pairs.by("job").group]
            yield pairs.where(wanted & ~settled).by("job").count() <= 0
            yield pairs.where(wanted & some & settled).by("job").count() >= crew.sum(people)

    def _able(self, pairs: Pairs, role: Role) -> Mask:
        columns = pairs.columns
        able: Mask = columns.workers.levels[pairs.worker, columns.skills.index(role.skill)] >= role.level
        return able

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        reach = reach_of(scenario)
        asked = sum(role.people for role in self.roles)
        for shift, duties in self.selected(scenario, plan).crews(scenario).items():
            demand = duties[0].demand
            filled = self._filled([[_holds(duty.worker, role, reach) for role in self.roles] for duty in duties])
            if filled < asked:
                roles = tuple(_ROLE(n=role.people, skill=role.skill, level=role.level) for role in self.roles)
                crew, places = _CREW(n=len(duties)), _PLACES(n=asked)
                said = _LACKING(shift=shift, roles=roles, crew=crew, filled=filled, places=places)
                yield Violation(self.kind, said, asked - filled, "people", (shift, demand.id))

    def holds(
        self,
        scenario: Scenario,
        plan: Plan,
        demand: Demand,
        shift: Shift,
        people: Sequence[Worker],
        broken: Sequence[Violation],
    ) -> Message | None:
        reach, crew = reach_of(scenario), plan.crews(scenario).get(shift.id, [])
        for role in self.roles:
            n = sum(_holds(worker, role, reach) for worker in (*people, *(duty.worker for duty in crew)))
            if n < role.people:
                said = _NOBODY(skill=role.skill, level=role.level, needed=role.people)
                return _FEW(n=n, **dict(said.values)) if n else said
        return None

    def _filled(self, crew: list[list[bool]]) -> int:
        """How many of the people asked for a crew has, given for each of it which roles they are able to fill."""
        if self.twice:
            return sum(
                min(role.people, sum(able)) for role, able in zip(self.roles, zip(*crew, strict=True), strict=True)
            )
        places = [number for number, role in enumerate(self.roles) for _ in range(role.people)]
        taken: dict[int, int] = {}

        def seated(person: int, tried: set[int]) -> bool:
            """Whether the person finds a place, others moving on to places of their own where they have to."""
            for place in (p for p, role in enumerate(places) if crew[person][role] and p not in tried):
                tried.add(place)
                if place not in taken or seated(taken[place], tried):
                    taken[place] = person
                    return True
            return False

        return sum(seated(person, set()) for person in range(len(crew)))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        # A skill that nobody has may be a shortage; one that nothing else speaks of is a slip.
        known = {skill for worker in scenario.workers for skill in worker.skills}
        known.update(skill for demand in scenario.demands for skill in (*demand.skills, *demand.grants))
        known.update(name for skill in scenario.skills for name in (skill.id, *skill.implies))
        for place, role in enumerate(self.roles):
            if role.skill not in known:
                advice = near_or(role.skill, known, refusals.UNKNOWN_SKILL_ADVICE())
                where = f"{path}.roles[{place}].skill"
                yield InputIssue(
                    "unknown_skill", where, refusals.UNKNOWN_SKILL(skill=role.skill), advice, (role.skill,)
                )
        meant = [
            demand
            for demand in scenario.demands
            if self.borrower in (None, demand.company) and self.demand in (None, demand.id)
        ]
        people = [role.people for role in self.roles]
        least = max(people) if self.twice else sum(people)
        largest = max(meant, key=lambda demand: demand.headcount, default=None)
        if not self.bent and largest is not None and least > largest.headcount + extra_seats(scenario):
            told = refusals.MIX_ABOVE_HEADCOUNT if self.demand is None else refusals.MIX_ABOVE_DEMAND
            text = told(asked=least, demand=largest.id, n=largest.headcount)
            yield InputIssue("mix_above_headcount", path, text, refusals.MIX_ABOVE_HEADCOUNT_ADVICE(), (largest.id,))


def _holds(worker: Worker, role: Role, reach: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether one of the worker's skills is the role's or stands in for it, at its level."""
    losses = ((level, reach.get(skill, {skill: 0}).get(role.skill)) for skill, level in worker.skills.items())
    return any(loss is not None and level - loss >= role.level for level, loss in losses)
