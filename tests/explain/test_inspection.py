"""What is in a scenario: every figure against a count by hand or by another way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import networkx as nx
import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.constraints import ConsentRule
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from tests.builders import company, demand, home_shift, scenario, shift, window, worker
from tests.strategies import examples, scenarios


def hand() -> sm.Scenario:
    """Two at the hotel, of whom one declined, and one at the airport; two markets and a shift for nobody."""
    companies = [
        sm.Company(id="hotel", sector="I"),
        sm.Company(id="airport"),
        sm.Company(id="clinic"),
        sm.Company(id="depot"),
    ]
    free = {"availability": [window(6, "06:00-14:00")]}
    people = [
        worker("ana", company="hotel", skills={"care": 2}, home_shifts=[home_shift(6, "06:00-07:30")], **free),
        worker("ben", company="hotel", skills={"care": 1, "cook": 1}, consent="declined", **free),
        worker("cem", company="airport", skills={"driver": 1}, **free),
    ]
    needs = [
        demand("ward", shift("mon", 6, "06:00-14:00", pause=30), company="clinic", skills={"care": 1}, headcount=2),
        demand(
            "lorry", shift("am", 6, "06:00-10:00"), shift("pm", 6, "10:00-14:00"), company="depot", skills={"driver": 1}
        ),
        demand("pilot", shift("fly", 8, "06:00-10:00"), company="depot", skills={"pilot": 1}),
    ]
    rules = [*sm.DEFAULT_RULES[:7], sm.constraints.Coverage()]
    return scenario(people, needs, rules=rules, companies=companies)


def test_figures_by_hand() -> None:
    found = sm.inspect(hand())
    counts = (found.companies, found.workers, found.willing, found.demands, found.shifts, found.seats)
    assert counts == (4, 3, 2, 3, 4, 5)
    assert (found.pairs, found.idle_people) == (3, 1)
    assert [(row.sector, row.skill, row.people, row.willing) for row in found.people] == [
        ("I", None, 2, 1),
        ("I", "care", 2, 1),
        ("I", "cook", 1, 0),
        (None, None, 1, 1),
        (None, "driver", 1, 1),
    ]
    assert [(row.day, row.idle_hours, row.needed_hours) for row in found.days] == [
        (date(2020, 4, 6), 14.5, 23.0),
        (date(2020, 4, 8), 0.0, 4.0),
    ]
    (lonely,) = found.nobody
    assert (lonely.demand, lonely.shift, lonely.seats, lonely.hours, lonely.rule) == ("pilot", "fly", 1, 4.0, "skills")
    assert lonely.reason.text == "0 of 2 people have pilot at level 1 or above; 1 is needed."
    assert [(row.people, row.jobs, row.seats, row.hours, row.pairs) for row in found.markets] == [
        (1, 2, 2, 8.0, 2),
        (1, 1, 2, 15.0, 1),
    ]
    assert [(row.lenders, row.borrowers) for row in found.markets] == [
        (("airport",), ("depot",)),
        (("hotel",), ("clinic",)),
    ]


def idle_minutes(known: sm.Scenario, day: date) -> int:
    """In steps of half an hour, of which all times of the strategies are multiples."""
    zone = ZoneInfo(known.timezone)
    ends = [datetime(d.year, d.month, d.day, tzinfo=zone).timestamp() for d in (day, day + timedelta(days=1))]
    states = [set(rule.states) for rule in known.rules if isinstance(rule, ConsentRule)]
    total = 0
    for person in known.workers:
        absent = any(one.first <= day <= one.last for one in person.absences)
        if not absent and all(person.consent in allowed for allowed in states):
            free, busy = (
                [(span.start.timestamp(), span.end.timestamp()) for span in spans]
                for spans in (person.availability, person.home_shifts)
            )
            for moment in range(int(ends[0]), int(ends[1]), 1800):
                inside = any(start <= moment < end for start, end in free)
                total += 30 * (inside and not any(start <= moment < end for start, end in busy))
    return total


@examples(60)
@given(scenarios())
def test_idle_and_needed_hours_against_a_count_of_every_half_hour(known: sm.Scenario) -> None:
    zone = ZoneInfo(known.timezone)
    needed: dict[date, int] = {}
    for need in known.demands:
        for one in need.shifts:
            day = one.start.astimezone(zone).date()
            needed[day] = needed.get(day, 0) + need.needed * one.minutes
    found = {row.day: row for row in sm.inspect(known).days}
    for day in [min(needed) + timedelta(days=n) for n in range((max(needed) - min(needed)).days + 1)] if needed else ():
        wanted = (idle_minutes(known, day) / 60, needed.get(day, 0) / 60)
        assert ((found[day].idle_hours, found[day].needed_hours) if day in found else (0, 0)) == wanted
    assert found.keys() <= {min(needed) + timedelta(days=n) for n in range(400)} if needed else not found


@examples(60)
@given(scenarios())
def test_markets_and_what_nobody_can_do_against_the_graph_of_pairs(known: sm.Scenario) -> None:
    found = sm.inspect(known)
    columns = columns_of(known)
    pairs = eligible_pairs(columns, known.rules)
    graph = nx.Graph(
        [(("worker", w), ("job", j)) for w, j in zip(pairs.worker.tolist(), pairs.job.tolist(), strict=True)]
    )
    wanted = sorted(
        (sum(kind == "worker" for kind, _ in part), sum(kind == "job" for kind, _ in part), graph.subgraph(part).size())
        for part in nx.connected_components(graph)
    )
    assert sorted((row.people, row.jobs, row.pairs) for row in found.markets) == wanted
    assert found.idle_people == len(known.workers) - sum(row.people for row in found.markets)
    taken = {columns.shift_ids[s] for job in set(pairs.job.tolist()) for s in columns.job_shifts[job].tolist()}
    assert {row.shift for row in found.nobody} == {
        one.id for need in known.demands if need.needed for one in need.shifts
    } - taken
    assert all(row.reason.text.startswith("0 of ") for row in found.nobody)
    assert found.preexisting_violations == sm.solve(known).preexisting_violations


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
@pytest.mark.parametrize("table", ["people", "days", "nobody", "markets", "preexisting_violations"])
def test_every_table_is_a_frame(table: Any, backend: str) -> None:
    found = sm.inspect(hand())
    frame = found.to_frame(table, backend)
    assert len(frame) == len(getattr(found, table))


def test_a_list_in_a_frame_is_one_text() -> None:
    people = [worker("w"), worker("v", company="other")]
    known = scenario(people, [demand("d", shift("s", 6, "06:00-14:00"))], companies=[company("lender")])
    assert sm.inspect(known).to_frame("markets", "polars")["lenders"].to_list() == ["lender; other"]
    with pytest.raises(sm.InputError, match="'people', 'days', 'nobody', 'markets', 'preexisting_violations'"):
        sm.inspect(known).to_frame("team")  # type: ignore[arg-type]


def test_of_nothing_there_is_nothing() -> None:
    found = sm.inspect(sm.Scenario())
    assert (found.pairs, found.people, found.days, found.nobody, found.markets) == (0, (), (), (), ())
    alone = sm.inspect(scenario([], [demand("d", shift("s", 6, "06:00-14:00"))]))
    assert alone.nobody[0].reason.text == "There are 0 people in all; 1 is needed."
