"""Rows of bars over time: bars of one row that overlap lie in lanes; where these are too many, the row is a profile."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from staffmatch.arrays import Real
from staffmatch.plot.style import SMALL, SOFT

if TYPE_CHECKING:
    from staffmatch.plot.picture import Picture

# Rows that a picture can hold, and lanes that a row can.
MOST_ROWS, MOST_LANES = 40, 4
_FILL = 0.78


@dataclass(frozen=True, order=True)
class Bar:
    """People at work from hour to hour, in all ``hours``; ``hollow`` if they are missing."""

    start: float
    end: float
    colour: str
    hollow: bool = False
    people: int = 1
    hours: float = 0.0


@dataclass(frozen=True)
class Row:
    name: str
    bars: tuple[Bar, ...]

    @property
    def hours(self) -> float:
        return sum(bar.hours for bar in self.bars)


def largest(rows: Sequence[Row], others: str) -> list[Row]:
    """The rows in their order; of too many those with the most hours, and one of all the ``others``."""
    if len(rows) <= MOST_ROWS:
        return list(rows)
    by_size = sorted(range(len(rows)), key=lambda place: (-rows[place].hours, rows[place].name))
    kept, rest = set(by_size[: MOST_ROWS - 1]), by_size[MOST_ROWS - 1 :]
    joined = tuple(sorted(bar for place in rest for bar in rows[place].bars))
    return [*(row for place, row in enumerate(rows) if place in kept), Row(others, joined)]


def lanes(bars: Sequence[Bar]) -> list[int]:
    """The lane of each bar: the lowest one that is free when it starts."""
    free, busy, found, count = list[int](), list[tuple[float, int]](), dict[int, int](), 0
    for place in sorted(range(len(bars)), key=lambda one: bars[one]):
        while busy and busy[0][0] <= bars[place].start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if not free:
            heapq.heappush(free, count)
            count += 1
        found[place] = heapq.heappop(free)
        heapq.heappush(busy, (bars[place].end, found[place]))
    return [found[place] for place in range(len(bars))]


def profile(bars: Sequence[Bar], moments: Real) -> Real:
    """How many people there are from each of some moments, which have every start and end, to the next."""
    steps = np.zeros(len(moments))
    people = [bar.people for bar in bars]
    np.add.at(steps, np.searchsorted(moments, [bar.start for bar in bars]), people)
    np.subtract.at(steps, np.searchsorted(moments, [bar.end for bar in bars]), people)
    counts: Real = np.cumsum(steps)
    return counts


def draw_rows(drawn: Picture, rows: Sequence[Row]) -> bool:
    """Each row at y = 0, 1, 2 ... from above; whether one of them is a profile."""
    drawn.rows([row.name for row in rows])
    profiles = False
    for y, row in enumerate(rows):
        # Never the lanes of thousands.
        crowded = any(bar.people > 1 for bar in row.bars) or len(row.bars) > MOST_LANES * 200
        placed = [] if crowded else lanes(row.bars)
        if crowded or max(placed, default=0) >= MOST_LANES:
            _draw_profile(drawn, y, row.bars)
            profiles = True
        else:
            _draw_lanes(drawn, y, row.bars, placed)
    return profiles


def _look(bar: Bar) -> dict[str, Any]:
    if bar.hollow:
        return {"facecolor": "none", "edgecolor": bar.colour, "hatch": "//////", "linewidth": 0.6}
    return {"facecolor": bar.colour, "edgecolor": "none", "linewidth": 0}


def _draw_lanes(drawn: Picture, y: int, bars: Sequence[Bar], placed: Sequence[int]) -> None:
    high = _FILL / (max(placed, default=0) + 1)
    for bar, lane in zip(bars, placed, strict=True):
        middle = y + _FILL / 2 - (lane + 0.5) * high
        drawn.ax.barh(middle, bar.end - bar.start, high * 0.9, bar.start, zorder=2, **_look(bar))


def _draw_profile(drawn: Picture, y: int, bars: Sequence[Bar]) -> None:
    """People at a time, stacked by colour, to the height of the row; those who are missing stand on top."""
    moments = np.unique([edge for bar in bars for edge in (bar.start, bar.end)])
    groups: dict[tuple[bool, str], list[Bar]] = {}
    for bar in bars:
        groups.setdefault((bar.hollow, bar.colour), []).append(bar)
    stacked = [(group[0], profile(group, moments)) for _, group in sorted(groups.items())]
    most = float(np.sum([counts for _, counts in stacked], axis=0).max())
    foot, unit = y + _FILL / 2, _FILL / most
    below = np.zeros(len(moments))
    for bar, counts in stacked:
        edges = foot - below * unit, foot - (below + counts) * unit
        drawn.ax.fill_between(moments, *edges, step="post", zorder=2, **_look(bar))
        below = below + counts
    drawn.beside(y, drawn.say("most_at_once", n=int(most)), SOFT, SMALL)
