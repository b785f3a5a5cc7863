"""Consent: nobody is lent who has not agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Literal, Unpack

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.pair_rule import PairRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import CONSENTS, Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Consent, Demand, Scenario, Shift, Worker
from staffmatch.records.consents import consent_to
from staffmatch.records.field_types import Instant

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures


_NOT_GIVEN = Sentence("consent", "Worker {worker:worker} has shift {shift:shift} but their consent is '{state}'.")
_NOT_GIVEN_THERE = Sentence(
    "consent.there",
    "Worker {worker:worker} has shift {shift:shift} but their consent to {borrower:company} is '{state}'.",
)
_TOO_LATE = Sentence(
    "consent.too_late",
    "Worker {worker:worker} has shift {shift:shift} but has not answered for {borrower:company} by {by:moment}.",
)
_HAS = Sentence("consent.wants", "has {states:or} being lent", "have {states:or} being lent")
STATES = {
    Consent.OFFERED: Sentence("consent.offered", "offered"),
    Consent.ACCEPTED: Sentence("consent.accepted", "accepted"),
    Consent.DECLINED: Sentence("consent.declined", "declined"),
    Consent.WITHDRAWN: Sentence("consent.withdrawn", "withdrawn"),
}


class ConsentRule(PairRule):
    """Only pairs with ``consent_wb(j) ∈ states``; by default those of workers who accepted.

    What a worker says of a borrower in `Worker.consents` counts there in place of `Worker.consent`. Add ``offered`` to
    plan ahead of the answers. Who was to answer by a time before ``as_of`` and has not counts as declined.

    Source: a claim to somebody's work cannot be passed on unless they agree, § 613 BGB.

    Example: "Worker 'w' has shift 's' but their consent is 'declined'."
    """

    kind: Literal["consent"] = "consent"
    looks_at = "demand"
    states: Annotated[tuple[Consent, ...], Field(min_length=1, description="answers of workers")] = (Consent.ACCEPTED,)
    as_of: Annotated[Instant | None, Field(description="when answers are counted")] = None

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[rule_signatures.ConsentOptions]) -> None: ...

    @property
    def now(self) -> int | None:
        """`as_of` in minutes since 1970."""
        return None if self.as_of is None else int(self.as_of.timestamp()) // 60

    def able(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        yield jobs, workers[columns.workers.consent.anywhere(self.states, self.now)[workers]]

    def keep(self, pairs: Pairs) -> Mask | None:
        consent = pairs.columns.workers.consent
        if not len(consent.key):
            return None
        found = consent.of(pairs.worker, pairs.borrower, self.now)
        return self.beside_scope(pairs, np.isin(found, [CONSENTS.index(state) for state in self.states]))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        states = {state: sentence() for state, sentence in STATES.items() if state not in self.states}
        for worker, demand, shift, _, _, _ in self.selected(scenario, plan).duties(scenario):
            if (state := states.get(consent_to(worker, demand.company, self.as_of))) is not None:
                yield Violation(
                    self.kind, self._said(scenario, worker, demand, shift, state), 1, "pairs", (worker.id, shift.id)
                )

    def _said(self, scenario: Scenario, worker: Worker, demand: Demand, shift: Shift, state: Message) -> Message:
        said = next((one for one in worker.consents if one.company == demand.company), None)
        if said is None:
            return _NOT_GIVEN(worker=worker.id, shift=shift.id, state=state)
        named = {"worker": worker.id, "shift": shift.id, "borrower": demand.company}
        if said.answer_by is not None and said.at(self.as_of) is not said.state:
            return _TOO_LATE(**named, by=scenario.local(said.answer_by).isoformat())
        return _NOT_GIVEN_THERE(**named, state=state)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _HAS(states=tuple(STATES[state]() for state in self.states))
