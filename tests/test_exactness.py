"""Coefficients of very different size: what is called optimal is, to the last step, and what certifies it does."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from ortools.math_opt.python import solve as within
from pybind11_abseil.status import StatusNotOk, internal_error, invalid_argument_error
from scipy.sparse import csr_array

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyHours
from staffmatch.engine.backends.highs import HighsSession
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Program, SolverFault, Status
from staffmatch.engine.backends.mathopt import MathOptSession
from staffmatch.engine.search_params import SearchParams, using
from tests.builders import shift
from tests.strategies import sample

DATA = Path(__file__).parent / "data"
BACKENDS: tuple[BackendName, ...] = ("highs", "mathopt")

# The values of all tiers, found by enumeration in whole numbers.
RIGHT = {
    "priorities_near_a_million": (3_987_996_013, 379.81),
    "pair_costs_near_ten_million": (-59_999_999, 2.5),
    "pair_costs_beyond_floating_point": (-399_999_998_548,),
    "hours_and_costs_in_one_tier": (271.25, -30_448),
}


# Takes seconds; both have their turn apart.
DEAR = ("pair_costs_near_ten_million", "mathopt")


def two_priorities() -> sm.Scenario:
    """Two shifts that overlap, one a million times as important, and two people."""
    demands = [
        sm.Demand(id="first", company="b", priority=10**6, shifts=[shift("s", 6, "08:00-15:30")]),
        sm.Demand(id="then", company="b", priority=1, shifts=[shift("t", 6, "14:00-22:00")]),
    ]
    return sm.Scenario(
        companies=[sm.Company(id="a"), sm.Company(id="b")],
        workers=[sm.Worker(id=n, company="a", pay_cents_per_hour=pay) for n, pay in (("v", 1500), ("w", 1000))],
        demands=demands,
        rules=[DailyHours(), Coverage()],
    )


def assert_exact(solution: sm.Solution, right: tuple[float, ...], certified: bool = True) -> None:
    assert solution.status == "optimal"
    assert tuple(tier.value for tier in solution.tiers) == right
    assert tuple(tier.bound for tier in solution.tiers) == right
    if certified:
        assert tuple(tier.certified for tier in solution.tiers) == right


@pytest.mark.parametrize(("name", "backend"), sample(sorted(product(RIGHT, BACKENDS), key=DEAR.__eq__), 7))
def test_large_coefficients_leave_no_step_to_chance(name: str, backend: BackendName) -> None:
    scenario = sm.Scenario.load(DATA / f"{name}.json")
    # However slow the machine is, the whole of it is to be proven.
    with using(SearchParams.of({"cases": {"least_certified": 60}})):
        assert_exact(sm.solve(scenario, threads=1, backend=backend), RIGHT[name])


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_priority_of_a_million_leaves_the_costs_exact(backend: BackendName) -> None:
    assert_exact(sm.solve(two_priorities(), threads=1, backend=backend), (0, 192.5))


@pytest.mark.parametrize("cases", [True, False])
def test_where_solvers_give_up_on_every_relaxation_the_rest_is_enough(
    cases: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tree of cases, and where there is none branch and bound."""
    for session in (HighsSession, MathOptSession):
        monkeypatch.setattr(session, "relax", lambda *_, **__: Answer(Status.UNKNOWN))
    params = SearchParams.of({"at_once": {"most_columns": 0}} | ({} if cases else {"cases": {"at_once_columns": -1}}))
    name = "hours_and_costs_in_one_tier"
    with using(params):
        assert_exact(sm.solve(sm.Scenario.load(DATA / f"{name}.json"), threads=1), RIGHT[name], certified=False)


def tiny() -> Program:
    """At most one of two may be left out; the relaxation costs 2."""
    return Program(csr_array(np.array([[2.0, 3.0]])), np.array([1.0]), np.array([np.inf]), np.array([4, 9]))


def free() -> Limits:
    return Limits(np.inf, 1, 0, lambda: False)


@pytest.mark.parametrize("hopeless", [True, False])
def test_where_highs_gives_up_it_is_asked_once_more_with_scaling(
    hopeless: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, asked = HighsSession._run, []

    def failing(session: HighsSession, *arguments: Any) -> Status:
        asked.append(session._highs.getOptionValue("simplex_scale_strategy")[1])
        return Status.UNKNOWN if hopeless or not asked[-1] else usual(session, *arguments)

    monkeypatch.setattr(HighsSession, "_run", failing)
    assert HighsSession(tiny()).relax(free()).value == (None if hopeless else 2)
    assert asked == [0, 2]


@pytest.mark.parametrize("solve", [False, True])
def test_where_mathopt_gives_up_it_has_no_answer(solve: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is no fault, as it would be if it refused the program."""
    session = MathOptSession(tiny())

    def asked(status: Any) -> Answer:
        def failing(*_: Any) -> NoReturn:
            raise StatusNotOk(status)

        monkeypatch.setattr(within.solver, "solve", failing)
        return session.solve(free(), None, lambda _: None) if solve else session.relax(free())

    assert asked(internal_error("Unexpected GLOP termination reason: ABNORMAL")).status is Status.UNKNOWN
    with pytest.raises(SolverFault, match="what it does not take"):
        asked(invalid_argument_error("what it does not take"))


def test_rays_of_both_solvers_are_rays() -> None:
    """Prices of the rows that leave a program without a solution."""
    crowded = csr_array(np.array([[1.0, 1.0], [1.0, 1.0]]))
    one = Program(crowded, np.array([-np.inf, 2]), np.array([1, np.inf]), np.array([3, 5]))
    for session in (HighsSession(one), MathOptSession(one)):
        answer = session.relax(free())
        assert answer.status is Status.INFEASIBLE
        assert answer.duals is not None
        assert np.prod(np.sign(answer.duals)) == -1
