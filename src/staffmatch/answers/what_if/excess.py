"""Excess: how far a term is above a cap, so that a tier can hold it there and the empty plan stays a plan."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from staffmatch.domain.plan import Plan
from staffmatch.formulation.contracts import costs_of
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term
from staffmatch.records.field_types import Vast


class Excess(Term):
    """``max(0, f(x) - cap)`` for a term f times its weight, in its steps.

    This is the positive deviation of goal programming (Charnes and Cooper 1961).

    As a tier whose least value is 0 it is the constraint ``f(x) <= cap`` of all later tiers, and no rule that the empty
    plan would break. The number z is the least with ``z - f(x) >= -cap``; where the values of f and the cap are on one
    grid of step g, all is divided by g.
    """

    kind: Literal["excess"] = "excess"
    of: Term
    cap: Vast
    unit: ClassVar[str] = "steps"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        whole = Linear.total([(self.of.weight, costs_of(self.of, pairs, variables))])
        constant = whole.constant - self.cap
        coefficient = np.zeros(variables.width, np.int64)
        np.add.at(coefficient, whole.columns, whole.values)
        columns = np.flatnonzero(coefficient)
        values = coefficient[columns]
        most = constant + int(np.maximum(values, 0).sum())
        if most <= 0:
            return Linear.nothing()
        step = int(np.gcd.reduce(values)) if len(values) else 1
        step = step if step and constant % step == 0 else 1
        row, lower = np.zeros(len(columns), np.int64), np.array([constant // step], np.int64)
        block = RowBlock.at_least(row, columns, -values // step, lower)
        number = variables.least(f"excess of {self.of!r}", block, 1, most // step).total
        return Linear(0, number.columns, number.values * step)

    def value(self, scenario: Scenario, plan: Plan) -> int:
        return max(0, self.of.weight * int(self.of.value(scenario, plan)) - self.cap)
