"""PayFloor: lent work is paid no less than comparable work at the borrower, and no less than the law says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self, Unpack
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask, ranges
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.touched import days_of, last_days
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.field_types import Cents, Day, Flag, Sorted

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures

# Cents an hour from each day on: § 1 MiLoG, its amendment of 28 June 2022, and the five ordinances of the Federal
# Government on the minimum wage (2016, 2018, 2020, 2023, 2025).
GERMAN_MINIMUM_WAGE = {
    date(2015, 1, 1): 850,
    date(2017, 1, 1): 884,
    date(2019, 1, 1): 919,
    date(2020, 1, 1): 935,
    date(2021, 1, 1): 950,
    date(2021, 7, 1): 960,
    date(2022, 1, 1): 982,
    date(2022, 7, 1): 1045,
    date(2022, 10, 1): 1200,
    date(2024, 1, 1): 1241,
    date(2025, 1, 1): 1282,
    date(2026, 1, 1): 1390,
    date(2027, 1, 1): 1460,
}


_MINIMUM = Sentence(
    "pay_floor.minimum",
    "Shift {shift:shift} pays {paid:euros} EUR an hour where worker {worker:worker} is due {due:euros} EUR, the "
    "minimum wage.",
)
_EQUAL = Sentence(
    "pay_floor.comparable",
    "Shift {shift:shift} pays {paid:euros} EUR an hour where worker {worker:worker} is due {due:euros} EUR, as "
    "comparable people at {borrower:company}.",
)
_EARNS = Sentence(
    "pay_floor.wants_minimum",
    "earns the minimum wage of {least:euros} EUR an hour",
    "earn the minimum wage of {least:euros} EUR an hour",
)
_EARNS_THE_SAME = Sentence(
    "pay_floor.wants_comparable",
    "earns the {least:euros} EUR an hour of comparable people at {borrower:company}",
    "earn the {least:euros} EUR an hour of comparable people at {borrower:company}",
)


class PayFloor(ScopedRule):
    """Only pairs with ``max(pay_w, pay_d) >= max(comparable_d, minimum_t)`` for every local day t on which the job has
    minutes, in cents an hour.

    What lent work costs is the higher of pay at home and the demand's, so nobody earns less than at home. With
    ``equal_pay`` it is no less than what the borrower pays its own people for such work,
    `Demand.comparable_pay_cents_per_hour`; where that is 0, nothing is compared. ``minimum_wage`` holds the least pay
    from each date on, by default that of Germany; an empty one sets none. A night shift into a day with another wage is
    due the higher of both: by the hour the time before midnight could be paid the old wage, but a demand has one pay.

    Source: § 8 (1) AÜG and Directive 2008/104/EC art. 5, from the first day on, which collective agreements may put off
    by up to nine months, § 8 (4) AÜG; § 1 MiLoG with its ordinances.

    Example: "Shift 'early' pays 12.00 EUR an hour where worker 'ann' is due 15.00 EUR, as comparable people at
    'borrower'."
    """

    kind: Literal["pay_floor"] = "pay_floor"
    equal_pay: Annotated[Flag, Field(description="no less than comparable people earn at the borrower")] = True
    minimum_wage: Annotated[Sorted[Day, Cents], Field(description="cents an hour by date")] = GERMAN_MINIMUM_WAGE

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[rule_signatures.PayFloorOptions]) -> None: ...

    @model_validator(mode="after")
    def _floors(self) -> Self:
        if not (self.equal_pay or self.minimum_wage):
            raise PydanticCustomError("no_floor", "has no floor; give a minimum_wage or set equal_pay")
        return self

    def keep(self, pairs: Pairs) -> Mask:
        workers, demands = pairs.columns.workers, pairs.columns.demands
        paid = np.maximum(demands.pay[pairs.demand], workers.pay[pairs.worker])
        due = np.maximum(self._minimum(pairs), demands.comparable_pay[pairs.demand] if self.equal_pay else 0)
        return pairs.without(self.in_scope(pairs, pairs.where(paid < due)))

    def _minimum(self, pairs: Pairs) -> Int:
        """The highest minimum wage on the days of each pair's job."""
        since = np.array([day.toordinal() for day in self.minimum_wage], np.int64)
        cents = np.array([0, *self.minimum_wage.values()], np.int64)
        jobs, shifts = pairs.columns.job_shifts, pairs.columns.shifts
        last = last_days(shifts, ZoneInfo(pairs.columns.scenario.timezone))
        lowest, highest = (np.searchsorted(since, day, side="right") for day in (shifts.day, last))
        shift, wage = ranges(lowest, highest + 1)
        by_shift = np.zeros(len(lowest), np.int64)
        np.maximum.at(by_shift, shift, cents[wage])
        return np.maximum.reduceat(by_shift[jobs.items], jobs.start[:-1])[pairs.job]

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        for worker, demand, shift, *_ in self.selected(scenario, plan).duties(scenario):
            minimum = max(self._least_on(day) for day in days_of(shift, zone))
            same = self.equal_pay * demand.comparable_pay_cents_per_hour
            paid = max(demand.pay_cents_per_hour, worker.pay_cents_per_hour)
            if paid < (due := max(minimum, same)):
                said = _MINIMUM(shift=shift.id, paid=paid, worker=worker.id, due=due)
                if same > minimum:
                    said = _EQUAL(shift=shift.id, paid=paid, worker=worker.id, due=due, borrower=demand.company)
                yield Violation(self.kind, said, due - paid, "cents an hour", (worker.id, shift.id))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if not scenario.demands:
            return
        if self.equal_pay and not self.minimum_wage:
            if not any(demand.comparable_pay_cents_per_hour for demand in scenario.demands):
                text, advice = refusals.NOTHING_TO_COMPARE(), refusals.NOTHING_TO_COMPARE_ADVICE()
                yield InputIssue("nothing_to_compare", f"{path}.equal_pay", text, advice)
        elif not self.equal_pay:
            zone, first = ZoneInfo(scenario.timezone), min(self.minimum_wage)
            shifts = (shift for demand in scenario.demands for shift in demand.shifts)
            if not any(days_of(shift, zone)[-1] >= first for shift in shifts):
                text = refusals.FLOOR_AFTER_PLAN(first=first.isoformat())
                yield InputIssue("floor_after_plan", f"{path}.minimum_wage", text, refusals.FLOOR_AFTER_PLAN_ADVICE())

    def law_of(self, said: Message) -> Message | str:
        return "§ 8 (1) AÜG" if said.code in (_EQUAL.code, _EARNS_THE_SAME.code) else "§ 1 MiLoG"

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        zone, same = ZoneInfo(scenario.timezone), self.equal_pay * demand.comparable_pay_cents_per_hour
        least = max(self._least_on(day) for one in demand.held_with(shift) for day in days_of(one, zone))
        return _EARNS_THE_SAME(least=same, borrower=demand.company) if same > least else _EARNS(least=least)

    def _least_on(self, day: date) -> int:
        since = [cents for first, cents in self.minimum_wage.items() if first <= day]
        return since[-1] if since else 0
