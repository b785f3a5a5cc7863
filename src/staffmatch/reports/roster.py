"""Geometry of the roster: one row for each worker, one bar for each assignment; narrow ones are for phones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from staffmatch.reports.figures import Stint
from staffmatch.reports.filters import Filters
from staffmatch.reports.words import Words

MAX_ROWS, MAX_DAYS = 40, 28
_HEAD = 34.0


@dataclass(frozen=True)
class _Frame:
    """Its width, where the days begin, the height of a row, where its bar begins, and the least width of a day."""

    width: float
    left: float
    row: float
    bar: float
    least: float
    letters: int


# Names stand beside the bars, or above them.
_WIDE, _NARROW = _Frame(1040.0, 150.0, 20.0, 4.0, 30.0, 20), _Frame(350.0, 0.0, 36.0, 19.0, 0.0, 40)
# Pixels of a day's name, and of a short one.
_NAMED, _SHORT = 62.0, 36.0


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    hue: int
    title: str
    keys: str


@dataclass(frozen=True)
class Roster:
    width: float
    height: float
    left: float
    head: float
    row: float
    days: tuple[tuple[float, float, str, bool], ...]
    workers: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]
    legend: tuple[tuple[int, str], ...]
    hidden_workers: int
    last_day: date | None
    above: bool


def roster(
    stints: Sequence[Stint], hues: Mapping[str | None, int], words: Words, filters: Filters, *, narrow: bool
) -> Roster | None:
    """The first workers and days; None if nobody is assigned."""
    if not stints:
        return None
    frame = _NARROW if narrow else _WIDE
    first = min(stint.start for stint in stints).date()
    last = max(stint.start for stint in stints).date()
    shown = min((last - first).days + 1, MAX_DAYS)
    slot = max((frame.width - frame.left) / (shown + 0.4), frame.least)
    people = [(worker, list(own)) for worker, own in groupby(stints, lambda stint: stint.worker)]
    rows = people[:MAX_ROWS]
    sectors = sorted({stint.sector for _, own in rows for stint in own}, key=lambda code: code or "")
    bars = tuple(
        _bar(stint, first, slot, (frame.left, _HEAD + frame.row * place + frame.bar), hues, words, filters)
        for place, (_, own) in enumerate(rows)
        for stint in own
        if (stint.start.date() - first).days < shown
    )
    return Roster(
        width=frame.left + slot * (shown + 0.4),
        height=_HEAD + frame.row * len(rows) + 4,
        left=frame.left,
        head=_HEAD,
        row=frame.row,
        days=tuple(_day(first + timedelta(days=k), k, frame.left, slot, words) for k in range(shown)),
        workers=tuple(
            (_HEAD + frame.row * place, _short(worker, frame.letters)) for place, (worker, _) in enumerate(rows)
        ),
        bars=bars,
        legend=tuple((hues[code], words.sector(code)) for code in sectors),
        hidden_workers=len(people) - len(rows),
        last_day=first + timedelta(days=shown - 1) if shown <= (last - first).days else None,
        above=narrow,
    )


def _bar(
    stint: Stint,
    first: date,
    slot: float,
    at: tuple[float, float],
    hues: Mapping[str | None, int],
    words: Words,
    filters: Filters,
) -> Bar:
    """Placed by local clock time, so that all days have the same width when the clock changes."""
    midnight = datetime.combine(first, time())
    begin, end = (moment.replace(tzinfo=None) - midnight for moment in (stint.start, stint.end))
    left, y = at
    title = (
        f"{stint.worker}: {words.day(stint.start)}, {words.span(stint.start, stint.end)}, "
        f"{stint.lender} → {stint.borrower} ({stint.demand})"
    )
    wide = max(slot * ((end - begin) / timedelta(days=1)), 2.0)
    return Bar(left + slot * (begin / timedelta(days=1)), y, wide, hues[stint.sector], title, filters.stint(stint))


def _day(day: date, place: int, left: float, slot: float, words: Words) -> tuple[float, float, str, bool]:
    """Where it begins, how wide it is, its name if there is room or it is a Monday, and whether it is of a weekend."""
    named = words.day if slot >= _NAMED else words.narrow_day
    name = named(day) if slot >= _SHORT or day.weekday() == 0 else ""
    return left + slot * place, slot, name, day.weekday() >= 5


def _short(worker: str, letters: int) -> str:
    return worker if len(worker) <= letters else worker[: letters - 1] + "…"
