"""What the limits of working time have in common: minutes of one worker in windows of days, which may overlap."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.home_minutes import days_before, minutes_at_home, minutes_told
from staffmatch.constraints.shared.minutes_left import Left
from staffmatch.constraints.shared.presence import least_gap
from staffmatch.constraints.shared.rounded import rounded
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.selected_windows import if_selected
from staffmatch.constraints.shared.ways_in_windows import ways_of_pairs, with_ways
from staffmatch.constraints.shared.ways_told import minutes_more, stops_of, with_ways_said
from staffmatch.domain.plan import Duty, Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import UNLIMITED, Columns, WorkerColumns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker, WorkTime
from staffmatch.records.field_types import Flag, Hours, minutes_of
from staffmatch.records.roster_rules import RosterRule

# For each window its minutes, and which pieces of work they are.
_Summed = dict[date, tuple[int, list[int]]]

_EXCEEDED = Sentence(
    "hours.exceeded",
    "Worker {worker:worker} is lent for {hours:number} h {window} where {left:number} h is left of {limit:amount} h.",
    "Worker {worker:worker} is lent for {hours:number} h {window} where {left:number} h are left of {limit:amount} h.",
    by="left",
)
_AT_HOME = Sentence(
    "hours.at_home", "Worker {worker:worker} has {hours:number} h at home {window}; the limit is {limit:amount} h."
)
_BEFORE = Sentence(
    "hours.before",
    "Worker {worker:worker} has {hours:number} h before the plan or at home {window}; the limit is {limit:amount} h.",
)
_THE_HOURS = Sentence("hours.the_hours", "the hours")
_SO_MANY_HOURS = Sentence("hours.so_many", "{hours:number} h")


class WindowedHours(ScopedRule, RosterRule):
    """For every worker w in scope and window: ``Σ_j h_j x_wj <= max(0, H_w - hours at home)``, in minutes.

    H is the lower of the rule's ``hours`` and the worker's own limit. Hours at home are those of home shifts, of past
    shifts wherever they were and, where the ledger says more for a day, of the ledger, so that the same hours said
    twice count once. Rows are divided by the gcd of their coefficients and the right-hand side is floored. The same
    rounding by each other length h that occurs and fits in at most twelve times, ``Σ_j ⌊h_j / h⌋ x_wj <= ⌊H / h⌋``, is
    implied for whole x and cuts off fractions (Chvátal and Gomory).

    With ``ways_between_sites`` the way d_ij in minutes from each shift to the next of a local day counts, home and past
    shifts included: ``Σ_{i, j} d_ij y_ij`` is added, y_ij = 1 iff i and j are worked and nothing between; what it is
    without lent shifts counts as hours at home (`shared.ways`). A shift of which no minutes count is at no site; within
    a site, to a place that is not known and where there is no way, which `SplitDays` forbids, nothing is added.

    Who has no fixed place of work is at the employer's disposal even on the way from home, CJEU C-266/14 (Tyco) on
    Directive 2003/88/EC art. 2 (1), and the way between two places of work is commonly read so. By the other reading,
    the default, hours at two employers add up (§ 2 (1) ArbZG) without the way between.
    """

    tied_by = "worker"

    looks_at = "time"
    hours: Hours | None = None
    ways_between_sites: Annotated[Flag, Field(description="whether ways between the sites of a day count")] = False
    # Whether ledger and past shifts count, beside home shifts.
    counts_past: ClassVar[bool] = True
    # The field of a worker with the hours that it allows in a window.
    own: ClassVar[str | None] = None

    @abstractmethod
    def windows(self, day: Int) -> tuple[Int, Int]:
        """The windows that ordinal days lie in, as (position in ``day``, window)."""

    @abstractmethod
    def window_starts(self, day: date) -> list[date]:
        """The windows that a day lies in, each by its first day."""

    @abstractmethod
    def window_said(self, start: date) -> Message:
        """A window in words."""

    def rows_by_worker(self, scenario: Scenario) -> bool:
        return not self.ways_between_sites

    @property
    def limit(self) -> float | None:
        """Hours that it allows in a window."""
        return self.hours

    @property
    def span_days(self) -> int | None:
        """Days of a window, if all windows have the same length."""
        return None

    def own_limits(self, workers: WorkerColumns) -> Int:
        """Minutes that each worker allows in a window."""
        return np.full(len(workers.ids), UNLIMITED)

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        if self._asked_by_pair(columns):
            yield jobs, workers
            return
        left, shifts = columns.once(self, lambda: self._left(columns)), columns.shifts
        for same in columns.simultaneous(jobs):
            held = columns.job_shifts[int(same[0])]
            entry, window = self.windows(shifts.day[held])
            windows, which = np.unique(window, return_inverse=True)
            load = np.bincount(which, columns.shift_counted[held][entry]).astype(np.int64)
            able = workers if left.least >= load.max() else workers[left.limits[workers] >= load.max()]
            for minutes, window in zip(load.tolist(), windows.tolist(), strict=True):
                if (entries := left.entries(window)) is not None:
                    able = able[~left.less_than(minutes, entries)[able]]
            yield same, able

    def keep(self, pairs: Pairs) -> Mask | None:
        if not self._asked_by_pair(pairs.columns):
            return None
        lent = self.in_windows(pairs)
        own = lent.relation.by("pair", "window")
        load = own.total("counted")
        if self.ways_between_sites:
            pair, day, more = ways_of_pairs(pairs, past=self.counts_past)
            entry, window = self.windows(day)
            load = load + own.match(more[entry], pair=pair[entry], window=window)
        over = load[own.group] > self.spare(pairs.columns, lent)[lent.group]
        selected = own.total(self.chosen_spans(pairs, lent.relation)) > 0
        return pairs.without(lent.relation.where(over & selected[own.group]))

    def _asked_by_pair(self, columns: Columns) -> bool:
        """Whether the answer for a job does not follow from its times."""
        return columns.own_minutes or self.ways_between_sites or self.narrowed(columns.scenario)

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        lent = self.in_windows(pairs)
        total = lent.sum("counted")
        if self.ways_between_sites:
            limited = self._limits(pairs.columns) < UNLIMITED
            total = with_ways(total, pairs, variables, limited, self.windows, past=self.counts_past)
        yield from self._of_selected(pairs, total <= self.spare(pairs.columns, lent), lent)

    def _of_selected(self, pairs: Pairs, block: RowBlock, windows: Groups) -> Iterator[RowBlock]:
        """The rows of windows with shifts that it is about, rounded where they hold in any case."""
        blocks = iter([block.binding()])
        if self.narrowed(pairs.columns.scenario):
            gap, told = least_gap(pairs), self.chosen_spans(pairs, windows.relation)
            if self.ways_between_sites:
                gap, block = None, block.added_up()
            blocks = if_selected(block, windows, told, gap)
        block = next(blocks)
        yield block
        yield rounded(block, None if self.ways_between_sites else "worker")
        yield from blocks

    def in_windows(self, pairs: Pairs) -> Groups:
        """The spans of each worker in each window."""
        entry, window = self.windows(pairs.spans["day"])
        return pairs.spans.where(entry).assign(window=window).by("worker", "window")

    def spare(self, columns: Columns, lent: Groups) -> Int:
        """The minutes that work at home leaves to each worker in each window."""
        owner, day, worked = self._at_home(columns)
        entry, window = self.windows(day)
        home = lent.match(worked[entry], worker=owner[entry], window=window)
        spare: Int = np.maximum(0, self._limits(columns)[lent["worker"]] - home)
        return spare

    def _left(self, columns: Columns) -> Left:
        limits, owner, day, worked = self._limits(columns), *self._at_home(columns)
        entry, window = self.windows(day)
        return Left.of(limits, owner[entry], window, worked[entry])

    def _at_home(self, columns: Columns) -> tuple[Int, Int, Int]:
        """The work at home, as (worker, day, minutes)."""
        return minutes_at_home(columns, past=self.counts_past, ways=self.ways_between_sites)

    def _limits(self, columns: Columns) -> Int:
        own = self.own_limits(columns.workers)
        limits = own if self.limit is None else np.minimum(own, minutes_of(self.limit))
        return np.where(self.within(columns), limits, UNLIMITED)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for roster in plan.rosters(scenario).values():
            worker = roster[0].worker
            if worker.id not in members or (limit := self._limit(worker)) is None:
                continue
            lent = [(duty.shift.start.astimezone(zone).date(), duty.counted) for duty in roster]
            asked = {
                name
                for (day, _), duty in zip(lent, roster, strict=True)
                if selects(duty)
                for name in self.window_starts(day)
            }
            home = {name: minutes for name, (minutes, _) in self._summed(self._home(scenario, worker)).items()}
            more = minutes_more(scenario, roster, self._rostered(worker, zone)) if self.ways_between_sites else {}
            summed = {name: one for name, one in self._summed([*lent, *more.items()]).items() if name in asked}
            allowed = {name: max(0, minutes_of(limit) - home.get(name, 0)) for name in summed}
            for name, minutes in self._exceeded(summed, allowed):
                ways = sum(more[day] for day in more if name in self.window_starts(day))
                window = with_ways_said(self.window_said(name), ways)
                yield self._too_many(worker.id, minutes, allowed[name], limit, window)

    def alike(self, scenario: Scenario, job: Sequence[Duty]) -> Hashable:
        zone, selects = ZoneInfo(scenario.timezone), self.selects_duty(scenario)
        return tuple(
            (duty.shift.start.astimezone(zone).date(), duty.counted, selects(duty), *self._stop(scenario, duty))
            for duty in job
        )

    def _stop(self, scenario: Scenario, duty: Duty) -> tuple[Hashable, ...]:
        """When and where a shift is, where that matters."""
        return tuple(stops_of(scenario, [duty])) if self.ways_between_sites else ()

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        def found(worker: Worker) -> Iterator[Violation]:
            if (limit := self._limit(worker)) is None:
                return
            home = self._summed(self._home(scenario, worker))
            days = days_before(worker, ZoneInfo(scenario.timezone)) if self.counts_past else set()
            past = {name for day in days for name in self.window_starts(day)}
            for name, minutes in self._exceeded(home, dict.fromkeys(home, minutes_of(limit))):
                yield self._too_many_at_home(worker.id, minutes, limit, self.window_said(name), past=name in past)

        also = [*filter(None, [self.own, "company" if self.ways_between_sites else None])]
        return self.each_at_home(scenario, found, *ROSTERED, "ledger", also=also)

    def told_by_law(self, said: Message) -> bool:
        """A person's own limit is not the rule's."""
        return self.limit is not None and dict(said.values).get("limit", self.limit) == self.limit

    def _too_many(self, who: str, minutes: int, left: int, limit: float, window: Message) -> Violation:
        said = _EXCEEDED(worker=who, hours=minutes / 60, window=window, left=left / 60, limit=limit)
        return Violation(self.kind, said, minutes - left, "min", (who,))

    def _too_many_at_home(self, who: str, minutes: int, limit: float, window: Message, *, past: bool) -> Violation:
        said = (_BEFORE if past else _AT_HOME)(worker=who, hours=minutes / 60, window=window, limit=limit)
        return Violation(self.kind, said, minutes - minutes_of(limit), "min", (who,))

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        days = self.span_days
        if self.hours is not None and days is not None and self.hours > 24 * days:
            text = refusals.LIMIT_ABOVE_WINDOW(hours=self.hours, n=days)
            yield InputIssue("limit_above_window", f"{path}.hours", text, refusals.LIMIT_ABOVE_WINDOW_ADVICE())

    def _asked(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message:
        """Hours that the job takes in one window, at most; a pair table may have other ones for each person."""
        if scenario.pair_table is not None and scenario.pair_table.hours is not None:
            return _THE_HOURS()
        zone = ZoneInfo(scenario.timezone)
        work = [(one.start.astimezone(zone).date(), one.counted_minutes) for one in demand.held_with(shift)]
        return _SO_MANY_HOURS(hours=max(minutes for minutes, _ in self._summed(work).values()) / 60)

    def _limit(self, worker: Worker) -> float | None:
        own = None if self.own is None else getattr(worker, self.own)
        return min((hours for hours in (self.limit, own) if hours is not None), default=None)

    def _home(self, scenario: Scenario, worker: Worker) -> list[tuple[date, int]]:
        """Minutes that are worked at home, by the day."""
        work, ledger = self._rostered(worker, ZoneInfo(scenario.timezone)), worker.ledger if self.counts_past else {}
        return minutes_told(scenario, worker, work, ledger, ways=self.ways_between_sites)

    def _rostered(self, worker: Worker, zone: ZoneInfo) -> tuple[WorkTime, ...]:
        return worker.rostered(zone) if self.counts_past else worker.at_home(zone)

    def _summed(self, work: list[tuple[date, int]]) -> _Summed:
        windows: _Summed = {}
        for piece, (day, minutes) in enumerate(work):
            for name in self.window_starts(day):
                total, pieces = windows.get(name, (0, []))
                pieces.append(piece)
                windows[name] = total + minutes, pieces
        return windows

    def _exceeded(self, summed: _Summed, allowed: dict[date, int]) -> Iterator[tuple[date, int]]:
        """Windows with more minutes than allowed; of those that hold the same work, the one with most too many."""
        worst: dict[tuple[int, ...], tuple[int, date, int]] = {}
        for name, (minutes, pieces) in summed.items():
            excess = minutes - allowed[name]
            if excess > 0 and excess >= worst.get(tuple(pieces), (0,))[0]:
                worst[tuple(pieces)] = excess, name, minutes
        for _, name, minutes in worst.values():
            yield name, minutes
