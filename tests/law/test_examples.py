"""Each entry of each pack: its example from a published source, with the entry and without."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import staffmatch as sm
from staffmatch import law
from staffmatch.constraints import Coverage, DailyRest

ZONE = ZoneInfo("Europe/Berlin")
CASES = [(name, entry) for name in law.packs() for entry in law.read_pack(name).entries]


def taken(entry: law.Entry, pack: law.Pack) -> tuple[int, float]:
    """How many shifts of the example one person may take under the pack's rule of the entry's kind and scope, and the
    cents that this rule charges for them."""
    told = entry.example
    sector = entry.sectors[0] if entry.sectors else None
    rules = law.rules_of(
        pack,
        told.shifts[-1][0].date(),
        state="HH" if pack.states else None,
        sector=sector,
        collective=[entry.agreement] if entry.agreement in pack.agreements else (),
        lending=told.lending or entry.lending,
    )
    found = [rule for rule in rules if rule.kind == entry.kind and scope_of(rule) == entry.scope]
    assert len(found) <= 1
    worker: dict[str, Any] = {"id": "w", "company": "lender", "consent": "accepted", **told.worker}
    worker |= {"ledger": ledger(told.worked), "groups": tuple(entry.scope.values())}
    shifts = [
        sm.Shift(
            id=f"s{number}",
            start=first.replace(tzinfo=ZONE),
            end=last.replace(tzinfo=ZONE),
            unpaid_break_minutes=told.unpaid_break_minutes,
        )
        for number, (first, last) in enumerate(told.shifts)
    ]
    worker["availability"] = [{"start": min(one.start for one in shifts), "end": max(one.end for one in shifts)}]
    scenario = sm.Scenario(
        companies=[
            {"id": "lender", "sector": "N", **told.lender},
            {"id": "borrower", "sector": told.sector, **told.borrower},
        ],
        workers=[worker],
        demands=[{"id": "d", "company": "borrower", "shifts": shifts, **told.demand}],
        rules=[Coverage(), DailyRest(hours=0)],
    )
    scenario = scenario.with_rules(*found)
    plan = sm.solve(scenario, threads=1, time_limit=10).plan
    return len(plan), sum(rule.charge(scenario, plan) for rule in found) / 60


def scope_of(rule: sm.Rule) -> dict[str, str]:
    return {name: getattr(rule, name) for name in rule.scope_fields()}


def ledger(worked: law.Worked | None) -> dict[date, float]:
    days = range((worked.last - worked.first).days + 1) if worked else ()
    dates = [worked.first + timedelta(days=day) for day in days] if worked else []
    return {day: worked.hours for day in dates if worked and day.isoweekday() in worked.weekdays}


@pytest.mark.parametrize(("name", "entry"), CASES, ids=[f"{name}-{entry.id}" for name, entry in CASES])
def test_the_example_of_an_entry_is_right(name: str, entry: law.Entry) -> None:
    pack = law.read_pack(name)
    others = tuple(one for one in pack.entries if one is not entry)
    told = entry.example
    assert taken(entry, pack) == (told.taken, told.charged_cents), told.source
    assert taken(entry, pack.replace(entries=others)) == (told.otherwise, 0), "without the entry"
