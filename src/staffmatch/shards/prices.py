"""Prices of what people of different shards share: the seats of each job, and the values of earlier tiers.

The Lagrangian dual over all shards is raised by subgradients: prices go out, and how many best rosters take each job
comes back. A round is dear, so each price has a step of its own, its mean subgradient by the root of its mean square
(D. Kingma and J. Ba, "Adam", ICLR 2015), and steps shrink. It starts on a part of the shards, whose seats are so many
fewer: people are dealt out in turn, so prices there are nearly those of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from staffmatch.arrays import Real
from staffmatch.shards.crew import Crew
from staffmatch.shards.layout import Layout
from staffmatch.shards.questions import Price
from staffmatch.shards.shard import Survey

# How far pairs of equal costs are told apart, as a share of the largest cost.
_APART = 0.002

_TINY = 1e-12


@dataclass(frozen=True)
class Shared:
    """What the shards of a market share in one tier: ``seats`` of the jobs with a row, and ``limits``, the steps that
    earlier tiers may cost. Pairs of equal costs are told ``apart`` by so many steps. Values are in steps above the
    tier's constant."""

    tier: int
    steps: tuple[int, ...]
    layout: Layout
    limits: tuple[int, ...]
    apart: float

    @classmethod
    def of(
        cls, tier: int, steps: tuple[int, ...], layout: Layout, limits: Sequence[int], surveys: Sequence[Survey]
    ) -> Shared:
        largest = max(survey.largest[tier] for survey in surveys)
        return cls(tier, steps, layout, tuple(limits), _APART * largest / steps[tier])

    @property
    def sides(self) -> Real:
        sides: Real = np.r_[self.layout.seats, np.array(self.limits, float)].astype(float)
        return sides

    def price(self, multipliers: Real, jobs: int) -> Price:
        """The question at some multipliers of seats and earlier tiers."""
        count, everywhere = len(self.layout.jobs), np.zeros(jobs)
        everywhere[self.layout.jobs] = multipliers[:count]
        return Price(self.tier, self.steps, everywhere, multipliers[count:], self.apart)


@dataclass
class Ascent:
    """Raises the bound of one tier from the best of some ``starts``. ``best`` are the best multipliers, ``bound``
    what they give on the whole market in steps above the constant, None before all shards have been asked.

    ``pairs`` counts those of each shard. The bound need not rise above ``aim``, the value of a plan.
    """

    crew: Crew
    shared: Shared
    pairs: Sequence[int]
    jobs: int
    starts: Sequence[Real]
    aim: float = np.inf
    best: Real = field(init=False)
    bound: float | None = None
    turn: int = 0

    def __post_init__(self) -> None:
        self.best = self.starts[0]

    def run(self, until: float) -> None:
        """On growing parts of the shards, to a moment of the search's clock.

        On a larger part steps begin again, but smaller: what is left to find is by how much the smaller part misled.
        """
        control, params = self.crew.control, self.crew.control.params.shards
        for part, rounds in zip(params.parts, params.rounds, strict=True):
            count = round(part * self.crew.shards)
            if part < 1 and count < 1:
                continue
            # A part may take no more than its share of what is left, since only the whole proves anything.
            end = control.time.part(part / (1 + part), until, unlimited=np.inf) if part < 1 else until
            self._climb(range(count), rounds, end)
            self.turn = round(self.turn * params.kept_pace)

    def more(self, until: float) -> None:
        """Some rounds more on the whole market."""
        self._climb(range(self.crew.shards), self.crew.control.params.shards.again, until)

    def _climb(self, shards: Sequence[int], rounds: int, until: float) -> None:
        share, params = self._share(shards), self.crew.control.params.shards
        sides = share * self.shared.sides
        looks = [(*self._look(shards, start, sides), start) for start in self.starts]
        best, activity, kept = max(looks, key=lambda found: found[0])
        count = len(self.shared.layout.jobs)
        units = np.r_[np.full(count, kept[:count].max(initial=0)), kept[count:]]
        mean, square, multipliers = np.zeros(len(kept)), np.zeros(len(kept)), kept
        for number in range(1, rounds + 1):
            if self.crew.control.time.now >= until or best >= share * self.aim:
                break
            excess = activity - sides
            excess[(multipliers <= 0) & (excess < 0)] = 0
            mean += (1 - params.momentum) * (excess - mean)
            square += (1 - params.memory) * (excess * excess - square)
            early = np.sqrt(1 - params.memory**number) / (1 - params.momentum**number)
            self.turn += 1
            step = early * params.first_step / (1 + params.slower * self.turn)
            multipliers = np.maximum(0, multipliers + step * units * mean / np.sqrt(square + _TINY))
            value, activity = self._look(shards, multipliers, sides)
            if value > best:
                best, kept = value, multipliers
        self.best, self.starts = kept, [kept]
        self.bound = best if len(shards) == self.crew.shards else self.bound

    def _share(self, shards: Sequence[int]) -> float:
        return sum(self.pairs[shard] for shard in shards) / max(1, sum(self.pairs))

    def _look(self, shards: Sequence[int], multipliers: Real, sides: Real) -> tuple[float, Real]:
        """The value at some multipliers, and what best rosters use of each row."""
        answers = self.crew.some(shards, self.shared.price(multipliers, self.jobs))
        taken = np.sum([one.taken for one in answers], axis=0)[self.shared.layout.jobs]
        used = np.sum([one.used for one in answers], axis=0)
        # ``@`` adds up in an order that depends on the number of threads.
        paid = float((multipliers * sides).sum())
        return sum(one.value for one in answers) - paid, np.r_[taken, used].astype(float)
