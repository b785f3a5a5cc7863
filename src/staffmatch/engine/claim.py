"""What the engine claims about a tier, and its grounds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from staffmatch.arrays import Mask, Real
from staffmatch.engine.cases.case_tree import CaseTree
from staffmatch.engine.cases.core_tree import CoreTree
from staffmatch.engine.core_problem import Core
from staffmatch.engine.model.exact import ruled_out, signed
from staffmatch.engine.model.face import full_rows
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.rosters.roster_tree import RosterTree
from staffmatch.engine.state.tier_search import TierSearch


@dataclass
class Claim:
    """The bound of a tier's ``search`` over plans without ``absent`` columns. The duals of its proof prove part of it;
    the ``tree`` of cases, once started, proves the rest. Its LPs start with the ``first`` columns, or with all if there
    are few."""

    search: TierSearch
    absent: Mask
    first: Mask = field(init=False)
    core: Core | None = None
    tree: CaseTree | CoreTree | RosterTree | None = None

    def __post_init__(self) -> None:
        self.first = self.search.incumbent.x

    @property
    def tier(self) -> Tier:
        return self.search.tier

    @property
    def bound(self) -> int:
        return self.search.bound

    @property
    def proven(self) -> bool:
        """Whether duals and cases prove the whole bound."""
        return self.search.bound_by_duals >= self.bound or (self.tree is not None and self.tree.closed)

    @property
    def _incumbent_steps(self) -> int:
        return self.tier.steps_of(self.search.incumbent.x)

    def columns(self) -> Mask:
        """Columns that a plan better than the incumbent may contain."""
        return ~ruled_out(self.tier, self.search.proof, self.absent, self._incumbent_steps - 1)

    def begin(self) -> CaseTree | CoreTree | RosterTree:
        """The tree of cases, which may have been started before; a new one if less remains to be proven.

        If there is a core, the tree is first over the core, and where rosters bound the tier, it is over these.
        """
        search, aim = self.search, self._incumbent_steps
        if isinstance(self.tree, CoreTree | RosterTree) and self.tree.exhausted and not self.tree.closed:
            self.leave_core()
        if self.tree is None or not (self.tree.closed or self.tree.goal <= aim):
            columns = self.columns()
            if self.core is not None:
                self.tree = CoreTree(self.core, columns, aim, search.control, search.backend)
                return self.tree
            first = columns if columns.sum() <= search.params.cases.few_columns else self.first | search.incumbent.x
            self.tree = CaseTree(self.tier, columns, first, aim, self._offer, search.control, search.backend)
        return self.tree

    def leave_core(self) -> None:
        """Use a tree of linear programs over all columns from now on."""
        self.tree = self.core = None

    def _offer(self, x: Real) -> int:
        self.search.incumbent.offer(x)
        return self._incumbent_steps

    def stated(self, known: int | None) -> Proof:
        """The proof, with cases if the tree is closed or proves more than the ``known`` steps."""
        search = self.search
        proof = replace(search.proof, rows=signed(self.tier, search.proof.rows), divisors=tuple(self.tier.divisors))
        if self.tree is None or not (self.tree.closed or (known is not None and self.tree.least > known)):
            return proof
        own = isinstance(self.tree, RosterTree)
        if isinstance(self.tree, RosterTree) and not self.tree.checked_in_time:
            return proof
        return replace(proof, own_cases=own, cases=self.tree.cases(), aim=self.tree.aim)

    def full_rows(self) -> Real | None:
        """Duals that show which rows are full in every plan as good as the incumbent; None if they do not."""
        if self.search.bound_by_duals < self.search.value:
            return None
        return full_rows(self.tier, self.search.proof, self._incumbent_steps, self.ruled_out())

    def ruled_out(self) -> Mask:
        """Columns that are in no plan as good as the incumbent."""
        return ruled_out(self.tier, self.search.proof, self.absent, self._incumbent_steps)
