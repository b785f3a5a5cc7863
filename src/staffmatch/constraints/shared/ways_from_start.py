"""Ways between the sites of a day in the 24 h from when work begins: those in which both shifts begin.

Lent shifts have to have minutes in these, too: a break may take all of what lies within them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.shared.from_start import Piece, Windows, minutes_within
from staffmatch.constraints.shared.sites import Sites
from staffmatch.constraints.shared.ways import Arcs, Stops, Ways
from staffmatch.constraints.shared.ways_in_windows import arcs_of
from staffmatch.constraints.shared.ways_told import Stop, ways
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.sums import Sum
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.ragged import Lists


@dataclass(frozen=True)
class WaysFromStart:
    """The ways in each window; ``home`` has the minutes without lent work, ``most`` bounds what it adds."""

    arcs: Arcs
    counted: Ways
    windows: Lists
    home: Int
    most: Int

    @classmethod
    def of(cls, found: Windows, pairs: Pairs, spans: Relation, variables: VariableRegistry) -> WaysFromStart:
        """Of windows whose lent pieces are these spans of workers."""
        arcs, count = arcs_of(pairs, spans, past=True), len(found.owner)
        stops, width = arcs.stops, max(1, len(spans))
        arc, window = found.holding(stops.owner[arcs.one], stops.start[arcs.one], stops.start[arcs.other])
        inside = found.window * width + found.piece
        for span in (arcs.first[arc], arcs.last[arc]):
            kept = (span < 0) | np.isin(window * width + span, inside)
            arc, window = arc[kept], window[kept]
        lent = (arcs.first[arc] >= 0) | (arcs.last[arc] >= 0)
        most = np.bincount(window[lent], arcs.minutes[arc[lent]], count).astype(np.int64)
        sites = Sites(pairs.columns)
        kept_at_home = Stops.at_home(pairs.columns, sites, past=True)
        one, minutes = kept_at_home.one_by_one(sites)
        at, where = found.holding(kept_at_home.owner[one], kept_at_home.start[one], kept_at_home.start[one + 1])
        home = np.bincount(where, minutes[at], count).astype(np.int64)
        by_arc = Lists.grouped(arc, len(arcs.one))
        windows = Lists(by_arc.start, window[by_arc.items])
        return cls(arcs, arcs.counted(spans, variables), windows, home, most)

    def beside(self, total: Sum, name: str, rows: Lists | None = None) -> Sum:
        """A sum by worker and window with these ways, or by worker and row, given the ``rows`` of each window."""

        def places(arc: Int) -> tuple[Int, Int]:
            at, window = self.windows.expand(arc)
            if rows is None:
                return at, window
            place, row = rows.expand(window)
            return at[place], row

        return self.counted.beside(total, self.arcs.minutes, places, name) if len(self.arcs.one) else total


def ways_told(
    scenario: Scenario, lent: list[Stop], home: list[Stop], pieces: dict[str, Piece]
) -> Callable[[datetime], tuple[int, int]]:
    """The minutes of ways in the 24 h from some moment, and those at home alone, in the user's own words; ``pieces``
    has the lent ones by name."""
    both, alone = list(ways(scenario, [*lent, *home])), list(ways(scenario, home))

    def there(stop: Stop, opens: datetime) -> bool:
        return not stop.name or minutes_within(pieces[stop.name], opens) > 0

    def within(opens: datetime) -> tuple[int, int]:
        until = opens + timedelta(days=1)
        sums = (
            sum(
                minutes
                for _, one, other, minutes in found
                if one.start >= opens and other.start < until and there(one, opens) and there(other, opens)
            )
            for found in (both, alone)
        )
        with_lent, at_home = sums
        return with_lent, at_home

    return within
