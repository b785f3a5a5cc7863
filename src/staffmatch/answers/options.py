"""What several questions share: the time that is left, and checks of their options."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from staffmatch.engine.state.control import Control
from staffmatch.errors import IS, IS_WORD, WHOLE_ADVICE, InputIssue, Told, bad_option, both, choose, near_or
from staffmatch.models import Scenario
from staffmatch.records.accessors import positions, shift_positions
from staffmatch.records.changes import UNKNOWN
from staffmatch.result.solution import Solution
from staffmatch.solver import solve


class Clock:
    """How much of a time limit is left, in seconds; None if there is no limit.

    Ctrl-C while it is ``listening`` ends the time: of all that an answer solves, not only of what it solves just then.
    InputError if the limit is no amount.
    """

    def __init__(self, seconds: float | None) -> None:
        self._control = Control(seconds, threads=1)
        self.listening = self._control.listening

    @property
    def left(self) -> float | None:
        if self.over:
            return 0.0
        return None if self._control.time_limit is None else self._control.time.seconds_left

    @property
    def over(self) -> bool:
        return self._control.over()

    def share(self, parts: int) -> float | None:
        """What is left for each of so many parts."""
        left = self.left
        return None if left is None else max(0.0, left) / max(1, parts)

    def solved(self, scenario: Scenario, seconds: float | None, **options: Any) -> Solution:
        """The best plan within so many seconds; a first one at once where Ctrl-C has ended the time."""
        halted = self._control.halted
        if not halted():
            solution = solve(scenario, time_limit=seconds, stop=halted, **options)
            # A search that is stopped before it begins has no plan.
            if solution.tiers or not halted():
                return solution
        return solve(scenario, time_limit=0, **options)


def require_whole(path: str, value: object, least: int) -> None:
    """InputError unless an option is a whole number of at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise bad_option(path, IS(value=repr(value)), WHOLE_ADVICE(least=least))


def require_choice(path: str, value: object, choices: Collection[str]) -> None:
    """InputError unless an option is one of the given words."""
    if value not in choices:
        advice = both(near_or(value, choices, ""), choose(choices))
        raise bad_option(path, IS_WORD(word=value) if isinstance(value, str) else IS(value=repr(value)), advice)


def unknown_pair(scenario: Scenario, path: str, pair: tuple[object, object], advice: Told) -> Iterator[InputIssue]:
    """What of a worker and a shift the scenario does not have; ``advice`` where no id is near."""
    known = (("worker", pair[0], positions(scenario, "workers")), ("shift", pair[1], shift_positions(scenario)))
    for kind, name, places in known:
        if not isinstance(name, str) or name not in places:
            text, told = UNKNOWN[kind](name=str(name)), near_or(name, places, advice)
            yield InputIssue(f"unknown_{kind}", path, text, told, (str(name),))
