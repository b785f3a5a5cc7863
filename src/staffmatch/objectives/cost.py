"""Cost: what the plan costs in euros."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from staffmatch.arrays import product
from staffmatch.domain.plan import Duty, Plan
from staffmatch.formulation.contracts import charges_of
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Term
from staffmatch.records.field_types import Cents


class Cost(Term):
    """``Σ (max(pay_w, pay_d) · h_j + value of time · 2 · minutes_wj · days_j) · x_wj`` and what rules charge, in euros.

    An hour is paid at the higher of the worker's and the demand's rate. The way to work and back counts once for each
    local day of a job, at ``cents_per_commute_hour``. For each person on a job of a demand with ``cents_per_person``
    these are added once. Rules such as `PartnershipCost` and `CommutePay` add their own.
    Whole numbers count sixtieths of a cent.

    Example: "Cost: €606.00, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["cost"] = "cost"
    cents_per_commute_hour: Annotated[Cents, Field(description="cents an hour of commute")] = 1000
    unit: ClassVar[str] = "EUR"
    per_unit: ClassVar[int] = 6000

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        travel = product(2 * self.cents_per_commute_hour, pairs.commute, pairs.commute_days)
        fees = product(60, pairs.columns.demands.cents_per_person[pairs.demand])
        own = pairs.sum(pairs.pay + travel + fees)
        charges = [charge for rule in pairs.rules if (charge := charges_of(rule, pairs, variables)) is not None]
        return Linear.total([(1, part) for part in (own, *charges)])

    def value(self, scenario: Scenario, plan: Plan) -> int:
        duties = plan.duties(scenario)
        pay = sum(max(d.worker.pay_cents_per_hour, d.demand.pay_cents_per_hour) * d.minutes for d in duties)
        travel = self.cents_per_commute_hour * commute_minutes(scenario, duties)
        return pay + travel + fees(scenario, duties) + sum(rule.charge(scenario, plan) for rule in scenario.rules)


def commute_minutes(scenario: Scenario, duties: Iterable[Duty]) -> int:
    """Minutes to work and back, once for each worker, job and local day."""
    zone = ZoneInfo(scenario.timezone)
    trips: dict[tuple[str, str, date], int] = {}
    for duty in duties:
        job = duty.demand.id if duty.demand.same_worker else duty.shift.id
        trips[duty.worker.id, job, duty.shift.start.astimezone(zone).date()] = 2 * duty.commute
    return sum(trips.values())


def fees(scenario: Scenario, duties: Iterable[Duty]) -> int:
    """What demands cost for each person, such as a training, once for each worker and job, in sixtieths of a cent."""
    due: dict[tuple[str, str], int] = {}
    for duty in duties:
        job = duty.demand.id if duty.demand.same_worker else duty.shift.id
        due[duty.worker.id, job] = 60 * duty.demand.cents_per_person
    return sum(due.values())
