"""Successions: kinds of shifts of which one does not follow the other on the next day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, Unpack
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.kinds import kind_problems
from staffmatch.constraints.shared.presence import PresenceRule
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.accessors import kinds_of_work
from staffmatch.records.field_types import KindId

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures

_FOLLOWS = Sentence(
    "successions",
    "Worker {worker:worker} has a shift of kind {one:id} on {day:day} and one of kind {other:id} on the next day.",
)
_AT_HOME = Sentence(
    "successions.at_home",
    "Worker {worker:worker} has a shift of kind {one:id} on {day:day} and one of kind {other:id} on the next day, both "
    "at home or before the plan.",
)
_WANTS = Sentence(
    "successions.wants",
    "has no shift of a kind on the day before, or after, that does not go with it",
    "have no shift of a kind on the day before, or after, that does not go with it",
)

# Kinds of which none of the first is followed by any of the second.
Sets = Sequence[tuple[Sequence[str], Sequence[str]]]


class Successions(Bends, ScopedRule, PresenceRule):
    """No shift of the first kind of a ``forbidden`` pair is followed by one of the second on the next local day.

    For every worker w, day t and set A of kinds with the same forbidden followers B: ``v_wtA + v_w(t+1)B <= 1`` with
    v_wtA = 1 iff w starts a lent shift of a kind in A on day t, ``Σ_{j in C} x_wj <= v_wtA`` for shifts C that exclude
    each other. A shift counts on the day on which it starts. Where one of the two is a home shift or a past shift, the
    other is not lent: ``v_wt{a} <= 0``. Two of these alone are nothing that the plan could change. The amount is the
    number of such successions, by day and pair of kinds.

    Source: forbidden shift type successions of nurse rostering, Burke, De Causmaecker, Vanden Berghe and Van
    Landeghem (2004), The state of the art of nurse rostering; Curtois and Qu (2014), Computational results on new staff
    scheduling benchmark instances, shift rotation.

    Example: "Worker 'w' has a shift of kind 'late' on 2020-04-06 and one of kind 'early' on the next day."
    """

    kind: Literal["successions"] = "successions"
    tied_by = "worker"
    amounts: ClassVar[str] = "successions"
    forbidden: Annotated[
        tuple[tuple[KindId, KindId], ...],
        Field(min_length=1, max_length=1000, description="pairs of kinds, the second not after the first"),
    ]

    if TYPE_CHECKING:

        def __init__(
            self, *, forbidden: Sequence[Sequence[str]], **options: Unpack[rule_signatures.BendingOptions]
        ) -> None: ...

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for one, other in self.forbidden:
            if self.forbidden.count((one, other)) > 1:
                named = {"one": one, "other": other}
                raise PydanticCustomError("pair_twice", "forbids {one} before {other} twice; list it once", named)
        return self

    def keep(self, pairs: Pairs) -> Mask:
        spans, pending = self._beside(pairs, self._single, self._bound_alone(pairs))
        home = pending.match(1, **self._home(pairs, self._single))
        own, roles = spans.by("pair", "first", "set"), spans.by("pair", "first", "set", "role").keys
        several = roles.by("pair", "first", "set").total()[own.group] + home[pending.group] > 1
        chosen = own.total(self.chosen_spans(pairs, spans).astype(np.int64))[own.group] > 0
        return pairs.without(spans.where(several & chosen))

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.narrowed(pairs.columns.scenario):
            yield from self.overruns(pairs, variables)
            return
        spans, pending = self._beside(pairs, self._single, self._bound_alone(pairs))
        home = pending.match(1, **self._home(pairs, self._single)) > 0
        yield spans.where(home[pending.group]).by("worker", "first", "set").count() <= 0
        yield self._sums(pairs, variables, self._beside(pairs, self._alike, pairs.spans)[0]).sum(1) <= 1

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        spans, _ = self._beside(pairs, self._single, pairs.spans)
        home, chosen = self._home(pairs, self._single), None
        if self.narrowed(pairs.columns.scenario):
            chosen = spans.where(self.chosen_spans(pairs, spans)).by("worker", "first", "set")
            spans = spans.where(spans.agrees(**{name: chosen[name] for name in chosen.names}))
        held = self._sums(pairs, variables, spans)
        left = 1 - held.match(1, **home)
        if chosen is None:
            yield held.sum(1) <= left
        else:
            some = chosen.any(variables).by("worker", "first", "set")
            yield held.sum(1) + some.sum(1) <= left + 1

    @property
    def _single(self) -> Sets:
        return [((one,), (other,)) for one, other in self.forbidden]

    @property
    def _alike(self) -> Sets:
        """The pairs put together: kinds that have the same forbidden followers."""
        followers: dict[str, list[str]] = {}
        for one, other in sorted(self.forbidden):
            followers.setdefault(one, []).append(other)
        alike: dict[tuple[str, ...], list[str]] = {}
        for one, others in followers.items():
            alike.setdefault(tuple(others), []).append(one)
        return [(firsts, seconds) for seconds, firsts in alike.items()]

    def _sums(self, pairs: Pairs, variables: VariableRegistry, spans: Relation) -> Groups:
        cells = spans.by("worker", "first", "set", "role")
        return self._present(pairs, variables, cells).by("worker", "first", "set")

    def _bound_alone(self, pairs: Pairs) -> Relation:
        """The shifts that no other pair is needed for to forbid: of pairs with several, and of who has work at home."""
        at_home = np.zeros(len(pairs.columns.workers.ids), bool)
        at_home[self._at_home(pairs)[0]] = True
        shifts = pairs.spans.by("pair")
        return pairs.spans.where((shifts.total()[shifts.group] > 1) | at_home[pairs.spans["worker"]])

    def _beside(self, pairs: Pairs, sets: Sets, spans: Relation) -> tuple[Relation, Groups]:
        """The spans of the sets of kinds, without those of a kind that is worked at home on the day anyway, with the
        ``first`` of two days and, as ``role``, on which of them they are."""
        columns, spans = pairs.columns, self.of_members(pairs, spans)
        owner, day, kind = self._at_home(pairs)
        spans = spans.assign(kind=columns.shift_kind[spans["shift"]])
        spans = spans.where((spans["kind"] >= 0) & ~spans.agrees(worker=owner, day=day, kind=kind))
        at, number, role = _roles(columns.kinds, spans["kind"], sets)
        spans = spans.where(at).assign(set=number, role=role, first=spans["day"][at] - role)
        return spans, spans.by("worker", "first", "set")

    def _at_home(self, pairs: Pairs) -> tuple[Int, Int, Int]:
        """The kinds worked at home and before the plan, as (worker, day, kind), each once."""
        workers = pairs.columns.workers
        told = np.c_[workers.rostered.owner, workers.rostered.day, workers.rostered_kind]
        owner, day, kind = np.unique(told[told[:, 2] >= 0], axis=0).T
        return owner, day, kind

    def _home(self, pairs: Pairs, sets: Sets) -> dict[str, Int]:
        """The same as columns of `_beside`."""
        owner, day, kind = self._at_home(pairs)
        at, number, role = _roles(pairs.columns.kinds, kind, sets)
        return {"worker": owner[at], "first": day[at] - role, "set": number}

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                home = _kinds_by_day(members[name], zone)
                duties = [
                    (duty, (duty.shift.start.astimezone(zone).toordinal(), duty.shift.kind))
                    for duty in roster
                    if duty.shift.kind is not None
                ]
                lent = {cell for _, cell in duties} - home
                told = {cell for duty, cell in duties if selects(duty)} - home
                for day, one, other in self._found(lent | home):
                    cells = {(day, one), (day + 1, other)}
                    if cells & told:
                        yield self._violation(_FOLLOWS, name, day, one, other)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            for day, one, other in self._found(_kinds_by_day(worker, zone)):
                yield self._violation(_AT_HOME, worker.id, day, one, other)

        return self.each_at_home(scenario, found, *ROSTERED)

    def _found(self, cells: set[tuple[int, str | None]]) -> Iterator[tuple[int, str, str]]:
        for day in sorted({day for day, _ in cells}):
            for one, other in self.forbidden:
                if (day, one) in cells and (day + 1, other) in cells:
                    yield day, one, other

    def _violation(self, sentence: Sentence, name: str, day: int, one: str, other: str) -> Violation:
        said = sentence(worker=name, one=one, other=other, day=date.fromordinal(day).isoformat())
        return Violation(self.kind, said, 1, self.amounts, (name,))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _WANTS()

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        named = [(f"forbidden[{place}]", kind) for place, pair in enumerate(self.forbidden) for kind in pair]
        yield from kind_problems(named, kinds_of_work(scenario), path)


def _roles(kinds: Sequence[str], kind: Int, sets: Sets) -> tuple[Int, Int, Int]:
    """Which of some shifts are of the kinds of a set, as (position, set, role: 0 for the first kinds, 1 for the
    second)."""
    found = [(np.empty(0, np.int64), 0, 0)]
    for number, pair in enumerate(sets):
        for role, named in enumerate(pair):
            codes = [kinds.index(one) for one in named if one in kinds]
            found.append((np.flatnonzero(np.isin(kind, codes)), number, role))
    lengths = [len(at) for at, _, _ in found]
    numbers, roles = (np.repeat([one[field] for one in found], lengths).astype(np.int64) for field in (1, 2))
    return np.concatenate([at for at, _, _ in found]), numbers, roles


def _kinds_by_day(worker: Worker, zone: ZoneInfo) -> set[tuple[int, str | None]]:
    """The kinds of home shifts and past shifts, each with the day on which one starts."""
    return {
        (work.start.astimezone(zone).toordinal(), work.kind) for work in worker.rostered(zone) if work.kind is not None
    }
