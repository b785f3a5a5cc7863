"""All tiers at once as a minimum-cost flow, where the rows form a network."""

from __future__ import annotations

from staffmatch.arrays import Int, Mask
from staffmatch.engine.backends.lp import enduring
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.structure import Network
from staffmatch.engine.network.flow import Flow, cheapest, first_bound, flow_proofs
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.state.control import Control, Reason

_FLOW = "min-cost flow"


def flowed(problem: Problem, control: Control, net: Network, costs: Int, start: Mask | None) -> Outcome:
    """Solve all tiers at once; if stopped early, the bound of the first tier is the one that the prices prove."""
    control.tell("flow")
    best: Flow | None = None
    with enduring(control.fault, "The flow"):
        best = cheapest(net, costs, control.limits, control.params.flow)
    found = [] if best is None else [problem.complete(best.chosen)]
    if best is None or (start is not None and not best.proven):
        found.append(problem.complete(greedy(problem, start, params=control.params.greedy)))
    x = min(found, key=problem.values)
    values, unknown = problem.values(x), (None,) * len(problem.objectives)
    if best is None:
        control.over()
        return Outcome(x[: problem.pairs], values, unknown, control.ended or Reason.UNPROVEN, _FLOW, unknown)
    proofs = tuple(flow_proofs(problem, net, best))
    if best.proven:
        return Outcome(x[: problem.pairs], values, values, Reason.PROVEN, _FLOW, proofs)
    control.over()
    bounds = (first_bound(problem, net, best.bound), *unknown[1:])
    return Outcome(x[: problem.pairs], values, bounds, control.ended or Reason.UNPROVEN, _FLOW, proofs)
