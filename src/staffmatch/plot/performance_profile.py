"""The performance profile of benchmark rows: how often each solver is how close to the best known value.

Source: E. D. Dolan and J. J. Moré, "Benchmarking optimization software with performance profiles", Mathematical
Programming 91 (2002), 201-213; here of gaps in place of ratios of times.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from staffmatch.errors import InputError, InputIssue
from staffmatch.plot.picture import Picture, picture, short
from staffmatch.plot.sentences import NO_ROWS, NO_ROWS_ADVICE
from staffmatch.plot.style import FONT, GROUPS, REST, SMALL
from staffmatch.reports.colours import BLUE, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (6.2, 3.6)
# Percent up to which the axis is linear, so that 0 is on it, and beyond which it ends.
_LINEAR, _MOST = 0.01, 1000.0
_STYLES = ("-", (0, (5, 1.5)), (0, (1.5, 1)), (0, (5, 1.5, 1.5, 1.5)))

Row = Mapping[str, Any]


def gap_profile(rows: Iterable[Row], ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """For each solver the share of the instances (y) that it brings within so many percent (x) of the best known value.

    ``rows`` are those of `python -m benchmarks run`: mappings with ``family``, ``instance``, ``peer`` (None for
    staffmatch), ``value``, and if known ``best_known``, of what is minimised. An instance is one run: rows of the same
    instance, time limit and seed are compared, and of several rows of a solver the last one counts. The gap is
    ``|value - best| / max(|best|, 1)``, best being the least of all values and ``best_known``. A row without a value
    is never within any gap; one that was skipped is not counted. InputError if no row has a value. Returns the axes.
    """
    gaps, count = gaps_by_peer(rows)
    with picture(ax, _SIZE, lang, grid="both") as drawn:
        drawn.title(drawn.say("profile"))
        drawn.note(drawn.say("profile_says", n=count))
        if any(len(own) < count for own in gaps.values()):
            drawn.note(drawn.say("profile_partial"))
        _draw(drawn, gaps, count)
    return drawn.ax


def gaps_by_peer(rows: Iterable[Row]) -> tuple[dict[str | None, list[float]], int]:
    """The gaps of each peer in percent, ascending, infinite where it has no value; and of how many instances."""
    runs: dict[tuple[str, ...], dict[str | None, Row]] = {}
    for row in rows:
        if row.get("status") != "skipped" and row.get("instance") is not None:
            key = tuple(str(row.get(name)) for name in ("family", "instance", "time_limit", "seed"))
            runs.setdefault(key, {})[row.get("peer")] = row
    gaps: dict[str | None, list[float]] = {}
    count = 0
    for run in runs.values():
        values = [row.get(name) for row in run.values() for name in ("value", "best_known")]
        known = [float(value) for value in values if value is not None]
        if any(row.get("value") is not None for row in run.values()):
            count += 1
            for peer, row in run.items():
                gaps.setdefault(peer, []).append(_gap(row.get("value"), min(known)))
    if not count:
        raise InputError([InputIssue("no_rows", "rows", NO_ROWS(), NO_ROWS_ADVICE())])
    order = sorted(gaps, key=lambda peer: (peer is not None, peer or ""))
    return {peer: sorted(gaps[peer]) for peer in order}, count


def _gap(value: float | None, best: float) -> float:
    return math.inf if value is None else 100 * (value - best) / max(abs(best), 1)


def _draw(drawn: Picture, gaps: dict[str | None, list[float]], count: int) -> None:
    ax = drawn.ax
    finite = [gap for own in gaps.values() for gap in own if gap < math.inf]
    end = min(max(2 * max(finite), 1.0), _MOST)
    colours = (VERMILLION, *GROUPS)
    for place, (peer, own) in enumerate(gaps.items()):
        name = drawn.say("profile_own") if peer is None else short(peer)
        if len(own) < count:
            name = drawn.say("profile_peer", name=name, n=len(own), of=count)
        x = [0.0, *(gap for gap in own if gap <= end), end]
        y = [0.0, *((k + 1) / len(own) for k, gap in enumerate(own) if gap <= end)]
        wide = 2.2 if peer is None else 1.4
        colour = BLUE if peer is None else colours[(place - 1) % len(colours)] if place <= len(colours) else REST
        style: Any = _STYLES[0] if peer is None else _STYLES[place % len(_STYLES)]
        shown = [100 * part for part in (*y, y[-1])]
        (line,) = ax.step(x, shown, where="post", color=colour, linewidth=wide, linestyle=style, zorder=3)
        drawn.key(line, name)
    ax.set_xscale("symlog", linthresh=_LINEAR, linscale=0.5)
    ticks = [0.0, *(10.0**k for k in range(-2, 4) if 10.0**k <= end)]
    ax.set_xticks(ticks, [drawn.words.number(tick, 2) for tick in ticks], fontfamily=FONT, fontsize=SMALL + 1)
    ax.set_xticks([], minor=True)
    ax.set_xlim(0, end)
    ax.set_ylim(0, 102)
    drawn.numbers("y", 0)
    drawn.labels(drawn.say("profile_x"), drawn.say("profile_y"))
