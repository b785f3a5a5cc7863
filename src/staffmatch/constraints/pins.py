"""Pins: decisions already taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Pin, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.records.digest import once

_PINNED = Sentence("pins.to", "Worker {worker:worker} is pinned to shift {shift:shift}.")
_PINNED_OUT = Sentence("pins.out", "Worker {worker:worker} is pinned out of shift {shift:shift}.")
_FREE = Sentence("pins.wants", "is not pinned out of it", "are not pinned out of it")


class Pins(Rule):
    """``x_wj = 1`` where the scenario pins worker w to a shift of job j, ``x_wj = 0`` where it pins them out.

    The only rule that can leave a scenario without a plan.

    Example: "Worker 'w' is pinned out of shift 's'."
    """

    kind: Literal["pins"] = "pins"
    keeps_pins: ClassVar[bool] = True

    def keep(self, pairs: Pairs) -> Mask | None:
        worker, job = _pinned(pairs.columns, assigned=False)
        return pairs.without(pairs.each(worker=worker, job=job).relation) if len(worker) else None

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        worker, job = _pinned(pairs.columns, assigned=True)
        if len(worker):
            yield pairs.each(worker=worker, job=job).count() >= 1

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        planned = set(plan)
        for pair, assigned, broken in once(scenario, self, lambda: list(map(self._unless_kept, scenario.pins))):
            if (pair in planned) != assigned:
                yield broken

    def _unless_kept(self, pin: Pin) -> tuple[tuple[str, str], bool, Violation]:
        pair = (pin.worker, pin.shift)
        said = (_PINNED if pin.assigned else _PINNED_OUT)(worker=pin.worker, shift=pin.shift)
        return pair, pin.assigned, Violation(self.kind, said, 1, "pairs", pair)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _FREE()


def _pinned(columns: Columns, assigned: bool) -> tuple[Int, Int]:
    """The pins of one kind, each once, as (worker, job)."""
    kept = [pin for pin in columns.scenario.pins if pin.assigned == assigned]
    if not kept:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    workers, shifts = columns.worker_places, columns.shift_places
    worker, shift = np.array([(workers[pin.worker], shifts[pin.shift]) for pin in kept], np.int64).T
    worker, job = np.unique(np.c_[worker, columns.job_of_shift[shift]], axis=0).T
    return worker, job
