"""What a solution says of how it was made from a former plan, counted again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from staffmatch.domain.nearness import change_weight
from staffmatch.domain.plan import Plan, Violation
from staffmatch.messages.message import Message
from staffmatch.records.accessors import positions, shifts_named
from staffmatch.result import verifier_sentences as says

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
    for no_change, listed, wanted in (
        (says.NO_CHANGE_ADDED, told.added, True),
        (says.NO_CHANGE_DROPPED, told.dropped, False),
    ):
        for worker, shift in listed:
            if worker not in people or shift not in known or ((worker, shift) in held) != wanted:
                yield _wrong(no_change(worker=worker, shift=shift), worker, shift)
                return
    if len({*told.added, *told.dropped}) < told.changes:
        yield _wrong(says.CHANGE_TWICE())
    if len(told.tiers) != len(solution.tiers) + 1 or told.after_tiers > len(solution.tiers):
        yield _wrong(says.NEW_TIERS(new=len(told.tiers), own=len(solution.tiers)))
        return
    yield from _wrong_tiers(scenario, told, solution)
    if told.most_changes is not None and told.changes > told.most_changes:
        yield _wrong(says.TOO_MANY_CHANGES(n=told.changes, most=told.most_changes))
    yield from _thawed(scenario, told)


def _wrong_tiers(scenario: Scenario, told: Replanned, solution: Solution) -> Iterator[Violation]:
    weight, named = told.changes, shifts_named(scenario, (shift for _, shift in (*told.added, *told.dropped)))
    if told.since is not None:
        weight = sum(change_weight(named[shift][1].start, told.since) for _, shift in (*told.added, *told.dropped))
    if (told.change.term, told.change.value) != ("change", weight):
        yield _wrong(says.CHANGES_STATED(stated=told.change.value, weight=weight))
    own = [tier for place, tier in enumerate(told.tiers) if place != told.after_tiers]
    for tier, stated in zip(own, solution.tiers, strict=True):
        if (tier.term, tier.value, tier.per_unit) != (stated.term, stated.value, stated.per_unit):
            yield _wrong(says.TIER_OTHERWISE(term=stated.term, stated=stated.value, value=tier.value))
    for tier in told.tiers:
        gap = None if tier.bound is None else abs(tier.value - tier.bound) / max(abs(tier.value), 1)
        close = tier.gap == gap if None in (tier.gap, gap) else abs((tier.gap or 0) - (gap or 0)) <= 1e-9
        if (tier.bound is not None and tier.bound > tier.value) or not close:
            yield _wrong(says.BOUND_OF_VALUE(term=tier.term, bound=tier.bound, gap=tier.gap))


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
            yield _wrong(says.THAWED(worker=worker, shift=shift), worker, shift)


def _wrong(said: Message, *ids: str) -> Violation:
    return Violation("figures", said, 1, "figures", ids)
