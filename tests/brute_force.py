"""The oracle: every plan of a tiny scenario, judged by the rules' own `check` alone."""

from __future__ import annotations

import staffmatch as sm
from staffmatch.domain.plan import Plan
from staffmatch.result.tier_check import tier_value
from staffmatch.testing import Pair, accepts, all_pairs, plan_of, subsets

# What these object to in a part of a plan, they object to in the whole, but for what is mendable.
PER_PAIR = {
    "allowed_pairs",
    "consent",
    "skills",
    "certificates",
    "commute",
    "availability",
    "partners",
    "daily_rest",
    "consecutive_days",
    "weekly_rest",
    "weekends",
    "successions",
    "same_kind",
    "split_days",
    "daily_hours",
    "weekly_hours",
    "rolling_hours",
    "average_hours",
    "horizon_hours",
    "night_work",
    "sundays_and_holidays",
    "pay_floor",
    "sector_ban",
    "strike",
    "works_council",
    "channels",
    "competitors",
    "breaks",
    "max_secondment",
}
MOST_PAIRS = 12


def possible_pairs(scenario: sm.Scenario) -> list[Pair]:
    """Pairs that are fine on their own, or might be with others."""
    rules = [rule for rule in scenario.rules if rule.kind in PER_PAIR]

    def possible(pair: Pair) -> bool:
        return all(found.mendable for rule in rules for found in rule.check(scenario, plan_of([pair])))

    return [pair for pair in all_pairs(scenario) if possible(pair)]


def least(scenario: sm.Scenario) -> tuple[int, ...] | None:
    """The lexicographically least tier values of all plans, in whole steps; None where no plan keeps the rules."""
    pairs = possible_pairs(scenario)
    assert len(pairs) <= MOST_PAIRS
    plans = (plan_of(chosen) for chosen in subsets(pairs))
    return min((values(scenario, plan) for plan in plans if accepts(scenario, plan, scenario.rules)), default=None)


def values(scenario: sm.Scenario, plan: Plan) -> tuple[int, ...]:
    return tuple(tier_value(scenario, plan, tier)[0] for tier in scenario.tiers)


def stated(solution: sm.Solution) -> tuple[int, ...] | None:
    """The tier values that a solution states, in whole steps."""
    if solution.status == "infeasible":
        return None
    return tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
