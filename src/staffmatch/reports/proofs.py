"""What is proven about each tier, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from staffmatch.reports import words
from staffmatch.solution import Solution, TierResult


@dataclass(frozen=True)
class Proof:
    """One tier: its value, the bound below which no plan is, and both in words."""

    name: str
    value: str
    bound: str | None
    gap: float | None
    text: str

    @property
    def proven(self) -> bool:
        return self.gap == 0


def proofs(solution: Solution) -> tuple[Proof, ...]:
    weighted = any(demand.priority > 1 for demand in solution.scenario.demands)
    return tuple(_proof(tier, weighted=weighted, first=place == 0) for place, tier in enumerate(solution.tiers))


def _proof(tier: TierResult, *, weighted: bool, first: bool) -> Proof:
    name = words.term(tier.term, weighted=weighted)
    value = words.quantity(tier.value, tier.unit)
    bound = None if tier.bound is None else words.quantity(tier.bound, tier.unit, down=True)
    if tier.bound is None or tier.gap is None:
        claim = "; how much less is possible is not known."
    elif tier.gap == 0:
        others = "no plan has less" if first else "no plan that is as good in the tiers before has less"
        claim = f", proven: {others}."
    else:
        others = "no plan" if first else "no plan that is as good in the tiers before"
        claim = f", and {others} has less than {bound} (gap {words.relative_gap(tier.gap)})."
    return Proof(name, value, bound, tier.gap, f"{name}: {value}{claim}")
