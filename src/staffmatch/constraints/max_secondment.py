"""MaxSecondment: lent work is for a time, not for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import Field

from staffmatch.arrays import Mask
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.constraints.shared.stays import days_before, since_of, stays_of
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Secondment, Shift, Worker
from staffmatch.records.field_types import Flag, Whole

_LONG = Sentence(
    "max_secondment",
    "Worker {worker:worker} is lent to {borrower:company} for {n:count} days from {first:day} to {last:day}; the limit "
    "is {limit:count}.",
)
_BEFORE = Sentence(
    "max_secondment.before",
    "Worker {worker:worker} has been lent to {borrower:company} for {n:count} days; the limit is {limit:count}.",
)
_NO_LONGER = Sentence(
    "max_secondment.wants",
    "is lent to {borrower:company} for no more than {days} by then",
    "are lent to {borrower:company} for no more than {days} by then",
)
_DAYS = Sentence("max_secondment.days", "{n:count} day", "{n:count} days")


class MaxSecondment(ScopedRule):
    """A worker is lent to a borrower for at most ``days``, from the first to the last day of the plan there and before.

    `Worker.secondments` at that borrower, by whichever lender, count from their first to their last day, and so does
    each day on which a past shift there starts, if the plan continues them after no more than ``break_days`` between,
    or they each other. Breaks join stays and are no lending, so their days do not count; with ``breaks_count`` they do.
    § 1 (1b) sentence 2 AÜG adds up the time of earlier lending, which is read in the first way; the second is stricter.
    The law counts for how long somebody is lent, free days and weekends included, as this rule does within the plan. Of
    that past shifts tell only the days that were worked: where somebody stayed lent between them, give the whole stay
    as one of `Worker.secondments`, from which the days of its shifts are not counted again. A shift counts on the day
    it starts. What is in breach already is reported.

    For worker w, borrower b and every day t, with since_j the first day of job j, put back by the days that count
    before it, and p_t = 1 iff w is there by a job with ``since_j <= t``, ``x_wj <= p_t``, and q_t = 1 iff by one that
    ends ``days`` after t or later, ``x_wj <= q_t``: ``p_t + q_t <= 1``. A stay is limited if any shift of it is in
    scope, and then as a whole: ``p_t + q_t + z <= 2``, z = 1 iff any such shift is worked.

    Source: 18 months (546 days at least), § 1 (1b) AÜG; earlier secondments count unless more than three months (92
    days at most) lie between.

    Example: "Worker 'w' is lent to 'borrower' for 452 days from 2019-01-07 to 2020-04-07; the limit is 451."
    """

    kind: Literal["max_secondment"] = "max_secondment"
    law = "§ 1 (1b) AÜG"
    tied_by = "worker"
    days: Annotated[Whole, Field(ge=1, le=36_600, description="days lent")] = 546
    break_days: Annotated[Whole, Field(ge=0, le=36_600, description="days of a break that does not end the count")] = 92
    breaks_count: Annotated[Flag, Field(description="whether such breaks count as lending")] = False

    def keep(self, pairs: Pairs) -> Mask:
        stays = self._counted(pairs)
        return pairs.without(self.in_scope(pairs, stays.where(stays["last"] - stays["since"] >= self.days)))

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        stays = self._counted(pairs)
        begins = stays.by("worker", "borrower", "since").keys
        at, place = stays.join(worker=begins["worker"], borrower=begins["borrower"])
        seen = stays.where(at).assign(day=begins["since"][place])
        here, beyond = seen["since"] <= seen["day"], seen["last"] >= seen["day"] + self.days
        told = self._told(seen, beyond)
        begun, goes_on = (seen.where(part & told).by("worker", "borrower", "day") for part in (here, beyond))
        yield from self._not_both(pairs, variables, begun, goes_on)

    def _not_both(
        self, pairs: Pairs, variables: VariableRegistry, begun: Groups, goes_on: Groups
    ) -> Iterator[RowBlock]:
        first, last = begun.any(variables), goes_on.any(variables)
        if not self.narrowed(pairs.columns.scenario):
            yield first.by(*begun.names).count() + last.by(*begun.names).count() <= 1
            return
        mine = self.in_scope(pairs, pairs.relation)
        chosen = np.zeros(len(pairs), bool)
        chosen[mine.variable] = True
        stay = mine.by("worker", "borrower").any(variables, alone=True)
        first = first.where(first.agrees(worker=stay["worker"], borrower=stay["borrower"]))
        # Where only selected work begins a stay, or only such goes on with it, some is there in any case.
        free = np.zeros(len(first), bool)
        for part in (begun, goes_on):
            keys = part.keys.where(part.total(chosen[part.relation.variable]) == part.total())
            free |= first.agrees(**{name: keys[name] for name in begun.names})
        yield first.where(free).by(*begun.names).count() + last.by(*begun.names).count() <= 1
        first = first.where(~free)
        at, place = stay.join(worker=first["worker"], borrower=first["borrower"])
        some = stay.where(at).assign(day=first["day"][place])
        both = first.by(*begun.names).count() + last.by(*begun.names).count()
        yield both + some.by(*begun.names).count() <= 2

    def _told(self, seen: Relation, beyond: Mask) -> Mask:
        """The days from which more is beyond reach than from the next: of days from which the same is, the last
        implies the others."""
        days = seen.by("worker", "borrower", "day")
        left, stay = days.total(beyond), days.keys.by("worker", "borrower").group
        following = np.r_[left[1:] * (stay[1:] == stay[:-1]), np.zeros(min(1, len(left)), np.int64)]
        told: Mask = (left > following)[days.group]
        return told

    def _counted(self, pairs: Pairs) -> Relation:
        """The pairs in scope, with the day from which each counts, ``since``, and its ``last``."""
        columns = pairs.columns
        mine = self.of_members(pairs, pairs.relation)
        if not len(mine):
            return mine.assign(since=mine.variable, last=mine.variable)
        days, jobs = columns.shifts.day[columns.job_shifts.items], columns.job_shifts.start[:-1]
        first, last = (edge.reduceat(days, jobs)[mine["job"]] for edge in (np.minimum, np.maximum))
        code = mine["worker"] * len(columns.company_ids) + mine["borrower"]
        return mine.assign(
            since=since_of(columns, code, first, self.break_days, breaks_count=self.breaks_count), last=last
        )

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        zone, members = ZoneInfo(scenario.timezone), self.planned(scenario, plan)
        selects = self.selects_duty(scenario)
        for roster in plan.rosters(scenario).values():
            worker = roster[0].worker
            days: dict[str, list[date]] = {}
            for duty in roster if worker.id in members else ():
                days.setdefault(duty.demand.company, []).append(duty.shift.start.astimezone(zone).date())
            told = {duty.demand.company for duty in roster if selects(duty)}
            for borrower, there in days.items():
                if borrower not in told:
                    continue
                first, last = min(there), max(there)
                since, before = self._before(stays_of(worker, zone), borrower, first)
                count = before + (last - first).days + 1
                if count > self.days:
                    span = {"first": since.isoformat(), "last": last.isoformat()}
                    said = _LONG(worker=worker.id, borrower=borrower, **span, n=count, limit=self.days)
                    yield Violation(self.kind, said, count - self.days, "days", (worker.id, borrower))

    def preexisting_violations(self, scenario: Scenario) -> Iterator[Violation]:
        zone = ZoneInfo(scenario.timezone)

        def found(worker: Worker) -> Iterator[Violation]:
            earlier = stays_of(worker, zone)
            for borrower in sorted({stay.company for stay in earlier}):
                ends = [stay.last for stay in earlier if stay.company == borrower]
                most = max(self._before(earlier, borrower, last + timedelta(days=1))[1] for last in ends)
                if most > self.days:
                    said = _BEFORE(worker=worker.id, borrower=borrower, n=most, limit=self.days)
                    yield Violation(self.kind, said, most - self.days, "days", (worker.id, borrower))

        return self.each_at_home(scenario, found, "secondments", "past_shifts", also=("company",))

    def _before(self, stays: list[Secondment], borrower: str, day: date) -> tuple[date, int]:
        return days_before(stays, borrower, day, self.break_days, breaks_count=self.breaks_count)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _NO_LONGER(borrower=demand.company, days=_DAYS(n=self.days))
