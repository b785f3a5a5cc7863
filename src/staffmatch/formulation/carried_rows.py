"""The rows of a changed scenario: those of workers whose pairs all stand are taken over, others made again.

Rows of a rule that says `Rule.rows_by_worker` are each about the pairs of one worker and stand in the order of
workers; so those of workers who have another pair, or one less, take their places among those that stand. All other
rows and all costs are made from all pairs, and the outcome is, to the last bit, what `formulation` makes of them. Cuts
are made of rows once they are asked for: not all who ask a market need them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int
from staffmatch.engine.model.problem import FREE, Problem
from staffmatch.formulation.carried import Carried
from staffmatch.formulation.exact_range import require_exact
from staffmatch.formulation.indicator_cuts import MOST_ENTRIES, lifted
from staffmatch.formulation.integer_program import (
    Formulation,
    Origin,
    Piece,
    as_block,
    assembled,
    extended,
    lower_links,
    rule_blocks,
    tier_totals,
)
from staffmatch.formulation.knapsack_cuts import weighs
from staffmatch.formulation.row_runs import Run, taken_over
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.bases import Term
from staffmatch.runtime.halting import asking


class _Unknown(Exception):
    """What follows from all pairs does not follow from what stands and what is new."""


@dataclass(frozen=True)
class Uncut:
    """A problem without its cuts, the ``origins`` of its rows, and what makes the same problem with them; ``taken`` are
    rows that were taken over, by their places in the former problem and in this one."""

    problem: Problem
    origins: tuple[Origin | None, ...]
    cut: Callable[[], Problem]
    taken: tuple[Int, Int]


def carried_formulation(
    former: Problem, origins: Sequence[Origin | None], carried: Carried, tiers: Sequence[Sequence[Term]]
) -> Uncut | None:
    """None where rows depend on rows of others, so that all have to be made again."""
    pairs, variables = carried.pairs, VariableRegistry(len(carried.pairs))
    by_worker = _ByWorker(former, carried)
    made: list[tuple[Origin, RowBlock | Piece]] = []
    try:
        for place, rule in enumerate(asking(pairs.rules)):
            if rule.rows_by_worker(pairs.columns.scenario) and type(rule).__module__.startswith("staffmatch."):
                made += by_worker.pieces(place, origins)
            else:
                made += rule_blocks(pairs, place, variables)
    except _Unknown:
        return None
    made = [(origin, one) for origin, one in made if len(one.lower)]
    totals = tier_totals(pairs, tiers, variables)
    if any(map(_looks_at_others, (one for _, one in made))):
        return None
    for _, one in made:
        if isinstance(one, RowBlock):
            require_exact(one)
    pieces = [one if isinstance(one, Piece) else Piece.of(one, origin, variables.width) for origin, one in made]
    pieces += [Piece.of(one, None, variables.width) for one in lower_links(variables)]

    plain = assembled(pairs, pieces, variables, totals)
    if not variables.numbers:
        taken = taken_over([run for piece in pieces for run in piece.runs], former.matrix)
        return Uncut(plain.problem, plain.origins, partial(_with_cuts, plain, pairs.worker), taken)
    # Rows of numbers are the last ones.
    cuts = [Piece.of(one, None, variables.width) for one in _lifted(plain, len(pieces), pairs.worker)]
    whole = assembled(pairs, [*pieces, *cuts], variables, totals)
    nothing = np.empty(0, np.int64)
    return Uncut(whole.problem, whole.origins, lambda: whole.problem, (nothing, nothing))


def _looks_at_others(made: RowBlock | Piece) -> bool:
    """Rows alike are merged, and knapsacks cut off, with a look at all the others."""
    if isinstance(made, Piece):
        return made.side == FREE and not made.cut
    return made.alike is not None or weighs(made)


def _with_cuts(plain: Formulation, worker: Int) -> Problem:
    cuts = _lifted(plain, len(plain.rules), worker)
    pieces = [Piece.of(one, None, plain.problem.width) for one in cuts]
    return extended(plain.problem, pieces) if pieces else plain.problem


def _lifted(plain: Formulation, count: int, worker: Int) -> Iterator[RowBlock]:
    """Cuts of the first so many families of rows."""
    families = plain.variables.families.values()
    if any(family.upper_linked for family in families):
        blocks = [block for number in range(count) if (block := _block(plain, number)) is not None]
        yield from (block for block in asking(lifted(blocks, families, worker)) if len(block.lower))


def _block(plain: Formulation, number: int) -> RowBlock | None:
    """A family of rows; None where it has too many entries for cuts."""
    problem, rule = plain.problem, plain.rules[number]
    begin, end = np.searchsorted(problem.row_group, (number, number + 1)).tolist()
    if problem.matrix.indptr[end] - problem.matrix.indptr[begin] > MOST_ENTRIES:
        return None
    return as_block(problem, number, rule)


class _ByWorker:
    """Rows that are each about the pairs of one worker."""

    def __init__(self, former: Problem, carried: Carried) -> None:
        self._former, self._carried = former, carried
        before, now, number = carried.former.worker, carried.pairs.worker, carried.worker
        gone, fresh = (np.ones(len(worker), bool) for worker in (before, now))
        gone[carried.stay] = fresh[carried.place] = False
        touched = np.ones(len(carried.pairs.columns.workers.ids) + 1, bool)
        touched[number] = False
        # Who is gone or touched has the number -1, the last.
        touched[-1] = True
        touched[number[before[gone]]] = True
        touched[now[fresh]] = True
        self._stands = ~touched[number]
        self._again = np.flatnonzero(touched[now])
        self._column = np.full(len(before), -1, np.int32)
        self._column[carried.stay] = carried.place

    def pieces(self, place: int, origins: Sequence[Origin | None]) -> Iterator[tuple[Origin, Piece]]:
        """The blocks of the rule at a place, those rows made again whose workers have other pairs than before."""
        few = self._carried.pairs.take(self._again)
        variables = VariableRegistry(len(few))
        again = dict(rule_blocks(few, place, variables))
        few.forget()
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
        begin, end = np.searchsorted(self._former.row_group, (group, group + 1)).tolist()
        owner = self._owners(self._former.matrix, begin, end, self._carried.former.worker)
        stands = self._stands[owner]
        kept = begin + np.flatnonzero(stands)
        side = self._side(new, int(self._former.side[begin]), kept)
        return self._joined(new, kept, self._carried.worker[owner[stands]], side, self._spans(new, group))

    def _joined(self, new: Piece, kept: Int, owner: Int, side: int, spans: tuple[Int, Int] | None) -> Piece:
        """Former rows that are kept, of these workers, with the new ones in the order of all workers."""
        former, again, matrix = self._former, self._again.astype(np.int32), new.runs[0].matrix
        shape = len(new.lower), len(self._carried.pairs)
        own = csr_array((matrix.data, again[matrix.indices], matrix.indptr), shape=shape)
        # Rows of one worker are either kept or new.
        at = np.searchsorted(owner, self._owners(matrix, 0, len(new.lower), self._carried.pairs.worker[again]))
        lower, upper = (
            np.insert(whole[kept], at, more) for whole, more in ((former.lower, new.lower), (former.upper, new.upper))
        )
        runs = tuple(self._runs(kept, own, at))
        return replace(new, runs=runs, lower=lower, upper=upper, side=side, spans=spans)

    def _runs(self, kept: Int, own: csr_array, at: Int) -> Iterator[Run]:
        """Former rows that are kept, with each of the new ones before those so far that it stands ``at``.

        All columns of a kept row are shifted alike: its worker has the same pairs as before.
        """
        matrix = self._former.matrix
        first = matrix.indices[matrix.indptr[kept]]
        shift = self._column[first] - first
        breaks = np.flatnonzero((np.diff(kept) != 1) | (np.diff(shift) != 0)) + 1
        cuts = np.unique(np.r_[0, breaks, at, len(kept)])
        new = np.searchsorted(at, cuts, side="right").tolist()
        done = 0
        for begin, end, before in zip(cuts.tolist(), [*cuts[1:].tolist(), len(kept)], new, strict=True):
            if done < before:
                yield Run(own, done, before, 0)
                done = before
            if begin < end:
                row = int(kept[begin])
                yield Run(matrix, row, row + end - begin, int(shift[begin]))

    def _owners(self, matrix: csr_array, begin: int, end: int, owner: Int) -> Int:
        """The worker of each of some rows, whose entries are in order: that of the first of its pairs."""
        starts = matrix.indptr[begin : end + 1]
        last = matrix.indices[starts[1:] - 1]
        if (np.diff(starts) == 0).any() or last.max(initial=-1) >= len(owner):
            raise _Unknown
        first: Int = owner[matrix.indices[starts[:-1]]]
        return first

    def _side(self, new: Piece, former: int, kept: Int) -> int:
        """Rows are of their side if any of them, binding or not, leaves room for anything."""
        if new.side != FREE or former == FREE:
            return new.side
        if not (self._former.upper[kept] > 0).any():
            raise _Unknown
        return former

    def _spans(self, new: Piece, group: int) -> tuple[Int, Int] | None:
        """A piece has spans where each of the pairs has one shift."""
        pairs, line = self._carried.pairs, self._former.timeline
        if new.spans is None or (pairs.columns.job_shifts.lengths[pairs.job] > 1).any():
            return None
        had = line is not None and bool(line.rows[np.searchsorted(self._former.row_group, group)])
        if not had or line is None:
            raise _Unknown
        start, end = (np.empty(len(pairs), np.int64) for _ in range(2))
        for whole, old, more in ((start, line.start, new.spans[0]), (end, line.end, new.spans[1])):
            whole[self._carried.place] = old[self._carried.stay]
            whole[self._again] = more
        return start, end
