"""What a solution says of how it was made from a former plan, counted again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from staffmatch.domain.nearness import change_weight
from staffmatch.domain.plan import Plan, Violation
from staffmatch.records.accessors import positions, shifts_named

if TYPE_CHECKING:
    from staffmatch.models import Scenario
    from staffmatch.result.contents import Replanned
    from staffmatch.result.solution import Solution


def wrong_replan(scenario: Scenario, plan: Plan, solution: Solution) -> Iterator[Violation]:
    """Changes that are none, their number or weight, tiers that are told twice in two ways, and bounds above values."""
    if (told := solution.replanned) is None:
        return
    held, people = set(plan), positions(scenario, "workers")
    known = set(scenario.ids("shifts"))
    for what, listed, wanted in (("added", told.added, True), ("dropped", told.dropped, False)):
        for worker, shift in listed:
            if worker not in people or shift not in known or ((worker, shift) in held) != wanted:
                yield _wrong(f"Worker {worker!r} on shift {shift!r} is said to be {what}, and is not.", worker, shift)
                return
    if len({*told.added, *told.dropped}) < told.changes:
        yield _wrong("A change is listed twice.")
    if len(told.tiers) != len(solution.tiers) + 1 or told.after_tiers > len(solution.tiers):
        yield _wrong(f"There are {len(told.tiers)} tiers of a new plan, and {len(solution.tiers)} of the scenario.")
        return
    yield from _wrong_tiers(scenario, told, solution)
    if told.most_changes is not None and told.changes > told.most_changes:
        yield _wrong(f"There are {told.changes} changes, and at most {told.most_changes} are allowed.")
    yield from _thawed(scenario, told)


def _wrong_tiers(scenario: Scenario, told: Replanned, solution: Solution) -> Iterator[Violation]:
    weight, named = told.changes, shifts_named(scenario, (shift for _, shift in (*told.added, *told.dropped)))
    if told.since is not None:
        weight = sum(change_weight(named[shift][1].start, told.since) for _, shift in (*told.added, *told.dropped))
    if (told.change.term, told.change.value) != ("change", weight):
        yield _wrong(f"The changes are stated as {told.change.value} and recomputed as {weight}.")
    own = [tier for place, tier in enumerate(told.tiers) if place != told.after_tiers]
    for tier, stated in zip(own, solution.tiers, strict=True):
        if (tier.term, tier.value, tier.per_unit) != (stated.term, stated.value, stated.per_unit):
            yield _wrong(f"The tier {stated.term!r} is {stated.value}, and of the new plan {tier.value}.")
    for tier in told.tiers:
        gap = None if tier.bound is None else abs(tier.value - tier.bound) / max(abs(tier.value), 1)
        close = tier.gap == gap if None in (tier.gap, gap) else abs((tier.gap or 0) - (gap or 0)) <= 1e-9
        if (tier.bound is not None and tier.bound > tier.value) or not close:
            yield _wrong(f"The bound of {tier.term!r}, {tier.bound}, or its gap, {tier.gap}, is not that of its value.")


def _thawed(scenario: Scenario, told: Replanned) -> Iterator[Violation]:
    """Changes before the moment from which on there may be some, but for what is pinned."""
    if told.frozen_before is None:
        return
    pins = {(pin.worker, pin.shift) for pin in scenario.pins if pin.assigned}
    named = shifts_named(scenario, (shift for _, shift in told.added))
    for worker, shift in told.added:
        demand, own = named[shift]
        starts = [one.start for one in demand.shifts] if demand.same_worker else [own.start]
        pinned = any((worker, one.id) in pins for one in demand.shifts) if demand.same_worker else False
        if min(starts) < told.frozen_before and not pinned and (worker, shift) not in pins:
            text = f"Worker {worker!r} is new on shift {shift!r}, which starts before all may change."
            yield _wrong(text, worker, shift)


def _wrong(text: str, *ids: str) -> Violation:
    return Violation("figures", text, 1, "figures", ids)
