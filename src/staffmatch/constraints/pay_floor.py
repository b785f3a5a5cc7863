"""PayFloor: lent work is paid no less than work at home, and no less than the law says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self, Unpack
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Cents, Day, Flag, Sorted

if TYPE_CHECKING:
    from staffmatch.records import signatures

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
    "pay_floor.equal",
    "Shift {shift:shift} pays {paid:euros} EUR an hour where worker {worker:worker} is due {due:euros} EUR, their "
    "pay at home.",
)
_DUE_NO_MORE = Sentence(
    "pay_floor.wants",
    "is due no more than the {paid:euros} EUR an hour that {demand:demand} pays",
    "are due no more than the {paid:euros} EUR an hour that {demand:demand} pays",
)
_EARNS = Sentence(
    "pay_floor.wants_minimum",
    "earns the minimum wage of {least:euros} EUR an hour",
    "earn the minimum wage of {least:euros} EUR an hour",
)


class PayFloor(Scoped, Rule):
    """Only pairs with ``pay_d >= max(pay_w, minimum_t)`` for every day t on which a shift of the job starts.

    A demand that states no pay (0) pays what the worker earns. Without ``equal_pay`` the worker's pay does not count.
    ``minimum_wage`` holds the least pay from each date on, by default that of Germany; an empty one sets none.

    Source: § 8 (1) AÜG and Directive 2008/104/EC art. 5; § 1 MiLoG with its ordinances.

    Example: "Shift 'early' pays 12.00 EUR an hour where worker 'ann' is due 15.00 EUR, their pay at home."
    """

    kind: Literal["pay_floor"] = "pay_floor"
    equal_pay: Annotated[Flag, Field(description="no less than the worker earns")] = True
    minimum_wage: Annotated[Sorted[Day, Cents], Field(description="cents an hour by date")] = GERMAN_MINIMUM_WAGE

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[signatures.PayFloorOptions]) -> None: ...

    @model_validator(mode="after")
    def _floors(self) -> Self:
        if not (self.equal_pay or self.minimum_wage):
            raise PydanticCustomError("no_floor", "has no floor; give a minimum_wage or set equal_pay")
        return self

    def keep(self, pairs: Pairs) -> Mask:
        earned, offered = pairs.columns.workers.pay[pairs.worker], pairs.columns.demands.pay[pairs.demand]
        paid = np.where(offered > 0, offered, earned)
        due = np.maximum(self._minimum(pairs), earned if self.equal_pay else 0)
        return pairs.without(self.in_scope(pairs, pairs.where(paid < due)))

    def _minimum(self, pairs: Pairs) -> Int:
        """The highest minimum wage on the days of each pair's job."""
        since = np.array([day.toordinal() for day in self.minimum_wage], np.int64)
        cents = np.array([0, *self.minimum_wage.values()], np.int64)
        jobs, shifts = pairs.columns.job_shifts, pairs.columns.shifts
        by_shift = cents[np.searchsorted(since, shifts.day[jobs.items], side="right")]
        return np.maximum.reduceat(by_shift, jobs.start[:-1])[pairs.job]

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        for worker, demand, shift, *_ in plan.duties(scenario):
            if worker.id not in members:
                continue
            earned, day = worker.pay_cents_per_hour, shift.start.astimezone(zone).date()
            minimum, own, paid = self._least_on(day), self.equal_pay * earned, demand.pay_cents_per_hour or earned
            if paid < (due := max(minimum, own)):
                sentence = _MINIMUM if minimum >= own else _EQUAL
                said = sentence(shift=shift.id, paid=paid, worker=worker.id, due=due)
                yield Violation(self.kind, said, due - paid, "cents an hour", (worker.id, shift.id))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if scenario.demands and not self.equal_pay:
            zone, first = ZoneInfo(scenario.timezone), min(self.minimum_wage)
            shifts = (shift for demand in scenario.demands for shift in demand.shifts)
            if not any(shift.start.astimezone(zone).date() >= first for shift in shifts):
                text = refusals.FLOOR_AFTER_PLAN(first=first.isoformat())
                yield InputIssue("floor_after_plan", f"{path}.minimum_wage", text, refusals.FLOOR_AFTER_PLAN_ADVICE())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        if demand.pay_cents_per_hour:
            return _DUE_NO_MORE(paid=demand.pay_cents_per_hour, demand=demand.id)
        zone = ZoneInfo(scenario.timezone)
        least = max(self._least_on(one.start.astimezone(zone).date()) for one in demand.held_with(shift))
        return _EARNS(least=least)

    def _least_on(self, day: date) -> int:
        since = [cents for first, cents in self.minimum_wage.items() if first <= day]
        return since[-1] if since else 0
