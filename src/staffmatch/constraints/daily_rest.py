"""DailyRest: hours of rest between one working day and the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Int, Mask
from staffmatch.bases import Rule
from staffmatch.columns import Columns
from staffmatch.constraints.cliques import greedy_cliques, maximal_cliques, overlaps
from staffmatch.constraints.shortened import made_up_for
from staffmatch.errors import Problem
from staffmatch.fields import Hours, minutes_of
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.plan import Plan, Violation
from staffmatch.rows import Aux, Pairs, RowBlock
from staffmatch.scope import Scoped

_Piece = tuple[datetime, datetime, str]


class DailyRest(Scoped, Rule):
    """At least ``hours`` between the end of one shift and the start of the next, home shifts included.

    For every worker and maximal clique C of the intervals ``[start_j, end_j + rest)``: ``Σ_{j in C} x_wj <= 1``. An
    interval graph is perfect, so these rows describe the hull. With ``hours=0``, and for people out of scope, shifts
    only must not overlap.

    A rest may be ``shortened`` if the next one makes up for it at once, being ``extended``: then C is about the
    shortened rest, and ``Σ_{i in I} x_wi + x_wj + Σ_{k in K} x_wk <= 2`` for every shift j, the shifts I with a
    shortened rest before it, and K that leave less than the extended rest after it.

    With ``between="days"`` rest is due only between shifts that start on different local days, so that a day may be
    split as far as `SplitDays` allows; C are then greedy cliques of what excludes each other, which is no interval
    graph.

    Source: 11 consecutive hours in 24, Directive 2003/88/EC art. 3; § 5 (1) ArbZG. Shortened by up to an hour if made
    up for by a rest of 12 h within four weeks, § 5 (2) ArbZG; at once, CJEU C-151/02 (Jaeger).

    Example: "Worker 'w' has 10.98 h between 'a' and 'b'; the rest is 11 h."
    """

    kind: Literal["daily_rest"] = "daily_rest"
    looks_at = "time"
    hours: Annotated[Hours, Field(le=24)] = 11
    shortened: Annotated[Hours | None, Field(le=24, description="hours of a rest that the next makes up for")] = None
    extended: Annotated[Hours, Field(le=24, description="hours of the rest after a shortened one")] = 12
    between: Annotated[Literal["shifts", "days"], Field(description="what rest is due between")] = "shifts"

    @property
    def _least(self) -> float:
        return self.hours if self.shortened is None else self.shortened

    def _rests(self, columns: Columns) -> Int:
        """The least minutes of rest of each worker."""
        return np.where(self.within(columns), minutes_of(self._least), 0)

    @property
    def least_gap(self) -> int:
        everybody = self.company is self.worker is self.skill is None
        return minutes_of(self._least) if everybody and self.between == "shifts" else 0

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
        if self.shortened is None:
            return None
        keep, inside = np.ones(len(pairs), bool), self.within(pairs.columns)
        pair, shift = pairs.spans
        row, column, room = self._made_up_for(pairs.columns, pair, pair, shift, pairs.worker)
        spent = np.bincount(row, minlength=len(room)) > room
        out = column[spent[row]]
        keep[out[inside[pairs.worker[out]]]] = False
        return keep

    def rows(self, pairs: Pairs, aux: Aux) -> Iterator[RowBlock]:
        pair, shift = pairs.spans
        columns, worker = pairs.columns, pairs.worker[pair]
        start, end = columns.shifts.start[shift], columns.shifts.end[shift]
        until, spans = end + self._rests(columns)[worker], None
        if self.between == "days":
            one, other = self._conflicts(worker, start, end, until, columns.shifts.day[shift])
            first = np.full(len(pairs), start.max(initial=0))
            np.minimum.at(first, pair, start)
            row, column = greedy_cliques(pairs.worker, first, pair[one], pair[other])
        else:
            row, span = maximal_cliques(worker, start, until)
            column, spans = pair[span], (start, until) if len(pair) == len(pairs) else None
        one_each = np.ones(int(row.max(initial=-1)) + 1, np.int64)
        yield RowBlock.at_most(self.kind, row, column, np.ones(len(row), np.int64), one_each, "worker", spans)
        if self.shortened is not None:
            mine, people = self.within(columns)[worker], np.arange(len(columns.workers.ids))
            row, column, room = self._made_up_for(columns, worker[mine], pair[mine], shift[mine], people)
            yield RowBlock.at_most(self.kind, row, column, np.ones(len(row), np.int64), room, "worker")

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

    def _made_up_for(self, columns: Columns, owner: Int, column: Int, shift: Int, people: Int) -> tuple[Int, Int, Int]:
        """`made_up_for` of lent shifts and of the home shifts of ``people``, who own them by their place there."""
        shifts, home = columns.shifts, columns.workers.rostered
        place, window = home.expand(people)
        hours = (minutes_of(self._least), minutes_of(self.hours), minutes_of(self.extended))
        return made_up_for(
            np.r_[owner, place],
            np.r_[shifts.start[shift], home.start[window]],
            np.r_[shifts.end[shift], home.end[window]],
            np.r_[column, np.full(len(window), -1)],
            hours,
        )

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.members(scenario)
        for roster in plan.rosters(scenario).values():
            worker = roster[0].worker
            lent = [(duty.shift.start, duty.shift.end, duty.shift.id) for duty in roster]
            home = [(shift.start, shift.end, "home shift") for shift in worker.home_shifts]
            for place, (start, end, name) in enumerate(lent):
                for other_start, other_end, other in lent[place + 1 :] + home:
                    one_day = start.astimezone(zone).date() == other_start.astimezone(zone).date()
                    free = worker.id not in members or (self.between == "days" and one_day)
                    rest = timedelta(hours=0 if free else self._least)
                    gap = max(other_start - end, start - other_end)
                    if gap < rest:
                        between = f"{gap / timedelta(hours=1):.4g} h between {name!r} and {other!r}"
                        text = f"Worker {worker.id!r} has {between}; the rest is {rest / timedelta(hours=1):g} h."
                        yield Violation(self.kind, text, (rest - gap) / timedelta(minutes=1), "min", (worker.id, name))
            if self.shortened is not None and worker.id in members:
                yield from self._not_made_up_for(worker.id, lent, home)

    def _not_made_up_for(self, who: str, lent: list[_Piece], home: list[_Piece]) -> Iterator[Violation]:
        """Rests of less than the normal hours before one that is not extended, lent work beside one of them."""
        pieces = sorted([(*piece, True) for piece in lent] + [(*piece, False) for piece in home])
        hour = timedelta(hours=1)
        for one, two, three in zip(pieces, pieces[1:], pieces[2:], strict=False):
            rest, following = (two[0] - one[1]) / hour, (three[0] - two[1]) / hour
            if rest < self.hours and following < self.extended and (one[3] or two[3] or three[3]):
                text = (
                    f"Worker {who!r} has {rest:.4g} h between {one[2]!r} and {two[2]!r}, then {following:.4g} h; after "
                    f"less than {self.hours:g} h the rest is {self.extended:g} h."
                )
                yield Violation(self.kind, text, (self.extended - following) * 60, "min", (who, two[2]))

    def breaches(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)
        for worker in self.members(scenario).values():
            home = sorted(worker.home_shifts, key=lambda shift: (shift.start, shift.end))
            for one, two in pairwise(home):
                one_day = one.start.astimezone(zone).date() == two.start.astimezone(zone).date()
                rest = 0 if self.between == "days" and one_day else self._least
                gap = (two.start - one.end) / timedelta(hours=1)
                if gap < rest:
                    text = f"Worker {worker.id!r} has {gap:.4g} h between home shifts; the rest is {rest:g} h."
                    yield Violation(self.kind, text, (rest - gap) * 60, "min", (worker.id,))
            if self.shortened is not None:
                pieces = [(shift.start, shift.end, "home shift") for shift in home]
                yield from self._not_made_up_for(worker.id, pieces, [])

    def problems(self, scenario: Scenario, path: str) -> Iterator[Problem]:
        yield from super().problems(scenario, path)
        if self.shortened is None:
            return
        where = f"{path}.shortened"
        if self.shortened > self.hours:
            text = f"the shortened rest of {self.shortened:g} h is above the normal one of {self.hours:g} h."
            yield Problem("shortened_above_normal", where, text, "Lower it, or leave it out.")
        if self.extended < self.hours:
            text = f"the extended rest of {self.extended:g} h is below the normal one of {self.hours:g} h."
            yield Problem("extended_below_normal", f"{path}.extended", text, "Raise it.")
        if 2 * self.shortened < max(self.hours, self.extended):
            text = f"the shortened rest of {self.shortened:g} h is less than half of the normal or of the extended one."
            yield Problem("shortened_below_half", where, text, "Raise it, or lower the others.")
        if self.between == "days":
            text = "a rest can be shortened between shifts only, not between days."
            yield Problem("shortened_between_days", where, text, 'Leave it out, or set between to "shifts".')

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> str:
        return f"have {self._least:g} h of rest to their shifts at home"
