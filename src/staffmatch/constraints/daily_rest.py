"""DailyRest: hours of rest between one working day and the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.close_shifts import Shifts, impossible_jobs
from staffmatch.constraints.shared.handover import Handovers, one_at_a_time, too_long
from staffmatch.constraints.shared.pieces import OVERLAP, Piece, at_home, closer_than, without_standby
from staffmatch.constraints.shared.presence import gap_of, least_gap
from staffmatch.constraints.shared.scope import ROSTERED
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.shortened import (
    Lengths,
    Pieces,
    by_month,
    made_up_beside,
    made_up_for,
    made_up_within,
    pieces_of,
)
from staffmatch.constraints.shared.shortened_rests import length_problems, not_made_up_for, too_near
from staffmatch.constraints.shared.standby import any_standby, meeting_standby, worked
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Flag, Hours, Whole, minutes_of
from staffmatch.records.roster_rules import RosterRule

_RESTED = Sentence(
    "daily_rest.wants",
    "has {hours:amount} h of rest to their shifts at home",
    "have {hours:amount} h of rest to their shifts at home",
)


class DailyRest(ScopedRule, RosterRule):
    """At least ``hours`` between the end of one shift and the start of the next, home and past shifts included.

    For every worker and maximal clique C of the intervals ``[start_j, end_j + rest)``: ``Σ_{j in C} x_wj <= 1``. An
    interval graph is perfect, so these rows describe the hull. With ``hours=0``, and for people out of scope, shifts
    only must not overlap.

    A rest may be ``shortened`` if the next one makes up for it at once, being ``extended``: then C is about the
    shortened rest, and ``Σ_{i in I} x_wi + x_wj + Σ_{k in K} x_wk <= 2`` for every shift j, the shifts I with a
    shortened rest before it, and K that leave less than the extended rest after it.

    Given ``within_days``, any other rest may make up for it that begins up to so many days before or after it, or with
    ``within_month`` in the same calendar month, each for one: for all moments a and b
    ``Σ_{i in [a, b]} s_i <= Σ_{i in [a - days, b + days]} (x_i - n_i)`` over shifts i by their ends, and by the month
    likewise (P. Hall 1935). A shortened rest follows i, s_i = 1, iff i and one of the shifts K_i that begin so soon
    are worked, no two of which can be: ``s_i = x_i + Σ_{k in K_i} x_k - o_i`` with ``o_i <= x_i + Σ_{k in K_i} x_k``;
    n_i in the same way for a rest that is not extended. That after the last shift is; that before the first is not
    known and makes up for none. Only this form asks for indicators.

    Standby that is rest ends none: before and after it no rest is due, but it overlaps no other shift, so that C of
    plain intervals with one have a row, too.

    With ``hours=0`` and ``tolerated_overlap_minutes`` any two shifts of everybody, lent, at home or past, may
    overlap by so many minutes: C are then of the intervals ``[start_j, end_j - minutes)`` of longer shifts.

    With ``between="days"`` rest is due only between shifts that start on different local days, so that a day may be
    split as far as `SplitDays` allows; C are then greedy cliques of what excludes each other.

    Source: 11 consecutive hours in 24, Directive 2003/88/EC art. 3; § 5 (1) ArbZG. Shortened by up to an hour, in care,
    hotels and some other trades, if made up for by a rest of 12 h within a calendar month or four weeks, § 5 (2)
    ArbZG; at once, CJEU C-151/02 (Jaeger).

    Example: "Worker 'w' has 10.98 h between 'a' and 'b'; 11 h are due."
    """

    kind: Literal["daily_rest"] = "daily_rest"
    law, beyond_law = "§ 5 (1) ArbZG", (OVERLAP.code,)
    looks_at = "time"
    tied_by = "worker"
    hours: Annotated[Hours, Field(le=24)] = 11
    shortened: Annotated[Hours | None, Field(le=24, description="hours of a rest that another makes up for")] = None
    extended: Annotated[Hours, Field(le=24, description="hours of the rest that makes up for a shortened one")] = 12
    within_days: Annotated[
        Annotated[Whole, Field(ge=1, le=366)] | None,
        Field(description="days before or after, in which any other rest makes up for it; else the next does"),
    ] = None
    within_month: Annotated[Flag, Field(description="whether any other rest of the month makes up for it")] = False
    between: Annotated[Literal["shifts", "days"], Field(description="what rest is due between")] = "shifts"
    tolerated_overlap_minutes: Annotated[Whole, Field(ge=0, le=240, description="minutes of a handover")] = 0

    def rows_by_worker(self, scenario: Scenario) -> bool:
        return self.between == "shifts" and self.shortened is None and not self.narrowed(scenario)

    @property
    def at_once(self) -> bool:
        """Whether only the next rest makes up for a shortened one."""
        return self.within_days is None and not self.within_month

    @property
    def _least(self) -> float:
        return self.hours if self.shortened is None else self.shortened

    def _rests(self, columns: Columns) -> Int:
        """The least minutes of rest of each worker."""
        return np.where(self.within(columns), minutes_of(self._least), 0)

    def least_gap(self, scenario: Scenario) -> int | None:
        if self.tolerated_overlap_minutes:
            return None
        rules = [self, *(rule for rule in self.exceptions(scenario) if isinstance(rule, DailyRest))]
        if not self.everywhere() or any(rule.between == "days" for rule in rules) or any_standby(scenario):
            return 0
        return min(minutes_of(rule._least) for rule in rules)

    @property
    def reach(self) -> int | None:
        return minutes_of(self._least) if self.shortened is None else None

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        if tolerated := self.tolerated_overlap_minutes:
            yield from columns.once(self, lambda: Handovers(columns, tolerated)).split(jobs, workers)
            return
        inside, impossible = columns.once(self, lambda: self._bounds(columns))
        home, work, shifts = columns.workers.at_home, columns.workers.at_work, columns.shifts
        rest = minutes_of(self._least)
        for same in columns.simultaneous(jobs):
            able = workers[~np.where(inside, *impossible[::-1, same[0]])[workers]]
            for shift in columns.job_shifts[int(same[0])].tolist():
                start, end, day = (int(column[shift]) for column in (shifts.start, shifts.end, shifts.day))
                held = home.meeting(start, end)[able]
                if not columns.shift_rest[shift]:
                    near = work.meeting(start - rest, end + rest, day if self.between == "days" else None)[able]
                    held |= near & inside[able]
                able = able[~held]
            yield same, able

    def keep(self, pairs: Pairs) -> Mask | None:
        gaps = self.narrowed(pairs.columns.scenario) and not self.tolerated_overlap_minutes
        kept = self._far_enough(pairs) if gaps else None
        if self.shortened is None or not self.at_once:
            return kept
        spans = worked(pairs, pairs.spans)
        held, most = self._next_longer(
            pairs, pieces_of(pairs, spans.variable, spans, pairs.worker, self.chosen_spans(pairs, spans))
        )
        rests = held.by("row")
        held = held.where((rests.total() > most[rests["row"]])[rests.group])
        long = pairs.without(self.of_members(pairs, pairs.where(np.unique(held.variable))))
        return long if kept is None else long & kept

    def _next_longer(self, pairs: Pairs, work: Pieces) -> tuple[Relation, Int]:
        """Rows of pieces of which not all can be worked, with the most of each."""
        made_up = made_up_beside if self.narrowed(pairs.columns.scenario) else made_up_for
        return made_up(work, self._lengths)

    def _far_enough(self, pairs: Pairs) -> Mask:
        """The pairs whose selected shifts have rest to the other ones of the job and to those at home."""
        columns, spans = pairs.columns, pairs.spans
        mine, home = spans.where(self.chosen_spans(pairs, spans)), Shifts.at_home(columns)
        at, other = mine.join(worker=home.owner)
        lent, rest = Shifts.lent(columns, mine), minutes_of(self._least)
        near = lent.restless(at, home, other, rest, within_days=self.between == "shifts")
        kept = pairs.without(mine.where(at[near]))
        kept[spans.variable[self._too_close(pairs, "pair")[0]]] = False
        return kept

    def _too_close(self, pairs: Pairs, owner: str, gap: int = 0) -> tuple[Int, Int]:
        """Every two spans of an owner that exclude each other: they are less than a gap apart, or one of them is
        selected and there is too little rest between."""
        spans = pairs.spans
        shifts, chosen = Shifts.lent(pairs.columns, spans, owner), self.chosen_spans(pairs, spans)
        rest = np.maximum(gap, self._rests(pairs.columns)[spans["worker"]])
        one, other = shifts.too_close(rest, within_days=self.between == "shifts", gap=gap)
        told = chosen[one] | chosen[other] | (shifts.start[other] < shifts.end[one] + gap)
        return one[told], other[told]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if self.tolerated_overlap_minutes:
            yield one_at_a_time(pairs, self.tolerated_overlap_minutes)
            return
        columns, spans = pairs.columns, pairs.spans
        yield from self._apart(pairs)
        if self.shortened is not None:
            mine = self.of_members(pairs, worked(pairs, spans))
            people = np.arange(len(columns.workers.ids))
            work = pieces_of(pairs, mine["worker"], mine, people, self.chosen_spans(pairs, mine))
            yield from self._made_up(pairs, work, variables, ZoneInfo(columns.scenario.timezone))

    def _apart(self, pairs: Pairs) -> Iterator[RowBlock]:
        """Shifts exclude each other. What gap any two shifts have, the rule that asks for it says for all of its kind;
        the others add what else they ask for."""
        spans, scenario = pairs.spans, pairs.columns.scenario
        timed_alike = (rule for rule in pairs.rules if isinstance(rule, DailyRest) and rule.between == "shifts")
        kin = [rule for rule in timed_alike if not rule.tolerated_overlap_minutes]
        gap_by = [gap_of(rule, pairs) or 0 for rule in kin]
        gap, told = max(gap_by, default=0), kin[gap_by.index(max(gap_by))] if kin else None
        whose, partly = spans["worker"], self.between == "days" or self.narrowed(scenario)
        timed = spans if partly else worked(pairs, spans)
        rest = np.maximum(gap, 0 if partly else self._rests(pairs.columns)[timed["worker"]])
        if self == told:
            until = timed["end"] + rest
            block = timed.assign(until=until).overlapping("worker", end="until").count() <= 1
            alike = len(timed) == len(spans) == len(pairs)
            yield replace(block, spans=(timed["start"], until) if alike else None)
            if len(timed) < len(spans):
                yield meeting_standby(pairs, spans).count() <= 1
        elif not partly:
            mine = np.flatnonzero(rest > gap)
            more = timed.where(mine).assign(until=(timed["end"] + rest)[mine])
            yield more.overlapping("worker", end="until").count() <= 1
        if partly:
            one, other = self._too_close(pairs, "worker", gap)
            beyond = (told is None) | (spans["start"][other] >= spans["end"][one] + gap)
            asked = np.isin(whose[one], whose[one[beyond]])
            yield spans.excluding("worker", one[asked], other[asked]).count() <= 1

    def _made_up(self, pairs: Pairs, work: Pieces, variables: VariableRegistry, zone: ZoneInfo) -> Iterator[RowBlock]:
        """Shortened rests are made up for, by the next or by any other within some time."""
        if self.at_once:
            held, most = self._next_longer(pairs, work)
            rests = held.by("worker", "row")
            yield rests.sum(1) <= most[rests["row"]]
            return

        def reach(ends: Int) -> tuple[Int, Int]:
            opens, closes = by_month(ends, zone) if self.within_month else (ends, ends)
            margin = (self.within_days or 0) * 1440
            return np.minimum(opens, ends - margin), np.maximum(closes, ends + margin)

        if len(work.owner):
            beside, gap = self.narrowed(pairs.columns.scenario), least_gap(pairs) or 0
            lengths = self._lengths._replace(least=gap) if beside else self._lengths
            yield made_up_within(work, lengths, reach, variables, beside=beside)

    def _bounds(self, columns: Columns) -> tuple[Mask, Mask]:
        """The workers in scope; and the jobs that are impossible by themselves, out of scope and in it."""
        lengths = (0, minutes_of(self._least))
        impossible = [impossible_jobs(columns, rest, within_days=self.between == "shifts") for rest in lengths]
        inside = self.within(columns)
        return inside & (not self.narrowed(columns.scenario)), np.stack(impossible)

    @property
    def _lengths(self) -> Lengths:
        return Lengths(minutes_of(self._least), minutes_of(self.hours), minutes_of(self.extended))

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for name, roster in plan.rosters(scenario).items():
            selected = {duty.shift.id for duty in roster if name in members and selects(duty)}
            lent = [Piece(d.shift.start, d.shift.end, d.shift.id, rest=d.shift.is_rest) for d in roster]
            home = at_home(roster[0].worker, zone)
            if self.tolerated_overlap_minutes:
                yield from too_long(self, name, lent + home)
                continue
            for one, other in closer_than(lent, home, timedelta(hours=self._least)):
                rest = 0 if selected.isdisjoint((one.name, other.name)) else self._rest_between(one, other, zone)
                yield from too_near(self.kind, name, one, other, rest)
            if self.shortened is not None and name in members:
                told = selected if self.narrowed(scenario) else None
                yield from not_made_up_for(self, name, without_standby(lent), without_standby(home), zone, told)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            home = at_home(worker, zone)
            if self.tolerated_overlap_minutes:
                yield from too_long(self, worker.id, home)
                return
            work = without_standby(home)
            beside = ((one, two) for one, two in pairwise(home) if one.rest or two.rest)
            for one, two in (*pairwise(work), *beside):
                yield from too_near(self.kind, worker.id, one, two, self._rest_between(one, two, zone))
            if self.shortened is not None:
                yield from not_made_up_for(self, worker.id, [], work, zone)

        return self.each_at_home(scenario, found, *ROSTERED)

    def _rest_between(self, one: Piece, two: Piece, zone: ZoneInfo) -> float:
        one_day = one.start.astimezone(zone).date() == two.start.astimezone(zone).date()
        return 0 if (self.between == "days" and one_day) or one.rest or two.rest else self._least

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        yield from length_problems(self, scenario, path)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _RESTED(hours=self._least)
