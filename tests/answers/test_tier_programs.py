"""What is better than a known plan, tier by tier, against all choices."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.answers.who_else.tier_programs import improving, merged
from staffmatch.formulation.market import Market
from staffmatch.result.decoding import encode_plan
from staffmatch.testing import accepts, plan_of, subsets
from tests.brute_force import possible_pairs
from tests.strategies import examples, scenarios


@examples(15)
@given(scenarios(most_pairs=6, default=True), st.data())
def test_choices_within_its_rows_are_those_that_are_better_in_one_tier(scene: sm.Scenario, data: st.DataObject) -> None:
    market = Market.of(scene)
    problem = market.problem
    plans = [plan_of(chosen) for chosen in subsets(possible_pairs(scene))]
    choices = [problem.complete(encode_plan(market.pairs, plan)) for plan in plans if accepts(scene, plan, scene.rules)]
    assume(choices)
    values = [problem.values(x) for x in choices]
    known, number = data.draw(st.sampled_from(values)), data.draw(st.integers(0, len(problem.objectives) - 1))
    tier = improving(problem, number, known)
    assume(tier is not None)
    assert tier is not None
    for x, value in zip(choices, values, strict=True):
        better = value[:number] == known[:number] and value[number] < known[number]
        assert better == (not len(tier.problem.broken(x)))
    # One objective has the order of all of them.
    (whole, *others) = merged(problem)
    if not others and len(problem.objectives) > 1:
        assert sorted(values) == [value for _, value in sorted(zip(map(whole.value, choices), values, strict=True))]
