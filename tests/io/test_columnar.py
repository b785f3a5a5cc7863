"""The same records as models and as frames: the same answers, the same problems."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.io.columnar import read_records
from staffmatch.records.sequence import Records
from tests.io.made import KINDS, REST, contents, framed
from tests.strategies import examples, scenarios

# What may stand in a cell and should not; and what looks odd and is right.
WORKER_CELLS: dict[str, list[Any]] = {
    "id": ["", "w1", 7, "a\tb", None],
    "company": ["nobody", "", None, 3],
    "consent": ["perhaps", "ACCEPTED", 1],
    "max_hours": [-1.0, 8.0001, float("inf"), "40", True, 12],
    "max_commute_minutes": [-1, 45.5, 10**12, True, "45"],
    "pay_cents_per_hour": [-5, 12.5, 10**10, 1000],
    "skills": [{"cook": 6}, {"": 1}, {"cook": 1.0}, [1], "cook", {"cook": 2, "chef": None}, {}],
    "accepted_companies": [["nobody"], [""], [None], "north", [1], []],
    "preferences": [{"nobody": 1}, {"north": 10**9}],
    "ledger": [{"2020-02-30": 8.0}, {"2020-03-01": 8}, {"1899-01-01": 8.0}, {"2020-03-01": -1}],
    "availability": [
        [{"start": "2020-04-06T05:00+02:00", "end": "2020-04-06T05:00+02:00"}],
        [{"start": "2020-04-06T05:00", "end": "2020-04-06T06:00+02:00"}],
        [{"start": "2020-04-06T05:00:01+02:00", "end": "2020-04-06T06:00+02:00"}],
        [{"start": "2200-12-31T23:00Z", "end": "2200-12-31T23:30-00:30"}],
        [{"start": "2020-04-06T05:00+02:00"}],
        [{"start": "2020-04-06T05:00+02:00", "end": "2020-04-06T06:00+02:00", "note": "x"}],
        [None],
        "always",
    ],
    "home_shifts": [
        [{"start": "2020-04-06T05:00+02:00", "end": "2020-04-06T06:00+02:00", "unpaid_break_minutes": 61}],
        [{"start": "2020-04-06T05:00+02:00", "end": "2020-04-06T06:00+02:00", "unpaid_break_minutes": 60}],
    ],
    "home": [{"lat": 91.0, "lon": 10.0}, {"lat": 53.0}, {"lat": 53, "lon": 10, "place": "x", "zip": "1"}, [53, 10]],
    "surname": ["Schmidt"],
}
DEMAND_CELLS: dict[str, list[Any]] = {
    "id": ["", "d0", 3],
    "company": ["nobody"],
    "headcount": [0, 1.5, True],
    "min_crew": [-1, 99],
    "same_worker": ["yes", 1, None],
    "priority": [0],
    "accepted_lenders": [["nobody"]],
    "skills": [{"cook": 0}],
}
SHIFT_CELLS: dict[str, list[Any]] = {
    "id": ["", None, 4],
    "start": ["2020-04-06", "2020-03-29T06:00:30Z", None, 5, "2030-01-01T00:00Z"],
    "unpaid_break_minutes": [-1, 10_000, 0.5],
}


@given(scenarios(), st.sampled_from(sorted(KINDS)))
@examples(40)
def test_frames_and_models_say_the_same(scenario: sm.Scenario, kind: str) -> None:
    read = framed(contents(scenario), kind, **{name: getattr(scenario, name) for name in REST})
    assert isinstance(read.workers, Records)
    assert isinstance(read.demands, Records)
    assert read == scenario
    assert read.digest() == scenario.digest()
    assert read.model_dump_json() == scenario.model_dump_json()
    assert read.replace(pins=()).digest() == scenario.replace(pins=()).digest()


@given(scenarios(most_pairs=8), st.sampled_from(sorted(KINDS)))
@examples(15)
def test_frames_and_models_have_one_solution(scenario: sm.Scenario, kind: str) -> None:
    read = framed(contents(scenario), kind, **{name: getattr(scenario, name) for name in REST})
    solutions = [sm.solve(one, work_limit=2) for one in (scenario, read)]
    assert solutions[0].canonical_json() == solutions[1].canonical_json()
    assert sm.verify(scenario, solutions[1]).ok


@st.composite
def spoilt(draw: st.DrawFn) -> dict[str, Any]:
    """The records of a scenario with up to three cells replaced."""
    content = contents(draw(scenarios(pins=False, default=True)))
    content["pair_table"] = None
    shifts = [shift for demand in content["demands"] for shift in demand["shifts"]]
    places = {"workers": WORKER_CELLS, "demands": DEMAND_CELLS} | ({"shifts": SHIFT_CELLS} if shifts else {})
    for _ in range(draw(st.integers(1, 3))):
        table = draw(st.sampled_from(sorted(places)))
        rows = shifts if table == "shifts" else content[table]
        if rows:
            field = draw(st.sampled_from(sorted(places[table])))
            row = draw(st.integers(0, len(rows) - 1))
            rows[row][field] = draw(st.sampled_from(places[table][field]))
    return content


def problems(make: Any) -> Any:
    try:
        scenario = make()
    except sm.InputError as error:
        return error.to_dict()
    return scenario.digest(), scenario.model_dump_json()


@given(spoilt())
@examples(120)
def test_frames_and_models_have_the_same_problems(content: dict[str, Any]) -> None:
    ids = [demand.get("id") for demand in content["demands"]]
    # Shifts name their demand by its id, so that has to be one.
    if len({str(name) for name in ids}) == len(ids) and all(isinstance(name, str) for name in ids):
        said = without_empty(content)
        assert problems(lambda: framed(content, "pandas")) == problems(lambda: sm.Scenario.model_validate(said))


def without_empty(content: dict[str, Any]) -> dict[str, Any]:
    """An empty cell says nothing."""

    def row(held: dict[str, Any]) -> dict[str, Any]:
        return {
            name: {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value
            for name, value in held.items()
            if value is not None
        }

    tables = {name: [row(held) for held in content[name]] for name in ("companies", "workers", "demands")}
    for demand in tables["demands"]:
        demand["shifts"] = [row(shift) for shift in demand["shifts"]]
    return content | tables


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("field", "cell"),
    [("max_hours", -1.0), ("max_commute_minutes", -1), ("company", "nobody"), ("consent", "perhaps"), ("id", "")],
)
def test_a_bad_cell_of_a_typed_column_is_named(kind: str, field: str, cell: Any) -> None:
    workers = [{"id": f"w{n}", "company": "a", "max_hours": 8.0, "max_commute_minutes": 9} for n in range(3)]
    for worker in workers:
        worker["consent"] = "accepted"
    workers[1][field] = cell
    content = {"companies": [{"id": "a"}], "workers": workers, "demands": [], "pair_table": None}
    found = problems(lambda: framed(content, kind))
    assert found == problems(lambda: sm.Scenario.model_validate(content))
    assert found["problems"][0]["path"] == f"workers[1].{field}"


def test_no_model_is_built_on_the_way_to_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = sm.hamburg.scenario("small", seed=4)
    read = framed(contents(scenario), "polars", skills=scenario.skills, rules=scenario.rules)
    made: list[int] = []
    whole = Records.made
    monkeypatch.setattr(Records, "made", lambda self, row: made.append(row) or whole(self, row))
    from staffmatch.formulation.eligibility import eligible_pairs
    from staffmatch.formulation.encoding import columns_of

    assert len(eligible_pairs(columns_of(read), read.rules)) == 537
    assert read.digest() == scenario.digest()
    assert made == []


def test_models_of_columns_are_built_when_looked_at_and_kept() -> None:
    workers = pl.DataFrame({"id": ["a", "b"], "company": ["x", "x"]})
    companies, none = pl.DataFrame({"id": ["x"]}), pl.DataFrame()
    read = sm.Scenario.from_frames(companies=companies, workers=workers, demands=none, shifts=none)
    assert read.workers[1] is read.workers[-1]
    assert read.workers == [sm.Worker(id="a", company="x"), sm.Worker(id="b", company="x")]
    assert read.workers[:1] == (read.workers[0],)
    assert read.workers != read.workers[:1]
    assert repr(read.workers) == "<2 records of Worker as columns>"


@pytest.mark.parametrize(("kind", "frame"), [("pandas", pd.DataFrame), ("polars", pl.DataFrame), ("pyarrow", pa.table)])
def test_tables_of_a_solution_are_of_the_kind_that_the_scenario_came_from(kind: str, frame: Any) -> None:
    solution = sm.solve(framed(contents(sm.hamburg.scenario("small", seed=4)), kind))
    for table in ("assignments", "shortages", "partnerships", "workers", "tiers"):
        found = solution.to_frame(table)  # type: ignore[arg-type]
        assert type(found) is type(frame({"a": [1]}))
        assert len(found) > 0
        assert sum(map(len, [solution.to_frame(table, other) for other in KINDS])) == 3 * len(found)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [sm.Company, sm.Worker, sm.Demand, sm.Shift, sm.TimeWindow, sm.WorkTime, sm.Location])
def test_what_a_model_checks_among_its_fields_columns_suspect(kind: type[Any]) -> None:
    validators = kind.__pydantic_decorators__.model_validators.items()
    own = [name for name, validator in validators if name in vars(kind) and validator.info.mode == "after"]
    assert bool(own) == ("needs_model_validation" in vars(kind))


A_DAY = st.sampled_from(["2020-04-06", "2020-04-07", "2020-04-08"])
RAW_WISHES = st.fixed_dictionaries(
    {},
    optional={
        "against": st.booleans(),
        "days": st.lists(A_DAY, max_size=3),
        "until": A_DAY,
        "weekdays": st.lists(st.sampled_from(["monday", "friday", "sunday"]), max_size=3),
        "start": st.just("06:00"),
        "kind": st.just("night"),
        "weight": st.integers(1, 2),
        "must": st.booleans(),
    },
)


@given(st.lists(RAW_WISHES, min_size=1, max_size=6))
@examples(60)
def test_columns_hold_just_the_wishes_that_the_model_holds_alike(raws: list[dict[str, Any]]) -> None:
    fields = {name: [raw.get(name) for raw in raws] for name in sm.Wish.model_fields}
    records, doubt = read_records(sm.Wish, fields, np.ones(len(raws), bool))
    for raw, held, doubtful in zip(raws, records.built(), doubt.tolist(), strict=True):
        try:
            assert (held == sm.Wish.model_validate(raw)) == (not doubtful)
        except sm.InputError:
            assert doubtful
