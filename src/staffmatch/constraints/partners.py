"""Partners: who lends to whom is for both companies and the person to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.records.ragged import Lists


class Partners(Rule):
    """Only pairs with ``lender ≠ borrower``, where the worker accepts the borrower and the demand accepts the lender.

    An ``accepted_…`` list that is given admits its companies only; a ``declined_…`` list excludes its companies.

    Example: "Worker 'w' is employed by 'borrower' itself but has shift 's'."
    """

    kind: Literal["partners"] = "partners"
    looks_at = "demand"

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
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
        return allowed

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for worker, demand, shift, *_ in plan.duties(scenario):
            lender, borrower = worker.company, demand.company
            reasons = []
            if lender == borrower:
                reasons.append(f"is employed by {borrower!r} itself")
            if worker.accepted_companies is not None and borrower not in worker.accepted_companies:
                reasons.append(f"has not accepted {borrower!r}")
            if borrower in worker.declined_companies:
                reasons.append(f"has declined {borrower!r}")
            if demand.accepted_lenders is not None and lender not in demand.accepted_lenders:
                reasons.append(f"comes from {lender!r}, which {demand.id!r} has not accepted")
            if lender in demand.declined_lenders:
                reasons.append(f"comes from {lender!r}, which {demand.id!r} has declined")
            for reason in reasons:
                text = f"Worker {worker.id!r} {reason} but has shift {shift.id!r}."
                yield Violation(self.kind, text, 1, "pairs", (worker.id, shift.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> str:
        return f"come from another company than {demand.company!r} with both sides willing"
