"""Budget: what a borrower can spend on lent work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask, product
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue, UnsupportedRule
from staffmatch.formulation.contracts import charges_of
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.bases import TiedBy
from staffmatch.records.field_types import Cents, Flag

_EXCEEDED = Sentence(
    "budget", "Lent work{of} costs {borrower:company} {costs:euros} EUR; its budget is {budget:euros} EUR."
)
_EXCEEDED_BY_ALL = Sentence(
    "budget.total", "Lent work{of} costs {costs:euros} EUR in all; the budget is {budget:euros} EUR."
)
_OF = Sentence("budget.of", " of{people}{place}")
_FULL = Sentence(
    "budget.full",
    "{borrower:company} has {left:euros} EUR of its budget left; shift {shift:shift} costs {cost:euros} EUR.",
)
_FULL_FOR_ALL = Sentence(
    "budget.full_for_all",
    "{left:euros} EUR of the budget of all borrowers are left; shift {shift:shift} costs {cost:euros} EUR.",
)


class Budget(Bends, ScopedRule):
    """``Σ_{j of b} (max(pay_w, pay_d) · h_j + fee_d) · x_wj + charges_b <= cents`` for borrower b, over the whole plan.

    Pay as the term `Cost` counts it, that of people in scope, and of a demand with ``cents_per_person`` these as its
    fee, once for each person on a job. ``with_charges`` adds what rules charge for work at b, such as `CommutePay`,
    `PayPremium` and `PartnershipCost`: it has no scope but borrowers and their sector, nor has a rule that takes its
    place, and a charge that belongs to no one borrower is refused; the prices of rules that bend do not count. With
    ``total`` the sum is over all borrowers in scope, charges of all are counted, and `borrower` is not given. Rows are
    in sixtieths of a cent, divided by the gcd of their coefficients, the right-hand side floored. Where it bends, each
    euro begun counts.

    Example: "Lent work costs 'clinic' 240.00 EUR; its budget is 200.00 EUR."
    """

    kind: Literal["budget"] = "budget"
    says_borrower = True
    selects = ("total",)
    amounts = "EUR"
    steps = 6000
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
        narrow = ("lender", "worker", "skill", "group", "demand", "since", "until")
        fields = ", ".join(name for name in narrow if getattr(self, name) is not None)
        if self.with_charges and fields:
            text = "counts charges, which belong to no one person or day; drop {fields}, or set with_charges to false"
            raise PydanticCustomError("charges_of_all", text, {"fields": fields})
        return self

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        mine = self.in_scope(pairs, pairs.relation)
        spent = self._charged(pairs, variables) if self.with_charges else mine.assign(paid=_paid(pairs)[mine.variable])
        if self.total:
            yield spent.by().sum("paid") <= self.cents * 60
            return
        yield spent.by("borrower").sum("paid") <= self.cents * 60

    def _charged(self, pairs: Pairs, variables: VariableRegistry) -> Relation:
        """The cost of each column at a borrower in scope that has one: pay, and what rules charge."""
        rules = pairs.columns.scenario.rules
        asked = (charges_of(rule, pairs, variables) for rule in rules if not rule.bent)
        charges = [charge for charge in asked if charge is not None]
        paid = np.zeros(variables.width, np.int64)
        for part in (pairs.sum(_paid(pairs)), *charges):
            np.add.at(paid, part.columns, part.values)
        column, borrower = np.flatnonzero(paid), _borrowers(pairs, variables)
        everywhere = self.everywhere() and not self.exceptions(pairs.columns.scenario)
        if not (self.total and everywhere) and (borrower[column] < 0).any():
            raise UnsupportedRule(refusals.CHARGE_WITHOUT_BORROWER())
        named = {"borrower": borrower[column], "paid": paid[column]}
        spent = Relation(column, named.__getitem__, ("charged",), distinct=True)
        return spent if everywhere else spent.where(self._borrowers(pairs)[spent["borrower"]])

    def _borrowers(self, pairs: Pairs) -> Mask:
        """The companies in scope as borrowers, and in that of no rule that takes its place."""
        companies, scenario = pairs.columns.scenario.companies, pairs.columns.scenario

        def named(rule: PlacedRule) -> Mask:
            there = (rule.borrower in (None, one.id) and rule.sector in (None, one.sector) for one in companies)
            return np.fromiter(there, bool, len(companies))

        found = named(self)
        for rule in self.exceptions(scenario):
            found &= ~named(rule)
        return found

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if not self.with_charges:
            return
        for rule in self.exceptions(scenario):
            if fields := [name for name in rule.scope_fields() if name not in ("borrower", "sector")]:
                text = refusals.CHARGES_OVERRIDDEN(fields=tuple(fields))
                yield InputIssue("charges_overridden", path, text, refusals.CHARGES_OVERRIDDEN_ADVICE())

    @property
    def tied_by(self) -> TiedBy:  # type: ignore[override]
        return "plan" if self.total else "borrower"

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for borrower, spent in self._spent(scenario, plan).items():
            over = spent - self.cents * 60
            if over > 0:
                costs, people, place = ceil(spent / 60), self.persons_message(), self.place_message(borrower=False)
                of = _OF(people=people, place=place) if people else place
                said = _EXCEEDED(of=of, borrower=borrower, costs=costs, budget=self.cents)
                if borrower is None:
                    said = _EXCEEDED_BY_ALL(of=of, costs=costs, budget=self.cents)
                yield Violation(self.kind, said, over / 6000, "EUR", () if borrower is None else (borrower,))

    def amount(self, found: Violation) -> int:
        return -(-round(found.amount * self.steps) // self.steps)

    def _spent(self, scenario: Scenario, plan: Plan) -> dict[str | None, int]:
        """What each borrower in scope spends, in sixtieths of a cent; under None what all of them do together."""
        spent, begun = dict[str | None, int](), set[tuple[str, str]]()
        work: dict[str | None, list[tuple[str, str]]] = {}
        for worker, demand, shift, minutes, *_ in self.selected(scenario, plan).duties(scenario):
            whose = None if self.total else demand.company
            pay = max(worker.pay_cents_per_hour, demand.pay_cents_per_hour) * minutes
            spent[whose] = spent.get(whose, 0) + pay
            job = worker.id, demand.id if demand.same_worker else shift.id
            if job not in begun:
                begun.add(job)
                spent[whose] += 60 * demand.cents_per_person
            work.setdefault(whose, []).append((worker.id, shift.id))
        for whose in spent if self.with_charges else ():
            there = Plan.of(work[whose])
            spent[whose] += sum(rule.charge(scenario, there) for rule in scenario.rules if not rule.bent)
        return spent

    def holds(
        self,
        scenario: Scenario,
        plan: Plan,
        demand: Demand,
        shift: Shift,
        people: Sequence[Worker],
        broken: Sequence[Violation],
    ) -> Message:
        left = self.cents * 60 - self._spent(scenario, plan).get(None if self.total else demand.company, 0)
        cost = left + min(round(one.amount * 6000) for one in broken)
        if self.total:
            return _FULL_FOR_ALL(left=left // 60, cost=-(-cost // 60), shift=shift.id)
        return _FULL(borrower=demand.company, left=left // 60, cost=-(-cost // 60), shift=shift.id)


def _paid(pairs: Pairs) -> Int:
    """Pay and fee of each pair, in sixtieths of a cent."""
    return pairs["pay"] + product(60, pairs.columns.demands.cents_per_person[pairs.demand])


def _borrowers(pairs: Pairs, variables: VariableRegistry) -> Int:
    """The borrower of each column: a pair's own, that of all pairs of an indicator; -1 if there is no single one."""
    least, most = np.full(variables.width, len(pairs.columns.company_ids)), np.full(variables.width, -1)
    least[: len(pairs)] = most[: len(pairs)] = pairs.borrower
    for family in variables.families.values():
        column = family.first + family.group
        np.minimum.at(least, column, pairs.borrower[family.member])
        np.maximum.at(most, column, pairs.borrower[family.member])
    return np.where(least == most, least, -1)
