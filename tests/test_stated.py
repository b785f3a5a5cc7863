"""A plan that is given, as a solution with every figure."""

from __future__ import annotations

from hypothesis import given

import staffmatch as sm
from staffmatch.solver import stated
from tests.strategies import examples, scenarios


@given(scenarios(complete=True, pins=False))
@examples(25)
def test_the_plan_stays_as_it_is_and_its_figures_are_those_of_the_search(known: sm.Scenario) -> None:
    own = sm.solve(known, work_limit=2)
    found = stated(known, own.plan)
    assert (found.plan, found.status, found.termination.reason) == (own.plan, "feasible", "stopped")
    assert [(tier.value, tier.bound, tier.gap) for tier in found.tiers] == [
        (tier.value, None, None) for tier in own.tiers
    ]
    assert (found.assignments, found.partnerships) == (own.assignments, own.partnerships)
    assert sm.verify(known, found, reason_check_limit=None).ok
    assert sm.certificate.check(known, found) == ()
