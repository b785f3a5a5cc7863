"""Sets of days, or nights, of which some may be worked: a window of days in a row, Sundays of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import RowBlock


@dataclass(frozen=True)
class DaySets:
    """Sets of ordinal days of which at most ``most`` may be worked; ``date`` is worked at home by each ``worker``.

    ``of`` gives the sets that days are in, as (position, set). Relations of days have the columns ``worker`` and
    ``date``, and no entry is a day with work at home.
    """

    of: Callable[[Int], tuple[Int, Int]]
    most: Callable[[Int], Int]
    worker: Int
    date: Int

    def held(self, days: Relation) -> Groups:
        """The days by worker and set."""
        at, which = self.of(days["date"])
        return days.where(at).assign(set=which).by("worker", "set")

    def left(self, sets: Groups) -> Int:
        """The days that home leaves of each set of a worker: ``max(0, most - days at home)``."""
        at, which = self.of(self.date)
        left: Int = np.maximum(0, self.most(sets["set"]) - sets.match(1, worker=self.worker[at], set=which))
        return left

    def keep(self, pairs: Pairs, days: Relation) -> Mask:
        """All pairs but those with more days of a set than are left of it."""
        sets = self.held(days.by("pair", "worker", "date").keys)
        own = sets.relation.by("pair", "set")
        over = own.total()[own.group] > self.left(sets)[sets.group]
        return pairs.without(pairs.where(np.unique(sets.relation["pair"][over])))

    def rows(self, days: Relation, present: Callable[[Groups], Relation]) -> Iterator[RowBlock]:
        """``Σ_{t in D} v_wt <= left`` for each worker and set D that can be exceeded; ``present`` gives v."""
        cells = days.by("worker", "date")
        sets = self.held(cells.keys.assign(cell=np.arange(len(cells))))
        full = sets.total() > self.left(sets)
        asked = sets.relation["cell"][full[sets.group]]
        worked = present(days.where(np.isin(cells.group, asked)).by("worker", "date"))
        rows = sets.keys.where(full)
        for part in self.held(worked).relation.each(worker=rows["worker"], set=rows["set"]).parted():
            yield part.sum(1) <= self.left(part)
