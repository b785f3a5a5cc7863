"""Random tiers: one to five of one or several terms."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import staffmatch as sm
from staffmatch.objectives import (
    TERMS,
    Change,
    CommuteOver,
    CompanyShare,
    Cost,
    LoadOver,
    LoadUnder,
    MaxLoad,
    MinLoad,
    Share,
    Spread,
    SpreadOfHours,
)
from staffmatch.records.bases import Term
from tests.adversary.regimes import Regime

# Terms whose coefficients a regime makes large.
LARGE = ("uncovered_hours", "pair_cost", "cost")


def drawn_tiers(
    dice: Random, regime: Regime, workers: Sequence[sm.Worker], demands: Sequence[sm.Demand]
) -> list[list[Term]]:
    shifts = [shift.id for demand in demands for shift in demand.shifts]
    kinds = {str(term.model_fields["kind"].default): term for term in TERMS}
    # Leximin is a tier of its own, a run of which the second opinion knows the parts.
    left = [kind for kind in kinds if kind != "leximin"]
    tiers: list[list[Term]] = []
    for _ in range(dice.choice((1, 1, 2, 2, 2, 3, 3, 4, 5))):
        tier: list[Term] = []
        for _ in range(dice.choice((1, 1, 1, 2, 2, 3))):
            # What stands in front is mostly about covering demands, as people have it; later comes whatever is left.
            usual = [kind for kind in (*LARGE, "empty_seats") if kind in left]
            kind = dice.choice(usual if usual and dice.random() < (0.5 if tiers else 0.7) else left)
            left.remove(kind)
            tier.append(_term(dice, regime, kinds[kind], workers, shifts))
            if not left:
                break
        tiers.append(tier)
    return tiers


def _term(dice: Random, regime: Regime, term: type[Term], workers: Sequence[sm.Worker], shifts: Sequence[str]) -> Term:
    parameters: dict[str, Any] = {}
    if term is Change:
        count = dice.randint(0, 4) if workers and shifts else 0
        parameters = {"plan": sorted({(dice.choice(workers).id, dice.choice(shifts)) for _ in range(count)})}
    elif term is CommuteOver:
        parameters = {"minutes": dice.choice((0, 10, 25))}
    elif term is SpreadOfHours and workers and dice.random() < 0.3:
        parameters = {"lender": dice.choice(workers).company, "among": dice.choice(("all", "used"))}
    elif term in (Spread, MaxLoad, MinLoad, LoadOver, LoadUnder):
        parameters = _share(dice, term, workers)
    elif term is Cost and dice.random() < 0.5:
        most = regime.cents
        parameters = {"cents_per_commute_hour": dice.choice((0, 500)) if most <= 3_000 else regime.amount(dice, most)}
    return term(weight=regime.amount(dice, regime.weight, 1) if dice.random() < 0.6 else 1, **parameters)


def _share(dice: Random, term: type[Term], workers: Sequence[sm.Worker]) -> dict[str, Any]:
    """A share of hours, now and then with what somebody had before."""
    had = {dice.choice(workers).id: dice.choice((-4, 3.5, 12))} if workers and dice.random() < 0.3 else {}
    share = Share(history=had) if dice.random() < 0.7 else CompanyShare(of="lenders")
    if term in (LoadOver, LoadUnder):
        return {"of": share, "level": dice.choice((-60, 0, 240, 480, 3000))}
    return {"of": share, "among": dice.choice(("all", "used"))}
