"""Changes: what each person gains and loses from one plan to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from staffmatch.errors import require_type
from staffmatch.explain.diff import Diff, PersonDiff, ShiftAt
from staffmatch.messages.names import name_of
from staffmatch.plot.bars import MOST_ROWS
from staffmatch.plot.picture import Picture, picture
from staffmatch.plot.style import INK
from staffmatch.plot.time_axis import TimeAxis
from staffmatch.reports.colours import BLUE, ORANGE, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _ROW, _HEAD, _LEAST = 7.2, 0.24, 1.25, 1.9
Kind = Literal["gained", "lost", "retimed"]
_KINDS: tuple[Kind, ...] = ("gained", "lost", "retimed")
# Above, below and in the middle of a row; what is lost is hatched.
_PLACE = {"gained": -0.2, "lost": 0.2, "retimed": 0.0}
_COLOUR = {"gained": BLUE, "lost": VERMILLION, "retimed": ORANGE}


def changes(diff: Diff, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """A row for each person whose shifts differ: what they gain, lose (hatched), or have at another time or place.

    Bars are placed in hours since the first local midnight. More than 40 people are drawn by borrower: how many
    assignments it gains, to the right, and loses, to the left. Returns the axes.
    """
    require_type(diff, Diff)
    many = len(diff.people) > MOST_ROWS
    sums = _by_borrower(diff)
    rows = min(len(sums) if many else len(diff.people), MOST_ROWS)
    with picture(ax, (_WIDTH, max(_LEAST, _HEAD + _ROW * rows)), lang) as drawn:
        drawn.title(drawn.say("changes"))
        if not diff.people:
            drawn.empty(drawn.say("changes_none", n=diff.same))
            return drawn.ax
        counts = {kind: sum(len(getattr(one, kind)) for one in diff.people) for kind in _KINDS}
        told = {"gained": counts["gained"], "lost": counts["lost"], "same": diff.same - counts["retimed"]}
        drawn.note(drawn.say("changes_counts", **told))
        if counts["retimed"]:
            drawn.note(drawn.say("changes_retimed", n=counts["retimed"]))
        if many:
            drawn.note(drawn.say("changes_by_borrower", n=len(diff.people)))
            _draw_sums(drawn, diff, sums)
        else:
            _draw_people(drawn, diff)
    return drawn.ax


def _each(people: Sequence[PersonDiff]) -> Iterator[tuple[int, Kind, ShiftAt]]:
    for place, one in enumerate(people):
        for kind in _KINDS:
            yield from ((place, kind, shift) for shift in getattr(one, kind))


def _draw_people(drawn: Picture, diff: Diff) -> None:
    listed = list(_each(diff.people))
    shifts = [shift for *_, shift in listed]
    axis = TimeAxis(shifts[0].timezone, min(one.start for one in shifts), max(one.end for one in shifts))
    axis.draw(drawn)
    names = [name_of(diff.names, "worker", one.worker) for one in diff.people]
    drawn.rows([
        drawn.say("changes_gone", worker=name) if one.gone else name
        for one, name in zip(diff.people, names, strict=True)
    ])  # fmt: skip
    for y, kind, shift in listed:
        start, end = axis.hours(shift.start), axis.hours(shift.end)
        drawn.ax.barh(y + _PLACE[kind], end - start, 0.36, start, zorder=2, **_look(kind))
    for y in range(1, len(names)):
        drawn.ax.axhline(y - 0.5, color="#e6eaed", linewidth=0.6, zorder=0.3)
    _keys(drawn, {kind for _, kind, _ in listed})


def _by_borrower(diff: Diff) -> dict[str, Counter[Kind]]:
    """Assignments gained, lost and moved at each borrower, those with most first."""
    found: dict[str, Counter[Kind]] = {}
    for _, kind, shift in _each(diff.people):
        found.setdefault(shift.company, Counter())[kind] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1].total(), item[0])))


def _draw_sums(drawn: Picture, diff: Diff, sums: dict[str, Counter[Kind]]) -> None:
    names = [name_of(diff.names, "company", one) for one in sums]
    rows = list(sums.values())
    if (hidden := len(rows) - MOST_ROWS + 1) > 1:
        drawn.note(drawn.say("changes_cut", n=MOST_ROWS - 1, of=hidden))
        names = [*names[: MOST_ROWS - 1], drawn.say("others", n=hidden)]
        rows = [*rows[: MOST_ROWS - 1], sum(rows[MOST_ROWS - 1 :], Counter())]
    drawn.rows(names)
    ax = drawn.ax
    for y, row in enumerate(rows):
        ax.barh(y, row["gained"], 0.7, 0, zorder=2, **_look("gained"))
        ax.barh(y, row["retimed"], 0.7, row["gained"], zorder=2, **_look("retimed"))
        ax.barh(y, -row["lost"], 0.7, 0, zorder=2, **_look("lost"))
    ax.axvline(0, color=INK, linewidth=0.8, zorder=3)
    drawn.numbers("x", 0)
    drawn.labels(drawn.say("assignments"))
    ax.spines["left"].set_visible(False)
    _keys(drawn, {kind for row in rows for kind in row})


def _look(kind: Kind) -> dict[str, Any]:
    if kind == "lost":
        return {"facecolor": "none", "edgecolor": VERMILLION, "hatch": "//////", "linewidth": 0.7}
    return {"facecolor": _COLOUR[kind], "edgecolor": "none", "linewidth": 0}


def _keys(drawn: Picture, kinds: set[Kind]) -> None:
    from matplotlib.patches import Patch

    for kind in _KINDS:
        if kind in kinds:
            drawn.key(Patch(**_look(kind)), drawn.say(f"key_{kind}"))
