"""What a family of instances offers to the harness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from staffmatch import Scenario, Solution


@dataclass(frozen=True)
class Instance:
    """``name`` is the file's name or the generator's arguments; ``source`` is what the family reads it from."""

    name: str
    source: str


class Family(Protocol):
    def instances(self, paths: Sequence[str], preset: str | None, seed: int) -> list[Instance]:
        """The instances asked for, in the order of the arguments."""

    def scenario(self, instance: Instance) -> Scenario:
        """Read or generate one."""

    def complete(self, solution: Solution) -> bool:
        """Whether the plan counts as one: otherwise it has no value."""

    def tier(self, solution: Solution) -> int:
        """Which tier's value, bound and gap are the instance's."""
