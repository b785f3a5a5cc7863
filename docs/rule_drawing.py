"""``python -m docs.rule_drawing``: a picture for each rule of `docs.rule_cases`, into docs/pictures/rules.

Above is a plan that keeps the rule, below one that breaks it, with the rule's own sentence. Nothing is drawn by hand:
what is red is what the rule's `check` names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from textwrap import wrap

import staffmatch as sm
from docs.rule_cases import CASES, Case, Roster, Work, works

FOLDER = Path(__file__).parent / "pictures" / "rules"

_WIDTH, _LEFT, _ROW, _HEAD, _LINE = 720, 70, 26, 40, 16
_KEPT, _BROKEN, _HOME, _GRID = "#009e73", "#d55e00", "#bbbbbb", "#dddddd"  # Okabe and Ito
_STYLE = "font-family='sans-serif' font-size='12' fill='#222222'"


def picture(case: Case) -> str:
    """The SVG of a case."""
    scale = _Scale.of(case)
    found = case.violations(case.breaks)
    said = [line for one in found[:1] for line in wrap(one.text, 100)]
    upper, y = _panel(case, case.keeps, [], scale, 0)
    lower, y = _panel(case, case.breaks, found, scale, y + 8)
    text = [f"<text x='{_LEFT}' y='{y + 12 + _LINE * at}'>{escape(line)}</text>" for at, line in enumerate(said)]
    height = y + _LINE * len(said) + 8
    title = f"<title>{escape(type(case.rule).__name__)}: above a plan that keeps it, below one that breaks it</title>"
    stated = json.dumps({"kind": case.rule.kind, **case.rule.model_dump(mode="json", exclude_unset=True)})
    text.append(f"<text x='{_WIDTH - 10}' y='15' text-anchor='end' font-family='monospace'>{escape(stated)}</text>")
    ground = f"<rect width='{_WIDTH}' height='{height}' fill='#ffffff'/>"
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH} {height}' role='img' {_STYLE}>"
    return "\n".join([head, title, ground, *upper, *lower, *text, "</svg>", ""])


class _Scale:
    """Where a moment stands: whole days from the first to the last one with any work."""

    def __init__(self, first: datetime, days: int) -> None:
        self.first, self.days = first, days

    @classmethod
    def of(cls, case: Case) -> _Scale:
        drawn = [one for roster in (case.keeps, case.breaks, case.home) for one in works(roster)]
        first = min(one.start for one in drawn).replace(hour=0)
        last = max(one.end for one in drawn) - timedelta(minutes=1)
        return cls(first, (last.replace(hour=0) - first).days + 1)

    def x(self, moment: datetime) -> float:
        share = (moment - self.first) / timedelta(days=self.days)
        return round(_LEFT + share * (_WIDTH - _LEFT - 10), 1)

    def midnights(self) -> Iterator[datetime]:
        yield from (self.first + timedelta(days=day) for day in range(self.days + 1))


def _panel(case: Case, roster: Roster, found: list[sm.Violation], scale: _Scale, top: int) -> tuple[list[str], int]:
    """One plan from ``top`` on, and where it ends."""
    bottom = top + _HEAD + _ROW * len(case.names)
    colour, word = (_BROKEN, "✗ breaks it") if found else (_KEPT, "✓ keeps it")
    drawn = [f"<text x='4' y='{top + 15}' font-weight='bold' fill='{colour}'>{word}</text>"]
    for midnight in scale.midnights():
        x = scale.x(midnight)
        drawn.append(f"<path d='M{x} {top + 22}V{bottom}' stroke='{_GRID}'/>")
        if midnight < scale.first + timedelta(days=scale.days):
            label = f"{midnight:%a} {midnight.day}" if scale.days > 4 else f"{midnight:%a} {midnight.day} Apr"
            drawn.append(f"<text x='{x + 3}' y='{top + 33}' font-size='10' fill='#666666'>{label}</text>")
    rows = {name: top + _HEAD + _ROW * at for at, name in enumerate(case.names)}
    drawn += [f"<text x='4' y='{y + 16}'>{escape(name)}</text>" for name, y in rows.items()]
    drawn += [_bar(one, "home", scale, rows[one.worker] + 13, 9, _HOME) for one in works(case.home)]
    for one in works(roster):
        broken = bool(found) and _is_named(one, found, case.names)
        drawn.append(_bar(one, one.kind or one.borrower, scale, rows[one.worker] + 1, 20, _BROKEN if broken else _KEPT))
    return drawn, bottom


def _is_named(work: Work, found: list[sm.Violation], people: tuple[str, ...]) -> bool:
    """Whether a violation is about it: where shifts are named, its own; else where people are, its own; else always."""
    named = {name for one in found for name in one.ids}
    if shifts := {name for name in named if " " in name}:
        return work.shift in shifts
    return work.worker in named or named.isdisjoint(people)


def _bar(work: Work, label: str, scale: _Scale, y: int, height: int, colour: str) -> str:
    left, right = scale.x(work.start), scale.x(work.end)
    full = f"{label} {work.start:%H}–{work.end:%H}"
    text = next((one for one in (full, label) if 6.5 * len(one) < right - left), "")
    size, up, ink = (8, 2, "#222222") if colour == _HOME else (11, 6, "#ffffff")
    written = f"<text x='{left + 3}' y='{y + height - up}' font-size='{size}' fill='{ink}'>{escape(text)}</text>"
    told = f"<title>{escape(work.worker)}, {escape(full)}</title>"
    box = f"<rect x='{left}' y='{y}' width='{round(right - left, 1)}' height='{height}' rx='2' fill='{colour}'"
    dashed = " stroke='#222222' stroke-dasharray='4 2'" if colour == _BROKEN else ""
    return f"<g>{told}{box}{dashed}/>{written}</g>"


def pictures() -> dict[str, str]:
    """The text of each picture by the kind of its rule."""
    return {case.rule.kind: picture(case) for case in CASES}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for kind, text in pictures().items():
        (FOLDER / f"{kind}.svg").write_text(text, encoding="utf-8")
