"""Budget: what a borrower can spend on lent work."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int
from staffmatch.constraints.shared.borrowers import LentWorkRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import UnsupportedRule
from staffmatch.formulation.contracts import charges_of
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import Cents, Flag

_EXCEEDED = Sentence(
    "budget", "Lent work{of} costs {borrower:company} {costs:euros} EUR; its budget is {budget:euros} EUR."
)
_EXCEEDED_BY_ALL = Sentence(
    "budget.total", "Lent work{of} costs {costs:euros} EUR in all; the budget is {budget:euros} EUR."
)
_OF = Sentence("budget.of", " of{people}")


class Budget(LentWorkRule):
    """``Σ_{j of b} (max(pay_w, pay_d) · h_j · x_wj) + charges_b <= cents`` for borrower b, over the whole plan.

    Pay as the term `Cost` counts it, that of people in scope. ``with_charges``, which knows no such scope, adds what
    rules charge for work at b, such as `CommutePay` and `PartnershipCost`; a charge that belongs to no one borrower is
    refused. With ``total`` the sum is over all borrowers, charges of all are counted, and `borrower` is not given. Rows
    are in sixtieths of a cent, divided by the gcd of their coefficients, the right-hand side floored.

    Example: "Lent work costs 'clinic' 240.00 EUR; its budget is 200.00 EUR."
    """

    kind: Literal["budget"] = "budget"
    cents: Cents
    with_charges: Annotated[Flag, Field(description="whether charges of rules count")] = False
    total: Annotated[Flag, Field(description="one budget for all borrowers together")] = False

    @model_validator(mode="after")
    def _all_together(self) -> Self:
        if self.total and self.borrower is not None:
            text = "is a budget for all borrowers together; drop borrower, or set total to false"
            raise PydanticCustomError("total_of_one", text)
        return self

    @model_validator(mode="after")
    def _charges(self) -> Self:
        if self.with_charges and self.whose:
            text = "counts charges, which belong to no one person; drop {fields}, or set with_charges to false"
            fields = ", ".join(name for name in ("lender", "worker", "skill") if getattr(self, name) is not None)
            raise PydanticCustomError("charges_of_all", text, {"fields": fields})
        return self

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        mine = self.in_scope(pairs, pairs.relation)
        spent = mine.assign(paid=mine["pay"])
        if self.with_charges:
            spent = self._charged(pairs, variables)
        if self.total:
            yield spent.by().sum("paid") <= self.cents * 60
            return
        yield spent.where(self._at(pairs.columns)[spent["borrower"]]).by("borrower").sum("paid") <= self.cents * 60

    def _charged(self, pairs: Pairs, variables: VariableRegistry) -> Relation:
        """What everything costs that costs anything: all pay, and what rules charge."""
        rules = pairs.columns.scenario.rules
        charges = [charge for rule in rules if (charge := charges_of(rule, pairs, variables)) is not None]
        paid = np.zeros(variables.width, np.int64)
        for part in (pairs.sum("pay"), *charges):
            np.add.at(paid, part.columns, part.values)
        column, borrower = np.flatnonzero(paid), _borrowers(pairs, variables)
        if not self.total and (borrower[column] < 0).any():
            raise UnsupportedRule(
                "A rule charges for something that belongs to no one borrower, so that no budget can count it. "
                "Set with_charges to false."
            )
        named = {"borrower": borrower[column], "paid": paid[column]}
        return Relation(column, named.__getitem__, ("charged",), distinct=True)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        members, spent = self.planned(scenario, plan), dict[str, int]()
        work: dict[str, list[tuple[str, str]]] = {}
        for worker, demand, shift, minutes, *_ in plan.duties(scenario):
            if worker.id not in members:
                continue
            pay = max(worker.pay_cents_per_hour, demand.pay_cents_per_hour) * minutes
            spent[demand.company] = spent.get(demand.company, 0) + pay
            work.setdefault(demand.company, []).append((worker.id, shift.id))
        if self.total:
            there = [pair for held in work.values() for pair in held]
            yield from self._over(scenario, None, sum(spent.values()), there)
            return
        for borrower, pay in spent.items():
            if self.borrower in (None, borrower):
                yield from self._over(scenario, borrower, pay, work[borrower])

    def _over(
        self, scenario: Scenario, borrower: str | None, pay: int, work: list[tuple[str, str]]
    ) -> Iterator[Violation]:
        """Of work at one borrower, or at all of them, that costs more than the budget."""
        there = Plan.of(work)
        charged = sum(rule.charge(scenario, there) for rule in scenario.rules) if self.with_charges else 0
        over = pay + charged - self.cents * 60
        if over > 0:
            costs, people = ceil((pay + charged) / 60), self.people_message()
            of = _OF(people=people) if people else ""
            if borrower is None:
                said = _EXCEEDED_BY_ALL(of=of, costs=costs, budget=self.cents)
            else:
                said = _EXCEEDED(of=of, borrower=borrower, costs=costs, budget=self.cents)
            yield Violation(self.kind, said, over / 6000, "EUR", () if borrower is None else (borrower,))


def _borrowers(pairs: Pairs, variables: VariableRegistry) -> Int:
    """The borrower of each column: a pair's own, that of all pairs of an indicator; -1 where there is no one such."""
    least, most = np.full(variables.width, len(pairs.columns.company_ids)), np.full(variables.width, -1)
    least[: len(pairs)] = most[: len(pairs)] = pairs.borrower
    for family in variables.families.values():
        column = family.first + family.group
        np.minimum.at(least, column, pairs.borrower[family.member])
        np.maximum.at(most, column, pairs.borrower[family.member])
    return np.where(least == most, least, -1)
