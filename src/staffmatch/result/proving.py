"""Certificates of the search's claims, checked, and extended where they fall short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from staffmatch.engine.backends.lp import BackendName, enduring
from staffmatch.engine.cases.infeasibility import impossible
from staffmatch.engine.claim import Claim
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.rosters.roster_tree import RosterTree
from staffmatch.engine.state.control import Control
from staffmatch.models import Scenario
from staffmatch.result.certificate import Checker, infeasible_problem
from staffmatch.result.contents import Conflict
from staffmatch.result.decoding import encode_proof
from staffmatch.result.tier_proof import TierProof


@dataclass(frozen=True)
class Proven:
    """A certificate for each tier and the bound that it proves; None if there is none."""

    proofs: tuple[TierProof | None, ...]
    bounds: tuple[int | None, ...]


def proven(problem: Problem, outcome: Outcome, control: Control, backend: BackendName | None) -> Proven | None:
    """Certificates of an outcome's claims; None if the incumbent improved while they were made.

    An improvement then means that a solver was wrong, and has been found out.
    """
    prover = _Prover(outcome, Checker(problem, outcome.values), control, _until(control), backend)
    found = list(prover.tiers())
    if outcome.incumbent is not None and outcome.incumbent.values < outcome.values:
        return None
    return Proven(tuple(proof for proof, _ in found), tuple(bound for _, bound in found))


def proven_infeasible(
    scenario: Scenario, clashing: tuple[Conflict, ...], control: Control, backend: BackendName | None
) -> TierProof | None:
    """A proof that the pins of the conflicts cannot be kept together; None if time ran out."""
    problem = infeasible_problem(scenario, {(one.worker, one.shift) for one in clashing})
    with enduring(control.fault, "A proof by cases"):
        return encode_proof(impossible(problem, control, backend, _until(control)), 0)
    return None


def _until(control: Control) -> float:
    """The moment until which cases are solved."""
    now, params = control.time.now, control.params.cases
    return now + max(params.least_certified, params.certified_share * now)


@dataclass
class _Prover:
    outcome: Outcome
    checker: Checker
    control: Control
    until: float
    backend: BackendName | None

    def tiers(self) -> Iterator[tuple[TierProof | None, int | None]]:
        outcome = self.outcome
        for number, prices in enumerate(outcome.proofs):
            proof = encode_proof(prices, number)
            bound, claimed = self.checker.bound(number, proof), outcome.bounds[number]
            if outcome.claims and claimed is not None and (bound is None or bound < claimed):
                proof = self._extended(outcome.claims[number], number, bound) or proof
            yield proof, self.checker.next(number, proof)

    def _extended(self, claim: Claim, number: int, bound: int | None) -> TierProof | None:
        """The certificate with cases, if these prove more."""
        incumbent, tier = self.outcome.incumbent, claim.tier
        # If rosters bound a tier better than its LP does, cases would first have to make up the difference.
        params, rostered = self.control.params.cases, isinstance(claim.tree, RosterTree)
        most = params.few_columns if claim.search.proof.rosters else params.most_columns
        many = claim.columns().sum() > most
        if incumbent is None or self.control.over() or (many and not rostered):
            return None
        self.control.tell("certify", tier.objective.value(incumbent.x), claim.bound, number)
        with enduring(self.control.fault, "A proof by cases"):
            proof = self._by_cases(claim, number, bound)
            found = self.checker.bound(number, proof)
            narrow = claim.core is not None or (rostered and not many)
            if narrow and (found is None or found < claim.bound):
                # The core, and rosters after the first tier, cover only the columns that reduced costs have left.
                claim.leave_core()
                proof = self._by_cases(claim, number, bound)
            return proof
        return None

    def _by_cases(self, claim: Claim, number: int, bound: int | None) -> TierProof | None:
        tier, tree = claim.tier, claim.begin()
        tree.aim = min(tree.aim, tier.exact_steps(claim.bound))
        tree.run(self.until)
        return encode_proof(claim.stated(None if bound is None else tier.exact_steps(bound)), number)
