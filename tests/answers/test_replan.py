"""The next plan is the best of all plans in the order that was asked for, by enumeration of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.domain.nearness import change_weight
from staffmatch.domain.plan import Plan
from staffmatch.testing import Pair, accepts, plan_of, subsets
from tests.brute_force import possible_pairs, values
from tests.strategies import examples, scenarios


def fewer(scene: sm.Scenario, **gone: list[str]) -> sm.Scenario:
    """Without some records, if no rule names them."""
    try:
        return scene.without(**gone)
    except sm.InputError:
        reject()


@st.composite
def events(draw: st.DrawFn, default: bool = True) -> tuple[sm.Solution, sm.Scenario]:
    """A plan of a tiny scenario, and the scenario as it changes: somebody or something goes, comes, or is withdrawn."""
    before = sm.solve(draw(scenarios(most_pairs=8, default=default, pins=False)))
    scene = before.scenario
    kind = draw(st.sampled_from(("ill", "ill", "cancelled", "withdrawn", "busy", "pinned", "back")))
    busy = sorted({one.worker for one in before.assignments}) or scene.ids("workers")
    name = draw(st.sampled_from(busy))
    if kind == "ill":
        return before, fewer(scene, workers=[name])
    if kind == "cancelled":
        return before, fewer(scene, shifts=[draw(st.sampled_from(scene.ids("shifts")))])
    if kind == "pinned":
        assume(any(rule.keeps_pins for rule in scene.rules))
        pin = sm.Pin(worker=name, shift=draw(st.sampled_from(scene.ids("shifts"))), assigned=False)
        return before, scene.replace(pins=(pin,))
    if kind == "back":
        # The plan is one without somebody who comes back.
        return sm.solve(fewer(scene, workers=[name])), scene
    fields: dict[str, Any] = {"consent": "withdrawn"} if kind == "withdrawn" else {"availability": ()}
    people = [one.replace(**fields) if one.id == name else one for one in scene.workers]
    return before, scene.replace(workers=people)


def all_plans(changed: sm.Scenario) -> list[Plan]:
    plans = (plan_of(chosen) for chosen in subsets(possible_pairs(changed)))
    return [plan for plan in plans if accepts(changed, plan, changed.rules)]


def still_standing(before: sm.Solution, after: sm.Solution) -> set[Pair]:
    """What of the former plan could still stand, by what the new one says it changes."""
    told = after.replanned
    assert told is not None
    former = (set(after.plan) - set(told.added)) | set(told.dropped)
    assert former <= set(before.plan)
    gone = set(before.plan) - former
    demands = {one.id: need for need in after.scenario.demands for one in need.shifts}
    whole = {shift: [one.id for one in need.shifts] if need.same_worker else [shift] for shift, need in demands.items()}
    for worker_, shift_ in gone & set(possible_pairs(after.scenario)):
        # One who was to have all shifts of a demand cannot have one of them alone.
        assert len(whole[shift_]) > 1
        assert not {(worker_, one) for one in whole[shift_]} <= set(possible_pairs(after.scenario)) & set(before.plan)
    return former


def weight(scene: sm.Scenario, changes: set[Pair], since: Any) -> int:
    starts = {one.id: one.start for need in scene.demands for one in need.shifts}
    return sum(1 if since is None else change_weight(starts[shift], since) for _, shift in changes)


@given(events(), st.sampled_from((0, 1, 1, 1, 2, None)), st.booleans())
@examples(40)
def test_changes_are_the_fewest_of_all_plans_as_good_in_the_tiers_before(
    event: tuple[sm.Solution, sm.Scenario], after_tiers: int | None, weighted: bool
) -> None:
    before, changed = event
    after = before.replan(changed, after_tiers=after_tiers, weighted=weighted)
    told = after.replanned
    assert told is not None
    assert sm.verify(changed, after).ok
    former = still_standing(before, after)

    def rank(plan: Plan) -> tuple[int, ...]:
        own = values(changed, plan)
        place = len(own) if after_tiers is None else after_tiers
        return (*own[:place], weight(changed, former ^ set(plan), told.since), *own[place:])

    assert rank(after.plan) == min(map(rank, all_plans(changed)))
    assert all(tier.gap == 0 for tier in told.tiers)
    for tier, least in zip(after.tiers, min(values(changed, plan) for plan in all_plans(changed)), strict=True):
        # A bound holds for every plan that is as good in the tiers before; the first needs no such condition.
        if tier is after.tiers[0] and tier.bound is not None:
            assert tier.bound <= least / tier.per_unit


@given(events(default=False))
@examples(30)
def test_with_any_rules_and_tiers_nothing_beats_it(event: tuple[sm.Solution, sm.Scenario]) -> None:
    before, changed = event
    after = before.replan(changed)
    told = after.replanned
    assert told is not None
    assert sm.verify(changed, after).ok
    former = (set(after.plan) - set(told.added)) | set(told.dropped)
    assert former <= set(before.plan)

    def rank(plan: Plan) -> tuple[int, ...]:
        own = values(changed, plan)
        return (own[0], weight(changed, former ^ set(plan), told.since), *own[1:])

    least = min(map(rank, all_plans(changed)))
    assert rank(after.plan) == least
    assert after.tiers[0].bound is None or after.tiers[0].bound <= least[0] / after.tiers[0].per_unit


@given(events(), st.integers(0, 3))
@examples(25)
def test_with_most_changes_it_is_the_best_of_all_plans_with_as_few(
    event: tuple[sm.Solution, sm.Scenario], most: int
) -> None:
    before, changed = event
    free = before.replan(changed, after_tiers=0, weighted=False)
    former = still_standing(before, free)
    fitting = [plan for plan in all_plans(changed) if len(former ^ set(plan)) <= most]
    if not fitting:
        with pytest.raises(sm.InputError, match=r"no plan with at most \d+ changes was found; one with \d+"):
            before.replan(changed, most_changes=most)
        return
    after = before.replan(changed, most_changes=most)
    assert values(changed, after.plan) == min(values(changed, plan) for plan in fitting)
    assert after.replanned is not None
    assert after.replanned.changes <= most
    assert sm.verify(changed, after).ok


@given(events(), st.integers(0, 10))
@examples(20)
def test_what_starts_before_the_freeze_stays(event: tuple[sm.Solution, sm.Scenario], days: int) -> None:
    before, changed = event
    starts = {one.id: one.start for need in changed.demands for one in need.shifts}
    assume(starts)
    frozen = min(starts.values()) + timedelta(days=days)
    assume(frozen <= max(one.end for need in changed.demands for one in need.shifts))
    after = before.replan(changed, freeze_before=frozen)
    told = after.replanned
    assert told is not None
    assert sm.verify(changed, after).ok
    jobs = {one.id: need.shifts if need.same_worker else (one,) for need in changed.demands for one in need.shifts}
    early = {name for name, shifts in jobs.items() if min(one.start for one in shifts) < frozen}
    assert not {shift for _, shift in told.added} & early
    assert not {shift for _, shift in told.dropped} & early
    former = still_standing(before, after)

    def rank(plan: Plan) -> tuple[int, ...]:
        own = values(changed, plan)
        return (own[0], weight(changed, former ^ set(plan), told.since), *own[1:])

    def kept(plan: Plan) -> bool:
        return not any(shift in early for _, shift in former ^ set(plan))

    assert rank(after.plan) == min(rank(plan) for plan in all_plans(changed) if kept(plan))
