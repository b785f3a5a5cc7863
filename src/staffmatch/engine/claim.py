"""What the engine claims of a tier, and on what grounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from staffmatch.arrays import Mask, Real
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.cases.case_tree import CaseTree
from staffmatch.engine.cases.core_tree import CoreTree
from staffmatch.engine.core_problem import Core
from staffmatch.engine.model.exact import ruled_out
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.incumbent import Incumbent

# So few columns are in a linear program from the beginning.
FEW = 3_000


@dataclass
class Claim:
    """The ``bound`` of a tier with the prices that prove as much of it as prices can, among plans without ``absent``
    columns; and, once it is begun, the tree of cases that proves the rest. Its linear programs begin with the ``first``
    columns, or with all if these are few."""

    tier: Tier
    absent: Mask
    bound: int
    proof: Proof
    first: Mask
    core: Core | None = None
    tree: CaseTree | CoreTree | None = None
    by_prices: int = field(init=False)

    def __post_init__(self) -> None:
        self.by_prices = self.bound

    def raised(self, bound: int, proof: Proof) -> None:
        """What prices prove, and they themselves: the rest of a former bound is the word of others."""
        self.bound, self.proof, self.by_prices = max(self.bound, bound), proof, bound

    @property
    def proven(self) -> bool:
        """Whether the bound needs no more than prices and cases."""
        return self.by_prices >= self.bound or (self.tree is not None and self.tree.closed)

    def columns(self, incumbent: Incumbent) -> Mask:
        """What may be in a better plan than the incumbent."""
        return ~ruled_out(self.tier, self.proof, self.absent, self.tier.steps_of(incumbent.x) - 1)

    def begin(self, incumbent: Incumbent, backend: BackendName | None) -> CaseTree | CoreTree:
        """The tree of cases, which may have been begun before; anew where there is less to be shown by now.

        Where there is a core the tree is over this one first.
        """
        if isinstance(self.tree, CoreTree) and self.tree.exhausted and not self.tree.closed:
            self.tree = self.core = None
        if self.tree is None or not (self.tree.closed or self.tree.goal <= self.tier.steps_of(incumbent.x)):

            def offer(x: Real) -> int:
                incumbent.offer(x)
                return self.tier.steps_of(incumbent.x)

            aim, columns = self.tier.steps_of(incumbent.x), self.columns(incumbent)
            if self.core is not None:
                self.tree = CoreTree(self.core, columns, aim, incumbent.control, backend)
                return self.tree
            first = columns if columns.sum() <= FEW else self.first | incumbent.x
            self.tree = CaseTree(self.tier, columns, first, aim, offer, incumbent.control, backend)
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
