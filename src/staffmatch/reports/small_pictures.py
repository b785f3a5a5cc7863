"""Small pictures for notebooks: inline SVG as text, so that they need no library and take no time.

They have the colour of the text around them, no styles, scripts or links, and a title that says what they show. Where a
notebook is not trusted, its frontend may leave them out; so nothing is told by them alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from staffmatch.reports.colours import BLUE, ORANGE

_WIDTH, _HIGH, _FOOT, _TOP = 360.0, 84.0, 16.0, 6.0
_ROW, _NAME, _LONGEST, _SAID = 18.0, 150.0, 24, 90.0
_MOST_COLUMNS, _MOST_STRIPS = 60, 12


class Part(NamedTuple):
    """A bar: its name, how much it is, how much of that is filled, and what stands beside it."""

    name: str
    whole: float
    filled: float
    text: str = ""


def columns(title: str, parts: Sequence[Part]) -> str:
    """Columns from left to right, such as days; neighbours are added up where there are too many. Empty without any."""
    shown = _together(parts)
    most = max((one.whole for one in shown), default=0)
    if most <= 0:
        return ""
    slot, rise = _WIDTH / len(shown), (_HIGH - _FOOT - _TOP) / most
    wide, base = min(slot * 0.85, 40.0), _HIGH - _FOOT
    drawn = []
    for place, one in enumerate(shown):
        x = slot * place + (slot - wide) / 2
        drawn.append(_bar(x, base - rise * one.whole, wide, rise * one.whole, ORANGE, f"{one.name}: {one.text}"))
        drawn.append(_bar(x, base - rise * one.filled, wide, rise * one.filled, BLUE, f"{one.name}: {one.text}"))
    ends = ((0.0, "start", shown[0]), (_WIDTH, "end", shown[-1])) if len(shown) > 1 else ((0.0, "start", shown[0]),)
    drawn += [_text(x, _HIGH - 4, one.name, anchor) for x, anchor, one in ends]
    return _svg(title, _HIGH, drawn)


def strips(title: str, parts: Sequence[Part]) -> str:
    """Bars one below the other, each with its name and text; the first twelve. Empty without any."""
    shown = parts[:_MOST_STRIPS]
    most = max((one.whole for one in shown), default=0)
    if most <= 0:
        return ""
    unit = (_WIDTH - _SAID) / most
    drawn = []
    for place, one in enumerate(shown):
        y = _ROW * place
        drawn.append(_text(_NAME - 6, y + 12.5, _short(one.name), "end"))
        drawn.append(_bar(_NAME, y + 3, unit * one.whole, _ROW - 6, ORANGE, f"{one.name}: {one.text}"))
        drawn.append(_bar(_NAME, y + 3, unit * one.filled, _ROW - 6, BLUE, f"{one.name}: {one.text}"))
        drawn.append(_text(_NAME + unit * one.whole + 5, y + 12.5, one.text, "start"))
    return _svg(title, _ROW * len(shown), drawn, _WIDTH + _NAME)


def _together(parts: Sequence[Part]) -> list[Part]:
    size = -(-len(parts) // _MOST_COLUMNS) or 1
    groups = [parts[first : first + size] for first in range(0, len(parts), size)]
    return [
        group[0]
        if len(group) == 1
        else Part(
            f"{group[0].name} – {group[-1].name}", sum(one.whole for one in group), sum(one.filled for one in group)
        )
        for group in groups
    ]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _bar(x: float, y: float, wide: float, high: float, colour: str, title: str) -> str:
    size = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f'<rect {size} fill="{colour}"><title>{escape(title)}</title></rect>' if wide > 0 and high > 0 else ""


def _text(x: float, y: float, text: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} font-size="11" fill="currentColor">{escape(text)}</text>'


def _svg(title: str, high: float, drawn: Sequence[str], wide: float = _WIDTH) -> str:
    size = f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}"'
    return f'<svg {size} role="img"><title>{escape(title)}</title>{"".join(drawn)}</svg>'
