"""A plan that is given, as a solution with every figure."""

from __future__ import annotations

import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch import evaluate
from tests import builders
from tests.strategies import examples, scenarios


@given(scenarios(complete=True, pins=False))
@examples(25)
def test_the_plan_stays_as_it_is_and_its_figures_are_those_of_the_search(known: sm.Scenario) -> None:
    own = sm.solve(known, work_limit=2)
    found = evaluate(known, own.plan)
    assert (found.plan, found.status, found.termination.reason) == (own.plan, "feasible", "stopped")
    assert [(tier.value, tier.bound, tier.gap) for tier in found.tiers] == [
        (tier.value, None, None) for tier in own.tiers
    ]
    assert (found.assignments, found.partnerships) == (own.assignments, own.partnerships)
    assert sm.verify(known, found, reason_check_limit=None).ok
    assert sm.certificate.check(known, found) == ()


def test_a_plan_that_breaks_a_rule_or_names_nobody_is_refused_with_every_reason() -> None:
    need = builders.demand("d", builders.shift("mon", 6, "06:00-14:00"), builders.shift("tue", 6, "10:00-18:00"))
    scene = builders.scenario([builders.worker("ann")], [need])
    with pytest.raises(sm.InputError, match="overlap by 240 min") as error:
        evaluate(scene, sm.Plan.of([("ann", "mon"), ("ann", "tue")]))
    assert {(one.code, one.path) for one in error.value.problems} == {("broken_rule", "plan")}
    with pytest.raises(sm.InputError, match="There is no worker 'bob'"):
        evaluate(scene, sm.Plan.of([("bob", "mon")]))
