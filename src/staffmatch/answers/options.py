"""What several questions are asked with: how much time there is, and options that make no sense."""

from __future__ import annotations

from collections.abc import Collection
from time import monotonic

from staffmatch.engine.state.control import Control
from staffmatch.errors import InputError, InputIssue
from staffmatch.records.accessors import near_ids
from staffmatch.result.solution import Solution


class Clock:
    """How much of a time limit is left, in seconds; None where there is no limit.

    InputError where the limit is no amount.
    """

    def __init__(self, seconds: float | None) -> None:
        limit = Control(seconds, threads=1).time_limit
        self._end = None if limit is None else monotonic() + limit

    @property
    def left(self) -> float | None:
        return None if self._end is None else max(0.0, self._end - monotonic())

    @property
    def over(self) -> bool:
        return self.left == 0

    def heed(self, solution: Solution) -> Solution:
        """A solution that was made meanwhile: Ctrl-C, which ended its search, ends the time as well."""
        if solution.termination.reason == "interrupted":
            self._end = monotonic()
        return solution

    def share(self, parts: int) -> float | None:
        """What is left for each of so many parts."""
        left = self.left
        return None if left is None else left / max(1, parts)


def bad_option(path: str, text: str, advice: str) -> InputError:
    return InputError([InputIssue("bad_option", path, text, advice)])


def require_whole(path: str, value: object, least: int) -> None:
    """InputError where an option is no whole number from ``least`` on."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise bad_option(path, f"is {value!r}.", f"Give a whole number from {least} on.")


def require_choice(path: str, value: object, choices: Collection[str]) -> None:
    """InputError where an option is none of some words."""
    if value not in choices:
        near = near_ids(str(value), choices)
        advice = f"Did you mean {near[0]!r}? " if near else ""
        raise bad_option(path, f"is {value!r}.", f"{advice}Choose among {', '.join(map(repr, choices))}.")
