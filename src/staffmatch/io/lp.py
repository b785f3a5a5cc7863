"""The LP format, readable by people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from staffmatch.io.program import Program, program
from staffmatch.models import Scenario
from staffmatch.result.solution import Solution

# Some readers limit the length of lines.
_WIDTH = 500


def lp(scenario: Scenario, tier: int = 1, after: Solution | None = None) -> str:
    """The program of one tier, see `staffmatch.io.program`; a row with two sides is written as two rows."""
    return "\n".join((*_lines(program(scenario, tier, after)), ""))


def _lines(made: Program) -> Iterator[str]:
    yield f"\\ {made.title}"
    yield "Minimize"
    used = np.flatnonzero(made.costs)
    terms = _terms(made, used.tolist(), made.costs[used].tolist())
    yield _wrapped(["obj:", *terms, f"{made.constant:+d}"])
    yield "Subject To"
    yield from _rows(made)
    yield "Binaries"
    yield from (f" {name}" for name in made.columns)
    yield "End"


def _rows(made: Program) -> Iterator[str]:
    columns, values, start = made.matrix.indices.tolist(), made.matrix.data.tolist(), made.matrix.indptr.tolist()
    for row, (name, lower, upper) in enumerate(zip(made.rows, made.lower.tolist(), made.upper.tolist(), strict=True)):
        held = slice(start[row], start[row + 1])
        terms = _terms(made, columns[held], values[held])
        if lower == upper:
            yield _wrapped([f"{name}:", *terms, f"= {int(lower)}"])
        else:
            if np.isfinite(lower):
                yield _wrapped([f"{name}:", *terms, f">= {int(lower)}"])
            if np.isfinite(upper):
                ending = "_upper" if np.isfinite(lower) else ""
                yield _wrapped([f"{name}{ending}:", *terms, f"<= {int(upper)}"])


def _terms(made: Program, columns: Iterable[int], values: Iterable[int]) -> list[str]:
    """The terms of a sum, which must not be empty."""
    terms = [f"{value:+d} {made.columns[column]}" for column, value in zip(columns, values, strict=True)]
    return terms or [f"0 {name}" for name in made.columns[:1]]


def _wrapped(parts: Iterable[str]) -> str:
    lines, length = [""], 0
    for part in parts:
        if length + len(part) > _WIDTH:
            lines.append("")
            length = 0
        lines[-1] += f" {part}"
        length += len(part) + 1
    return "\n".join(lines)
