"""Names and contacts as people write them into workbooks, and wards whose days differ."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import staffmatch as sm
from staffmatch.io.sheets import read_sheets
from staffmatch.io.sheets.reading import Reading
from staffmatch.messages import names_of
from tests.io.sheets.made import notes_of

DAY, LAST = date(2020, 4, 6), date(2020, 4, 10)
PEOPLE = (
    ("Personalpool Hotel Elbe, Stand 3. April",),
    (
        "Nr.",
        "Name",
        "Vorname",
        "Firma",
        "Qualifikation",
        "verfügbar ab",
        "verfügbar bis",
        "Telefon",
        "Handy",
        "Bemerkung",
    ),
    (1, "Brandt", "Sabine", "Hotel Elbe", "Pflege", DAY, LAST, "040/123", None, "nicht lesen"),
    (2, "Aydin", "Mehmet", "Hotel Elbe", "Pflege", DAY, LAST, "040 7", "0172-5", None),
    (3, "Brandt", "Sabine", "Hotel Elbe", None, DAY, LAST, None, None, None),
)
NEEDS = (
    (
        *("Einsatzort", "Firma", "Datum", "von", "bis", "Anzahl", "Qualifikation"),
        *("Ansprechpartner", "Tel.", "Treffpunkt", "Hinweis"),
    ),
    ("Station 4", "Klinik", DAY, time(6), time(14), 2, "Pflege", "Fr. Petersen", "040 7410-0", "Pforte Ost", "Kittel"),
    ("Station 4", "Klinik", DAY, time(22), time(6), 1, "Pflege", "Fr. Petersen", "040 7410-0", "Pforte Ost", "Kittel"),
    ("Lager", "Tafel", DAY, time(8), time(16, 30), 1, None, "Hr. Kahl", 40440, None, None),
)  # fmt: skip


def book(path: Path, **sheets: Any) -> Path:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(path / "book.xlsx")
    return path / "book.xlsx"


def read(path: Path, **sheets: Any) -> Reading:
    return read_sheets(book(path, **sheets))


def test_names_and_contacts_are_read_as_people_write_them(tmp_path: Path) -> None:
    known = read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=NEEDS).scenario
    assert [(one.id, one.name) for one in known.workers] == [
        ("1", "Sabine Brandt"),
        ("2", "Mehmet Aydin"),
        ("3", "Sabine Brandt"),
    ]
    assert [one.contact and one.contact.phone for one in known.workers] == ["040/123", "040 7, 0172-5", None]
    assert [(one.id, one.name) for one in known.demands] == [
        ("Station 4", "Station 4"),
        ("Station 4 (2)", "Station 4"),
        ("Lager", "Lager"),
    ]
    assert known.demands[0].contact == sm.Contact(
        name="Fr. Petersen", phone="040 7410-0", meeting_point="Pforte Ost", remark="Kittel"
    )
    assert known.demands[2].contact == sm.Contact(name="Hr. Kahl", phone="40440")


def test_who_is_shown_alike_has_the_id_in_brackets(tmp_path: Path) -> None:
    named = names_of(read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=NEEDS).scenario)
    assert [named["worker", one] for one in "123"] == ["Sabine Brandt (1)", "Mehmet Aydin", "Sabine Brandt (3)"]
    assert named["demand", "Station 4 (2)"] == "Station 4"


def test_the_plan_shows_names_and_whom_to_call(tmp_path: Path) -> None:
    solution = sm.solve(read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=NEEDS).scenario, threads=1)
    page = sm.report(solution)
    for shown in ("Mehmet Aydin", "Fr. Petersen", "040 7410-0", "Pforte Ost", "Hr. Kahl", "Kittel"):
        assert shown in page
    assert "nicht lesen" not in page
    text = "".join(solution.calendars().values())
    assert "Contact: Fr. Petersen\\, 040 7410-0" in text.replace("\r\n ", "")
    solution.export(tmp_path / "plan.xlsx")
    head, *rows = load_workbook(tmp_path / "plan.xlsx")["plan_assignments"].iter_rows(values_only=True)
    row = dict(zip(head, next(row for row in rows if row[0] == "2"), strict=True))
    assert (row["worker_name"], row["worker_phone"]) == ("Mehmet Aydin", "040 7, 0172-5")
    assert (row["demand_name"], row["contact_name"]) == ("Station 4", "Fr. Petersen")


@pytest.mark.parametrize(
    ("head", "cells", "name"),
    [
        (("Name", "Vorname"), ("Brandt", "Anna"), "Anna Brandt"),
        (("Nachname", "Vorname"), ("Brandt", "Anna"), "Anna Brandt"),
        (("Name", "Vorname"), ("Brandt, Anna", "Anna"), "Brandt, Anna"),
        (("Name", "Vorname"), ("Hannah", "Anna"), "Anna Hannah"),
        (("Name",), ("Anna Brandt",), "Anna Brandt"),
        (("first name", "surname"), ("Anna", None), "Anna"),
        (("Name", "first name", "last name"), ("A. Brandt", "Anna", "Brandt"), "A. Brandt"),
    ],
)
def test_one_name_of_two_columns(head: Any, cells: Any, name: str, tmp_path: Path) -> None:
    people = (("id", "Firma", *head), ("w", "Hotel", *cells))
    assert read(tmp_path, workers=people, Bedarf=NEEDS[:1] + NEEDS[3:]).scenario.workers[0].name == name


@pytest.mark.parametrize(
    ("title", "field"),
    [
        *((title, "phone") for title in ("Telefon", "Tel.", "Telefonnummer", "Mobil", "Handy", "phone", "Tel.-Nr.")),
        *((title, "email") for title in ("E-Mail", "email", "Mail", "E-Mail-Adresse")),
        *((title, "name") for title in ("Ansprechpartner", "Ansprechpartner:in", "Ansprechperson", "Kontakt")),
        *((title, "meeting_point") for title in ("Treffpunkt", "meeting point")),
        *((title, "remark") for title in ("Hinweis", "Anmerkung", "contact remark")),
    ],
)  # fmt: skip
def test_each_header_in_each_sheet(title: str, field: str, tmp_path: Path) -> None:
    wanted = sm.Contact(**{field: "so steht es da"})
    rows = {
        "Firmen": (("Firma", title), ("Hotel", "so steht es da"), ("Tafel", "so steht es da")),
        "workers": (("id", "Firma", title), ("w", "Hotel", "so steht es da")),
        "Bedarf": ((*NEEDS[0][:6], title), (*NEEDS[3][:6], "so steht es da")),
    }
    known = read(tmp_path, **rows).scenario
    assert [one.contact for one in (*known.companies, *known.workers, *known.demands)] == [wanted] * 4


WARD = (
    ("Auftrag", "Firma", "Datum", "von", "bis", "Anzahl", "Qualifikation"),
    ("Station 4", "Klinik", DAY, time(6), time(14), 2, "Pflege"),
    ("Station 4", "Klinik", date(2020, 4, 7), time(6), time(14), 3, "Pflege"),
    ("Station 4", "Klinik", date(2020, 4, 8), time(6), time(14), 3, "Pflege"),
    ("Station 4", "Klinik", date(2020, 4, 9), time(6), time(14), 2, "Küche"),
    ("Station 4", "Tafel", date(2020, 4, 9), time(6), time(14), 2, "Küche"),
)


def test_a_ward_whose_days_differ_is_several_demands_under_one_name(tmp_path: Path) -> None:
    reading = read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=WARD)
    known = reading.scenario
    assert [(one.id, one.headcount, *one.skills, len(one.shifts)) for one in known.demands] == [
        ("Station 4", 2, "Pflege", 1),
        ("Station 4 (2)", 3, "Pflege", 2),
        ("Station 4 (3)", 2, "Küche", 1),
        ("Station 4 (4)", 2, "Küche", 1),
    ]
    assert {one.name for one in known.demands} == {"Station 4"}
    assert any(
        "'Station 4' differ (Anzahl, Qualifikation, Firma): they are 4 demands" in note for note in notes_of(reading)
    )
    named = names_of(known)
    assert named["demand", "Station 4 (2)"] == "Station 4 (Klinik)"
    assert named["demand", "Station 4 (4)"] == "Station 4 (Tafel)"
    known.save(tmp_path / "again.xlsx")
    assert sm.Scenario.load(tmp_path / "again.xlsx") == known


def test_the_report_shows_demands_of_one_name_as_one(tmp_path: Path) -> None:
    rows = [row for row in WARD if row[1] != "Tafel" and row[-1] != "Küche"]
    solution = sm.solve(read(tmp_path, Mitarbeiter=PEOPLE[:2] + PEOPLE[4:], Bedarf=rows).scenario, threads=1)
    assert len({one.demand for one in solution.shortages}) == 2
    assert sm.report(solution).count("<td>Station 4<small>Pflege</small></td>") == 1


def test_an_id_that_is_made_is_nobody_elses(tmp_path: Path) -> None:
    other = ("Station 4 (2)", *WARD[1][1:])
    needs = read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=(*WARD[:3], other)).scenario.demands
    assert [(one.id, one.headcount, one.name) for one in needs] == [
        ("Station 4", 2, "Station 4"),
        ("Station 4 (3)", 3, "Station 4"),
        ("Station 4 (2)", 2, ""),
    ]


def test_empty_cells_say_what_the_first_row_says(tmp_path: Path) -> None:
    rows = (*WARD[:2], ("Station 4", None, date(2020, 4, 7), time(6), time(14), 1, None))
    second = read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=rows).scenario.demands[1]
    assert (second.company, second.skills, second.headcount) == ("Klinik", {"Pflege": 1}, 1)


@pytest.mark.parametrize("sheet", ["shifts", "pairs"])
def test_a_demand_that_another_sheet_refers_to_is_one(sheet: str, tmp_path: Path) -> None:
    others: dict[str, Any] = {
        "shifts": (("demand", "date", "from", "to"), ("Station 4", DAY, time(15), time(16))),
        "pairs": (("worker", "demand"), (1, "Station 4")),
    }
    with pytest.raises(sm.InputError, match="another sheet refers to it"):
        read(tmp_path, Mitarbeiter=PEOPLE, Bedarf=WARD[:3], **{sheet: others[sheet]})
