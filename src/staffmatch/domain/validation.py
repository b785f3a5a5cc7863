"""Consistency between a scenario's records: problems with code, path, ids and advice."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

import numpy as np

from staffmatch.arrays import Int
from staffmatch.domain import refusals
from staffmatch.domain.rule_conflicts import conflicting_rules
from staffmatch.domain.skill_problems import skill_problems
from staffmatch.domain.wish_problems import wish_problems
from staffmatch.errors import InputIssue, near_or
from staffmatch.models import Scenario
from staffmatch.records.accessors import TABLES, first_start, workers_with
from staffmatch.records.bases import RULES, TERMS
from staffmatch.records.dictionary_columns import DictionaryColumn, ListColumn, MapColumn, StructColumn
from staffmatch.records.field_types import Record
from staffmatch.records.registry import check_scenarios_with
from staffmatch.records.sequence import Records
from staffmatch.records.travel_model import TRAVEL_MODELS

M = TypeVar("M", bound=Record)

# Files of a time zone database that are not zones: copies that count leap seconds, and the system's setting.
_NO_PLACE = re.compile(r"(right|posix)/|(Factory|localtime|posixrules)\Z")


@check_scenarios_with
def problems(scenario: Scenario) -> Iterator[InputIssue]:
    """All contradictions between a scenario's records, in the order of its fields."""
    yield from (lost := list(_timezone(scenario.timezone)))
    yield from _duplicates("companies", scenario.ids("companies"))
    yield from _duplicates("workers", scenario.ids("workers"))
    yield from _duplicates("demands", scenario.ids("demands"))
    yield from _duplicates("shifts", scenario.ids("shifts"))
    yield from _duplicates("skills", (skill.id for skill in scenario.skills))
    yield from _references(scenario)
    yield from _consents(scenario)
    yield from skill_problems(scenario)
    yield from wish_problems(scenario)
    yield from _past_shifts(scenario)
    yield from _pins(scenario)
    yield from _pair_table(scenario)
    yield from _places(scenario)
    yield from _kinds(scenario)
    yield from _tiers(scenario)
    if not lost:  # local days are what many rules are about
        yield from _parameters(scenario)
        yield from conflicting_rules(scenario)


def _timezone(name: str) -> Iterator[InputIssue]:
    if _is_zone(name):
        return
    if known := {zone for zone in available_timezones() if not _NO_PLACE.match(zone)}:
        advice = near_or(_NO_PLACE.sub("", name), known, refusals.UNKNOWN_TIMEZONE_ADVICE())
        yield InputIssue("unknown_timezone", "timezone", refusals.UNKNOWN_TIMEZONE(name=name), advice)
    else:
        text = refusals.NO_TIMEZONE_DATABASE()
        yield InputIssue("no_timezone_database", "timezone", text, refusals.NO_TIMEZONE_DATABASE_ADVICE())


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return not _NO_PLACE.match(name)


def _duplicates(kind: str, ids: Iterable[str]) -> Iterator[InputIssue]:
    first: dict[str, int] = {}
    for place, name in enumerate(ids):
        if name in first:
            text = refusals.DUPLICATE_ID(kind=kind, first=first[name], place=place)
            yield InputIssue("duplicate_id", f"{kind}[{place}].id", text, refusals.DUPLICATE_ID_ADVICE(), (name,))
        else:
            first[name] = place


def _references(scenario: Scenario) -> Iterator[InputIssue]:
    companies, workers, demands, shifts = (set(scenario.ids(n)) for n in TABLES)

    def unknown(kind: str, known: set[str], path: str, names: Collection[str], *owner: str) -> Iterator[InputIssue]:
        for name in () if known.issuperset(names) else names:
            if name not in known:
                advice = near_or(name, known, refusals.UNKNOWN_ADVICE[kind]())
                yield InputIssue(f"unknown_{kind}", path, refusals.UNKNOWN[kind](name=name), advice, (*owner, name))

    for place, company in _referring(scenario.companies, companies, "agreements"):
        yield from unknown("company", companies, f"companies[{place}].agreements", company.agreements, company.id)
    listed = (
        *("accepted_companies", "declined_companies", "preferences", "secondments", "past_shifts"),
        *("consents", "second_jobs"),
    )
    for place, worker in _referring(scenario.workers, companies, "company", *listed):
        path = f"workers[{place}]"
        yield from unknown("company", companies, f"{path}.company", [worker.company], worker.id)
        for field in listed:
            names = [getattr(one, "company", one) for one in getattr(worker, field) or ()]
            yield from unknown("company", companies, f"{path}.{field}", names, worker.id)
    for place, demand in _referring(scenario.demands, companies, "company", "accepted_lenders", "declined_lenders"):
        path = f"demands[{place}]"
        yield from unknown("company", companies, f"{path}.company", [demand.company], demand.id)
        accepted = demand.accepted_lenders or ()
        yield from unknown("company", companies, f"{path}.accepted_lenders", accepted, demand.id)
        yield from unknown("company", companies, f"{path}.declined_lenders", demand.declined_lenders, demand.id)
    if table := scenario.pair_table:
        yield from unknown("worker", workers, "pair_table.workers", table.workers)
        yield from unknown("shift", shifts, "pair_table.shifts", table.shifts or ())
        yield from unknown("demand", demands, "pair_table.demands", table.demands or ())
    for place, pin in enumerate(scenario.pins):
        yield from unknown("worker", workers, f"pins[{place}].worker", [pin.worker])
        yield from unknown("shift", shifts, f"pins[{place}].shift", [pin.shift])


def _referring(records: Sequence[M], known: set[str], *fields: str) -> Iterator[tuple[int, M]]:
    """Records with their indices that refer to an unknown id in one of the fields."""
    if not isinstance(records, Records):
        strange = {place for name in fields for place in _unknown_in(records, known, name)}
        yield from ((place, records[place]) for place in sorted(strange))
        return
    found = np.zeros(len(records), bool)
    for name in fields:
        column = records.columns[name]
        held = (
            column.inner if isinstance(column, ListColumn) else column.keys if isinstance(column, MapColumn) else column
        )
        held = held.records.single("company") if isinstance(held, StructColumn) else held
        if isinstance(held, DictionaryColumn):
            wrong = held.map(lambda one: one not in known, absent=False, dtype=bool)
            found[wrong if isinstance(column, DictionaryColumn | StructColumn) else column.owners[wrong]] = True
    yield from ((place, records[place]) for place in np.flatnonzero(found).tolist())


def _unknown_in(records: Sequence[M], known: set[str], name: str) -> Iterator[int]:
    """The places of models that name in a field what is not known: a company, companies, or stays and shifts there."""
    held = [getattr(record, name) for record in records]
    if name == "company":
        return (place for place, company in enumerate(held) if company not in known)
    named = ((place, value) for place, value in enumerate(held) if value)
    if name in ("secondments", "past_shifts", "consents"):
        return (place for place, said in named if not known.issuperset(one.company for one in said))
    return (place for place, value in named if not known.issuperset(value))


def _consents(scenario: Scenario) -> Iterator[InputIssue]:
    for place, worker in workers_with(scenario, "consents"):
        known = set[str]()
        for number, said in enumerate(worker.consents):
            if said.company in known:
                path, text = f"workers[{place}].consents[{number}]", refusals.CONSENT_TWICE(company=said.company)
                advice = refusals.CONSENT_TWICE_ADVICE()
                yield InputIssue("consent_twice", path, text, advice, (worker.id, said.company))
            known.add(said.company)


def _past_shifts(scenario: Scenario) -> Iterator[InputIssue]:
    """Past shifts end before the plan begins."""
    if (begins := first_start(scenario)) is None:
        return
    for place, worker in workers_with(scenario, "past_shifts"):
        for number, shift in enumerate(worker.past_shifts):
            if shift.end > begins:
                path = f"workers[{place}].past_shifts[{number}]"
                text = refusals.PAST_SHIFT_IN_PLAN(
                    end=scenario.local(shift.end).isoformat(), begins=scenario.local(begins).isoformat()
                )
                yield InputIssue("past_shift_in_plan", path, text, refusals.PAST_SHIFT_IN_PLAN_ADVICE(), (worker.id,))


def _pins(scenario: Scenario) -> Iterator[InputIssue]:
    if scenario.pins and not any(rule.keeps_pins for rule in scenario.rules):
        text = refusals.PINS_IGNORED(n=len(scenario.pins))
        yield InputIssue("missing_rule", "pins", text, refusals.PINS_IGNORED_ADVICE(), ("pins",))
    said: dict[tuple[str, str], bool] = {}
    for place, pin in enumerate(scenario.pins):
        if said.setdefault((pin.worker, pin.shift), pin.assigned) != pin.assigned:
            text = refusals.CONTRADICTORY_PINS()
            yield InputIssue(
                "contradictory_pins",
                f"pins[{place}]",
                text,
                refusals.CONTRADICTORY_PINS_ADVICE(),
                (pin.worker, pin.shift),
            )


def _pair_table(scenario: Scenario) -> Iterator[InputIssue]:
    if table := scenario.pair_table:
        targets = table.shifts or table.demands or ()
        (worker, _), (target, count) = _numbered(table.workers), _numbered(targets)
        key = worker * count + target
        order = np.argsort(key, kind="stable")
        new = np.diff(key[order], prepend=-1) > 0
        # A stable sort puts the first of the rows about one pair in front.
        first = order[new][np.cumsum(new) - 1]
        for row, before in sorted(zip(order[~new].tolist(), first[~new].tolist(), strict=True)):
            text = refusals.DUPLICATE_PAIR(before=before, row=row)
            pair = (table.workers[row], targets[row])
            yield InputIssue("duplicate_pair", f"pair_table[{row}]", text, refusals.DUPLICATE_PAIR_ADVICE(), pair)


def _numbered(names: Sequence[str]) -> tuple[Int, int]:
    """A code for each name, equal for equal names, and the number of distinct ones."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.fromiter(map(numbers.__getitem__, names), np.int64, len(names)), len(numbers)


def _places(scenario: Scenario) -> Iterator[InputIssue]:
    """If the travel model knows places by name, every location must name one; missing ways need a rule."""
    if scenario.travel.gaps and not any(rule.keeps_ways for rule in scenario.rules):
        text = refusals.WAYS_MISSING()
        yield InputIssue("missing_rule", "travel", text, refusals.WAYS_MISSING_ADVICE(), ("commute",))
    if not (known := scenario.travel.places()):
        return
    for table, field in (("companies", "location"), ("workers", "home"), ("demands", "location")):
        for place, record in _located(getattr(scenario, table), field, known):
            at = getattr(record, field)
            if at is not None and at.place not in known:
                text = refusals.UNKNOWN_PLACE()
                advice = refusals.UNKNOWN_PLACE_ADVICE()
                yield InputIssue("unknown_place", f"{table}[{place}].{field}", text, advice, (record.id,))


def _located(records: Sequence[Any], field: str, known: Container[str]) -> Iterator[tuple[int, Any]]:
    """Records with their indices; for columns only those whose location names no known place."""
    if not isinstance(records, Records):
        yield from enumerate(records)
        return
    at = records.nested(field)
    lost = at.records.single("place").map(lambda place: place not in known, absent=True, dtype=bool)
    yield from ((place, records[place]) for place in np.flatnonzero(at.given & lost).tolist())


def _kinds(scenario: Scenario) -> Iterator[InputIssue]:
    clashes = [
        *(RULES.clash(type(rule), f"rules[{n}]") for n, rule in enumerate(scenario.rules)),
        *(
            TERMS.clash(type(term), f"tiers[{n}][{m}]")
            for n, tier in enumerate(scenario.tiers)
            for m, term in enumerate(tier)
        ),
        TRAVEL_MODELS.clash(type(scenario.travel), "travel"),
    ]
    yield from filter(None, clashes)


def _tiers(scenario: Scenario) -> Iterator[InputIssue]:
    present = {rule.kind for rule in scenario.rules}
    for place, tier in enumerate(scenario.tiers):
        for term in tier:
            for needed in sorted(set(term.needs) - present):
                text = refusals.TERM_NEEDS_RULE(kind=term.kind, needed=needed)
                yield InputIssue("missing_rule", f"tiers[{place}]", text, refusals.TERM_NEEDS_RULE_ADVICE(), (needed,))


def _parameters(scenario: Scenario) -> Iterator[InputIssue]:
    for place, rule in enumerate(scenario.rules):
        yield from rule.problems(scenario, f"rules[{place}]")
    for place, tier in enumerate(scenario.tiers):
        for number, term in enumerate(tier):
            yield from term.problems(scenario, f"tiers[{place}][{number}]")
