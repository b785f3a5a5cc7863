"""Conflicts between rows that force pairs in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffmatch.arrays import Int
from staffmatch.engine.backends.lp import BackendName, Status
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.search import any_plan
from staffmatch.engine.state.control import Control


def conflicting_rows(problem: Problem, control: Control, backend: BackendName | None) -> Int:
    """An irreducible infeasible subset of the forcing rows, by deletion; all of them if time ran out."""
    forcing = np.flatnonzero(problem.lower > 0).tolist()
    for row in list(forcing):
        lower = problem.lower.copy()
        spared = [other for other in forcing if other != row]
        lower[[r for r in np.flatnonzero(problem.lower > 0).tolist() if r not in spared]] = -np.inf
        if control.over():
            break
        if any_plan(replace(problem, lower=lower), control, backend).status is Status.INFEASIBLE:
            forcing = spared
    return np.array(forcing, np.int64)
