"""The frontier: what one aim costs in terms of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffmatch.answers.what_if.tradeoff import Tradeoff
from staffmatch.errors import require_type
from staffmatch.plot.picture import Picture, picture
from staffmatch.plot.style import FAINT, LINE, PAPER
from staffmatch.reports.colours import BLUE
from staffmatch.result.contents import TierResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (5.2, 3.7)


def frontier(tradeoff: Tradeoff, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """The points of `tradeoff`, the first term on x, the second on y, in their units; returns the axes.

    Filled points are proven: no plan is better in one and no worse in the other. A hollow one is a plan, with a line
    down to what no plan of its cap is below. Above the steps is what a point is better than.
    """
    require_type(tradeoff, Tradeoff)
    points = tradeoff.points
    first, second = points[0].first, points[0].second
    with picture(ax, _SIZE, lang, grid="both") as drawn:
        _draw(drawn, tradeoff)
        names = [drawn.words.term(one.term, weighted=False) for one in (first, second)]
        drawn.title(drawn.say("frontier", first=names[0], second=names[1]))
        drawn.note(drawn.say("frontier_all" if tradeoff.complete else "frontier_some", n=len(points)))
        for side in ("first", "second"):
            _range(drawn, [getattr(one, side) for one in points])
        drawn.labels(*(_axis(drawn, one) for one in (first, second)))
        drawn.numbers("x")
        drawn.numbers("y")
    return drawn.ax


def _range(drawn: Picture, results: list[TierResult]) -> None:
    """How far apart the ends are, since an axis need not begin at zero."""
    low, high = (function(one.value for one in results) for function in (min, max))
    if 0 < low < high:
        words = drawn.words
        share = words.number(100 * (high - low) / low, 1)
        term = words.term(results[0].term, weighted=False)
        drawn.note(drawn.say("frontier_range", term=term, low=words.number(low), high=words.number(high), share=share))


def _axis(drawn: Picture, result: TierResult) -> str:
    return f"{drawn.words.term(result.term, weighted=False)} ({drawn.words.unit(result.unit)})"


def _draw(drawn: Picture, tradeoff: Tradeoff) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    ax = drawn.ax
    x, y = ([getattr(point, side).value for point in tradeoff.points] for side in ("first", "second"))
    ax.margins(0.08)
    ax.plot(x, y, linestyle="", zorder=0)
    right, top = ax.get_xlim()[1], ax.get_ylim()[1]
    ax.fill_between([*x, right], [*y, y[-1]], top, step="post", color=FAINT, linewidth=0, zorder=0.5)
    ax.step([x[0], *x, right], [top, *y, y[-1]], where="post", color=LINE, linewidth=1.0, zorder=1)
    ax.set_xlim(ax.get_xlim()[0], right)
    ax.set_ylim(ax.get_ylim()[0], top)
    dots = {"color": BLUE, "markersize": 6, "markeredgecolor": BLUE, "linestyle": ""}
    for point in tradeoff.points:
        at, fill = (point.first.value, point.second.value), BLUE if point.proven else PAPER
        if not point.proven and point.second_bound is not None:
            ax.plot([at[0]] * 2, [point.second_bound, at[1]], color=BLUE, linewidth=1.1, marker="_", zorder=2)
        ax.plot(*at, marker="o", markerfacecolor=fill, zorder=3, clip_on=False, **dots)  # type: ignore[arg-type]
    for proven, name in ((True, "frontier_proven"), (False, "frontier_open")):
        if any(point.proven == proven for point in tradeoff.points):
            face = BLUE if proven else PAPER
            drawn.key(Line2D([], [], marker="o", markerfacecolor=face, **dots), drawn.say(name))  # type: ignore[arg-type]
    drawn.key(Patch(facecolor=FAINT, edgecolor=LINE, linewidth=0.5), drawn.say("frontier_dominated"))
