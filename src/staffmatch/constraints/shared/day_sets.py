"""Sets of days, or nights, of which some may be worked: a window of days in a row, Sundays of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry


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

    def keep(self, pairs: Pairs, days: Relation, chosen: Relation | None = None) -> Mask:
        """All pairs but those with more days of a set than are left of it, and one of their ``chosen`` days in it."""
        sets = self.held(days.by("pair", "worker", "date").keys)
        own = sets.relation.by("pair", "set")
        over = own.total()[own.group] > self.left(sets)[sets.group]
        if chosen is not None:
            at, which = self.of(chosen["date"])
            over &= sets.relation.agrees(pair=chosen["pair"][at], set=which)
        return pairs.without(pairs.where(np.unique(sets.relation["pair"][over])))

    def rows(
        self,
        days: Relation,
        present: Callable[[Groups], Relation],
        variables: VariableRegistry,
        chosen: Relation | None = None,
    ) -> Iterator[RowBlock]:
        """``Σ_{t in D} v_wt <= left`` for each worker and set D that can be exceeded; ``present`` gives v.

        Given the ``chosen`` spans, on all their days, also those with work at home, only sets with one of them have a
        row. Let n be the number of days of a set on which other spans are, by the column ``chosen``. Its row stands as
        it is where ``n <= left``, since it can be exceeded with a chosen span only; else it is
        ``Σ_{t in D} v_wt + (n - left) z <= n`` with z = 1 iff any chosen span of the set is worked.
        """
        cells = days.by("worker", "date")
        sets = self.held(cells.keys.assign(cell=np.arange(len(cells))))
        full = sets.total() > self.left(sets)
        asked = sets.relation["cell"][full[sets.group]]
        worked = present(days.where(np.isin(cells.group, asked)).by("worker", "date"))
        rows = sets.keys.where(full)
        if chosen is not None:
            yield from self._of_chosen(days, chosen, worked, rows, variables)
            return
        for part in _each(self.held(worked).relation, rows).parted():
            yield part.sum(1) <= self.left(part)

    def _of_chosen(
        self, days: Relation, chosen: Relation, worked: Relation, rows: Relation, variables: VariableRegistry
    ) -> Iterator[RowBlock]:
        told, cells = self.held(chosen), days.by("worker", "date")
        rows = rows.where(rows.agrees(worker=told["worker"], set=told["set"]))
        others = self.held(cells.keys.where(cells.total(1 - days["chosen"]) > 0))
        number = np.zeros(len(rows), np.int64)
        at, place = rows.join(worker=others["worker"], set=others["set"])
        number[at] = others.total()[place]
        held = self.held(worked).relation
        slack = number - self.left(_each(held, rows))
        for part in _each(held, rows.where(slack <= 0)).parted():
            yield part.sum(1) <= self.left(part)
        number, slack, rows = number[slack > 0], slack[slack > 0], rows.where(slack > 0)
        some = _each(told.any(variables, alone=True), rows)
        yield _each(held, rows).sum(1) + some.sum(slack[some.group]) <= number


def _each(entries: Relation, rows: Relation) -> Groups:
    """The entries of each row's worker and set."""
    return entries.each(worker=rows["worker"], set=rows["set"])
