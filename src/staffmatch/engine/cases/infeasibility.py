"""A proof that there is no plan at all: a case tree in which every case is infeasible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from staffmatch.arrays import Real
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.cases.case_tree import CaseTree
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control


def impossible(problem: Problem, control: Control, backend: BackendName | None, until: float) -> Proof | None:
    """A proof that no choice satisfies all rows; None if there is one, or if time ran out."""
    indifferent = replace(problem, objectives=(Objective(0, np.zeros(problem.width, np.int64)),))
    tier, everything = Tier(indifferent, indifferent.objectives[0]), np.ones(problem.width, bool)

    def offer(x: Real) -> int:
        # A plan of cost 0 was found: nothing less can be aimed at.
        return 1 if len(problem.broken(problem.complete(x[: problem.pairs] > 0.5))) else 0

    tree = CaseTree(tier, everything, everything, 1, offer, control, backend)
    tree.run(until)
    if not tree.closed or tree.aim < 1:
        return None
    return Proof(np.zeros(len(problem.upper)), scale=1, cases=tree.cases(), aim=1)
