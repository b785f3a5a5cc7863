"""What an implied skill and a course of two days are worth on a city of spring 2020: covered hours and euros of the
best plans with and without them.

The course takes Monday and Tuesday, the first days of the plan, from 9 to 15 at a school in the middle of the city; who
is on it is paid as for work and paid for. Every hour counts as one, whatever its priority.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks.machine import commit, machine
from staffmatch import Company, Demand, Location, Scenario, TimeWindow, hamburg, solve
from staffmatch.result.solution import Solution

# A Monday.
START = date(2020, 4, 6)
# Workers, seats, days.
SIZES = (400, 400, 14)
_SEATS, _CENTS = 20, 30_000
_SCHOOL = Location(lat=53.5530, lon=10.0063)
_NONE, _IMPLIED, _COURSE = "nobody stands in", "similar occupations stand in", "course"
_HEAD = ("choice", "covered hours", "no plan covers more than", "beside", "hours more")
_COSTS = ("euros", "people on the course", "hours more for each of them", "seconds")


class Choice(NamedTuple):
    """Whether similar occupations stand in, ``only`` those of some holders, and in what a course is held at which
    level; ``beside`` names the choice that it is set beside."""

    name: str
    beside: str
    stand_in: bool = False
    only: str | None = None
    course: tuple[str, int] | None = None


CHOICES = (
    Choice(_NONE, _NONE),
    Choice("cabin crew stand in", _NONE, True, "cabin crew"),
    Choice("waiters stand in", _NONE, True, "waiter"),
    Choice("course for nursing assistants", _NONE, course=("nursing assistant", 3)),
    Choice("course for order pickers", _NONE, course=("order picker", 1)),
    Choice(_IMPLIED, _NONE, True),
    Choice("they do, and a course for nursing assistants", _IMPLIED, True, course=("nursing assistant", 3)),
    Choice("they do, and a course for freight handlers", _IMPLIED, True, course=("freight handler", 1)),
)


def city(workers: int, seats: int, days: int, seed: int) -> Scenario:
    """Hamburg, in which every hour counts as one."""
    made = hamburg.scenario(workers=workers, seats=seats, days=days, seed=seed, start=START)
    return made.replace(demands=tuple(demand.replace(priority=1) for demand in made.demands))


def under(scenario: Scenario, choice: Choice) -> Scenario:
    """The city with the choice."""
    kept = tuple(skill for skill in scenario.skills if choice.stand_in and choice.only in (None, skill.id))
    changed = scenario.replace(skills=kept)
    if choice.course is None:
        return changed
    skill, level = choice.course
    zone, opens, closes = ZoneInfo(scenario.timezone), time(9), time(15)
    days = [START + timedelta(days=number) for number in range(2)]
    sessions = [
        TimeWindow(start=datetime.combine(day, opens, zone), end=datetime.combine(day, closes, zone)) for day in days
    ]
    school = Company(id="school", sector="P", location=_SCHOOL)
    course = Demand.training(_COURSE, "school", {skill: level}, sessions, seats=_SEATS, cents_per_person=_CENTS)
    return changed.adding(companies=[school], demands=[course])


def measured(scenario: Scenario, time_limit: float, threads: int | None, seed: int) -> Iterator[str]:
    """The lines of a markdown table, one for each choice."""
    found: dict[str, Solution] = {}
    asked = sum(demand.headcount * shift.minutes for demand in scenario.demands for shift in demand.shifts) / 60
    head = (*_HEAD, *_COSTS)
    yield f"| {' | '.join(head)} |\n|{'---|' * len(head)}"
    for choice in CHOICES:
        case = solve(under(scenario, choice), time_limit=time_limit, threads=threads, seed=seed)
        found[choice.name], beside = case, found.get(choice.beside, case)
        hours, euros = case.tiers[0], case.tiers[1]
        more = beside.tiers[0].value - hours.value
        pupils = _pupils(case)
        cells = (
            choice.name,
            f"{asked - hours.value:,.1f}",
            "–" if hours.bound is None else f"{asked - hours.bound:,.1f}",
            choice.beside if choice.name != choice.beside else "",
            f"{more:+,.1f}" if choice.name != choice.beside else "",
            f"{euros.value:,.0f}",
            str(pupils) if choice.course else "",
            f"{more / pupils:,.1f}" if pupils else "",
            f"{case.termination.seconds:.1f}",
        )
        yield f"| {' | '.join(cells)} |"


def _pupils(solution: Solution) -> int:
    return len({one.worker for one in solution.assignments if one.demand == _COURSE})


def report(sizes: tuple[int, int, int], seed: int, time_limit: float, threads: int | None) -> Iterator[str]:
    """The table, and where it comes from; ``sizes`` are workers, seats and days."""
    yield from measured(city(*sizes, seed), time_limit, threads, seed)
    made = "{:,} workers, {:,} seats, {} days".format(*sizes)
    where = ", ".join(f"{key} {value}" for key, value in machine().items())
    yield f"\nhamburg, {made} from {START}, seed {seed}, {time_limit:g} s a line, commit {commit()}; {where}."
