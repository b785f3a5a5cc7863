"""LendingCap: how many people a lender can do without at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.constraints.shared.lenders import LenderRule, People, Together, headcounts, stay, stretch, when, worst
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker

_NOBODY = Sentence("lending_cap.nobody", "{lenders:and-company} may lend nobody (cap 0).")
_FULL = Sentence(
    "lending_cap.full",
    "{lenders:and-company} can lend nobody else at that time: the cap is {cap:count}.",
)

_AWAY = Sentence(
    "lending_cap",
    "{lender:company} has {n:count} person{who} away {when}; the cap is {cap:count}.",
    "{lender:company} has {n:count} people{who} away {when}; the cap is {cap:count}.",
)


class LendingCap(LenderRule):
    """At any moment at most ``people`` of a lender are away; per ``day``, at most so many have
    minutes of lent shifts on that local day.

    For every lender a and moment t: ``Σ_{w of a} away_wt <= people`` with away_wt = 1 iff w has a lent shift that
    covers t, ``x_wj <= away_wt``, the way to work not counted. Rows stand only where the set of shifts in progress is
    maximal. Who was rostered at home at the time is as much away as anybody; that home stays staffed is for
    `HomeReserve` to say.

    Where it bends, each lender counts with its worst moment.

    Example: "'hotel' has 3 people with 'care' away on 2020-04-06 at 08:00; the cap is 2."
    """

    kind: Literal["lending_cap"] = "lending_cap"
    tied_by = "lender"
    selects = ("per",)
    people: People
    per: Together = "moment"

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        lent, zone = self._lent(pairs), ZoneInfo(pairs.columns.scenario.timezone)
        opens, closes = stretch(pairs.columns.shifts, lent["shift"], self.per, zone)
        most = np.full(len(pairs.columns.company_ids), self.people)
        yield from self._crowds(pairs, variables, lent.assign(opens=opens, closes=closes), most)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        for lender, duties in self._duties(scenario, plan).items():
            away = [stay(duty.shift, duty.worker.id, self.per, zone) for duty in duties]
            for found in worst((moment, gone, self.people) for moment, (gone,) in headcounts(away)):
                moment = when(found.moment, zone)
                said = _AWAY(lender=lender, n=found.people, who=self._who, when=moment, cap=self.people)
                yield Violation(self.kind, said, found.people - self.people, "people", (lender,))

    def holds(
        self,
        scenario: Scenario,
        plan: Plan,
        demand: Demand,
        shift: Shift,
        people: Sequence[Worker],
        broken: Sequence[Violation],
    ) -> Message:
        lenders = tuple(sorted({worker.company for worker in people}))
        return _FULL(lenders=lenders, cap=self.people) if self.people else _NOBODY(lenders=lenders)
