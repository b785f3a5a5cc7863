"""The rows of a changed scenario: those of workers and jobs whose pairs all stand are taken over, others made again.

The rows of a rule whose ``rows_of`` is "worker" stand in the order of workers and are each about the pairs of one; so
those of workers who have another pair, or one less, take their places among those that stand. The same goes by job.
All other rows and all costs are made from all pairs, and the outcome is, to the last bit, what `formulation` makes of
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, vstack

from staffmatch.arrays import Int
from staffmatch.engine.model.problem import FREE, Problem
from staffmatch.formulation.carried import Carried
from staffmatch.formulation.integer_program import (
    Formulation,
    Origin,
    Piece,
    assembled,
    lower_links,
    require_exact,
    rule_blocks,
    tier_totals,
)
from staffmatch.formulation.knapsack_cuts import weighs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.bases import Term
from staffmatch.runtime.halting import asking


class _Unknown(Exception):
    """What follows from all pairs does not follow from what stands and what is new."""


def carried_formulation(
    former: Problem, origins: Sequence[Origin | None], carried: Carried, tiers: Sequence[Sequence[Term]]
) -> Formulation | None:
    """None where rows depend on rows of others, so that all have to be made again."""
    pairs, variables = carried.pairs, VariableRegistry(len(carried.pairs))
    owned = {"worker": _Owned.by_worker(former, carried), "job": _Owned.by_job(former, carried)}
    made: list[tuple[Origin, RowBlock | Piece]] = []
    try:
        for place, rule in enumerate(asking(pairs.rules)):
            if rule.rows_of is None or not type(rule).__module__.startswith("staffmatch."):
                made += rule_blocks(pairs, place, variables)
            else:
                made += owned[rule.rows_of].pieces(place, origins)
    except _Unknown:
        return None
    totals = tier_totals(pairs, tiers, variables)
    blocks = [block for _, block in made if isinstance(block, RowBlock)]
    # Rows are lifted to indicators, merged, and cut off as knapsacks with a look at all the others.
    if any(family.upper_linked for family in variables.families.values()):
        return None
    if any(block.alike is not None or weighs(block) for block in blocks):
        return None
    for block in blocks:
        require_exact(block)
    whole: list[tuple[Origin | None, RowBlock | Piece]] = [*made, *((None, links) for links in lower_links(variables))]
    pieces = [one if isinstance(one, Piece) else Piece.of(one, origin, variables.width) for origin, one in whole]
    for piece in pieces:
        piece.matrix.resize((len(piece.lower), variables.width))
    return assembled(pairs, [piece for piece in pieces if len(piece.lower)], variables, totals)


class _Owned:
    """Rows that are each about the pairs of one worker, or of one job: of its *owner*."""

    def __init__(self, former: Problem, carried: Carried, before: Int, now: Int, number: Int, count: int) -> None:
        """``before`` and ``now`` name the owner of each pair of both scenarios, ``number`` maps those to these, of which
        there are so many."""
        self._former, self._carried = former, carried
        self._before, self._number = before, number
        gone, fresh = (np.ones(len(owner), bool) for owner in (before, now))
        gone[carried.stay] = fresh[carried.place] = False
        touched = np.ones(count + 1, bool)
        touched[number] = False
        # What is gone for good is number -1, the last.
        touched[-1] = True
        touched[number[before[gone]]] = True
        touched[now[fresh]] = True
        self._stands = ~touched[number]
        self._again = np.flatnonzero(touched[now])
        self._owner = now[self._again]
        self._column = np.full(len(before), -1, np.int32)
        self._column[carried.stay] = carried.place

    @classmethod
    def by_worker(cls, former: Problem, carried: Carried) -> _Owned:
        people = len(carried.pairs.columns.workers.ids)
        return cls(former, carried, carried.former.worker, carried.pairs.worker, carried.worker, people)

    @classmethod
    def by_job(cls, former: Problem, carried: Carried) -> _Owned:
        jobs = carried.pairs.columns.jobs
        return cls(former, carried, carried.former.job, carried.pairs.job, carried.job, jobs)

    def pieces(self, place: int, origins: Sequence[Origin | None]) -> Iterator[tuple[Origin, Piece]]:
        """The blocks of the rule at a place, those rows made again whose owners have other pairs than before."""
        few = self._carried.pairs.take(self._again)
        variables = VariableRegistry(len(few))
        again = dict(rule_blocks(few, place, variables))
        known = {origin: group for group, origin in enumerate(origins) if origin and origin[0] == place}
        if variables.width > len(few) or not known.keys() <= again.keys():
            raise _Unknown
        for origin, block in again.items():
            require_exact(block)
            yield origin, self._spliced(known.get(origin), Piece.of(block, origin, len(few)))

    def _spliced(self, group: int | None, new: Piece) -> Piece:
        """The rows of a former group that stand, and those over the pairs that are looked at again."""
        if group is None:
            nothing = np.empty(0, np.int64)
            # Rows that do not bind were left out, with what they say of the side.
            if len(new.lower) and (new.side == FREE or new.spans is not None):
                raise _Unknown
            return self._joined(new, nothing, nothing, new.side, None)
        rows = np.arange(*np.searchsorted(self._former.row_group, (group, group + 1)))
        owner = self._owners(self._former.matrix[rows], self._before)
        kept = rows[self._stands[owner]]
        side = self._side(new, int(self._former.side[rows[0]]), kept)
        return self._joined(new, kept, self._number[owner[self._stands[owner]]], side, self._spans(new, group))

    def _joined(self, new: Piece, kept: Int, owner: Int, side: int, spans: tuple[Int, Int] | None) -> Piece:
        """Former rows that are kept, of these owners, with the new ones in the order of all owners."""
        former, width = self._former, len(self._carried.pairs)
        order = np.argsort(np.r_[owner, self._owners(new.matrix, self._owner)], kind="stable")
        parts = ((former.matrix[kept], self._column), (new.matrix, self._again))
        moved = [csr_array((m.data, to[m.indices], m.indptr), shape=(m.shape[0], width)) for m, to in parts]
        matrix = csr_array(vstack(moved, format="csr")[order])
        lower, upper = (
            np.r_[old[kept], more][order] for old, more in ((former.lower, new.lower), (former.upper, new.upper))
        )
        return replace(new, matrix=matrix, lower=lower, upper=upper, side=side, spans=spans)

    def _owners(self, matrix: csr_array, owner: Int) -> Int:
        """The owner of each row: that of the first of its pairs."""
        if (np.diff(matrix.indptr) == 0).any() or matrix.indices.max(initial=-1) >= len(owner):
            raise _Unknown
        return owner[matrix.indices[matrix.indptr[:-1]]]

    def _side(self, new: Piece, former: int, kept: Int) -> int:
        """Rows are of their side if any of them, binding or not, leaves room for anything."""
        if new.side != FREE or former == FREE:
            return new.side
        if not (self._former.upper[kept] > 0).any():
            raise _Unknown
        return former

    def _spans(self, new: Piece, group: int) -> tuple[Int, Int] | None:
        """A piece has spans where each of the pairs has one shift."""
        line = self._former.timeline
        had = line is not None and bool(line.rows[np.searchsorted(self._former.row_group, group)])
        if new.spans is None:
            return None
        if not had or line is None:
            raise _Unknown
        start, end = (np.empty(len(self._carried.pairs), np.int64) for _ in range(2))
        for whole, old, more in ((start, line.start, new.spans[0]), (end, line.end, new.spans[1])):
            whole[self._carried.place] = old[self._carried.stay]
            whole[self._again] = more
        return start, end
