"""What rules that count whatever somebody does several times as one have in common: a column for each cell."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.bases import Rule
from staffmatch.constraints.cliques import maximal_cliques
from staffmatch.rows import Aux, Pairs, RowBlock


class PresenceRule(Rule):
    """Counts cells: one person at a moment, on a day, in a night."""

    def _present(self, pairs: Pairs, aux: Aux, name: str, cell: Int, span: Int) -> tuple[Int, Int, list[RowBlock]]:
        """Columns whose sum is 1 in a cell iff any of its spans is chosen, as (cell, column), and cuts to go with them.

        The pairs themselves where they exclude each other; else a forced indicator y, with ``Σ_{p in C} x_p <= y`` for
        the cliques C of those that do.
        """
        cells, cell = np.unique(cell, return_inverse=True)
        of, pair = np.unique(np.c_[cell, pairs.spans[0][span]], axis=0).reshape(-1, 2).T
        gap = max((rule.least_gap for rule in pairs.rules if rule.least_gap is not None), default=None)
        alone = (np.bincount(of, minlength=len(cells)) == 1) | _exclude(pairs, cell, span, len(cells), gap)
        several = ~alone[of]
        if not several.any():
            return cells[of], pair, []
        family = aux.indicators(f"{self!r} {name}", pair[several], of[several])
        cuts = []
        if gap is not None:
            among = np.flatnonzero(~alone[cell])
            indicator = family.columns[np.searchsorted(family.keys, cell[among])]
            cuts.append(_lifted(self.kind, pairs, indicator, span[among], gap))
        return np.r_[cells[of[~several]], cells[family.keys]], np.r_[pair[~several], family.columns], cuts


def _exclude(pairs: Pairs, cell: Int, span: Int, cells: int, gap: int | None) -> Mask:
    """Cells whose spans all share a moment, once stretched by the gap, so that at most one of them is chosen."""
    if gap is None:
        return np.zeros(cells, bool)
    shifts, shift = pairs.columns.shifts, pairs.spans[1][span]
    latest, earliest = np.full(cells, np.iinfo(np.int64).min), np.full(cells, np.iinfo(np.int64).max)
    np.maximum.at(latest, cell, shifts.start[shift])
    np.minimum.at(earliest, cell, shifts.end[shift] + gap)
    return latest < earliest


def _lifted(rule: str, pairs: Pairs, indicator: Int, span: Int, gap: int) -> RowBlock:
    """``Σ_{p in C} x_p <= y`` for the maximal cliques of an indicator's spans."""
    shifts, (pair, shift) = pairs.columns.shifts, pairs.spans
    row, at = maximal_cliques(indicator, shifts.start[shift[span]], shifts.end[shift[span]] + gap)
    rows, first = np.unique(row, return_index=True)
    return RowBlock.at_most(
        rule,
        np.r_[row, rows],
        np.r_[pair[span[at]], indicator[at[first]]],
        np.r_[np.ones(len(row), np.int64), np.full(len(rows), -1)],
        np.zeros(len(rows), np.int64),
        cut=True,
    )
