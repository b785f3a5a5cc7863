"""Why no plan keeps all pins."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.conflict import conflicting_rows
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.state.control import Control
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import sieve
from staffmatch.formulation.pairs import Pairs
from staffmatch.result.solution import Conflict


def conflicts(pairs: Pairs, problem: Problem, control: Control, backend: BackendName | None) -> tuple[Conflict, ...]:
    """Pins that some rule excludes one by one; else a set of pins that clash and of which none can be spared."""
    return tuple(_excluded(pairs)) or tuple(_clashing(pairs, problem, control, backend))


def _excluded(pairs: Pairs) -> Iterator[Conflict]:
    columns = pairs.columns
    planned = set(zip(pairs.worker.tolist(), pairs.job.tolist(), strict=True))
    for worker_id, shift_id, worker, job in _pins(columns):
        if (worker, job) not in planned:
            for rule, left in sieve(columns, pairs.rules, np.array([job]), np.array([worker])):
                if not left[0]:
                    text = f"The rule {rule.kind!r} excludes worker {worker_id!r} from shift {shift_id!r}."
                    yield Conflict(worker=worker_id, shift=shift_id, text=text)
                    break


def _clashing(pairs: Pairs, problem: Problem, control: Control, backend: BackendName | None) -> Iterator[Conflict]:
    rows = conflicting_rows(problem, control, backend)
    pinned = {(worker, job): (w, s) for w, s, worker, job in _pins(pairs.columns)}
    held = problem.matrix[rows].indices
    names = [
        pinned[worker, job] for worker, job in zip(pairs.worker[held].tolist(), pairs.job[held].tolist(), strict=True)
    ]
    together = ", ".join(f"{worker!r} on {shift!r}" for worker, shift in names)
    for worker, shift in names:
        yield Conflict(
            worker=worker, shift=shift, text=f"No plan keeps all of these pins: {together}. Drop one of them."
        )


def _pins(columns: Columns) -> Iterator[tuple[str, str, int, int]]:
    workers = {name: place for place, name in enumerate(columns.workers.ids)}
    shifts = {name: place for place, name in enumerate(columns.shift_ids)}
    for pin in columns.scenario.pins:
        if pin.assigned:
            yield pin.worker, pin.shift, workers[pin.worker], int(columns.job_of_shift[shifts[pin.shift]])
