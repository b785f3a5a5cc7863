"""PayPremium: hours at night, on Sundays and on public holidays are paid more."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask, product, ranges
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.holidays import holidays_of
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.worked_days import clock_times
from staffmatch.constraints.sundays_and_holidays import State
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario, Shift
from staffmatch.records.field_types import Clock, Hours, Whole, minutes_of

Percent = Annotated[Whole, Field(ge=0, le=1000, description="per cent of the hourly pay")]


class PayPremium(ScopedRule):
    """Adds ``Σ ⌈max(pay_w, pay_d) · Σ_p percent_p · minutes_p / 100⌉ · x_wj`` to `Cost` for each shift, of pieces p.

    Sixtieths of a cent, rounded up for each person and shift; `Budget` counts them with ``with_charges``. A minute
    between ``start`` and ``end`` local time has the per cent of ``night``, one on a Sunday that of ``sunday``, one on a
    public holiday of the ``state`` that of ``holiday``; a Sunday that is a holiday has the higher of the two. A
    minute of such a day at night has both added up, or the higher of them (``together``). A shift with no more than
    ``night_hours`` at night, breaks included, is no night work. The unpaid break is taken to lie where least is due.

    Pay is what `Cost` counts, without other charges such as that of `EqualPay`.

    Source: § 6 (5) ArbZG, for night workers (§ 2 (5)), free days or an appropriate premium: 25 per cent as a rule, 30
    for permanent night work (BAG, 9 December 2015, 10 AZR 423/14). § 3b (1) EStG leaves 25, 50 and 125 per cent of
    night, Sunday and holiday free of tax, those of night and day added up. For Sundays and holidays the law asks for
    no premium; agreements do.

    Example: "Cost: €137.50, proven: no plan that is as good in the tiers before has less."
    """

    kind: Literal["pay_premium"] = "pay_premium"
    night: Percent = 0
    sunday: Percent = 0
    holiday: Percent = 0
    start: Clock = "23:00"
    end: Clock = "06:00"
    night_hours: Annotated[Hours, Field(le=24, description="hours, with more of which it is night work")] = 0
    state: Annotated[State | None, Field(description="state of Germany whose holidays count")] = None
    together: Annotated[Literal["sum", "highest"], Field(description="what is due at night on such a day")] = "sum"

    @model_validator(mode="after")
    def _pays(self) -> Self:
        if not (self.night or self.sunday or self.holiday):
            raise PydanticCustomError("no_premium", "pays no premium; give night, sunday or holiday")
        if self.holiday and self.state is None:
            raise PydanticCustomError("holiday_without_state", "pays for holidays, but of no state; give the state")
        return self

    def about(self) -> tuple[tuple[str, Any], ...]:
        paid = ("night", "sunday", "holiday")
        return *super().about(), *((name, getattr(self, name) > 0) for name in paid)

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        columns = pairs.columns
        percents, minutes = self._pieces(columns)
        asked: Mask = np.any(minutes > 0, axis=0)
        spans = pairs.spans.where(asked[pairs.spans["shift"]])
        spans = self.in_scope(pairs, spans)
        worker, demand, shift, left = spans["worker", "demand", "shift", "minutes"]
        due = np.zeros(len(spans), np.int64)
        for percent, there in zip(percents.tolist(), minutes, strict=True):
            paid = np.minimum(left, there[shift])
            due, left = due + percent * paid, left - paid
        rate = np.maximum(columns.workers.pay[worker], columns.demands.pay[demand])
        # In two parts, of which neither is larger than what is due.
        return Linear(0, spans.variable, product(rate, due // 100) - -rate * (due % 100) // 100)

    def _pieces(self, columns: Columns) -> tuple[Int, Int]:
        """The per cents that there are, the highest first, and how many minutes of each shift (columns) have each."""
        shifts, zone = columns.shifts, ZoneInfo(columns.scenario.timezone)
        if not len(shifts.day):
            return np.empty(0, np.int64), np.empty((0, 0), np.int64)
        longest = int((shifts.end - shifts.start).max()) // 1440
        days = np.arange(int(shifts.day.min()) - 1, int(shifts.day.max()) + longest + 4)
        opens = clock_times(days, time.fromisoformat(self.start), zone)
        closes = clock_times(days + (self.end <= self.start), time.fromisoformat(self.end), zone)
        # A night may fall into the hour over which the clock is put forward.
        opens, closes = opens[opens < closes], closes[opens < closes]
        midnights = clock_times(days, time(), zone)
        knots = np.unique(np.r_[midnights, opens, closes])
        dark = np.searchsorted(opens, knots, side="right") > np.searchsorted(closes, knots, side="right")
        by_day = self._by_day(days)[np.maximum(0, np.searchsorted(midnights, knots, side="right") - 1)]
        first = np.searchsorted(knots, shifts.start, side="right") - 1
        shift, piece = ranges(first, np.searchsorted(knots, shifts.end))
        length = np.minimum(shifts.end[shift], knots[piece + 1]) - np.maximum(shifts.start[shift], knots[piece])
        nightly = np.bincount(shift[dark[piece]], length[dark[piece]], len(shifts.day))
        night = self.night * (dark[piece] & (nightly > minutes_of(self.night_hours))[shift])
        percent = night + by_day[piece] if self.together == "sum" else np.maximum(night, by_day[piece])
        percents, level = np.unique(-percent, return_inverse=True)
        minutes = np.zeros((len(percents), len(shifts.day)), np.int64)
        np.add.at(minutes, (level, shift), length)
        return -percents[percents < 0], minutes[percents < 0]

    def _by_day(self, days: Int) -> Int:
        """The per cent of each day."""
        years = range(date.fromordinal(int(days[0])).year, date.fromordinal(int(days[-1])).year + 1)
        state = self.state if self.holiday else None
        festive = [day.toordinal() for year in years for day in holidays_of(state, year)]
        holiday = self.holiday * np.isin(days, np.array(festive, np.int64))
        highest: Int = np.maximum(holiday, self.sunday * (days % 7 == 0))
        return highest

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        zone, total = ZoneInfo(scenario.timezone), 0
        percents = cache(lambda shift: self._percents(shift, zone))
        for worker, demand, shift, minutes, *_ in self.selected(scenario, plan).duties(scenario):
            rate, left, due = max(worker.pay_cents_per_hour, demand.pay_cents_per_hour), minutes, 0
            for percent, there in percents(shift):
                due, left = due + percent * min(left, there), left - min(left, there)
            total += -(-rate * due // 100)
        return total

    def _percents(self, shift: Shift, zone: ZoneInfo) -> list[tuple[int, int]]:
        """The pieces of a shift as (per cent, minutes), the highest first."""
        nights, cuts = dict[datetime, datetime](), {shift.start, shift.end}
        day, one = shift.start.astimezone(zone).date() - timedelta(days=1), timedelta(days=1)
        while (midnight := _at(day, time(), zone)) < shift.end:
            opens = _at(day, time.fromisoformat(self.start), zone)
            closes = _at(day + one * (self.end <= self.start), time.fromisoformat(self.end), zone)
            if opens < closes:
                nights[opens] = closes
            cuts |= {cut for cut in (midnight, opens, closes) if shift.start < cut < shift.end}
            day += one
        dusks = list(nights)

        def is_dark(moment: datetime) -> bool:
            night = bisect_right(dusks, moment) - 1
            return night >= 0 and moment < nights[dusks[night]]

        pieces = [
            (begins, (ends - begins) // timedelta(minutes=1), is_dark(begins))
            for begins, ends in pairwise(sorted(cuts))
        ]
        worked_at_night = sum(minutes for _, minutes, dark in pieces if dark) > minutes_of(self.night_hours)
        due = [(self._due(begins, dark and worked_at_night, zone), minutes) for begins, minutes, dark in pieces]
        return sorted(due, reverse=True)

    def _due(self, moment: datetime, at_night: bool, zone: ZoneInfo) -> int:
        day = moment.astimezone(zone).date()
        festive = self.holiday > 0 and day in holidays_of(self.state, day.year)
        by_day = max(self.sunday * (day.isoweekday() == 7), self.holiday * festive)
        night = self.night * at_night
        return night + by_day if self.together == "sum" else max(night, by_day)

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if self.night and self.start == self.end:
            text = refusals.EMPTY_NIGHT(start=self.start)
            yield InputIssue("empty_night", f"{path}.end", text, refusals.EMPTY_NIGHT_ADVICE())
        if self.holiday and find_spec("holidays") is None:
            text = refusals.MISSING_LIBRARY(state=self.state)
            yield InputIssue("missing_library", f"{path}.state", text, refusals.MISSING_LIBRARY_ADVICE())


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
