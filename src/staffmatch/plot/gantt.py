"""The timeline: who works when, by person, demand or company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, get_args

from staffmatch.answers.options import require_choice, require_whole
from staffmatch.errors import require_type
from staffmatch.messages.names import name_of, names_of
from staffmatch.plot.bars import MOST_ROWS, Bar, Row, draw_rows, largest
from staffmatch.plot.picture import Picture, picture, short
from staffmatch.plot.style import REST, SOFT, colours_of
from staffmatch.plot.time_axis import TimeAxis
from staffmatch.records.accessors import shifts_named
from staffmatch.records.changes import record
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


def timeline(
    solution: Solution,
    by: By = "worker",
    ax: Axes | None = None,
    *,
    workers: Collection[str] | None = None,
    top: int | None = None,
    lang: str = "en",
) -> Axes:
    """A row for each worker with work, for each demand, or for each company that lends or borrows; returns the axes.

    Bars are placed in hours since the first local midnight and as long as the shifts. By worker they have the colour of
    the borrower, by demand of the lender; by demand, empty seats are hatched. More than 40 workers are drawn by lender,
    more than 40 demands by borrower, and of more than 40 rows the last one sums up the smallest. A row with more than 4
    people at a time is a profile of their number.

    ``workers`` are the ids of those to draw, ``top`` how many of them: those with most hours, of equally many by id.
    Then nothing is said of empty seats. A company has the same colour whoever is drawn. InputError if ``by`` is
    another word, an id is not known, ``top`` is no whole number from 1 or there is no plan.

    >>> import staffmatch as sm
    >>> ax = sm.plot.timeline(solution, top=1)
    >>> ax = sm.plot.timeline(solution, workers=["ana", "ben"], by="demand")
    """
    require_type(solution, Solution)
    require_choice("by", by, get_args(By))
    every = stints(solution, lang)
    found = _chosen(solution, every, workers, top)
    whole = workers is None and top is None
    works = list(_works(found, by)) + (list(_missing(solution)) if by == "demand" and whole else [])
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
        _draw(drawn, works, solution.scenario.timezone, by, coarse, _colours(solution, list(_works(every, by)), by))
    return drawn.ax


def _chosen(
    solution: Solution, found: tuple[Stint, ...], workers: Collection[str] | None, top: int | None
) -> tuple[Stint, ...]:
    """The stints of the people who are asked for."""
    asked = [workers] if isinstance(workers, str) else workers
    wanted = None if asked is None else {record(solution.scenario, "workers", name).id for name in asked}
    ids = [duty.worker.id for duty in solution.plan.duties(solution.scenario)]
    minutes: Counter[str] = Counter()
    for name, one in zip(ids, found, strict=True):
        if wanted is None or name in wanted:
            minutes[name] += one.minutes
    kept = sorted(minutes, key=lambda name: (-minutes[name], name))
    if top is not None:
        require_whole("top", top, 1)
        kept = kept[:top]
    shown = set(kept)
    return tuple(one for name, one in zip(ids, found, strict=True) if name in shown)


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


def _draw(drawn: Picture, works: Sequence[_Work], timezone: str, by: By, coarse: bool, colours: dict[str, str]) -> None:
    axis = TimeAxis(timezone, min(one.start for one in works), max(one.end for one in works))
    drawn_groups = {one.group for one in works}
    colours = {group: colour for group, colour in colours.items() if group in drawn_groups}
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


def _colours(solution: Solution, works: Sequence[_Work], by: By) -> dict[str, str]:
    """A colour for each group, those with most hours first; each company's own, as far as colours go."""
    if by == "company":
        return {"lends": BLUE, "borrows": VERMILLION}
    hours: Counter[str] = Counter()
    for one in works:
        hours[one.group] += round((one.end - one.start).total_seconds())
    order = sorted(hours, key=lambda group: (-hours[group], group))
    if 2 * sum(hours[group] for group in order[:_COLOURED]) < hours.total():
        # A few colours among many would tell nothing.
        return dict.fromkeys(order, BLUE)
    names = names_of(solution.scenario)
    known = [name_of(names, "company", one) for one in sorted(one.id for one in solution.scenario.companies)]
    own = colours_of(known, order[:_COLOURED])
    return {group: own.get(group, REST) for group in order}


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
