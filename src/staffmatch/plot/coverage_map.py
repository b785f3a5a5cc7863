"""Coverage: which hours of which skill are filled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from staffmatch.arrays import Real
from staffmatch.errors import require_type
from staffmatch.plot.hours_by_skill import MOST_SKILLS, HoursBySkill, hours_by_skill
from staffmatch.plot.picture import Picture, picture, places_that_add_up
from staffmatch.plot.style import LINE, SHARES, shade
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _ROW, _HEAD, _LEAST = 7.2, 0.25, 1.25, 1.9
# Shares of a legend.
_STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)


def coverage(solution: Solution, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """A heat map: for each skill and hour the share of the needed hours that is covered; returns the axes.

    Rows are skills, those with the most needed hours first, beside them covered and needed hours in all. Columns are
    of an hour; of plans beyond two weeks of 2, 4, 8 or 24 hours, which the picture says. Of more than 24 skills the
    last row sums up the others. Where nothing is needed it is white. InputError if there is no plan.
    """
    require_type(solution, Solution)
    solution.require_plan()
    found = hours_by_skill(solution)
    count = 1 if found is None else min(len(found.skills), MOST_SKILLS)
    with picture(ax, (_WIDTH, max(_LEAST, _HEAD + _ROW * count)), lang) as drawn:
        drawn.title(drawn.say("coverage"))
        if found is None:
            drawn.empty(drawn.say("coverage_none"))
        else:
            _draw(drawn, found)
            _say(drawn, solution, found)
    return drawn.ax


def _draw(drawn: Picture, found: HoursBySkill) -> None:
    from matplotlib.patches import Patch

    skills = [drawn.words.say("no_skill") if skill is None else skill for skill in found.skills]
    needed, covered = found.needed, found.covered
    if (hidden := len(skills) - MOST_SKILLS + 1) > 1:
        skills = [*skills[: MOST_SKILLS - 1], drawn.say("others", n=hidden)]
        needed, covered = (
            np.vstack([hours[: MOST_SKILLS - 1], hours[MOST_SKILLS - 1 :].sum(axis=0)]) for hours in (needed, covered)
        )
    found.axis.draw(drawn)
    drawn.rows(skills)
    scale, ax = shade(SHARES), drawn.ax
    for y, row in enumerate(zip(covered, needed, strict=True)):
        for start, end, share in runs(*row):
            left, right = (min(one * found.hours, found.axis.end) for one in (start, end))
            ax.barh(y, right - left, 0.9, left, color=scale(share), linewidth=0, zorder=2)
    sums = covered.sum(axis=1), needed.sum(axis=1)
    places = places_that_add_up(60 * np.concatenate(sums))
    for y in range(len(skills)):
        hours = (drawn.words.fixed(float(one[y]), places) for one in sums)
        drawn.beside(y, drawn.say("coverage_row", covered=next(hours), needed=next(hours)))
    for part in _STEPS:
        colour: Any = scale(part)
        text = f"{drawn.words.number(100 * part)} %" if part else drawn.say("coverage_key")
        drawn.key(Patch(facecolor=colour, edgecolor=LINE, linewidth=0.5), text)


def runs(covered: Real, needed: Real) -> Iterator[tuple[int, int, float]]:
    """Columns one after the other of which the same share is covered: the first, the one behind the last, the share."""
    share = np.full(len(needed) + 2, -1.0)
    np.divide(covered, needed, where=needed > 0, out=share[1:-1])
    share = share.round(9)
    edges = np.flatnonzero(np.diff(share)).tolist()
    yield from ((start, end, float(share[start + 1])) for start, end in pairwise(edges) if share[start + 1] >= 0)


def _say(drawn: Picture, solution: Solution, found: HoursBySkill) -> None:
    figures, words = solution.figures(), drawn.words
    covered, needed = 60 * figures.hours_covered, 60 * figures.hours_needed
    told = {"covered": words.hours(covered), "needed": words.hours(needed)}
    drawn.note(drawn.say("coverage_hours", share=words.percent(covered, needed), **told))
    drawn.note(drawn.say("coverage_beside"))
    if found.hours > 1:
        drawn.note(drawn.say("coverage_cells", n=found.hours))
    if found.shared:
        drawn.note(drawn.say("coverage_twice"))
