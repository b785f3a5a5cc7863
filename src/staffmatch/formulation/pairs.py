"""The eligible pairs, and the data of each pair and of each of its shifts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from staffmatch.arrays import Int, Mask, product
from staffmatch.formulation.columns import Columns, Table, counted
from staffmatch.formulation.relations import Groups, Relation, Values
from staffmatch.formulation.rows import Linear
from staffmatch.records.bases import Rule

# The column names of `Pairs.relation` and `Pairs.spans`. Minutes, days and weeks are counted as in `columns`.
PAIR_COLUMNS = (
    "worker", "job", "demand", "lender", "borrower", "site", "minutes", "cost", "pay", "commute", "commute_days"
)  # fmt: skip
SPAN_COLUMNS = ("pair", "shift", "start", "end", "day", "week", "minutes", "counted")


@dataclass(frozen=True)
class Pairs:
    """Eligible pairs (worker, job), sorted by worker and job; ``commute`` is minutes one way.

    ``rules`` are the scenario's: some terms add up their charges.
    """

    columns: Columns
    rules: tuple[Rule, ...]
    worker: Int
    job: Int
    commute: Int

    def __len__(self) -> int:
        return len(self.worker)

    def take(self, which: Mask | Int) -> Pairs:
        return Pairs(self.columns, self.rules, self.worker[which], self.job[which], self.commute[which])

    def forget(self) -> None:
        """Let go of relations and columns that were derived: they hold each other, and more memory than the pairs."""
        for name in vars(self).keys() - {field.name for field in fields(self)}:
            vars(self).pop(name, None)

    @property
    def demand(self) -> Int:
        return self.columns.job_demand[self.job]

    @property
    def lender(self) -> Int:
        return self.columns.workers.company[self.worker]

    @property
    def borrower(self) -> Int:
        return self.columns.demands.company[self.demand]

    @property
    def partnership(self) -> Int:
        return self.columns.partnership(self.lender, self.borrower)

    @property
    def site(self) -> Int:
        return self.columns.demand_site[self.demand]

    @property
    def pay(self) -> Int:
        """The pay in sixtieths of a cent, at the higher of the worker's and the demand's rate."""
        rate = np.maximum(self.columns.workers.pay[self.worker], self.columns.demands.pay[self.demand])
        return product(rate, self.minutes)

    @cached_property
    def relation(self) -> Relation:
        """An entry for each pair, with the columns `PAIR_COLUMNS`."""
        return Relation(np.arange(len(self)), self._column, ("pairs",), distinct=True)

    def _column(self, name: str) -> Int:
        if name not in PAIR_COLUMNS:
            raise KeyError(f"pairs have no column {name!r}; they have {', '.join(PAIR_COLUMNS)}")
        column: Int = getattr(self, name)
        return column

    @cached_property
    def spans(self) -> Relation:
        """An entry for each shift of each pair, in the order of the pairs, with the columns `SPAN_COLUMNS` and those of
        its pair; ``minutes`` are those of the span, of which so many are ``counted`` as working time."""
        pair, shift = self.columns.job_shifts.expand(self.job)
        shifts = self.columns.shifts
        own: dict[str, Callable[[], Int]] = {
            "pair": lambda: pair,
            "shift": lambda: shift,
            "start": lambda: shifts.start[shift],
            "end": lambda: shifts.end[shift],
            "day": lambda: shifts.day[shift],
            "week": lambda: (shifts.day[shift] - 1) // 7,  # ordinal day 1 is a Monday
            "minutes": lambda: self.span_minutes,
            "counted": lambda: counted(self.span_minutes, self.columns.shift_share[shift]),
        }

        def read(name: str) -> Int:
            return own[name]() if name in own else self._column(name)[pair]

        return Relation(pair, read, ("spans",), distinct=len(pair) == len(self))

    def __getitem__(self, name: str) -> Int:
        return self.relation[name]

    def where(self, kept: Mask | Int) -> Relation:
        """The pairs of a mask, or at given indices, with the same columns."""
        return self.relation.where(kept)

    def without(self, entries: Relation) -> Mask:
        """A mask of all pairs except those of some entries."""
        kept = np.ones(len(self), bool)
        kept[entries.variable] = False
        return kept

    def each(self, **columns: Int) -> Groups:
        """A group for each of the given rows, with the pairs that have its values; maybe none."""
        return self.relation.each(**columns)

    def by(self, *names: str) -> Groups:
        """The pairs grouped by equal values in these columns."""
        return self.relation.by(*names)

    def sum(self, what: Values, constant: int = 0) -> Linear:
        """``constant + Σ what · x`` over all pairs, to be minimised."""
        return self.relation.sum(what, constant)

    @cached_property
    def span_minutes(self) -> Int:
        """Worked minutes of each span: the pair table's where given, else the shift's."""
        own = self.columns.shifts.minutes[self.spans["shift"]]
        if self._listed is None:
            return own
        table, row = self._listed
        return np.where((row >= 0) & (table.minutes[row] >= 0), table.minutes[row], own)

    @cached_property
    def cost(self) -> Int:
        """The sum of the pair table's costs over the shifts of each pair."""
        total = np.zeros(len(self), np.int64)
        if self._listed is not None:
            table, row = self._listed
            np.add.at(total, self.spans["pair"], np.where(row >= 0, table.cost[row], 0))
        return total

    @cached_property
    def _listed(self) -> tuple[Table, Int] | None:
        """The pair table, if it has rows, and its row for each span, -1 if there is none."""
        (pair, shift), table = self.spans["pair", "shift"], self.columns.table
        if table is None or not len(table.key):
            return None
        key = self.worker[pair] * table.shifts + shift
        # Eligible pairs are looked up in the table's own order, which is several times faster than any other.
        at = np.minimum(np.searchsorted(table.key, key), len(table.key) - 1)
        return table, np.where(table.key[at] == key, at, -1)

    @cached_property
    def minutes(self) -> Int:
        """Worked minutes of each pair."""
        columns = self.columns
        if columns.table is None or not len(columns.table.key):
            # Those of the job.
            jobs = columns.job_shifts
            own = np.bincount(jobs.owners, columns.shifts.minutes[jobs.items], columns.jobs).astype(np.int64)
            return own[self.job]
        return np.bincount(self.spans["pair"], self.span_minutes, len(self)).astype(np.int64)

    @cached_property
    def commute_days(self) -> Int:
        """Distinct local days on which each job starts a shift: one way there and one back on each."""
        jobs = self.columns.job_shifts
        days = np.unique(np.c_[jobs.owners, self.columns.shifts.day[jobs.items]], axis=0)
        return np.bincount(days[:, 0], minlength=self.columns.jobs)[self.job]
