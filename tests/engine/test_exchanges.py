"""Exchanges against all ways: the best choice where none is dropped, never a row broken, never a cent more."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest, HorizonHours, PartnershipCost
from staffmatch.engine.bounds.priced_lp import relax
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.improvement.exchanges import Choices, Exchanges, best_of
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from staffmatch.objectives import Cost, EmptySeats, PairCost
from tests import builders
from tests.builders import problem_of
from tests.strategies import sample


def tight(seed: int, people: int = 5, jobs: int = 14) -> sm.Scenario:
    """Generalised assignment: everybody can do every job, in hours and at a cost of their own, with few to spare."""
    dice = np.random.default_rng(seed)
    listed = list(product(range(people), range(jobs)))
    table = sm.PairTable(
        workers=[f"w{w}" for w, _ in listed],
        shifts=[f"s{n}" for _, n in listed],
        costs=dice.integers(1, 50, len(listed)).tolist(),
        hours=dice.integers(1, 20, len(listed)).tolist(),
    )
    needs = [builders.demand(f"d{n}", builders.shift(f"s{n}", 6, "08:00-16:00")) for n in range(jobs)]
    return builders.scenario(
        [builders.worker(f"w{n}", max_hours=28.0) for n in range(people)],
        needs,
        [AllowedPairs(), HorizonHours(hours=None), Coverage()],
        tiers=[[EmptySeats()], [PairCost()]],
        pair_table=table,
    )


@pytest.mark.parametrize("seed", sample(range(20), 6))
def test_the_best_of_all_is_found_where_none_is_dropped(seed: int) -> None:
    dice = np.random.default_rng(seed)
    room, price = dice.integers(4, 12, 3), dice.integers(0, 3, 3)
    choices = Choices([], [], [], [])
    first = 0
    for _ in range(4):
        count = int(dice.integers(1, 4))
        use, cost = dice.integers(0, 5, (count, 3)), dice.integers(0, 20, count)
        choices.columns.append(first + np.arange(count))
        choices.use.append(use)
        choices.cost.append(cost)
        choices.reduced.append((cost + use @ price).astype(float))
        first += count
    ways = {}
    for way in product(*(range(len(cost)) for cost in choices.cost)):
        used = sum(use[option] for use, option in zip(choices.use, way, strict=True))
        if (used <= room).all():
            columns = tuple(int(held[option]) for held, option in zip(choices.columns, way, strict=True))
            ways[columns] = int(sum(cost[option] for cost, option in zip(choices.cost, way, strict=True)))
    least = min(ways.values(), default=100)
    found, _ = best_of(choices, room, 101, 1e9, most=10**6)
    assert ways.get(tuple(sorted(found.tolist())), 100) == least
    assert not len(best_of(choices, room, least, 1e9, most=10**6)[0])


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_an_exchange_breaks_no_row_and_costs_less(seed: int) -> None:
    problem = problem_of(tight(seed))
    tier = Tier(problem, problem.objectives[1], ((problem.objectives[0], problem.objectives[0].constant),))
    control = Control(threads=1, seed=seed)
    everything = np.ones(problem.width, bool)
    x = greedy(problem, np.zeros(problem.pairs, bool))
    relaxed = relax(tier, everything, x, control.limits, None)
    assert relaxed is not None
    search = TierSearch(tier, CandidateColumns(Incumbent(problem, control, x)))
    exchanges, better = Exchanges(search, relaxed), 0
    for _ in range(100):
        after = exchanges.improve(x, control.time.now)
        assert not len(problem.broken(after))
        assert after is x or problem.values(after) < problem.values(x)
        better += after is not x
        x = after
    assert better
    assert control.time.work > 0


@pytest.mark.parametrize(
    ("rules", "tiers", "fits"),
    [
        ([], [[EmptySeats()], [PairCost()]], True),
        ([DailyRest()], [[EmptySeats()], [PairCost()]], True),
        ([], [[PairCost()], [EmptySeats()]], False),
        ([PartnershipCost(cents=5000)], [[EmptySeats()], [Cost()]], False),
    ],
)
def test_where_exchanges_apply(rules: list[sm.Rule], tiers: list[list[sm.Term]], fits: bool) -> None:
    scenario = tight(0)
    problem = problem_of(scenario.replace(rules=[*scenario.rules, *rules], tiers=tiers))
    first, second = problem.objectives
    incumbent = Incumbent(problem, Control(threads=1), np.zeros(problem.pairs, bool))
    search = TierSearch(Tier(problem, second, ((first, 0),)), CandidateColumns(incumbent))
    assert Exchanges.suits(search) == fits
