"""CommutePay: the way to the borrower is paid for."""

from __future__ import annotations

from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import product
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan
from staffmatch.domain.travel import EARTH_RADIUS_KM, kilometres
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Location, Scenario
from staffmatch.records.field_types import Cents

# Kilometres: a distance short of a whole number by less than this, the error of computing it, is that number.
_HAIR = 1e-9


class CommutePay(ScopedRule):
    """Adds ``Σ 2 · (cents_per_minute · minutes_wj + cents_per_km · km_wj) · days_j · x_wj`` to `Cost`.

    There and back on each local day of the job: minutes by the travel model, and whole kilometres in a straight line,
    rounded down each way; 0 where a home or a site is not known.

    Source: § 9 (1) no. 4 EStG counts whole kilometres one way, 30 cents for each, of the way to the first workplace;
    people who are lent mostly travel on business, § 9 (1) no. 4a EStG with § 5 (2) BRKG: 20 or 30 cents for each
    kilometre driven, both ways. The rule counts kilometres both ways, so 15 cents say the first.

    Example: "Cost: €5.00, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["commute_pay"] = "commute_pay"
    cents_per_minute: Annotated[Cents, Field(description="cents a minute")] = 0
    cents_per_km: Annotated[Cents, Field(description="cents a kilometre")] = 0

    @model_validator(mode="after")
    def _pays(self) -> Self:
        if not (self.cents_per_minute or self.cents_per_km):
            raise PydanticCustomError("no_rate", "pays neither for minutes nor for kilometres; give one of the rates")
        return self

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        mine = self.in_scope(pairs, pairs.relation).variable
        homes, sites = pairs.columns.workers.home, pairs.columns.demands.site
        far = np.nan_to_num(kilometres(homes[pairs.worker[mine]], sites[pairs.demand[mine]]))
        whole = np.floor(far + _HAIR).astype(np.int64)
        days = pairs.commute_days[mine]
        by_time = product(120 * self.cents_per_minute, pairs.commute[mine], days)
        return Linear(0, mine, by_time + product(120 * self.cents_per_km, whole, days))

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        zone = ZoneInfo(scenario.timezone)
        trips: dict[tuple[str, str, date], int] = {}
        for worker, demand, shift, _, commute, _ in self.selected(scenario, plan).duties(scenario):
            job = demand.id if demand.same_worker else shift.id
            day = shift.start.astimezone(zone).date()
            far = int(_haversine(worker.home, scenario.site_of(demand)) + _HAIR)
            trips[worker.id, job, day] = self.cents_per_minute * commute + self.cents_per_km * far
        return 120 * sum(trips.values())


def _haversine(a: Location | None, b: Location | None) -> float:
    if a is None or b is None:
        return 0.0
    rise, run = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    chord = sin(rise) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(run) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
