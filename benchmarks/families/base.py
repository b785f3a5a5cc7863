"""The protocol of instance families."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from staffmatch import InputError, InputIssue, Scenario
from staffmatch.result.contents import TierResult


@dataclass(frozen=True)
class Instance:
    """``name`` is the file's name or the generator's arguments; ``source`` is what the family reads."""

    name: str
    source: str

    @classmethod
    def of(cls, source: str) -> Instance:
        return cls(source if is_generated(source) else Path(source).name, source)


class Family(Protocol):
    """``value_tier`` is the index of the tier whose value, bound and gap count for the instance."""

    value_tier: int

    def instances(self, paths: Sequence[str], preset: str | None, seed: int) -> list[Instance]:
        """The requested instances, in the order of the arguments."""

    def scenario(self, instance: Instance) -> Scenario:
        """Read or generate an instance."""

    def complete(self, tiers: Sequence[TierResult]) -> bool:
        """Whether a plan with these values is complete; otherwise it has no value."""

    def best_known(self, instance: Instance) -> int | None:
        """The best value known to the publisher."""


def is_generated(source: str) -> bool:
    return source.startswith("generate:")


def generator_arguments(source: str, names: str) -> list[int]:
    """The numbers of ``generate:...``, one for each of the ``names`` that stand between colons; the last is a seed."""
    words = source.split(":")[1:]
    fits = len(words) == len(names.split(":")) and all(word.isascii() and word.isdecimal() for word in words)
    if not fits or min(map(int, words[:-1])) < 1:
        raise wrong_call(f"{source!r} is not generate:{names} in whole numbers, the sizes at least 1.")
    return [int(word) for word in words]


def wrong_call(text: str, advice: str = "") -> InputError:
    return InputError([InputIssue("wrong_call", "", text, advice)])
