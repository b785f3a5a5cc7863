"""The one protocol for linear and mixed-integer programs, and who speaks it.

`highs` keeps its basis when rows are added and can be interrupted; `mathopt` starts cold each time, and serves where
highspy can not be loaded and as a second opinion.
"""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from importlib.util import find_spec
from typing import Literal, Protocol

import numpy as np
from scipy.sparse import csc_array, csr_array

from staffmatch.arrays import Int, Real
from staffmatch.engine.params import ControlParams
from staffmatch.errors import InputError, InputIssue, InternalError

BackendName = Literal["highs", "mathopt"]


class Status(Enum):
    """How a program ended; anything else that a solver says is an error, never "time limit"."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    BEYOND = "beyond"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Program:
    """Minimise whole ``costs · x`` with ``lower <= matrix · x <= upper`` and ``0 <= x <= 1``.

    ``presolve`` says whether branch and bound may find rows and columns that can be left out. Costs reach a solver in
    ``unit``, a power of two. ``large`` has the upper sides, by row, that floating point can not hold.
    """

    matrix: csr_array
    lower: Real
    upper: Real
    costs: Int
    presolve: bool = True
    unit: float = 1.0
    large: Mapping[int, int] = field(default_factory=dict)


# A solver that keeps rows within 1e-6 can be trusted with coefficients and sides up to these: the rounding errors of a
# row's activity and of an objective stay far below its tolerances, and below the step between two values.
_SAFE_COEFFICIENT, _SAFE_SIDE, SAFE_COST = 2**20, 2**24, 2**30


def is_safe(matrix: csr_array, lower: Real, upper: Real, costs: Real | Int) -> bool:
    """Whether whole numbers are small enough for a solver that counts in floating point."""
    sides = np.r_[lower[np.isfinite(lower)], upper[np.isfinite(upper)]]
    pairs = ((matrix.data, _SAFE_COEFFICIENT), (sides, _SAFE_SIDE), (costs, SAFE_COST))
    return all(np.abs(numbers).max(initial=0) <= most for numbers, most in pairs)


@dataclass(frozen=True)
class Limits:
    """How long, how many threads, which seed, a question asked from within where the solver calls back, and the
    difference between value and bound that is good enough (below 1 it proves whole numbers optimal).

    ``isolate`` allows a process of its own for calls that would answer no question for long, as with more columns than
    ``isolated_columns``. ``steps`` bounds the work
    of the call, which is told to ``charge`` in any case: about as many entries of arrays as it touches. What went wrong
    and was done without is told to ``fault``.
    """

    seconds: float
    threads: int
    seed: int
    stop: Callable[[], bool]
    gap: float = 0.999
    isolate: bool = False
    steps: float = math.inf
    charge: Callable[[int], None] = lambda _: None
    fault: Callable[[str], None] = lambda _: None
    isolated_columns: int = ControlParams.isolated_columns

    @property
    def over(self) -> bool:
        return self.seconds <= 0 or self.steps <= 0 or self.stop()


# The work of a simplex iteration, and of what branch and bound does from one question to the next, in steps for each
# entry of the matrix: measured as nanoseconds.
SIMPLEX_STEPS, BRANCH_STEPS = 1, 1_000

# HiGHS's branch and bound without presolve's search for parallel rows: after a restart it may keep a cut in place of a
# row that is parallel to it and then lose both, so that nodes with better plans are closed (HiGHS pull request 3250).
BRANCH_OPTIONS = {"presolve_rule_off": 1 << 13}


@dataclass(frozen=True)
class Answer:
    """``bound`` is None where none is proven, and an integer where it is exact; ``x`` where there is no solution;
    ``duals`` only for LPs."""

    status: Status
    x: Real | None = None
    value: float | None = None
    bound: float | int | None = None
    duals: Real | None = None


class SolverFault(InternalError):
    """A solver ended in a way that says nothing of the program, such as for want of memory."""


def described(error: BaseException) -> str:
    """What went wrong, for people."""
    return "memory ran out" if isinstance(error, MemoryError) else str(error) or type(error).__name__


@contextmanager
def enduring(fault: Callable[[str], None], what: str) -> Iterator[None]:
    """Memory that runs out, or a solver that fails, costs what is inside and no more; the fault is told."""
    try:
        yield
    except (MemoryError, SolverFault) as error:
        fault(f"{what} came to nothing: {described(error)}.")


class Session(Protocol):
    """One program, kept while it grows."""

    def add_rows(self, matrix: csr_array, lower: Real, upper: Real) -> None: ...

    def add_columns(self, costs: Int, matrix: csc_array) -> None: ...

    def bound(self, lower: Real, upper: Real) -> None:
        """Give every column new bounds."""

    def relax(self, limits: Limits, interior: bool = False, enough: float = math.inf) -> Answer:
        """Solve the linear relaxation; with ``interior`` duals amid the optimal ones will do, and need no basis.

        Where there is no solution, duals are a ray that says so, if the solver has one. Duals that prove ``enough`` may
        end it as BEYOND, without a point.
        """

    def solve(
        self,
        limits: Limits,
        start: Real | None,
        on_bound: Callable[[float], None],
        on_solution: Callable[[float, Real], None] | None = None,
    ) -> Answer:
        """Solve in binary variables, from a starting solution where there is one; better values and bounds are told."""


_PACKAGES = {"highs": "highspy", "mathopt": "ortools"}


def require_backend(backend: object) -> None:
    """InputError where there is no such back-end, or its package is not installed."""
    if backend is None:
        return
    if not isinstance(backend, str) or backend not in _PACKAGES:
        text = f"{reprlib.repr(backend)} is no back-end that this library can use."
        advice = f"Give {' or '.join(map(repr, _PACKAGES))}, or leave it out for the best that is installed."
        raise InputError([InputIssue("bad_option", "backend", text, advice)])
    package = _PACKAGES[backend]
    if find_spec(package) is None:
        text, advice = f"is {backend!r}, and {package} is not installed.", f"Run pip install {package}, or give None."
        raise InputError([InputIssue("missing_backend", "backend", text, advice)])


def open_session(program: Program, backend: BackendName | None) -> Session:
    """A session with the named back-end, or with the best one that is installed."""
    require_backend(backend)
    if backend == "highs" or (backend is None and find_spec("highspy")):
        from staffmatch.engine.backends.highs import HighsSession

        return HighsSession(program)
    from staffmatch.engine.backends.mathopt import MathOptSession

    return MathOptSession(program)
