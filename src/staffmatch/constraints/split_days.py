"""SplitDays: how far the work of one day may be split, between two sites with the way between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.pieces import Piece, overlapping
from staffmatch.constraints.shared.presence import exclusive, least_gap
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.selected_windows import if_selected
from staffmatch.constraints.shared.sites import Sites, way_between
from staffmatch.constraints.shared.standby import shifts_worked, worked
from staffmatch.domain.plan import Duty, Plan, Violation
from staffmatch.domain.travel import UNREACHABLE
from staffmatch.formulation.cliques import overlaps
from staffmatch.formulation.codes import codes_of
from staffmatch.formulation.columns import Columns, WorkerColumns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence, Value
from staffmatch.models import Demand, Location, PastShift, Scenario, Shift, Worker
from staffmatch.records.field_types import Count, Hours, Whole, minutes_of
from staffmatch.records.ragged import Spans

_PIECES = Sentence(
    "split_days.pieces",
    "Worker {worker:worker} works {n:count} pieces on {day:day}; the limit is {limit:count}.",
)
_NO_WAY = Sentence("split_days.no_way", "Worker {worker:worker} has no way from {one} to {other} on {day:day}.")
_TOO_NEAR = Sentence(
    "split_days.gap",
    "Worker {worker:worker} has {gap:count} min between {one} and {other} on {day:day}; the way and {minutes:count} "
    "min take {needed:count} min.",
)
_LONG = Sentence(
    "split_days.span",
    "Worker {worker:worker} is at work for {hours:number} h from {one} to {other} on {day:day}; the limit is "
    "{limit:amount} h.",
)
_GETS_THERE = Sentence(
    "split_days.wants",
    "gets there from what they do at home on the day, in {pieces}{within}",
    "get there from what they do at home on the day, in {pieces}{within}",
)
_SO_MANY = Sentence("split_days.so_many", "{n:count} piece", "{n:count} pieces")
_WITHIN = Sentence("split_days.within", " within {hours:amount} h")


class SplitDays(ScopedRule):
    """Work that starts on one local day is in at most so many ``pieces``, home and past shifts included, and of any two
    of them the later starts after the way from site to site and so many ``minutes`` more, and ends within ``hours`` of
    the start of the earlier.

    For every worker and greedy clique C of shifts that exclude each other by this: ``Σ_{j in C} x_wj <= 1``; and for
    every day ``Σ_j x_wj <= max(0, pieces - pieces at home)``, where a rest has not set all shifts of the day apart
    already. Within a site, and to a place that is not known, there
    is nothing to travel; between sites without a way, no two pieces go together. Home shifts are at the lender's
    location, past shifts at their company's. Standby that is rest is no piece. A day can only be split if `DailyRest`
    has ``between="days"``: otherwise rest is due between its pieces too.

    Source: 13 h from first to last leave 11 h of rest in 24, Directive 2003/88/EC art. 3.

    Example: "Worker 'w' has 20 min between 'a' and 'b' on 2020-04-06; the way and 15 min take 35 min."
    """

    kind: Literal["split_days"] = "split_days"
    tied_by = "worker"
    pieces: Annotated[Whole, Field(ge=1, le=24, description="pieces of work on a day")] = 2
    minutes: Annotated[Count, Field(le=24 * 60, description="minutes beyond the way")] = 0
    hours: Annotated[Hours | None, Field(description="hours from the first start to the last end")] = 13

    def keep(self, pairs: Pairs) -> Mask:
        columns, spans = pairs.columns, self.of_members(pairs, worked(pairs, pairs.spans))
        sites, home, chosen = Sites(columns), columns.workers.rostered, self.chosen_spans(pairs, spans)
        at, other = spans.join(worker=home.owner, day=home.day)
        work = ~columns.workers.rostered_rest[other]
        at, other = at[work], other[work]
        broken, days = np.zeros(len(spans), bool), spans.by("pair", "day")
        broken[at[self._apart_from_home(sites, spans.where(at), columns.workers, other)]] = True
        broken &= chosen
        if self.narrowed(columns.scenario):
            one, other = self._conflicts(sites, columns.shifts, days.group, spans["shift"])
            broken[one[chosen[one] | chosen[other]]] = True
        else:
            broken |= self._impossible(columns, sites)[spans["job"]]
        at_home, told = np.bincount(at, minlength=len(spans)), days.total(chosen) > 0
        broken |= told[days.group] & (days.total()[days.group] > np.maximum(0, self.pieces - at_home))
        return pairs.without(spans.where(broken))

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        columns, spans = pairs.columns, self.of_members(pairs, worked(pairs, pairs.spans))
        days, home = spans.by("worker", "day"), columns.workers.worked
        # Of shifts that a rest sets apart nobody works two, and what home leaves no room for is no pair.
        spans = spans.where(~exclusive(days, least_gap(pairs))[days.group])
        days = spans.by("worker", "day")
        one, other = self._conflicts(Sites(columns), columns.shifts, days.group, spans["shift"])
        chosen = self.chosen_spans(pairs, spans)
        told = chosen[one] | chosen[other]
        yield spans.excluding("worker", one[told], other[told]).count() <= 1
        at_home = days.match(1, worker=home.owner, day=home.day)
        block = days.sum(1) <= np.maximum(0, self.pieces - at_home)
        if self.narrowed(columns.scenario):
            yield from if_selected(block, days, chosen, least_gap(pairs))
        else:
            yield block

    def _apart_from_home(self, sites: Sites, lent: Relation, workers: WorkerColumns, which: Int) -> Mask:
        """Whether each lent span and that home shift of the day exclude each other."""
        home, base = workers.rostered, workers.rostered_company
        work = (*lent["start", "end"], sites.of_shift[lent["shift"]])
        rest = (home.start[which], home.end[which], sites.of_company[base[which]])
        earlier = work[0] <= rest[0]
        return self._apart(sites, *(np.where(earlier, a, b) for a, b in zip(work + rest, rest + work, strict=True)))

    def _impossible(self, columns: Columns, sites: Sites) -> Mask:
        """The jobs with shifts of one day that exclude each other."""
        shifts = columns.shifts
        job, shift = shifts_worked(columns.job_shifts, columns.shift_rest)
        one, _ = self._conflicts(sites, shifts, codes_of([job, shifts.day[shift]], len(shift)), shift)
        found = np.zeros(columns.jobs, bool)
        found[job[one]] = True
        return found

    def _conflicts(self, sites: Sites, shifts: Spans, owner: Int, shift: Int) -> tuple[Int, Int]:
        """Every two shifts of one owner, a day of somebody's, that exclude each other, by their places in ``shift``."""
        start = shifts.start[shift]
        one, other = overlaps(owner, start, np.full(len(shift), start.max(initial=0) + 1))
        first, second = shift[one], shift[other]
        apart = self._apart(
            sites,
            *(shifts.start[first], shifts.end[first], sites.of_shift[first]),
            *(shifts.start[second], shifts.end[second], sites.of_shift[second]),
        )
        return one[apart], other[apart]

    def _apart(self, sites: Sites, start: Int, end: Int, site: Int, starts: Int, ends: Int, to: Int) -> Mask:
        """Whether a piece and a later one exclude each other."""
        apart = starts - end < sites.minutes(site, to) + self.minutes
        return apart if self.hours is None else apart | (np.maximum(end, ends) - start > minutes_of(self.hours))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for name, held in plan.rosters(scenario).items():
            roster = [duty for duty in held if not duty.shift.is_rest]
            told = {duty.shift.id for duty in roster if selects(duty)}
            if name in members and told:
                yield from self._broken(scenario, zone, roster[0].worker, roster, told)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        return self.each_at_home(
            scenario, lambda worker: self._broken(scenario, zone, worker, [], set()), *ROSTERED, also=("company",)
        )

    def _broken(
        self, scenario: Scenario, zone: ZoneInfo, worker: Worker, roster: list[Duty], told: set[str]
    ) -> Iterator[Violation]:
        """What the days with lent shifts that are ``told`` break; without any, what those at home do."""
        days: dict[date, list[_Placed]] = {}
        for duty in roster:
            piece = _Placed(duty.shift.start, duty.shift.end, duty.shift.id, at=scenario.site_of(duty.demand))
            days.setdefault(piece.start.astimezone(zone).date(), []).append(piece)
        for shift in (one for one in worker.rostered(zone) if not one.is_rest):
            past = isinstance(shift, PastShift)
            base = scenario.base_of(shift.company if isinstance(shift, PastShift) else worker.company)
            piece = _Placed(shift.start, shift.end, past=past, at=base)
            days.setdefault(piece.start.astimezone(zone).date(), []).append(piece)
        for day, pieces in sorted(days.items()):
            pieces.sort(key=lambda piece: (piece.start, piece.end, not piece.lent))
            lent = sum(piece.lent for piece in pieces)
            if roster and told.isdisjoint(piece.name for piece in pieces):
                continue
            allowed = max(self.pieces, len(pieces) - lent if lent else 0)
            if len(pieces) > allowed:
                said = _PIECES(worker=worker.id, n=len(pieces), day=day.isoformat(), limit=self.pieces)
                yield Violation(self.kind, said, len(pieces) - allowed, "pieces", (worker.id,))
            for place, one in enumerate(pieces):
                for other in pieces[place + 1 :]:
                    if not roster or not told.isdisjoint((one.name, other.name)):
                        yield from self._too_near(scenario, worker.id, day, one, other)

    def _too_near(self, scenario: Scenario, who: str, day: date, one: _Placed, other: _Placed) -> Iterator[Violation]:
        minute, ids = timedelta(minutes=1), (who, *filter(None, (one.name, other.name)))
        where: dict[str, Value] = {"worker": who, "one": one.said, "other": other.said, "day": day.isoformat()}
        gap, way = (other.start - one.end) // minute, way_between(scenario, one.at, other.at)
        if way >= UNREACHABLE:
            yield Violation(self.kind, _NO_WAY(**where), 1, "ways", ids)
        elif gap < way + self.minutes:
            said = _TOO_NEAR(**where, gap=gap, minutes=self.minutes, needed=way + self.minutes)
            said = overlapping(who, one, other, day) if gap < 0 else said
            yield Violation(self.kind, said, way + self.minutes - gap, "min", ids)
        span = (max(one.end, other.end) - one.start) / timedelta(hours=1)
        if self.hours is not None and span > self.hours:
            yield Violation(
                self.kind, _LONG(**where, hours=span, limit=self.hours), (span - self.hours) * 60, "min", ids
            )

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        within = "" if self.hours is None else _WITHIN(hours=self.hours)
        return _GETS_THERE(pieces=_SO_MANY(n=self.pieces), within=within)


@dataclass(frozen=True)
class _Placed(Piece):
    """A piece of work, and where it is."""

    at: Location | None = None
