"""What is proven about each tier, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from staffmatch.messages.names import names_of
from staffmatch.records.accessors import tiers_in_full
from staffmatch.reports.words import Words
from staffmatch.result.certificate import confirmed_bounds, proves_infeasible
from staffmatch.result.contents import TierResult
from staffmatch.result.solution import Solution
from staffmatch.result.verifier import verify


@dataclass(frozen=True)
class Proof:
    """One tier: its value, its bound, the part of it that a certificate proves, and all of it in words.

    ``rests_on`` is "certificate", "solver", "file" (which is only repeated) or "nothing".
    """

    name: str
    value: str
    bound: str | None
    gap: float | None
    text: str
    proven: bool
    certified: str | None
    rests_on: str


def doubts(solution: Solution, words: Words) -> tuple[str, ...]:
    """The claims of a solution from a file that differ from what is recomputed."""
    if solution.found_here:
        return ()
    names = names_of(solution.scenario)
    return tuple(one.text_in(words.lang, names) for one in verify(solution.scenario, solution).violations)


def proofs(solution: Solution, words: Words, doubted: bool = False) -> tuple[Proof, ...]:
    """The proofs of each tier; for a solution from a file the certificate is checked, since a claim is no proof.

    If it is ``doubted``, only the file's claims are repeated, marked as such.
    """
    if doubted:
        return tuple(_stated(tier, words) for tier in solution.tiers)
    if not solution.tiers:
        return ()
    weighted = any(demand.priority > 1 for demand in solution.scenario.demands)
    known = [tier.certified for tier in solution.tiers]
    if not solution.found_here:
        known = list(confirmed_bounds(solution.scenario, solution))
    given = solution.scenario.tiers
    found = []
    for place, (terms, tier, bound) in enumerate(
        zip(tiers_in_full(solution.scenario), solution.tiers, known, strict=True)
    ):
        name = words.term(tier.term, weighted=weighted)
        proof = _proof(tier, bound, name, "" if place == 0 else "_after", words)
        # Of a run, levels that nobody needs to reach are left out.
        if terms in given or tier.value or not proof.proven:
            found.append(proof)
    return tuple(found)


def all_proven(solution: Solution, found: tuple[Proof, ...]) -> bool:
    """Whether a certificate proves what the status says."""
    if solution.status == "infeasible":
        return proves_infeasible(solution.scenario, solution)
    return all(proof.proven for proof in found)


def _stated(tier: TierResult, words: Words) -> Proof:
    value = words.quantity(tier.value, tier.unit)
    text = words.say("proof.stated", name=tier.term, value=value)
    return Proof(tier.term, value, None, None, text, False, None, "file")


def _proof(tier: TierResult, certified: float | None, name: str, after: str, words: Words) -> Proof:
    """``after`` is the end of the names of sentences about a tier that has others before it."""
    value = words.quantity(tier.value, tier.unit)
    bound = _least(tier.bound, tier, words)
    proven = certified is not None and certified >= tier.value
    more: dict[str, str] = {}
    if proven:
        said = f"proof.proven{after}"
    elif bound is None or tier.gap is None:
        said = "proof.unknown"
    else:
        more = {"word": _rests_on(tier, certified, words)}
        more |= {"bound": bound, "gap": words.relative_gap(tier.gap)} if tier.gap else {}
        said = f"proof.bound{after}" if tier.gap else f"proof.same{after}"
    text = words.say(said, name=name, value=value, **more)
    return Proof(name, value, bound, tier.gap, text, proven, _least(certified, tier, words), _basis(tier, certified))


def _least(bound: float | None, tier: TierResult, words: Words) -> str | None:
    """A bound, rounded down; one that is reached is written as the value is."""
    if bound is None:
        return None
    return words.quantity(bound, tier.unit, down=bound < tier.value)


def _basis(tier: TierResult, certified: float | None) -> str:
    if tier.bound is None:
        return "nothing"
    return "certificate" if certified is not None and certified >= tier.bound else "solver"


def _rests_on(tier: TierResult, certified: float | None, words: Words) -> str:
    """On whose word a bound rests, where it is not certified."""
    if certified is None:
        return words.say("proof.word")
    if tier.bound is not None and certified >= tier.bound:
        return ""
    return words.say("proof.word_least", least=words.quantity(certified, tier.unit, down=True))
