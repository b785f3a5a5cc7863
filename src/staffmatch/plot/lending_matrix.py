"""Partnerships: the matrix of lenders and borrowers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from staffmatch.arrays import Real
from staffmatch.errors import require_type
from staffmatch.messages.names import name_of, names_of
from staffmatch.plot.picture import Picture, picture, places_that_add_up, short
from staffmatch.plot.style import AMOUNTS, FAINT, SMALL, SOFT, ink_on, shade
from staffmatch.reports.colours import VERMILLION
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Lenders and borrowers with a row or column of their own, the others included.
MOST_LENDERS, MOST_BORROWERS = 30, 16
_WIDTH, _ROW, _HEAD, _LEAST = 7.2, 0.25, 2.1, 2.6


class _Matrix:
    """Minutes by lender and borrower, the largest first, with the rest of either side in the last place (None)."""

    def __init__(self, solution: Solution) -> None:
        listed = solution.partnerships
        minutes = {(one.lender, one.borrower): one.minutes for one in listed}
        self.lenders, lender = _largest(minutes, 0, MOST_LENDERS)
        self.borrowers, borrower = _largest(minutes, 1, MOST_BORROWERS)
        self.minutes = np.zeros((len(self.lenders), len(self.borrowers)))
        self.new = np.zeros(self.minutes.shape, bool)
        self.hidden = len(lender) - len(self.lenders), len(borrower) - len(self.borrowers)
        for one in listed:
            cell = lender[one.lender], borrower[one.borrower]
            self.minutes[cell] += one.minutes
            self.new[cell] |= one.new
        named = ([one is not None for one in side] for side in (self.lenders, self.borrowers))
        self.named = np.logical_and.outer(*named)
        self.new &= self.named


def partnerships(solution: Solution, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """A matrix of hours from each lender (rows) to each borrower (columns), with sums; returns the axes.

    Where any cell is no whole hour, all have the decimals that it needs, so that what is shown adds up to the sums.
    A new partnership, one without an agreement so far, has a frame. Of more than 30 lenders or 16 borrowers the last
    row or column sums up the others. InputError if there is no plan.
    """
    require_type(solution, Solution)
    solution.require_plan()
    found = _Matrix(solution)
    with picture(ax, (_WIDTH, max(_LEAST, _HEAD + _ROW * len(found.lenders))), lang) as drawn:
        drawn.title(drawn.say("partnerships"))
        if not found.lenders:
            drawn.empty(drawn.say("nobody"))
            return drawn.ax
        listed = solution.partnerships
        hours = drawn.words.hours(float(found.minutes.sum()))
        drawn.note(drawn.say("partnerships_says"))
        drawn.note(drawn.say("partnerships_count", hours=hours, n=len(listed), new=sum(one.new for one in listed)))
        if any(found.hidden):
            drawn.note(drawn.say("partnerships_cut"))
        _draw(drawn, found, solution)
    return drawn.ax


def _draw(drawn: Picture, found: _Matrix, solution: Solution) -> None:
    from matplotlib.colors import to_rgba
    from matplotlib.patches import Patch, Rectangle

    names, hours, ax = names_of(solution.scenario), found.minutes / 60, drawn.ax
    sides = [
        [drawn.say("others", n=hidden + 1) if one is None else name_of(names, "company", one) for one in side]
        for side, hidden in ((found.lenders, found.hidden[0]), (found.borrowers, found.hidden[1]))
    ]
    drawn.rows([*sides[0], drawn.say("sum")])
    scale, most = shade(AMOUNTS), float(hours[found.named].max(initial=0)) or 1.0
    places = places_that_add_up(found.minutes)
    drawn.settle()
    for (y, x), amount in np.ndenumerate(hours):
        if amount:
            colour = scale(amount / most) if found.named[y, x] else to_rgba(FAINT)
            ax.add_patch(Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, facecolor=colour, edgecolor="none", zorder=2))
            _number(drawn, x, y, amount, len(sides[1]), ink_on(colour), places)
        if found.new[y, x]:
            frame: dict[str, Any] = {"facecolor": "none", "edgecolor": VERMILLION, "linewidth": 1.1}
            ax.add_patch(Rectangle((x - 0.45, y - 0.43), 0.9, 0.86, zorder=3, **frame))
    if found.new.any():
        drawn.key(Patch(facecolor="none", edgecolor=VERMILLION, linewidth=1.1), drawn.say("partnerships_key_new"))
    _frame(drawn, sides[1], hours, places)


def _frame(drawn: Picture, borrowers: list[str], hours: Real, places: int) -> None:
    """Names of the columns, and sums of rows and columns in a row and a column of their own."""
    ax = drawn.ax
    down, across = hours.shape
    ax.set_xlim(-0.5, across + 0.5)
    ax.set_xticks(range(across + 1), [*(short(name) for name in borrowers), drawn.say("sum")])
    ax.tick_params(axis="x", length=0, labelrotation=35)
    for text in ax.get_xticklabels():
        text.set(ha="right", rotation_mode="anchor")
    for spine in ax.spines.values():
        spine.set_visible(False)
    sums = [*((across, y, amount) for y, amount in enumerate(hours.sum(axis=1)))]
    sums += [*((x, down, amount) for x, amount in enumerate(hours.sum(axis=0))), (across, down, hours.sum())]
    for x, y, amount in sums:
        _number(drawn, x, y, amount, across, SOFT, places)


def _number(drawn: Picture, x: int, y: int, amount: float, columns: int, colour: str, places: int) -> None:
    """Hours with exactly so many decimals, as large as the cell has room for."""
    text = drawn.words.fixed(float(amount), places)
    size = min(SMALL, 0.9 * drawn.points_wide / (columns + 1) / (0.62 * len(text)))
    drawn.ax.text(x, y, text, ha="center", va="center", fontsize=max(size, 3.5), color=colour, zorder=4)


def _largest(minutes: dict[tuple[str, str], int], side: int, most: int) -> tuple[list[str | None], dict[str, int]]:
    """The companies of a side by minutes, None for the rest; and the place of each."""
    total: Counter[str] = Counter()
    for pair, amount in minutes.items():
        total[pair[side]] += amount
    order = sorted(total, key=lambda one: (-total[one], one))
    if len(order) <= most:
        return list(order), {one: place for place, one in enumerate(order)}
    kept: list[str | None] = [*order[: most - 1], None]
    return kept, {one: min(place, most - 1) for place, one in enumerate(order)}
