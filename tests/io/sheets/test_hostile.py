"""Hostile and sloppy files: each is read as what it means, or refused at the cell; never a silent wrong reading."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import staffmatch as sm
from staffmatch.io.sheets import read_sheets
from tests import builders
from tests.strategies import examples

WORKERS = """id;company;skills;available from;available to;pay;consent
w1;Hotel Süd;care:2;2020-04-06 05:00;2020-04-10 22:00;17,50;accepted
"""
DEMANDS = """id;company;skills;headcount;date;from;to
ward;Clinic;care:1;1;2020-04-06;06:00;14:00
"""


def expected() -> sm.Scenario:
    one = builders.worker(
        "w1",
        company="Hotel Süd",
        skills={"care": 2},
        availability=[sm.TimeWindow(start=builders.at(6, "05:00"), end=builders.at(10, "22:00"))],
        pay_cents_per_hour=1750,
    )
    shift = builders.shift("ward 2020-04-06 06:00", 6, "06:00-14:00")
    need = builders.demand("ward", shift, company="Clinic", skills={"care": 1})
    return builders.scenario([one], [need])


def folder(path: Path, workers: str | bytes = WORKERS, demands: str | bytes = DEMANDS, **others: str | bytes) -> Path:
    for name, held in {"workers": workers, "demands": demands, **others}.items():
        (path / f"{name}.csv").write_bytes(held if isinstance(held, bytes) else held.encode())
    return path


def problems(path: Path) -> list[tuple[str, str | None, int | None, str | None]]:
    with pytest.raises(sm.InputError) as error:
        read_sheets(path)
    found = error.value.problems
    assert all(one.text for one in found)
    return [(p.code, p.cell.file, p.cell.row, p.cell.column) if p.cell else (p.code, None, None, None) for p in found]


def without(text: str, *swaps: tuple[str, str]) -> str:
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return text


W, D = WORKERS, DEMANDS
READ_AS_MEANT: dict[str, tuple[str | bytes, str | bytes]] = {
    "utf-8 with a mark": (b"\xef\xbb\xbf" + W.encode(), D),
    "utf-16 with a mark": (W.encode("utf-16"), D),
    "utf-16 without a mark, little end first": (W.encode("utf-16-le"), D),
    "utf-16 without a mark, big end first": (W.encode("utf-16-be"), D),
    "windows-1252": (W.encode("cp1252"), D),
    "decomposed umlauts": (W.replace("ü", "u\u0308"), D),
    "commas": (without(W, ("17,50", "17.50"), (";", ",")), D.replace(";", ",")),
    "tabs": (W.replace(";", "\t"), D.replace(";", "\t")),
    "bars": (W.replace(";", "|"), D),
    "a line that tells the separator": ("sep=;\n" + W, D),
    "commas with a quoted decimal comma": (without(W, ("17,50", '"17,50"'), (";", ",")), D),
    "lines end as on Windows": (W.replace("\n", "\r\n"), D.replace("\n", "\r\n")),
    "lines end as on an old Macintosh": (W.replace("\n", "\r"), D),
    "no line end at the end": (W.rstrip(), D.rstrip()),
    "everything quoted": ("\n".join(";".join(f'"{c}"' for c in line.split(";")) for line in W.split("\n")[:-1]), D),
    "blanks around cells": (W.replace(";", " ; "), D.replace(";", "\xa0; ")),
    "invisible characters": (W.replace("w1", "\u200bw1\ufeff"), D),
    "blank rows before, between and after": ("\n\n;;;;;;\n" + W.replace("\nw1", "\n;;;;;;\nw1") + "\n;;;;;;\n", D),
    "a hundred thousand blank rows": (W + ";;;;;;\n" * 10**5, D + "\n" * 10**5),
    "a title above the names": ("Unser Personal;;;;;;\n" + W, D),
    "trailing separators": (W.replace("\n", ";;\n"), D),
    "names in capitals": (W.replace("available from", "AVAILABLE_FROM").replace("id;", "ID;"), D),
    "names in German": (
        without(W, ("id;company", "Mitarbeiter;Firma"), ("skills", "Fähigkeiten"), ("available from", "Verfügbar von")),
        without(D, ("id;company;skills;headcount;date;from;to", "Auftrag;Firma;Qualifikation;Anzahl;Datum;von;bis")),
    ),
    "names without umlauts": (without(W, ("skills", "Faehigkeiten"), ("available to", "verfuegbar_bis")), D),
    "a remark": (W.replace(";consent", ";consent;Bemerkung").replace(";accepted", ";accepted;=nett"), D),
    "a column marked as a remark": (W.replace(";consent", ";consent;#x").replace(";accepted", ";accepted;1.234"), D),
    "German dates": (without(W, ("2020-04-06 05:00", "06.04.2020 5:00"), ("2020-04-10", "10.4.20")), D),
    "a weekday before the date": (
        without(W, ("2020-04-06 05:00", "Mo, 06.04.2020 5:00"), ("2020-04-10", "Fri 10.4.20")),
        D,
    ),
    "ISO times": (without(W, ("2020-04-06 05:00", "2020-04-06T05:00:00+02:00")), D),
    "a time in another zone": (without(W, ("2020-04-06 05:00", "2020-04-06T03:00Z")), D),
    "short times": (W, without(D, ("06:00", "6:00"))),
    "times of half a day": (W, without(D, ("06:00", "6:00 am"), ("14:00", "2:00 PM"))),
    "Uhr": (W, without(D, ("06:00", "6:00 Uhr"), ("14:00", "14:00 Uhr"))),
    "a point in a time": (W, without(D, ("06:00", "6.00"), ("14:00", "14.00 Uhr"))),
    "hours and Uhr": (W, without(D, ("from;to", "Uhrzeit"), ("06:00;14:00", "6-14 Uhr"))),
    "a range": (W, without(D, ("from;to", "hours"), ("06:00;14:00", "06:00-14:00"))),
    "a range with a dash": (W, without(D, ("from;to", "Uhrzeit"), ("06:00;14:00", "6:00 – 14:00"))),
    "a range in words": (W, without(D, ("from;to", "Zeit"), ("06:00;14:00", "6:00 bis 14:00"))),
    "dates in the times": (W, without(D, ("2020-04-06;06:00;14:00", ";2020-04-06 06:00;06.04.2020 14:00"))),
    "windows in one cell": (
        without(
            W, ("available from;available to", "available"), ("05:00;2020-04-10 22:00", "05:00 - 10.04.2020 22:00")
        ),
        D,
    ),
    "euros with a sign": (without(W, ("17,50", "17,50 €")), D),
    "consent in German": (without(W, ("accepted", "Zugesagt")), D),
    "a quoted skill": (without(W, ("care:2", '"""care"":2"')), D),
    "headcount as 1,0": (W, without(D, (";1;2020", ";1,0;2020"))),
}


@pytest.mark.parametrize("name", READ_AS_MEANT)
def test_what_is_sloppy_is_read_as_it_is_meant(name: str, tmp_path: Path) -> None:
    assert read_sheets(folder(tmp_path, *READ_AS_MEANT[name])).scenario.digest() == expected().digest()


def test_what_is_expected_has_a_plan() -> None:
    assert builders.solved(expected()) == {("w1", "ward 2020-04-06 06:00")}


# Code, row and column of the one problem; the files in which they are.
REFUSED: dict[str, tuple[str, int | None, str | None, str | bytes | None, str | bytes | None]] = {
    "empty": ("no_header", None, None, b"", None),
    "blank": ("no_header", None, None, "\n\n;;;\n", None),
    "no names of columns": ("no_header", None, None, "Anna;Eimsbüttel\nBen;Altona\n", None),
    "a workbook renamed": ("not_csv", None, None, b"PK\x03\x04rest", None),
    "an old workbook renamed": ("not_csv", None, None, b"\xd0\xcf\x11\xe0rest", None),
    "a picture renamed": ("not_text", 2, None, b"\x89PNG\r\n\x1a\n\x00\x00", None),
    "a NUL": ("not_text", 2, None, W.replace("w1", "w\x001"), None),
    "a control character": ("not_text", 2, None, W.replace("w1", "w\x071"), None),
    "torn utf-16": ("bad_encoding", None, None, W.encode("utf-16")[:-1], None),
    "bytes of a DOS encoding": ("bad_encoding", None, None, W.encode("cp850"), None),
    "umlauts of another DOS encoding": ("bad_encoding", None, None, W.replace("Süd", "Bär").encode("cp437"), None),
    "a short row": ("ragged_row", 2, None, W.replace(";accepted", ""), None),
    "a long row": ("nameless_column", 2, None, W.replace(";accepted", ";accepted;x"), None),
    "a decimal comma among commas": ("nameless_column", 2, None, W.replace(";", ","), None),
    "an open quote": ("csv_invalid", 2, None, W.replace("w1", '"w1'), None),
    "a stray quote": ("csv_invalid", 2, None, W.replace("w1", '"w"1'), None),
    "a huge cell": ("csv_invalid", 2, None, W.replace("care:2", "x" * 200_000), None),
    "a long id": ("string_too_long", 2, "id", W.replace("w1", "w" * 201), None),
    "a column twice": ("duplicate_column", 1, "Stundenlohn", W.replace("consent", "Stundenlohn"), None),
    "a column misspelt": ("unknown_column", 1, "skils", W.replace("skills", "skils"), None),
    "a column that is none": ("unknown_column", 1, "shoe size", W.replace("skills", "shoe size"), None),
    "an absent column": ("missing_column", 1, None, W.replace("company", "#company"), None),
    "an absent name": ("missing", 2, "id", W.replace("w1", ""), None),
    "an absent company": ("missing", 2, "company", None, D.replace("Clinic", "")),
    "a formula": ("formula", 2, "pay", W.replace("17,50", "=10+7,5"), None),
    "a formula that fetches": ("formula", 2, "skills", W.replace("care:2", '"=WEBSERVICE(""x"")"'), None),
    "an error value": ("error_value", 2, "pay", W.replace("17,50", "#REF!"), None),
    "a German error value": ("error_value", 2, "headcount", None, D.replace(";1;2020", ";#WERT!;2020")),
    "a number that is none": ("not_a_number", 2, "headcount", None, D.replace(";1;2020", ";one;2020")),
    "an unclear number": ("unclear_number", 2, "pay", W.replace("17,50", "1.234"), None),
    "half a cent": ("not_whole_cents", 2, "pay", W.replace("17,50", "17,5051"), None),
    "half a person": ("not_whole", 2, "headcount", None, D.replace(";1;2020", ";1,5;2020")),
    "nobody needed": ("greater_than_equal", 2, "headcount", None, D.replace(";1;2020", ";0;2020")),
    "an infinite number": ("not_a_number", 2, "pay", W.replace("17,50", "inf"), None),
    "a number beyond all": ("not_whole_cents", 2, "pay", W.replace("17,50", "1e999"), None),
    "a level beyond the scale": ("less_than_equal", 2, "skills", W.replace("care:2", "care:9"), None),
    "a level without a colon": ("unclear_level", 2, "skills", W.replace("care:2", "care 2"), None),
    "a level in words": ("not_a_number", 2, "skills", W.replace("care:2", "care:good"), None),
    "a skill twice": ("named_twice", 2, "skills", W.replace("care:2", '"care:2, care:3"'), None),
    "a skill without a name": ("missing_name", 2, "skills", W.replace("care:2", ":2"), None),
    "a list with an open quote": ("open_quote", 2, "skills", W.replace("care:2", '"a""b"'), None),
    "consent that is none": ("unknown_consent", 2, "consent", W.replace("accepted", "maybe"), None),
    "a worker twice": ("duplicate_id", 3, "id", W + W.split("\n")[1].replace("care", "cook") + "\n", None),
    "dates with slashes": ("unclear_date", 2, "date", None, D.replace("2020-04-06", "06/04/2020")),
    "a day that is none": ("not_a_date", 2, "date", None, D.replace("2020-04-06", "2020-04-31")),
    "a leap day that is none": ("not_a_date", 2, "date", None, D.replace("2020-04-06", "29.02.2021")),
    "a serial number as date": ("not_a_time", 2, "date", None, D.replace("2020-04-06", "43927")),
    "a year long ago": ("year_out_of_range", 2, "from", None, D.replace("2020-04-06", "0020-04-06")),
    "a window to the end of the calendar": (
        "year_out_of_range", 2, "available from", W.replace("2020-04-10 22:00", "9999-12-31"), None,
    ),
    "a time in the column of dates": ("not_a_date", 2, "date", None, D.replace("2020-04-06", "2020-04-06 06:00")),
    "no day": ("no_day", 2, "from", None, D.replace("2020-04-06", "")),
    "days without times": (
        "no_time", 2, "from", None, D.replace(";2020-04-06;06:00;14:00", ";;2020-04-06;2020-04-07"),
    ),
    "two days": ("told_twice", 2, "from", None, D.replace(";06:00", ";2020-04-07 06:00")),
    "no end": ("missing_time", 2, "from", None, D.replace("14:00", "")),
    "the end of nothing": (
        "half_a_span", 2, "available from", W.replace("2020-04-06 05:00;2020-04-10 22:00", "05:00;"), None,
    ),
    "the other end is of no calendar": (
        "not_a_date", 2, "available to", W.replace("2020-04-10 22:00", "2020-04-31 22:00"), None,
    ),
    "the wrong weekday": ("weekday_differs", 2, "date", None, D.replace("2020-04-06", "Di 06.04.2020")),
    "no weekday": ("not_a_time", 2, "date", None, D.replace("2020-04-06", "on 06.04.2020")),
    "a point that may be of a time or of a day": ("unclear_time", 2, "from", None, D.replace("06:00", "6.10")),
    "a number with its unit": ("not_a_number", 2, "headcount", None, D.replace(";1;2020", ";1 Person;2020")),
    "an hour of no day": ("not_a_time", 2, "from", None, D.replace("06:00", "48:00")),
    "a minute of no hour": ("not_a_time", 2, "from", None, D.replace("06:00", "06:60")),
    "a bare hour": ("not_a_time", 2, "from", None, D.replace("06:00", "6")),
    "seconds": ("not_whole_minutes", 2, "from", None, D.replace("06:00", "06:00:30")),
    "nothing or a whole day": ("empty_or_a_day", 2, "from", None, D.replace("14:00", "06:00")),
    "a range in the column of starts": ("span_or_offset", 2, "from", None, D.replace(";06:00", ";06:00-14:00")),
    "a window that ends first": (
        "empty_window", 2, "available from", W.replace("2020-04-10 22:00", "2020-04-05 22:00"), None,
    ),
    "a time that the clock skips": (
        "nonexistent_time", 2, "from", None, D.replace("2020-04-06;06:00", "2020-03-29;02:30"),
    ),
    "a time that comes twice": (
        "ambiguous_time", 2, "from", None, D.replace("2020-04-06;06:00", "2020-10-25;02:30"),
    ),
    "an end that comes twice": (
        "ambiguous_time", 2, "from", None, D.replace("2020-04-06;06:00;14:00", "2020-10-24;22:00;2:30"),
    ),
    "a quarter that is none": (
        "unknown_quarter", 2, "quarter", None, D.replace("skills", "quarter").replace("care:1", "Eimsbütel"),
    ),
    "a postal code that is none": (
        "unknown_postal_code", 2, "PLZ", None, D.replace("skills", "PLZ").replace("care:1", "80000"),
    ),
    "a place beyond the pole": (
        "less_than_equal", 2, "lat", None,
        D.replace("skills", "lat;lon").replace("care:1", "93,5;10"),
    ),
    "half a place": ("half_a_place", 2, "lat", None, D.replace("skills", "lat").replace("care:1", "53,5")),
    "two demands of one name": (
        "contradiction", 3, "headcount", None,
        (D + D.split("\n")[1].replace(";1;2020-04-06", ";2;2020-04-07") + "\n")
        .replace("skills", "same worker").replace("care:1", "yes"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_can_not_be_meant_is_refused_at_its_cell(name: str, tmp_path: Path) -> None:
    code, row, column, workers, demands = REFUSED[name]
    made = folder(tmp_path, W if workers is None else workers, D if demands is None else demands)
    file = "workers.csv" if demands is None else "demands.csv"
    assert (code, file, row, column) in problems(made)


def test_there_are_a_hundred_of_them() -> None:
    assert len(READ_AS_MEANT) + len(REFUSED) + len(BOOKS) + len(BROKEN_BOOKS) + len(NIGHTS) >= 100


# Date, from, to, and the hours between; over both changes of the clock.
NIGHTS = {
    "past midnight": ("2020-04-06;22:00;06:00", 8),
    "hours beyond 24": ("2020-04-06;22:00;30:00", 8),
    "to midnight": ("2020-04-06;16:00;24:00", 8),
    "to the midnight of the day after": ("2020-04-06;16:00;00:00", 8),
    "from after midnight": ("2020-04-06;25:00;29:00", 4),
    "over a leap day": (";29.02.2020 22:00;2020-03-01 06:00", 8),
    "a clock put forward": ("2020-03-28;22:00;06:00", 7),
    "a clock put back": ("2020-10-24;22:00;06:00", 9),
    "the first of two": (";2020-10-25T02:30+02:00;06:00", 4.5),
    "the second of two": ("2020-10-25;02:30+01:00;06:00", 3.5),
}


@pytest.mark.parametrize("name", NIGHTS)
def test_nights_have_the_hours_of_the_clock(name: str, tmp_path: Path) -> None:
    times, hours = NIGHTS[name]
    demands = D.replace("2020-04-06;06:00;14:00", times)
    (shift,) = read_sheets(folder(tmp_path, demands=demands)).scenario.demands[0].shifts
    assert (shift.end - shift.start) == timedelta(hours=hours)


# A workbook knows no zones.
LOCAL = datetime
HEAD_W = ["id", "company", "skills", "available from", "available to", "pay", "consent"]
ROW_W = ["w1", "Hotel Süd", "care:2", LOCAL(2020, 4, 6, 5), LOCAL(2020, 4, 10, 22), 17.5, "accepted"]
HEAD_D = ["id", "company", "skills", "headcount", "date", "from", "to"]
ROW_D = ["ward", "Clinic", "care:1", 1, date(2020, 4, 6), time(6), time(14)]


def book() -> Any:
    made = Workbook()
    made.remove(made.active)
    for title, rows in (("Workers", (HEAD_W, ROW_W)), ("Demands", (HEAD_D, ROW_D))):
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return made


def saved(made: Any, path: Path, patch: Callable[[str, bytes], bytes] = lambda _, held: held) -> Path:
    raw = io.BytesIO()
    made.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, patch(name, old.read(name)))
    return path


def put(sheet: str, cell: str, value: Any) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        made[sheet][cell] = value

    return change


def merge(sheet: str, cells: str) -> Callable[[Any], None]:
    return lambda made: made[sheet].merge_cells(cells)


def title(made: Any) -> None:
    made["Workers"].insert_rows(1)
    made["Workers"]["A1"] = "Unser Personal"
    made["Workers"].merge_cells("A1:G1")


def pivot(made: Any) -> None:
    made.create_sheet("Auswertung").append(["Summe", 5])


def merged_rows(made: Any) -> None:
    made["Demands"].append([*ROW_D[:3], None, *ROW_D[4:]])
    made["Demands"].merge_cells("D2:D3")


def bare(sheet: str, cell: str, value: float) -> Callable[[Any], None]:
    def change(made: Any) -> None:
        made[sheet][cell] = value
        made[sheet][cell].number_format = "General"

    return change


def far(made: Any) -> None:
    made["Workers"]["A1048576"] = " "
    made["Workers"]["XFD1"] = " "


BOOKS: dict[str, Callable[[Any], None]] = {
    "as it should be": lambda _: None,
    "whole numbers as fractions": put("Demands", "D2", 1.0),
    "times as text": put("Demands", "F2", "6:00"),
    "a duration beyond a day's end": put("Demands", "G2", timedelta(hours=14)),
    "dates with a time of midnight": put("Demands", "E2", "06.04.2020"),
    "a merged title": title,
    "another sheet": pivot,
    "an empty sheet": lambda made: made.create_sheet("Tabelle3"),
    "blanks in the last row and the last column": far,
    "a hidden sheet": lambda made: setattr(made["Workers"], "sheet_state", "hidden"),
    "merged below the data": merge("Workers", "A5:C7"),
}
BROKEN_BOOKS: dict[str, tuple[Callable[[Any], None], tuple[str, int | None, str | None]]] = {
    "a formula never computed": (put("Demands", "D2", "=1+0"), ("formula", 2, "headcount")),
    "an error": (put("Demands", "D2", "#N/A"), ("error_value", 2, "headcount")),
    "merged names": (merge("Workers", "D1:E1"), ("merged_cell", 1, None)),
    "merged data": (merge("Workers", "A2:B2"), ("merged_cell", 2, "company")),
    "merged rows": (merged_rows, ("merged_cell", 3, "headcount")),
    "a date for a name": (put("Workers", "A2", date(2020, 1, 2)), ("not_text", 2, "id")),
    "a number that Excel rounded": (put("Workers", "A2", 12345678901234567890), ("rounded_number", 2, "id")),
    "a truth for a number": (put("Demands", "D2", True), ("not_a_number", 2, "headcount")),
    "a number for a date": (bare("Demands", "E2", 43927), ("not_a_time", 2, "date")),
    "a fraction for a time": (bare("Demands", "F2", 0.25), ("not_a_time", 2, "from")),
    "seconds": (put("Demands", "F2", time(6, 0, 30)), ("not_whole_minutes", 2, "from")),
    "a sheet misspelt": (lambda made: setattr(made["Workers"], "title", "Wrokers"), ("unknown_sheet", None, None)),
    "two sheets of one meaning": (lambda made: made.create_sheet("Personal"), ("duplicate_sheet", None, None)),
    "no sheet of demands": (lambda made: made.remove(made["Demands"]), ("missing_sheet", None, None)),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOKS)
def test_workbooks_are_read_as_they_are_meant(name: str, tmp_path: Path) -> None:
    made = book()
    BOOKS[name](made)
    assert read_sheets(saved(made, tmp_path / "b.xlsx")).scenario.digest() == expected().digest()


@pytest.mark.parametrize("name", BROKEN_BOOKS)
def test_workbooks_are_refused_at_the_cell(name: str, tmp_path: Path) -> None:
    change, where = BROKEN_BOOKS[name]
    made = book()
    change(made)
    found = problems(saved(made, tmp_path / "b.xlsx"))
    assert where in [(code, row, column) for code, _, row, column in found]


def test_the_saved_value_of_a_formula_counts_also_where_it_is_empty(tmp_path: Path) -> None:
    made = book()
    made["Demands"]["D2"], made["Workers"]["F3"] = "=1+0", '=IF(1,"","")'

    def compute(_: str, held: bytes) -> bytes:
        held = held.replace(b"<f>1+0</f><v />", b"<f>1+0</f><v>1</v>").replace(
            b"<f>1+0</f><v></v>", b"<f>1+0</f><v>1</v>"
        )
        return held.replace(b'<c r="F3">', b'<c r="F3" t="str">')

    assert read_sheets(saved(made, tmp_path / "b.xlsx", compute)).scenario.digest() == expected().digest()


@pytest.mark.parametrize(
    ("name", "held", "code"),
    [
        ("b.xlsx", b"", "bad_workbook"),
        ("b.xlsx", b"id,company\n", "bad_workbook"),
        ("b.xlsx", b"PK\x03\x04 torn", "bad_workbook"),
        ("b.xlsx", b"\xd0\xcf\x11\xe0 with a password", "bad_workbook"),
        ("b.xls", b"\xd0\xcf\x11\xe0", "bad_workbook"),
        ("b.ods", b"PK\x03\x04", "bad_workbook"),
        ("b.numbers", b"PK\x03\x04", "old_workbook"),
        ("workers.csv", WORKERS.encode(), "one_table"),
    ],
)
def test_other_files_say_what_to_do(name: str, held: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(held)
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.load(tmp_path / name)
    assert error.value.problems[0].code == code
    assert error.value.problems[0].advice


def test_a_million_blank_rows_are_read_over(tmp_path: Path) -> None:
    path = folder(tmp_path, demands=D + ";;;;;;\n" * 10**6)
    assert read_sheets(path).scenario.digest() == expected().digest()


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    blank = b" " * 2**20

    def blow(name: str, held: bytes) -> bytes:
        return held.replace(b"</sheetData>", b"</sheetData>" + blank * 210) if name.endswith("sheet1.xml") else held

    path = saved(book(), tmp_path / "b.xlsx", blow)
    assert path.stat().st_size < 2**20
    assert problems(path)[0][0] == "too_large"


def found_in(path: Path) -> tuple[sm.InputIssue, ...]:
    try:
        read_sheets(path)
    except sm.InputError as error:
        return error.problems
    return ()


SCRAPS = (
    '"',
    ";",
    "\n",
    "\r",
    "\0",
    "=",
    "06:00",
    "47:59",
    "2020-03-29 02:30",
    "9999-12-31",
    "1.234",
    "-5",
    "ä",
    "#N/A",
)


@examples(100)
@given(
    st.integers(0, len(W)), st.integers(0, len(D)), st.sampled_from(SCRAPS), st.sampled_from(SCRAPS), st.integers(0, 9)
)
def test_torn_files_are_read_or_refused(there: int, here: int, one: str, other: str, lost: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = folder(Path(name), W[:there] + one + W[there + lost :], D[:here] + other + D[here + lost :])
        assert all(problem.cell for problem in found_in(path))
