"""What rules that count whatever somebody does several times as one have in common: a column for each cell."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.bases import Rule


class PresenceRule(Rule):
    """Counts cells: one person at a moment, on a day, in a night."""

    def _present(self, pairs: Pairs, variables: VariableRegistry, name: str, cell: Int, span: Int) -> tuple[Int, Int]:
        """Columns whose sum is 1 in a cell iff any of its spans is chosen, as (cell, column).

        The pairs themselves where they exclude each other, else an indicator.
        """
        cells, cell = np.unique(cell, return_inverse=True)
        of, pair = np.unique(np.c_[cell, pairs.spans["pair"][span]], axis=0).reshape(-1, 2).T
        gap = max((rule.least_gap for rule in pairs.rules if rule.least_gap is not None), default=None)
        apart = _exclude(pairs, cell, span, len(cells), gap)[of]
        column, key = variables.any_of(f"{self!r} {name}", pair[~apart], of[~apart])
        return cells[np.r_[of[apart], key]], np.r_[pair[apart], column]


def _exclude(pairs: Pairs, cell: Int, span: Int, cells: int, gap: int | None) -> Mask:
    """Cells whose spans all share a moment, once stretched by the gap, so that at most one of them is chosen."""
    if gap is None:
        return np.zeros(cells, bool)
    shifts, shift = pairs.columns.shifts, pairs.spans["shift"][span]
    latest, earliest = np.full(cells, np.iinfo(np.int64).min), np.full(cells, np.iinfo(np.int64).max)
    np.maximum.at(latest, cell, shifts.start[shift])
    np.minimum.at(earliest, cell, shifts.end[shift] + gap)
    return latest < earliest
