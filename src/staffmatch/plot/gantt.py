"""The timeline: who works when, by person, demand or company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from staffmatch.answers.options import require_choice
from staffmatch.errors import require_type
from staffmatch.messages.names import name_of, names_of
from staffmatch.plot.bars import MOST_ROWS, Bar, Row, draw_rows, largest
from staffmatch.plot.picture import Picture, picture, short
from staffmatch.plot.style import GROUPS, REST, SOFT
from staffmatch.plot.time_axis import TimeAxis
from staffmatch.records.accessors import shifts_named
from staffmatch.reports.colours import BLUE, VERMILLION
from staffmatch.reports.figures import Stint
from staffmatch.reports.gather import stints
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes

By = Literal["worker", "demand", "company"]
_WIDTH, _HEAD, _LEAST = 7.2, 1.2, 2.0
_ROW = {"worker": 0.19, "demand": 0.22, "company": 0.27}
# Groups with a colour of their own.
_COLOURED = 8


@dataclass(frozen=True)
class _Work:
    """What one bar is made of: its row, the row that it belongs to where those are too many, and its group."""

    row: str
    coarse: str
    group: str
    start: datetime
    end: datetime
    people: int = 1
    hollow: bool = False


def timeline(solution: Solution, by: By = "worker", ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """A row for each worker with work, for each demand, or for each company that lends or borrows; returns the axes.

    Bars are placed in hours since the first local midnight and as long as the shifts. By worker they have the colour of
    the borrower, by demand of the lender; by demand, empty seats are hatched. More than 40 workers are drawn by lender,
    more than 40 demands by borrower, and of more than 40 rows the last one sums up the smallest. A row with more than 4
    people at a time is a profile of their number. InputError if ``by`` is another word or there is no plan.
    """
    require_type(solution, Solution)
    require_choice("by", by, get_args(By))
    found = stints(solution, lang)
    works = list(_works(found, by)) + (list(_missing(solution)) if by == "demand" else [])
    several = len({one.row for one in works})
    coarse = by != "company" and several > MOST_ROWS
    count = min(len({one.coarse for one in works}) if coarse else several, MOST_ROWS)
    with picture(ax, (_WIDTH, max(_LEAST, _HEAD + _ROW[by] * count)), lang) as drawn:
        drawn.title(drawn.say(f"timeline_{by}"))
        if not works:
            drawn.empty(drawn.say("nobody"))
            return drawn.ax
        hours = drawn.words.hours(sum(one.minutes for one in found))
        drawn.note(drawn.say("timeline_counts", hours=hours, n=len({one.worker for one in found})))
        if coarse:
            drawn.note(drawn.say("timeline_by_lender" if by == "worker" else "timeline_by_borrower", n=several))
        _draw(drawn, works, solution.scenario.timezone, by, coarse)
    return drawn.ax


def _works(found: Sequence[Stint], by: By) -> Iterator[_Work]:
    for one in found:
        when = one.start, one.end
        if by == "worker":
            yield _Work(one.worker, one.lender, one.borrower, *when)
        elif by == "demand":
            yield _Work(one.demand, one.borrower, one.lender, *when)
        else:
            yield _Work(one.lender, "", "lends", *when)
            yield _Work(one.borrower, "", "borrows", *when)


def _missing(solution: Solution) -> Iterator[_Work]:
    """Empty seats, each by itself where they are few."""
    names = names_of(solution.scenario)
    shifts = shifts_named(solution.scenario, (one.shift for one in solution.shortages))
    for one in solution.shortages:
        demand, shift = shifts[one.shift]
        row, coarse = name_of(names, "demand", demand.id), name_of(names, "company", demand.company)
        parts = [1] * one.missing if one.missing < 5 else [one.missing]
        yield from (_Work(row, coarse, "", shift.start, shift.end, people, hollow=True) for people in parts)


def _draw(drawn: Picture, works: Sequence[_Work], timezone: str, by: By, coarse: bool) -> None:
    axis = TimeAxis(timezone, min(one.start for one in works), max(one.end for one in works))
    colours = _colours(works, by)
    rows = _rows(works, axis, colours, coarse, company=by == "company")
    told = [Row(name, bars) for (_, name), bars in rows]
    hidden = len(told) - MOST_ROWS + 1
    shown = largest(told, drawn.say("others", n=max(hidden, 1)))
    axis.draw(drawn)
    if len(told) > MOST_ROWS:
        drawn.note(drawn.say("timeline_cut", n=MOST_ROWS - 1, of=hidden))
    if draw_rows(drawn, shown):
        drawn.note(drawn.say("timeline_profile"))
    for group, colour in colours.items():
        if by == "company":
            drawn.key(_patch(colour), drawn.say(f"key_{group}"))
        elif colour not in (REST, BLUE):
            drawn.key(_patch(colour), short(group))
    if REST in colours.values():
        drawn.key(_patch(REST), drawn.say("other_borrowers" if by == "worker" else "other_lenders"))
    if any(one.hollow for one in works):
        drawn.key(_patch(SOFT, hollow=True), drawn.say("key_empty"))


def _colours(works: Sequence[_Work], by: By) -> dict[str, str]:
    """A colour for each group, those with most hours first."""
    if by == "company":
        return {"lends": BLUE, "borrows": VERMILLION}
    hours: Counter[str] = Counter()
    for one in works:
        if not one.hollow:
            hours[one.group] += round((one.end - one.start).total_seconds())
    order = sorted(hours, key=lambda group: (-hours[group], group))
    if 2 * sum(hours[group] for group in order[:_COLOURED]) < hours.total():
        # A few colours among many would tell nothing.
        return dict.fromkeys(order, BLUE)
    return {group: GROUPS[place] if place < _COLOURED else REST for place, group in enumerate(order)}


def _rows(
    works: Sequence[_Work], axis: TimeAxis, colours: dict[str, str], coarse: bool, company: bool
) -> list[tuple[tuple[str, str], tuple[Bar, ...]]]:
    """The bars of each row; companies by what they do, lenders first."""
    found: dict[tuple[str, str], list[Bar]] = {}
    for one in works:
        start, end = axis.hours(one.start), axis.hours(one.end)
        colour = SOFT if one.hollow else colours[one.group]
        bar = Bar(start, end, colour, one.hollow, one.people, one.people * (end - start))
        found.setdefault((one.group if company else "", one.coarse if coarse else one.row), []).append(bar)
    order = sorted(found, key=lambda key: (key[0] != "lends", key[1].casefold(), key[1]))
    return [(key, tuple(sorted(found[key]))) for key in order]


def _patch(colour: str, hollow: bool = False) -> Any:
    from matplotlib.patches import Patch

    if hollow:
        return Patch(facecolor="none", edgecolor=colour, hatch="//////", linewidth=0.6)
    return Patch(facecolor=colour, edgecolor="none")
