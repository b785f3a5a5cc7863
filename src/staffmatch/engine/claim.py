"""What the engine claims of a tier, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from staffmatch.arrays import Mask, Real
from staffmatch.engine.case_tree import CaseTree
from staffmatch.engine.exact import ruled_out
from staffmatch.engine.incumbent import Incumbent
from staffmatch.engine.lp import BackendName
from staffmatch.engine.proof import Proof
from staffmatch.engine.tier import Tier


@dataclass
class Claim:
    """The ``bound`` of a tier with the prices that prove as much of it as prices can, among plans without ``absent``
    columns; and, once it is begun, the tree of cases that proves the rest."""

    tier: Tier
    absent: Mask
    bound: int
    proof: Proof
    tree: CaseTree | None = None

    def raised(self, bound: int, proof: Proof) -> None:
        """What prices prove, and they themselves: the rest of a former bound is the word of others."""
        self.bound, self.proof = max(self.bound, bound), proof

    def columns(self, incumbent: Incumbent) -> Mask:
        """What may be in a better plan than the incumbent."""
        return ~ruled_out(self.tier, self.proof, self.absent, self.tier.steps_of(incumbent.x) - 1)

    def begin(self, incumbent: Incumbent, backend: BackendName | None) -> CaseTree:
        """The tree of cases, which may have been begun before."""
        if self.tree is None:

            def offer(x: Real) -> int:
                incumbent.offer(x)
                return self.tier.steps_of(incumbent.x)

            aim, columns = self.tier.steps_of(incumbent.x), self.columns(incumbent)
            self.tree = CaseTree(self.tier, columns, aim, offer, incumbent.control, backend)
        return self.tree

    def stated(self, known: int | None) -> Proof:
        """The prices, with the cases where these prove more than the steps that are ``known``, or all."""
        proof = replace(self.proof, divisors=tuple(self.tier.divisors))
        if self.tree is None or not (self.tree.closed or (known is not None and self.tree.least > known)):
            return proof
        return replace(proof, cases=self.tree.cases(), aim=self.tree.aim)

    def ruled_out(self, incumbent: Incumbent) -> Mask:
        """What is in no plan as good as the incumbent."""
        return ruled_out(self.tier, self.proof, self.absent, self.tier.steps_of(incumbent.x))
