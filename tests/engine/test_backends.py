"""One protocol, two back-ends: the same answers, limits that are kept, errors that are not swallowed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import highspy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csc_array, csr_array

import staffmatch as sm
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Program, Status, open_session
from tests.strategies import examples

BACKENDS: tuple[BackendName, ...] = ("highs", "mathopt")


def limits(threads: int = 1, seconds: float = float("inf")) -> Limits:
    return Limits(seconds, threads, 0, lambda: False)


def program(rows: list[list[int]], upper: list[int], costs: list[int]) -> Program:
    matrix = csr_array(np.array(rows, float).reshape(len(rows), len(costs)))
    return Program(matrix, np.full(len(upper), -np.inf), np.array(upper, float), np.array(costs, float))


def solved(backend: BackendName, one: Program) -> Answer:
    return open_session(one, backend).solve(limits(), None, lambda _: None)


@pytest.mark.parametrize("backend", BACKENDS)
def test_duals_price_a_relaxation(backend: BackendName) -> None:
    one = program([[1, 1, 1], [2, 0, 1]], [1, 1], [-5, -4, -3])
    answer = open_session(one, backend).relax(limits())
    assert answer.status is Status.OPTIMAL
    assert answer.x is not None
    assert answer.duals is not None
    reduced = one.costs - one.matrix.T @ answer.duals
    bound = float(answer.duals @ one.upper + np.minimum(reduced, 0).sum())
    assert answer.value == pytest.approx(bound) == pytest.approx(-4.5)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_session_grows_by_rows_and_columns(backend: BackendName) -> None:
    session = open_session(program([[1, 1]], [2], [-1, -1]), backend)
    assert session.relax(limits()).value == pytest.approx(-2)
    session.add_rows(csr_array(np.array([[1.0, 1.0]])), np.array([-np.inf]), np.array([1.0]))
    assert session.relax(limits()).value == pytest.approx(-1)
    session.add_columns(np.array([-3.0]), csc_array(np.array([[0.0], [1.0]])))
    assert session.relax(limits()).value == pytest.approx(-3)


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_can_not_be_is_infeasible(backend: BackendName) -> None:
    one = Program(csr_array(np.array([[1.0, 1.0]])), np.array([3.0]), np.array([np.inf]), np.zeros(2))
    assert solved(backend, one).status is Status.INFEASIBLE


def test_the_number_of_threads_may_change_within_a_process() -> None:
    for threads in (1, 2, 1):
        session = open_session(program([[1, 1]], [1], [-1, -2]), "highs")
        assert session.solve(limits(threads), None, lambda _: None).value == pytest.approx(-2)


def test_an_unknown_back_end_is_refused() -> None:
    with pytest.raises(sm.InputError, match="Give 'highs' or 'mathopt'"):
        open_session(program([], [], []), "cplex")  # type: ignore[arg-type]


@given(st.data())
@examples(100)
def test_both_find_the_best_of_all_binary_points(data: st.DataObject) -> None:
    columns, rows = data.draw(st.integers(1, 6)), data.draw(st.integers(0, 4))
    whole = st.integers(-5, 5)
    matrix = [data.draw(st.lists(whole, min_size=columns, max_size=columns)) for _ in range(rows)]
    upper = [data.draw(st.integers(0, 6)) for _ in range(rows)]
    costs = data.draw(st.lists(whole, min_size=columns, max_size=columns))
    points = (np.arange(2**columns)[:, None] >> np.arange(columns)) & 1
    allowed = (points @ np.array(matrix).reshape(rows, columns).T <= np.array(upper)).all(axis=1)
    best = (points[allowed] @ np.array(costs)).min()
    for backend in BACKENDS:
        answer = solved(backend, program(matrix, upper, costs))
        assert answer.status is Status.OPTIMAL
        assert answer.value == pytest.approx(best)
        assert answer.bound == pytest.approx(best)


def test_the_pool_of_threads_may_have_been_made_by_somebody_else() -> None:
    one = program([[1, 1, 1], [2, 0, 1]], [1, 1], [-5, -4, -3])

    def share() -> Answer:
        theirs = highspy.Highs()
        theirs.setOptionValue("output_flag", False)
        theirs.setOptionValue("threads", 2)
        theirs.addVar(0, 1)
        assert theirs.run() == highspy.HighsStatus.kOk
        return solved("highs", one)

    # A thread of its own has a pool of its own.
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(share).result().value == -4
