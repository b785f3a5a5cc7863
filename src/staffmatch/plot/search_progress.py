"""Progress: value and bound of a tier over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from staffmatch.answers.options import require_whole
from staffmatch.errors import InputError, InputIssue, require_type
from staffmatch.plot.picture import Picture, picture
from staffmatch.plot.sentences import NO_TRACE, NO_TRACE_ADVICE
from staffmatch.reports.colours import BLUE, GREEN, VERMILLION
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (6.0, 3.1)


class _Known(NamedTuple):
    """What was known from a second on; NaN for nothing."""

    seconds: float
    value: float
    bound: float
    certified: float


def progress(solution: Solution, tier: int = 1, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Value of the best plan and bound of a tier over the seconds of the search, in the tier's unit; returns the axes.

    They are those of `Solution.trace`, and at the end those of the solution. ``tier`` counts from 1, unlike that of
    `Event` and of the trace, which counts from 0. InputError if there is no such tier, or nothing is known of the
    search in it, as in a plan that `evaluate` took.
    """
    require_type(solution, Solution)
    require_whole("tier", tier, 1)
    course = _course(solution, tier)
    if not course:
        told = tuple(str(one) for one in range(1, len(solution.tiers) + 1) if _course(solution, one))
        raise InputError([InputIssue("no_trace", "trace", NO_TRACE(tier=tier), NO_TRACE_ADVICE(tiers=told))])
    result = solution.tiers[tier - 1]
    with picture(ax, _SIZE, lang, grid="y") as drawn:
        _draw(drawn, course)
        words = drawn.words
        named = words.term(result.term, weighted=False)
        drawn.title(drawn.say("progress", tier=tier, term=named))
        value = words.quantity(result.value, result.unit)
        drawn.note(drawn.say("progress_end", value=value, seconds=words.number(solution.termination.seconds, 1)))
        drawn.note(_gap(drawn, result))
        drawn.labels(drawn.say("seconds"), words.unit(result.unit))
    return drawn.ax


def _course(solution: Solution, tier: int) -> list[_Known]:
    """What was known of a tier, moment by moment, and what is known at the end."""
    moments = [one for one in solution.trace if one.tier == tier - 1 and (one.value, one.bound) != (None, None)]
    if not moments or tier > len(solution.tiers):
        return []
    found = [_Known(one.seconds, *map(_number, (one.value, one.bound, one.certified))) for one in moments]
    last = solution.tiers[tier - 1]
    ends = [one.seconds for one in solution.trace if one.tier is not None and one.tier > tier - 1]
    end = max(found[-1].seconds, min(ends, default=solution.termination.seconds))
    return [*found, _Known(end, *map(_number, (last.value, last.bound, last.certified)))]


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _draw(drawn: Picture, course: Sequence[_Known]) -> None:
    ax = drawn.ax
    seconds, value, bound, certified = np.array(course).T
    ax.fill_between(seconds, bound, value, step="post", color=BLUE, alpha=0.1, linewidth=0, zorder=1)
    lines = (
        (value, VERMILLION, "-", "progress_value"),
        (bound, BLUE, "-", "progress_bound"),
        (certified, GREEN, (0, (3, 1.5)), "progress_certified"),
    )
    for amounts, colour, style, name in lines:
        known = seconds[np.isfinite(amounts)]
        # What is known at the end alone is a word below the title.
        if len(known) and (name != "progress_certified" or known[0] < seconds[-1]):
            (line,) = ax.step(seconds, amounts, where="post", color=colour, linestyle=style, linewidth=1.6, zorder=3)
            ax.plot(seconds[-1:], amounts[-1:], "o", color=colour, markersize=3.5, clip_on=False, zorder=4)
            drawn.key(line, drawn.say(name))
    ax.set_xlim(0, max(float(seconds[-1]), 1e-3))
    ax.margins(y=0.08)
    drawn.numbers("x")
    drawn.numbers("y")


def _gap(drawn: Picture, result: TierResult) -> str:
    if result.gap is None:
        return drawn.say("progress_unbounded")
    confirmed = result.proof == "certificate"
    if result.gap == 0:
        return drawn.say("progress_proven" if confirmed else "progress_word")
    gap = drawn.words.relative_gap(result.gap)
    return drawn.say("progress_gap" if confirmed else "progress_gap_word", gap=gap)
