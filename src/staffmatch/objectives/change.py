"""Change: what differs from a former plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Unpack

import numpy as np
from pydantic import BeforeValidator, Field

from staffmatch.domain.plan import Plan
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term
from staffmatch.records.field_types import ShiftId, WorkerId

if TYPE_CHECKING:
    from staffmatch.records import signatures
    from staffmatch.result.solution import Solution


def _assignments(former: object) -> object:
    """Of a plan, or of a solution, what it assigns."""
    plan = former if isinstance(former, Plan) else getattr(former, "plan", former)
    return plan.assignments if isinstance(plan, Plan) else former


class Change(Term):
    """``Σ_{(w, s) in plan} (1 - x_ws) + Σ_{(w, s) not in plan} x_ws``: assignments dropped and added.

    ``plan`` lists the former assignments as (worker, shift); a `Plan` or a `Solution` can be given as it is.

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
        former = [workers[worker] * len(shifts) + shifts[shift] for worker, shift in set(self.plan)]
        pair, shift = pairs.spans["pair", "shift"]
        kept = np.isin(pairs.worker[pair] * len(shifts) + shift, np.array(former, np.int64))
        return pairs.spans.sum(1 - 2 * kept, len(former))

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return len(set(self.plan) ^ set(plan))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        workers, shifts = set(scenario.ids("workers")), set(scenario.ids("shifts"))
        for place, (worker, shift) in enumerate(self.plan):
            for kind, name, known in (("worker", worker, workers), ("shift", shift, shifts)):
                if name not in known:
                    text = f"there is no {kind} {name!r}."
                    advice = "Leave the assignment out: what is gone can not be kept."
                    yield InputIssue(f"unknown_{kind}", f"{path}.plan[{place}]", text, advice, (name,))
