"""Geometry of the charts: columns and flows, in the units of an SVG view box."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from staffmatch.reports.figures import BIN_MINUTES, LAST_BIN, Commute, DayHours, Flow
from staffmatch.reports.words import Words

HUES = 8


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
class Node:
    """One end of the flows: a sector on one side."""

    x: float
    y: float
    height: float
    hue: int
    name: str
    amount: str


@dataclass(frozen=True)
class Ribbon:
    path: str
    hue: int
    title: str


@dataclass(frozen=True)
class FlowChart:
    width: float
    height: float
    bar: float
    lenders: tuple[Node, ...]
    borrowers: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True)
class _Bar:
    total: float
    part: float
    label: str
    note: str
    title: str


_WIDTH, _HEIGHT, _TOP, _FOOT = 520.0, 230.0, 24.0, 30.0


def hours_by_day(days: Sequence[DayHours], words: Words) -> ColumnChart:
    """Demanded and covered hours by day."""
    few = len(days) <= 7
    bars = [
        _Bar(
            one.demanded / 60,
            one.covered / 60,
            words.day(one.day) if few else words.day_of_month(one.day),
            words.percent(one.covered, one.demanded) if few and one.demanded else "",
            words.say(
                "day_covered",
                day=words.day(one.day),
                covered=words.hours(one.covered),
                demanded=words.hours(one.demanded),
            ),
        )
        for one in days
    ]
    return _columns(bars, lambda value: words.hours(60 * value), step=10 if few else 11)


def commute_histogram(commute: Commute, words: Words) -> ColumnChart:
    """Assignments by minutes one way, with a line at the median."""
    bars = []
    for place, amount in enumerate(commute.bins):
        low = place * BIN_MINUTES
        name = f"{low}+" if place == LAST_BIN else f"{low}–{low + BIN_MINUTES}"
        text = words.say("commute_bar", n=amount, span=name)
        bars.append(_Bar(amount, amount, name, words.number(amount) if amount else "", text))
    chart = _columns(bars, words.number, step=max(1, len(bars)), least=1)
    if commute.median is None:
        return chart
    slot = (chart.width - chart.left) / max(1, len(bars))
    x = chart.left + slot * min(commute.median / BIN_MINUTES, len(bars))
    text = words.say("commute_median", minutes=words.number(commute.median, 1))
    return ColumnChart(chart.width, chart.height, chart.left, chart.base, chart.columns, chart.ticks, (x, text))


def _columns(bars: Sequence[_Bar], write: Callable[[float], str], step: int, least: float = 0.5) -> ColumnChart:
    """``step`` is the number of labels that fit, ``least`` the least distance between ticks."""
    base = _HEIGHT - _FOOT
    top, ticks = _scale(max((bar.total for bar in bars), default=0), least)
    rise = (base - _TOP) / top
    lines = tuple((base - rise * tick, write(tick)) for tick in ticks)
    start = 12 + 6.5 * max(len(text) for _, text in lines)
    slot = (_WIDTH - start) / max(1, len(bars))
    width = min(slot * (0.86 if len(bars) <= 40 else 1), 64.0)
    every = -(-len(bars) // step)
    columns = tuple(
        Column(
            x=start + slot * place + (slot - width) / 2,
            width=width,
            top=base - rise * bar.total,
            inner=base - rise * bar.part,
            label=bar.label if place % every == 0 else "",
            note=bar.note,
            title=bar.title,
        )
        for place, bar in enumerate(bars)
    )
    return ColumnChart(_WIDTH, _HEIGHT, start, base, columns, lines)


def _scale(top: float, least: float) -> tuple[float, tuple[float, ...]]:
    """A round upper end of the axis, at least ``top``, and up to five ticks."""
    power = 1.0
    while power * 10 <= top:
        power *= 10
    step = max(least, next(size * power for size in (0.5, 1, 2, 5) if size * power * 4 >= top))
    marks = max(1, -int(-top // step))
    return step * marks, tuple(step * k for k in range(marks + 1))


_NODE_GAP, _SIDE, _BAR_WIDTH, _UNIT = 14.0, 262.0, 12.0, 380.0


def sector_hues(flows: Sequence[Flow]) -> dict[str | None, int]:
    """One hue for each section on the whole page, lenders first; there are more sections than hues."""
    codes = dict.fromkeys((*_by_size(flows, lambda f: f.lender), *_by_size(flows, lambda f: f.borrower)))
    return {code: place % HUES for place, code in enumerate(codes)}


def flow_chart(flows: Sequence[Flow], hues: Mapping[str | None, int], words: Words) -> FlowChart:
    """Lending sections on the left, borrowing sections on the right, with ribbons as wide as the hours."""
    total = sum(flow.minutes for flow in flows) or 1
    lent, borrowed = _by_size(flows, lambda f: f.lender), _by_size(flows, lambda f: f.borrower)
    rise = _UNIT / total
    most = max(len(lent), len(borrowed), 1)
    height = _UNIT + _NODE_GAP * (most + 1)
    width = 1040.0
    lenders = _nodes(lent, _SIDE, rise, height, hues, words)
    borrowers = _nodes(borrowed, width - _SIDE - _BAR_WIDTH, rise, height, hues, words)
    left = {code: node.y for code, node in lenders.items()}
    right = {code: node.y for code, node in borrowers.items()}
    ribbons = []
    # Sorted before any end moves, by the position of the lender, then of the borrower.
    for flow in sorted(flows, key=lambda f: (left[f.lender], right[f.borrower])):
        thick = rise * flow.minutes
        names = f"{words.sector(flow.lender)} → {words.sector(flow.borrower)}: {words.hours(flow.minutes)}"
        path = _ribbon(_SIDE + _BAR_WIDTH, left[flow.lender], width - _SIDE - _BAR_WIDTH, right[flow.borrower], thick)
        ribbons.append(Ribbon(path, hues[flow.lender], names))
        left[flow.lender] += thick
        right[flow.borrower] += thick
    return FlowChart(width, height, _BAR_WIDTH, tuple(lenders.values()), tuple(borrowers.values()), tuple(ribbons))


def _by_size(flows: Sequence[Flow], side: Callable[[Flow], str | None]) -> dict[str | None, int]:
    totals: dict[str | None, int] = {}
    for flow in flows:
        totals[side(flow)] = totals.get(side(flow), 0) + flow.minutes
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0] or "")))


def _nodes(
    totals: dict[str | None, int], x: float, rise: float, height: float, hues: Mapping[str | None, int], words: Words
) -> dict[str | None, Node]:
    """Stacked with equal gaps and centred."""
    sizes = [minutes * rise for minutes in totals.values()]
    first = (height - sum(sizes) - _NODE_GAP * (len(sizes) - 1)) / 2
    starts = list(accumulate(sizes, lambda y, size: y + size + _NODE_GAP, initial=first))
    return {
        code: Node(x, y, size, hues[code], words.sector(code), words.hours(minutes))
        for (code, minutes), y, size in zip(totals.items(), starts, sizes, strict=False)
    }


def _ribbon(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    middle = (x1 + x2) / 2
    return (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"V{y2 + thick:.1f}C{middle:.1f} {y2 + thick:.1f} {middle:.1f} {y1 + thick:.1f} {x1:.1f} {y1 + thick:.1f}Z"
    )
