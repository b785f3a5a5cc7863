"""What is written to a folder of CSV or to a workbook reads back as the same scenario."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from openpyxl import Workbook

import staffmatch as sm
from staffmatch.io.sheets import read_sheets
from staffmatch.io.sheets.written.writing import write_scenario, write_solution
from tests import builders
from tests.io.sheets.made import notes_of
from tests.strategies import examples, scenarios


def assert_reads_back(scenario: sm.Scenario, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_scenario(scenario, path)
        reading = read_sheets(path)
    assert reading.scenario.model_dump() == scenario.model_dump()
    assert reading.scenario.digest() == scenario.digest()
    assert not [note for note in notes_of(reading) if "taken" in note]


@given(scenarios())
@examples(60)
def test_a_folder_reads_back_as_the_same_scenario(scenario: sm.Scenario) -> None:
    assert_reads_back(scenario, "folder")


@given(scenarios())
@examples(15)
def test_a_workbook_reads_back_as_the_same_scenario(scenario: sm.Scenario) -> None:
    assert_reads_back(scenario, "book.xlsx")


STRANGE = (
    "=1+1",
    "-5",
    "+49",
    "@x",
    "'=x",
    "''",
    "a;b",
    'say "no"',
    "a: b",
    "care 3",
    "none",
    "007",
    "1.234",
    "ja",
    "Å, ö",
)


@pytest.mark.parametrize("name", ["folder", "book.xlsx"])
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_names_read_back_and_are_no_formulas(strange: str, name: str, tmp_path: Path) -> None:
    need = builders.demand("d", builders.shift(strange, 6, "06:00-14:00"), company=strange, skills={strange: 2})
    one = builders.worker(strange, accepted_companies=(strange, "lender"), skills={strange: 5, "b": 1})
    one = one.replace(name=strange)
    lender = builders.company("lender", strange)
    scenario = builders.scenario([one], [need], companies=[lender])
    assert_reads_back(scenario, name)
    if name == "folder":
        write_scenario(scenario, tmp_path)
        cells = (tmp_path / "workers.csv").read_text("utf-8-sig").splitlines()[1]
        assert not cells.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("name", ["folder", "book.xlsx"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def test_both_hours_of_a_clock_put_back_read_back(zone: str, name: str) -> None:
    days = ["2020-10-25T00:30+00:00", "2020-10-25T01:30+00:00", "2020-11-01T05:30+00:00", "2020-11-01T06:30+00:00"]
    ends = "2020-11-02T00:00+00:00"
    shifts = [sm.Shift.model_validate({"id": f"s{n}", "start": day, "end": ends}) for n, day in enumerate(days)]
    assert_reads_back(builders.scenario([builders.worker()], [builders.demand("d", *shifts)], timezone=zone), name)


@pytest.mark.parametrize("name", [" w", "w ", "u\u0308", "#N/A", "a\r\nb"])
def test_what_no_cell_holds_is_refused_with_its_column_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    scenario = builders.scenario([builders.worker("w").replace(name=name)], [])
    for target in (tmp_path / "folder", tmp_path / "book.xlsx"):
        with pytest.raises(sm.InputError, match=r"row 2, column .?name.?: .*JSON"):
            write_scenario(scenario, target)
        assert not target.exists()


@pytest.mark.parametrize("lines", ["Ana\r\nOtt", "Ana\rOtt", "Ana\nOtt"])
def test_lines_in_a_name_read_from_a_workbook_are_written_back(lines: str, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Mitarbeiter"
    for row in (["Nr", "Firma", "Name"], ["1", "Hotel", lines]):
        book.active.append(row)
    needs = book.create_sheet("Bedarf")
    for row in (["Firma", "Datum", "von", "bis"], ["Klinik", "6.4.2020", "6:00", "14:00"]):
        needs.append(row)
    book.save(tmp_path / "in.xlsx")
    scenario = read_sheets(tmp_path / "in.xlsx").scenario
    assert scenario.workers[0].name == "Ana\nOtt"
    assert_reads_back(scenario, "book.xlsx")
    assert_reads_back(scenario, "folder")


def test_a_sheet_of_another_scenario_does_not_stay_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "Pins.csv").write_text("worker,shift\na,b\n")
    with pytest.raises(sm.InputError, match="would be read with it"):
        write_scenario(sm.Scenario(), tmp_path)


def test_save_knows_a_workbook_and_a_folder_by_the_path(tmp_path: Path) -> None:
    scenario = builders.scenario([builders.worker()], [builders.demand("d", builders.shift("s", 6, "06:00-14:00"))])
    for path in (tmp_path / "s.xlsx", tmp_path):
        scenario.save(path)
        assert sm.Scenario.load(path).digest() == scenario.digest()


@pytest.mark.parametrize("name", ["folder", "plan.xlsx"])
def test_a_plan_is_written_as_tables_with_local_times(name: str, tmp_path: Path) -> None:
    import openpyxl

    need = builders.demand("d", builders.shift("=s", 6, "06:00-14:00"), headcount=2)
    solution = sm.solve(builders.scenario([builders.worker()], [need]))
    write_solution(solution, tmp_path / name)
    head: list[Any]
    row: list[Any]
    if name == "folder":
        lines = (tmp_path / name / "plan_assignments.csv").read_text("utf-8-sig").splitlines()
        head, row = (line.split(",") for line in lines)
    else:
        head, row = (
            [str(v) for v in line] for line in openpyxl.load_workbook(tmp_path / name)["plan_assignments"].values
        )
    found = dict(zip(head, row, strict=True))
    assert (found["shift"], found["start"][:16]) == ("'=s", "2020-04-06 06:00")
