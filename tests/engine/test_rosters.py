"""Whole rosters against all choices of a few pairs: rows that ask for work, indicators, and rows that count."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.sparse import csr_array

from staffmatch.engine.model.problem import SEAT, WORKER, Indicators, Problem, Timeline
from staffmatch.engine.roster_params import RosterParams
from staffmatch.engine.rosters.own_rows import OwnRows
from staffmatch.engine.rosters.rosters import Rosters, rosters_of
from staffmatch.result.certificate.own_rows import OwnMinimum

PAIRS, BLOCKS, DAYS = 12, 2, 7


def problem(seed: int) -> Problem:
    """Shifts on a few days, a day at work as an indicator, rows of any sign over each block, and a row over both."""
    dice = np.random.default_rng(seed)
    block = np.sort(dice.integers(0, BLOCKS, PAIRS))
    day = dice.integers(0, DAYS, PAIRS)
    start = 24 * day + dice.integers(0, 3, PAIRS) * 8
    end = start + dice.integers(4, 16, PAIRS)
    groups, group = np.unique(block * DAYS + day, return_inverse=True)
    width = PAIRS + len(groups)
    clashes = [(a, b) for a, b in combinations(range(PAIRS), 2) if block[a] == block[b] and clash(start, end, a, b)]
    rows = [np.isin(np.arange(width), pair).astype(np.int64) for pair in clashes]
    own = np.r_[block, groups // DAYS]
    for number in range(8):
        drawn = dice.integers(-1, 3, width) * (own == number % BLOCKS) * (dice.random(width) < 0.6)
        rows.append(drawn)
    rows.append(np.r_[np.ones(PAIRS, np.int64), np.zeros(len(groups), np.int64)])
    matrix = csr_array(np.array(rows, np.int64))
    drawn = dice.integers(0, 4, 8).astype(float)
    lower = np.r_[np.full(len(clashes), -np.inf), np.where(dice.random(8) < 0.4, -drawn, -np.inf), -np.inf]
    lower[len(clashes)] = min(1.0, drawn[0])
    upper = np.r_[np.ones(len(clashes)), drawn + 1, PAIRS - 4]
    return Problem(
        pairs=PAIRS,
        matrix=matrix,
        lower=lower,
        upper=upper,
        side=np.r_[np.full(len(clashes) + 8, WORKER), SEAT].astype(np.int8),
        row_group=np.r_[np.zeros(len(clashes), np.int64), 1 + np.arange(9)],
        seat=np.arange(PAIRS),
        timeline=Timeline(block, start, end, np.r_[np.ones(len(clashes), bool), np.zeros(9, bool)]),
        indicators=(Indicators(PAIRS, len(groups), np.arange(PAIRS), group, upper_linked=True, lower_linked=True),),
        objectives=(),
    )


def clash(start: np.ndarray, end: np.ndarray, a: int, b: int) -> bool:
    return bool(start[a] < end[b] and start[b] < end[a])


def choices(problem: Problem, own: OwnRows) -> dict[int, np.ndarray]:
    """All choices of each block that keep its own rows, with their indicators."""
    every = ((np.arange(2**PAIRS)[:, None] >> np.arange(PAIRS)) & 1).astype(bool)
    full = np.array([problem.complete(x) for x in every])
    found = {}
    for block in range(own.blocks):
        alone = ~every[:, problem.timeline.block != np.unique(problem.timeline.block)[block]].any(axis=1)
        rows = own.rows[own.owner == block]
        activity = full[alone] @ problem.matrix[rows].toarray().T
        kept = ((activity <= problem.upper[rows]) & (activity >= problem.lower[rows])).all(axis=1)
        found[block] = full[alone][kept]
    return found


def made(problem: Problem, params: RosterParams) -> Rosters | None:
    own = OwnRows.of(problem, problem.timeline, np.ones(problem.width, bool))
    return rosters_of(problem, own, np.ones(problem.width, bool), params, lambda _: False)


@pytest.mark.parametrize("long_row", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("seed", range(12))
def test_best_rosters_and_forced_pairs_are_those_of_all_choices(seed: int, long_row: float) -> None:
    one = problem(seed)
    rosters = made(one, RosterParams(long_row=long_row))
    assert rosters is not None
    gains = np.random.default_rng(seed + 100).integers(-9, 6, one.width)
    best, reduced = rosters.best(gains), rosters.reduced(gains)
    for block, every in choices(one, rosters.own).items():
        totals = every @ gains
        if not len(totals):
            assert best.total[block] > 2**60
            continue
        assert best.total[block] == totals.min()
        chosen = one.complete(np.bincount(best.pairs[[block]].indices, minlength=PAIRS) > 0)
        assert chosen @ gains == totals.min()
        for pair in np.flatnonzero(rosters.own.block[:PAIRS] == block):
            forced = totals[every[:, pair]]
            assert reduced[pair] == forced.min() - totals.min() if len(forced) else reduced[pair] > 2**60


@pytest.mark.parametrize("seed", range(12))
def test_near_rosters_are_all_within_the_gap(seed: int) -> None:
    one = problem(seed)
    rosters = made(one, RosterParams())
    assert rosters is not None
    gains = np.random.default_rng(seed + 200).integers(-9, 6, one.width).astype(float)
    near = rosters.near(gains, np.array([4.0, 0.0]), 5_000)
    assert near is not None
    for block, every in choices(one, rosters.own).items():
        totals = every @ gains
        within = totals <= totals.min(initial=np.inf) + (4.0, 0.0)[block]
        wanted = {tuple(np.flatnonzero(x[:PAIRS])) for x in every[within]}
        found = [tuple(sorted(near.pairs[[place]].indices)) for place in np.flatnonzero(near.block == block)]
        assert len(found) == len(wanted)
        assert set(found) == wanted
        assert sorted(near.total[near.block == block]) == sorted(totals[within])
    assert rosters.near(gains, np.full(2, 99.0), 1) is None


@pytest.mark.parametrize("seed", range(12))
def test_the_checker_finds_the_same_least_cost(seed: int) -> None:
    one = problem(seed)
    rosters = made(one, RosterParams())
    assert rosters is not None
    rest = np.random.default_rng(seed + 300).integers(-9, 6, one.width)
    totals = [(every @ rest).min() for every in choices(one, rosters.own).values() if len(every)]
    if len(totals) == rosters.blocks:
        assert OwnMinimum(one, one.timeline, np.zeros(one.width, bool)).least(rest) == sum(totals)


def test_rows_that_make_too_many_states_are_kept_by_nobody() -> None:
    one = problem(0)
    rosters, narrow = made(one, RosterParams(long_row=0.0)), made(one, RosterParams(long_row=0.0, most_restricted=25))
    assert rosters is not None
    assert narrow is not None
    assert narrow.own.kept.sum() < rosters.own.kept.sum()
    gains = np.random.default_rng(5).integers(-9, 6, one.width)
    assert (narrow.best(gains).total <= rosters.best(gains).total).all()
    assert made(one, RosterParams(most_cells=5)) is None
    assert made(one, RosterParams(most_entries=5)) is None


def test_no_rosters_without_time() -> None:
    one = problem(0)
    own = OwnRows.of(one, one.timeline, np.ones(one.width, bool))
    assert rosters_of(one, own, np.ones(one.width, bool), RosterParams(), lambda _: True) is None
