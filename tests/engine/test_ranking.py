"""The most promising pairs against a plain sort, where many tie."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest

from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.state.ranking import Ranking
from tests.builders import problem_of
from tests.engine.test_search import scarce
from tests.strategies import sample


@pytest.mark.parametrize("tie", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("seed", sample(range(4), 2))
def test_the_first_are_those_of_a_sort(seed: int, tie: float) -> None:
    problem, dice = problem_of(scarce(20, 60, seed)), np.random.default_rng(seed)
    reduced = np.where(dice.random(problem.width) < tie, 0.0, dice.integers(-2, 6, problem.width) / 2)
    x = np.where(dice.random(problem.width) < 0.2, dice.random(problem.width), 0)
    relaxed = Relaxed(0.0, 0, x, reduced, Proof(np.zeros(0)))
    some = dice.random(problem.pairs) < 0.7
    chance = np.random.default_rng(seed).random(problem.pairs)
    seat = problem.seat
    by_seat = sorted(np.flatnonzero(some).tolist(), key=lambda p: (seat[p], reduced[p], -x[p], chance[p]))
    place = {p: n for _, of in groupby(by_seat, key=lambda p: seat[p]) for n, p in enumerate(of)}
    ranked = sorted(by_seat, key=lambda p: (reduced[p], place[p], seat[p]))
    for most in (1, 40, len(ranked) // 2, len(ranked)):
        assert Ranking(problem, seed).first(relaxed, some, most).tolist() == ranked[:most]
