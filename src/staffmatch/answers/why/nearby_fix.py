"""A plan of a changed scenario that fills a seat, from the neighbourhood of that seat in the present plan."""

from __future__ import annotations

import numpy as np

from staffmatch.answers.who_else.bounds import Asked
from staffmatch.answers.who_else.forced_pair import Condition, ConditionSearch
from staffmatch.answers.who_else.neighbourhood import NEAR, most_promising, neighbourhood
from staffmatch.domain.plan import Plan
from staffmatch.engine.state.control import Control
from staffmatch.models import Scenario, Shift
from staffmatch.result.decoding import decode_assignments
from staffmatch.result.solution import Solution


def nearby_plan(base: Solution, changed: Scenario, shift: Shift, seconds: float | None) -> Plan | None:
    """The best plan of a changed scenario that differs from the present one near a shift alone; None where that is
    none, or the present one breaks its rules."""
    asked = Asked.unproven(changed, base.plan)
    problem, x = asked.market.problem, asked.standing.x
    if len(problem.broken(x)):
        return None
    mine = asked.by_job[asked.shifts[shift.id]]
    others = most_promising(asked, mine[~x[mine]], NEAR)
    if not len(others):
        return None
    free = np.union1d(neighbourhood(asked, others.tolist(), others[:0], wide=False), others)
    condition = Condition((), free[:0], asked.least())
    ConditionSearch(asked, Control(seconds, threads=1)).among(condition, free)
    if condition.best is None or condition.best.value >= asked.values:
        return None
    chosen = np.union1d(np.setdiff1d(np.flatnonzero(x[: problem.pairs]), condition.best.dropped), condition.best.chosen)
    return Plan.of((one.worker, one.shift) for one in decode_assignments(asked.pairs, chosen))
