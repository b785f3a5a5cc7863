"""A plan from elsewhere as a solution that claims nothing: what `replan` starts from, whether it keeps the rules or
not."""

from __future__ import annotations

from staffmatch.domain.plan import Plan
from staffmatch.formulation.integer_program import Scale
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.contents import Assignment
from staffmatch.result.decoding import decode_tier
from staffmatch.result.solution import Solution
from staffmatch.result.termination import Termination
from staffmatch.result.tier_check import tier_value


def given(scenario: Scenario, plan: Plan) -> Solution:
    """The assignments and the values of the tiers, without bounds, reasons of shortages and partnerships.

    It is not verified, and no result of the library: `staffmatch.evaluate` makes one. KeyError for unknown ids.
    """
    values = [tier_value(scenario, plan, tier)[0] for tier in tiers_in_full(scenario)]
    return Solution(
        scenario_digest=scenario.digest(),
        status="feasible",
        termination=Termination(
            reason="stopped", method="none: the plan was given", seconds=0, time_limit=None, phases={}, pairs=None
        ),
        tiers=tuple(
            decode_tier(Scale.of(tier), value, None, None)
            for tier, value in zip(tiers_in_full(scenario), values, strict=True)
        ),
        assignments=tuple(
            Assignment(
                worker=duty.worker.id,
                demand=duty.demand.id,
                shift=duty.shift.id,
                lender=duty.worker.company,
                borrower=duty.demand.company,
                minutes=duty.minutes,
                commute_minutes=max(0, duty.commute),
            )
            for duty in plan.duties(scenario)
        ),
        shortages=(),
        partnerships=(),
    ).of(scenario)
