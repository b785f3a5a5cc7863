"""Correct solutions, and ways to spoil one in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import staffmatch as sm
from staffmatch.constraints import DEFAULT_RULES, PartnershipCost
from staffmatch.result.solution import Solution
from tests.builders import HARBOUR, company, demand, scenario, shift, worker

Spoilt = Callable[[Solution], Solution]


@cache
def mixed() -> Solution:
    """Five assignments, two partnerships of which one is new, one shift short."""
    needs = [
        demand(
            "d", shift("a", 6, "08:00-16:00"), shift("b", 7, "08:00-16:00", pause=30), headcount=2, location=HARBOUR
        ),
        demand("e", shift("x", 8, "08:00-12:00"), skills={"cook": 2}, headcount=3),
    ]
    people = [
        worker("ann", home=sm.Location(lat=53.56, lon=9.9), pay_cents_per_hour=1333, skills={"cook": 3}),
        worker("bob", company="third", pay_cents_per_hour=1250),
        worker("eva", company="borrower"),
        worker("sam", consent="declined", skills={"cook": 5}),
    ]
    companies = [company("lender", "borrower"), company("borrower")]
    return sm.solve(scenario(people, needs, [*DEFAULT_RULES, PartnershipCost(cents=999)], companies))


@cache
def throughout() -> Solution:
    """One person has to do both shifts, and the pair table counts its own hours."""
    need = demand("d", shift("a", 6, "08:00-16:00"), shift("b", 7, "08:00-16:00"), same_worker=True)
    table = sm.PairTable(workers=("w", "v"), demands=("d", "d"), hours=(6.0, 7.0))
    people = [worker(pay_cents_per_hour=1000), worker("v", pay_cents_per_hour=1000)]
    return sm.solve(scenario(people, [need], pair_table=table))


def changed(field: str, at: int, **changes: Any) -> Spoilt:
    """One record of one table with other values."""

    def spoil(solution: Solution) -> Solution:
        records = list(getattr(solution, field))
        records[at] = records[at].model_copy(update=changes)
        return solution.model_copy(update={field: tuple(records)})

    return spoil


def dropped(field: str, at: int) -> Spoilt:
    def spoil(solution: Solution) -> Solution:
        records = getattr(solution, field)
        return solution.model_copy(update={field: records[:at] + records[at + 1 :]})

    return spoil


def repeated(field: str, at: int, **changes: Any) -> Spoilt:
    """One record once more, perhaps with other values."""

    def spoil(solution: Solution) -> Solution:
        records = getattr(solution, field)
        return solution.model_copy(update={field: (*records, records[at].model_copy(update=changes))})

    return spoil


def reason(**changes: Any) -> Spoilt:
    """The first shortage for another reason."""

    def spoil(solution: Solution) -> Solution:
        other = solution.shortages[0].reason.model_copy(update=changes)
        return changed("shortages", 0, reason=other)(solution)

    return spoil


def ended(reason: str) -> Spoilt:
    return lambda solution: solution.model_copy(
        update={"termination": solution.termination.model_copy(update={"reason": reason})}
    )


def with_fields(**changes: Any) -> Spoilt:
    return lambda solution: solution.model_copy(update=changes)


# Which rule a violation is of, and what is counted.
COUNTED = {("figures", "figures"), ("pins", "pins"), ("plan", "ids"), ("plan", "assignments")}
COUNTED |= {("coverage", "people"), ("partners", "pairs"), ("consent", "pairs")}
