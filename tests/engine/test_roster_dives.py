"""Dives that start again: they reach the best of a few people's rosters, break no row and are for knapsacks alone."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from staffmatch.engine.bounds.priced_lp import relax
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.rosters.roster_dives import RosterDives, jobs_each
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from staffmatch.models import Scenario
from tests.builders import demand, problem_of, scenario, shift, worker
from tests.engine.test_exchanges import tight


def second_tier(scene: Scenario, seed: int = 0) -> tuple[TierSearch, RosterDives | None]:
    """The search for the least cost of filling as many seats as the greedy does, and dives in it."""
    problem = problem_of(scene)
    x = greedy(problem, np.zeros(problem.pairs, bool))
    tier = Tier(problem, problem.objectives[1], ((problem.objectives[0], problem.objectives[0].value(x)),))
    search = TierSearch(tier, CandidateColumns(Incumbent(problem, Control(threads=1, seed=seed), x)))
    relaxed = relax(tier, np.ones(problem.width, bool), x, search.control.limits, None)
    assert relaxed is not None
    return search, RosterDives.of(search, relaxed.proof.rows)


@pytest.mark.parametrize("seed", range(3))
def test_dives_find_the_best_of_all_ways_of_a_few_people(seed: int) -> None:
    search, dives = second_tier(tight(seed, 3, 6), seed)
    assert dives is not None
    problem = search.tier.problem
    of_seat = [np.flatnonzero(problem.seat == seat) for seat in range(6)]
    assert all(search.incumbent.pairs[pairs].any() for pairs in of_seat)
    ways = np.array(list(product(*of_seat)))
    chosen = np.zeros((len(ways), problem.pairs), bool)
    np.put_along_axis(chosen, ways, True, axis=1)
    kept = (chosen @ problem.matrix.toarray().T <= problem.upper).all(axis=1)
    least = min(problem.objectives[1].value(x) for x in chosen[kept])
    for _ in range(8):
        dives.run(math.inf)
    assert search.value == least


def test_a_dive_breaks_no_row_and_never_costs_a_step() -> None:
    search, dives = second_tier(tight(0, 6, 18))
    assert dives is not None
    better = 0
    for _ in range(4):
        before = search.value
        better += dives.run(math.inf)
        assert not len(search.tier.problem.broken(search.incumbent.x))
        assert search.value <= before
    assert better
    assert search.control.time.work > 0


def test_they_end_once_many_have_failed() -> None:
    with using(SearchParams.of({"rosters": {"dives": 3}})):
        _, dives = second_tier(tight(1, 3, 6), 1)
        assert dives is not None
        runs = 0
        while dives.applicable:
            dives.run(math.inf)
            runs += 1
    assert 3 <= runs < 30


def test_they_are_for_uneven_hours_of_few_jobs_alone() -> None:
    assert jobs_each(problem_of(tight(0, 5, 14))) < 8
    with using(SearchParams.of({"rosters": {"few": 1.0}})):
        assert second_tier(tight(0, 5, 14))[1] is None
    alike = [demand(f"d{n}", shift(f"s{n}", 3 + n, "08:00-16:00")) for n in range(4)]
    assert jobs_each(problem_of(scenario([worker("w0"), worker("w1")], alike))) == np.inf
