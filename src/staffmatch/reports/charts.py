"""Geometry of the charts of columns, in the units of an SVG view box; narrow ones are for phones."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from staffmatch.reports.fairness import BIN_HOURS, LAST_HOURS_BIN
from staffmatch.reports.figures import BIN_MINUTES, LAST_BIN, Commute, DayHours
from staffmatch.reports.words import Words


@dataclass(frozen=True)
class Column:
    """A bar with a filled lower part ``inner``; ``label`` is empty if there is no room for it."""

    x: float
    width: float
    top: float
    inner: float
    label: str
    note: str
    title: str
    keys: str = ""


@dataclass(frozen=True)
class ColumnChart:
    width: float
    height: float
    left: float
    base: float
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...]
    marker: tuple[float, str] | None = None


@dataclass(frozen=True)
class _Bar:
    total: float
    part: float
    label: str
    note: str
    title: str
    keys: str = ""


_WIDE, _NARROW, _HEIGHT, _TOP, _FOOT = 520.0, 340.0, 230.0, 24.0, 30.0
# Of a label, that columns do not run together.
_LETTER = 6.4


def hours_by_day(days: Sequence[DayHours], words: Words, keys: Callable[[date], str], *, narrow: bool) -> ColumnChart:
    """Demanded and covered hours by day; ``keys`` says what a filter knows a day by."""
    few = len(days) <= 7
    named = words.day_of_month if not few else words.narrow_day if narrow else words.day
    bars = [
        _Bar(
            one.demanded / 60,
            one.covered / 60,
            named(one.day),
            words.percent(one.covered, one.demanded) if few and one.demanded and not narrow else "",
            words.say(
                "day_covered",
                day=words.day(one.day),
                covered=words.hours(one.covered),
                demanded=words.hours(one.demanded),
            ),
            keys(one.day),
        )
        for one in days
    ]
    return _columns(bars, lambda value: words.hours(60 * value), _NARROW if narrow else _WIDE)


def commute_histogram(commute: Commute, words: Words, *, narrow: bool = False) -> ColumnChart:
    """Assignments by minutes one way, with a line at the median."""
    bars = []
    for place, amount in enumerate(commute.bins):
        low = place * BIN_MINUTES
        name = f"{low}+" if place == LAST_BIN else f"{low}–{low + BIN_MINUTES}"
        text = words.say("commute_bar", n=amount, span=name)
        bars.append(_Bar(amount, amount, name, words.number(amount) if amount else "", text))
    chart = _columns(bars, words.number, _NARROW if narrow else _WIDE, least=1)
    if commute.median is None:
        return chart
    slot = (chart.width - chart.left) / max(1, len(bars))
    x = chart.left + slot * min(commute.median / BIN_MINUTES, len(bars))
    text = words.say("commute_median", minutes=words.number(commute.median, 1))
    return replace(chart, marker=(x, text))


def hours_each(bins: Sequence[int], words: Words, *, narrow: bool) -> ColumnChart:
    """People by their hours in the plan."""
    bars = []
    for place, amount in enumerate(bins):
        low = place * BIN_HOURS
        name = f"{low}+" if place == LAST_HOURS_BIN else f"{low}–{low + BIN_HOURS}"
        text = words.say("hours_each_bar", n=amount, span=name)
        bars.append(_Bar(amount, amount, name, words.number(amount) if amount else "", text))
    return _columns(bars, words.number, _NARROW if narrow else _WIDE, least=1)


def _columns(bars: Sequence[_Bar], write: Callable[[float], str], wide: float, least: float = 0.5) -> ColumnChart:
    """``least`` is the least distance between ticks. Where labels of all columns do not fit, every so many have one."""
    base = _HEIGHT - _FOOT
    top, ticks = _scale(max((bar.total for bar in bars), default=0), least)
    rise = (base - _TOP) / top
    lines = tuple((base - rise * tick, write(tick)) for tick in ticks)
    start = 12 + 6.5 * max(len(text) for _, text in lines)
    slot = (wide - start) / max(1, len(bars))
    width = min(slot * (0.86 if len(bars) <= 40 else 1), 64.0)
    longest = max((len(bar.label) for bar in bars), default=1)
    every = max(1, math.ceil(_LETTER * longest / slot))
    columns = tuple(
        Column(
            x=start + slot * place + (slot - width) / 2,
            width=width,
            top=base - rise * bar.total,
            inner=base - rise * bar.part,
            label=bar.label if place % every == 0 else "",
            note=bar.note,
            title=bar.title,
            keys=bar.keys,
        )
        for place, bar in enumerate(bars)
    )
    return ColumnChart(wide, _HEIGHT, start, base, columns, lines)


def _scale(top: float, least: float) -> tuple[float, tuple[float, ...]]:
    """A round upper end of the axis, at least ``top``, and up to five ticks."""
    power = 1.0
    while power * 10 <= top:
        power *= 10
    step = max(least, next(size * power for size in (0.5, 1, 2, 5) if size * power * 4 >= top))
    marks = max(1, -int(-top // step))
    return step * marks, tuple(step * k for k in range(marks + 1))
