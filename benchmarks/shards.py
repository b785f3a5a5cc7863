"""``python -m benchmarks shards``: a market whose pairs are in no one process, priced and planned in shards."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

import numpy as np

from benchmarks.families.scenes import MONDAY
from benchmarks.machine import commit, machine
from staffmatch import Company, Demand, Event, Location, Scenario, Shift, Solution, TimeWindow, Worker, solve
from staffmatch.constraints import Availability, Commute, ConsentRule, Coverage, DailyRest, HorizonHours, Skills
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.objectives import CommuteMinutes, EmptySeats

_DAYS, _CAP_HOURS, _REST_HOURS, _PENALTY = 14, 24, 11, 200
_STARTS = (6, 14, 22)
_KM_PER_DEGREE = 111.2
_HEAD = (
    "people",
    "shifts",
    "pairs",
    "shards of",
    "processes",
    "value",
    "bound",
    "gap",
    "empty",
    "s",
    "peak MB",
    "of a worker",
)


def market(workers: int, shifts: int, skills: int, seed: int) -> Scenario:
    """People and shifts around one centre, as in the family ``lending-shifts``, by rules and not by a list of pairs:
    two skills a worker, three kinds of shift, 60 % of the days free, 24 h in all, 11 h of rest."""
    rng = np.random.default_rng(seed)
    homes, sites = rng.normal(0, 10, (workers, 2)), rng.normal(0, 8, (max(10, shifts // 40), 2))
    has, free = rng.integers(0, skills, (workers, 2)), rng.random((workers, _DAYS)) < 0.6
    place, needs = rng.integers(0, len(sites), shifts), rng.integers(0, skills, shifts)
    day, start = rng.integers(0, _DAYS, shifts), rng.integers(0, len(_STARTS), shifts)
    days = [
        TimeWindow(start=MONDAY + timedelta(days=n), end=MONDAY + timedelta(days=n + 1, hours=7)) for n in range(_DAYS)
    ]
    spots = [_spot(*site) for site in sites.tolist()]
    return Scenario(
        timezone="UTC",
        companies=(Company(id="lender"), Company(id="borrower")),
        workers=tuple(
            Worker(
                id=f"w{n:07}",
                company="lender",
                home=_spot(*homes[n].tolist()),
                skills={f"k{k}": 3 for k in sorted(set(has[n].tolist()))},
                availability=tuple(days[d] for d in np.flatnonzero(free[n]).tolist()),
                max_commute_minutes=30,
                consent="accepted",
            )
            for n in range(workers)
        ),
        demands=tuple(
            Demand(
                id=f"d{n:07}",
                company="borrower",
                location=spots[place[n]],
                skills={f"k{needs[n]}": 2},
                shifts=(_shift(n, 24 * int(day[n]) + _STARTS[start[n]]),),
            )
            for n in range(shifts)
        ),
        rules=(
            ConsentRule(),
            Skills(),
            Commute(),
            Availability(),
            DailyRest(hours=_REST_HOURS),
            HorizonHours(hours=_CAP_HOURS),
            Coverage(),
        ),
        tiers=((EmptySeats(weight=_PENALTY), CommuteMinutes()),),
    )


def _spot(east: float, north: float) -> Location:
    """Kilometres from the centre as degrees."""
    return Location(lat=round(53.55 + north / _KM_PER_DEGREE, 4), lon=round(9.99 + east / (_KM_PER_DEGREE * 0.594), 4))


def _shift(number: int, hour: int) -> Shift:
    start = MONDAY + timedelta(hours=hour)
    return Shift(id=f"s{number:07}", start=start, end=start + timedelta(hours=8))


def report(
    sizes: tuple[int, int, int], seed: int, time_limit: float | None, processes: int, pairs: int
) -> Iterator[str]:
    """The events as they come, and a row of a table."""
    people, shifts, skills = sizes
    scenario = market(people, shifts, skills, seed)
    told: list[Event] = []
    began = time.perf_counter()
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))
    with using(SearchParams.of({"shards": {"pairs": pairs}})), pool:
        solution = solve(scenario, executor=pool, time_limit=time_limit, on_event=told.append)
    seconds = time.perf_counter() - began
    for event in told:
        if event.value is not None or event.bound is not None:
            yield f"{event.seconds:8.1f} s  {event.phase:10} value {event.value}, bound {event.bound}"
    yield from (f"fault: {fault}" for fault in solution.termination.faults)
    yield f"| {' | '.join(_HEAD)} |\n|{'---|' * len(_HEAD)}"
    yield f"| {' | '.join(_row(solution, sizes, pairs, processes, seconds))} |"
    where = ", ".join(f"{key} {value}" for key, value in machine().items())
    yield f"\nseed {seed}, commit {commit()}; {where}."


def _row(solution: Solution, sizes: tuple[int, int, int], pairs: int, processes: int, seconds: float) -> Iterator[str]:
    tier = solution.tiers[0]
    own, worker = (resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    numbers = (*sizes[:2], solution.termination.pairs or 0, pairs, processes)
    yield from (f"{number:,}" for number in numbers)
    yield f"{tier.value:,.0f}"
    yield "none" if tier.certified is None else f"{tier.certified:,.0f}"
    yield "" if tier.gap is None else f"{100 * tier.gap:.2f} %"
    yield f"{sum(shortage.missing for shortage in solution.shortages):,}"
    yield from (f"{number:,.0f}" for number in (seconds, own, worker))
