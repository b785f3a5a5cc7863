"""Data frames of every kind, in and out."""

from __future__ import annotations

from typing import Any

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
    with pytest.raises(sm.InputError, match="assignments, shortages"):
        solution.to_frame("nonsense")  # type: ignore[arg-type]
    with pytest.raises(sm.InputError, match="pandas, polars, pyarrow"):
        solution.to_frame("tiers", backend="excel")
