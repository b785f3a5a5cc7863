"""Data frames of every kind, in and out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import staffmatch as sm
from tests import builders

KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}
COMPANIES = {"id": ["hotel", "clinic"], "sector": ["I", "Q"], "lat": [53.55, 53.6], "lon": [9.97, 10.02]}
WORKERS = {
    "id": ["ana", "ben"],
    "company": ["hotel", "hotel"],
    "lat": [53.56, None],
    "lon": [9.99, None],
    "skills": [{"care": 2, "driver": None}, {"care": None, "driver": 1}],
    "available_from": ["2020-04-06T05:00+02:00"] * 2,
    "available_to": ["2020-04-10T22:00+02:00"] * 2,
    "max_commute_minutes": [45, 60],
    "consent": ["accepted", "accepted"],
}
DEMANDS = {"id": ["ward"], "company": ["clinic"], "skills": [{"care": 1}], "headcount": [2]}
SHIFTS = {
    "id": ["mon", "tue"],
    "demand": ["ward", "ward"],
    "start": ["2020-04-06T06:00+02:00", "2020-04-07T06:00+02:00"],
    "end": ["2020-04-06T14:00+02:00", "2020-04-07T14:00+02:00"],
}


def scenario(kind: Any, **changes: Any) -> sm.Scenario:
    tables = {"companies": COMPANIES, "workers": WORKERS, "demands": DEMANDS, "shifts": SHIFTS} | changes
    return sm.Scenario.from_frames(**{name: kind(table) for name, table in tables.items()}, timezone="Europe/Berlin")


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_rows_become_records(kind: Any) -> None:
    read = scenario(kind)
    ana = read.workers[0]
    assert (ana.skills, ana.max_commute_minutes, ana.consent.value) == ({"care": 2}, 45, "accepted")
    assert ana.home == sm.Location(lat=53.56, lon=9.99)
    assert read.workers[1].home is None
    assert [shift.id for shift in read.demands[0].shifts] == ["mon", "tue"]
    assert read.digest() == scenario(pl.DataFrame).digest()


def test_times_may_be_times() -> None:
    local = pl.Series([builders.at(6, "06:00"), builders.at(7, "06:00")])
    read = scenario(pl.DataFrame, shifts=SHIFTS | {"start": local})
    assert read.digest() == scenario(pl.DataFrame).digest()


def test_pairs_restrict_and_price() -> None:
    pairs = pl.DataFrame({"worker": ["ana"], "shift": ["tue"], "cost": [7], "hours": [6.0]})
    frames = {"companies": COMPANIES, "workers": WORKERS, "demands": DEMANDS, "shifts": SHIFTS}
    read = sm.Scenario.from_frames(**{name: pl.DataFrame(t) for name, t in frames.items()}, pairs=pairs)
    assert [(a.worker, a.shift, a.minutes) for a in sm.solve(read).assignments] == [("ana", "tue", 360)]


def frames(**changes: Any) -> dict[str, Any]:
    tables = {"companies": COMPANIES, "workers": WORKERS, "demands": DEMANDS, "shifts": SHIFTS}
    return {name: pd.DataFrame(table) for name, table in tables.items()} | changes


def problem(**changes: Any) -> tuple[str, str]:
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.from_frames(**frames(**changes))
    return error.value.problems[0].code, error.value.problems[0].path


@pytest.mark.parametrize(
    "empty", [pd.array([45, None], dtype="Int64"), [45, None], pd.array([45, None], dtype="Float64")]
)
def test_empty_cells_of_pandas_say_nothing_and_make_no_fractions(empty: Any) -> None:
    people = pd.DataFrame(WORKERS | {"max_commute_minutes": empty})
    for end in ("available_from", "available_to"):
        people[end] = pd.to_datetime(people[end]).where([True, False])
    people["name"] = pd.array(["Ana", pd.NA], dtype="string")
    ana, ben = sm.Scenario.from_frames(**frames(workers=people)).workers
    assert (ana.max_commute_minutes, ben.max_commute_minutes) == (45, None)
    assert (ana.name, ben.name) == ("Ana", "")
    assert (len(ana.availability), len(ben.availability)) == (1, 0)


def test_long_lists_are_read() -> None:
    people = pd.DataFrame(WORKERS)
    people["accepted_companies"] = [np.array(["clinic", "hotel"]), None]
    read = sm.Scenario.from_frames(**frames(workers=people))
    assert [worker.accepted_companies for worker in read.workers] == [("clinic", "hotel"), None]


def test_booleans_may_have_a_type_of_pandas() -> None:
    needs = pd.DataFrame(DEMANDS | {"same_worker": pd.array([True], dtype="boolean")})
    assert sm.Scenario.from_frames(**frames(demands=needs)).demands[0].same_worker is True


def test_fractions_are_not_cut_off() -> None:
    people = pd.DataFrame(WORKERS | {"max_commute_minutes": [45.5, None]})
    assert problem(workers=people) == ("int_type", "workers[0].max_commute_minutes")


@pytest.mark.parametrize("table", ["companies", "workers", "demands", "shifts", "pairs"])
@pytest.mark.parametrize("thing", [[1], {"id": ["a"]}, "a,b", pd.Series([1]), pl.LazyFrame({"id": ["a"]})])
def test_what_is_no_data_frame_is_named(table: str, thing: Any) -> None:
    assert problem(**{table: thing}) == ("not_a_frame", table)


def test_columns_have_names_of_their_own() -> None:
    people = pd.DataFrame(WORKERS)
    assert problem(workers=pd.concat([people, people[["id"]]], axis=1)) == ("duplicate_column", "workers")


@pytest.mark.parametrize("name", [None, 7, ["ward"]])
def test_a_shift_names_its_demand(name: Any) -> None:
    assert problem(shifts=pd.DataFrame(SHIFTS | {"demand": ["ward", name]})) == ("missing", "shifts[1].demand")


def test_pairs_with_holes_and_unknown_columns_are_refused() -> None:
    pairs = {"worker": ["ana", "ben"], "shift": ["mon", "tue"]}
    assert problem(pairs=pd.DataFrame(pairs | {"cost": pd.array([1, None], dtype="Int64")})) == (
        "int_type",
        "pair_table.costs[1]",
    )
    assert problem(pairs=pd.DataFrame(pairs | {"price": [1, 2]})) == ("extra_forbidden", "pair_table.price")


def test_times_of_pandas_become_plain_ones_without_nanoseconds() -> None:
    stamps = pd.to_datetime(pd.Series(SHIFTS["start"]))
    read = sm.Scenario.from_frames(**frames(shifts=pd.DataFrame(SHIFTS | {"start": stamps})))
    assert type(read.demands[0].shifts[0].start) is datetime
    assert read.demands[0].shifts[0].start == datetime(2020, 4, 6, 4, tzinfo=UTC)
    late = [stamp + pd.Timedelta(1, "ns") for stamp in stamps]
    assert problem(shifts=pd.DataFrame(SHIFTS | {"start": late})) == ("not_whole_minutes", "demands[0].shifts[0].start")


def test_no_cell_of_an_unknown_column_is_quoted() -> None:
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.from_frames(**frames(workers=pd.DataFrame(WORKERS | {"Name": ["Anna Schmidt", "Ben"]})))
    assert "Anna" not in str(error.value)


def test_shifts_of_an_unknown_demand_are_refused() -> None:
    with pytest.raises(sm.InputError, match="no demand 'wrad'"):
        scenario(pl.DataFrame, shifts=SHIFTS | {"demand": ["ward", "wrad"]})


@pytest.mark.parametrize("backend", KINDS)
def test_every_table_of_a_solution_is_a_frame(backend: str) -> None:
    solution = sm.solve(scenario(pl.DataFrame))
    assert len(solution.to_frame("assignments", backend)) == 2
    assert len(solution.to_frame("shortages", backend)) == 2
    assert len(solution.to_frame("workers", backend)) == 2
    assert len(solution.to_frame("partnerships", backend)) == 1
    assert len(solution.to_frame("tiers", backend)) == 2


def test_assignments_have_local_times_and_hours() -> None:
    row = sm.solve(scenario(pl.DataFrame)).to_frame("assignments", backend="polars").row(0, named=True)
    assert (row["worker"], row["borrower"], row["hours"]) == ("ana", "clinic", 8.0)
    assert row["start"].isoformat() == "2020-04-06T06:00:00+02:00"


def test_an_unknown_table_or_backend_is_refused() -> None:
    solution = sm.solve(sm.Scenario())
    with pytest.raises(sm.InputError, match="'assignments', 'shortages'"):
        solution.to_frame("nonsense")  # type: ignore[arg-type]
    with pytest.raises(sm.InputError, match="'pandas', 'polars', 'pyarrow'"):
        solution.to_frame("tiers", backend="excel")


def test_frames_of_polars_hold_what_only_later_rows_say() -> None:
    held = [{"id": "measles"}], [{"id": "measles", "until": "2020-05-01"}]
    said = [{"company": "borrower"}], [{"company": "borrower", "answer_by": "2020-04-01T12:00+02:00"}]
    works = (
        [builders.home_shift(6, "06:00-10:00")],
        [sm.WorkTime(**builders.between(6, "06:00-10:00"), duty_factor=0.5)],
    )
    people = [
        builders.worker(f"w{place}", certificates=held[place], consents=said[place], home_shifts=works[place])
        for place in (0, 1)
    ]
    known = builders.scenario(people, [builders.demand("d", builders.shift("s", 6, "12:00-16:00"))])
    frames = {name: known.to_frame(name, "polars") for name in ("companies", "workers", "demands", "shifts")}
    again = sm.Scenario.from_frames(**frames, timezone=known.timezone, rules=known.rules, tiers=known.tiers)
    assert again.digest() == known.digest()
