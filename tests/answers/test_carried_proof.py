"""A certificate that is carried to a changed scenario proves what holds there, by enumeration of all its plans."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given

import staffmatch as sm
from staffmatch.answers.what_now.carried_proof import carried_proofs, repriced
from staffmatch.answers.what_now.common_columns import CommonColumns
from staffmatch.formulation.market import Market
from staffmatch.result.certificate import certified
from staffmatch.result.tier_proof import TierProof
from tests.answers.test_replan import all_plans, events
from tests.brute_force import values
from tests.builders import demand, scenario, shift, worker
from tests.strategies import examples

WARD = demand("ward", shift("bed", 6, "06:00-14:00"), headcount=3)


@cache
def two_in_three_seats() -> sm.Solution:
    return sm.solve(scenario([worker("ann"), worker("bob")], [WARD]))


def carried(before: sm.Solution, changed: sm.Scenario) -> tuple[Market, tuple[TierProof | None, ...]]:
    old = Market.of(before.scenario)
    new = Market.of(changed)
    return new, carried_proofs(before, old, new, CommonColumns.of(old, new))


@given(events(default=False))
@examples(8)
def test_what_is_carried_bounds_every_plan_that_is_as_good_in_the_tiers_before(
    event: tuple[sm.Solution, sm.Scenario],
) -> None:
    before, changed = event
    assume(before.assignments)
    market, proofs = carried(before, changed)
    plans = [values(changed, plan) for plan in all_plans(changed)]
    assume(plans)
    for found in {min(plans), max(plans)}:
        for number, bound in enumerate(certified(market.problem, found, proofs)):
            as_good = [one[number] for one in plans if all(a <= b for a, b in zip(one[:number], found, strict=False))]
            assert bound is None or bound <= min(as_good)


@given(events())
@examples(10)
def test_a_new_plan_states_bounds_that_its_certificate_proves(event: tuple[sm.Solution, sm.Scenario]) -> None:
    before, changed = event
    after = before.replan(changed)
    assert not sm.certificate.check(changed, after)
    plans = [values(changed, plan) for plan in all_plans(changed)]
    told = values(changed, after.plan)
    for number, tier in enumerate(after.tiers):
        as_good = [one[number] for one in plans if all(a <= b for a, b in zip(one[:number], told, strict=False))]
        assert tier.bound is None or tier.bound <= min(as_good) / tier.per_unit


def test_a_bound_rises_with_somebody_who_was_worth_something() -> None:
    """There are three seats at once, and two people, one of whom is gone."""
    changed = two_in_three_seats().scenario.without(workers=["bob"])
    market, (first, *_) = carried(two_in_three_seats(), changed)
    assert (two_in_three_seats().tiers[0].value, two_in_three_seats().tiers[0].certified) == (8, 8)
    assert repriced(market, 16 * 60, first) == 16 * 60
    after = two_in_three_seats().replan(changed)
    assert (after.tiers[0].value, after.tiers[0].certified) == (16, 16)
    assert after.replanned is not None
    assert (after.replanned.changes, after.replanned.proven) == (0, True)
    assert after.replanned.touched is not None
    assert not sm.verify(changed, after).unproven


def test_bounds_are_kept_along_a_row_of_events() -> None:
    plan = sm.solve(sm.hamburg.scenario("small", seed=4))
    assert all(tier.certified is not None for tier in plan.tiers)
    for number in range(4):
        changed = plan.scenario.without(workers=[plan.assignments[0].worker])
        if number % 2:
            like = plan.scenario.demands[0]
            shifts = [one.replace(id=f"{one.id} again {number}") for one in like.shifts]
            changed = plan.scenario.adding(demands=[like.replace(id=f"again {number}", shifts=shifts)])
        after = plan.replan(changed)
        assert after.tiers[0].certified is not None
        assert plan.tiers[0].certified is not None
        assert after.tiers[0].certified >= plan.tiers[0].certified
        assert all(tier.certified is not None for tier in after.tiers)
        # The cost is a sum of what is not negative.
        assert after.tiers[1].certified is not None
        assert after.tiers[1].certified >= 0
        assert not sm.certificate.check(after.scenario, after)
        plan = after


@pytest.mark.parametrize(
    "forged",
    [
        {"rows": (10**6,), "prices": (-1,)},
        {"rows": (0,), "prices": ()},
        {"link_pairs": (10**6,), "link_indicators": (0,), "link_prices": (-1,)},
        {"link_pairs": (0,), "link_indicators": (), "link_prices": (-1,)},
        {"aim": 1, "cases": ({"scale": 1, "rows": (), "prices": (), "earlier": (), "column": 10**6},)},
        {"aim": 1, "cases": ({"scale": 1, "rows": (), "prices": (), "earlier": (), "column": 0},)},
    ],
)
def test_a_certificate_from_a_file_that_names_what_there_is_not_proves_nothing(
    tmp_path: Path, forged: dict[str, Any]
) -> None:
    two_in_three_seats().save(tmp_path / "plan.json")
    before = two_in_three_seats().scenario
    loaded = sm.Solution.load(tmp_path / "plan.json", before)
    plain: dict[str, Any] = {"scale": 1, "rows": (), "prices": (), "earlier": ()}
    first = TierProof.model_validate(plain | forged)
    spoilt = loaded.model_copy(update={"certificate": (first, *loaded.certificate[1:])}).of(before)
    changed = before.without(workers=["bob"])
    _, proofs = carried(spoilt, changed)
    assert proofs[0] is None
    after = spoilt.replan(changed)
    assert after.tiers[0].bound is None or after.tiers[0].bound <= 16
    assert sm.verify(changed, after).ok
