"""People beyond the seats of a shift, where the rule `Coverage` bends: they make up for no empty seat elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry


@dataclass(frozen=True)
class Surplus:
    """How many people there are beyond the seats of each of some jobs: ``Σ_i 2^i x[digits[k, i]]`` for ``job[k]``."""

    job: Int
    digits: Int

    @classmethod
    def of(cls, pairs: Pairs, variables: VariableRegistry) -> Surplus | None:
        """``s_j >= Σ_w x_wj - n_j``, as small as can be; None if nobody can be beyond the seats of any job."""
        if any(rule.kind == "coverage" and not rule.bent for rule in pairs.rules):
            return None
        jobs = pairs.by("job")
        beyond = jobs.total() - pairs.columns.demands.headcount[pairs.columns.job_demand[jobs["job"]]]
        if not (beyond > 0).any():
            return None
        jobs = pairs.where((beyond > 0)[jobs.group]).by("job")
        job, most = jobs["job"], int(beyond.max())
        seats = pairs.columns.demands.headcount[pairs.columns.job_demand[job]]
        numbers = variables.least("surplus", jobs.sum(-1) >= -seats, 1, most, each=True)
        return cls(job, numbers.digits)

    def sum(self, weight: Int) -> Linear:
        """``Σ_j weight[j] s_j``, with a weight for each job."""
        powers = 2 ** np.arange(self.digits.shape[1])
        counted = weight[self.job] != 0
        job, digits = self.job[counted], self.digits[counted]
        return Linear(0, digits.ravel(), (weight[job][:, None] * powers).ravel())

    def taken_off(self, block: RowBlock, row: Int, weight: Int) -> RowBlock:
        """The rows less ``Σ_j weight[j] s_j`` over the jobs of each; ``row`` has the row of each job."""
        off = self.sum(-weight)
        return RowBlock.at_least(
            np.r_[block.row, np.repeat(row[self.job[weight[self.job] != 0]], self.digits.shape[1])],
            np.r_[block.column, off.columns],
            np.r_[block.value, off.values],
            block.lower,
        )


def within_seats(block: RowBlock, pairs: Pairs, variables: VariableRegistry, borrower: Int, value: Int) -> RowBlock:
    """A row for each of these borrowers, in order, that counts its people at a ``value`` for each of their shifts, less
    those beyond the seats, who fill none; trainings have none to fill."""
    surplus, columns = Surplus.of(pairs, variables), pairs.columns
    if surplus is None:
        return block
    row = np.minimum(np.searchsorted(borrower, columns.job_company), len(borrower) - 1)
    counted = (borrower[row] == columns.job_company) & (columns.demands.needed[columns.job_demand] > 0)
    return surplus.taken_off(block, row, value[row] * columns.job_shifts.lengths * counted)


def filled_seats(pairs: Pairs, variables: VariableRegistry, weight: Int) -> Linear:
    """``-Σ_j weight[j] · filled_j`` over jobs, to be minimised; filled are no more seats than there are."""
    filled, surplus = pairs.sum(-weight[pairs.job]), Surplus.of(pairs, variables)
    return filled if surplus is None else Linear.total([(1, filled), (1, surplus.sum(weight))])
