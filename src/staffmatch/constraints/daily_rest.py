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
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.owed_rests import Owed
from staffmatch.constraints.shared.pieces import Piece, at_home, closer_than, overlapping
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.constraints.shared.shortened import Lengths, Pieces, by_month, made_up_for, made_up_within
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.cliques import overlaps
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Flag, Hours, Whole, minutes_of
from staffmatch.records.roster_rules import RosterRule

_HOUR = timedelta(hours=1)


_BETWEEN = Sentence("daily_rest", "Worker {worker:worker} has {hours:number} h {between}; {rest:amount} h are due.")
_NEXT = Sentence(
    "daily_rest.next",
    "Worker {worker:worker} has {hours:number} h {between}, then {following:number} h; after less than "
    "{normal:amount} h the rest due is {extended:amount} h.",
)
_NO_OTHER = Sentence(
    "daily_rest.no_other",
    "Worker {worker:worker} has {hours:number} h {between}, and no rest of {extended:amount} h {within:or} to make up "
    "for it.",
)
_TWO = Sentence("daily_rest.between", "between {one} and {other}")
_TWO_AT_HOME = Sentence("daily_rest.between_at_home", "between two home shifts")
_WITHIN = Sentence("daily_rest.within_days", "within {n:count} day", "within {n:count} days")
_IN_MONTH = Sentence("daily_rest.within_month", "in the month")
_RESTED = Sentence(
    "daily_rest.wants",
    "has {hours:amount} h of rest to their shifts at home",
    "have {hours:amount} h of rest to their shifts at home",
)


class DailyRest(Scoped, RosterRule):
    """At least ``hours`` between the end of one shift and the start of the next, home shifts included.

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

    With ``between="days"`` rest is due only between shifts that start on different local days, so that a day may be
    split as far as `SplitDays` allows; C are then greedy cliques of what excludes each other, which is no interval
    graph.

    Source: 11 consecutive hours in 24, Directive 2003/88/EC art. 3; § 5 (1) ArbZG. Shortened by up to an hour, in care,
    hotels and some other trades, if made up for by a rest of 12 h within a calendar month or four weeks, § 5 (2)
    ArbZG; at once, CJEU C-151/02 (Jaeger).

    Example: "Worker 'w' has 10.98 h between 'a' and 'b'; 11 h are due."
    """

    kind: Literal["daily_rest"] = "daily_rest"
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

    @property
    def rows_by_worker(self) -> bool:
        return self.between == "shifts" and self.shortened is None

    @property
    def _at_once(self) -> bool:
        """Whether only the next rest makes up for a shortened one."""
        return self.within_days is None and not self.within_month

    @property
    def _least(self) -> float:
        return self.hours if self.shortened is None else self.shortened

    def _rests(self, columns: Columns) -> Int:
        """The least minutes of rest of each worker."""
        return np.where(self.within(columns), minutes_of(self._least), 0)

    @property
    def least_gap(self) -> int:
        everybody = self.lender is self.worker is self.skill is None
        return minutes_of(self._least) if everybody and self.between == "shifts" else 0

    @property
    def reach(self) -> int | None:
        return minutes_of(self._least) if self.shortened is None else None

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        inside, impossible = columns.once(self, lambda: self._bounds(columns))
        home, shifts, rest = columns.workers.at_home, columns.shifts, minutes_of(self._least)
        for same in columns.simultaneous(jobs):
            able = workers[~np.where(inside, *impossible[::-1, same[0]])[workers]]
            for shift in columns.job_shifts[int(same[0])].tolist():
                start, end, day = (int(column[shift]) for column in (shifts.start, shifts.end, shifts.day))
                near = home.meeting(start - rest, end + rest, day if self.between == "days" else None)[able]
                able = able[~(home.meeting(start, end)[able] | (near & inside[able]))]
            yield same, able

    def keep(self, pairs: Pairs) -> Mask | None:
        if self.shortened is None or not self._at_once:
            return None
        spans = pairs.spans
        work = self._work(pairs.columns, spans.variable, spans, pairs.worker)
        worked, most = made_up_for(work, self._lengths)
        rests = worked.by("row")
        worked = worked.where((rests.total() > most[rests["row"]])[rests.group])
        return pairs.without(self.of_members(pairs, pairs.where(np.unique(worked.variable))))

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        columns, spans = pairs.columns, pairs.spans
        worker, start, end = spans["worker", "start", "end"]
        until = end + self._rests(columns)[worker]
        if self.between == "days":
            yield spans.excluding("worker", *self._conflicts(worker, start, end, until, spans["day"])).count() <= 1
        else:
            block = spans.assign(until=until).overlapping("worker", end="until").count() <= 1
            yield replace(block, spans=(start, until) if len(spans) == len(pairs) else None)
        if self.shortened is not None:
            mine = self.of_members(pairs, spans)
            work = self._work(columns, mine["worker"], mine, np.arange(len(columns.workers.ids)))
            yield from self._made_up(work, variables, ZoneInfo(columns.scenario.timezone))

    def _made_up(self, work: Pieces, variables: VariableRegistry, zone: ZoneInfo) -> Iterator[RowBlock]:
        """Shortened rests are made up for, by the next or by any other within some time."""
        if self._at_once:
            worked, most = made_up_for(work, self._lengths)
            rests = worked.by("worker", "row")
            yield rests.sum(1) <= most[rests["row"]]
            return

        def reach(ends: Int) -> tuple[Int, Int]:
            opens, closes = by_month(ends, zone) if self.within_month else (ends, ends)
            margin = (self.within_days or 0) * 1440
            return np.minimum(opens, ends - margin), np.maximum(closes, ends + margin)

        if len(work.owner):
            yield made_up_within(work, self._lengths, reach, variables)

    def _conflicts(self, owner: Int, start: Int, end: Int, until: Int, day: Int) -> tuple[Int, Int]:
        """Every two shifts of an owner that exclude each other, ``until`` being their ends with the rest."""
        one, other = overlaps(owner, start, until)
        apart = (day[one] != day[other]) | (self.between == "shifts") | (start[other] < end[one])
        return one[apart], other[apart]

    def _bounds(self, columns: Columns) -> tuple[Mask, Mask]:
        """The workers in scope; and the jobs that are impossible by themselves, out of scope and in it."""
        impossible = [self._impossible(columns, rest) for rest in (0, minutes_of(self._least))]
        return self.within(columns), np.stack(impossible)

    def _impossible(self, columns: Columns, rest: int) -> Mask:
        """The jobs that leave too little rest between shifts of their own."""
        jobs, shifts = columns.job_shifts, columns.shifts
        start, end, day = (column[jobs.items] for column in (shifts.start, shifts.end, shifts.day))
        one, _ = self._conflicts(jobs.owners, start, end, end + rest, day)
        found = np.zeros(columns.jobs, bool)
        found[jobs.owners[one]] = True
        return found

    @property
    def _lengths(self) -> Lengths:
        return Lengths(minutes_of(self._least), minutes_of(self.hours), minutes_of(self.extended))

    def _work(self, columns: Columns, owner: Int, lent: Relation, people: Int) -> Pieces:
        """Lent spans and the home shifts of ``people``, who own them by their place there."""
        home = columns.workers.rostered
        place, window = home.expand(people)
        return Pieces(
            np.r_[owner, place],
            np.r_[lent["start"], home.start[window]],
            np.r_[lent["end"], home.end[window]],
            np.r_[lent.variable, np.full(len(window), -1)],
        )

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        for name, roster in plan.rosters(scenario).items():
            lent = [Piece(duty.shift.start, duty.shift.end, duty.shift.id) for duty in roster]
            home = at_home(roster[0].worker)
            for one, other in closer_than(lent, home, timedelta(hours=self._least)):
                rest = self._rest_between(one, other, zone) if name in members else 0
                yield from self._too_near(name, one, other, rest)
            if self.shortened is not None and name in members:
                yield from self._not_made_up_for(name, lent, home, zone)

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            home = at_home(worker)
            for one, two in pairwise(home):
                yield from self._too_near(worker.id, one, two, self._rest_between(one, two, zone))
            if self.shortened is not None:
                yield from self._not_made_up_for(worker.id, [], home, zone)

        return self.each(scenario, found, "home_shifts")

    def _rest_between(self, one: Piece, two: Piece, zone: ZoneInfo) -> float:
        one_day = one.start.astimezone(zone).date() == two.start.astimezone(zone).date()
        return 0 if self.between == "days" and one_day else self._least

    def _too_near(self, who: str, one: Piece, two: Piece, rest: float) -> Iterator[Violation]:
        gap = max(two.start - one.end, one.start - two.end) / _HOUR
        if gap < rest:
            said = _BETWEEN(worker=who, hours=gap, between=_between(one, two), rest=rest)
            said = overlapping(who, one, two) if gap < 0 else said
            yield Violation(self.kind, said, (rest - gap) * 60, "min", (who, *filter(None, (one.name, two.name))))

    def _not_made_up_for(self, who: str, lent: list[Piece], home: list[Piece], zone: ZoneInfo) -> Iterator[Violation]:
        """Shortened rests that no extended one makes up for; without lent work, those at home."""
        owed, pieces = self._owed(zone), sorted(lent + home)
        if self._at_once:
            for one, two, three in owed.at_once(pieces):
                if not lent or one.lent or two.lent or three.lent:
                    rest, following = (two.start - one.end) / _HOUR, (three.start - two.end) / _HOUR
                    between, lengths = _between(one, two), {"normal": self.hours, "extended": self.extended}
                    said = _NEXT(worker=who, hours=rest, between=between, following=following, **lengths)
                    yield Violation(self.kind, said, (self.extended - following) * 60, "min", (who,))
            return
        within = (
            *(() if self.within_days is None else (_WITHIN(n=self.within_days),)),
            *((_IN_MONTH(),) if self.within_month else ()),
        )
        for one, two in owed.in_time(pieces, owed.in_time(home) if lent else ()):
            rest = (two.start - one.end) / _HOUR
            between = _between(one, two)
            said = _NO_OTHER(worker=who, hours=rest, between=between, extended=self.extended, within=within)
            yield Violation(self.kind, said, (self.hours - rest) * 60, "min", (who,), mendable=True)

    def _owed(self, zone: ZoneInfo) -> Owed:
        normal, extended = timedelta(hours=self.hours), timedelta(hours=self.extended)
        return Owed(normal, extended, timedelta(days=self.within_days or 0), self.within_month, zone)

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        if self.shortened is None:
            if not self._at_once:
                where = "within_month" if self.within_days is None else "within_days"
                text, advice = refusals.NOTHING_SHORTENED(), refusals.NOTHING_SHORTENED_ADVICE(where=where)
                yield InputIssue("nothing_shortened", f"{path}.{where}", text, advice)
            return
        where = f"{path}.shortened"
        if self.shortened > self.hours:
            text = refusals.SHORTENED_ABOVE_NORMAL(shortened=self.shortened, hours=self.hours)
            yield InputIssue("shortened_above_normal", where, text, refusals.SHORTENED_ABOVE_NORMAL_ADVICE())
        if self.extended < self.hours:
            text = refusals.EXTENDED_BELOW_NORMAL(extended=self.extended, hours=self.hours)
            yield InputIssue("extended_below_normal", f"{path}.extended", text, refusals.EXTENDED_BELOW_NORMAL_ADVICE())
        if 2 * self.shortened < max(self.hours, self.extended):
            text = refusals.SHORTENED_BELOW_HALF(shortened=self.shortened)
            yield InputIssue("shortened_below_half", where, text, refusals.SHORTENED_BELOW_HALF_ADVICE())
        if self.between == "days":
            text = refusals.SHORTENED_BETWEEN_DAYS()
            yield InputIssue("shortened_between_days", where, text, refusals.SHORTENED_BETWEEN_DAYS_ADVICE())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _RESTED(hours=self._least)


def _between(one: Piece, two: Piece) -> Message:
    return _TWO(one=one.said, other=two.said) if one.lent or two.lent else _TWO_AT_HOME()
