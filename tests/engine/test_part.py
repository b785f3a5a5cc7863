"""A part of a tier as a program: rows that can bind, costs of what is held left out, answers over all columns."""

from __future__ import annotations

import numpy as np
import pytest

from staffmatch.engine.backends.lp import open_session
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.part import Part, link_rows
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control
from tests.engine.test_greedy import PAIRS, problem
from tests.strategies import sample


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_what_solves_the_part_keeps_the_rows_of_the_whole(seed: int) -> None:
    instance, dice = problem(seed), np.random.default_rng(seed)
    tier, plan = Tier(instance, instance.objectives[0]), greedy(instance)
    held = plan & (dice.random(PAIRS) < 0.5)
    part = Part.of(tier, np.ones(PAIRS, bool), held)
    assert not held[part.used].any()
    answer = open_session(part.program, None).solve(Control(threads=1).limits(), None, lambda _: None)
    assert answer.x is not None
    found = part.spread(answer.x) > 0.5
    assert found[held].all()
    assert not len(instance.broken(found))
    assert tier.costs[found].sum() == pytest.approx(answer.value + tier.costs[held].sum())
    assert instance.values(found) <= instance.values(plan)


def test_rows_that_can_not_be_broken_are_left_out() -> None:
    instance = problem(0)
    tier = Tier(instance, instance.objectives[0])
    part = Part.of(tier, np.arange(PAIRS) == 0, np.zeros(PAIRS, bool))
    assert not len(part.rows)
    assert part.program.matrix.shape == (0, 1)


def test_a_link_says_that_no_pair_is_without_its_indicator() -> None:
    assert link_rows(np.array([0, 1]), np.array([2, 2]), 3).toarray().tolist() == [[1, 0, -1], [0, 1, -1]]
