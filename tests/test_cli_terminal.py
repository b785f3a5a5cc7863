"""What is there on a terminal alone: progress, and the questions of `staffmatch new`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import staffmatch as sm
from staffmatch.cli import app
from staffmatch.cli.new import Unclear, file_of, names_of, period_of, shifts_of
from staffmatch.cli.progress import search_told
from staffmatch.io.progress import EVERY, listening
from staffmatch.io.sheets import read_sheets
from staffmatch.io.sheets.written.new_book import NewBook
from tests import builders
from tests.terminals import at_terminal

terminals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    days = date(2026, 12, 7), date(2026, 12, 13)
    NewBook(*days, ("Hotel", "Airline"), ("Clinic",), (("E", "06:00", "14:00"), ("N", "22:00", "06:00"))).write(path)
    return path


@terminals
def test_a_terminal_shows_the_sheet_and_the_search(book: Path) -> None:
    seen = at_terminal(["solve", book, "--out", book.with_name("plan.json")])
    assert seen.code == 0, seen.screen
    assert "reading book.xlsx" in seen.screen
    assert "putting the sheets together" in seen.screen
    assert " s done" in seen.screen


def test_a_search_tells_value_bound_and_gap_of_a_tier(book: Path) -> None:
    scenario, told = read_sheets(book).scenario, list[str]()
    tell = search_told(scenario, lambda message: told.append(message.text.strip()))
    tell(sm.Event("dive", 60.0, 37.5, 1.25, 0))
    tell(sm.Event("explain", None, None, 2.0, None))
    assert told == ["1.2 s dive: tier 1 at 60 h, bound 37.5, gap 37.5 %", "2 s explain"]


def test_what_is_certified_is_not_the_bound_of_a_solver(book: Path) -> None:
    scenario, told = read_sheets(book).scenario, list[str]()
    tell = search_told(scenario, lambda message: told.append(message.text.strip()))
    tell(sm.Event("certified", 60.0, 60.0, 3.0, 0, certified=57.0))
    tell(sm.Event("certified", 60.0, 60.0, 3.0, 0))
    assert told == ["3 s certified: tier 1 at 60 h, bound 57, gap 5 %", "3 s certified"]


def test_quiet_shows_the_result_alone(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # By this rich takes anything for a terminal.
    monkeypatch.setenv("FORCE_COLOR", "1")
    words = ["solve", str(book), "--out", str(book.with_name("plan.json"))]
    told, quiet = CliRunner().invoke(app, words), CliRunner().invoke(app, [*words, "--quiet"])
    assert "reading book.xlsx" in told.stderr
    assert "reading" not in quiet.stderr
    assert "gap" not in quiet.stderr
    assert "seats filled" in quiet.stdout


def test_without_a_terminal_standard_error_has_notes_and_a_line_for_each_phase(book: Path) -> None:
    words = ["solve", str(book), "--out", str(book.with_name("plan.json"))]
    done, quiet = CliRunner().invoke(app, words), CliRunner().invoke(app, [*words, "--quiet"])
    assert done.exit_code == quiet.exit_code == 0
    lines = [line for line in done.stderr.splitlines() if not line.startswith("Note: ")]
    assert lines[-1].endswith(" s done")
    assert not any("reading" in line for line in lines)
    assert all(line.startswith("Note: ") for line in quiet.stderr.splitlines())


def test_reading_tells_each_sheet_and_its_rows(tmp_path: Path) -> None:
    path, told = tmp_path / "book.xlsx", list[tuple[str | None, int]]()
    people = [builders.worker(f"w{n:04}") for n in range(EVERY + 10)]
    builders.scenario(people, [builders.demand("d", builders.shift("s", 6, "08:00-16:00"))]).save(path)
    with listening(lambda sheet, rows: told.append((sheet, rows))):
        read_sheets(path)
    assert ("workers", 0) in told
    assert ("workers", EVERY) in told
    assert told[-1] == (None, 0)
    told.clear()
    read_sheets(path)
    assert not told


@terminals
def test_five_questions_and_a_workbook_that_is_right(tmp_path: Path) -> None:
    answers = ["old.xls", "staff.xlsx", "2026-12-13 to 2026-12-07", "2026-12-07 to 2026-12-13"]
    answers += ["Hotel Alster, Airline Nord", "Clinic Elbe, Hotel Alster", "E 6-14, N 22:00-06:00"]
    seen = at_terminal(["new"], "\n".join(answers) + "\n", tmp_path, LC_ALL="C.UTF-8")
    assert seen.code == 0, seen.screen
    assert "Give a new file whose name ends in .xlsx." in seen.screen
    assert "Give two days, the first one first" in seen.screen
    scenario = read_sheets(tmp_path / "staff.xlsx").scenario
    assert [one.id for one in scenario.companies] == ["Hotel Alster", "Airline Nord", "Clinic Elbe"]
    assert len(scenario.workers) == 2
    starts = [scenario.local(one.start) for need in scenario.demands for one in need.shifts]
    assert {(one.date(), one.hour) for one in starts} == {(date(2026, 12, 7), 6), (date(2026, 12, 7), 22)}
    assert sm.solve(scenario, threads=1).assignments


def test_an_answer_that_is_no_period_is_told_as_the_question_writes_days() -> None:
    with pytest.raises(Unclear) as error:
        period_of("bald", "07.12.2026 - 13.12.2026")
    assert "wie 07.12.2026 - 13.12.2026" in error.value.reason.text_in("de")
    with pytest.raises(Unclear) as error:
        shifts_of("bald")
    assert "F 06:00-14:00" in error.value.reason.text_in("de")


def test_in_german_a_company_keeps_its_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    days = date(2026, 12, 7), date(2026, 12, 13)
    NewBook(*days, ("Hotel",), ("demands",), (("F", "06:00", "14:00"),), german=True).write(path)
    assert load_workbook(path).sheetnames == [
        *("Firmen", "Mitarbeiter", "Bedarf", "Schichtarten", "Regeln", "Einstellungen")
    ]
    assert [one.id for one in read_sheets(path).scenario.companies] == ["Hotel", "demands"]


def test_lists_to_choose_from(book: Path) -> None:
    found = load_workbook(book)
    lists = {
        (sheet.title, str(one.sqref)): one.formula1 for sheet in found for one in sheet.data_validations.dataValidation
    }
    assert lists == {
        ("workers", "B2:B1000"): "'companies'!$A$2:$A$1000",
        ("workers", "H2:H1000"): '"accepted,offered,declined,withdrawn"',
        ("demands", "B2:B1000"): "'companies'!$A$2:$A$1000",
        ("demands", "H2:H1000"): "'shift_kinds'!$A$2:$A$1000",
    }
    with pytest.raises(sm.InputError, match="is not overwritten"):
        NewBook(date(2026, 12, 7), date(2026, 12, 7), ("a",), ("b",), (("E", "06:00", "14:00"),)).write(book)


def test_without_a_terminal_new_names_the_template() -> None:
    refused = CliRunner().invoke(app, ["new"])
    assert refused.exit_code == 2
    assert "staffmatch template" in refused.stderr


def test_answers_are_understood_or_asked_again(tmp_path: Path) -> None:
    assert period_of("07.12.2026 - 13.12.2026") == period_of("2026-12-07 to 2026-12-13")
    assert names_of(" a  b, a b,c ") == ("a b", "c")
    assert shifts_of("6-14, spät: 14.30–22 Uhr") == (("S1", "06:00", "14:00"), ("spät", "14:30", "22:00"))
    wrong = [
        (period_of, ("2026-12-07", "2026-02-30 2026-03-01", "soon")),
        (names_of, ("", " , ", "a\x07b")),
        (shifts_of, ("", "E", "E 6-25", "E 6-14, e 14-22", "E 6:70-8", "E 6-6", "x" * 30 + " 6-14")),
        (file_of, ("a.csv", str(tmp_path), str(tmp_path / "none" / "a.xlsx"))),
    ]
    for read, answers in wrong:
        for typed in answers:
            with pytest.raises(Unclear):
                read(typed)  # type: ignore[operator]
