"""Dives and their neighbourhoods keep what they are sure of and break no row."""

from __future__ import annotations

import math

import numpy as np
import pytest

from staffmatch.engine.choose_relaxation import relaxation
from staffmatch.engine.improvement.diving import around, dive
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from tests.engine.test_greedy import PAIRS, problem
from tests.strategies import sample


def empty(seed: int, **options: float) -> TierSearch:
    """The only tier of a small problem, with nobody chosen."""
    instance = problem(seed)
    incumbent = Incumbent(instance, Control(threads=1, **options), np.zeros(PAIRS, bool))  # type: ignore[arg-type]
    return TierSearch(Tier(instance, instance.objectives[0]), CandidateColumns(incumbent))


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_a_dive_makes_a_plan_that_breaks_no_row(seed: int) -> None:
    search = empty(seed)
    relaxed, before = relaxation(search), search.value
    assert relaxed is not None
    dive(search, relaxed)
    assert search.value < before
    assert search.value >= search.tier.at(relaxed.least)
    assert not len(search.tier.problem.broken(search.incumbent.x))


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_the_plan_around_some_pairs_has_them(seed: int) -> None:
    search = empty(seed)
    relaxed = relaxation(search)
    assert relaxed is not None
    chosen = np.arange(PAIRS) == int(relaxed.x.argmax())
    plan = around(search, relaxed, chosen, math.inf)
    assert plan is not None
    assert plan[chosen] == 1
    assert not len(search.tier.problem.broken(plan > 0.5))


def test_without_time_nothing_is_tried() -> None:
    search = empty(0)
    relaxed = relaxation(search)
    assert relaxed is not None
    late = empty(0, time_limit=0)
    dive(late, relaxed)
    assert not late.incumbent.x.any()
