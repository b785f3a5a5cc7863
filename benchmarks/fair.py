"""What fairness costs on a city of spring 2020: covered hours, euros and who has what, by plans that are fair in one
way or another.

Every hour counts as one, whatever its priority. Loads are told of the plan, not of what each choice minimises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from benchmarks.machine import commit, machine
from staffmatch import Scenario, hamburg, solve
from staffmatch.objectives import (
    CompanyShare,
    Cost,
    MaxLoad,
    Share,
    Spread,
    SpreadOfHours,
    UncoveredHours,
    leximin,
)
from staffmatch.objectives.shared.share import AnyShare
from staffmatch.records.bases import Term
from staffmatch.result.solution import Solution

# A Monday.
START = date(2020, 4, 6)
# Workers, seats, days.
SIZES = (150, 120, 7)
LENT, FILLED = CompanyShare(of="lenders"), CompanyShare(of="borrowers", count="filled")
_HEAD = ("choice", "covered hours", "euros", "lent hours of a lender", "hours of a person at work")
_HOW = ("filled seats of a borrower", "proven", "seconds")


class Choice(NamedTuple):
    """What is minimised after uncovered hours and before cost."""

    name: str
    tiers: tuple[Sequence[Term], ...]


CHOICES = (
    Choice("nothing is shared out", ()),
    Choice("the lender with the most lends as little as can be", ([MaxLoad(of=LENT)],)),
    Choice("the spread of lenders", ([Spread(of=LENT)],)),
    Choice("leximin of lenders, in steps of 16 h", (leximin(LENT, step=16),)),
    Choice("the spread of the hours of people at work", ([SpreadOfHours(among="used")],)),
    Choice("leximin of borrowers' filled seats, in steps of 5 %", (leximin(FILLED, step=5),)),
)


def city(workers: int, seats: int, days: int, seed: int) -> Scenario:
    """Hamburg, in which every hour counts as one."""
    made = hamburg.scenario(workers=workers, seats=seats, days=days, seed=seed, start=START)
    return made.replace(demands=tuple(demand.replace(priority=1) for demand in made.demands))


def measured(scenario: Scenario, time_limit: float, threads: int | None, seed: int) -> Iterator[str]:
    """The lines of a markdown table, one for each choice."""
    asked = sum(demand.headcount * shift.minutes for demand in scenario.demands for shift in demand.shifts) / 60
    head = (*_HEAD, *_HOW)
    yield f"| {' | '.join(head)} |\n|{'---|' * len(head)}"
    for choice in CHOICES:
        fair = scenario.replace(tiers=[[UncoveredHours()], *choice.tiers, [Cost()]])
        case = solve(fair, time_limit=time_limit, threads=threads, seed=seed)
        proven = sum(tier.gap == 0 for tier in case.tiers)
        cells = (
            choice.name,
            f"{asked - case.tiers[0].value:,.1f}",
            f"{case.tiers[-1].value:,.0f}",
            _range(LENT, case),
            _range(Share(), case, used=True),
            _range(FILLED, case),
            f"{proven} of {len(case.tiers)} tiers",
            f"{case.termination.seconds:.1f}",
        )
        yield f"| {' | '.join(cells)} |"


def _range(share: AnyShare, solution: Solution, *, used: bool = False) -> str:
    """The least and the most that anybody has."""
    loads = [float(load / share.per_unit) for load in share.loads(solution.scenario, solution.plan, used=used).values()]
    return f"{min(loads, default=0):g} to {max(loads, default=0):g}"


def report(sizes: tuple[int, int, int], seed: int, time_limit: float, threads: int | None) -> Iterator[str]:
    """The table, and where it comes from; ``sizes`` are workers, seats and days."""
    yield from measured(city(*sizes, seed), time_limit, threads, seed)
    made = "{:,} workers, {:,} seats, {} days".format(*sizes)
    where = ", ".join(f"{key} {value}" for key, value in machine().items())
    yield f"\nhamburg, {made} from {START}, seed {seed}, {time_limit:g} s a line, commit {commit()}; {where}."
