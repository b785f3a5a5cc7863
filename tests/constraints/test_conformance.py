"""What the formulation accepts is what `check` accepts: every plan of tiny random scenarios, rule by rule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.domain.plan import Plan
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.records.bases import Rule
from tests.brute_force import accepts, all_pairs, jobs_of, plan_of, subsets, values
from tests.strategies import examples, scenarios

Values = tuple[int, ...]


def formulated(scenario: sm.Scenario, rules: Sequence[Rule]) -> dict[Plan, Values]:
    """All plans that the rows accept, with the values of the objectives."""
    columns = columns_of(scenario)
    pairs = eligible_pairs(columns, rules)
    problem = formulate(pairs, scenario.tiers)
    held = [tuple(columns.shift_ids[number] for number in columns.job_shifts[job]) for job in range(columns.jobs)]
    assert sorted(map(sorted, held)) == sorted(map(sorted, jobs_of(scenario)))
    found = {}
    for code in range(2 ** len(pairs)):
        chosen = np.array([code >> place & 1 for place in range(len(pairs))], bool)
        x = problem.complete(chosen)
        if not len(problem.broken(x)):
            picked = zip(pairs.worker[chosen].tolist(), pairs.job[chosen].tolist(), strict=True)
            plan = plan_of((columns.workers.ids[worker], held[job]) for worker, job in picked)
            found[plan] = tuple(objective.value(x) for objective in problem.objectives)
    return found


def checked(scenario: sm.Scenario, rules: Sequence[Rule]) -> set[Plan]:
    """All plans that `check` accepts."""
    plans = (plan_of(chosen) for chosen in subsets(all_pairs(scenario)))
    return {plan for plan in plans if accepts(scenario, plan, rules)}


@pytest.mark.parametrize("part", range(6))
def test_each_rule_alone_accepts_the_same_plans_in_rows_and_in_check(part: int) -> None:
    """In parts, which processes share."""

    @examples(25)
    @given(scenarios(most_pairs=6, complete=True))
    def alone(scenario: sm.Scenario) -> None:
        for rule in scenario.rules:
            assert set(formulated(scenario, [rule])) == checked(scenario, [rule]), rule.kind

    alone()


@examples(60)
@given(scenarios(most_pairs=8, complete=True))
def test_all_rules_together_accept_the_same_plans_in_rows_and_in_check(scenario: sm.Scenario) -> None:
    assert set(formulated(scenario, scenario.rules)) == checked(scenario, scenario.rules)


@examples(60)
@given(scenarios(most_pairs=8))
def test_objectives_have_the_values_of_their_tiers(scenario: sm.Scenario) -> None:
    for plan, found in formulated(scenario, scenario.rules).items():
        assert found == values(scenario, plan)
