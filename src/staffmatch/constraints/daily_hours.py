"""DailyHours: a cap on the hours of one day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.bending_hours import BendingHours
from staffmatch.constraints.shared.from_start import Piece, Pieces, Windows, conditional, irregular, most_from_start
from staffmatch.constraints.shared.presence import least_gap
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.selected_windows import if_selected
from staffmatch.constraints.shared.ways_from_start import WaysFromStart, ways_told
from staffmatch.constraints.shared.ways_told import stops_at_home, stops_of, with_ways_said
from staffmatch.domain.plan import Duty, Plan, Violation
from staffmatch.formulation.columns import UNLIMITED, Columns, WorkerColumns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker, WorkTime
from staffmatch.records.field_types import Hours, minutes_of
from staffmatch.records.ragged import Lists

_WINDOW = Sentence("daily_hours.window", "on {day:day}")
_FROM_START = Sentence("daily_hours.from_start", "in the 24 h from {day:day} at {time:time}")
_LEFT = Sentence("daily_hours.wants", "has {hours} left on the day", "have {hours} left on the day")
_LEFT_OF = Sentence(
    "daily_hours.wants_of",
    "has {hours} left on the day (the rule allows {limit:amount} h at most)",
    "have {hours} left on the day (the rule allows {limit:amount} h at most)",
)
_LEFT_FROM_START = Sentence(
    "daily_hours.wants_from_start",
    "has {hours} left in the 24 h from when work begins",
    "have {hours} left in the 24 h from when work begins",
)


class DailyHours(BendingHours):
    """At most ``hours`` on a local day, or the worker's own limit, ``Worker.max_hours_per_day``, if
    lower; a shift counts on the day it starts.

    For every worker w in scope and local day: ``Σ_j h_j x_wj <= max(0, H_w - hours at home)``, in minutes. h_j are the
    minutes of job j's shifts that start on the day and count as working time, H_w is 60 times the lower of ``hours``
    and the worker's limit, and hours at home are the minutes of home and past shifts on the day or, for days of
    which it says more, of the ledger.

    With ``per="24_hours"`` the day is that of working time, the 24 h from each moment s at which any work that counts
    begins, lent or at home: ``Σ_j h_js x_wj <= max(0, H_w - hours at home)`` with h_js the hours of j that lie in them,
    its break taken within them as far as it can be, times its duty factor, rounded up to minutes. Hours of a pair table
    beyond the length of a shift do not count then, nor does the ledger, which has no times of day. Where lent shifts
    exclude each other, home shifts keep the limit and every duty factor is 0 or 1, no other 24 h have more, and the row
    stands for every shift that might begin at s; else it stands with ``M_j (1 - x_wj)`` on its right side, for each
    such j.

    With ``ways_between_sites`` a way counts in the 24 h in which both of its shifts begin, and every row of a window
    that lent work begins is of the second form.

    In Germany the working day is read as the 24 h; the default counts calendar days, as most rosters do, which allows
    late work and, eleven hours later, early work of more than the hours within 24 h.

    Source: 8 h, or 10 h where made up for, of a working day, § 3 ArbZG.

    Example: "Worker 'w' is lent for 10.02 h on 2020-04-06 where 10 h are left of 10 h."
    """

    kind: Literal["daily_hours"] = "daily_hours"
    tied_by = "worker"
    looks_at = "time"
    own = "max_hours_per_day"
    law = "§ 3 ArbZG"
    hours: Hours | None = 10
    per: Annotated[
        Literal["day", "24_hours"], Field(description="the local day, or the 24 h from when work begins")
    ] = "day"

    @model_validator(mode="after")
    def _of_days(self) -> Self:
        if self.bent and self.per != "day":
            text = "counts hours beyond the limit by the local day; drop price_cents and soft, or set per to 'day'"
            raise PydanticCustomError("no_amount", text)
        return self

    @property
    def span_days(self) -> int:
        return 1

    def windows(self, day: Int) -> tuple[Int, Int]:
        return np.arange(len(day)), day

    def own_limits(self, workers: WorkerColumns) -> Int:
        return workers.max_day

    def window_starts(self, day: date) -> list[date]:
        return [day]

    def window_said(self, start: date) -> Message:
        return _WINDOW(day=start.isoformat())

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        return super().split(columns, jobs, workers) if self.per == "day" else [(jobs, workers)]

    def keep(self, pairs: Pairs) -> Mask | None:
        if self.per == "day":
            return super().keep(pairs)
        home, limits = pairs.columns.workers.rostered, self._limits(pairs.columns)
        limited = limits < UNLIMITED
        several = pairs.columns.job_shifts.lengths[pairs.job] > 1
        asked = limited[pairs.worker] & (several | np.isin(pairs.worker, home.owner))
        long = pairs.spans.variable[pairs.spans["counted"] > limits[pairs.spans["worker"]]]
        asked[long] = limited[pairs.worker[long]]
        spans = pairs.spans.where(asked[pairs.spans.variable])
        owners, owner = np.unique(spans.variable, return_inverse=True)
        at, shift = home.expand(pairs.worker[owners])
        kept = _at_home(pairs.columns.workers, at, shift)
        found = Windows.of(_pieces(pairs, owner, spans), kept)
        lent = np.bincount(found.window, found.minutes, len(found.owner))
        chosen = self.chosen_spans(pairs, spans)[found.piece]
        over = lent > np.maximum(0, limits[pairs.worker[owners]][found.owner] - found.home)
        over &= np.bincount(found.window, chosen, len(over)) > 0
        return pairs.without(pairs.where(np.unique(owners[found.owner[over]])))

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.per == "day":
            yield from super().rows(pairs, variables)
            return
        workers, limits = pairs.columns.workers, self._limits(pairs.columns)
        home = workers.rostered
        spans = pairs.spans.where((limits < UNLIMITED)[pairs.spans["worker"]])
        kept, lent = _at_home(workers, home.owner), _pieces(pairs, spans["worker"], spans)
        found = Windows.of(lent, kept)
        ways = WaysFromStart.of(found, pairs, spans, variables) if self.ways_between_sites else None
        spare = np.maximum(0, limits[found.owner] - found.home - (0 if ways is None else ways.home))
        settled = least_gap(pairs) is not None and ways is None
        unsure = irregular(kept, lent, limits) if settled else np.ones(len(limits), bool)
        always = (found.at_home | ~unsure[found.owner])[found.window]
        held = spans.where(found.piece[always]).assign(window=found.window[always], inside=found.minutes[always])
        days = held.by("worker", "window")
        total = days.sum("inside")
        total = total if ways is None else ways.beside(total, "window")
        yield from self._of_selected(pairs, total <= spare[days["window"]], days)
        rest = found._replace(window=found.window[~always], piece=found.piece[~always], minutes=found.minutes[~always])
        yield from self._conditional(pairs, spans, rest, spare, ways)

    def _conditional(
        self, pairs: Pairs, spans: Relation, windows: Windows, spare: Int, ways: WaysFromStart | None
    ) -> Iterator[RowBlock]:
        """The rows of windows that stand only if a lent shift begins them."""
        more = np.zeros(len(spare), np.int64) if ways is None else ways.most
        found = conditional(windows, spans.variable, spans["start"], spare, more)
        one = spans.where(windows.piece[found.entry]).assign(row=found.row, inside=found.minutes).by("worker", "row")
        total = one.sum("inside")
        if ways is not None:
            total = ways.beside(total, "row", Lists.grouped(found.window, len(spare)))
        block = total <= found.upper[one["row"]]
        if self.narrowed(pairs.columns.scenario):
            yield from if_selected(block.added_up(), one, self.chosen_spans(pairs, one.relation))
        else:
            yield block.binding()

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        if self.per == "day":
            yield from super().check(scenario, plan)
            return
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for roster in plan.rosters(scenario).values():
            worker = roster[0].worker
            if worker.id in members and (limit := self._limit(worker)) is not None:
                lent = [_piece(duty, selects) for duty in roster]
                ways = None
                if self.ways_between_sites:
                    pieces = {duty.shift.id: piece for duty, piece in zip(roster, lent, strict=True)}
                    home = stops_at_home(scenario, worker, worker.rostered(zone))
                    ways = ways_told(scenario, stops_of(scenario, roster), home, pieces)
                for most in most_from_start(lent, _of(worker.rostered(zone)), minutes_of(limit), ways):
                    window = with_ways_said(_said(most.opens, scenario), most.ways)
                    yield self._too_many(worker.id, most.minutes, most.left, limit, window)

    def alike(self, scenario: Scenario, job: Sequence[Duty]) -> Hashable:
        if self.per == "day":
            return super().alike(scenario, job)
        selects = self.selects_duty(scenario)
        return tuple((_piece(duty, selects), *self._stop(scenario, duty)) for duty in job)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        if self.per == "day":
            yield from super().preexisting_violations(scenario)
            return
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            if (limit := self._limit(worker)) is not None:
                home = worker.rostered(zone)
                ways = None
                if self.ways_between_sites:
                    ways = ways_told(scenario, stops_at_home(scenario, worker, home), [], {})
                for most in most_from_start(_of(home), [], minutes_of(limit), ways):
                    until = most.opens + timedelta(days=1)
                    past = any(shift.start < until and shift.end > most.opens for shift in worker.past_shifts)
                    window = _said(most.opens, scenario)
                    yield self._too_many_at_home(worker.id, most.minutes, limit, window, past=past)

        also = (self.own, *(("company",) if self.ways_between_sites else ()))
        yield from self.each_at_home(scenario, found, *ROSTERED, also=also)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        asked = self._asked(scenario, demand, shift)
        if self.per == "24_hours":
            return _LEFT_FROM_START(hours=asked)
        return _LEFT(hours=asked) if self.hours is None else _LEFT_OF(hours=asked, limit=self.hours)


def _pieces(pairs: Pairs, owner: Int, spans: Relation) -> Pieces:
    start, end, minutes, shift = spans["start", "end", "minutes", "shift"]
    return Pieces(owner, start, end, minutes, pairs.columns.shift_share[shift])


def _at_home(workers: WorkerColumns, owner: Int, at: Int | slice = slice(None)) -> Pieces:
    home = workers.rostered
    return Pieces(owner, home.start[at], home.end[at], workers.rostered_minutes[at], workers.rostered_share[at])


def _piece(duty: Duty, selects: Callable[[Duty], bool]) -> Piece:
    shift = duty.shift
    return Piece(shift.start, shift.end, duty.minutes, shift.share, not selects(duty))


def _of(work: Iterable[WorkTime]) -> list[Piece]:
    return [Piece(shift.start, shift.end, shift.minutes, shift.share) for shift in work]


def _said(opens: datetime, scenario: Scenario) -> Message:
    local = opens.astimezone(ZoneInfo(scenario.timezone))
    return _FROM_START(day=local.date().isoformat(), time=local.isoformat())
