"""What shards are asked at prices: how many people take each seat, and which pairs are worth a place in the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from staffmatch.arrays import Int, Real, nth
from staffmatch.shards.shard import Priced

_HASH = 2654435761


@dataclass(frozen=True)
class Answer:
    """What best rosters are worth at some prices, in steps of a tier; how many of them take each job, and what they use
    of each earlier tier; ``work`` is what it took."""

    value: float
    taken: Int
    used: Real
    work: int


@dataclass(frozen=True)
class Price:
    """A look at all rosters of a shard at prices of the jobs and of earlier tiers, all from 0 on.

    Pairs of equal costs are told ``apart`` by up to so many steps, by a hash of person and seat: else all who could as
    well have one seat as another would take the same.
    """

    part: ClassVar = "priced"
    answer: ClassVar = Answer
    tier: int
    steps: tuple[int, ...]
    jobs: Real
    earlier: Real
    apart: float = 0.0

    def asked(self, shard: Priced) -> Answer:
        gains = self.gains(shard)
        _, chosen = shard.best(gains - self.apart * _hashed(shard.person, shard.seat) if self.apart else gains)
        found = np.flatnonzero(chosen)
        used = [float((shard.costs[number][found] // self.steps[number]).sum()) for number in range(self.tier)]
        taken = np.bincount(shard.seat[found], minlength=shard.jobs).astype(np.int32)
        return Answer(float(gains[found].sum()), taken, np.array(used), shard.cells)

    def gains(self, shard: Priced) -> Real:
        """What pairs cost at these prices."""
        gains = (shard.costs[self.tier] // self.steps[self.tier]).astype(float)
        gains += self.jobs[shard.seat]
        for number, price in enumerate(self.earlier.tolist()):
            gains += price * (shard.costs[number] // self.steps[number])
        return gains


def _hashed(person: Int, seat: Int) -> Real:
    """Numbers from 0 to 1, the same for the same person and seat."""
    code = (person.astype(np.uint64) * np.uint64(_HASH) + seat.astype(np.uint64) * np.uint64(40503)) & np.uint64(0xFFFF)
    return code.astype(np.float32) / 2**16


@dataclass(frozen=True)
class Offered:
    """Pairs, by the places of worker in the shard and job."""

    worker: Int
    job: Int
    work: int


@dataclass(frozen=True)
class Offer:
    """So many pairs that raise the best rosters by least; or, of some jobs alone, so many of ``each``."""

    part: ClassVar = "priced"
    answer: ClassVar = Offered
    price: Price
    count: int
    jobs: Int | None = None
    each: int = 0

    def asked(self, shard: Priced) -> Offered:
        rise, seat = shard.rise(self.price.gains(shard)), shard.seat
        if self.jobs is None:
            order = (
                np.argpartition(rise, self.count - 1)[: self.count]
                if 0 < self.count < len(rise)
                else np.arange(len(rise))[: self.count]
            )
        else:
            among = np.flatnonzero(np.isin(seat, self.jobs))
            order = among[np.lexsort((rise[among], seat[among]))]
            order = order[nth(seat[order]) < self.each]
        return Offered(shard.person[order].astype(np.int64), seat[order].astype(np.int64), 3 * shard.cells)
