"""Partnerships: the matrix of lenders and borrowers."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from staffmatch.arrays import Real
from staffmatch.errors import require_type
from staffmatch.messages.names import name_of, names_of
from staffmatch.plot.picture import Picture, picture, short
from staffmatch.plot.style import AMOUNTS, SMALL, SOFT, VERMILLION, ink_on, shade
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
            self.new[cell] |= one.new and self.lenders[cell[0]] is not None and self.borrowers[cell[1]] is not None


def partnerships(solution: Solution, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """A matrix of hours from each lender (rows) to each borrower (columns), with sums; returns the axes.

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
    from matplotlib.patches import Patch, Rectangle

    names, hours, ax = names_of(solution.scenario), found.minutes / 60, drawn.ax
    sides = [
        [drawn.say("others", n=hidden + 1) if one is None else name_of(names, "company", one) for one in side]
        for side, hidden in ((found.lenders, found.hidden[0]), (found.borrowers, found.hidden[1]))
    ]
    drawn.rows([*sides[0], drawn.say("sum")])
    scale = shade(AMOUNTS)
    ax.pcolormesh(
        np.arange(len(sides[1]) + 1) - 0.5, np.arange(len(sides[0]) + 1) - 0.5, np.ma.masked_equal(hours, 0),
        cmap=scale, vmin=0, vmax=float(hours.max()), edgecolors="white", linewidth=1.2, zorder=2,
    )  # fmt: skip
    for (y, x), amount in np.ndenumerate(hours):
        if amount:
            ink = ink_on(scale(amount / hours.max()))
            ax.text(x, y, drawn.words.number(amount, 0), ha="center", va="center", fontsize=SMALL, color=ink, zorder=4)
        if found.new[y, x]:
            frame: dict[str, Any] = {"facecolor": "none", "edgecolor": VERMILLION, "linewidth": 1.1}
            ax.add_patch(Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, zorder=3, **frame))
    if found.new.any():
        drawn.key(Patch(facecolor="none", edgecolor=VERMILLION, linewidth=1.1), drawn.say("partnerships_key_new"))
    _frame(drawn, sides[1], hours)


def _frame(drawn: Picture, borrowers: list[str], hours: Real) -> None:
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
        ax.text(x, y, drawn.words.number(float(amount), 0), ha="center", va="center", fontsize=SMALL, color=SOFT)


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
