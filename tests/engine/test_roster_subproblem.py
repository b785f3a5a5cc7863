"""Rosters against all subsets of a few pairs: their total, their pairs, and what it costs to force one in."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.sparse import csr_array

from staffmatch.engine.bounds.roster_subproblem import RosterSubproblem, roster_subproblem
from staffmatch.engine.model.problem import SEAT, WORKER, Problem, Timeline
from tests.strategies import sample

PAIRS, BLOCKS, WEEK = 14, 3, 20


def problem(seed: int, windows: int) -> Problem:
    """Spans of some blocks, a capacity of each block in each window of time, and a row of another side."""
    dice = np.random.default_rng(seed)
    block = np.sort(dice.integers(0, BLOCKS, PAIRS))
    start = dice.integers(0, WEEK * windows, PAIRS)
    end = start + dice.integers(1, 12, PAIRS)
    weight = dice.integers(1, 4, PAIRS)
    row = block * windows + start // WEEK
    rows, cap = BLOCKS * windows, dice.integers(1, 7, BLOCKS * windows)
    used = dice.permutation(np.unique(row))[: rows - 1]
    keep = np.isin(row, used)
    hours = csr_array((weight[keep], (row[keep], np.flatnonzero(keep))), shape=(rows, PAIRS))
    clashes = [pair for pair in combinations(range(PAIRS), 2) if clash(block, start, end, *pair)]
    overlap = csr_array((len(clashes), PAIRS), dtype=np.int64)
    if clashes:
        entries = (np.repeat(np.arange(len(clashes)), 2), np.array(clashes).ravel())
        overlap = csr_array((np.ones(2 * len(clashes), np.int64), entries), shape=overlap.shape)
    matrix = csr_array(np.vstack([overlap.toarray(), hours.toarray(), np.ones((1, PAIRS), np.int64)]))
    heights = [len(clashes), rows, 1]
    return Problem(
        pairs=PAIRS,
        matrix=matrix,
        lower=np.full(sum(heights), -np.inf),
        upper=np.r_[np.ones(len(clashes)), cap, 3].astype(float),
        side=np.repeat(np.array([WORKER, WORKER, SEAT], np.int8), heights),
        row_group=np.repeat(np.arange(3), heights),
        seat=np.zeros(PAIRS, np.int64),
        timeline=Timeline(block, start, end, np.repeat([True, False, False], heights)),
        indicators=(),
        objectives=(),
    )


def clash(block: np.ndarray, start: np.ndarray, end: np.ndarray, a: int, b: int) -> bool:
    return bool(block[a] == block[b] and start[a] < end[b] and start[b] < end[a])


def plans(problem: Problem) -> np.ndarray:
    """All choices that keep the worker rows."""
    every = (np.arange(2**PAIRS)[:, None] >> np.arange(PAIRS)) & 1
    rows = problem.side == WORKER
    return every[(every @ problem.matrix.toarray()[rows].T <= problem.upper[rows]).all(axis=1)]


def made(seed: int, windows: int) -> tuple[Problem, RosterSubproblem]:
    instance = problem(seed, windows)
    rosters = roster_subproblem(instance)
    assert rosters is not None
    assert (rosters.implied == (instance.side == WORKER)).all()
    return instance, rosters


@pytest.mark.parametrize("windows", [1, 2])
@pytest.mark.parametrize("seed", sample(range(20), 6))
def test_the_best_rosters_are_the_best_of_all_choices(seed: int, windows: int) -> None:
    instance, rosters = made(seed, windows)
    gains = np.random.default_rng(seed + 100).normal(-1, 3, PAIRS)
    feasible = plans(instance)
    totals = feasible @ gains
    value, chosen = rosters.best(gains)
    assert value == pytest.approx(totals.min())
    assert gains[chosen].sum() == pytest.approx(value)
    assert (feasible == chosen).all(axis=1).any()


@pytest.mark.parametrize("windows", [1, 2])
@pytest.mark.parametrize("seed", sample(range(20), 6))
def test_reduced_costs_are_what_forcing_a_pair_costs(seed: int, windows: int) -> None:
    instance, rosters = made(seed, windows)
    gains = np.random.default_rng(seed + 200).normal(-1, 3, PAIRS)
    feasible = plans(instance)
    totals = feasible @ gains
    forced = [totals[feasible[:, pair] == 1].min(initial=np.inf) - totals.min() for pair in range(PAIRS)]
    stated = rosters.reduced(gains)
    # Where spans reach over the end of a window, capacity may be counted twice: a lower rise is still a rise.
    assert (stated <= np.array(forced) + 1e-9).all()
    if windows == 1:
        assert stated == pytest.approx(forced)


def test_a_pair_that_is_out_is_never_chosen() -> None:
    _, rosters = made(1, 1)
    gains = np.where(np.arange(PAIRS) % 2, -1.0, np.inf)
    assert not rosters.best(gains)[1][::2].any()


def test_without_spans_there_are_no_rosters() -> None:
    instance = problem(0, 1)
    assert roster_subproblem(Problem(**{**vars(instance), "timeline": None})) is None
