"""How a plan's work is shared: among those who are lent, and between companies that give and take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import get_args

from staffmatch.domain.plan import Duty
from staffmatch.messages.names import name_of, names_of
from staffmatch.models import Scenario
from staffmatch.objectives.shared.share import Counting, Share
from staffmatch.result.solution import Solution

BIN_HOURS = 8
# The last bin has everything beyond it.
LAST_HOURS_BIN = 10


@dataclass(frozen=True)
class Shared:
    """What those who are lent have of something, in hours or in numbers: the least, the middle, the most."""

    count: Counting
    people: int
    least: float
    median: float
    most: float


@dataclass(frozen=True)
class GiveAndTake:
    """Minutes that a company lends and borrows, its people and how many of them are lent, and its seats."""

    company: str
    people: int
    lent_people: int
    lent: int
    borrowed: int
    seats: int
    filled: int

    @property
    def balance(self) -> int:
        """Minutes lent less minutes borrowed."""
        return self.lent - self.borrowed


@dataclass(frozen=True)
class Fairness:
    """``bins[k]`` counts people with 8 k to below 8 (k + 1) hours, the last without end."""

    shared: tuple[Shared, ...]
    bins: tuple[int, ...]
    companies: tuple[GiveAndTake, ...]


def fairness(solution: Solution, duties: Sequence[Duty]) -> Fairness:
    """Of a solution that is attached to its scenario; all empty if nobody is lent."""
    scenario, plan = solution.scenario, solution.plan
    shared, hours = [], Counter[str]()
    for count in get_args(Counting):
        amounts, having = Share(count=count).amounts(scenario, plan)
        if having:
            steps = 60 if count == "hours" else 1
            held = sorted(amounts[worker] / steps for worker in having)
            shared.append(Shared(count, len(held), held[0], median(held), held[-1]))
        if count == "hours":
            hours.update({worker: amounts[worker] for worker in having})
    binned = Counter(min(minutes // (60 * BIN_HOURS), LAST_HOURS_BIN) for minutes in hours.values())
    bins = tuple(binned[k] for k in range(max(binned, default=-1) + 1))
    return Fairness(tuple(shared), bins, _companies(scenario, duties))


def _companies(scenario: Scenario, duties: Sequence[Duty]) -> tuple[GiveAndTake, ...]:
    """Those that lend, borrow or ask for people, the largest balance first."""
    people = Counter(worker.company for worker in scenario.workers)
    lent, borrowed, seats, filled = (Counter[str]() for _ in range(4))
    lending: dict[str, set[str]] = {}
    crew = Counter(duty.shift.id for duty in duties)
    for duty in duties:
        lent[duty.worker.company] += duty.minutes
        borrowed[duty.demand.company] += duty.minutes
        lending.setdefault(duty.worker.company, set()).add(duty.worker.id)
    for demand in scenario.demands:
        # On trainings nobody is missing.
        for shift in demand.shifts if demand.needed else ():
            seats[demand.company] += demand.headcount
            filled[demand.company] += min(demand.needed, crew[shift.id])
    names = names_of(scenario)
    found = (
        GiveAndTake(
            company=name_of(names, "company", one),
            people=people[one],
            lent_people=len(lending.get(one, ())),
            lent=lent[one],
            borrowed=borrowed[one],
            seats=seats[one],
            filled=filled[one],
        )
        for one in sorted({*lent, *borrowed, *seats})
    )
    return tuple(sorted(found, key=lambda one: (-abs(one.balance), one.company)))
