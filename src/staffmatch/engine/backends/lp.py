"""The protocol for linear and mixed-integer programs, and the back-ends that implement it.

`highs` keeps its basis when rows are added and can be interrupted. `mathopt` starts cold each time; it is used where
highspy cannot be imported, and as a second opinion in tests.
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
from staffmatch.engine.params import BackendParams, ControlParams
from staffmatch.errors import InputError, InputIssue, InternalError

BackendName = Literal["highs", "mathopt"]


class Status(Enum):
    """How a solve ended. A solver status outside these is an error, never mapped to "time limit"."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    BEYOND = "beyond"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Program:
    """Minimise integer ``costs · x`` subject to ``lower <= matrix · x <= upper`` and ``0 <= x <= most``, where ``most``
    is 1 if it is None.

    ``presolve`` says whether branch and bound may run presolve. Costs are passed to solvers divided by ``unit``, a
    power of two. ``large`` maps rows to upper sides that floating point cannot hold exactly.
    """

    matrix: csr_array
    lower: Real
    upper: Real
    costs: Int
    presolve: bool = True
    unit: float = 1.0
    large: Mapping[int, int] = field(default_factory=dict)
    most: Int | None = None

    @property
    def upper_bounds(self) -> Real:
        """Of the columns."""
        return np.ones(len(self.costs)) if self.most is None else self.most.astype(float)


# With row tolerances of 1e-6, a floating-point solver can be trusted with coefficients and sides up to these: rounding
# errors of row activities and of the objective stay far below its tolerances and below the step between two values.
_SAFE_COEFFICIENT, _SAFE_SIDE, SAFE_COST = 2**20, 2**24, 2**30


def is_safe(matrix: csr_array, lower: Real, upper: Real, costs: Real | Int) -> bool:
    """Whether the numbers are small enough for a floating-point solver to be trusted."""
    sides = np.r_[lower[np.isfinite(lower)], upper[np.isfinite(upper)]]
    pairs = ((matrix.data, _SAFE_COEFFICIENT), (sides, _SAFE_SIDE), (costs, SAFE_COST))
    return all(np.abs(numbers).max(initial=0) <= most for numbers, most in pairs)


@dataclass(frozen=True)
class Limits:
    """Limits of one solver call: seconds, threads, seed, ``stop`` (polled where the solver has callbacks), and the
    absolute ``gap`` that is good enough; below 1 it proves integer objectives optimal.

    ``isolate`` allows a child process for calls that would not poll ``stop`` for long, such as programs with more than
    ``isolated_columns`` columns. ``steps`` bounds the work of the call, which is reported to ``charge`` in any case; a
    step is about one array entry touched. Failures that were worked around are reported to ``fault``.
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
    params: BackendParams = field(default_factory=BackendParams)

    @property
    def over(self) -> bool:
        return self.seconds <= 0 or self.steps <= 0 or self.stop()


# Turns off HiGHS's presolve search for parallel rows: after a restart it may keep a cut in place of a row that is
# parallel to it and then lose both, so that nodes with better plans are cut off (HiGHS pull request 3250).
BRANCH_OPTIONS = {"presolve_rule_off": 1 << 13}


@dataclass(frozen=True)
class Answer:
    """The result of a solve. ``bound`` is None where none is proven, and an int where it is exact; ``x`` is None where
    no solution was found; ``duals`` are for LPs only."""

    status: Status
    x: Real | None = None
    value: float | None = None
    bound: float | int | None = None
    duals: Real | None = None


class SolverFault(InternalError):
    """A solver failed in a way that says nothing about the program, such as running out of memory."""


def described(error: BaseException) -> str:
    """A short, readable description of an error."""
    return "memory ran out" if isinstance(error, MemoryError) else str(error) or type(error).__name__


@contextmanager
def enduring(fault: Callable[[str], None], what: str) -> Iterator[None]:
    """Limit the damage of MemoryError and SolverFault to the block inside, and report the fault."""
    try:
        yield
    except (MemoryError, SolverFault) as error:
        fault(f"{what} came to nothing: {described(error)}.")


class Session(Protocol):
    """A program that is kept by the solver while rows and columns are added."""

    def add_rows(self, matrix: csr_array, lower: Real, upper: Real) -> None: ...

    def add_columns(self, costs: Int, matrix: csc_array, most: Real | None = None) -> None:
        """Add columns between 0 and ``most``, or 1."""

    def bound(self, lower: Real, upper: Real) -> None:
        """Set the bounds of all columns."""

    def relax(self, limits: Limits, interior: bool = False, enough: float = math.inf) -> Answer:
        """Solve the LP relaxation; with ``interior``, any optimal duals will do, and no basis is needed.

        If the LP is infeasible, ``duals`` is an infeasibility ray where the solver has one. The solve may end early as
        BEYOND, without a point, once its duals prove ``enough``.
        """

    def solve(
        self,
        limits: Limits,
        start: Real | None,
        on_bound: Callable[[float], None],
        on_solution: Callable[[float, Real], None] | None = None,
    ) -> Answer:
        """Solve with integer variables, optionally from a starting solution; better values and bounds are reported."""


_PACKAGES = {"highs": "highspy", "mathopt": "ortools"}


def require_backend(backend: object) -> None:
    """InputError if there is no such back-end or its package is not installed."""
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
    """A session with the named back-end, or with the best installed one."""
    require_backend(backend)
    if backend == "highs" or (backend is None and find_spec("highspy")):
        from staffmatch.engine.backends.highs import HighsSession

        return HighsSession(program)
    from staffmatch.engine.backends.mathopt import MathOptSession

    return MathOptSession(program)
