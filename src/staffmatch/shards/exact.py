"""The bound of a shard in integers, as the certificate's checker finds it.

With prices Y >= 0 of seats and W >= 0 of earlier tiers in units of 1/D, every plan costs at least

    -Σ_j Y_j n_j - Σ_e W_e v_e + Σ_shards min { (D c + Y_job + Σ_e W_e c_e) x : x rosters of the shard's people }

in units of 1/D steps. The minimum over all people is a sum over shards: each finds its part by the checker's own
dynamic programme, and integers are added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.engine.model.problem import Problem
from staffmatch.result.certificate.rosters import roster_minimum
from staffmatch.shards.shard import widened


@dataclass(frozen=True)
class WholePrices:
    """Prices of each job and of each earlier tier, in units of 1 / ``scale`` steps."""

    scale: int
    jobs: Int
    earlier: tuple[int, ...]

    def costs(self, problem: Problem, steps: tuple[int, ...], absent: Mask) -> Int:
        """What pairs cost at these prices; nothing where they are absent."""
        own = [one.costs.astype(np.int64) // step for one, step in zip(problem.objectives, steps, strict=True)]
        found: Int = self.scale * own[len(self.earlier)] + self.jobs[problem.seat]
        for number, price in enumerate(self.earlier):
            found += price * own[number]
        return np.where(absent, 0, found)


@dataclass(frozen=True)
class Least:
    """The least that rosters of a shard cost, in units of 1 / scale steps."""

    least: int
    work: int


@dataclass(frozen=True)
class Bound:
    """Asks for the least of the last of some ``tiers``.

    A pair is in no plan as good in an earlier tier if it costs more there than the tier's ``room``. ``longest`` is the
    largest number of pairs of one person in the whole market.
    """

    part: ClassVar = "problem"
    answer: ClassVar = Least
    longest: int
    tiers: tuple[WholePrices, ...]
    rooms: tuple[int, ...]
    steps: tuple[int, ...]

    def asked(self, narrow: Problem) -> Least:
        problem, absent = widened(narrow), np.zeros(narrow.pairs, bool)
        for prices, room in zip(self.tiers, self.rooms, strict=False):
            absent |= prices.costs(problem, self.steps, absent) > max(-1, room)
        costs = self.tiers[-1].costs(problem, self.steps, absent)
        group = 0 if problem.matrix.shape[0] else None
        least, _ = roster_minimum(problem, costs, group, self.longest)
        return Least(least, len(self.tiers) * problem.pairs)
