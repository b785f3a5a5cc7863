"""sensitivity(): what one more of something is worth, and one less, by solving again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args

from staffmatch.answers.options import Clock, require_choice, require_whole
from staffmatch.answers.shown import table_html
from staffmatch.answers.what_if.intervals import TierChange, changes
from staffmatch.answers.what_if.variations import By, Direction, Variation, variations
from staffmatch.engine.state.control import Control, available_threads
from staffmatch.errors import InputError, LimitError, UnsupportedRule
from staffmatch.explain.answer import Answer, basis
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.field_types import Count, Flag, Id, Record, WorkerId
from staffmatch.result.solution import Solution, Status

COLUMNS = ("of", "step", "tier", "term", "unit", "before", "after", "change", "least", "most", "verdict", "proof")

_EFFECT = Sentence("sensitivity.effect", "{what}: {changes:and}.")
_INFEASIBLE = Sentence("sensitivity.infeasible", "{what}: then the pins cannot all be kept.")
_NOT_FOUND = Sentence("sensitivity.not_found", "{what}: no plan was found in time.")
_REFUSED = Sentence("sensitivity.refused", "{what}: not possible. {why}")
_NOTHING = Sentence("sensitivity.nothing", "There is nothing of that kind to have one more of.")
_LEFT_OUT = Sentence(
    "sensitivity.left_out", "{n:count} other was not looked at.", "{n:count} others were not looked at."
)
_TIME = Sentence("sensitivity.time", "Time ran out before every step was solved.")


class Step(Record):
    """A step that was solved: what was done, and how each tier's best differs from that of the solution.

    ``worker`` is who has a twin, is gone or has other hours; ``place`` that of the rule. ``status`` is "refused" where
    there is no such scenario, and ``why`` says so.

    >>> [step.direction for step in solution.sensitivity(by="skill", most=1).effects[0].steps]
    ['more', 'less']
    """

    direction: Direction
    what: Message
    status: Status | Literal["refused"]
    changes: tuple[TierChange, ...] = ()
    worker: WorkerId | None = None
    place: int | None = None
    why: str = ""

    @property
    def message(self) -> Message:
        """What the step changes, tier by tier, or why it cannot be taken."""
        if self.status == "refused":
            return _REFUSED(what=self.what, why=self.why)
        if not self.changes:
            return (_INFEASIBLE if self.status == "infeasible" else _NOT_FOUND)(what=self.what)
        return _EFFECT(what=self.what, changes=tuple(change.message for change in self.changes))

    @property
    def worth(self) -> tuple[float, ...]:
        """What it surely changes, tier by tier; the smaller the better, 0 where nothing is sure."""
        return tuple(_surely(change) for change in self.changes)


class Effect(Record):
    """What one more or one less of something does.

    >>> solution.sensitivity(by="skill", most=1).effects[0].of
    'care'
    """

    of: Id
    steps: tuple[Step, ...]

    @property
    def worth(self) -> tuple[float, ...]:
        """That of its best step."""
        return min((step.worth for step in self.steps if step.changes), default=())


class Sensitivity(Answer):
    """Effects, the one that is worth most first; ``left_out`` counts groups that were not looked at.

    >>> solution.sensitivity(by="skill", most=1).complete
    True
    """

    by: By
    effects: tuple[Effect, ...]
    left_out: Count
    complete: Flag

    def messages(self) -> Iterator[Message]:
        if not self.effects and self.complete:
            yield _NOTHING()
        for effect in self.effects:
            yield from (step.message for step in effect.steps)
        if self.left_out:
            yield _LEFT_OUT(n=self.left_out)
        if not self.complete:
            yield _TIME()

    def to_frame(self, backend: str | None = None) -> Any:
        """A row for each step and tier, as a data frame of pandas, polars or pyarrow."""
        from staffmatch.io.tables import frame_of

        return frame_of(COLUMNS, list(self._rows()), backend)

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for effect in self.effects:
            for step in effect.steps:
                for tier, c in enumerate(step.changes, 1):
                    figures = (c.term, c.unit, c.before, c.after, c.change, c.least, c.most, c.verdict, c.proof)
                    yield (effect.of, step.what.text, tier, *figures)
                if not step.changes:
                    yield (effect.of, step.what.text, *(None,) * 8, step.status, None)

    def _repr_html_(self) -> str:
        return table_html(self.shown, COLUMNS, self._rows())


def sensitivity(
    solution: Solution,
    by: By,
    *,
    most: int = 10,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
) -> Sensitivity:
    """What one more of something is worth, and one less costs: each step is solved again, from this plan on.

    - ``skill``, of those that demands ask for; ``district`` of the home; ``sector`` of the lender: one more person like
      the one of them who works most in the plan, with the same employer, skills, hours and way; one less is without
      that person. Where nobody has a skill, one like whoever works most has it as well.
    - ``hour``: an hour more, or less, in each limit that a person has of their own, day, week and plan.
    - ``rule``: without it, and each figure of it one unit more and less (an hour, a person, a day; a euro where it is
      in cents).

    Groups are looked at in the order of their person's hours in the plan, ``most`` of them, and all rules. Worth is
    told as an interval, see `TierChange`. ``time_limit`` is for all of it, in seconds; what it leaves out is said.

    Raises InputError if an option makes no sense, or the solution has no plan or no scenario.
    """
    require_choice("by", by, get_args(By))
    require_whole("most", most, 1)
    solution.require_plan()
    Control(time_limit, threads=available_threads() if threads is None else threads, seed=seed)
    groups = variations(solution, by)
    looked_at = groups if by == "rule" else groups[:most]
    clock, left = Clock(time_limit), sum(map(len, looked_at))
    effects, complete = list[Effect](), True
    with clock.listening():
        for group in looked_at:
            steps = list[Step]()
            for variation in group:
                if clock.over:
                    complete = False
                    break
                steps.append(_solved(solution, variation, clock, left, threads, seed))
                left -= 1
            if steps:
                effects.append(Effect(of=group[0].of, steps=tuple(steps)))
    effects.sort(key=lambda effect: effect.worth or (0.0,))
    exact = complete and solution.status == "optimal" and all(_exact(step) for one in effects for step in one.steps)
    return Sensitivity(
        rests_on=basis(exact),
        by=by,
        effects=tuple(effects),
        left_out=len(groups) - len(looked_at),
        complete=complete,
    )


def _solved(solution: Solution, variation: Variation, clock: Clock, parts: int, threads: int | None, seed: int) -> Step:
    """In one of so many parts of the time that is left."""
    told: dict[str, Any] = {
        "direction": variation.direction,
        "what": variation.what,
        "worker": variation.worker,
        "place": variation.place,
    }
    try:
        other = clock.solved(variation.make(), clock.share(parts), start=solution, threads=threads, seed=seed)
    except (InputError, LimitError, UnsupportedRule) as error:
        return Step(status="refused", why=_first_line(error), **told)
    return Step(status=other.status, changes=changes(solution, other), **told)


def _first_line(error: Exception) -> str:
    return str(error.problems[0]) if isinstance(error, InputError) else str(error)


def _surely(change: TierChange) -> float:
    sure: Sequence[float | None] = {"less": (change.most,), "more": (change.least,)}.get(change.verdict, (0.0,))
    return sure[0] or 0.0


def _exact(step: Step) -> bool:
    return step.status in ("optimal", "infeasible", "refused")
