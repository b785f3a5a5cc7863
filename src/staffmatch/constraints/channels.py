"""Channels: by which way of lending, allowed by law, somebody goes to a borrower, and what it costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Self, Unpack

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.channels import admissible, lacking
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker
from staffmatch.records.field_types import Cents, Hours, Record, Whole, minutes_of

if TYPE_CHECKING:
    from staffmatch.records import rule_signatures

ChannelName = Literal["occasional", "licensed", "group", "secondary_job"]

CHANNELS: dict[ChannelName, Sentence] = {
    "occasional": Sentence("channels.occasional", "occasionally"),
    "licensed": Sentence("channels.licensed", "with a licence"),
    "group": Sentence("channels.group", "within a group"),
    "secondary_job": Sentence("channels.secondary_job", "by a second job"),
}
_NONE = Sentence(
    "channels",
    "Worker {worker:worker} has shift {shift:shift}, but there is no channel from {lender:company} to "
    "{borrower:company}: {lacking:and}.",
)
_DAYS = Sentence(
    "channels.days",
    "Worker {worker:worker} is lent {channel} on {n:count} day of the plan; the limit is {limit:count}.",
    "Worker {worker:worker} is lent {channel} on {n:count} days of the plan; the limit is {limit:count}.",
)
_HOURS = Sentence(
    "channels.hours",
    "Worker {worker:worker} is lent {channel} for {hours:number} h in week {week} of {year}; the limit is "
    "{limit:amount} h.",
)
_MAY = Sentence(
    "channels.wants",
    "may be lent to {borrower:company} {channels:or}",
    "may be lent to {borrower:company} {channels:or}",
)


class Channel(Record):
    """A way of lending and its price, in cents a secondment or an hour, see `Channels.per`.

    ``max_days`` are local days of the plan on which a person has shifts by it, ``max_hours_per_week`` a person's hours
    by it from Monday to Sunday; a shift counts on its first day.
    """

    name: ChannelName
    cents: Cents = 0
    max_days: Annotated[Whole, Field(ge=1, le=366, description="days of the plan")] | None = None
    max_hours_per_week: Hours | None = None

    if TYPE_CHECKING:

        def __init__(self, *, name: ChannelName, **options: Unpack[rule_signatures.ChannelOptions]) -> None: ...


_ALL = (
    Channel(name="group"),
    Channel(name="licensed"),
    Channel(name="occasional"),
    Channel(name="secondary_job"),
)


class Channels(ScopedRule):
    """Nobody is lent without a channel: the cheapest of ``channels`` that is open for the job, the first of equals.

    For worker w of a and a job of b, ``occasional`` is open if w was not hired for lending, ``group`` if besides a and
    b are of one ``corporate_group``, ``licensed`` if a's ``licence_until`` is no earlier than the last local day of the
    job's last shift, ``secondary_job`` if b is one of w's ``second_jobs``. So the channel k(w, j) follows from the pair
    alone, and pairs without one are excluded. Shifts that a licence does not reach have another channel than those
    before.

    Adds to `Cost` ``cents_k · z_wbk`` for each secondment, with z_wbk = 1 iff w has any job of b by k, ``x_wj <=
    z_wbk``, or ``cents_k · h_j · x_wj`` for each hour. For each w and k: ``Σ_t v_wkt <= max_days``, v_wkt = 1 iff w has
    any shift by k on day t, and ``Σ_j h_j x_wj <= max_hours_per_week`` over the jobs by k in each ISO week; a shift
    counts on its first day. Nobody goes over to a dearer channel because of a limit: give the dearer one alone, in a
    rule for these people.

    Source: licence, § 1 (1) AÜG; within a group, § 1 (3) no. 2; occasionally, no. 2a, both for people not hired and
    employed in order to be lent. The law does not say how often is occasional. A contract with the
    borrower itself is no lending; hours of both jobs are added up, § 2 (1) ArbZG.

    Example: "Worker 'w' has shift 's', but there is no channel from 'lender' to 'borrower': 'lender' has no licence and
    'lender' and 'borrower' are of no common group."
    """

    kind: Literal["channels"] = "channels"
    tied_by = "worker"
    channels: Annotated[tuple[Channel, ...], Field(min_length=1, description="name, cents, limits")] = _ALL
    per: Annotated[Literal["secondment", "hour"], Field(description="what `cents` of a channel are for")] = "secondment"

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[rule_signatures.ChannelsOptions]) -> None: ...

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if len({one.name for one in self.channels}) < len(self.channels):
            raise PydanticCustomError("repeated_channel", "names a channel twice; name it once")
        return self

    @property
    def cheapest_first(self) -> tuple[Channel, ...]:
        return tuple(sorted(self.channels, key=lambda one: one.cents))

    def of(self, scenario: Scenario, worker: Worker, demand: Demand, shift: Shift) -> Channel | None:
        """The channel by which a person has a shift; None if there is none. Whoever it is about."""
        told = self._lacking(scenario, worker, demand, shift)
        return next((one for one in self.cheapest_first if told(one) is None), None)

    def _lacking(
        self, scenario: Scenario, worker: Worker, demand: Demand, shift: Shift
    ) -> Callable[[Channel], Message | None]:
        """What keeps a person from having a shift by a channel; None if it is open."""
        lender, borrower = scenario.company(worker.company), scenario.company(demand.company)
        last = _last_day(scenario, demand, shift)
        return lambda channel: lacking(channel.name, lender, borrower, worker, last)

    def keep(self, pairs: Pairs) -> Mask:
        channel = self._channel(pairs)
        shut = channel < 0
        for number, one in enumerate(self.cheapest_first):
            shut |= (channel == number) & self._beyond_alone(pairs, one)
        return pairs.without(self.in_scope(pairs, pairs.where(shut)))

    def _beyond_alone(self, pairs: Pairs, channel: Channel) -> Mask:
        """The pairs that by themselves are beyond the limits of a channel."""
        beyond = np.zeros(len(pairs), bool)
        if channel.max_days is not None:
            beyond |= pairs.commute_days > channel.max_days
        if channel.max_hours_per_week is not None and len(pairs):
            weeks = pairs.spans.by("pair", "week")
            beyond[weeks["pair"][weeks.total("minutes") > minutes_of(channel.max_hours_per_week)]] = True
        return beyond

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        spans, channel = self.in_scope(pairs, pairs.spans), self._channel(pairs)
        for number, one in enumerate(self.cheapest_first):
            mine = spans.where(channel[spans["pair"]] == number)
            if one.max_days is not None:
                yield mine.by("worker", "day").any(variables).by("worker").count() <= one.max_days
            if one.max_hours_per_week is not None:
                yield mine.by("worker", "week").sum("minutes") <= minutes_of(one.max_hours_per_week)

    def charges(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        lent = self.in_scope(pairs, pairs.relation.assign(channel=self._channel(pairs)))
        cents = np.array([*(one.cents for one in self.cheapest_first), 0], np.int64)
        if self.per == "hour":
            return lent.sum(cents[lent["channel"]] * lent["minutes"])
        lent = lent.where(cents[lent["channel"]] > 0)
        used = lent.by("worker", "borrower", "channel").any(variables)
        return used.sum(cents[used["channel"]] * 60)

    def _channel(self, pairs: Pairs) -> Int:
        """For each pair the place of its channel among the cheapest first, -1 where there is none."""
        found = np.full(len(pairs), -1, np.int64)
        for number, one in reversed(list(enumerate(self.cheapest_first))):
            found[admissible(pairs, one.name)] = number
        return found

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for roster in self.selected(scenario, plan).rosters(scenario).values():
            worker = roster[0].worker
            days, weeks = defaultdict[ChannelName, set[date]](set), defaultdict[tuple[ChannelName, date], int](int)
            for duty in roster:
                channel = self.of(scenario, worker, duty.demand, duty.shift)
                if channel is None:
                    yield self._without(scenario, worker, duty.demand, duty.shift)
                    continue
                day = scenario.local(duty.shift.start).date()
                days[channel.name].add(day)
                weeks[channel.name, day - timedelta(days=day.weekday())] += duty.minutes
            yield from self._beyond(worker.id, days, weeks)

    def _beyond(
        self, worker: str, days: dict[ChannelName, set[date]], weeks: dict[tuple[ChannelName, date], int]
    ) -> Iterator[Violation]:
        limits = {one.name: one for one in self.channels}
        for name, used in days.items():
            limit, channel = limits[name].max_days, CHANNELS[name]()
            if limit is not None and (excess := len(used) - limit) > 0:
                said = _DAYS(worker=worker, channel=channel, n=len(used), limit=limit)
                yield Violation(self.kind, said, excess, "days", (worker,))
        for (name, monday), minutes in weeks.items():
            hours, channel = limits[name].max_hours_per_week, CHANNELS[name]()
            if hours is not None and (excess := minutes - minutes_of(hours)) > 0:
                year, week, _ = monday.isocalendar()
                when = {"week": week, "year": year}
                said = _HOURS(worker=worker, channel=channel, hours=minutes / 60, limit=hours, **when)
                yield Violation(self.kind, said, excess, "min", (worker,))

    def _without(self, scenario: Scenario, worker: Worker, demand: Demand, shift: Shift) -> Violation:
        said = map(self._lacking(scenario, worker, demand, shift), self.channels)
        named = tuple(dict.fromkeys(one for one in said if one is not None))
        parties = {"lender": worker.company, "borrower": demand.company}
        told = _NONE(worker=worker.id, shift=shift.id, **parties, lacking=named)
        return Violation(self.kind, told, 1, "pairs", (worker.id, shift.id))

    def charge(self, scenario: Scenario, plan: Plan) -> int:
        total, used = 0, dict[tuple[str, str, str], int]()
        for worker, demand, shift, minutes, *_ in self.selected(scenario, plan).duties(scenario):
            if (one := self.of(scenario, worker, demand, shift)) is not None:
                total += one.cents * minutes
                used[worker.id, demand.company, one.name] = one.cents * 60
        return total if self.per == "hour" else sum(used.values())

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        names = [one.name for one in self.channels]
        if names == ["licensed"] and scenario.companies and not any(one.licence_until for one in scenario.companies):
            yield InputIssue("no_channel", path, refusals.NO_LICENCE(), refusals.NO_LICENCE_ADVICE())

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _MAY(borrower=demand.company, channels=tuple(CHANNELS[one.name]() for one in self.channels))


def _last_day(scenario: Scenario, demand: Demand, shift: Shift) -> date:
    """The local day on which the last of the shifts ends that are taken together; midnight ends the day before it."""
    end = max(one.end for one in demand.held_with(shift))
    return scenario.local(end - timedelta(minutes=1)).date()
