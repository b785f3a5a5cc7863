"""Geometry of the roster: one row for each worker, one bar for each assignment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from staffmatch.reports.figures import Stint
from staffmatch.reports.words import Words

MAX_ROWS, MAX_DAYS = 40, 28
_LEFT, _HEAD, _ROW, _WIDTH = 150.0, 34.0, 20.0, 1040.0


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    hue: int
    title: str


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


def roster(stints: Sequence[Stint], hues: Mapping[str | None, int], words: Words) -> Roster | None:
    """The first workers and days; None if nobody is assigned."""
    if not stints:
        return None
    first = min(stint.start for stint in stints).date()
    last = max(stint.start for stint in stints).date()
    shown = min((last - first).days + 1, MAX_DAYS)
    slot = max((_WIDTH - _LEFT) / (shown + 0.4), 30.0)
    people = [(worker, list(own)) for worker, own in groupby(stints, lambda stint: stint.worker)]
    rows = people[:MAX_ROWS]
    sectors = sorted({stint.sector for _, own in rows for stint in own}, key=lambda code: code or "")
    bars = tuple(
        _bar(stint, first, slot, _HEAD + _ROW * place, hues, words)
        for place, (_, own) in enumerate(rows)
        for stint in own
        if (stint.start.date() - first).days < shown
    )
    return Roster(
        width=_LEFT + slot * (shown + 0.4),
        height=_HEAD + _ROW * len(rows) + 4,
        left=_LEFT,
        head=_HEAD,
        row=_ROW,
        days=tuple(_day(first + timedelta(days=k), _LEFT + slot * k, slot, words) for k in range(shown)),
        workers=tuple((_HEAD + _ROW * place, _short(worker)) for place, (worker, _) in enumerate(rows)),
        bars=bars,
        legend=tuple((hues[code], words.sector(code)) for code in sectors),
        hidden_workers=len(people) - len(rows),
        last_day=first + timedelta(days=shown - 1) if shown <= (last - first).days else None,
    )


def _bar(stint: Stint, first: date, slot: float, y: float, hues: Mapping[str | None, int], words: Words) -> Bar:
    """Placed by local clock time, so that all days have the same width when the clock changes."""
    midnight = datetime.combine(first, time())
    begin, end = (moment.replace(tzinfo=None) - midnight for moment in (stint.start, stint.end))
    x = _LEFT + slot * (begin / timedelta(days=1))
    title = (
        f"{stint.worker}: {words.day(stint.start)}, {words.span(stint.start, stint.end)}, "
        f"{stint.lender} → {stint.borrower} ({stint.demand})"
    )
    return Bar(x, y + 4, max(slot * ((end - begin) / timedelta(days=1)), 2.0), hues[stint.sector], title)


def _day(day: date, x: float, slot: float, words: Words) -> tuple[float, float, str, bool]:
    name = words.day(day) if slot >= 62 else words.narrow_day(day)
    return x, slot, name, day.weekday() >= 5


def _short(worker: str) -> str:
    return worker if len(worker) <= 20 else worker[:19] + "…"
