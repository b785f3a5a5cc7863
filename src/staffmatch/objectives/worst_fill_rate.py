"""WorstFillRate: the borrower who gets the smallest part of what it needs gets as much as possible."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term

_WHOLE = 10_000


class WorstFillRate(Term):
    """``max_b (1 - filled_b / seats_b)`` in per cent, rounded up to hundredths: the part that the worst-off lacks.

    With z in hundredths of a per cent, cross-multiplied: ``seats_b · z + 10,000 · Σ_{j of b} x_wj >= 10,000 · seats_b``
    for every borrower b, a seat of a demand with several shifts counted on each.

    Example: "Worst fill rate: 33.34 % lacking, proven: no plan has less."
    """

    kind: Literal["worst_fill_rate"] = "worst_fill_rate"
    unit: ClassVar[str] = "% lacking"
    per_unit: ClassVar[int] = _WHOLE // 100
    needs: ClassVar[tuple[str, ...]] = ("coverage",)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        spans = columns.job_shifts.lengths
        seats = np.bincount(
            columns.job_company, columns.demands.headcount[columns.job_demand] * spans, len(columns.company_ids)
        ).astype(np.int64)
        borrowers = np.flatnonzero(seats)
        if not len(borrowers):
            return Linear(0, borrowers, borrowers)
        number = np.cumsum(seats > 0) - 1
        needed = seats[borrowers]
        filling = RowBlock.at_least(
            number[pairs.borrower], np.arange(len(pairs)), _WHOLE * spans[pairs.job], _WHOLE * needed
        )
        return variables.least(self.kind, filling, np.zeros(len(borrowers), np.int64), needed, 1, _WHOLE).total

    def value(self, scenario: Scenario, plan: Plan) -> int:
        seats: dict[str, int] = {}
        for demand in scenario.demands:
            seats[demand.company] = seats.get(demand.company, 0) + demand.headcount * len(demand.shifts)
        filled = dict.fromkeys(seats, 0)
        for duty in plan.duties(scenario):
            filled[duty.demand.company] += 1
        return max((-(-_WHOLE * (seats[b] - filled[b]) // seats[b]) for b in seats), default=0)
