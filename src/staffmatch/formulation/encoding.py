"""A scenario as columns, read once in the order of ids. The only place where ids become indices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from staffmatch.arrays import Int, Real
from staffmatch.domain.skills import implied
from staffmatch.formulation.columns import (
    CONSENTS,
    FOREVER,
    UNLIMITED,
    Columns,
    Consents,
    DemandColumns,
    Table,
    WorkerColumns,
)
from staffmatch.formulation.time_windows import (
    absent_days,
    available_spans,
    counting,
    joined,
    kinds_of,
    ledger_of,
    present,
    rests_of,
    shares_of,
    spans_of,
)
from staffmatch.models import Company, Demand, Scenario, Worker, WorkTime
from staffmatch.records.dictionary_columns import DictionaryColumn, ListColumn, MapColumn, StructColumn
from staffmatch.records.digest import in_order
from staffmatch.records.field_types import minutes_of
from staffmatch.records.ragged import Lists, Partners, Scores
from staffmatch.records.remembered import columns_of_models
from staffmatch.records.sequence import Records


def columns_of(scenario: Scenario) -> Columns:
    """Read a scenario once, its records in order of their ids; later stages read columns only."""
    scenario = in_order(scenario)
    zone = ZoneInfo(scenario.timezone)
    companies, workers = columns_of_models(Company, scenario.companies), columns_of_models(Worker, scenario.workers)
    demands = columns_of_models(Demand, scenario.demands)
    known = {name: place for place, name in enumerate(companies.single("id").listed())}
    named = {skill for rule in scenario.rules for skill in rule.skills_named}
    named.update(skill for tier in scenario.tiers for term in tier for skill in term.skills_named)
    asked = demands.entries("skills").keys
    skills = tuple(sorted(named.union(asked.values[code] for code in np.unique(asked.code).tolist())))
    shown = _listed(demands.several("certificates"))
    certificates = tuple(sorted({shown.values[code] for code in np.unique(shown.code).tolist()}))
    shifts = demands.inner("shifts")
    shift_ids = tuple(shifts.single("id").listed())
    kinds = _kinds(shifts, workers.inner("home_shifts"), workers.inner("past_shifts"))
    demand_shifts = Lists(demands.several("shifts").start, np.arange(len(shift_ids)))
    together = demands.read("same_worker", bool, bool)
    job_demand = np.repeat(np.arange(len(demands)), np.where(together, 1, demand_shifts.lengths))
    # A job starts at every shift, or at the first one of a demand with `same_worker`.
    first = np.flatnonzero(np.r_[True, ~together[demand_shifts.owners[1:]] | (np.diff(demand_shifts.owners) > 0)])
    job_start = np.r_[first[: len(job_demand)], len(shift_ids)]
    return Columns(
        scenario=scenario,
        company_ids=tuple(known),
        company_sites=_points(companies.nested("location"), scenario.travel.places()),
        agreements=_agreements(companies, known),
        skills=skills,
        certificates=certificates,
        workers=_workers(scenario, workers, known, skills, certificates, kinds, zone),
        demands=_demands(scenario, demands, companies, known, skills, certificates),
        shift_ids=shift_ids,
        shifts=spans_of(demand_shifts.owners, shifts, zone),
        shift_share=shares_of(shifts),
        shift_rest=rests_of(shifts),
        shift_kind=kinds_of(shifts, kinds),
        kinds=tuple(kinds),
        job_demand=job_demand.astype(np.int64),
        job_shifts=Lists(job_start, demand_shifts.items),
        table=_table(scenario, shift_ids, demand_shifts),
    )


def _agreements(companies: Records[Company], known: Mapping[str, int]) -> Int:
    named = companies.several("agreements")
    one, other = named.owners, _listed(named).map(known.__getitem__, 0)
    return np.unique(np.r_[one * len(known) + other, other * len(known) + one])


def _listed(column: ListColumn) -> DictionaryColumn:
    """The elements of all lists of a field, concatenated."""
    if not isinstance(column.inner, DictionaryColumn):
        raise TypeError("the lists hold no single values")
    return column.inner


def _partners(accepted: ListColumn, declined: ListColumn, known: Mapping[str, int]) -> Partners:
    def codes(named: ListColumn) -> Int:
        return np.unique(named.owners * len(known) + _listed(named).map(known.__getitem__, 0))

    choosy = np.array(accepted.given)
    return Partners(choosy, choosy | (declined.lengths > 0), codes(accepted), codes(declined))


def _preferences(workers: Records[Worker], known: Mapping[str, int]) -> Scores:
    column = workers.entries("preferences")
    key = column.owners * len(known) + column.keys.map(known.__getitem__, 0)
    order = np.argsort(key)
    return Scores(key[order], column.values.map(int, 0)[order], len(known))


def _consents(workers: Records[Worker], known: Mapping[str, int]) -> Consents:
    owner, held = workers.several("consents").owners, workers.inner("consents")
    key = owner * len(known) + held.read("company", known.__getitem__)
    answer_by = held.read("answer_by", lambda time: UNLIMITED if time is None else int(time.timestamp()) // 60)
    order = np.argsort(key)
    state = held.read("state", CONSENTS.index)
    return Consents(workers.read("consent", CONSENTS.index), key[order], state[order], answer_by[order], len(known))


def _levels(scenario: Scenario, held: MapColumn, count: int, skills: tuple[str, ...]) -> NDArray[np.int8]:
    """The levels of each record after implications: for each skill the best over all skills held."""
    reach = implied(scenario.skills)
    index = {skill: place for place, skill in enumerate(skills)}
    levels = np.zeros((count, len(skills)), np.int8)
    owner, level = held.owners, held.values.map(int, 0, np.int8)
    by_skill = Lists.grouped(held.keys.code, len(held.keys.values))
    for place, skill in enumerate(held.keys.values):
        entries = by_skill[place]
        for other, loss in reach.get(skill, {skill: 0}).items():
            if other in index:
                np.maximum.at(levels[:, index[other]], owner[entries], np.maximum(level[entries] - loss, 0))
    return levels


def _valid_until(workers: Records[Worker], certificates: tuple[str, ...]) -> NDArray[np.int32]:
    """The last day on which each worker holds each certificate, whichever of several is valid longest."""
    held, owner = workers.inner("certificates"), workers.several("certificates").owners
    index = {name: place for place, name in enumerate(certificates)}
    which = held.single("id").map(lambda name: index.get(name, -1), -1)
    until = held.single("until").map(lambda day: FOREVER if day is None else day.toordinal(), FOREVER)
    found = np.zeros((len(workers), len(certificates)), np.int32)
    asked = np.flatnonzero(which >= 0)
    np.maximum.at(found, (owner[asked], which[asked]), until[asked])
    return found


def _groups(named: ListColumn) -> dict[str, Int]:
    """The workers of each group."""
    column = _listed(named)
    return {name: np.unique(named.owners[column.code == code]) for code, name in enumerate(column.values)}


def _kinds(*windows: Records[WorkTime]) -> dict[str, int]:
    """The place of each kind of shift."""
    named = {kind for one in windows for kind in one.single("kind").values if kind is not None}
    return {kind: place for place, kind in enumerate(sorted(named))}


def _workers(
    scenario: Scenario,
    workers: Records[Worker],
    known: Mapping[str, int],
    skills: tuple[str, ...],
    certificates: tuple[str, ...],
    kinds: Mapping[str, int],
    zone: tzinfo,
) -> WorkerColumns:
    home, company = workers.nested("home"), workers.read("company", known.__getitem__)
    absent = absent_days(workers)
    home_work, past = workers.inner("home_shifts"), workers.inner("past_shifts")
    home_shifts, home_share = spans_of(workers.several("home_shifts").owners, home_work, zone), shares_of(home_work)
    there = present(home_shifts, absent)
    home_shifts, home_share, home_rest = home_shifts.where(there), home_share[there], rests_of(home_work)[there]
    past_shifts = spans_of(workers.several("past_shifts").owners, past, zone)
    kind = np.r_[kinds_of(past, kinds), kinds_of(home_work, kinds)[there]]
    at = np.r_[past.read("company", known.__getitem__), company[home_shifts.owner]]
    order, rostered = joined(past_shifts, home_shifts)
    share = np.r_[shares_of(past), home_share][order]
    return WorkerColumns(
        ids=tuple(workers.single("id").listed()),
        company=company,
        home=_points(home, scenario.travel.places()),
        consent=_consents(workers, known),
        pay=workers.read("pay_cents_per_hour", int),
        short_time=workers.read("short_time_hours", lambda hours: minutes_of(hours or 0)),
        max_commute_minutes=workers.read("max_commute_minutes", lambda limit: UNLIMITED if limit is None else limit),
        max_commute_km=workers.read("max_commute_km", lambda limit: np.inf if limit is None else limit, float),
        max_day=_limits(workers, "max_hours_per_day"),
        max_week=_limits(workers, "max_hours_per_week"),
        max_total=_limits(workers, "max_hours"),
        levels=_levels(scenario, workers.entries("skills"), len(workers), skills),
        valid_until=_valid_until(workers, certificates),
        groups=_groups(workers.several("groups")),
        partners=_partners(workers.several("accepted_companies"), workers.several("declined_companies"), known),
        preferences=_preferences(workers, known),
        available=available_spans(workers.several("availability").owners, workers.inner("availability"), absent, zone),
        home_shifts=counting(home_shifts, home_share),
        rostered=counting(rostered, share),
        rostered_company=at[order],
        rostered_minutes=rostered.minutes,
        rostered_share=share,
        rostered_rest=np.r_[rests_of(past), home_rest][order],
        rostered_kind=kind[order],
        ledger=ledger_of(workers),
        absent=absent,
    )


def _demands(
    scenario: Scenario,
    demands: Records[Demand],
    companies: Records[Company],
    known: Mapping[str, int],
    skills: tuple[str, ...],
    certificates: tuple[str, ...],
) -> DemandColumns:
    company = demands.read("company", known.__getitem__)
    own, places = demands.nested("location"), scenario.travel.places()
    asked, index = demands.entries("skills"), {skill: place for place, skill in enumerate(skills)}
    needs = np.zeros((len(demands), len(skills)), np.int8)
    needs[asked.owners, asked.keys.map(lambda skill: index.get(skill, 0), 0)] = asked.values.map(int, 0)
    shown, number = demands.several("certificates"), {name: place for place, name in enumerate(certificates)}
    to_show = np.zeros((len(demands), len(certificates)), bool)
    to_show[shown.owners, _listed(shown).map(number.__getitem__, 0)] = True
    headcount, training = demands.read("headcount", int), demands.number("grants") > 0
    # The site is the company's unless the demand has its own.
    site = _points(companies.nested("location"), places)[company]
    site[own.given] = _points(own, places)[own.given]
    return DemandColumns(
        ids=tuple(demands.single("id").listed()),
        company=company,
        site=site,
        needs=needs,
        certificates=to_show,
        headcount=headcount,
        min_crew=demands.read("min_crew", int),
        priority=demands.read("priority", int),
        pay=demands.read("pay_cents_per_hour", int),
        comparable_pay=demands.read("comparable_pay_cents_per_hour", int),
        grants=_levels(scenario, demands.entries("grants"), len(demands), skills),
        training=training,
        needed=np.where(training, 0, headcount),
        cents_per_person=demands.read("cents_per_person", int),
        partners=_partners(demands.several("accepted_lenders"), demands.several("declined_lenders"), known),
    )


def _points(at: StructColumn, places: Mapping[str, int]) -> Real:
    lat, lon = (at.records.single(name).map(float, np.nan, float) for name in ("lat", "lon"))
    code = at.records.single("place").map(lambda name: places.get(name, -1), -1, float)
    return np.where(np.array(at.given)[:, None], np.c_[lat, lon, code], (np.nan, np.nan, -1.0))


def _limits(workers: Records[Worker], name: str) -> Int:
    return workers.read(name, lambda limit: UNLIMITED if limit is None else minutes_of(limit))


def _table(scenario: Scenario, shift_ids: Sequence[str], demand_shifts: Lists) -> Table | None:
    table = scenario.pair_table
    if table is None:
        return None
    workers = {name: place for place, name in enumerate(scenario.ids("workers"))}
    rows: Int = np.arange(len(table.workers))
    if table.shifts is not None:
        index = {name: place for place, name in enumerate(shift_ids)}
        shift: Int = np.array([index[name] for name in table.shifts], np.int64)
    else:
        index = {name: place for place, name in enumerate(scenario.ids("demands"))}
        named = np.array([index[name] for name in table.demands or ()], np.int64)
        rows, shift = demand_shifts.expand(named)
    worker = np.array([workers[name] for name in table.workers], np.int64)[rows]
    cost = np.zeros(len(rows), np.int64) if table.costs is None else np.array(table.costs, np.int64)[rows]
    hours = table.hours
    minutes = np.full(len(rows), -1) if hours is None else np.array([minutes_of(h) for h in hours], np.int64)[rows]
    key = worker * len(shift_ids) + shift
    order = np.argsort(key, kind="stable")
    return Table(key[order], cost[order], minutes[order], len(shift_ids))
