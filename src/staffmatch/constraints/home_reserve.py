"""HomeReserve: how many of the people rostered at home stay there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int, ranges
from staffmatch.constraints.shared.lenders import (
    LenderRule,
    People,
    Stay,
    Together,
    headcounts,
    stay,
    stretch,
    when,
    worst,
)
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.ragged import Lists, merged

_LENT = Sentence(
    "home_reserve",
    "{lender:company} lends {n:count} of the {rostered:count} person{who} rostered at home {when}; the reserve is "
    "{least:count}.",
    "{lender:company} lends {n:count} of the {rostered:count} people{who} rostered at home {when}; the reserve is "
    "{least:count}.",
    by="rostered",
)
_SHORT = Sentence(
    "home_reserve.short",
    "{lender:company} has rostered {n:count} of the {least:count} people{who} who are to stay at home {when}.",
)


class HomeReserve(LenderRule):
    """Of a lender's people who are rostered at home at a moment, at least ``people`` are not lent at that moment; per
    ``day``, of those with minutes of a home shift on a local day so many have none of a lent shift on it.

    For every lender a and moment, or day, t: ``Σ_{w in R_at} away_wt <= max(0, |R_at| - people)`` with R_at those with
    a home shift that covers t, or has minutes on it, and away_wt likewise; absent people have none. Where fewer are
    rostered, though somebody is, all of them stay and the input's violation is reported; where nobody is rostered
    nobody is missed. A row stands only where neither the moment before nor the one after implies it. With `DailyRest`
    nobody leaves a home shift for a lent one, so that only the reserve per day asks for more.

    Where it bends, each lender counts with its worst moment.

    Example: "'hotel' lends 2 of the 3 people with 'care' rostered at home on 2020-04-06 at 08:00; the reserve is 2."
    """

    kind: Literal["home_reserve"] = "home_reserve"
    tied_by = "lender"
    selects = ("per",)
    people: People
    per: Together = "moment"

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        columns, lent = pairs.columns, self._lent(pairs)
        rostered, zone = columns.workers.home_shifts, ZoneInfo(columns.scenario.timezone)
        mine = np.flatnonzero(self.within(columns)[rostered.owner])
        who, opens, closes = merged(rostered.owner[mine], *stretch(rostered, mine, self.per, zone))
        start, end = stretch(columns.shifts, lent["shift"], self.per, zone)
        at, home = Lists.grouped(who, len(columns.workers.ids)).expand(lent["worker"])
        low, high = np.maximum(start[at], opens[home]), np.minimum(end[at], closes[home])
        both = np.flatnonzero(low < high)
        if not len(both):
            return
        at, home, low, high = at[both], home[both], low[both], high[both]
        origin = int(opens.min())
        lender = columns.workers.company * (int(closes.max()) - origin + 1) - origin
        opens, closes = opens + lender[who], closes + lender[who]
        low, high = low + lender[who[home]], high + lender[who[home]]
        moments, staff = self._moments(opens, closes, low, high, home)
        missing, row = ranges(np.searchsorted(moments, low), np.searchsorted(moments, high))
        crowds = lent.where(at[missing]).assign(crowd=row)
        yield from self._capped(pairs, variables, crowds, np.maximum(0, staff - self.people))

    def _moments(self, opens: Int, closes: Int, low: Int, high: Int, home: Int) -> tuple[Int, Int]:
        """The moments that no neighbour implies, and how many are rostered then.

        A neighbour at which all who are lent still are, and nobody else is rostered, implies a moment unless it has
        fewer than the reserve.
        """
        times = np.unique(np.r_[opens, closes, low, high])

        def happens(*moments: Int) -> Int:
            return np.bincount(np.searchsorted(times, np.concatenate(moments)), minlength=len(times))

        staff = np.cumsum(happens(opens) - happens(closes))
        enough = staff >= self.people
        later = (happens(opens, high[high < closes[home]]) == 0) & enough
        before = happens(closes, low[low > opens[home]]) == 0
        kept = ~np.r_[later[1:], False] & ~(before & np.r_[False, enough[:-1]])
        return times[kept], staff[kept]

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        home = self._rostered(scenario, zone)
        for lender, duties in self._duties(scenario, plan).items():
            lent = [stay(duty.shift, duty.worker.id, self.per, zone) for duty in duties]
            shifts = home.get(lender, [])
            counts = list(headcounts(_missed(lent, shifts), shifts))
            at_home = {moment: rostered for moment, (_, rostered) in counts}
            for found in worst((moment, n, max(0, rostered - self.people)) for moment, (n, rostered) in counts):
                said = _LENT(
                    lender=lender,
                    n=found.people,
                    rostered=at_home[found.moment],
                    who=self._who,
                    when=when(found.moment, zone),
                    least=self.people,
                )
                yield Violation(self.kind, said, found.people - found.limit, "people", (lender,))

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        for lender, shifts in self._rostered(scenario, zone).items():
            short = ((moment, self.people - n if n else 0, 0) for moment, (n,) in headcounts(shifts))
            for found in worst(short):
                here, moment = self.people - found.people, when(found.moment, zone)
                said = _SHORT(lender=lender, n=here, least=self.people, who=self._who, when=moment)
                yield Violation(self.kind, said, found.people, "people", (lender,))

    def _rostered(self, scenario: Scenario, zone: ZoneInfo) -> dict[str, list[Stay]]:
        found: dict[str, list[Stay]] = {}
        for worker in self.having(scenario, "home_shifts").values():
            for shift in worker.at_home(zone):
                found.setdefault(worker.company, []).append(stay(shift, worker.id, self.per, zone))
        return found

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        yield from self._beyond_staff(scenario, path, self.people)


def _missed(lent: list[Stay], home: list[Stay]) -> Iterator[Stay]:
    """What each lent stay has in common with a home shift of the same person."""
    rostered: dict[str, list[Stay]] = {}
    for shift in home:
        rostered.setdefault(shift.person, []).append(shift)
    for one in lent:
        for shift in rostered.get(one.person, ()):
            start, end = max(one.start, shift.start), min(one.end, shift.end)
            if start < end:
                yield Stay(start, end, one.person)
