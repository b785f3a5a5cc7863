"""``python -m benchmarks.scaling [--largest PAIRS]``: CPU microseconds to compile a pair and to verify an assignment.

The markets are those of the family `placements`, each ten times the one before, with about as many pairs a worker, so
that a cost which is linear shows as the same figure in each line.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import TypeVar

from benchmarks.families import FAMILIES, Instance
from benchmarks.machine import commit, machine, peak_mb
from staffmatch import Plan, solve, verify
from staffmatch.domain.validation import problems
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate

_T = TypeVar("_T")
HEAD = (
    *("workers", "pairs", "made", "validate", "columns", "pairing", "formulate", "compile"),
    *("seats", "assigned", "rules", "all", "peak MB"),
)
_SMALLEST = 10**4
# With one skill for 250 workers, the generator makes about fifty pairs for each worker.
_PAIRS_A_WORKER, _WORKERS_A_SKILL, _WORKERS_A_DEMAND, _SEATS = 50, 250, 5, 4
# Quick runs are repeated and the least time is taken, since the first run includes lazy imports.
_AGAIN, _QUICK = 3, 1.0


def sizes(largest: float) -> Iterator[int]:
    """Target numbers of pairs: powers of ten."""
    pairs = _SMALLEST
    while pairs <= largest:
        yield pairs
        pairs *= 10


def instance(pairs: int, seed: int) -> Instance:
    workers = pairs // _PAIRS_A_WORKER
    skills = max(1, workers // _WORKERS_A_SKILL)
    return Instance.of(f"generate:{workers}:{workers // _WORKERS_A_DEMAND}:{_SEATS}:{skills}:{seed}")


def measured(case: Instance, seed: int) -> tuple[str, ...]:
    """The cells of one line: ``made`` is to draw the market as a scenario, ``rules`` are those of the plan alone, and
    ``all`` with them is every figure of its solution."""
    made, scenario = _timed(lambda: FAMILIES["placements"].scenario(case))
    validate, _ = _timed(lambda: list(problems(scenario)))
    read, columns = _timed(lambda: columns_of(scenario))
    pair, pairs = _timed(lambda: eligible_pairs(columns, scenario.rules))
    # Pairs cache their columns, so each run has new ones.
    rows, _ = _timed(lambda: formulate(replace(pairs), scenario.tiers))
    solution = solve(scenario, time_limit=0, threads=1, seed=seed)
    # A plan caches its duties, so each run has a new one.
    rules, _ = _timed(lambda: verify(scenario, Plan.of(solution.plan)))
    figures, _ = _timed(lambda: verify(scenario, solution, reason_check_limit=0))
    seats = sum(demand.headcount * len(demand.shifts) for demand in scenario.demands)
    stages = (made, validate, read, pair, rows, read + pair + rows)
    a_pair = (1e6 * seconds / max(1, len(pairs)) for seconds in stages)
    an_assignment = (1e6 * seconds / max(1, len(solution.assignments)) for seconds in (rules, figures))
    return (
        f"{len(scenario.workers):,}",
        f"{len(pairs):,}",
        *(f"{figure:.2f}" for figure in a_pair),
        f"{seats:,}",
        f"{len(solution.assignments):,}",
        *(f"{figure:.1f}" for figure in an_assignment),
        f"{peak_mb():,}",
    )


def _timed(work: Callable[[], _T]) -> tuple[float, _T]:
    least = float("inf")
    for _ in range(_AGAIN):
        started = time.process_time()
        result = work()
        least = min(least, time.process_time() - started)
        if least > _QUICK:
            break
    return least, result


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--largest", type=float, default=1e6, metavar="PAIRS", help="of the last line, about")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the generator and of the solver")
    args = parser.parse_args(arguments)
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for pairs in sizes(args.largest):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            cells = pool.submit(measured, instance(pairs, args.seed), args.seed).result()
        print(f"| {' | '.join(cells)} |", flush=True)
    where = ", ".join(f"{key} {value}" for key, value in machine().items())
    print(f"\nseed {args.seed}, commit {commit()}; {where}.")


if __name__ == "__main__":
    main()
