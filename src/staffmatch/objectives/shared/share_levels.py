"""The levels that loads can have, from the scenario alone."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from staffmatch.constraints.shared.extra_seats import extra_seats
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.objectives.shared.nights import at_night
from staffmatch.objectives.shared.share import AnyShare
from staffmatch.records.field_types import minutes_of


class _Countable(NamedTuple):
    """A shift, and what somebody may have of it: the same, or more by the pair table."""

    demand: Demand
    shift: Shift
    amounts: frozenset[int]

    @property
    def most(self) -> int:
        return max(self.amounts)


def levels_of(share: AnyShare, scenario: Scenario) -> list[int]:
    """All whole levels that a load might have, in order, rounded up where more is worse and down where it is better;
    others may be among them."""
    counted = _countable(share, scenario)
    step = math.gcd(*(amount for one in counted for amount in one.amounts)) or 1
    room = _room(share, scenario, counted)
    up, scale, found = -1 if share.burden else 1, share.scale, set[int]()
    reach: dict[tuple[int, int], int] = {}
    extra = 0 if share.count == "filled" else _extra(scenario)
    for party, target in share.targets_of(scenario).items():
        most = room.get(party, 0) if share.column != "borrower" else sum(room.values())
        if share.column != "worker":
            theirs = [one for one in counted if share.column == "lender" or one.demand.company == party]
            most = min(most, sum((one.demand.headcount + extra) * one.most for one in theirs))
        alike = target, share.before(party)
        reach[alike] = max(reach.get(alike, 0), most)
    for (target, before), most in reach.items():
        found.update(up * (up * scale * (before + more) // target) for more in range(0, most + 1, step))
    return sorted(found)


def _extra(scenario: Scenario) -> int:
    """How many people a shift may have beyond its seats; where nothing limits them, no more than there are."""
    everybody = len(scenario.workers)
    limited = any(rule.kind == "coverage" for rule in scenario.rules)
    return min(extra_seats(scenario), everybody) if limited else everybody


def _room(share: AnyShare, scenario: Scenario, counted: Sequence[_Countable]) -> dict[str, int]:
    """What the people in scope could have at most, by person, lender or, of borrowers, by person too."""
    person, found = _most_of_a_person(share, scenario, counted), dict[str, int]()
    for name, worker in share.members(scenario).items():
        limits = [rule.most_minutes(scenario, worker) for rule in scenario.rules] if share.count == "hours" else []
        key = worker.company if share.column == "lender" else name
        found[key] = found.get(key, 0) + min([person, *(limit for limit in limits if limit is not None)])
    return found


def _countable(share: AnyShare, scenario: Scenario) -> list[_Countable]:
    zone, listed, found = ZoneInfo(scenario.timezone), dict[str, set[int]](), []
    if (table := scenario.pair_table) is not None and table.hours is not None and share.count == "hours":
        for name, hours in zip(table.shifts or table.demands or (), table.hours, strict=True):
            listed.setdefault(name, set()).add(minutes_of(hours))
    whole = scenario.pair_table is not None and scenario.pair_table.demands is not None
    for demand in scenario.demands:
        if share.count == "filled" and not demand.needed:
            continue
        for shift in filter(share.counts, demand.shifts):
            amount = 1
            if share.count == "hours":
                amount = shift.minutes
            elif share.count == "nights":
                amount = int(at_night(shift, zone))
            elif share.count == "weekends":
                amount = int(scenario.local(shift.start).weekday() >= 5)
            found.append(
                _Countable(demand, shift, frozenset({amount, *listed.get(demand.id if whole else shift.id, ())}))
            )
    return found


def _most_of_a_person(share: AnyShare, scenario: Scenario, counted: Sequence[_Countable]) -> int:
    """What one person could have of all shifts, as far as they are apart as rules want it."""
    if share.count == "weekends":
        return len({scenario.local(one.shift.start).isocalendar()[:2] for one in counted if one.most})
    gaps = [gap for rule in scenario.rules if (gap := rule.least_gap(scenario)) is not None]
    if not gaps:
        return sum(one.most for one in counted)
    apart, best, ends = timedelta(minutes=max(gaps)), [0], list[datetime]()
    for one in sorted(counted, key=lambda one: one.shift.end):
        before = bisect_right(ends, one.shift.start - apart)
        best.append(max(best[-1], best[before] + one.most))
        ends.append(one.shift.end)
    return best[-1]
