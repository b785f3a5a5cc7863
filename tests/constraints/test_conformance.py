"""What the formulation accepts is what `check` accepts: every plan of tiny random scenarios, rule by rule."""

from __future__ import annotations

import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.testing import Formulated, accepts, all_pairs, conforms, plan_of, subsets
from tests.brute_force import values
from tests.strategies import examples, sample, scenarios


@pytest.mark.parametrize("part", sample(range(6), 1))
def test_each_rule_alone_accepts_the_same_plans_in_rows_and_in_check(part: int) -> None:
    """In parts, which processes share; `make test` takes five scenarios of one part, `make test-full` 25 of each."""

    @examples(25)
    @given(scenarios(most_pairs=6, complete=True))
    def alone(scenario: sm.Scenario) -> None:
        for rule in scenario.rules:
            assert conforms(rule, [scenario]).plans == 2 ** len(all_pairs(scenario))

    alone()


@examples(60)
@given(scenarios(most_pairs=8, complete=True))
def test_all_rules_together_accept_the_same_plans_in_rows_and_in_check(scenario: sm.Scenario) -> None:
    formulated = Formulated.of(scenario, scenario.rules)
    for chosen in subsets(all_pairs(scenario)):
        allowed = formulated.refusal(chosen) is None
        assert allowed == accepts(scenario, plan_of(chosen), scenario.rules), chosen


@examples(60)
@given(scenarios(most_pairs=8))
def test_objectives_have_the_values_of_their_tiers(scenario: sm.Scenario) -> None:
    formulated = Formulated.of(scenario, scenario.rules)
    for chosen in subsets(all_pairs(scenario)):
        if formulated.refusal(chosen) is None:
            assert formulated.values(chosen) == values(scenario, plan_of(chosen))
