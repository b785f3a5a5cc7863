"""A smaller scenario that fails in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import staffmatch as sm
from staffmatch.errors import InputError

Fails = Callable[[sm.Scenario], bool]
Found = dict[str, Any]

_LISTS = ("rules", "workers", "demands", "pins", "tiers", "companies", "skills")
# What a worker, a demand, a company or a shift can do without.
_OPTIONAL = {
    "workers": (
        "home", "skills", "certificates", "home_shifts", "ledger", "secondments", "max_hours_per_day",
        "max_hours_per_week", "max_hours", "max_commute_minutes", "max_commute_km", "accepted_companies",
        "declined_companies", "preferences", "consents", "hired_for_lending", "second_jobs", "pay_cents_per_hour",
        "short_time_hours",
    ),
    "demands": (
        "location", "skills", "certificates", "headcount", "min_crew", "same_worker", "priority", "pay_cents_per_hour",
        "comparable_pay_cents_per_hour", "grants", "cents_per_person",
        "accepted_lenders", "declined_lenders",
    ),
    "companies": (
        "sector", "clusters", "location", "agreements", "corporate_group", "licence_until", "works_council",
        "works_council_asked_on",
    ),
}  # fmt: skip


def shrunk(scenario: sm.Scenario, fails: Fails) -> sm.Scenario:
    """The scenario with as much left out, piece by piece, as it can do without and still fail."""
    place = missed = 0
    while missed < len(candidates := list(_smaller(scenario.model_dump(mode="json")))):
        made = _made(candidates[place % len(candidates)])
        if made is not None and made != scenario and fails(made):
            scenario, missed = made, 0
        else:
            place, missed = place + 1, missed + 1
    return scenario


def _made(found: Found) -> sm.Scenario | None:
    try:
        return sm.Scenario.model_validate(found)
    except InputError:
        return None


def _smaller(found: Found) -> Iterator[Found]:
    for name in _LISTS:
        for place in range(len(found[name])):
            yield _consistent({**found, name: _less(found[name], place)})
    if found["travel"]["kind"] == "matrix":
        yield {**found, "travel": {"kind": "great_circle"}}
    if table := found["pair_table"]:
        yield {**found, "pair_table": None}
        yield from ({**found, "pair_table": {**table, column: None}} for column in ("costs", "hours") if table[column])
    for place, demand in enumerate(found["demands"]):
        for number in range(len(demand["shifts"]) if len(demand["shifts"]) > 1 else 0):
            less = {**demand, "shifts": _less(demand["shifts"], number)}
            yield _consistent({**found, "demands": _with(found["demands"], place, less)})
    for place, tier in enumerate(found["tiers"]):
        for number in range(len(tier) if len(tier) > 1 else 0):
            yield {**found, "tiers": _with(found["tiers"], place, _less(tier, number))}
    yield from _bare(found)


def _bare(found: Found) -> Iterator[Found]:
    """With one field less."""
    for name, fields in _OPTIONAL.items():
        for place, record in enumerate(found[name]):
            for field in fields:
                bare = {key: value for key, value in record.items() if key != field}
                if record.get(field):
                    yield {**found, name: _with(found[name], place, bare)}


def _less(records: list[Any], place: int) -> list[Any]:
    return records[:place] + records[place + 1 :]


def _with(records: list[Any], place: int, record: Any) -> list[Any]:
    return [*records[:place], record, *records[place + 1 :]]


def _consistent(found: Found) -> Found:
    """Without pins and rows of the pair table that name what is gone."""
    workers = {worker["id"] for worker in found["workers"]}
    targets = {demand["id"] for demand in found["demands"]}
    targets |= {shift["id"] for demand in found["demands"] for shift in demand["shifts"]}
    pins = [pin for pin in found["pins"] if pin["worker"] in workers and pin["shift"] in targets]
    if not (table := found["pair_table"]):
        return {**found, "pins": pins}
    named = zip(table["workers"], table["shifts"] or table["demands"], strict=True)
    kept = [row for row, (worker, target) in enumerate(named) if worker in workers and target in targets]
    columns = {name: column and [column[row] for row in kept] for name, column in table.items()}
    return {**found, "pins": pins, "pair_table": columns}
