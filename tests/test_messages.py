"""Messages that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import staffmatch as sm
from tests import builders

NEED = builders.demand("d", builders.shift("mon", 6, "06:00-14:00"))
SMALL = builders.scenario([builders.worker("ann")], [NEED])


def told(call: Callable[..., Any], *given: Any, **named: Any) -> str:
    with pytest.raises(sm.InputError) as error:
        call(*given, **named)
    assert all(problem.advice for problem in error.value.problems)
    return str(error.value)


def test_a_change_is_from_a_solution_or_a_plan_as_it_is() -> None:
    solution = sm.solve(SMALL)
    for former in (solution, solution.plan, list(solution.plan), (("ann", "mon"),)):
        term = sm.objectives.Change(plan=former)
        assert term.plan == (("ann", "mon"),)
        assert term == sm.objectives.Change.model_validate_json(term.model_dump_json())


@pytest.mark.parametrize("tier", [sm.objectives.Cost(), {"kind": "cost"}])
def test_a_tier_is_a_list(tier: Any) -> None:
    text = told(sm.Scenario, tiers=[[sm.objectives.UncoveredHours()], tier])
    assert "tiers[1]: is a term where a tier is wanted, and a tier is a list of terms." in text
    assert "tiers=[[UncoveredHours()], [Cost()]]" in text


def test_an_unknown_back_end_names_those_that_there_are() -> None:
    text = told(sm.solve, SMALL, backend="gurobi")
    assert "'gurobi' is no back-end that this library can use. Give 'highs' or 'mathopt'" in text


def test_an_empty_id_is_given_advice() -> None:
    assert "Give a text that is not empty." in told(sm.Worker, id="", company="hotel")
    assert "Give a shorter text." in told(sm.Worker, id="x" * 201, company="hotel")
