"""Sheets that are no rows of records: columns of days and skills, a sheet or a file a company, other formats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

import staffmatch as sm
from staffmatch.io import limits
from staffmatch.io.sheets import Reading, read_sheets
from tests import builders
from tests.io.sheets import made
from tests.io.sheets.made import notes_of

PEOPLE = [("Nr", "Firma", "Qualifikation"), ("P1", "Messe", "Pflege"), ("P2", "Messe", "Pflege, Küche")]
NEEDS = [
    ("Firma", "Datum", "von", "bis", "Anzahl", "Qualifikation"),
    ("Klinik", "06.04.2020", "06:00", "14:00", 1, "Pflege"),
]
KINDS = [
    ("Code", "von", "bis", "Pause"),
    ("F", "06:00", "14:00", 30),
    ("N", "22:00", "06:00", 45),
    ("FB", None, None, None),
]
DAYS = [date(2020, 4, day) for day in (6, 7, 8)]


def read(path: Path, **sheets: made.Rows) -> Reading:
    return read_sheets(made.xlsx(path / "b.xlsx", **sheets))


def problems(path: Path, **sheets: made.Rows) -> tuple[sm.InputIssue, ...]:
    with pytest.raises(sm.InputError) as error:
        read(path, **sheets)
    return error.value.problems


def told(reading: Reading, *words: str) -> bool:
    return any(all(word in note for word in words) for note in notes_of(reading))


def starts(scenario: sm.Scenario) -> list[tuple[str, int, str]]:
    return [(need.company, need.headcount, f"{s.start:%m-%d %H:%M}") for need in scenario.demands for s in need.shifts]


def free(worker: sm.Worker) -> list[tuple[str, str]]:
    return [(f"{window.start:%m-%d %H:%M}", f"{window.end:%m-%d %H:%M}") for window in worker.availability]


def test_skills_as_columns_with_x(tmp_path: Path) -> None:
    people = [
        ("Nr", "Firma", "Pflege", "Lager", "Führerschein"),
        (1, "Messe", "x", None, "ja"),
        (2, "Messe", None, "X", "nein"),
    ]
    reading = read(tmp_path, Mitarbeiter=people, Bedarf=NEEDS)
    assert [set(worker.skills) for worker in reading.scenario.workers] == [{"Pflege", "Führerschein"}, {"Lager"}]
    assert told(reading, "'Pflege', 'Lager', 'Führerschein'", "read as skills")


def test_skills_with_x_stand_beside_a_column_of_skills(tmp_path: Path) -> None:
    people = [("Nr", "Firma", "Qualifikation", "Lager"), (1, "Messe", "Pflege:2", "x"), (2, "Messe", None, None)]
    reading = read(tmp_path, Mitarbeiter=people, Bedarf=NEEDS)
    assert [dict(worker.skills) for worker in reading.scenario.workers] == [{"Pflege": 2, "Lager": 1}, {}]


def test_a_column_with_anything_else_is_no_skill(tmp_path: Path) -> None:
    people = [("Nr", "Firma", "Schuhgröße"), (1, "Messe", 42), (2, "Messe", "x")]
    assert problems(tmp_path, Mitarbeiter=people, Bedarf=NEEDS)[0].code == "unknown_column"


def test_people_by_site_and_day(tmp_path: Path) -> None:
    needs = [("Standort", "Firma", "von", "bis", *DAYS), ("Station 1", "Klinik", "06:00", "14:00", 2, 0, None)]
    needs += [("Station 2", "Klinik", "14:00", "22:00", 1, None, 3), ("Summe", None, None, None, 3, 0, 3)]
    reading = read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=needs)
    assert starts(reading.scenario) == [
        ("Klinik", 2, "04-06 04:00"), ("Klinik", 1, "04-06 12:00"), ("Klinik", 3, "04-08 12:00"),
    ]  # fmt: skip
    assert [need.name for need in reading.scenario.demands] == ["Station 1", "Station 2", "Station 2"]
    assert told(reading, "row 4 left out", "sums up")
    assert told(reading, "3 cells with people")


def test_a_cell_of_a_matrix_is_named_in_problems(tmp_path: Path) -> None:
    needs = [("Standort", "Firma", "von", "bis", *DAYS), ("Station 1", "Klinik", "06:00", "14:00", 2, "zwei", None)]
    (problem,) = problems(tmp_path, Mitarbeiter=PEOPLE, Bedarf=needs)
    assert problem.cell
    assert (problem.code, problem.cell.row, problem.cell.column, problem.cell.value) == (
        "not_a_number", 2, "2020-04-07", "zwei",
    )  # fmt: skip


def test_people_by_day_without_times_are_asked_for_once(tmp_path: Path) -> None:
    needs = [("Standort", *DAYS), ("Station 1", 2, 2, 2), ("Station 2", 1, 1, 1)]
    assert [problem.code for problem in problems(tmp_path, Mitarbeiter=PEOPLE, Bedarf=needs)] == ["no_times"]
    one = [("Code", "von", "bis"), ("T", "08:00", "16:00")]
    reading = read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=needs, Schichtarten=one)
    assert starts(reading.scenario)[0] == ("Station 1", 2, "04-06 06:00")
    assert told(reading, "only shift code, 'T'")
    assert told(reading, "names no company")


def test_people_by_day_and_shift_code(tmp_path: Path) -> None:
    needs = [("Datum", "Firma", "F", "N"), (DAYS[0], "Klinik", 2, 1), (DAYS[1], "Klinik", None, 1)]
    reading = read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=needs, Schichtarten=KINDS)
    assert starts(reading.scenario) == [
        ("Klinik", 2, "04-06 04:00"), ("Klinik", 1, "04-06 20:00"), ("Klinik", 1, "04-07 20:00"),
    ]  # fmt: skip


def test_a_roster_in_codes(tmp_path: Path) -> None:
    people = [
        ("Nr", "Firma", "von", "bis"),
        ("P1", "Messe", "06.04.2020", "08.04.2020"),
        ("P2", "Messe", "06.04.2020", "08.04.2020"),
    ]
    roster = [("Mitarbeiter", *DAYS), ("P1", "F", "U", None), ("P2", "N", "FB", "K")]
    reading = read(tmp_path, Mitarbeiter=people, Dienstplan=roster, Bedarf=NEEDS, Schichtarten=KINDS)
    one, two = reading.scenario.workers
    assert [f"{shift.start:%m-%d %H:%M}" for shift in (*one.home_shifts, *two.home_shifts)] == [
        "04-06 04:00",
        "04-06 20:00",
    ]
    assert two.home_shifts[0].minutes == 8 * 60 - 45
    assert free(one) == [("04-05 22:00", "04-08 22:00")]
    assert one.absences == (sm.Absence(first="2020-04-07", last="2020-04-07"),)
    # Training is no leave: the day is taken off what is free.
    assert free(two) == [("04-05 22:00", "04-06 22:00"), ("04-07 22:00", "04-08 22:00")]
    assert two.absences == (sm.Absence(first="2020-04-08", last="2020-04-08", kind="sick"),)
    assert told(reading, "'U' means leave", "row 2")
    assert told(reading, "'K' means illness", "row 3")


def test_a_roster_asks_once_for_its_codes(tmp_path: Path) -> None:
    roster = [("Mitarbeiter", *DAYS), ("P1", "F", "F", "S"), ("P2", "F", "N", "N")]
    (problem,) = problems(tmp_path, Mitarbeiter=PEOPLE, Dienstplan=roster, Bedarf=NEEDS)
    assert (problem.code, set(problem.ids)) == ("unknown_shift_code", {"F", "S", "N"})
    assert "Schichtarten" in problem.advice


def test_x_means_available_in_a_sheet_of_availability_and_a_day_off_in_a_roster(tmp_path: Path) -> None:
    rows = [("Mitarbeiter", *DAYS), ("P1", "x", None, "-"), ("P2", "8-16", "x", "K")]
    one, two = read(tmp_path, Mitarbeiter=PEOPLE, Verfügbarkeit=rows, Bedarf=NEEDS).scenario.workers
    assert free(one) == [("04-05 22:00", "04-06 22:00")]
    assert free(two) == [("04-06 06:00", "04-06 14:00"), ("04-06 22:00", "04-07 22:00")]
    assert [(away.first.day, away.kind) for away in two.absences] == [(8, "sick")]
    one, two = read(tmp_path, Mitarbeiter=PEOPLE, Dienstplan=rows, Bedarf=NEEDS).scenario.workers
    assert not free(one)
    assert [f"{shift.start:%H:%M}" for shift in two.home_shifts] == ["06:00"]


def test_days_of_a_month_under_its_title_and_people_by_their_names(tmp_path: Path) -> None:
    people = [("Nr", "Name", "Firma"), ("P1", "Ada Bär", "Messe"), ("P2", "Udo Cohn", "Messe")]
    roster = [
        ("Dienstplan April 2020",),
        ("Name", *range(1, 31)),
        (None, *(["Mi", "Do", "Fr", "Sa", "So", "Mo", "Di"] * 5)[:30]),
    ]
    roster += [("Ada Bär", *[None] * 5, "F"), ("Udo Cohn", *[None] * 6, "N")]
    reading = read(tmp_path, Mitarbeiter=people, Dienstplan=roster, Bedarf=NEEDS, Schichtarten=KINDS)
    assert [[f"{s.start:%m-%d %H:%M}" for s in w.home_shifts] for w in reading.scenario.workers] == [
        ["04-06 04:00"], ["04-07 20:00"],
    ]  # fmt: skip
    roster[0] = ("Dienstplan",)
    assert problems(tmp_path, Mitarbeiter=people, Dienstplan=roster, Bedarf=NEEDS)[0].code == "no_month"
    roster[0] = ("Dienstplan Mai 2020",)
    found = problems(tmp_path, Mitarbeiter=people, Dienstplan=roster, Bedarf=NEEDS, Schichtarten=KINDS)
    assert [problem.code for problem in found] == ["weekday_differs"]


def test_a_sheet_of_absences_takes_time_off(tmp_path: Path) -> None:
    away = [
        ("Mitarbeiter", "Datum", "von", "bis"),
        ("P1", "06.04.2020", None, None),
        ("P2", "06.04.2020", "06:00", "08:00"),
    ]
    one, two = read(tmp_path, Mitarbeiter=PEOPLE, Abwesenheiten=away, Bedarf=NEEDS).scenario.workers
    assert [(free(w), len(w.absences)) for w in (one, two)] == [
        ([("04-06 04:00", "04-06 12:00")], 1), ([("04-06 06:00", "04-06 12:00")], 0),
    ]  # fmt: skip


def test_a_sheet_a_company(tmp_path: Path) -> None:
    sheets: dict[str, Any] = {
        "Hotel_Alster": [("Name", "Qualifikation"), ("Ada Bär", "Pflege"), ("Udo Cohn", None)],
        "Airline": [("Nr", "Qualifikation"), ("A1", "Pflege")],
        "Bedarf_Klinik": [row[1:] for row in NEEDS],
    }
    reading = read(tmp_path, **sheets)
    people = reading.scenario.workers
    assert [(one.id, one.company) for one in people] == [
        ("Hotel Alster 1", "Hotel Alster"), ("Hotel Alster 2", "Hotel Alster"), ("A1", "Airline"),
    ]  # fmt: skip
    assert reading.scenario.demands[0].company == "Klinik"
    assert told(reading, "Hotel Alster (b.xlsx, sheet 'Hotel Alster'), Airline")
    assert told(reading, "numbered by company (2 people)")


def test_an_old_sheet_beside_the_people_is_not_read(tmp_path: Path) -> None:
    old = [("Name", "Qualifikation"), ("Ada Bär", "Pflege")]
    reading = read(tmp_path, Mitarbeiter=PEOPLE, Sommer=old, Bedarf=NEEDS)
    assert [one.id for one in reading.scenario.workers] == ["P1", "P2"]
    assert told(reading, "'Sommer'", "is not read", "'workers'")


def test_sheets_that_are_not_read_are_told_with_the_problems(tmp_path: Path) -> None:
    needs = [NEEDS[0], (*NEEDS[1][:4], "viele", "Pflege")]
    found = problems(tmp_path, Mitarbeiter=PEOPLE, Sommer=[("Name", "Qualifikation"), ("Ada", "x")], Bedarf=needs)
    assert {problem.code for problem in found} == {"not_a_number", "unread_sheet"}


def test_a_folder_with_a_workbook_a_company(tmp_path: Path) -> None:
    made.xlsx(tmp_path / "Hotel Alster.xlsx", Tabelle1=[("Name", "Qualifikation"), ("Ada Bär", "Pflege")])
    made.xlsx(
        tmp_path / "Airline.xlsx",
        Mitarbeiter=[("Nr",), ("A1",)],
        Verfügbarkeit=[("Mitarbeiter", "Datum"), ("A1", DAYS[0])],
    )
    made.ods(tmp_path / "Klinik.ods", Bedarf=[row[1:] for row in NEEDS])
    (tmp_path / "Messe.csv").write_text("Nr;Qualifikation\nM1;Pflege\n", encoding="utf-8")
    (tmp_path / "~$Airline.xlsx").write_bytes(b"a lock")
    (tmp_path / "plan_tiers.csv").write_text("tier,value\n1,2\n", encoding="utf-8")
    scenario = read_sheets(tmp_path).scenario
    assert {(one.id, one.company) for one in scenario.workers} == {
        ("Hotel Alster 1", "Hotel Alster"), ("A1", "Airline"), ("M1", "Messe"),
    }  # fmt: skip
    assert [need.company for need in scenario.demands] == ["Klinik"]


def test_a_problem_in_a_folder_names_its_file(tmp_path: Path) -> None:
    made.xlsx(tmp_path / "Hotel.xlsx", Mitarbeiter=[("Nr", "Stundenlohn"), ("H1", 12)])
    made.xlsx(tmp_path / "Airline.xlsx", Mitarbeiter=[("Nr", "Stundenlohn"), ("A1", 12), ("H1", "viel")])
    made.xlsx(tmp_path / "Klinik.xlsx", Bedarf=[row[1:] for row in NEEDS])
    (tmp_path / "Messe.xlsx").write_bytes(b"PK torn")
    with pytest.raises(sm.InputError) as error:
        read_sheets(tmp_path)
    found = {(one.code, one.cell.file, one.cell.row) for one in error.value.problems if one.cell}
    assert found >= {("not_a_number", "Airline.xlsx", 3), ("bad_workbook", "Messe.xlsx", None)}
    assert "row 3 of Airline.xlsx" in str(error.value)


def test_a_copy_of_the_scenario_beside_its_csv_files_is_not_read_twice(tmp_path: Path) -> None:
    scenario = builders.scenario([builders.worker("w")], [builders.demand("d", builders.shift("s", 6, "06:00-14:00"))])
    scenario.save(tmp_path / "copy.xlsx")
    scenario.save(tmp_path)
    reading = read_sheets(tmp_path)
    assert reading.scenario.digest() == scenario.digest()
    assert told(reading, "copy.xlsx", "is not read")


Change = Callable[[Workbook], None]


def changed(path: Path, change: Change) -> Reading:
    made.xlsx(path / "b.xlsx", Mitarbeiter=PEOPLE, Bedarf=NEEDS)
    book = load_workbook(path / "b.xlsx")
    change(book)
    book.save(path / "b.xlsx")
    return read_sheets(path / "b.xlsx")


def hide(book: Workbook) -> None:
    book["Mitarbeiter"].row_dimensions[2].hidden = True


def strike(book: Workbook) -> None:
    for cell in book["Mitarbeiter"][2]:
        cell.font = Font(strike=True)


@pytest.mark.parametrize(("change", "why"), [(hide, "hidden"), (strike, "struck out")])
def test_rows_that_are_hidden_or_struck_out_are_left_out(change: Change, why: str, tmp_path: Path) -> None:
    reading = changed(tmp_path, change)
    assert [one.id for one in reading.scenario.workers] == ["P2"]
    assert told(reading, "'Mitarbeiter': row 2 left out", why)


def test_one_cell_struck_out_is_asked_about(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        book["Mitarbeiter"]["C2"].font = Font(strike=True)

    with pytest.raises(sm.InputError) as error:
        changed(tmp_path, change)
    assert [(one.code, one.cell and one.cell.row) for one in error.value.problems] == [("struck_out", 2)]


def test_a_header_repeated_for_print_is_nobody(tmp_path: Path) -> None:
    reading = read(
        tmp_path, Mitarbeiter=[("Personal",), PEOPLE[0], PEOPLE[1], ("Personal",), PEOPLE[0], PEOPLE[2]], Bedarf=NEEDS
    )
    assert [one.id for one in reading.scenario.workers] == ["P1", "P2"]
    assert told(reading, "rows 4-5 left out", "repeats")


@pytest.mark.parametrize(("suffix", "write"), [(".ods", made.ods), (".xls", made.xls)])
def test_other_workbooks_read_as_the_same(suffix: str, write: Callable[..., Path], tmp_path: Path) -> None:
    reading = read_sheets(write(tmp_path / f"b{suffix}", Mitarbeiter=PEOPLE, Bedarf=NEEDS))
    assert reading.scenario.digest() == read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=NEEDS).scenario.digest()
    assert told(reading, f"b{suffix}", "hidden or struck out")


def test_a_problem_of_an_ods_file_has_its_cell(tmp_path: Path) -> None:
    path = made.ods(tmp_path / "b.ods", Mitarbeiter=PEOPLE, Bedarf=[NEEDS[0], (), (*NEEDS[1][:4], "viele", "Pflege")])
    with pytest.raises(sm.InputError) as error:
        read_sheets(path)
    assert [(one.code, one.cell and one.cell.row) for one in error.value.problems] == [("not_a_number", 3)]


FAR = (
    '<table:table table:name="Mitarbeiter"><table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    "</table:table>"
)
CELL = (
    '<table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>x</text:p>'
    "</table:table-cell>"
)
BOMBS = {
    "cells by the billion": FAR.format(1_000_000, CELL.format(16_000)),
    "a row of many cells": FAR.format(1, CELL.format(5_000)),
    "rows by the billion": FAR.format(2_000_000_000, CELL.format(1)),
    "a text of many megabytes": FAR.format(1, CELL.format(1).replace(">x<", f">{'x' * 3_000_000}<")),
    "many cells in a row": FAR.format(1, "<table:table-cell/>" * 200_001),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_ods_file_that_claims_much_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHILD_SECONDS", 10)
    path = made.ods_of(tmp_path / "b.ods", BOMBS[name])
    assert path.stat().st_size < 100_000
    with pytest.raises(sm.InputError) as error:
        read_sheets(path)
    assert error.value.problems[0].code in ("too_large", "bad_workbook")
    assert error.value.problems[0].advice


@pytest.mark.parametrize("cut", [0, 600])
def test_a_torn_xls_file_is_refused(cut: int, tmp_path: Path) -> None:
    path = made.xls(tmp_path / "b.xls", Mitarbeiter=PEOPLE, Bedarf=NEEDS)
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(sm.InputError) as error:
        read_sheets(path)
    assert error.value.problems[0].code == "bad_workbook"


def test_past_shifts_and_kinds_of_absence(tmp_path: Path) -> None:
    past = [("Mitarbeiter", "Firma", "Datum", "von", "bis", "Pause", "Dienstform", "Anrechnung")]
    past += [("P1", "Klinik", "04.04.2020", "06:00", "14:00", 30, "Bereitschaft", "0,5")]
    away = [
        ("Mitarbeiter", "erster Tag", "letzter Tag", "Art"),
        ("P1", "06.04.2020", "07.04.2020", "krank"), ("P2", "06.04.2020", "06.04.2020", "frei"),
    ]  # fmt: skip
    sheets = {"Mitarbeiter": PEOPLE, "Frühere Schichten": past, "Abwesenheiten": away, "Bedarf": NEEDS}
    scenario = read(tmp_path, **sheets).scenario
    one, two = scenario.workers
    (shift,) = one.past_shifts
    assert (shift.company, shift.minutes, shift.duty, shift.counted_minutes) == ("Klinik", 450, "on_call", 225)
    # A row from day to day says each of them.
    assert [(gone.first.day, gone.last.day, gone.kind) for gone in one.absences] == [(6, 6, "sick"), (7, 7, "sick")]
    assert (two.absences, free(two)) == ((), [])
    scenario.save(tmp_path / "again.xlsx")
    assert sm.Scenario.load(tmp_path / "again.xlsx").digest() == scenario.digest()
    away[1] = (*away[1][:3], "Hochzeit")
    (found,) = problems(tmp_path, Mitarbeiter=PEOPLE, Abwesenheiten=away, Bedarf=NEEDS)
    assert (found.code, "Hochzeit" in str(found)) == ("unknown_absence", False)
