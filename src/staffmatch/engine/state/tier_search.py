"""The state that the search in one tier changes, with one owner."""

from __future__ import annotations

import math

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.bounds.objective_rows import bound_by_objectives
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.bounds.seat_relaxation import seat_bound
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.incumbent import relative_gap


class TierSearch:
    """The incumbent, the candidate columns, the bound with its proof, and the end of the tier's time.

    ``bound`` is a value of the objective. The ``proof`` proves ``bound_by_duals``; anything above that is a solver's
    word. A ``look_ahead`` assumes that the tier before it attains its bound; its results hold only then, and are not
    reported.
    """

    def __init__(
        self,
        tier: Tier,
        candidates: CandidateColumns,
        until: float = math.inf,
        backend: BackendName | None = None,
        look_ahead: bool = False,
    ) -> None:
        self.tier, self.candidates, self.until, self.backend = tier, candidates, until, backend
        self.look_ahead = look_ahead
        self.incumbent = candidates.incumbent
        self.control, self.time = self.incumbent.control, self.incumbent.control.time
        self.params = self.control.params
        self.bound, self.proof = self._at_once()
        self.bound_by_duals = self.bound

    def _at_once(self) -> tuple[int, Proof]:
        """What is known without solving anything."""
        known = bound_by_objectives(self.tier)
        if known is not None and known[0] >= self.value:
            return known
        found = seat_bound(self.tier, self.tier.exact_steps(self.value))
        return found if known is None or found[0] >= known[0] else known

    @property
    def value(self) -> int:
        """The incumbent's value in this tier."""
        return self.tier.objective.value(self.incumbent.x)

    @property
    def last(self) -> bool:
        return self.tier.number == len(self.tier.problem.objectives) - 1

    def raise_bound(self, bound: int, proof: Proof | None = None) -> None:
        """Take a bound if it is better; a ``proof`` that proves all of it, and no less than before, becomes the tier's
        proof."""
        self.bound = max(self.bound, bound)
        if proof is not None and bound >= self.bound_by_duals:
            self.proof, self.bound_by_duals = proof, bound

    def attainable(self, steps: float) -> int:
        """The bound that follows if no plan better than the incumbent costs less than ``steps``."""
        return min(self.tier.least(steps), self.value)

    def over(self, until: float = math.inf) -> bool:
        """Whether to stop: by the caller's limits, the tier's time, or a given moment."""
        return self.control.over() or self.time.now >= min(until, self.until)

    def settled(self, phase: str) -> bool:
        """Whether the gap is as small as the caller wants; reports value and bound."""
        self.tell(phase, self.bound)
        return relative_gap(self.value, self.bound) <= self.control.gap

    def tell(self, phase: str, bound: int) -> None:
        """Report value and bound; the bound is at least the tier's own."""
        told = None if self.look_ahead else min(max(bound, self.bound), self.value)
        self.control.tell(phase, self.value, told, self.tier.number)

    def within_gap(self, relaxed: Relaxed) -> Mask:
        """Columns that a plan no worse than the incumbent may contain; in the last tier, a better one."""
        strictly_better = self.last and not self.look_ahead
        return self.candidates.within_gap(self.tier, relaxed, strictly_better)

    def around(self, relaxed: Relaxed, sure: Mask, pairs: int) -> tuple[Mask, Mask]:
        """The ``sure`` pairs as a completed choice, and promising columns for the seats that they leave empty."""
        problem = self.tier.problem
        held = problem.complete(sure)
        taken = np.bincount(problem.seat[held[: problem.pairs]], minlength=len(problem.capacity))
        within = self.within_gap(relaxed)
        within[: problem.pairs] &= (taken < problem.capacity)[problem.seat]
        return held, self.candidates.promising(relaxed, within, pairs)[0]
