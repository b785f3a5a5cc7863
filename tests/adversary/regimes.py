"""How large the coefficients of a scenario are: ordinary ones, and those that end the exactness of floating point."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Regime:
    """The most of each coefficient, and the share of ``lean`` scenarios, which have the default rules and tiers.

    With ``ties`` large coefficients are within two of the most and of the least, and what limits people is hours;
    ``small`` are scenarios all plans of which can be listed.
    """

    priority: int = 5
    weight: int = 3
    pair_cost: int = 50
    cents: int = 3_000
    lean: float = 0.3
    small: bool = False
    ties: bool = False

    def amount(self, dice: Random, most: int, least: int = 0) -> int:
        """Near its ends or anywhere between, and of any magnitude."""
        if self.ties and most >= 100:
            return dice.choice((least, least + 1, most - 2, most - 1, most))
        if most <= 10_000:
            return dice.randint(least, most)
        draw = dice.random()
        if draw < 0.35:
            return most - dice.choice((0, 1, 2, dice.randint(0, 1_000)))
        if draw < 0.6:
            return least + dice.choice((0, 0, 1, 2))
        if draw < 0.8:
            return dice.randint(least, most)
        return max(least, int(most ** dice.random()))


REGIMES = {
    "ordinary": Regime(),
    "default": Regime(priority=10**6, lean=1),
    "priorities": Regime(priority=10**6),
    "weights": Regime(priority=1_000, weight=10_000),
    "both": Regime(priority=10**6, weight=997),
    "pairs": Regime(pair_cost=10**7, lean=0),
    "large_pairs": Regime(pair_cost=10**10, lean=0),
    "ties": Regime(priority=10**6, weight=997, pair_cost=10**7, ties=True),
    "pay": Regime(cents=10**7),
    "limits": Regime(priority=10**6, weight=10**6, pair_cost=10**12, cents=10**9, small=True),
}
