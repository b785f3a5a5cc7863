"""Change: what differs from a former plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Unpack

import numpy as np
from pydantic import BeforeValidator, Field

from staffmatch.domain.plan import Plan
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.accessors import positions, shift_positions
from staffmatch.records.bases import Term
from staffmatch.records.field_types import ShiftId, WorkerId

if TYPE_CHECKING:
    from staffmatch.records import signatures
    from staffmatch.result.solution import Solution


def _assignments(former: object) -> object:
    """What a plan, or a solution, assigns."""
    plan = former if isinstance(former, Plan) else getattr(former, "plan", former)
    return plan.assignments if isinstance(plan, Plan) else former


class Change(Term):
    """``Σ_{(w, s) in plan} (1 - x_ws) + Σ_{(w, s) not in plan} x_ws``: assignments dropped and added.

    ``plan`` lists the former assignments as (worker, shift); a `Plan` or a `Solution` can be given as it is.
    Assignments whose person or shift is no longer in the scenario are no change.

    Example: "Change: 3 assignments, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["change"] = "change"
    plan: Annotated[
        tuple[tuple[WorkerId, ShiftId], ...],
        BeforeValidator(_assignments),
        Field(description="worker and shift of each"),
    ]
    unit: ClassVar[str] = "assignments"

    if TYPE_CHECKING:

        def __init__(
            self, *, plan: Sequence[tuple[str, str]] | Plan | Solution, **options: Unpack[signatures.TermOptions]
        ) -> None: ...

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        workers = {name: place for place, name in enumerate(columns.workers.ids)}
        shifts = {name: place for place, name in enumerate(columns.shift_ids)}
        known = [(w, s) for w, s in set(self.plan) if w in workers and s in shifts]
        former = [workers[worker] * len(shifts) + shifts[shift] for worker, shift in known]
        pair, shift = pairs.spans["pair", "shift"]
        kept = np.isin(pairs.worker[pair] * len(shifts) + shift, np.array(former, np.int64))
        return pairs.spans.sum(1 - 2 * kept, len(former))

    def value(self, scenario: Scenario, plan: Plan) -> int:
        workers, shifts = positions(scenario, "workers"), shift_positions(scenario)
        return len({(w, s) for w, s in self.plan if w in workers and s in shifts} ^ set(plan))
