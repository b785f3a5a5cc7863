"""Ways between the sites of one local day as columns: of shifts that are worked anyway, and of such as may be.

The way from a piece of work i to the next, j, counts iff both are worked and none of K, those between: that is
``y_ij = (i ∨ K) + (j ∨ K) - K - (i ∨ j ∨ K)`` with the indicator of each set, 1 iff any of it is worked. A home shift
always is, so that ``y_ij = (j ∨ K) - K`` after one, and ``1 - K`` between two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from staffmatch.arrays import Int, Mask, ranges
from staffmatch.constraints.shared.sites import Sites
from staffmatch.domain.travel import UNREACHABLE
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.sums import Sum
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.ragged import Spans


class Stops(NamedTuple):
    """Pieces of work by owner and day, in order: when and where they are, and which span each is, -1 at home.

    A piece of which no minutes count as working time is no stop.
    """

    owner: Int
    day: Int
    start: Int
    end: Int
    site: Int
    span: Int

    @classmethod
    def of(cls, owner: Int, lent: Relation, home: Stops, columns: Columns, sites: Sites) -> Stops:
        """Lent spans of owners, with their stops at home."""
        at = np.flatnonzero(lent["counted"] > 0)
        shift = lent["shift"][at]
        rank = np.unique(np.array(columns.shift_ids), return_inverse=True)[1][shift]
        day, start, end = (column[at] for column in lent["day", "start", "end"])
        own = (owner[at], day, start, end, sites.of_shift[shift], at)
        both = cls(*(np.r_[one, other] for one, other in zip(home, own, strict=True)))
        order = np.lexsort((np.r_[np.full(len(home.owner), -1), rank], both.end, both.start, both.day, both.owner))
        return cls(*(column[order] for column in both))

    @classmethod
    def at_home(cls, columns: Columns, sites: Sites, *, past: bool) -> Stops:
        """Those of all workers, of past shifts or not."""
        workers = columns.workers
        home: Spans = workers.rostered if past else workers.home_shifts
        company = workers.rostered_company if past else workers.company[home.owner]
        order = np.lexsort((home.end, home.start, home.day, home.owner))
        order = order[home.minutes[order] > 0]
        site = sites.of_company[company]
        found = cls(home.owner, home.day, home.start, home.end, site, np.full(len(site), -1))
        return found.take(order)

    def take(self, at: Int, owner: Int | None = None) -> Stops:
        """Some of them, for other owners where given."""
        found = Stops(*(column[at] for column in self))
        return found if owner is None else found._replace(owner=owner)

    def one_by_one(self, sites: Sites) -> tuple[Int, Int]:
        """The stops from which there is a way to the next, and its minutes, if all are worked."""
        one = np.flatnonzero((self.owner[1:] == self.owner[:-1]) & (self.day[1:] == self.day[:-1]))
        return one, _minutes(sites, self.site[one], self.site[one + 1])

    def arcs(self, sites: Sites, gap: int | None) -> Arcs:
        """The ways that may count: with some lent work at their ends or between. Shifts closer than the gap exclude
        each other."""
        count, lent = len(self.owner), self.span >= 0
        last = np.ones(count, bool)
        last[:-1] = (self.owner[1:] != self.owner[:-1]) | (self.day[1:] != self.day[:-1])
        # To the next one at home, or the last of the day.
        stop = np.where(last | ~lent, np.arange(count), count)
        reach = np.minimum.accumulate(stop[::-1])[::-1]
        following: Int = np.arange(1, count + 1)
        one, other = ranges(following, np.where(last, following, np.r_[reach[1:], 0] + 1))
        kept = (lent[one] | lent[other] | (other > one + 1)) & self._both(one, other, gap)
        one, other = one[kept], other[kept]
        minutes = _minutes(sites, self.site[one], self.site[other])
        one, other, minutes = one[minutes > 0], other[minutes > 0], minutes[minutes > 0]
        arc, between = ranges(one + 1, other)
        kept = self._both(one[arc], between, gap) & self._both(between, other[arc], gap)
        return Arcs(self, one, other, minutes, arc[kept], between[kept])

    def _both(self, one: Int, other: Int, gap: int | None) -> Mask:
        """Whether both can be worked."""
        if gap is None:
            return np.ones(len(one), bool)
        lent = (self.span[one] >= 0) & (self.span[other] >= 0)
        return ~lent | (self.start[other] >= self.end[one] + gap)


@dataclass(frozen=True)
class Arcs:
    """Ways from stop ``one[i]`` to ``other[i]``; ``between[k]`` may lie on that of ``arc[k]``."""

    stops: Stops
    one: Int
    other: Int
    minutes: Int
    arc: Int
    between: Int

    @property
    def first(self) -> Int:
        """The span with which each begins, -1 at home."""
        return self.stops.span[self.one]

    @property
    def last(self) -> Int:
        return self.stops.span[self.other]

    def counted(self, spans: Relation, variables: VariableRegistry) -> Ways:
        """Their indicators, each with the number of its ``arc``: those added and those subtracted."""
        from_lent, to_lent = self.first >= 0, self.last >= 0
        own: Int = np.arange(len(self.one))

        def sets(*parts: tuple[Int, bool, bool]) -> Relation:
            """Indicators of the sets with what is between, and with the first and the last stop where so said."""
            found = []
            for number, (arcs, begin, end) in enumerate(parts):
                which = np.isin(self.arc, arcs)
                entries = [(self.arc[which], self.stops.span[self.between[which]])]
                entries += [(arcs, self.first[arcs])] if begin else []
                entries += [(arcs, self.last[arcs])] if end else []
                found += [(arc * len(parts) + number, span) for arc, span in entries]
            code, span = (np.concatenate([one[place] for one in found]) for place in (0, 1))
            indicators = spans.where(span).assign(set=code).by("worker", "set").any(variables, alone=True)
            return indicators.assign(arc=indicators["set"] // len(parts))

        both = from_lent & to_lent
        added = sets((own[from_lent], True, False), (own[to_lent], False, True))
        return Ways(added, sets((own, False, False), (own[both], True, True)))


class Ways(NamedTuple):
    """Indicators by ``arc`` whose difference tells whether its way counts more than it does without lent work."""

    added: Relation
    subtracted: Relation

    def beside(self, total: Sum, minutes: Int, places: Callable[[Int], tuple[Int, Int]], name: str) -> Sum:
        """A sum by worker and another column, with the minutes of ways; ``places`` gives the values of that column for
        arcs, as (position, value)."""
        for sign, part in ((1, self.added), (-1, self.subtracted)):
            at, value = places(part["arc"])
            entries = part.where(at).assign(**{name: value})
            total = total + entries.by("worker", name).sum(sign * minutes[part["arc"][at]])
        return total


def _minutes(sites: Sites, one: Int, other: Int) -> Int:
    """Minutes between sites; none where there is no way, which is for other rules to forbid."""
    minutes = sites.minutes(one, other)
    return np.where(minutes >= UNREACHABLE, 0, minutes)
