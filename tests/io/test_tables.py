"""Data frames that go out: every column is documented, and a scenario comes back from its own."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import polars as pl
import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.answers.what_if import compare, sensitivity, tradeoff
from staffmatch.explain import secondments
from staffmatch.explain.inspection import Table as InspectionTable
from staffmatch.io.problems import COLUMNS
from staffmatch.io.tables import BACKENDS, SCENARIO_COLUMNS, TABLES
from tests.reports.made import plan_of, ward_and_depot
from tests.strategies import examples, scenarios

PAGE = Path(__file__).parents[2] / "docs" / "frames.md"
READ = ("companies", "workers", "demands", "shifts")
REST = ("skills", "pins", "rules", "tiers", "travel", "timezone")


def documented() -> dict[str, list[str]]:
    """The first column of each table of the page, by the heading above it."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif named := re.match(r"\| `(\w+)` \|", line):
            found.setdefault(heading, []).append(named[1])
    return found


def columns(frame: Any) -> list[str]:
    return [str(name) for name in frame.columns]


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_a_rule_rests_on_is_text_in_each_kind_of_frame(backend: str) -> None:
    agreed = sm.LegalBasis(paragraph="works agreement no. 7")
    rules = [sm.constraints.Coverage(), sm.constraints.HorizonHours(hours=90, because=agreed)]
    frame = sm.inspect(ward_and_depot().replace(rules=rules)).to_frame("rules", backend)
    assert [str(cell) for cell in frame["basis"]][1] == '{"paragraph":"works agreement no. 7"}'


def test_every_column_of_every_frame_is_documented() -> None:
    known, solution = ward_and_depot(), plan_of(ward_and_depot())
    code = {f'scenario.to_frame("{name}")': list(held) for name, held in SCENARIO_COLUMNS.items()}
    code |= {f'solution.to_frame("{name}")': list(held) for name, (held, _) in TABLES.items()}
    for name in get_args(InspectionTable):
        code[f'inspection.to_frame("{name}")'] = columns(sm.inspect(known).to_frame(name, "polars"))
    answers = {"comparison": compare, "tradeoff": tradeoff, "sensitivity": sensitivity, "secondments": secondments}
    code |= {f"{name}.to_frame()": list(module.COLUMNS) for name, module in answers.items()}
    code |= {"diff.to_frame()": columns(solution.diff(solution).to_frame("polars")), "error.to_frame()": list(COLUMNS)}
    assert documented() == code
    for name in SCENARIO_COLUMNS:
        assert name == "pairs" or columns(known.to_frame(name, "polars")) == list(SCENARIO_COLUMNS[name])
    for table in TABLES:
        assert columns(solution.to_frame(table, "polars")) == list(TABLES[table][0])  # type: ignore[arg-type]


@examples(15)
@given(known=scenarios())
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_scenario_comes_back_from_its_own_frames(backend: str, known: sm.Scenario) -> None:
    frames = {name: known.to_frame(name, backend) for name in READ}  # type: ignore[arg-type]
    if known.pair_table is not None:
        frames["pairs"] = known.to_frame("pairs", backend)
    rest = {name: getattr(known, name) for name in REST}
    assert sm.Scenario.from_frames(**frames, **rest).digest() == known.digest()


def test_what_says_little_and_what_says_much_comes_back_alike() -> None:
    full = sm.hamburg.scenario(workers=20, seats=8, days=2, seed=1)
    first, second = (company.id for company in full.companies[:2])
    stay = sm.Secondment(company=second, first="2020-04-01", last="2020-04-02")
    people = [
        full.workers[0].replace(accepted_companies=(), preferences={first: 3}, ledger={"2020-04-01": 8.0}),
        full.workers[1].replace(accepted_companies=(first,), secondments=[stay]),
        *full.workers[2:],
    ]
    for known in (full.replace(workers=people), sm.Scenario()):
        for backend in BACKENDS:
            frames = {name: known.to_frame(name, backend) for name in READ}  # type: ignore[arg-type]
            rest = {name: getattr(known, name) for name in REST}
            made = sm.Scenario.from_frames(**frames, **rest)
            assert made.digest() == known.digest()


def test_a_table_that_there_is_not_is_refused() -> None:
    with pytest.raises(sm.InputError, match="Choose among 'companies', 'workers'"):
        ward_and_depot().to_frame("people")  # type: ignore[arg-type]


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame])
def test_times_without_an_offset_are_local_where_that_is_said(frame: Any) -> None:
    at_home = {"start": datetime(2020, 4, 8, 6), "end": datetime(2020, 4, 8, 8)}  # noqa: DTZ001 - that is the point
    people = {"available_from": ["2020-04-06T05:00"], "available_to": ["2020-04-06 22:00"], "home_shifts": [[at_home]]}
    given_: dict[str, Any] = {
        "companies": frame({"id": ["a", "b"]}),
        "workers": frame({"id": ["w"], "company": ["a"]} | people),
        "demands": frame({"id": ["d"], "company": ["b"]}),
    }

    def made(start: datetime, **options: Any) -> sm.Scenario:
        shifts = {"id": ["s"], "demand": ["d"], "start": [start], "end": [datetime(2020, 11, 6, 14)]}  # noqa: DTZ001
        return sm.Scenario.from_frames(**given_, shifts=frame(shifts), **options)

    known = made(datetime(2020, 4, 6, 6), naive="scenario")  # noqa: DTZ001
    (worker,), (shift,) = known.workers, known.demands[0].shifts
    assert (shift.start.hour, worker.availability[0].start.hour, worker.home_shifts[0].start.hour) == (4, 3, 4)
    for start, options, code in (
        (datetime(2020, 4, 6, 6), {}, "timezone_aware"),  # noqa: DTZ001
        (datetime(2020, 3, 29, 2, 30), {"naive": "scenario"}, "nonexistent_time"),  # noqa: DTZ001
        (datetime(2020, 10, 25, 2, 30), {"naive": "scenario"}, "ambiguous_time"),  # noqa: DTZ001
        (datetime(2020, 4, 6, 6), {"naive": "UTC"}, "bad_option"),  # noqa: DTZ001
    ):
        with pytest.raises(sm.InputError) as error:
            made(start, **options)
        assert code in {problem.code for problem in error.value.problems}
