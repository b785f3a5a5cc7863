"""Small files that claim, or unpack to, more than any memory holds: refused before it is spent, with what was found."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.io import limits
from staffmatch.io.sheets import read_sheets
from staffmatch.io.sheets.files import room
from tests.io.sheets.test_hostile import WORKERS, book, expected, folder, saved

Change = Callable[[str, bytes], bytes]
ROW = b"</sheetData>"


def sheet(old: bytes, new: bytes, part: str = "sheet1.xml") -> Change:
    def change(name: str, held: bytes) -> bytes:
        if not name.endswith(part):
            return held
        assert old in held
        return held.replace(old, new, 1)

    return change


def refused(path: Path) -> sm.InputIssue:
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.load(path)
    found = error.value.problems[0]
    assert found.code == "too_large"
    assert found.advice
    assert str(error.value).count(path.name if path.is_file() else ".csv")
    return found


def text(letters: str) -> bytes:
    return f'<row r="9"><c r="A9" t="inlineStr"><is><t>{letters}</t></is></c></row>'.encode() + ROW


HUGE: dict[str, tuple[Change, str]] = {
    "a row far down": (sheet(ROW, b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>' + ROW), "2,000,000,000"),
    "a row far down that holds nothing but a style": (
        sheet(ROW, b'<row r="1048577"><c r="A1048577" s="1"/></row>' + ROW),
        "1,048,577",
    ),
    "a cell in the last column": (sheet(ROW, b'<row r="9"><c r="XFD9"><v>1</v></c></row>' + ROW), "column 16,384"),
    "a long text": (sheet(ROW, text("x" * 200_000)), "200,000 characters"),
    "a text of many megabytes": (sheet(ROW, text("x" * 50_000_000)), "1,048,576 characters in one piece"),
    "a text of many lines": (sheet(ROW, text("x\n" * 25_000_000)), "1,048,576 characters in one piece"),
    "a remark of many megabytes": (sheet(ROW, ROW + b"<!--" + b" " * 9_000_000 + b"-->"), "in one piece"),
    "an attribute of many megabytes": (
        sheet(b"<sheetData>", b'<sheetData a="' + b" " * 9_000_000 + b'">'),
        "one piece",
    ),
    "deep markup": (sheet(ROW, ROW + b"<a>" * 10**6 + b"</a>" * 10**6), "more than 100 deep"),
    "deep markup that does not end": (sheet(ROW, ROW + b"<a>" * 10**6), "more than 100 deep"),
    "a row of very many cells": (
        sheet(ROW, b'<row r="9">' + b"<c/>" * 200_001 + b"</row>" + ROW),
        "a row of more than 200,000 pieces",
    ),
    "entities": (
        sheet(
            b"<worksheet",
            b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet',
        ),
        "document type",
    ),
    "entities in another part": (
        sheet(b"<styleSheet", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><styleSheet', "styles.xml"),
        "document type",
    ),
    "a text of many megabytes in another part": (
        sheet(b"</workbook>", b"<x>" + b"x" * 9_000_000 + b"</x></workbook>", "workbook.xml"),
        "in one piece",
    ),
}


@pytest.mark.parametrize(("change", "found"), HUGE.values(), ids=HUGE)
def test_a_small_workbook_that_claims_much_is_refused(change: Change, found: str, tmp_path: Path) -> None:
    path = saved(book(), tmp_path / "b.xlsx", change)
    assert path.stat().st_size < 10**6
    assert found in refused(path).text


@pytest.mark.parametrize(
    ("name", "most", "found"),
    [("XML_ELEMENTS", 30, "more than 30 pieces"), ("ZIP_PARTS", 3, "parts; 3 are read"), ("SHEET_CELLS", 9, "9 cells")],
)
def test_a_workbook_of_very_much_is_refused(
    name: str, most: int, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, name, most)
    assert found in refused(saved(book(), tmp_path / "b.xlsx")).text


def test_rows_and_cells_that_hold_nothing_cost_nothing(tmp_path: Path) -> None:
    """20,000 rows formatted to the last column, as people have them; and a size that is a lie."""
    rows = b"".join(b'<row r="%d"><c r="XFD%d" s="1"/></row>' % (number, number) for number in range(9, 20_009))

    def change(name: str, held: bytes) -> bytes:
        dimension = b'<dimension ref="A1:XFD1048576"/>'
        return (
            held.replace(ROW, rows + ROW).replace(b"<sheetData>", dimension + b"<sheetData>")
            if "sheet1" in name
            else held
        )

    path = saved(book(), tmp_path / "b.xlsx", change)
    assert read_sheets(path).scenario.digest() == expected().digest()


def test_cells_merged_by_the_billion_are_refused(tmp_path: Path) -> None:
    merged = b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    path = saved(book(), tmp_path / "b.xlsx", sheet(ROW, merged))
    with pytest.raises(sm.InputError, match="merges more than 1,000,000 cells"):
        read_sheets(path)


def test_a_number_is_not_padded_to_a_megabyte(tmp_path: Path) -> None:
    made = book()
    made["Workers"]["A2"].value = 7
    made["Workers"]["A2"].number_format = "0" * 100_000
    assert read_sheets(saved(made, tmp_path / "b.xlsx")).scenario.workers[0].id == "7"


def test_a_part_is_not_unpacked_beyond_what_the_archive_says_of_it(tmp_path: Path) -> None:
    path = saved(book(), tmp_path / "b.xlsx", sheet(ROW, ROW + b" " * 10**6))
    with zipfile.ZipFile(path) as archive:
        said = next(part for part in archive.infolist() if part.filename.endswith("sheet1.xml"))
    held = path.read_bytes()
    path.write_bytes(held.replace(said.file_size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    with pytest.raises(sm.InputError) as error:
        read_sheets(path)
    assert error.value.problems[0].code == "bad_workbook"


WIDE = ";".join("x" for _ in range(1001))
LONG: dict[str, tuple[str, str]] = {
    "too many columns": (WORKERS + WIDE + "\n", "1,001"),
    "millions of columns": (WORKERS + ";" * 5_000_000 + "\n", "column 5,000,001"),
    "one endless row": (WORKERS + ";" * 20_000_000 + "\n", "16,777,216 characters"),
    "one endless row of many lines": (WORKERS + '"\n";' * 7_000_000 + "\n", "16,777,216 characters"),
}


@pytest.mark.parametrize(("held", "found"), LONG.values(), ids=LONG)
def test_a_csv_file_of_one_monstrous_row_is_refused(held: str, found: str, tmp_path: Path) -> None:
    assert found in refused(folder(tmp_path, held)).text


def test_a_csv_file_of_very_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("staffmatch.io.sheets.files.delimited.SHEET_ROWS", 2)
    found = refused(folder(tmp_path, WORKERS + "\n" * 2))
    assert "number 3; 2 rows are read" in found.text


def test_a_large_csv_file_is_refused_unread(tmp_path: Path) -> None:
    path = folder(tmp_path)
    with (path / "demands.csv").open("ab") as file:
        file.truncate(limits.CSV_BYTES + 1)
    assert "256 MB are read at most" in refused(path).text


def test_room_is_taken_row_by_row() -> None:
    taken = room.Room("f.csv", None, 3)
    taken.take(3, 1000, limits.CELL_CHARACTERS)
    for number, width, longest in ((4, 1, 0), (3, 1001, 0), (3, 1, limits.CELL_CHARACTERS + 1)):
        with pytest.raises(sm.InputError):
            taken.take(number, width, longest)
