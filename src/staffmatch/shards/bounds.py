"""Bounds of a market in shards: integers of all shards added up, and the certificate that states them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from staffmatch.arrays import Real
from staffmatch.errors import LimitError
from staffmatch.result.tier_proof import TierProof
from staffmatch.shards import refusals
from staffmatch.shards.crew import Crew
from staffmatch.shards.exact import Bound, WholePrices
from staffmatch.shards.layout import Layout
from staffmatch.shards.shard import Survey

# The finest scale of prices; reduced costs of one person add up to less than the checker's tables hold.
_BITS, _SUMMABLE = 20, 2**59


@dataclass(frozen=True)
class Proof:
    """Prices of a tier, and what they prove in units of 1 / scale steps above its constant: of plans whose earlier
    tiers take at most the steps ``earlier``."""

    prices: WholePrices
    proven: int
    earlier: tuple[int, ...]

    @property
    def steps(self) -> int:
        return -(-self.proven // self.prices.scale)


@dataclass
class Bounds:
    """What is proven of each tier; ``steps`` is the step of each, ``terms`` are their names."""

    crew: Crew
    layout: Layout
    steps: tuple[int, ...]
    surveys: Sequence[Survey]
    terms: Sequence[str]
    proofs: dict[int, Proof] = field(default_factory=dict)

    def prove(self, tier: int, multipliers: Real, values: tuple[int, ...]) -> None:
        """Prove what the multipliers of a tier do over plans whose earlier tiers take ``values`` steps, and keep it if
        it is more than before."""
        found = self._proof(tier, self._whole(tier, multipliers), values)
        if tier not in self.proofs or found.steps > self.proofs[tier].steps:
            self.proofs[tier] = found

    def renew(self, values: tuple[int, ...]) -> None:
        """Prove all tiers once more, at the prices they have, for a plan of other values."""
        for tier in sorted(self.proofs):
            proof = self.proofs.pop(tier)
            if tier == 0:
                self.proofs[tier] = proof
            else:
                self.proofs[tier] = self._proof(tier, proof.prices, values)

    def _proof(self, tier: int, prices: WholePrices, values: tuple[int, ...]) -> Proof:
        before = [(one, values[number]) for number, one in sorted(self.proofs.items()) if number < tier]
        rooms = tuple(one.prices.scale * value - one.proven for one, value in before)
        question = Bound(self._longest, (*(one.prices for one, _ in before), prices), rooms, self.steps)
        least = sum(one.least for one in self.crew.all(question))
        seats = zip(prices.jobs[self.layout.jobs].tolist(), self.layout.seats.tolist(), strict=True)
        paid = sum(price * count for price, count in seats)
        paid += sum(price * value for price, value in zip(prices.earlier, values, strict=False))
        return Proof(prices, least - paid, values[:tier])

    @property
    def _longest(self) -> int:
        return max(one.longest for one in self.surveys)

    def _whole(self, tier: int, multipliers: Real) -> WholePrices:
        """The multipliers as integers, as fine as sums over one person stay exact."""
        sizes = [max(one.largest[number] for one in self.surveys) / self.steps[number] for number in range(tier + 1)]
        count = len(self.layout.jobs)
        seats, earlier = multipliers[:count], multipliers[count:]
        reach = 1 + sizes[tier] + float(seats.max(initial=0)) + float((earlier * sizes[:tier]).sum())
        room = _SUMMABLE / (1 + self._longest) / reach
        if room < 1:
            raise LimitError(refusals.TOO_LARGE(term=self.terms[tier], reach=f"{reach:.1e}"))
        scale = 2 ** min(_BITS, int(np.log2(room)))
        jobs = np.zeros(len(self.surveys[0].eligible), np.int64)
        jobs[self.layout.jobs] = np.rint(seats * scale)
        return WholePrices(scale, jobs, tuple(round(price * scale) for price in earlier.tolist()))

    def holds(self, tier: int, values: tuple[int, ...]) -> bool:
        """Whether what is proven of a tier holds for a plan of these values."""
        proof = self.proofs.get(tier)
        return proof is not None and all(value <= most for value, most in zip(values, proof.earlier, strict=False))

    def stated(self, tier: int, values: tuple[int, ...]) -> TierProof | None:
        """The certificate of a tier: a price for each row of seats and each earlier tier, and best rosters; None if it
        was found for a plan of other values."""
        proof = self.proofs.get(tier)
        if proof is None or proof.earlier != values[:tier]:
            return None
        prices = proof.prices.jobs[self.layout.jobs]
        rows = np.flatnonzero(prices)
        return TierProof(
            scale=proof.prices.scale,
            rows=tuple((self.layout.first_row + rows).tolist()),
            prices=tuple((-prices[rows]).tolist()),
            earlier=tuple(-price for price in proof.prices.earlier),
            rosters=True,
            row_group=self.layout.row_group,
        )
