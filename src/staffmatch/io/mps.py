"""MPS, the common format of solvers, in its free form."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csc_array

from staffmatch.io.program import Program, program
from staffmatch.models import Scenario
from staffmatch.result.solution import Solution


def mps(scenario: Scenario, tier: int = 1, after: Solution | None = None) -> str:
    """The program of one tier, see `staffmatch.io.program`; the objective's constant is a negative right-hand side.

    A row with two sides is ``G`` with a range.
    """
    return "\n".join((*_lines(program(scenario, tier, after)), ""))


def _lines(made: Program) -> Iterator[str]:
    yield f"* {made.title}"
    yield "NAME staffmatch FREE"
    yield "ROWS"
    yield " N obj"
    below, above = np.isfinite(made.lower), np.isfinite(made.upper)
    senses = np.where(made.lower == made.upper, "E", np.where(below, "G", "L"))
    yield from (f" {sense} {name}" for sense, name in zip(senses.tolist(), made.rows, strict=True))
    yield "COLUMNS"
    yield " MARKER 'MARKER' 'INTORG'"
    yield from _entries(made)
    yield " MARKER 'MARKER' 'INTEND'"
    yield "RHS"
    if made.constant:
        yield f" RHS obj {-made.constant}"
    sides = np.where(below, made.lower, made.upper).astype(np.int64).tolist()
    yield from (f" RHS {name} {side}" for name, side in zip(made.rows, sides, strict=True) if side)
    yield "RANGES"
    for row in np.flatnonzero(below & above & (senses == "G")).tolist():
        yield f" RANGE {made.rows[row]} {int(made.upper[row] - made.lower[row])}"
    yield "BOUNDS"
    yield from (f" BV BOUND {name}" for name in made.columns)
    yield "ENDATA"


def _entries(made: Program) -> Iterator[str]:
    """The entries by column; each column has an objective entry, so that none is missing."""
    matrix = csc_array(made.matrix)
    rows, values, start = matrix.indices.tolist(), matrix.data.tolist(), matrix.indptr.tolist()
    for column, (name, cost) in enumerate(zip(made.columns, made.costs.tolist(), strict=True)):
        yield f" {name} obj {cost}"
        for entry in range(start[column], start[column + 1]):
            yield f" {name} {made.rows[rows[entry]]} {values[entry]}"
