"""Scenarios by hand, in few words: days are days of April 2020 in Berlin, of which the 6th is a Monday."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

import staffmatch as sm
from staffmatch.constraints import Coverage
from staffmatch.domain.plan import Plan, Violation
from staffmatch.engine.model.problem import Problem
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.messages.message import Message
from staffmatch.records.bases import Rule, Term
from tests.messages.filled import require_filled

BERLIN = ZoneInfo("Europe/Berlin")
HARBOUR = sm.Location(lat=53.54, lon=9.98)

Assigned = tuple[str, str]


def problem_of(scenario: sm.Scenario) -> Problem:
    """What the engine gets of it."""
    return formulate(eligible_pairs(columns_of(scenario), scenario.rules), scenario.tiers)


def at(day: int, clock: str, month: int = 4, zone: ZoneInfo = BERLIN) -> datetime:
    """``at(6, "08:00")``."""
    hour, minute = clock.split(":")
    return datetime(2020, month, day, int(hour), int(minute), tzinfo=zone)


def between(day: int, hours: str, month: int = 4, zone: ZoneInfo = BERLIN) -> dict[str, datetime]:
    """``between(6, "22:00-06:00")``: a span that ends at or before its start ends on the next day."""
    opens, closes = hours.split("-")
    start, end = at(day, opens, month, zone), at(day, closes, month, zone)
    return {"start": start, "end": end if end > start else end + timedelta(days=1)}


def window(day: int, hours: str, month: int = 4) -> sm.TimeWindow:
    return sm.TimeWindow(**between(day, hours, month))


def home_shift(day: int, hours: str, pause: int = 0, month: int = 4) -> sm.WorkTime:
    return sm.WorkTime(**between(day, hours, month), unpaid_break_minutes=pause)


def shift(name: str, day: int, hours: str, pause: int = 0, month: int = 4) -> sm.Shift:
    return sm.Shift(id=name, **between(day, hours, month), unpaid_break_minutes=pause)


ALWAYS = (sm.TimeWindow(start=at(1, "00:00", 3), end=at(1, "00:00", 6)),)


def company(name: str, *agreements: str, **fields: Any) -> sm.Company:
    return sm.Company(id=name, agreements=agreements, **fields)


def worker(name: str = "w", **fields: Any) -> sm.Worker:
    """Somebody of the company "lender" who is willing and always free."""
    return sm.Worker(id=name, **{"company": "lender", "consent": "accepted", "availability": ALWAYS} | fields)


def demand(name: str, *shifts: sm.Shift, **fields: Any) -> sm.Demand:
    return sm.Demand(id=name, shifts=shifts, **{"company": "borrower"} | fields)


def scenario(
    workers: Iterable[sm.Worker],
    demands: Iterable[sm.Demand],
    rules: Sequence[Rule] | None = None,
    companies: Sequence[sm.Company] = (),
    **fields: Any,
) -> sm.Scenario:
    """Companies that are only mentioned are added; so is `Coverage` to rules, which the default tiers need."""
    workers, demands, known = tuple(workers), tuple(demands), {one.id for one in companies}
    named = dict.fromkeys(record.company for record in (*workers, *demands))
    if rules is not None:
        fields["rules"] = (*rules, *([] if any(isinstance(rule, Coverage) for rule in rules) else [Coverage()]))
    everyone = (*companies, *(company(name) for name in named if name not in known))
    return sm.Scenario(companies=everyone, workers=workers, demands=demands, **fields)


def violations(scenario: sm.Scenario, *assigned: Assigned) -> list[Violation]:
    """What the rules of the scenario have against the plan, which can be said in every language."""
    plan = Plan.of(assigned)
    found = [violation for rule in scenario.rules for violation in rule.check(scenario, plan)]
    for one in found:
        require_filled(Message.of(one.message))
    return found


def solved(scenario: sm.Scenario) -> set[Assigned]:
    """The assignments of the best plan."""
    solution = sm.solve(scenario)
    assert solution.status == "optimal"
    return set(solution.plan)


def allowed(scenario: sm.Scenario, *assigned: Assigned) -> None:
    """The rules have nothing against the plan, and `solve` takes it; it has to fill the most seats."""
    assert violations(scenario, *assigned) == []
    assert solved(scenario) == set(assigned)


def refused(scenario: sm.Scenario, *assigned: Assigned) -> str:
    """The rules have one thing against the plan, and `solve` avoids it; returns the sentence."""
    (found,) = violations(scenario, *assigned)
    assert found.amount > 0
    assert found.text.endswith(".")
    assert not set(assigned) <= solved(scenario)
    return found.text


def example(kind: type[Rule | Term]) -> str:
    """The sentence that the docstring of a rule or a term gives as its example."""
    found = re.search(r'^Example: "(.*?)"$', inspect.getdoc(kind) or "", re.MULTILINE | re.DOTALL)
    assert found, kind
    return " ".join(found[1].split())


def in_other_order(scenario: sm.Scenario, seed: int) -> sm.Scenario:
    """The same scenario, its records and the shifts of its demands listed in another order."""
    dice = np.random.default_rng(seed)

    def shuffled(records: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(records[place] for place in dice.permutation(len(records)).tolist())

    demands = [demand.replace(shifts=shuffled(demand.shifts)) for demand in scenario.demands]
    lists = {name: shuffled(getattr(scenario, name)) for name in ("companies", "workers", "skills", "pins")}
    return scenario.replace(demands=shuffled(demands), **lists)
