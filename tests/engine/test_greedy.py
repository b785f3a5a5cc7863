"""The first plan: the cheapest pairs that fit, and no row without room for more."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from staffmatch.engine.greedy import greedy
from staffmatch.engine.problem import SEAT, WORKER, Objective, Problem

PAIRS, SEATS, WORKERS = 30, 8, 4


def problem(seed: int) -> Problem:
    """Each pair fills one seat and takes some of one worker's room; all are worth having."""
    dice = np.random.default_rng(seed)
    every = np.arange(PAIRS)
    seat, worker = np.sort(dice.integers(0, SEATS, PAIRS)), dice.integers(0, WORKERS, PAIRS)
    rows = np.r_[seat, SEATS + worker]
    weights = np.r_[np.ones(PAIRS, np.int64), dice.integers(1, 6, PAIRS)]
    return Problem(
        pairs=PAIRS,
        matrix=csr_array((weights, (rows, np.r_[every, every])), shape=(SEATS + WORKERS, PAIRS)),
        lower=np.full(SEATS + WORKERS, -np.inf),
        upper=np.r_[dice.integers(1, 3, SEATS), dice.integers(3, 8, WORKERS)].astype(float),
        side=np.repeat(np.array([SEAT, WORKER], np.int8), [SEATS, WORKERS]),
        family=np.repeat([0, 1], [SEATS, WORKERS]),
        seat=seat,
        timeline=None,
        indicators=(),
        objectives=(Objective(0, -dice.integers(1, 50, PAIRS)),),
    )


@pytest.mark.parametrize("seed", range(20))
def test_what_is_left_out_does_not_fit_any_more(seed: int) -> None:
    instance = problem(seed)
    chosen = greedy(instance)
    assert not len(instance.broken(chosen))
    for pair in np.flatnonzero(~chosen).tolist():
        assert len(instance.broken(chosen | (np.arange(PAIRS) == pair)))


@pytest.mark.parametrize("seed", range(20))
def test_wanted_pairs_come_first_as_far_as_they_fit(seed: int) -> None:
    instance = problem(seed)
    former = greedy(problem(seed))
    assert (greedy(instance, former) == former).all()
    everything = greedy(instance, np.ones(PAIRS, bool))
    assert everything[0] == (instance.matrix[:, [0]].toarray().ravel() <= instance.upper).all()
    assert not len(instance.broken(everything))
