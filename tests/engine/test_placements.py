"""All tiers as one flow: the outcome of a network, proven or stopped."""

from __future__ import annotations

import pytest

from staffmatch.engine.model.structure import network
from staffmatch.engine.network.flow import merged
from staffmatch.engine.network.placements import flowed
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.state.control import Control, Reason
from staffmatch.engine.state.incumbent import Incumbent
from tests.builders import problem_of
from tests.engine.test_search import placements


def outcome(seed: int, **options: float) -> Outcome:
    problem = problem_of(placements(12, 8, seed))
    net = network(problem)
    assert net is not None
    costs = merged(problem, net)
    assert costs is not None
    found = flowed(problem, Control(threads=1, **options), net, costs, None)  # type: ignore[arg-type]
    assert found.chosen is not None
    assert not len(problem.broken(problem.complete(found.chosen)))
    assert problem.values(problem.complete(found.chosen)) == found.values
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_flow_that_ends_proves_every_tier(seed: int) -> None:
    found = outcome(seed)
    assert (found.reason, found.bounds) == (Reason.PROVEN, found.values)
    assert all(proof is not None for proof in found.proofs)
    assert found.better is None


def test_a_flow_that_is_stopped_has_a_plan_and_bounds_the_first_tier() -> None:
    found, best = outcome(0, time_limit=0), outcome(0)
    assert found.reason in (Reason.TIME_LIMIT, Reason.PROVEN)
    assert found.bounds[0] is None or found.bounds[0] <= best.values[0]
    assert found.values >= best.values


def test_the_incumbent_of_an_outcome_may_become_better_later() -> None:
    problem = problem_of(placements(12, 8, 0))
    incumbent = Incumbent(problem, Control(), outcome(0).chosen)  # type: ignore[arg-type]
    later = Outcome(None, (), (), Reason.UNPROVEN, "none", incumbent=incumbent)
    assert later.better is not None
    assert (later.better == incumbent.pairs).all()
