"""Sheets are read by columns, each distinct cell once; it is as if each row were read alone and judged by its model."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.io.columnar import read_records
from staffmatch.io.sheets import read_sheets, records
from staffmatch.io.sheets.cells import Cells, Grid
from staffmatch.io.sheets.header import read_table
from staffmatch.records.sequence import Records
from tests.strategies import examples

# Of each column first what is right, then what is not, or only looks odd.
CELLS: dict[str, tuple[str, ...]] = {
    "id": ("w",),
    "company": ("hotel", "hotel ", "", "nobody", "=1"),
    "name": ("", "=Anna"),
    "skills": ("care:2", "", "care:9", "care 2", '"care'),
    "quarter": ("", "Altona-Nord", "Altona"),
    "lat": ("", "53.5", "-0.0", "95", "north"),
    "lon": ("", "10", "200"),
    "available from": ("2020-04-06 05:00", "", "2020-04-06", "06:00", "2020-03-29 02:30", "2020-04-31"),
    "available to": ("2020-04-10 22:00", "2020-04-10", "2020-04-05 22:00", ""),
    "pay": ("17.50", "17,505", "", "-3", "soon"),
    "cents per hour": ("", "1800", "0,5"),
    "max hours per week": ("40", "8,5", "8.0001", "-1", "1.234"),
    "accepts": ("", "none", "clinic; hotel", "nobody"),
    "consent": ("accepted", "ja", "", "maybe"),
}
SHEETS: dict[str, dict[str, tuple[str, ...]]] = {
    "availability": {
        "worker": ("w0", "w1", "stranger", ""),
        "date": ("2020-04-06", "2020-04-07", "", "1850-01-01"),
        "hours": ("06:00-14:00", "22:00-06:00", "", "06:00-06:00", "8"),
    },
    "home_shifts": {
        "worker": ("w0", "w1", "stranger"),
        "date": ("2020-04-06", "2020-04-08"),
        "hours": ("06:00-07:00", "", "6 Uhr"),
        "break": ("0", "90", "-1", "x"),
    },
    "ledger": {"worker": ("w0", "w1"), "date": ("2020-04-01", "2020-04-02", "soon"), "hours": ("7.5", "8.001", "-1")},
    "secondments": {
        "worker": ("w0", "w1"),
        "company": ("clinic", "nobody", ""),
        "first": ("2020-03-01", "2020-03-09", "x"),
        "last": ("2020-03-05",),
    },
}
NEEDS = "company,skills,date,from,to\nclinic,care,2020-04-06,22:00,06:00\n"
COMPANIES = "id\nhotel\nclinic\n"


def cell(choices: Sequence[str]) -> st.SearchStrategy[str]:
    """Mostly what is right."""
    return st.sampled_from([choices[0]] * 8 + list(choices))


@st.composite
def people(draw: st.DrawFn) -> list[str]:
    """The lines of a table of up to five workers, whose cells repeat."""
    columns = ["id", "company", *draw(st.lists(st.sampled_from(sorted({*CELLS} - {"id", "company"})), unique=True))]
    rows = [[draw(cell(CELLS[name])) for name in columns] for _ in range(draw(st.integers(1, 3)))]
    rows += [list(draw(st.sampled_from(rows))) for _ in range(2)]
    for number, row in enumerate(rows):
        row[0] += str(number)
    return [";".join(f'"{one.replace(chr(34), chr(34) * 2)}"' for one in row) for row in [columns, *rows]]


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, str]:
    found = {"workers": "\n".join(draw(people())), "demands": NEEDS, "companies": COMPANIES}
    for name in draw(st.lists(st.sampled_from(sorted(SHEETS)), unique=True)):
        rows = [[draw(cell(choices)) for choices in SHEETS[name].values()] for _ in range(draw(st.integers(0, 5)))]
        found[name] = "\n".join(";".join(row) for row in [list(SHEETS[name]), *rows])
    return found


def read(tables: dict[str, str]) -> sm.Scenario | list[dict[str, Any]]:
    """The scenario, or its problems."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in tables.items():
            (Path(folder) / f"{name}.csv").write_text(text, encoding="utf-8")
        try:
            return read_sheets(folder).scenario
        except sm.InputError as error:
            return json.loads(json.dumps(error.to_dict()["problems"]))


@given(sheets())
@examples(60)
def test_columns_and_models_say_the_same(tables: dict[str, str]) -> None:
    found = read(tables)
    with pytest.MonkeyPatch.context() as patch:
        columns = read_records
        # Every row is left to its model.
        patch.setattr(records, "read_records", lambda kind, fields, given: (columns(kind, fields, given)[0], given))
        by_models = read(tables)
    assert isinstance(by_models, list) or isinstance(by_models.workers, tuple)
    if isinstance(found, sm.Scenario):
        assert isinstance(found.workers, Records)
        assert isinstance(by_models, sm.Scenario)
        assert found.model_dump_json() == by_models.model_dump_json()
        assert found.digest() == by_models.digest()
    else:
        assert found == by_models


@given(people())
@examples(60)
def test_a_row_says_the_same_whatever_stands_around_it(lines: list[str]) -> None:
    # Whether a company is known is no matter of one row.
    tables = {"demands": NEEDS, "companies": COMPANIES + "nobody\n"}
    found = read(tables | {"workers": "\n".join(lines)})
    # Blank rows in place of the others leave each where it stands.
    sole = ["\n".join([lines[0], *([""] * before), line]) for before, line in enumerate(lines[1:])]
    alone = [read(tables | {"workers": text}) for text in sole]
    if isinstance(found, sm.Scenario):
        assert [one.workers[0] for one in alone if isinstance(one, sm.Scenario)] == list(found.workers)
    else:
        at = [problem["cell"] for problem in found]
        assert sorted(json.dumps(one) for one in at) == sorted(
            json.dumps(problem["cell"]) for one in alone if isinstance(one, list) for problem in one
        )


def test_what_a_model_refuses_is_told_at_its_own_row_beside_a_row_that_can_not_be_read() -> None:
    workers = "id;company\nw;hotel\n"
    home = "worker;date;hours;break\nw;soon;06:00-14:00;0\nw;2020-04-07;06:00-14:00;-1\n"
    found = read({"workers": workers, "demands": NEEDS, "home_shifts": home})
    assert isinstance(found, list)
    assert [(one["code"], one["cell"]["row"], one["cell"]["value"]) for one in found] == [
        ("not_a_time", 2, "soon"),
        ("greater_than_equal", 3, "-1"),
    ]


def test_two_rows_that_say_the_same_wrong_thing_are_both_told() -> None:
    rows = "".join(f"w{number};hotel;care:9;06:00\n" for number in range(3))
    found = read({"workers": "id;company;skills;available from\n" + rows, "demands": NEEDS})
    assert isinstance(found, list)
    assert sorted((one["cell"]["row"], one["code"], one["ids"]) for one in found) == [
        (row, "half_a_span", [f"w{row - 2}"]) for row in (2, 3, 4)
    ]


def test_cells_of_a_workbook_that_are_equal_but_of_different_types_are_read_each_as_what_it_is() -> None:
    counts: Cells = (1, True, 1.0, "1", 1)
    rows: list[tuple[int, Cells]] = [(1, ("demand", "company", "people"))]
    rows += [(number, (f"d{number}", "c", people)) for number, people in enumerate(counts, 2)]
    table, problems = read_table("demands", Grid("b.xlsx", "Demands", rows))
    assert [(problem.code, problem.cell and problem.cell.row) for problem in problems] == [("not_a_number", 3)]
    assert table.said["headcount"].listed() == [1, None, 1, 1, 1]
