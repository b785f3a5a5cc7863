"""Geometry of the flows from sector to sector, in the units of an SVG view box; narrow ones are for phones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from staffmatch.reports.figures import Flow
from staffmatch.reports.words import Words

HUES = 8


@dataclass(frozen=True)
class Node:
    """One end of the flows: a sector on one side, with its name and amount in one line or in two."""

    x: float
    y: float
    height: float
    hue: int
    name: str
    amount: str
    two_lines: bool
    keys: str


@dataclass(frozen=True)
class Ribbon:
    path: str
    hue: int
    title: str
    keys: str


@dataclass(frozen=True)
class FlowChart:
    """Names stand ``outside``, or on the ribbons."""

    width: float
    height: float
    bar: float
    outside: bool
    lenders: tuple[Node, ...]
    borrowers: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True)
class _Frame:
    """Its width, what names have of it on either side, and the gap between the ends."""

    width: float
    side: float
    gap: float

    @property
    def right(self) -> float:
        return self.width - self.side - _BAR_WIDTH


_BAR_WIDTH, _UNIT, _TWO_LINES = 12.0, 380.0, 26.0
_WIDE, _NARROW = _Frame(1040.0, 262.0, 14.0), _Frame(350.0, 0.0, 30.0)


def sector_hues(flows: Sequence[Flow]) -> dict[str | None, int]:
    """One hue for each section on the whole page, lenders first; there are more sections than hues."""
    codes = dict.fromkeys((*_by_size(flows, lambda f: f.lender), *_by_size(flows, lambda f: f.borrower)))
    return {code: place % HUES for place, code in enumerate(codes)}


def flow_chart(
    flows: Sequence[Flow],
    hues: Mapping[str | None, int],
    words: Words,
    keys: Callable[[Sequence[str | None]], str],
    *,
    narrow: bool,
) -> FlowChart:
    """Lending sections on the left, borrowing sections on the right, with ribbons as wide as the hours; ``keys`` says
    what a filter knows sections by."""
    frame = _NARROW if narrow else _WIDE
    total = sum(flow.minutes for flow in flows) or 1
    lent, borrowed = _by_size(flows, lambda f: f.lender), _by_size(flows, lambda f: f.borrower)
    height = _UNIT + frame.gap * (max(len(lent), len(borrowed), 1) + 1)

    def nodes(totals: dict[str | None, int], x: float) -> dict[str | None, Node]:
        """Stacked with equal gaps and centred."""
        sizes = [_UNIT * minutes / total for minutes in totals.values()]
        first = (height - sum(sizes) - frame.gap * (len(sizes) - 1)) / 2
        starts = list(accumulate(sizes, lambda y, size: y + size + frame.gap, initial=first))
        return {
            code: Node(x, y, size, hues[code], words.sector(code), words.hours(minutes), broken(size), keys((code,)))
            for (code, minutes), y, size in zip(totals.items(), starts, sizes, strict=False)
        }

    def broken(size: float) -> bool:
        return narrow or size >= _TWO_LINES

    lenders, borrowers = nodes(lent, frame.side), nodes(borrowed, frame.right)
    ribbons = _ribbons(flows, lenders, borrowers, _UNIT / total, words, keys)
    ends = tuple(lenders.values()), tuple(borrowers.values())
    return FlowChart(frame.width, height, _BAR_WIDTH, not narrow, *ends, tuple(ribbons))


def _ribbons(
    flows: Sequence[Flow],
    lenders: Mapping[str | None, Node],
    borrowers: Mapping[str | None, Node],
    rise: float,
    words: Words,
    keys: Callable[[Sequence[str | None]], str],
) -> Iterator[Ribbon]:
    """From end to end, ``rise`` pixels a minute, below each other at either end."""
    left = {code: node.y for code, node in lenders.items()}
    right = {code: node.y for code, node in borrowers.items()}
    # Sorted before any end moves, by the position of the lender, then of the borrower.
    for flow in sorted(flows, key=lambda f: (left[f.lender], right[f.borrower])):
        start, end, thick = lenders[flow.lender], borrowers[flow.borrower], rise * flow.minutes
        names = f"{words.sector(flow.lender)} → {words.sector(flow.borrower)}: {words.hours(flow.minutes)}"
        path = _ribbon(start.x + _BAR_WIDTH, left[flow.lender], end.x, right[flow.borrower], thick)
        yield Ribbon(path, start.hue, names, keys((flow.lender, flow.borrower)))
        left[flow.lender] += thick
        right[flow.borrower] += thick


def _by_size(flows: Sequence[Flow], side: Callable[[Flow], str | None]) -> dict[str | None, int]:
    totals: dict[str | None, int] = {}
    for flow in flows:
        totals[side(flow)] = totals.get(side(flow), 0) + flow.minutes
    return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0] or "")))


def _ribbon(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    middle = (x1 + x2) / 2
    return (
        f"M{x1:.1f} {y1:.1f}C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        f"V{y2 + thick:.1f}C{middle:.1f} {y2 + thick:.1f} {middle:.1f} {y1 + thick:.1f} {x1:.1f} {y1 + thick:.1f}Z"
    )
