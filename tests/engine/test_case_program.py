"""The linear program of a case: what its integer duals prove within bounds is never more than is true."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from staffmatch.engine.backends.lp import Status
from staffmatch.engine.cases.case_program import CaseProgram
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control
from tests.engine.test_greedy import PAIRS, problem
from tests.strategies import sample


def case(seed: int) -> tuple[CaseProgram, np.ndarray, np.ndarray]:
    instance, dice = problem(seed), np.random.default_rng(seed)
    tier, everything = Tier(instance, instance.objectives[0]), np.ones(PAIRS, bool)
    upper = (dice.random(PAIRS) < 0.8).astype(np.int8)
    return CaseProgram(tier, everything, dice.random(PAIRS) < 0.3, None), np.zeros(PAIRS, np.int8), upper


@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_integer_duals_prove_the_linear_program_and_no_more(seed: int) -> None:
    program, lower, upper = case(seed)
    tier = program.tier
    answer, duals = program.solve(lower, upper, Control(threads=1).limits, np.inf)
    least = linprog(tier.costs, tier.matrix.toarray(), tier.upper, bounds=list(zip(lower, upper, strict=True))).fun
    assert duals is not None
    assert answer.value == pytest.approx(least)
    for share in (0, 0.5, 0.9):
        coarse = program.coarser(duals, share)
        proven = program.weighed(coarse, lower, upper).fixed / coarse.scale
        assert proven <= least + 1e-9
        assert share or proven == pytest.approx(least, abs=1e-3)


def test_a_row_that_the_bounds_break_is_a_proof_by_itself() -> None:
    program, lower, upper = case(0)
    tier = program.tier
    row = int(np.flatnonzero(np.diff(tier.matrix.indptr) > tier.upper)[0])
    lower[tier.matrix[[row]].indices] = 1
    ray, alone = program.broken_row(lower, np.maximum(lower, upper))
    assert ray.scale == 0
    assert program.weighed(ray, lower, np.maximum(lower, upper)).fixed > 0
    assert not alone.rows.any()
    answer, _ = program.solve(lower, np.maximum(lower, upper), Control(threads=1).limits, np.inf)
    assert answer.status is Status.INFEASIBLE
