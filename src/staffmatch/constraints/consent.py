"""Consent: nobody is lent who has not agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import CONSENTS, Columns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Consent, Demand, Scenario, Shift
from staffmatch.records.bases import Rule

if TYPE_CHECKING:
    from staffmatch.records import signatures


_NOT_GIVEN = Sentence("consent", "Worker {worker:worker} has shift {shift:shift} but their consent is '{state}'.")
_HAS = Sentence("consent.wants", "has {states:or} being lent", "have {states:or} being lent")
STATES = {
    Consent.OFFERED: Sentence("consent.offered", "offered"),
    Consent.ACCEPTED: Sentence("consent.accepted", "accepted"),
    Consent.DECLINED: Sentence("consent.declined", "declined"),
    Consent.WITHDRAWN: Sentence("consent.withdrawn", "withdrawn"),
}


class ConsentRule(Rule):
    """Only workers with ``consent_w ∈ states``; by default those who accepted.

    Add ``offered`` to plan ahead of the answers.

    Source: a claim to somebody's work cannot be passed on unless they agree, § 613 BGB.

    Example: "Worker 'w' has shift 's' but their consent is 'declined'."
    """

    kind: Literal["consent"] = "consent"
    looks_at = "demand"
    states: Annotated[tuple[Consent, ...], Field(min_length=1, description="answers of workers")] = (Consent.ACCEPTED,)

    if TYPE_CHECKING:

        def __init__(self, *, states: Sequence[signatures.Answer] = ...) -> None: ...

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        allowed = [CONSENTS.index(state) for state in self.states]
        yield jobs, workers[np.isin(columns.workers.consent[workers], allowed)]

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        states = {state: sentence() for state, sentence in STATES.items() if state not in self.states}
        for worker, _, shift, _, _, _ in plan.duties(scenario):
            if (state := states.get(worker.consent)) is not None:
                name, there = worker.id, shift.id
                said = _NOT_GIVEN(worker=name, shift=there, state=state)
                yield Violation(self.kind, said, 1, "pairs", (name, there))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _HAS(states=tuple(STATES[state]() for state in self.states))
