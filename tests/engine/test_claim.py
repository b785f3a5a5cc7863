"""What is claimed of a tier: raised in one place, proven by duals, then by cases."""

from __future__ import annotations

import math

import numpy as np
import pytest

from staffmatch.engine.choose_relaxation import relaxation
from staffmatch.engine.claim import Claim
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from tests.engine.test_greedy import PAIRS, problem
from tests.strategies import sample


def searched(seed: int) -> TierSearch:
    """The only tier of a small problem, with the greedy plan."""
    instance = problem(seed)
    incumbent = Incumbent(instance, Control(threads=1), greedy(instance))
    return TierSearch(Tier(instance, instance.objectives[0]), CandidateColumns(incumbent))


def test_a_bound_only_rises_and_a_proof_says_how_much_of_it_duals_prove() -> None:
    search = searched(0)
    first, proof = search.bound, Proof(np.zeros(len(search.tier.upper)))
    search.raise_bound(first - 5)
    assert search.bound == first
    search.raise_bound(first + 5)
    assert (search.bound, search.bound_by_duals) == (first + 5, first)
    search.raise_bound(first + 3, proof)
    assert (search.bound, search.bound_by_duals, search.proof) == (first + 5, first + 3, proof)


def test_no_bound_is_above_the_incumbent() -> None:
    search = searched(0)
    assert search.attainable(math.inf if search.value > 0 else 10**6) == search.value
    assert search.attainable(search.tier.steps_of(search.incumbent.x) - 1) == search.value - search.tier.objective.step


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_cases_prove_the_rest(seed: int) -> None:
    search = searched(seed)
    relaxed = relaxation(search)
    assert relaxed is not None
    search.raise_bound(search.tier.at(relaxed.least), relaxed.proof)
    claim = Claim(search, np.zeros(PAIRS, bool))
    assert claim.proven
    tree = claim.begin()
    assert claim.begin() is tree
    tree.run(math.inf)
    assert tree.closed
    search.raise_bound(search.attainable(int(tree.least)))
    assert claim.bound == search.value
    assert claim.proven
    assert claim.stated(None).cases
    assert not (claim.ruled_out() & search.incumbent.x).any()
    assert not (claim.columns() & claim.ruled_out()).any()
