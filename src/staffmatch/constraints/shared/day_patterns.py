"""Patterns of working days that are forbidden: too short a run of work between two days off, or of days off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry


class Blocks(NamedTuple):
    """Blocks of days of some workers, by their first day and length."""

    worker: Int
    first: Int
    length: Int


@dataclass(frozen=True)
class DayPatterns:
    """A block of fewer than ``least`` days, all worked or (``off``) all free, between two days of the other sort.

    ``lent`` are spans with the columns ``worker`` and ``day``; ``home`` has rows of worker and day, none of which has a
    lent span. ``bound`` says which blocks are looked at, ``present`` gives 0-1 sums for groups of spans by day. A
    pattern in which no lent work is done is not the plan's.
    """

    lent: Relation
    home: Int
    least: int
    off: bool
    bound: Callable[[Blocks], Mask]
    present: Callable[[Groups], Relation]

    def tight(self) -> Iterator[RowBlock]:
        """Rows without a pattern, shorter than those of `amounts`: for a run that begins on lent day s
        ``y_ws - y_w(s-1) - y_w(s+k) <= 0``, for a block off after lent day s - 1 likewise, ``1 - y`` in place of y.

        These are alternating inequalities of the min-up/min-down polytope, Lee, Leung and Margot (2004).
        """
        blocks, row, day, works = self._asked()
        mark = blocks.first - self.off
        begins = np.zeros(len(mark), bool)
        begins[row[day == mark[row]]] = True
        beside = (day < blocks.first[row]) | (day >= (blocks.first + blocks.length)[row])
        kept = ~begins[row] | beside | (day == blocks.first[row])
        yield self._held(row[kept], day[kept], works[kept], blocks).sum("sign") <= self._most(row[kept], works[kept])

    def amounts(self, variables: VariableRegistry, chosen: Relation | None = None) -> Iterator[RowBlock]:
        """``(least - k) (Σ_{t in W} y_wt - Σ_{t in F} y_wt) <= (least - k) (|W| - 1)`` for each pattern of k days with
        work on the days W and none on F, W without those worked at home.

        Given the ``chosen`` spans, only patterns with one of them on W count: with z = 1 iff any of these is worked,
        ``(least - k) (Σ_W y_wt - Σ_F y_wt + z) <= (least - k) |W|``.
        """
        blocks, row, day, works = self._asked()
        weight = self.least - blocks.length
        if chosen is None:
            held = self._held(row, day, works, blocks)
            lacks = weight[held["pattern"]]
            yield held.sum(held.relation["sign"] * lacks[held.group]) <= lacks * self._most(row, works)
            return
        at, place = chosen.join(worker=blocks.worker[row[works]], day=day[works])
        some = chosen.where(at).assign(pattern=row[works][place]).by("pattern")
        kept = np.isin(row, some["pattern"])
        held, marked = self._held(row[kept], day[kept], works[kept], blocks), some.any(variables).by("pattern")
        lacks = weight[held["pattern"]]
        total = held.sum(held.relation["sign"] * lacks[held.group]) + marked.sum(lacks[marked.group])
        yield total <= lacks * (self._most(row[kept], works[kept]) + 1)

    def _most(self, row: Int, works: Mask) -> Int:
        """What a row's left-hand side may be, of the rows in their order: ``|W| - 1``."""
        _, at = np.unique(row, return_inverse=True)
        return np.bincount(at[works], minlength=int(at.max(initial=-1)) + 1) - 1

    def _held(self, row: Int, day: Int, works: Mask, blocks: Blocks) -> Groups:
        """The days of each row, as sums of spans with a ``sign``."""
        cells = self.lent.by("worker", "day")
        number = cells.locate(worker=blocks.worker[row], day=day)
        used = self.present(cells.relation.where(np.isin(cells.group, number)).by("worker", "day"))
        at, place = used.join(worker=blocks.worker[row], day=day)
        return used.where(at).assign(pattern=row[place], sign=np.where(works[place], 1, -1)).by("pattern")

    def _asked(self) -> tuple[Blocks, Int, Int, Mask]:
        """The patterns that can be, and their days on which lent work can be, as (pattern, day, whether worked)."""
        blocks = self._blocks()
        whole = blocks.length + 2
        row = np.repeat(np.arange(len(whole)), whole)
        after = np.arange(len(row)) - np.repeat(np.cumsum(whole) - whole, whole)
        day, works = blocks.first[row] - 1 + after, ((after > 0) & (after <= blocks.length[row])) != self.off
        lent = self.lent.by("worker", "day").locate(worker=blocks.worker[row], day=day) >= 0
        days = {"worker": blocks.worker[row], "day": day}
        home = Relation(row, days.__getitem__, ("days",)).agrees(worker=self.home[:, 0], day=self.home[:, 1])
        possible = np.ones(len(whole), bool)
        possible[row[np.where(works, ~(lent | home), home)]] = False
        asked = lent & possible[row]
        return blocks, row[asked], day[asked], works[asked]

    def _blocks(self) -> Blocks:
        """The blocks in which, or beside which, some lent day is worked."""
        cells = self.lent.by("worker", "day")
        worker, day = cells["worker"], cells["day"]
        found = [np.empty((0, 3), np.int64)]
        for length in range(1, self.least):
            # How long before a lent day a block begins in which, or beside which, it is worked.
            backs = (-1, length) if self.off else range(length)
            found += [np.c_[worker, day - back, np.full(len(day), length)] for back in backs]
        blocks = Blocks(*np.unique(np.concatenate(found), axis=0).T)
        inside = self.bound(blocks)
        return Blocks(*(column[inside] for column in blocks))
