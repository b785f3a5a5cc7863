"""Random rules that bend, for some places and days alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import staffmatch as sm
from staffmatch import constraints as c
from staffmatch.objectives import Violations
from staffmatch.records.bases import Rule, Term
from tests.adversary.drawn_rules import PERIODS, SHIFTS
from tests.adversary.regimes import Regime


def placed_rules(
    dice: Random, regime: Regime, first: date, demands: Sequence[sm.Demand], tiers: Sequence[Sequence[Term]]
) -> Iterator[Rule]:
    """Perhaps one of shifts at a company, in a sector, for a demand or on some days, and a budget of such places."""
    ways = _ways_to_bend(dice, regime, tiers)
    if not (ways and demands) or dice.random() < 0.4:
        return
    demand = dice.choice(demands)
    where: Sequence[dict[str, Any]] = ({"borrower": demand.company}, {"demand": demand.id}, {"sector": "Q"})
    since, until = sorted(first + timedelta(days=dice.randrange(-1, 6)) for _ in range(2))
    when: Sequence[dict[str, Any]] = ({"since": since}, {"until": until}, {"since": since, "until": until})
    scope = dice.choice((dice.choice(where), dice.choice(when), dice.choice(where) | dice.choice(when)))
    per = dice.choice(("day", *PERIODS))
    yield c.MaxShifts(**dice.choice(SHIFTS), per=per, **scope, **dice.choice(ways))
    if dice.random() < 0.3:
        cents = regime.amount(dice, 20_000 if regime.cents <= 3_000 else 8 * regime.cents)
        yield c.Budget(cents=min(cents, 10**9), **dice.choice(where), **dice.choice(ways))


def _ways_to_bend(dice: Random, regime: Regime, tiers: Sequence[Sequence[Term]]) -> list[dict[str, Any]]:
    """At a price if a tier has the cost, soft if one counts all violations."""
    price = dice.choice((1, 700, 5_000)) if regime.cents <= 3_000 else regime.amount(dice, regime.cents, 1)
    paid = any(term.kind == "cost" for tier in tiers for term in tier)
    counted = any(isinstance(term, Violations) and not term.kinds for tier in tiers for term in tier)
    return [{"price_cents": price}] * paid + [{"soft": True}] * counted
