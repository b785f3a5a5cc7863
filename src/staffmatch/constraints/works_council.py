"""WorksCouncil: nobody is lent before a works council was asked and has had its time to answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Unpack

import numpy as np
from pydantic import Field

from staffmatch.arrays import Mask
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import UNLIMITED
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Company, Consent, Demand, Scenario, Shift
from staffmatch.records.field_types import Day, Whole

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures

_EARLY = Sentence(
    "works_council",
    "Worker {worker:worker} has shift {shift:shift} on {day:day}, but the works council of {company:company} has until "
    "{last:day} to answer.",
)
_UNASKED = Sentence(
    "works_council.unasked",
    "Worker {worker:worker} has shift {shift:shift}, but the works council of {company:company} has not been asked.",
)
_AGAINST = Sentence(
    "works_council.against",
    "Worker {worker:worker} has shift {shift:shift}, but the works council of {company:company} is against it.",
)
_MAY = Sentence(
    "works_council.wants",
    "may be lent by then as far as works councils are concerned",
    "may be lent by then as far as works councils are concerned",
)
_REFUSED = (Consent.DECLINED, Consent.WITHDRAWN)


class WorksCouncil(ScopedRule):
    """Nobody is lent before the works council agreed, or the ``lead_days`` after it was asked are over.

    Only pairs with ``day_j >= asked_c + lead_days + 1`` for the first local day of job j and c its borrower, lender or
    both (``of``), if `Company.works_council` of c is offered; none where it is declined or withdrawn, all where it is
    accepted or there is no council. One that was not asked yet counts as asked on ``as_of``, or keeps everybody at home
    without. The day on which it is asked does not count, §§ 187 (1), 188 (2) BGB.

    Source: the borrower's works council agrees before anybody starts, § 14 (3) AÜG with § 99 (1) BetrVG, and has agreed
    if it is silent for a week, § 99 (3). Whether the lender's has a say as well is a matter of the single case.

    Example: "Worker 'w' has shift 's' on 2020-04-13, but the works council of 'borrower' has until 2020-04-13 to
    answer."
    """

    kind: Literal["works_council"] = "works_council"
    selects = ("of",)
    of: Annotated[Literal["borrower", "lender", "both"], Field(description="whose works council")] = "borrower"
    lead_days: Annotated[Whole, Field(ge=0, le=366, description="days to answer")] = 7
    as_of: Annotated[Day | None, Field(description="the day on which those not asked yet are asked")] = None

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[rule_signatures.WorksCouncilOptions]) -> None: ...

    def keep(self, pairs: Pairs) -> Mask:
        columns = pairs.columns
        closed = np.array([self._closed(one) for one in columns.scenario.companies], np.int64)
        days, jobs = columns.shifts.day[columns.job_shifts.items], columns.job_shifts.start[:-1]
        first = np.minimum.reduceat(days, jobs)[pairs.job] if len(jobs) else pairs.job
        early = np.zeros(len(pairs), bool)
        for side in ("lender", "borrower"):
            if self.of in (side, "both"):
                early |= first <= closed[pairs[side]]
        return pairs.without(self.in_scope(pairs, pairs.where(early)))

    def _closed(self, company: Company) -> int:
        """The last day, as an ordinal, on which nobody is lent; 0 if there is none."""
        asked = company.works_council_asked_on
        if company.works_council in _REFUSED:
            return UNLIMITED
        if company.works_council is Consent.ACCEPTED or (company.works_council is None and asked is None):
            return 0
        since = asked or self.as_of
        return UNLIMITED if since is None else since.toordinal() + self.lead_days

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        companies = {company.id: company for company in scenario.companies}
        for worker, demand, shift, *_ in self.selected(scenario, plan).duties(scenario):
            sides = {"lender": worker.company, "borrower": demand.company}
            # A job is begun with the first of the shifts that are taken together.
            day = scenario.local(min(one.start for one in demand.held_with(shift))).date()
            for side, name in sides.items():
                if self.of in (side, "both") and (said := self._against(companies[name], worker.id, shift.id, day)):
                    yield Violation(self.kind, said, 1, "pairs", (worker.id, shift.id))

    def _against(self, company: Company, worker: str, shift: str, day: date) -> Message | None:
        said = {"worker": worker, "shift": shift, "company": company.id}
        state, asked = company.works_council, company.works_council_asked_on or self.as_of
        if state in _REFUSED:
            return _AGAINST(**said)
        if state is Consent.ACCEPTED or (state is None and company.works_council_asked_on is None):
            return None
        if asked is None:
            return _UNASKED(**said)
        last = asked + timedelta(days=self.lead_days)
        return _EARLY(**said, day=day.isoformat(), last=last.isoformat()) if day <= last else None

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _MAY()
