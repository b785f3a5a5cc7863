"""What is proven of a core holds for all pairs, and a core that grows comes to the least value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.constraints import MinSecondment
from staffmatch.engine import solve_tier
from staffmatch.engine.bounds.priced_lp import relax
from staffmatch.engine.cases.core_tree import CoreTree
from staffmatch.engine.core_problem import Core
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.control import Control
from staffmatch.result.certificate import Checker
from staffmatch.result.decoding import encode_proof
from tests.builders import problem_of
from tests.strategies import examples, sample, scenarios


@pytest.mark.parametrize("combination", sample((None, 0, 2, 1, 3), 3))
def test_a_core_is_never_above_the_least_value(combination: int | None) -> None:
    @examples(20)
    @given(scenarios(pins=False, combination=combination), st.integers(0, 99))
    def below(scenario: sm.Scenario, seed: int) -> None:
        keeps_below_the_least_value(scenario, seed)

    below()


def keeps_below_the_least_value(scenario: sm.Scenario, seed: int) -> None:
    """Whatever is in it, in every tier; without any more columns it is not below the relaxation of the first one."""
    problem = problem_of(scenario)
    everything, limits = np.ones(problem.width, bool), Control(time_limit=60).limits
    earlier: list[int] = []
    for number, objective in enumerate(problem.objectives):
        tier = Tier(problem, objective, tuple(zip(problem.objectives, earlier, strict=False)))
        relaxed = relax(tier, everything, everything & False, limits, None)
        best = branch(tier, everything, limits(), None).value
        if relaxed is None or best is None:
            return
        for share in (0, 0.3):
            core = Core.of(tier, relaxed, everything, np.random.default_rng(seed).random(problem.width) < share)
            inside = branch(core.program(), core.columns, limits(), None).value or 0
            assert inside + core.rest <= best + 1e-6
            assert share or number or inside + core.rest >= relaxed.bound - 1e-6
            proven_by_cases(core, round(inside) + core.rest, (*earlier, tier.at(round(best))))
        earlier.append(objective.constant + objective.step * round(best))


def proven_by_cases(core: Core, aim: int, values: tuple[int, ...]) -> None:
    """The checker, which knows nothing of cores, finds of all columns what cases prove of the core's."""
    tier = core.tier
    tree = CoreTree(core, np.ones(tier.problem.width, bool), aim, Control(time_limit=60), None)
    tree.run(60)
    assert tree.closed
    proof = Proof(np.zeros(tier.matrix.shape[0]), divisors=tuple(tier.divisors), cases=tree.cases(), aim=aim)
    bound = Checker(tier.problem, values).bound(tier.number, encode_proof(proof, tier.number))
    assert bound is not None
    assert tier.at(aim) <= bound <= values[-1]


def test_where_a_shortage_hangs_on_few_the_core_proves_what_the_relaxation_can_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solve_tier, "_finish", lambda claim, relaxed, ready: None)
    city = hamburg.scenario("small", seed=5)
    bounds: list[sm.Event] = []
    with using(SearchParams.of({"at_once": {"most_columns": 0}, "rosters": {"most_blocks": 0}})):
        solution = sm.solve(
            city.replace(rules=[*city.rules, MinSecondment(days=2)]),
            on_event=lambda event: bounds.append(event) if event.tier == 0 else None,
        )
    tier = solution.tiers[0]
    relaxed = next(event for event in bounds if event.phase == "relaxation")
    assert relaxed.bound is not None
    assert relaxed.bound < tier.value
    assert tier.bound == tier.value
