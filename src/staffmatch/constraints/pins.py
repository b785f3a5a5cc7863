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
from staffmatch.models import Demand, Pin, Scenario, Shift
from staffmatch.records.bases import Rule


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
        for pair, assigned, broken in scenario.once(self, lambda: list(map(self._unless_kept, scenario.pins))):
            if (pair in planned) != assigned:
                yield broken

    def _unless_kept(self, pin: Pin) -> tuple[tuple[str, str], bool, Violation]:
        pair = (pin.worker, pin.shift)
        text = f"Worker {pin.worker!r} is pinned {'to' if pin.assigned else 'out of'} shift {pin.shift!r}."
        return pair, pin.assigned, Violation(self.kind, text, 1, "pairs", pair)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> str:
        return "are not pinned out of it"


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
