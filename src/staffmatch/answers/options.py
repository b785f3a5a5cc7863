"""What several questions share: the time that is left, and checks of their options."""

from __future__ import annotations

from collections.abc import Collection
from time import monotonic

from staffmatch.errors import InputError, InputIssue
from staffmatch.records.accessors import near_ids


class Clock:
    """How much of a time limit is left, in seconds; None if there is no limit."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else monotonic() + seconds

    @property
    def left(self) -> float | None:
        return None if self._end is None else max(0.0, self._end - monotonic())

    @property
    def over(self) -> bool:
        return self.left == 0

    def share(self, parts: int) -> float | None:
        """What is left for each of so many parts."""
        left = self.left
        return None if left is None else left / max(1, parts)


def bad_option(path: str, text: str, advice: str) -> InputError:
    return InputError([InputIssue("bad_option", path, text, advice)])


def require_whole(path: str, value: object, least: int) -> None:
    """InputError unless an option is a whole number of at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise bad_option(path, f"is {value!r}.", f"Give a whole number from {least} on.")


def require_choice(path: str, value: object, choices: Collection[str]) -> None:
    """InputError unless an option is one of the given words."""
    if value not in choices:
        near = near_ids(str(value), choices)
        advice = f"Did you mean {near[0]!r}? " if near else ""
        raise bad_option(path, f"is {value!r}.", f"{advice}Choose among {', '.join(map(repr, choices))}.")
