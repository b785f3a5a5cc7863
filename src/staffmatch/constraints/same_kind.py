"""SameKind: in a day, a week or the whole plan, all shifts of a person are of one kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.rhythm import RhythmRule
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import UNLIMITED
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker, WorkTime

_MANY = Sentence(
    "same_kind", "Worker {worker:worker} has shifts of the kinds {kinds:and-id} from {first:day} to {last:day}."
)
_ON_A_DAY = Sentence("same_kind.day", "Worker {worker:worker} has shifts of the kinds {kinds:and-id} on {first:day}.")
_AT_HOME = Sentence(
    "same_kind.at_home",
    "Worker {worker:worker} has shifts of the kinds {kinds:and-id} at home or before the plan from {first:day} to "
    "{last:day}.",
)
_WANTS = {
    "day": Sentence("same_kind.wants_day", "has one kind of shift on the day", "have one kind of shift on the day"),
    "week": Sentence("same_kind.wants_week", "has one kind of shift in the week", "have one kind of shift in the week"),
    "horizon": Sentence(
        "same_kind.wants_horizon", "has one kind of shift in the plan", "have one kind of shift in the plan"
    ),
}


class SameKind(RhythmRule):
    """All shifts of a person that have a kind are of the same kind: in a week, Monday to Sunday, on a day, or in the
    whole plan, by the local day on which they start.

    For every worker w and window t, with the kinds H that w works at home in it: ``Σ_{k not in H} c_wtk <= max(0, 1 -
    |H|)``, c_wtk = 1 iff w has a lent shift of kind k in t, ``Σ_{j in C} x_wj <= c_wtk`` for shifts C that exclude each
    other. Per ``horizon``, home shifts and past shifts count that start on a day of the plan. The amount is the number
    of kinds beyond the first.

    Example: "Worker 'w' has shifts of the kinds 'early' and 'late' from 2020-04-06 to 2020-04-12."
    """

    kind: Literal["same_kind"] = "same_kind"
    tied_by = "worker"
    selects = ("per",)
    amounts: ClassVar[str] = "kinds"
    per: Annotated[Literal["day", "week", "horizon"], Field(description="in which one kind is worked")] = "week"

    def keep(self, pairs: Pairs) -> Mask:
        spans, home = self._kinds(pairs)
        groups, own = spans.by("worker", "window"), spans.by("pair", "window")
        left = np.maximum(0, 1 - groups.match(1, worker=home[:, 0], window=home[:, 1]))
        kinds = spans.by("pair", "window", "named").keys.by("pair", "window").total()
        chosen = own.total(self.chosen_spans(pairs, spans).astype(np.int64)) > 0
        return pairs.without(spans.where((kinds[own.group] > left[groups.group]) & chosen[own.group]))

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        spans, home = self._kinds(pairs)
        chosen = None
        if self.narrowed(pairs.columns.scenario):
            chosen = spans.where(self.chosen_spans(pairs, spans)).by("worker", "window")
            spans = spans.where(spans.agrees(worker=chosen["worker"], window=chosen["window"]))
        cells = spans.by("worker", "window", "named")
        held = self._present(pairs, variables, cells).by("worker", "window")
        left = np.maximum(0, 1 - held.match(1, worker=home[:, 0], window=home[:, 1]))
        if chosen is None:
            yield held.sum(1) <= left
            return
        kinds = cells.keys.by("worker", "window").total()
        some = chosen.any(variables).by("worker", "window")
        yield held.sum(1) + some.sum((kinds - left)[some.group]) <= kinds

    def _kinds(self, pairs: Pairs) -> tuple[Relation, Int]:
        """The lent shifts of a kind that is not worked at home in their window anyway, and the kinds that are, as rows
        of worker, window and kind, each once."""
        columns, spans = pairs.columns, self.of_members(pairs, pairs.spans)
        workers, days = columns.workers, columns.shifts.day
        told = np.c_[workers.rostered.owner, self._window(workers.rostered.day), workers.rostered_kind]
        kept = workers.rostered_kind >= 0
        if self.per == "horizon":
            kept &= (workers.rostered.day >= days.min(initial=UNLIMITED)) & (
                workers.rostered.day <= days.max(initial=0)
            )
        home = np.unique(told[kept], axis=0)
        spans = spans.assign(named=columns.shift_kind[spans["shift"]], window=self._window(spans["day"]))
        owner, window, kind = home.T
        return spans.where((spans["named"] >= 0) & ~spans.agrees(worker=owner, window=window, named=kind)), home

    def _window(self, day: Int) -> Int:
        return day if self.per == "day" else (day - 1) // 7 if self.per == "week" else np.zeros_like(day)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for name, roster in plan.rosters(scenario).items():
            if name in members:
                home = self._by_window(scenario, members[name].rostered(zone))
                lent = self._by_window(scenario, (duty.shift for duty in roster))
                told = self._by_window(scenario, (duty.shift for duty in roster if selects(duty)))
                for start, kinds in lent.items():
                    new, old = kinds - home[start], len(home[start])
                    if told[start] - home[start] and (excess := len(new) - max(0, 1 - old)) > 0:
                        yield self._said(scenario, _MANY, name, start, kinds | home[start], excess)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            for start, kinds in self._by_window(scenario, worker.rostered(zone)).items():
                if len(kinds) > 1:
                    yield self._said(scenario, _AT_HOME, worker.id, start, kinds, len(kinds) - 1)

        return self.each_at_home(scenario, found, *ROSTERED)

    def _by_window(self, scenario: Scenario, work: Iterable[WorkTime]) -> defaultdict[int, set[str]]:
        """The kinds of some work by the first day of its window."""
        zone, found = ZoneInfo(scenario.timezone), defaultdict[int, set[str]](set)
        first, last = self.plan_days(scenario)
        for one in work:
            day = one.start.astimezone(zone).toordinal()
            if one.kind is None or (self.per == "horizon" and not first <= day <= last):
                continue
            start = {"day": day, "week": day - (day - 1) % 7, "horizon": first}[self.per]
            found[start].add(one.kind)
        return found

    def _said(
        self, scenario: Scenario, sentence: Sentence, name: str, start: int, kinds: set[str], excess: int
    ) -> Violation:
        last = {"day": start, "week": start + 6, "horizon": self.plan_days(scenario)[1]}[self.per]
        first, until = (date.fromordinal(day).isoformat() for day in (start, last))
        said = _ON_A_DAY if sentence is _MANY and self.per == "day" else sentence
        given = {"first": first} if said is _ON_A_DAY else {"first": first, "last": until}
        text = said(worker=name, kinds=tuple(sorted(kinds)), **given)
        return Violation(self.kind, text, excess, self.amounts, (name,))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _WANTS[self.per]()
