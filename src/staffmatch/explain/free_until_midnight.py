"""Shifts that run past the midnight at which the availability of too many people ends: an export of days ends there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.arrays import Int
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Worker
from staffmatch.records.sequence import Records

# Shifts that are named.
_NAMED = 8

_UNTIL = Sentence(
    "plausibility.free_until_midnight",
    "{n:count} person is free only until the end of {day:day}, when the availability in the scenario ends, and "
    "{shifts:list} would need them longer: write their availability to {next:day}.",
    "{n:count} people are free only until the end of {day:day}, when the availability in the scenario ends, and "
    "{shifts:list} would need them longer: write their availability to {next:day}.",
)
_RUNS = Sentence("plausibility.runs_to", "{shift:shift} (to {end:moment})")
_MORE = Sentence(
    "plausibility.more_shifts",
    "{n:count} more shift",
    "{n:count} more shifts",
)


def free_until_midnight(
    scenario: Scenario, workers: Records[Worker], demands: Records[Demand]
) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """Of the midnights at which somebody's availability ends, the one of most people: who is free until then, and the
    shifts that run past it and have fewer people free throughout than they need; with the ids of those people."""
    shifts, windows = demands.inner("shifts"), workers.inner("availability")
    if not len(shifts) or not len(windows):
        return
    zone = ZoneInfo(scenario.timezone)
    opens, closes, owner = windows.number("start"), windows.number("end"), workers.several("availability").owners
    until = np.full(len(workers), -1)
    np.maximum.at(until, owner, closes)
    ends, counts = np.unique(until[until >= 0], return_counts=True)
    last = next((end for end in ends[np.argsort(-counts, kind="stable")].tolist() if _midnight(end, zone)), None)
    if last is None:
        return
    later = closes > last
    opens_later, closes_later, owner_later = opens[later], closes[later], owner[later]
    start, end = shifts.number("start"), shifts.number("end")
    # On trainings nobody is missing.
    needed = np.where(demands.number("grants") > 0, 0, demands.number("headcount"))[demands.several("shifts").owners]
    over = [
        shift
        for shift in np.flatnonzero((start < last) & (end > last)).tolist()
        if len(np.unique(owner_later[(opens_later <= start[shift]) & (closes_later >= end[shift])])) < needed[shift]
    ]
    if over:
        here = (closes == last) & (opens <= int(start[over].max())) & (until[owner] == last)
        if len(who := np.unique(owner[here])):
            yield _told(workers, demands, over, who, last, zone)


def _midnight(minutes: int, zone: ZoneInfo) -> bool:
    return datetime.fromtimestamp(minutes * 60, zone).time() == time()


def _told(
    workers: Records[Worker], demands: Records[Demand], over: Sequence[int], who: Int, last: int, zone: ZoneInfo
) -> tuple[Message, tuple[str, ...]]:
    shifts, ids = demands.inner("shifts"), workers.single("id").listed()
    names, ends = shifts.single("id").listed(), shifts.number("end")
    found = sorted((names[place], int(ends[place])) for place in over)
    said: list[Message] = [
        _RUNS(shift=name, end=datetime.fromtimestamp(end * 60, zone).isoformat()) for name, end in found[:_NAMED]
    ]
    if len(found) > _NAMED:
        said.append(_MORE(n=len(found) - _NAMED))
    after: date = datetime.fromtimestamp(last * 60, zone).date()
    day = after - timedelta(days=1)
    message = _UNTIL(n=len(who), day=day.isoformat(), next=after.isoformat(), shifts=tuple(said))
    return message, tuple(sorted(ids[place] for place in who.tolist()))
