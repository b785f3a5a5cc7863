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
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.elimination import elimination_counts
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.citations import cited
from staffmatch.result.contents import Conflict

# Pins that a sentence names.
MAX_NAMED = 10

_EXCLUDED = Sentence(
    "conflict.excluded", "The rule {rule:id} excludes worker {worker:worker} from shift {shift:shift}."
)
_EXCLUDED_BY = Sentence(
    "conflict.excluded_by", "The rule {rule:id} excludes worker {worker:worker} from shift {shift:shift}: {why}"
)
_ALL = Sentence("conflict.all", "No plan keeps all of these pins: {pins:list}. {why} Drop one of them.")
_PIN = Sentence("conflict.pin", "{worker:worker} on {shift:shift}")
_OTHERS = Sentence("conflict.others", "{n:count} other", "{n:count} others")
_WHY = Sentence("conflict.why", "By the rule {rule:id}: {why}")
_WHY_SEVERAL = Sentence("conflict.why_several", "It takes several rules to forbid them.")
_ONE = Sentence("conflict.one", "The pin of {pin} clashes with that of {first}, by the rule {rule:id}.")
_ONE_OF_SEVERAL = Sentence(
    "conflict.one_of_several", "The pin of {pin} clashes with that of {first}, by several rules together."
)


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
                    pin = {"worker": worker_id, "shift": shift_id}
                    broken = next(iter(rule.check(columns.scenario, _plan(columns, [(worker, job)]))), None)
                    said = _EXCLUDED(**pin, rule=rule.kind)
                    if broken:
                        said = _EXCLUDED_BY(**pin, rule=rule.kind, why=cited(rule, broken.message))
                    yield Conflict(**pin, message=said)
                    break


def _clashing(pairs: Pairs, problem: Problem, control: Control, backend: BackendName | None) -> Iterator[Conflict]:
    """The first says what clashes, and by which rule; the others point to it, so that no list says it twice."""
    held = problem.matrix[conflicting_rows(problem, control, backend)].indices
    pinned = {(worker, job): (w, s) for w, s, worker, job in _pins(pairs.columns)}
    listed = list(zip(pairs.worker[held].tolist(), pairs.job[held].tolist(), strict=True))
    broken = _broken_alone(pairs, held, _plan(pairs.columns, listed), control, backend)
    names = [pinned[pair] for pair in listed]
    told = [_PIN(worker=worker, shift=shift) for worker, shift in names]
    more = [_OTHERS(n=len(told) - MAX_NAMED)] if len(told) > MAX_NAMED else []
    pins = (*told[:MAX_NAMED], *more)
    for place, (worker, shift) in enumerate(names):
        if place == 0:
            why = _WHY(rule=broken.rule, why=Message.of(broken.message)) if broken else _WHY_SEVERAL()
            said = _ALL(pins=pins, why=why)
        elif broken:
            said = _ONE(pin=told[place], first=told[0], rule=broken.rule)
        else:
            said = _ONE_OF_SEVERAL(pin=told[place], first=told[0])
        yield Conflict(worker=worker, shift=shift, message=said)


def _broken_alone(
    pairs: Pairs, held: Int, plan: Plan, control: Control, backend: BackendName | None
) -> Violation | None:
    """What a plan of the pins breaks of a rule by which, alone, no plan keeps them; None if it takes several."""
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
                return broken.citing(rule)
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
