"""Ids in a solution that its scenario does not have, checked once when the solution is attached to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from staffmatch.errors import InputIssue, near_or
from staffmatch.models import Scenario
from staffmatch.records.accessors import shift_positions
from staffmatch.records.changes import UNKNOWN
from staffmatch.result import refusals

if TYPE_CHECKING:
    from staffmatch.result.solution import Solution

# The fields of a solution that list records, and the kinds of ids in them.
_NAMED = {
    "assignments": {
        "worker": "workers",
        "demand": "demands",
        "shift": "shifts",
        "lender": "companies",
        "borrower": "companies",
    },
    "shortages": {"demand": "demands", "shift": "shifts"},
    "partnerships": {"lender": "companies", "borrower": "companies"},
    "conflicts": {"worker": "workers", "shift": "shifts"},
}
_ONE = {"companies": "company", "workers": "worker", "demands": "demand", "shifts": "shift"}


def unknown_ids(scenario: Scenario, solution: Solution) -> Iterator[InputIssue]:
    """A problem for every unknown id of a worker, shift, demand or company, and for every shift listed with another
    demand."""
    places = shift_positions(scenario)
    known: dict[str, Collection[str]] = {"shifts": places.keys()}
    known |= {name: set(scenario.ids(name)) for name in ("companies", "workers", "demands")}
    strange = False
    for listed, fields in _NAMED.items():
        records: Sequence[Any] = getattr(solution, listed)
        for field, kind in fields.items():
            if not {getattr(record, field) for record in records} <= known[kind]:  # type: ignore[operator]
                strange = True
                yield from _unknown(records, listed, field, kind, known[kind])
    if not strange:
        yield from _misplaced_shifts(scenario, solution)


def _unknown(
    records: Sequence[Any], listed: str, field: str, kind: str, known: Collection[str]
) -> Iterator[InputIssue]:
    for place, record in enumerate(records):
        name = getattr(record, field)
        if name not in known:
            advice = near_or(name, known, refusals.OTHER_SOLUTION_ADVICE())
            text = UNKNOWN[_ONE[kind]](name=name)
            yield InputIssue(f"unknown_{_ONE[kind]}", f"{listed}[{place}].{field}", text, advice, (name,))


def _misplaced_shifts(scenario: Scenario, solution: Solution) -> Iterator[InputIssue]:
    """Shifts that do not belong to the demand listed with them."""
    places, demands = shift_positions(scenario), scenario.ids("demands")
    for listed in ("assignments", "shortages"):
        for place, record in enumerate(getattr(solution, listed)):
            own = demands[places[record.shift][0]]
            if own != record.demand:
                text = refusals.OTHER_DEMAND(shift=record.shift, own=own, demand=record.demand)
                path, ids = f"{listed}[{place}].demand", (record.demand, record.shift)
                yield InputIssue("other_demand", path, text, refusals.OTHER_SOLUTION_ADVICE(), ids)
