"""What rules about presence have in common: several jobs of one person in a cell count once."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.bases import Rule


class PresenceRule(Rule):
    """Counts cells: one person at a moment, on a day, in a night."""

    def _present(self, pairs: Pairs, variables: VariableRegistry, cells: Groups) -> Relation:
        """Variables whose sum is 1 in a cell, a group of spans, iff any of its pairs is chosen.

        The pairs themselves where they exclude each other, else an indicator.
        """
        return cells.any(variables, alone=exclusive(cells, least_gap(pairs)))


def least_gap(pairs: Pairs) -> int | None:
    """The least minutes between any two shifts of one person; None if these may overlap."""
    return max((gap for rule in pairs.rules if (gap := gap_of(rule, pairs)) is not None), default=None)


def gap_of(rule: Rule, pairs: Pairs) -> int | None:
    """The same by one rule; where it rests on what those ask that take its place, and not all of them hold, shifts do
    no more than not overlap."""
    scenario = pairs.columns.scenario
    gap = rule.least_gap(scenario)
    if gap and isinstance(rule, PlacedRule) and not all(one in pairs.rules for one in rule.exceptions(scenario)):
        return 0
    return gap


def exclusive(cells: Groups, gap: int | None) -> Mask:
    """Cells whose spans all share a moment, once stretched by the gap, so that at most one of them is chosen."""
    if gap is None:
        return np.zeros(len(cells), bool)
    start, end = cells.relation["start", "end"]
    latest, earliest = np.full(len(cells), np.iinfo(np.int64).min), np.full(len(cells), np.iinfo(np.int64).max)
    np.maximum.at(latest, cells.group, start)
    np.minimum.at(earliest, cells.group, end + gap)
    return latest < earliest
