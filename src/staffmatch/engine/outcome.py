"""The result of a search."""

from __future__ import annotations

from dataclasses import dataclass

from staffmatch.arrays import Mask
from staffmatch.engine.claim import Claim
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.state.control import Reason
from staffmatch.engine.state.incumbent import Incumbent


@dataclass(frozen=True)
class Outcome:
    """The best choice of pairs, and the value, bound and proof of each tier; None if there is none.

    ``claims`` hold what remains to be proven; their trees of cases improve the ``incumbent`` if they find a claim to be
    wrong.
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
        """The pairs of the current incumbent."""
        return None if self.incumbent is None else self.incumbent.pairs
