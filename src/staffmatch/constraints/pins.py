"""Pins: decisions already taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.domain.plan import Plan, Violation
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
        if not len(codes := _codes(pairs, assigned=False)):
            return None
        return ~np.isin(pairs.worker * pairs.columns.jobs + pairs.job, codes)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        pinned = _codes(pairs, assigned=True)
        code = pairs.worker * pairs.columns.jobs + pairs.job
        pair = np.flatnonzero(np.isin(code, pinned))
        row = np.searchsorted(pinned, code[pair])
        one = np.ones(len(pinned), np.int64)
        yield RowBlock.at_least(row, pair, np.ones(len(pair), np.int64), one)

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


def _codes(pairs: Pairs, assigned: bool) -> Int:
    """Sorted codes ``worker * jobs + job`` of the pins of one kind."""
    columns = pairs.columns
    pins = [pin for pin in columns.scenario.pins if pin.assigned == assigned]
    if not pins:
        return np.empty(0, np.int64)
    workers = {name: place for place, name in enumerate(columns.workers.ids)}
    shifts = {name: place for place, name in enumerate(columns.shift_ids)}
    worker = np.array([workers[pin.worker] for pin in pins], np.int64)
    job = columns.job_of_shift[np.array([shifts[pin.shift] for pin in pins], np.int64)]
    return np.unique(worker * columns.jobs + job)
