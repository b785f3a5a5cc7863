"""The protocol of peers: request and answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from benchmarks.run import Run
from staffmatch import Plan, Scenario, Solution
from staffmatch.formulation.integer_program import Scale
from staffmatch.result.contents import TierResult
from staffmatch.result.tier_check import tier_value


class Skipped(Exception):
    """The peer cannot solve this instance, and why."""


@dataclass(frozen=True)
class Answer:
    """``plan`` is verified, with all figures that the peer states; ``phases`` are seconds.

    ``bound`` is the first tier's, in its unit, if there is no plan.
    """

    status: str
    plan: Plan | Solution | None
    tiers: tuple[TierResult, ...] = ()
    phases: dict[str, float] = field(default_factory=dict)
    pairs: int | None = None
    reason: str | None = None
    bound: float | None = None


@dataclass(frozen=True)
class Peer:
    """``families`` are those it can solve, None for all; ``modules`` are imported before the clock starts."""

    solve: Callable[[Scenario, Run], Answer]
    families: tuple[str, ...] | None = None
    modules: tuple[str, ...] = ()

    def refuses(self, family: str) -> str | None:
        """Why it cannot even try, if so."""
        if self.families is not None and family not in self.families:
            return f"takes only {' and '.join(self.families)}"
        for name in self.modules:
            try:
                import_module(name)
            except ImportError as error:
                return f"cannot import {name}: {error}"
        return None


def tiers_of(scenario: Scenario, plan: Plan, bounds: Sequence[int | None]) -> tuple[TierResult, ...]:
    """The values of a peer's plan as the verifier counts them, with the peer's own bounds in integer steps."""
    found = []
    for tier, bound in zip(scenario.tiers, bounds, strict=True):
        value, per_unit = tier_value(scenario, plan, tuple(tier))
        found.append(
            TierResult(
                term=" + ".join(term.kind if term.weight == 1 else f"{term.weight} {term.kind}" for term in tier),
                unit=Scale.of(tier).unit,
                per_unit=per_unit,
                value=value / per_unit,
                bound=None if bound is None else bound / per_unit,
                gap=None if bound is None else abs(value - bound) / max(abs(value), per_unit),
            )
        )
    return tuple(found)
