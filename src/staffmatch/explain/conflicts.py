"""Why no plan keeps all pins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from staffmatch.arrays import Int
from staffmatch.domain.plan import Plan, Violation
from staffmatch.engine.backends.lp import BackendName, Status
from staffmatch.engine.conflict import conflicting_rows
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.search import any_plan
from staffmatch.engine.state.control import Control
from staffmatch.errors import counted
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import elimination_counts
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.pairs import Pairs
from staffmatch.result.solution import Conflict

# Pins that a sentence names.
MAX_NAMED = 10


def conflicts(pairs: Pairs, problem: Problem, control: Control, backend: BackendName | None) -> tuple[Conflict, ...]:
    """Pins that some rule excludes one by one; else a set of pins that clash and of which none can be spared."""
    return tuple(_excluded(pairs)) or tuple(_clashing(pairs, problem, control, backend))


def _excluded(pairs: Pairs) -> Iterator[Conflict]:
    columns = pairs.columns
    planned = set(zip(pairs.worker.tolist(), pairs.job.tolist(), strict=True))
    for worker_id, shift_id, worker, job in _pins(columns):
        if (worker, job) not in planned:
            for rule, left in elimination_counts(columns, pairs.rules, np.array([job]), np.array([worker])):
                if not left[0]:
                    text = f"The rule {rule.kind!r} excludes worker {worker_id!r} from shift {shift_id!r}"
                    broken = next(iter(rule.check(columns.scenario, _plan(columns, [(worker, job)]))), None)
                    why = f": {broken.text}" if broken else "."
                    yield Conflict(worker=worker_id, shift=shift_id, text=text + why)
                    break


def _clashing(pairs: Pairs, problem: Problem, control: Control, backend: BackendName | None) -> Iterator[Conflict]:
    """The first says what clashes, and by which rule; the others point to it, so that no list says it twice."""
    held = problem.matrix[conflicting_rows(problem, control, backend)].indices
    pinned = {(worker, job): (w, s) for w, s, worker, job in _pins(pairs.columns)}
    listed = list(zip(pairs.worker[held].tolist(), pairs.job[held].tolist(), strict=True))
    broken = _broken_alone(pairs, held, _plan(pairs.columns, listed), control, backend)
    why = f"By the rule {broken.rule!r}: {broken.text}" if broken else "It takes several rules to forbid them."
    by = f"by the rule {broken.rule!r}" if broken else "by several rules together"
    names = [pinned[pair] for pair in listed]
    told = [f"{worker!r} on {shift!r}" for worker, shift in names]
    more = [counted(len(told) - MAX_NAMED, "other")] if len(told) > MAX_NAMED else []
    for place, (worker, shift) in enumerate(names):
        text = f"The pin of {told[place]} clashes with that of {told[0]}, {by}."
        if place == 0:
            text = f"No plan keeps all of these pins: {', '.join([*told[:MAX_NAMED], *more])}. {why} Drop one of them."
        yield Conflict(worker=worker, shift=shift, text=text)


def _broken_alone(
    pairs: Pairs, held: Int, plan: Plan, control: Control, backend: BackendName | None
) -> Violation | None:
    """What a plan of the pins breaks of a rule by which, alone, no plan keeps them; None where it takes several."""
    keeping = tuple(rule for rule in pairs.rules if rule.keeps_pins)
    for rule in pairs.rules:
        broken = (
            None if rule in keeping or control.over() else next(iter(rule.check(pairs.columns.scenario, plan)), None)
        )
        if broken is not None:
            alone = formulate(replace(pairs, rules=(*keeping, rule)), ())
            spared = (alone.lower > 0) & (alone.matrix[:, held].sum(axis=1) == 0)
            alone = replace(alone, lower=np.where(spared, -np.inf, alone.lower))
            if any_plan(alone, control, backend).status is Status.INFEASIBLE:
                return broken
    return None


def _plan(columns: Columns, pairs: Iterable[tuple[int, int]]) -> Plan:
    """The plan of some workers on some jobs."""
    return Plan.of(
        (columns.workers.ids[worker], columns.shift_ids[shift])
        for worker, job in pairs
        for shift in columns.job_shifts[job].tolist()
    )


def _pins(columns: Columns) -> Iterator[tuple[str, str, int, int]]:
    workers = {name: place for place, name in enumerate(columns.workers.ids)}
    shifts = {name: place for place, name in enumerate(columns.shift_ids)}
    for pin in columns.scenario.pins:
        if pin.assigned:
            yield pin.worker, pin.shift, workers[pin.worker], int(columns.job_of_shift[shifts[pin.shift]])
