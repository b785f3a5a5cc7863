"""Shares as rows: the loads of those who have one, as sums of pairs that are compared with numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int, Mask, product
from staffmatch.constraints.shared.worked_days import clock_times
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.sums import Sum
from staffmatch.formulation.surplus import within_seats
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.objectives.shared.level_rows import Seats, rounded
from staffmatch.objectives.shared.nights import NIGHT, NIGHT_MINUTES
from staffmatch.objectives.shared.share import AnyShare

_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Loads:
    """The loads of a share: ``(value · (before + amount)) / weight`` of each party, in its steps, by ``groups``.

    A party is a number of a worker or a company. A load is rounded up where it is held against the most, and down where
    it is held against the least; by targets it is whole.
    """

    share: AnyShare
    pairs: Pairs
    variables: VariableRegistry
    groups: Groups
    before: Int
    value: Int
    weight: Int

    @classmethod
    def of(cls, share: AnyShare, pairs: Pairs, variables: VariableRegistry) -> Loads:
        parties, names = _parties(share, pairs)
        entries = _entries(share, pairs, variables)
        targets = _targets(share, pairs, parties, names)
        common = np.gcd(share.scale, targets)
        before = np.array([share.before(name) for name in names], np.int64)
        groups = entries.each(**{share.column: parties})
        return cls(share, pairs, variables, groups, before, share.scale // common, targets // common)

    @cached_property
    def _each(self) -> Int:
        """The steps of each entry, times its weight."""
        return product(self.value[self.groups.group], self.groups.relation["amount"])

    @cached_property
    def _fixed(self) -> Int:
        """The part of each load that is there before, times its weight."""
        return product(self.value, self.before)

    @cached_property
    def most(self) -> Int:
        """What each load could be, rounded up."""
        total = self._fixed + self.groups.relation.assign(each=self._each).each(**self._keys).total("each")
        return -(-total // self.weight)

    @cached_property
    def least(self) -> Int:
        """What each load is without any assignment, rounded down."""
        return self._fixed // self.weight

    @property
    def _keys(self) -> dict[str, Int]:
        return {self.share.column: self.groups[self.share.column]}

    @cached_property
    def step(self) -> int:
        """All loads differ by multiples of it."""
        if (self.weight > 1).any():
            return 1
        return max(1, int(np.gcd.reduce(np.r_[self._each, self._fixed - self._fixed[:1]])))

    def top(self, *, used: bool) -> Linear:
        """The largest load of all, or of those used; 0 where there is none. Without a history these are the same."""
        used = used and bool(self._fixed.any())
        if not len(self.groups):
            return Linear.nothing()
        block = self._held(self._sum(-1), self._fixed - self.weight * self._low, used=used)
        weight = product(self.weight, self.step)
        even, over = self._evenly
        if not used and over:
            # The average rounded up, for the linear relaxation: 1 more than ``even`` where all seats are filled.
            lower = int((self._fixed - self._low).sum()) // self.step - (len(self.groups) - over) * even
            row = np.zeros(len(self._each), np.int64)
            block = _with(block, row, self.groups.relation.variable, -self._each // self.step, np.array([lower]))
            weight = np.r_[weight, over]
        most = -(-(int(self.most.max()) - self._low) // self.step)
        number = self.variables.least(self._name("top", used), block, weight, most).total
        return Linear.total([(1, _times(self.step, number)), (1, self._constant(self._low, used=used))])

    def bottom(self, *, used: bool) -> Linear:
        """Minus the smallest load of all, or of those used; 0 where there is none."""
        if not len(self.groups):
            return Linear.nothing()
        high = int(self.most.max() if used else self.most.min())
        block = self._filled(self._held(self._sum(1), self.weight * high - self._fixed, used=used))
        weight = product(self.weight, self.step)
        if not used and (self.weight == 1).all():
            # The average rounded down, for the linear relaxation.
            block = _with(block, _NONE, _NONE, _NONE, np.array([high - self._low - self.step * self._evenly[0]]))
            weight = np.r_[weight, self.step]
        most = max(0, -(-(high - self._low) // self.step))
        number = self.variables.least(self._name("rest", used), block, weight, most).total
        return Linear.total([(1, _times(self.step, number)), (1, self._constant(-high, used=used))])

    def spread(self, *, used: bool) -> Linear:
        """The largest load less the smallest; of those used, a cut says that it is never below 0."""
        found = Linear.total([(1, self.top(used=used)), (1, self.bottom(used=used))])
        if used:
            self.variables.at_least(self._name("spread", used), found, 0)
        return found

    @property
    def _low(self) -> int:
        return int(self.least.min())

    @cached_property
    def _evenly(self) -> tuple[int, int]:
        """The steps above the least load that everybody has where all seats are filled and shared out evenly, and how
        many are left over; 0 by targets."""
        if (self.weight > 1).any():
            return 0, 0
        total = int((self._fixed - self._low).sum()) + self._in_all
        return divmod(total // self.step, len(self.groups))

    @property
    def _in_all(self) -> int:
        """No plan has more in all of what is counted."""
        return int(product(self._seats.amount, self._seats.people).sum())

    @cached_property
    def _seats(self) -> Seats:
        """The seats that count, with the most that anybody has of each; no plan fills more."""
        entries, pairs = self.groups.relation, self.pairs
        if entries.indicators is not None or not any(one.kind == "coverage" and not one.bent for one in pairs.rules):
            return Seats(self._each, np.ones_like(self._each))
        whole = self.share.count == "hours" and self.share.shift_kind is None
        seats = entries.by("job") if whole else entries.by("job", "shift")
        most = np.zeros(len(seats), np.int64)
        np.maximum.at(most, seats.group, self._each)
        people = np.minimum(seats.total(), pairs.columns.demands.headcount[pairs.columns.job_demand[seats["job"]]])
        return Seats(most, people)

    def beyond(self, level: int, *, over: bool) -> Linear:
        """``Σ max(0, load - level)``, or of what loads are below the level."""
        far = self.most - level if over else level - self.least
        some = np.flatnonzero(far > 0)
        found = self._some(some)._beyond(level, int(far.max()), over=over) if len(some) else Linear.nothing()
        side = "over" if over else "under"
        self.variables.convex(f"{self.share!r} {side}", -level if over else level, found)
        return found

    def _beyond(self, level: int, most: int, *, over: bool) -> Linear:
        """The same of parties whose loads can be beyond the level, by ``most`` at the most."""
        sign = -1 if over else 1
        short = sign * (self.weight * level - self._fixed)
        step = 1 if (self.weight > 1).any() else max(1, int(np.gcd.reduce(np.r_[self._each, short])))
        block: RowBlock = self._sum(sign) >= short
        block = block if over else self._filled(block)
        weight, owner = product(self.weight, step), np.arange(len(short))
        if (self.weight == 1).all() and (more := self._rounded(short, step, over=over)) is not None:
            block, owner = _with(block, *more), np.r_[owner, owner]
            weight = np.r_[weight, np.ones_like(weight)]
        name = self._name(f"{'over' if over else 'under'} {level}", used=False)
        number = self.variables.least(name, block, weight, -(-most // step), owner=owner).total
        return Linear(0, number.columns, product(number.values, step))

    def _rounded(self, short: Int, step: int, *, over: bool) -> tuple[Int, Int, Int, Int] | None:
        """One more row for each party, in steps, which rounds amounts and levels."""
        seats, group = Seats(self._seats.amount // step, self._seats.people), self.groups.group
        level = (-short if over else short) // step
        rows = rounded(seats, self._each // step, group, level, over=over)
        return None if rows is None else (group, self.groups.relation.variable, -rows.value, rows.base)

    def _some(self, which: Int) -> Loads:
        groups = self.groups.relation.each(**{name: keys[which] for name, keys in self._keys.items()})
        fixed = self.before[which], self.value[which], self.weight[which]
        return Loads(self.share, self.pairs, self.variables, groups, *fixed)

    def _sum(self, sign: int) -> Sum:
        return self.groups.sum(sign * self._each)

    def _filled(self, block: RowBlock) -> RowBlock:
        """Rows that count loads; of filled seats no more than there are."""
        if self.share.count != "filled":
            return block
        return within_seats(block, self.pairs, self.variables, self.groups["borrower"], self.value)

    def _held(self, rows: Sum, lower: Int, *, used: bool) -> RowBlock:
        """The rows with lower bounds, which of those who need not have anything hold if they are used."""
        if not used:
            return rows >= lower
        on = self._any(self.share.column)
        at = np.searchsorted(self.groups[self.share.column], on[self.share.column])
        return rows + on.by(self.share.column).sum(-lower[at]) >= 0

    def _any(self, *names: str) -> Relation:
        mine = self.share.of_members(self.pairs, self.pairs.relation)
        return mine.where(mine.agrees(**self._keys)).by(*names).any(self.variables)

    def _constant(self, value: int, *, used: bool) -> Linear:
        """A number, or 0 where nobody is used."""
        return self._any().sum(value) if used and value else Linear.nothing(0 if used else value)

    def _name(self, what: str, used: bool) -> str:
        return f"{self.share!r} {self.share.group} {'used ' * used}{what}"


def _with(block: RowBlock, row: Int, columns: Int, values: Int, lower: Int) -> RowBlock:
    """The rows and more, whose numbers count from 0."""
    return RowBlock.at_least(
        np.r_[block.row, len(block.lower) + row],
        np.r_[block.column, columns],
        np.r_[block.value, values],
        np.r_[block.lower, lower],
    )


def _times(factor: int, linear: Linear) -> Linear:
    return Linear(factor * linear.constant, linear.columns, product(linear.values, factor))


def _parties(share: AnyShare, pairs: Pairs) -> tuple[Int, list[str]]:
    """Those who have a share, by number and name."""
    columns = pairs.columns
    inside = share.within(columns)
    if share.column == "worker":
        parties = np.flatnonzero(inside)
        return parties, [columns.workers.ids[one] for one in parties.tolist()]
    lends = share.column == "lender"
    borrowing = columns.demands.company
    if share.count == "filled":
        borrowing = borrowing[columns.demands.needed > 0]
    parties = np.unique(columns.workers.company[inside] if lends else borrowing)
    return parties, [columns.company_ids[one] for one in parties.tolist()]


def _targets(share: AnyShare, pairs: Pairs, parties: Int, names: list[str]) -> Int:
    if share.count != "filled":
        return np.array([share.known[0].get(name, 1) for name in names], np.int64)
    columns = pairs.columns
    seats = product(columns.demands.needed[columns.job_demand], columns.job_shifts.lengths)
    total = np.zeros(len(columns.company_ids), np.int64)
    np.add.at(total, columns.job_company, seats)
    return total[parties]


def _entries(share: AnyShare, pairs: Pairs, variables: VariableRegistry) -> Relation:
    """What is counted in scope, with its ``amount`` in the share's steps before they are scaled."""
    if share.count == "hours" and share.shift_kind is None:
        mine = share.of_members(pairs, pairs.relation)
        return mine.assign(amount=mine["minutes"])
    spans = share.of_members(pairs, pairs.spans)
    if share.shift_kind is not None:
        kinds = pairs.columns.kinds
        of_kind = pairs.columns.shift_kind == kinds.index(share.shift_kind)
        spans = spans.where(of_kind[spans["shift"]])
    if share.count == "hours":
        return spans.assign(amount=spans["minutes"])
    if share.count == "filled":
        spans = spans.where(pairs.columns.demands.needed[spans["demand"]] > 0)
    if share.count == "nights":
        spans = spans.where(_nightly(pairs)[spans["shift"]])
    elif share.count == "weekends":
        off = spans.where((spans["day"] - 1) % 7 >= 5)
        names = tuple(dict.fromkeys(("worker", "week", share.column)))
        spans = off.by(*names).any(variables)
    return spans.assign(amount=np.ones(len(spans), np.int64))


def _nightly(pairs: Pairs) -> Mask:
    """The shifts with more than two hours of any night."""
    columns = pairs.columns
    shifts, zone = columns.shifts, ZoneInfo(columns.scenario.timezone)
    found = np.zeros(len(shifts.start), bool)
    longest = int((shifts.end - shifts.start).max(initial=0)) // 1440 + 2
    for after in range(-1, longest):
        day, at = np.unique(shifts.day + after, return_inverse=True)
        opens, closes = clock_times(day, NIGHT[0], zone)[at], clock_times(day + 1, NIGHT[1], zone)[at]
        found |= np.minimum(shifts.end, closes) - np.maximum(shifts.start, opens) > NIGHT_MINUTES
    return found
