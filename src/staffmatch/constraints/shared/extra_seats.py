"""How many people a shift may have beyond its seats, where the rule `Coverage` bends."""

from __future__ import annotations

from staffmatch.models import Scenario

_ANY = 10**6


def unlimited(scenario: Scenario) -> bool:
    """Whether a shift may have more people than seats: no rule of seats holds in any case."""
    return all(rule.bent for rule in scenario.rules if rule.kind == "coverage")


def extra_seats(scenario: Scenario) -> int:
    """People beyond the headcount of each demand; 0 where a rule allows none, or none says anything of seats."""
    rules = [rule for rule in scenario.rules if rule.kind == "coverage"]
    beyond = [getattr(rule, "most_extra", None) or _ANY if rule.bent else 0 for rule in rules]
    return min(beyond, default=0)
