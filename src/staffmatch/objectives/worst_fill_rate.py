"""WorstFillRate: the borrower who gets the smallest part of what it needs gets as much as possible."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.arrays import product
from staffmatch.domain.plan import Plan
from staffmatch.formulation.codes import added
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.surplus import within_seats
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term

_WHOLE = 10_000


class WorstFillRate(Term):
    """``max_b (1 - filled_b / seats_b)`` in per cent, rounded up to hundredths: the part that the worst-off lacks.

    With z in hundredths of a per cent, cross-multiplied: ``seats_b · z + 10,000 · Σ_{j of b} x_wj >= 10,000 · seats_b``
    for every borrower b, a seat of a demand with several shifts counted on each, trainings aside.

    Example: "Worst fill rate: 33.34 % lacking, proven: no plan has less."
    """

    kind: Literal["worst_fill_rate"] = "worst_fill_rate"
    unit: ClassVar[str] = "% lacking"
    per_unit: ClassVar[int] = _WHOLE // 100
    needs: ClassVar[tuple[str, ...]] = ("coverage",)

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        shifts, headcount = columns.job_shifts.lengths, columns.demands.needed[columns.job_demand]
        shifts = shifts * ~columns.demands.training[columns.job_demand]
        seats = added(columns.job_company, product(headcount, shifts), len(columns.company_ids))
        if not seats.any():
            return Linear.nothing()
        borrower = np.flatnonzero(seats)
        filled = pairs.relation.assign(filled=_WHOLE * shifts[pairs.job]).each(borrower=borrower).sum("filled")
        lacking = filled >= _WHOLE * seats[borrower]
        lacking = within_seats(lacking, pairs, variables, borrower, np.full(len(borrower), _WHOLE))
        return variables.least(self.kind, lacking, seats[borrower], _WHOLE).total

    def value(self, scenario: Scenario, plan: Plan) -> int:
        seats: dict[str, int] = {}
        for demand in scenario.demands:
            seats[demand.company] = seats.get(demand.company, 0) + demand.needed * len(demand.shifts)
        filled = dict.fromkeys(seats, 0)
        for crew in plan.crews(scenario).values():
            filled[crew[0].demand.company] += min(len(crew), crew[0].demand.needed)
        return max((-(-_WHOLE * (seats[b] - filled[b]) // seats[b]) for b in seats if seats[b]), default=0)
