"""Ways between the sites of one local day, in the user's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from staffmatch.constraints.shared.sites import way_between
from staffmatch.domain.plan import Duty
from staffmatch.domain.travel import UNREACHABLE
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Location, PastShift, Scenario, Worker, WorkTime

_WITH_WAYS = Sentence("hours.with_ways", "{window} with {n:count} min between sites")


class Stop(NamedTuple):
    """A piece of work of which some minutes count; one at home has no name."""

    start: datetime
    end: datetime
    name: str
    at: Location | None


def stops_at_home(scenario: Scenario, worker: Worker, work: Iterable[WorkTime]) -> list[Stop]:
    """Those of home shifts, at the employer, and of past shifts, at their company."""
    return [
        Stop(
            shift.start,
            shift.end,
            "",
            scenario.base_of(shift.company if isinstance(shift, PastShift) else worker.company),
        )
        for shift in work
        if shift.counted_minutes
    ]


def stops_of(scenario: Scenario, roster: Sequence[Duty]) -> list[Stop]:
    return [
        Stop(duty.shift.start, duty.shift.end, duty.shift.id, scenario.site_of(duty.demand))
        for duty in roster
        if duty.counted
    ]


def ways(scenario: Scenario, stops: Iterable[Stop]) -> Iterator[tuple[date, Stop, Stop, int]]:
    """The ways between each two stops in a row of one local day, in minutes; none where there is no way."""
    zone = ZoneInfo(scenario.timezone)

    def day(stop: Stop) -> date:
        return stop.start.astimezone(zone).date()

    for when, held in groupby(sorted(stops, key=lambda stop: stop[:3]), day):
        for one, other in pairwise(held):
            minutes = way_between(scenario, one.at, other.at)
            if 0 < minutes < UNREACHABLE:
                yield when, one, other, minutes


def minutes_by_day(scenario: Scenario, stops: Iterable[Stop]) -> Counter[date]:
    total = Counter[date]()
    for day, _, _, minutes in ways(scenario, stops):
        total[day] += minutes
    return total


def minutes_more(scenario: Scenario, roster: Sequence[Duty], work: Iterable[WorkTime]) -> dict[date, int]:
    """By how much the lent work of somebody with such work at home makes the ways of each day longer."""
    home = stops_at_home(scenario, roster[0].worker, work)
    more = minutes_by_day(scenario, [*stops_of(scenario, roster), *home])
    more.subtract(minutes_by_day(scenario, home))
    return {day: minutes for day, minutes in more.items() if minutes}


def with_ways_said(window: Message, minutes: int) -> Message:
    """A window in words, with the minutes of ways that count in it."""
    return _WITH_WAYS(window=window, n=minutes) if minutes > 0 else window
