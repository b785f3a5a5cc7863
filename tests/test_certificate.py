"""Certificates: whatever the prices, no plan is below what they prove; and a spoilt one is found out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch import certificate, hamburg
from staffmatch.constraints import AllowedPairs, Coverage, DailyHours, DailyRest
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.objectives import EmptySeats, UncoveredHours, WorkersUsed
from staffmatch.result.certificate import certified, pricing
from staffmatch.result.tier_proof import TierProof
from tests.builders import problem_of
from tests.engine.test_search import placements
from tests.engine.test_shift_minimisation import shifts
from tests.strategies import examples, scenarios


def any_prices(problem: Problem, number: int, data: st.DataObject) -> TierProof:
    """Prices of the right signs and nothing else to be said for them; of earlier tiers both signs are right, since all
    have a bound."""
    dice = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    prices = dice.integers(-(10**4), 10**4, len(problem.lower))
    prices = np.where(np.isfinite(problem.lower), prices, np.minimum(prices, 0))
    prices = np.where(np.isfinite(problem.upper), prices, np.maximum(prices, 0))
    pair, indicator = problem.links
    return TierProof(
        scale=data.draw(st.sampled_from((1, 64))),
        rows=tuple(range(len(prices))),
        prices=tuple(prices.tolist()),
        earlier=tuple(dice.integers(-100, 100, number)),
        link_pairs=tuple(pair.tolist()),
        link_indicators=tuple(indicator.tolist()),
        link_prices=tuple(-dice.integers(0, 100, len(pair))),
        rosters=data.draw(st.booleans()),
        row_group=data.draw(st.sampled_from(sorted({*problem.row_group.tolist(), 99}))),
    )


@examples(150)
@given(scenarios(pins=False), st.data())
def test_no_prices_prove_more_than_is_true(scenario: sm.Scenario, data: st.DataObject) -> None:
    solution, problem = sm.solve(scenario), problem_of(scenario)
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    # A tier's prices also say which pairs the later ones do without.
    proofs = [any_prices(problem, number, data) for number in range(len(values))]
    for value, bound in zip(values, certified(problem, values, proofs), strict=True):
        assert bound is not None
        assert bound <= value


def test_an_earlier_tier_pulls_up_no_further_than_it_is_proven() -> None:
    scenario = placements(6, 4, 0)
    problem = problem_of(scenario)
    solution = sm.solve(scenario)
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    # That the second tier is the first one once more: of its value is proven what is proven of the first.
    twice = replace(problem, objectives=(problem.objectives[0],) * 2)
    again = TierProof(scale=1, rows=(), prices=(), earlier=(1,))
    for first in (solution.certificate[0], TierProof(scale=1, rows=(), prices=(), earlier=())):
        bound, second = certified(twice, (values[0],) * 2, (first, again))
        assert second == bound
    assert certified(twice, (values[0],) * 2, (None, again)) == (None, None)


@examples(150)
@given(scenarios(pins=False), st.data())
def test_prices_near_good_ones_leave_out_no_pair_that_a_later_tier_needs(
    scenario: sm.Scenario, data: st.DataObject
) -> None:
    solution, problem = sm.solve(scenario), problem_of(scenario)
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    dice = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))

    def shaken(proof: TierProof | None) -> TierProof | None:
        if proof is None:
            return None
        prices = [price + int(dice.integers(0, abs(price) + 1)) * (-1 if price < 0 else 1) for price in proof.prices]
        return proof.model_copy(update={"prices": tuple(prices)})

    bounds = certified(problem, values, [shaken(proof) for proof in solution.certificate])
    # Divisors may no longer divide what shaken prices of an earlier tier leave.
    assert all(bound is None or bound <= value for value, bound in zip(values, bounds, strict=True))


@examples(100)
@given(scenarios(pins=False))
def test_what_solve_certifies_is_checked_and_never_above_the_bound(scenario: sm.Scenario) -> None:
    solution = sm.solve(scenario)
    assert certificate.check(scenario, solution) == ()
    for tier in solution.tiers:
        assert tier.certified is not None
        assert tier.bound is not None
        assert tier.certified <= tier.bound


@pytest.mark.parametrize("seed", range(3))
def test_flows_are_certified_to_the_last_unit(seed: int) -> None:
    solution = sm.solve(placements(15, 10, seed))
    assert solution.termination.method == "min-cost flow"
    assert [tier.certified for tier in solution.tiers] == [tier.value for tier in solution.tiers]


def test_a_certificate_counts_without_the_pairs_that_an_earlier_tier_leaves_out() -> None:
    told: list[float] = []

    def listen(event: sm.Event) -> None:
        if event.phase == "relaxation" and event.tier == 1 and event.bound is not None:
            told.append(event.bound)

    scenario = hamburg.scenario(workers=150, seats=60, days=7, seed=8)
    solution, problem = sm.solve(scenario, on_event=listen), problem_of(scenario)
    values = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    _, alone = certified(problem, values, (None, solution.certificate[1]))
    _, both = certified(problem, values, solution.certificate)
    assert alone is not None
    assert both is not None
    assert alone < round(told[0] * solution.tiers[1].per_unit) <= both


def test_prices_of_links_prove_as_much_where_pairs_have_two_kinds_of_indicators() -> None:
    with using(SearchParams.of({"at_once": {"most_columns": 0}, "relaxation": {"charged_links": 0}})):
        solution = sm.solve(hamburg.scenario("small", seed=4))
    tier = solution.tiers[1]
    assert tier.certified is not None
    assert 0.98 * tier.value <= tier.certified <= tier.value


@cache
def small() -> sm.Solution:
    return sm.solve(hamburg.scenario("small", seed=4))


def spoilt(**changes: Any) -> sm.Solution:
    first, *others = small().certificate
    assert first is not None
    return small().model_copy(update={"certificate": (first.model_copy(update=changes), *others)})


def test_a_certificate_travels_in_the_file(tmp_path: Any) -> None:
    small().save(tmp_path / "plan.json")
    again = sm.Solution.load(tmp_path / "plan.json", small().scenario)
    assert again == small()
    assert certificate.check(again.scenario, again) == ()


def test_other_prices_or_another_figure_are_found_out() -> None:
    scenario = small().scenario
    assert certificate.check(scenario, spoilt(prices=tuple(10 * p for p in small().certificate[0].prices)))  # type: ignore[union-attr]
    assert certificate.check(scenario, small().model_copy(update={"certificate": ()}))
    tiers = list(small().tiers)
    tiers[1] = tiers[1].model_copy(update={"certified": None})
    assert certificate.check(scenario, small().model_copy(update={"tiers": tuple(tiers)}))


@pytest.mark.parametrize(
    "changes",
    [
        {"prices": 1},
        {"prices": (-1,)},
        {"rows": -1},
        {"rows": 10**9},
        {"scale": 0},
        {"earlier": (-1,)},
        {"link_pairs": (0,), "link_indicators": (0,), "link_prices": (-1,)},
        {"link_pairs": (0,), "link_prices": (-1,)},
    ],
    ids=[
        "wrong signs",
        "too few prices",
        "rows counted from the end",
        "no such rows",
        "no scale",
        "no earlier tier",
        "no such link",
        "half a link",
    ],
)
def test_what_proves_nothing_is_no_certificate(changes: dict[str, Any]) -> None:
    """A number alone stands for as many of it as there were."""
    lists = {
        name: (value,) * len(getattr(small().certificate[0], name))
        for name, value in changes.items()
        if name != "scale" and not isinstance(value, tuple)
    }
    (found, *_) = certificate.check(small().scenario, spoilt(**changes | lists))
    assert "proves nothing" in found.text


def test_a_link_is_not_mistaken_for_the_one_with_the_same_number() -> None:
    problem = problem_of(small().scenario)
    pair, indicator = problem.links[0].tolist(), problem.links[1].tolist()
    pretended = {"link_pairs": (pair[0] + 1,), "link_indicators": (indicator[0] - problem.width,), "link_prices": (-1,)}
    (found, *_) = certificate.check(small().scenario, spoilt(**pretended))
    assert "proves nothing" in found.text


def test_sums_beyond_64_bits_do_not_wrap_around() -> None:
    problem = problem_of(small().scenario)
    values = tuple(round(tier.value * tier.per_unit) for tier in small().tiers)
    covered = problem.objectives[0]
    # Each pair's number fits, but not what an indicator's or a worker's pairs add up to.
    price = pricing._LARGEST * 3 // 4 // int(np.abs(covered.costs // covered.step).max())
    proof = TierProof(scale=1, rows=(), prices=(), earlier=(-price,))
    _, found = certified(problem, values, (None, proof))
    assert found is not None
    assert found < -(2**63)
    # Rosters would prove more, if their sums fitted.
    assert certified(problem, values, (None, proof.model_copy(update={"rosters": True}))) == (None, found)


def by_hand(problem: Problem, values: tuple[int, ...], number: int, proof: TierProof) -> int:
    """What prices prove of a tier, column by column in Python's integers; no two indicators may force one pair."""

    def steps(of: Objective) -> list[int]:
        return (of.costs // of.step).tolist()

    tier = problem.objectives[number]
    fixed, rest = 0, [proof.scale * cost for cost in steps(tier)]
    for row, price in zip(proof.rows, proof.prices, strict=True):
        if price:
            fixed += price * int((problem.lower if price > 0 else problem.upper)[row])
        weights = problem.matrix[[row]].toarray().ravel().tolist()
        rest = [cost - price * weight for cost, weight in zip(rest, weights, strict=True)]
    for earlier, value, price in zip(problem.objectives, values, proof.earlier, strict=False):
        fixed += price * ((value - earlier.constant) // earlier.step)
        rest = [cost - price * cap for cost, cap in zip(rest, steps(earlier), strict=True)]
    for pair, indicator, price in zip(proof.link_pairs, proof.link_indicators, proof.link_prices, strict=True):
        rest[pair] -= price
        rest[indicator] += price
    for pair, indicator in zip(*(ends.tolist() for ends in problem.links), strict=True):
        rest[indicator] += min(0, rest[pair])
        rest[pair] = 0
    return tier.constant - tier.step * (-(fixed + sum(min(0, cost) for cost in rest)) // proof.scale)


@pytest.mark.parametrize("part", ["scale", "prices", "earlier", "link_prices"])
def test_integers_of_any_size_are_counted_exactly(part: str) -> None:
    """Each part of a proof beyond 64 bits on its own."""
    rules = (AllowedPairs(), DailyRest(hours=0), Coverage(), DailyHours(hours=6))
    tiers = [[UncoveredHours()], [EmptySeats(), WorkersUsed(weight=5)]]
    problem = problem_of(shifts(0, people=40, rules=rules).replace(tiers=tiers))
    dice = np.random.default_rng(0)
    pairs, indicators = problem.links
    prices = np.where(np.isfinite(problem.upper), -dice.integers(0, 8, len(problem.upper)), 0)
    proof = TierProof(
        scale=3,
        rows=tuple(range(len(prices))),
        prices=tuple(prices.tolist()),
        earlier=(-2,),
        link_pairs=tuple(pairs.tolist()),
        link_indicators=tuple(indicators.tolist()),
        link_prices=tuple((-dice.integers(0, 9, len(pairs))).tolist()),
    )
    number = getattr(proof, part)
    for power in (0, *range(50, 72), 500):
        larger = 2**power * number if part == "scale" else tuple(2**power * one for one in number)
        told = proof.model_copy(update={part: larger})
        _, bound = certified(problem, (0, 0), (None, told))
        assert bound == by_hand(problem, (0, 0), 1, told)


@pytest.mark.parametrize("divisors", [(0,), (-1,), (7,), (2**61,), (1, 1)])
def test_what_does_not_divide_an_earlier_tier_proves_nothing(divisors: tuple[int, ...]) -> None:
    problem = problem_of(small().scenario)
    values = tuple(round(tier.value * tier.per_unit) for tier in small().tiers)
    first, second = small().certificate
    assert second is not None
    spoilt = second.model_copy(update={"divisors": divisors})
    assert certified(problem, values, (first, second)) == values
    assert certified(problem, values, (first, spoilt)) == (values[0], None)
