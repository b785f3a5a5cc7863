"""What is proven about each tier, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from staffmatch.reports import words
from staffmatch.result.certificate import confirmed_bounds, proves_infeasible
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution
from staffmatch.result.verifier import verify


@dataclass(frozen=True)
class Proof:
    """One tier: its value, its bound, and both in words."""

    name: str
    value: str
    bound: str | None
    gap: float | None
    text: str
    proven: bool


def doubts(solution: Solution) -> tuple[str, ...]:
    """The claims of a solution from a file that differ from what is recomputed."""
    if solution.found_here:
        return ()
    return tuple(violation.text for violation in verify(solution.scenario, solution).violations)


def proofs(solution: Solution, doubted: bool = False) -> tuple[Proof, ...]:
    """The proofs of each tier; for a solution from a file the certificate is checked, since a claim is no proof.

    If it is ``doubted``, only the file's claims are repeated, marked as such.
    """
    if doubted:
        return tuple(_stated(tier) for tier in solution.tiers)
    weighted = any(demand.priority > 1 for demand in solution.scenario.demands)
    known = [tier.certified for tier in solution.tiers]
    if not solution.found_here:
        known = list(confirmed_bounds(solution.scenario, solution))
    tiers = enumerate(zip(solution.tiers, known, strict=True))
    return tuple(_proof(tier, bound, weighted=weighted, first=place == 0) for place, (tier, bound) in tiers)


def all_proven(solution: Solution, found: tuple[Proof, ...]) -> bool:
    """Whether a certificate proves what the status says."""
    if solution.status == "infeasible":
        return proves_infeasible(solution.scenario, solution)
    return all(proof.proven for proof in found)


def _stated(tier: TierResult) -> Proof:
    value = words.quantity(tier.value, tier.unit)
    return Proof(tier.term, value, None, None, f"{tier.term}: {value}, as the file says.", False)


def _proof(tier: TierResult, certified: float | None, *, weighted: bool, first: bool) -> Proof:
    name = words.term(tier.term, weighted=weighted)
    value = words.quantity(tier.value, tier.unit)
    bound = None if tier.bound is None else words.quantity(tier.bound, tier.unit, down=True)
    others = "no plan" if first else "no plan that is as good in the tiers before"
    proven = certified is not None and certified >= tier.value
    if proven:
        claim = f", proven: {others} has less."
    elif tier.bound is None or tier.gap is None:
        claim = "; how much less is possible is not known."
    else:
        less = "less" if tier.gap == 0 else f"less than {bound} (gap {words.relative_gap(tier.gap)})"
        claim = f", and {others} has {less}{_rests_on(tier, certified)}."
    return Proof(name, value, bound, tier.gap, f"{name}: {value}{claim}", proven)


def _rests_on(tier: TierResult, certified: float | None) -> str:
    """On whose word a bound rests, where it is not certified."""
    if certified is not None and tier.bound is not None and certified >= tier.bound:
        return ""
    least = "" if certified is None else f"; proven is {words.quantity(certified, tier.unit, down=True)}"
    return f", by a solver's word{least}"
