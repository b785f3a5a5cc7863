"""RecallNotice: who can be back at the employer within so many hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.constraints.shared.lenders import LenderRule, People, Stay, headcounts, when, worst
from staffmatch.domain.plan import Duty, Plan, Violation, points
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import Hours, minutes_of

_BACK = Sentence(
    "recall_notice",
    "{lender:company} could have {n:count} of {staff:count} person{who} back within {hours:amount} h {when}; the "
    "minimum is {least:count}.",
    "{lender:company} could have {n:count} of {staff:count} people{who} back within {hours:amount} h {when}; the "
    "minimum is {least:count}.",
    by="staff",
)
_FEW = Sentence(
    "recall_notice.few",
    "{lender:company} has {n:count} person{who}; {least:count} are to be within reach.",
    "{lender:company} has {n:count} people{who}; {least:count} are to be within reach.",
)


class RecallNotice(LenderRule):
    """At any moment at least ``people`` of a lender could be back at their employer within ``hours``.

    Whoever is called back finishes the lent shift that is in progress, not those that follow, and then travels from
    its site to the employer; an unknown place is next door. So a shift in [start, end) with a way of m minutes puts
    its worker out of reach in ``[start, end + m - hours)``, and for every lender a with n_a people and moment t:
    ``Σ_{w of a} out_wt <= max(0, n_a - people)``, out_wt = 1 iff w is out of reach at t, ``x_wj <= out_wt``. Whoever is
    not on a lent shift counts as reachable, whatever the time of day.

    Where it bends, each lender counts with its worst moment.

    Example: "'hotel' could have 1 of 3 people with 'care' back within 4 h on 2020-04-06 at 08:00; the minimum is 2."
    """

    kind: Literal["recall_notice"] = "recall_notice"
    tied_by = "lender"
    selects = ("hours",)
    people: People
    hours: Hours

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        columns, lent = pairs.columns, self._lent(pairs)
        way = columns.scenario.travel.minutes(
            columns.demands.site[lent["demand"]], columns.company_sites[lent["lender"]]
        )
        out = lent.assign(opens=lent["start"], closes=lent["end"] + way - minutes_of(self.hours))
        out = out.where(out["opens"] < out["closes"])
        staff = np.bincount(columns.workers.company[self.within(columns)], minlength=len(columns.company_ids))
        yield from self._crowds(pairs, variables, out, np.maximum(0, staff - self.people))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, people = ZoneInfo(scenario.timezone), self._staff(scenario)
        for lender, duties in self._duties(scenario, plan).items():
            staff = len(people[lender])
            limit = max(0, staff - self.people)
            out = [one for one in self._out(scenario, duties) if one.start < one.end]
            for found in worst((moment, n, limit) for moment, (n,) in headcounts(out)):
                said = _BACK(
                    lender=lender,
                    n=staff - found.people,
                    staff=staff,
                    who=self._who,
                    hours=self.hours,
                    when=when(found.moment, zone),
                    least=self.people,
                )
                yield Violation(self.kind, said, found.people - limit, "people", (lender,))

    def _out(self, scenario: Scenario, duties: list[Duty]) -> Iterator[Stay]:
        """From when until when each duty keeps its worker out of reach."""
        sites = points(scenario, (scenario.site_of(duty.demand) for duty in duties))
        employers = points(scenario, (scenario.base_of(duty.worker.company) for duty in duties))
        for duty, way in zip(duties, scenario.travel.minutes(sites, employers), strict=True):
            late = timedelta(minutes=int(way) - round(self.hours * 60))
            yield Stay(duty.shift.start, duty.shift.end + late, duty.worker.id)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        for lender, names in self._staff(scenario).items():
            if len(names) < self.people:
                said = _FEW(lender=lender, n=len(names), who=self._who, least=self.people)
                yield Violation(self.kind, said, self.people - len(names), "people", (lender,))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        yield from self._beyond_staff(scenario, path, self.people)
