"""What a search comes to."""

from __future__ import annotations

from dataclasses import dataclass

from staffmatch.arrays import Mask
from staffmatch.engine.claim import Claim
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.state.control import Reason
from staffmatch.engine.state.incumbent import Incumbent


@dataclass(frozen=True)
class Outcome:
    """The best choice of pairs; value, bound and proof of each tier. None where there is none.

    ``claims`` say on what grounds, where there is more to be proven of them; trees of cases make the ``incumbent``
    better where they find that they are wrong.
    """

    chosen: Mask | None
    values: tuple[int, ...]
    bounds: tuple[int | None, ...]
    reason: Reason
    method: str
    proofs: tuple[Proof | None, ...] = ()
    claims: tuple[Claim, ...] = ()
    incumbent: Incumbent | None = None

    @property
    def better(self) -> Mask | None:
        """The pairs of the incumbent as it is now."""
        return None if self.incumbent is None else self.incumbent.pairs
