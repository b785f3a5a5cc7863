"""Numbers in binary: always the least that their rows allow, and never below it in any relaxation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from staffmatch.engine.model.problem import FREE, SEAT, IntegerVariables, Objective, Problem
from staffmatch.engine.search import run
from staffmatch.engine.state.control import Control


def fair(needs: list[int], pairs: int) -> Problem:
    """One seat after the other may go to any group; a number is the part, in tenths, that the worst group lacks.

    Pair g * pairs + s gives seat s to group g: need · z + 10 Σ x >= 10 need.
    """
    groups, bits = len(needs), 4
    width = groups * pairs + bits
    taken, lacking = np.zeros((pairs, width), np.int64), np.zeros((groups, width), np.int64)
    for group, need in enumerate(needs):
        lacking[group, group * pairs : (group + 1) * pairs] = 10
        lacking[group, -bits:] = need * 2 ** np.arange(bits)
        taken[:, group * pairs : (group + 1) * pairs] = np.eye(pairs, dtype=np.int64)
    costs = np.zeros(width, np.int64)
    costs[-bits:] = 2 ** np.arange(bits)
    return Problem(
        pairs=groups * pairs,
        matrix=csr_array(np.r_[taken, lacking]),
        lower=np.r_[np.full(pairs, -np.inf), 10.0 * np.array(needs)],
        upper=np.r_[np.ones(pairs), np.full(groups, np.inf)],
        side=np.array([SEAT] * pairs + [FREE] * groups, np.int8),
        row_group=np.repeat([0, 1], [pairs, groups]),
        seat=np.tile(np.arange(pairs), groups),
        timeline=None,
        indicators=(),
        objectives=(Objective(0, costs),),
        integers=(
            IntegerVariables(
                groups * pairs, 1, bits, pairs + np.arange(groups), np.zeros(groups, np.int64), np.array(needs)
            ),
        ),
    )


@pytest.mark.parametrize(
    ("given", "lacks"),
    [([], 10), ([0, 1], 10), ([0, 6], 8), ([0, 7, 8], 5), ([0, 1, 7, 8, 9], 3)],
)
def test_a_choice_is_completed_with_the_least_number_that_breaks_no_row(given: list[int], lacks: int) -> None:
    problem = fair([2, 4], 5)
    chosen = np.isin(np.arange(problem.pairs), given)
    x = problem.complete(chosen)
    assert problem.values(x) == (lacks,)
    assert not len(problem.broken(x))


@pytest.mark.parametrize(("needs", "pairs", "best"), [([2, 4], 6, 0), ([2, 4], 5, 3), ([3, 3, 3], 4, 7), ([7], 2, 8)])
def test_the_worst_off_is_as_well_off_as_can_be(needs: list[int], pairs: int, best: int) -> None:
    outcome = run(fair(needs, pairs), Control(), None, None)
    assert (outcome.values, outcome.bounds) == ((best,), (best,))
