"""What seats prove at once: never above the least value, and in a later tier more with the earlier one priced."""

from __future__ import annotations

import numpy as np
from hypothesis import given

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.engine.bounds.seat_relaxation import _Seats, seat_bound
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.control import Control
from tests.builders import problem_of
from tests.strategies import examples, scenarios


@examples(50)
@given(scenarios(pins=False))
def test_seats_prove_no_more_than_the_least_value_of_any_tier(scenario: sm.Scenario) -> None:
    problem, earlier = problem_of(scenario), []
    for objective in problem.objectives:
        tier = Tier(problem, objective, tuple(zip(problem.objectives, earlier, strict=False)))
        best = branch(tier, np.ones(problem.width, bool), Control().limits(), None).value
        if best is None:
            return
        value = objective.constant + objective.step * round(best)
        bound, proof = seat_bound(tier)
        assert bound <= value
        assert (proof.rows * proof.scale == np.round(proof.rows * proof.scale)).all()
        earlier.append(value)


def test_cents_are_bounded_once_the_hours_have_a_price() -> None:
    city = hamburg.scenario("small", seed=1)
    problem = problem_of(city)
    hours, cents = problem.objectives[:2]
    least = [round(tier.value * tier.per_unit) for tier in sm.solve(city).tiers[:2]]
    tier = Tier(problem, cents, ((hours, least[0]),))
    free, _ = _Seats(problem).priced(tier, 1, np.zeros(tier.matrix.shape[0], np.int64), tier.costs)
    bound, proof = seat_bound(tier)
    assert free == 0
    assert proof.rows[-1] < 0
    assert 0.7 * least[1] < bound <= least[1]
