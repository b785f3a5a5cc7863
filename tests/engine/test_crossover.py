"""Crossovers come to the best of what they are given, break no row, and leave the order of the tiers alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.arrays import Mask
from staffmatch.engine.choose_relaxation import relaxation
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.improvement.crossover import Crossover, RandomisedColumns, blended
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.search_params import SearchParams
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from tests.builders import problem_of
from tests.strategies import examples, scenarios


def city() -> Problem:
    return problem_of(hamburg.scenario("small", seed=3))


def some(problem: Problem, incumbent: Mask, seed: int) -> Mask:
    """A plan of other people: a fifth of the pairs first, none of another plan among them; then greedily."""
    dice = np.random.default_rng(seed).random(problem.pairs)
    return greedy(problem, (dice < 0.2) & ~incumbent[: problem.pairs])


@examples(30)
@given(scenarios(pins=False))
def test_crossed_with_everything_the_first_tier_is_at_its_best_and_no_row_is_broken(scenario: sm.Scenario) -> None:
    problem = problem_of(scenario)
    incumbent = Incumbent(problem, Control(), greedy(problem))
    if not problem.width or len(problem.broken(incumbent.x)):
        return
    everything, value = np.ones(problem.width, bool), incumbent.values[0]
    found, whole = Crossover(incumbent, 0, None).with_pairs(everything[: problem.pairs], np.inf, bound=value)
    assert whole
    assert not len(problem.broken(found))
    answer = branch(Tier(problem, problem.objectives[0]), everything, Control().limits(), None)
    assert answer.x is not None
    assert problem.values(found)[0] == problem.values(problem.complete(answer.x > 0.5))[0]
    last = len(problem.objectives) - 1
    found, _ = Crossover(incumbent, last, None).with_pairs(everything[: problem.pairs], np.inf)
    assert not len(problem.broken(found))


def test_of_two_plans_that_are_each_better_somewhere_comes_one_that_is_better_than_both() -> None:
    problem = city()
    one = problem.complete(greedy(problem))
    other = problem.complete(some(problem, one, seed=1))
    incumbent = Incumbent(problem, Control(), one)
    found, whole = Crossover(incumbent, 1, None).with_pairs(other[: problem.pairs], np.inf)
    assert whole
    assert not len(problem.broken(found))
    assert not (found & ~(one | other))[: problem.pairs].any()
    assert problem.values(found) < min(problem.values(one), problem.values(other))


def test_without_other_pairs_nothing_is_tried() -> None:
    problem = city()
    incumbent = Incumbent(problem, Control(), greedy(problem))
    found, _ = Crossover(incumbent, 1, None).with_pairs(incumbent.pairs, np.inf)
    assert (found == incumbent.x).all()


def test_the_least_difference_in_a_tier_outweighs_twice_the_largest_in_the_next() -> None:
    problem = city()
    costs = blended(problem, 1)
    assert costs is not None
    first, second = (objective.costs // objective.step for objective in problem.objectives[:2])
    matters = first != 0
    weight = (costs - second)[matters] // first[matters]
    assert len(np.unique(weight)) == 1
    assert weight[0] * np.abs(first[matters]).min() >= 2 * np.abs(second).max()


def test_costs_that_floating_point_can_not_hold_are_not_blended() -> None:
    problem = city()
    assert blended(problem, 1, largest=10**6) is None
    control = Control(params=SearchParams.of({"crossover": {"largest": 10**6}}))
    assert not Crossover(Incumbent(problem, control, greedy(problem)), 1, None).possible


def test_draws_by_price_mend_a_plan_and_ask_for_less_when_time_is_short() -> None:
    problem, control = city(), Control()
    incumbent = Incumbent(problem, control, some(problem, greedy(problem), seed=2))
    tier = Tier(problem, problem.objectives[0])
    search = TierSearch(tier, CandidateColumns(incumbent))
    relaxed = relaxation(search)
    assert relaxed is not None
    draws, before = RandomisedColumns(search, relaxed), incumbent.values
    found = draws.improve(incumbent.x, np.inf)
    assert not len(problem.broken(found))
    assert problem.values(found) < before
    share = draws._share
    assert (draws.improve(incumbent.x, control.time.now) == incumbent.x).all()
    assert draws._share < share
