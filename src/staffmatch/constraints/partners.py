"""Partners: who lends to whom is for both companies and the person to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.pair_rule import WaivableRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.ragged import Lists

_OWN = Sentence(
    "partners.own",
    "Worker {worker:worker} is employed by {borrower:company} itself but has shift {shift:shift}.",
)
_UNACCEPTED = Sentence(
    "partners.unaccepted",
    "Worker {worker:worker} has not accepted {borrower:company} but has shift {shift:shift}.",
)
_DECLINED = Sentence(
    "partners.declined", "Worker {worker:worker} has declined {borrower:company} but has shift {shift:shift}."
)
_LENDER_UNACCEPTED = Sentence(
    "partners.lender_unaccepted",
    "Worker {worker:worker} comes from {lender:company}, which {demand:demand} has not accepted, but has shift "
    "{shift:shift}.",
)
_LENDER_DECLINED = Sentence(
    "partners.lender_declined",
    "Worker {worker:worker} comes from {lender:company}, which {demand:demand} has declined, but has shift "
    "{shift:shift}.",
)
_WILLING = Sentence(
    "partners.wants",
    "comes from another company than {borrower:company} with both sides willing",
    "come from another company than {borrower:company} with both sides willing",
)


class Partners(WaivableRule):
    """Only pairs with ``lender ≠ borrower``, where the worker accepts the borrower and the demand accepts the lender.

    An ``accepted_…`` list that is given admits its companies only; a ``declined_…`` list excludes its companies.

    Example: "Worker 'w' is employed by 'borrower' itself but has shift 's'."
    """

    kind: Literal["partners"] = "partners"
    looks_at = "demand"

    def able(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        partners, lender = columns.demands.partners, columns.workers.company[workers]
        restricts = partners.restricts[columns.job_demand[jobs]]
        yield jobs[~restricts], workers
        choosy = jobs[restricts]
        if len(choosy):
            owners, which = np.unique(columns.job_demand[choosy], return_inverse=True)
            of_demand = Lists.grouped(which, len(owners))
            for place, welcome in enumerate(partners.welcome(owners, len(columns.company_ids))):
                yield choosy[of_demand[place]], workers[welcome[lender]]

    def keep(self, pairs: Pairs) -> Mask:
        partners = pairs.columns.workers.partners
        allowed: Mask = pairs.lender != pairs.borrower
        if partners.restricts.any():
            allowed &= partners.allow(pairs.worker, pairs.borrower, len(pairs.columns.company_ids))
        return self.beside_scope(pairs, allowed)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for worker, demand, shift, *_ in self.selected(scenario, plan).duties(scenario):
            lender, borrower = worker.company, demand.company
            who, there, offered = worker.id, {"borrower": borrower}, {"lender": lender, "demand": demand.id}
            said = []
            if lender == borrower:
                said.append(_OWN(worker=who, shift=shift.id, **there))
            if worker.accepted_companies is not None and borrower not in worker.accepted_companies:
                said.append(_UNACCEPTED(worker=who, shift=shift.id, **there))
            if borrower in worker.declined_companies:
                said.append(_DECLINED(worker=who, shift=shift.id, **there))
            if demand.accepted_lenders is not None and lender not in demand.accepted_lenders:
                said.append(_LENDER_UNACCEPTED(worker=who, shift=shift.id, **offered))
            if lender in demand.declined_lenders:
                said.append(_LENDER_DECLINED(worker=who, shift=shift.id, **offered))
            for message in said:
                yield Violation(self.kind, message, 1, "pairs", (who, shift.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _WILLING(borrower=demand.company)
