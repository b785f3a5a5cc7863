"""The funnel: whom each rule takes out, and who is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from staffmatch.answers.why.explained import ShiftExplanation, WorkerExplanation
from staffmatch.errors import require_type
from staffmatch.plot.picture import Picture, picture, short
from staffmatch.plot.style import INK, SOFT
from staffmatch.reports.colours import BLUE, GREEN, ORANGE, VERMILLION

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH, _ROW, _HEAD, _LEAST = 6.4, 0.3, 1.2, 1.9
_PALE = "#F6CDB2"


@dataclass(frozen=True)
class _Step:
    """A rule: how many there were before it and how many are left. Without a rule: of those left, a part."""

    name: str
    before: int
    left: int
    colour: str = BLUE


def funnel(explanation: ShiftExplanation | WorkerExplanation, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """How many people each rule leaves for a shift, from all to those who are eligible, and what these do; of a person
    how many shifts. Returns the axes.

    ``explanation`` is what `Solution.explain` returns for a shift or a worker. A line marks the seats of the shift.
    """
    require_type(explanation, ShiftExplanation, WorkerExplanation)
    size = _WIDTH, max(_LEAST, _HEAD + _ROW * _count(explanation))
    with picture(ax, size, lang) as drawn:
        if isinstance(explanation, ShiftExplanation):
            steps = _of_shift(drawn, explanation)
            drawn.title(drawn.say("funnel_shift", shift=short(explanation.shift, 60)))
            filled = min(len(explanation.filled_by), explanation.headcount)
            drawn.note(drawn.say("funnel_seats", filled=filled, n=explanation.headcount))
        else:
            steps = _of_worker(drawn, explanation)
            name = explanation.names.get(("worker", explanation.worker)) or explanation.worker
            drawn.title(drawn.say("funnel_worker", worker=short(name, 60)))
        _draw(drawn, steps)
        if isinstance(explanation, ShiftExplanation):
            line = drawn.ax.axvline(explanation.headcount, color=INK, linewidth=1.0, linestyle=(0, (4, 2)), zorder=4)
            drawn.key(line, drawn.say("funnel_key_need", n=explanation.headcount))
    return drawn.ax


def _count(explanation: ShiftExplanation | WorkerExplanation) -> int:
    rules = explanation.funnel if isinstance(explanation, ShiftExplanation) else explanation.excluded
    return len(rules) + 4


def _of_shift(drawn: Picture, found: ShiftExplanation) -> list[_Step]:
    """Everybody, the rules, the eligible, and of these who are on it and who are held."""
    eligible = len(found.eligible)
    everybody = found.funnel[0].before if found.funnel else eligible
    steps = [_Step(drawn.say("funnel_all_people"), everybody, everybody)]
    steps += [_Step(drawn.words.rule_name(one.rule), one.before, one.left) for one in found.funnel]
    there = len(set(found.filled_by) & set(found.eligible))
    parts = (("funnel_has", there, GREEN), ("funnel_held", eligible - there, ORANGE))
    return steps + [_Step(drawn.say(name), many, many, colour) for name, many, colour in parts if eligible]


def _of_worker(drawn: Picture, found: WorkerExplanation) -> list[_Step]:
    left = sum(many for _, many in found.excluded) + len(found.eligible)
    steps = [_Step(drawn.say("funnel_all_shifts"), left, left)]
    for rule, many in found.excluded:
        steps.append(_Step(drawn.words.rule_name(rule), left, left - many))
        left -= many
    has, taken = len(set(found.shifts) & set(found.eligible)), len(found.taken)
    parts = (
        ("funnel_has_shifts", has, GREEN),
        ("funnel_taken", taken, ORANGE),
        ("funnel_open_shifts", left - has - taken, SOFT),
    )
    return steps + [_Step(drawn.say(name), many, many, colour) for name, many, colour in parts if left]


def _draw(drawn: Picture, steps: list[_Step]) -> None:
    from matplotlib.patches import Patch

    ax = drawn.ax
    drawn.rows([step.name for step in steps])
    for y, step in enumerate(steps):
        ax.barh(y, step.left, 0.72, color=step.colour, zorder=2)
        ax.barh(y, step.before - step.left, 0.72, step.left, color=_PALE, edgecolor=VERMILLION, linewidth=0.5, zorder=2)
        text = drawn.words.number(step.left)
        if step.before > step.left:
            text += f"  {drawn.say('funnel_out', n=step.before - step.left)}"
        ax.annotate(text, (step.before, y), (4, 0), textcoords="offset points", va="center", color=INK, zorder=5)
    ax.set_xlim(0, max(1, steps[0].before) * 1.16)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks([])
    drawn.key(Patch(color=BLUE), drawn.say("funnel_key_left"))
    if any(step.before > step.left for step in steps):
        drawn.key(Patch(facecolor=_PALE, edgecolor=VERMILLION, linewidth=0.5), drawn.say("funnel_key_out"))
