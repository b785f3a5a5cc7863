"""Workbooks of many kinds, with invented people: what each is read as, or the question it gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.io.sheets import made

Rows = Sequence[Sequence[Any]]
MON, TUE, WED, THU, FRI = (date(2020, 4, day) for day in range(6, 11))
PEOPLE: Rows = [("Nr", "Firma", "Qualifikation"), (1, "Hotel", "Pflege"), (2, "Hotel", "Küche")]
NEEDS: Rows = [
    ("Firma", "Datum", "von", "bis", "Anzahl", "Qualifikation"),
    ("UKE", MON, time(6), time(14), 1, "Pflege"),
]
EARLY = "0406 06:00-14:00"


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


@dataclass(frozen=True)
class Case:
    """A workbook, and what is right: people and needs as `tests.io.sheets.test_workbooks` tells them, or codes.

    ``notes`` are parts of what has to be told; ``mended`` is the book after the advice was followed.
    """

    kind: str
    write: Callable[[Path], Path]
    people: tuple[str, ...] | None = None
    needs: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    mended: Callable[[Path], Path] | None = None


def book(merged: Sequence[str] = (), **sheets: Rows) -> Callable[[Path], Path]:
    """A workbook; ``merged`` are ranges of its first sheet."""

    def write(folder: Path) -> Path:
        held = Workbook()
        held.remove(held.worksheets[0])
        for name, rows in sheets.items():
            sheet = held.create_sheet(name.replace("_", " "))
            for row in rows:
                sheet.append([*row])
        for cells in merged:
            held.worksheets[0].merge_cells(cells)
        held.save(folder / "book.xlsx")
        return folder / "book.xlsx"

    return write


def csv(encoding: str = "utf-8", **sheets: str) -> Callable[[Path], Path]:
    """A folder of CSV files."""

    def write(folder: Path) -> Path:
        for name, text in sheets.items():
            (folder / f"{name}.csv").write_bytes(text.strip().encode(encoding) + b"\r\n")
        return folder

    return write


def other(suffix: str, **sheets: Rows) -> Callable[[Path], Path]:
    """An .ods or .xls workbook."""
    return lambda folder: getattr(made, suffix)(folder / f"book.{suffix}", **sheets)


CODES: Rows = [("Kürzel", "von", "bis"), ("F", "06:00", "14:00"), ("S", "14:00", "22:00"), ("N", "22:00", "06:00")]
WARD: Rows = [
    ("Dienstplan Station 3 – April 2020",),
    ("Mitarbeiter", *range(1, 11), "Summe"),
    (1, "F", "F", "S", "U", "U", "N", "N", "-", None, None, 5),
    (2, "K", "K", "K", "F", "F", "F", None, None, None, None, 3),
]

CASES = {
    "ward roster with days of a month": Case(
        "roster of a ward, person × day",
        book(Mitarbeiter=PEOPLE, Dienstplan=WARD, Schichtarten=CODES, Bedarf=NEEDS),
        notes=("6 days of absence", "8 home shifts"),
        needs=(f"UKE 1@UKE 1 Pflege: {EARLY}",),
    ),
    "ward roster, two header rows": Case(
        "roster with weekdays under the days",
        book(
            Mitarbeiter=PEOPLE,
            Dienstplan=[("Name", MON, TUE, WED), (None, "Mo", "Di", "Mi"), (1, "F", "S", None), (2, "N", "U", "F")],
            Schichtarten=CODES,
            Bedarf=NEEDS,
        ),
        notes=("4 home shifts and 1 day of absence",),
    ),
    "ward roster, wrong month": Case(
        "roster whose weekdays contradict its month",
        book(
            Mitarbeiter=PEOPLE,
            Dienstplan=[("Name", MON, TUE, WED), (None, "Di", "Mi", "Do"), (1, "F", "S", None), (2, "N", "U", "F")],
            Schichtarten=CODES,
            Bedarf=NEEDS,
        ),
        asks=("weekday_differs",),
    ),
    "agency list": Case(
        "list of an agency: street and town, hourly rate, dates as text",
        book(
            Personal=[
                ("Personaldienst Elbe GmbH · Verfügbare Kräfte KW 15",),
                (),
                (
                    "Pers.-Nr.",
                    "Nachname",
                    "Vorname",
                    "Straße",
                    "PLZ",
                    "Ort",
                    "Arbeitgeber",
                    "Qualifikation",
                    "verfügbar ab",
                    "verfügbar bis",
                    "Stundenlohn",
                    "Geburtsdatum",
                ),
                (
                    "00123",
                    "Yıldız",
                    "Ayşe",
                    "Elbchaussee 1",
                    "22765",
                    "Hamburg",
                    "Elbe",
                    "Pflege",
                    "06.04.2020",
                    "10.04.2020",
                    "17,50 €",
                    date(1990, 1, 1),
                ),
                (
                    "00124",
                    "Groß",
                    "Jan",
                    "Deichstr. 2",
                    "20459",
                    "Hamburg",
                    "Elbe",
                    "Lager",
                    "06.04.2020",
                    "08.04.2020",
                    "15,00 €",
                    date(1980, 2, 2),
                ),
            ],
            Bedarf=NEEDS,
        ),
        people=("00123 Ayşe Yıldız@Elbe Pflege: 0406-0410", "00124 Jan Groß@Elbe Lager: 0406-0408"),
        notes=("'Straße', 'Geburtsdatum'",),
    ),
    "payroll export": Case(
        "export of a payroll system: Windows-1252, semicolons, numbers with leading zeros, trailing sum",
        csv(
            "cp1252",
            Mitarbeiter="""
Personalnummer;Name;Vorname;Firma;Qualifikation;Wochenstunden;Stundenlohn;Kostenstelle
00123;Jäger;Björn;Hotel Süd;Küche;38,5;1.450,00
""".replace("1.450,00", "14,50;4711")
            + "Summe;;;;;38,5;14,50;\n",
            Bedarf="Firma;Datum;von;bis;Anzahl;Qualifikation\nTafel;06.04.2020;06:00;14:00;1;Küche",
        ),
        people=("00123 Björn Jäger@Hotel Süd Küche: 0406 06:00-14:00",),
        notes=("sums up", "'Kostenstelle'", "Windows-1252"),
    ),
    "monthly pay with thousands": Case(
        "pay of a month, with thousands separators",
        csv(
            Mitarbeiter="Nr;Firma;Qualifikation;Lohn\n1;Hotel;Küche;2.950,00",
            Bedarf="Firma;Datum;von;bis;Anzahl\nTafel;06.04.2020;06:00;14:00;1",
        ),
        notes=("odd:pay",),
    ),
    "google sheets": Case(
        "export of an online spreadsheet: commas, ISO dates, TRUE and FALSE",
        csv(
            workers="id,company,skills,from,to,consent\n1,Hotel,care,2020-04-06,2020-04-10,TRUE\n"
            '2,Hotel,"care, kitchen",2020-04-06,2020-04-10,FALSE',
            demands="company,date,from,to,people,skills\nClinic,2020-04-06,6:00,14:00,1,care",
        ),
        people=("1@Hotel care: 0406-0410", "2@Hotel care+kitchen: 0406-0410"),
        needs=(f"Clinic 1@Clinic 1 care: {EARLY}",),
    ),
    "american dates": Case(
        "export with 04/06/2020, day or month first",
        csv(
            workers="id,company,skills\n1,Hotel,care",
            demands="company,date,from,to,people\nClinic,04/06/2020,6:00 am,2:00 pm,1",
        ),
        asks=("unclear_date",),
        mended=csv(
            workers="id,company,skills\n1,Hotel,care",
            demands="company,date,from,to,people\nClinic,2020-04-06,6:00 am,2:00 pm,1",
        ),
    ),
    "food bank": Case(
        "matrix of a food bank: places × days, headcounts, one shift code",
        book(
            Helfer=[("Nr", "Name", "Verein"), (1, "Ana", "Tafel Nord")],
            Mitarbeiter=PEOPLE,
            Bedarf=[
                ("Ausgabestelle", "Mo 06.04.2020", "Di 07.04.2020", "Mi 08.04.2020", "Gesamt"),
                ("Altona", 2, 3, None, 5),
                ("Billstedt", 1, "-", 1, 2),
                ("Gesamt", 3, 3, 1, 7),
            ],
            Schichtarten=[("Code", "von", "bis"), ("A", "08:00", "13:00")],
        ),
        needs=(
            "Altona@Altona 2: 0406 08:00-13:00",
            "Altona (2)@Altona 3: 0407 08:00-13:00",
            "Billstedt@Billstedt 1: 0406 08:00-13:00",
            "Billstedt (2)@Billstedt 1: 0408 08:00-13:00",
        ),
        notes=("sums up", "'Helfer'"),
    ),
    "one sheet for everything": Case(
        "people and needs in one sheet, one below the other",
        book(
            Tabelle1=[
                ("Mitarbeiter", "Firma", "Qualifikation"),
                ("Anna", "Hotel", "Pflege"),
                (),
                ("Bedarf",),
                ("Firma", "Datum", "von", "bis", "Anzahl"),
                ("UKE", MON, "06:00", "14:00", 1),
            ]
        ),
        asks=("second_table",),
        mended=book(
            Mitarbeiter=[("Mitarbeiter", "Firma", "Qualifikation"), ("Anna", "Hotel", "Pflege")],
            Bedarf=[("Firma", "Datum", "von", "bis", "Anzahl"), ("UKE", MON, "06:00", "14:00", 1)],
        ),
    ),
    "side by side": Case(
        "people and needs side by side in one sheet",
        book(
            Tabelle1=[
                ("Mitarbeiter", "Firma", "Qualifikation", None, "Firma", "Datum", "von", "bis", "Anzahl"),
                ("Anna", "Hotel", "Pflege", None, "UKE", MON, "06:00", "14:00", 1),
            ]
        ),
        asks=("second_table",),
    ),
    "English and German": Case(
        "names of sheets and columns in both languages",
        book(
            Employees=[
                ("Name", "Company", "Fähigkeiten", "available from", "bis"),
                ("Ann", "Hotel", "Pflege", MON, FRI),
            ],
            Bedarf=[
                ("Company", "Datum", "from", "bis", "Anzahl", "skills"),
                ("UKE", MON, "6:00", "14:00", 1, "pflege"),
            ],
        ),
        people=("Hotel 1 Ann@Hotel Pflege: 0406-0410",),
        needs=(f"UKE 1@UKE 1 Pflege: {EARLY}",),
    ),
    "merged title cells": Case(
        "title and groups of columns in merged cells above the header",
        book(
            ("A1:F1", "A2:C2", "D2:F2"),
            Mitarbeiter=[
                ("Personalpool April 2020", None, None, None, None, None),
                ("Person", None, None, "Einsatz", None, None),
                ("Nr", "Name", "Firma", "Qualifikation", "verfügbar ab", "verfügbar bis"),
                (1, "Anna", "Hotel", "Pflege", MON, WED),
            ],
            Bedarf=NEEDS,
        ),
        people=("1 Anna@Hotel Pflege: 0406-0408",),
    ),
    "merged cells of one company": Case(
        "the company merged over its people",
        book(
            ("B2:B3",),
            Mitarbeiter=[("Nr", "Firma", "Qualifikation"), (1, "Hotel", "Pflege"), (2, None, "Küche")],
            Bedarf=NEEDS,
        ),
        asks=("merged_cell",),
        mended=book(Mitarbeiter=PEOPLE, Bedarf=NEEDS),
    ),
    "two header rows": Case(
        "names of columns over two rows",
        book(
            ("C1:D1",),
            Mitarbeiter=[
                (None, None, "verfügbar", None),
                ("Nr", "Firma", "von", "bis"),
                (1, "Hotel", MON, TUE),
            ],
            Bedarf=NEEDS,
        ),
        people=("1@Hotel : 0406-0407",),
    ),
    "company once": Case(
        "the company only in the first row of its people",
        book(
            Mitarbeiter=[("Nr", "Firma", "Qualifikation"), (1, "Hotel", "Pflege"), (2, None, "Küche")],
            Bedarf=NEEDS,
        ),
        asks=("missing",),
        mended=book(Mitarbeiter=PEOPLE, Bedarf=NEEDS),
    ),
    "dates as text": Case(
        "dates as text of several spellings",
        book(
            Mitarbeiter=PEOPLE,
            Bedarf=[
                NEEDS[0],
                ("UKE", "Mo, 06.04.2020", "6:00 Uhr", "14:00 Uhr", 1, "Pflege"),
                ("UKE", "7. April 2020", "6 Uhr", "14 Uhr", 1, "Pflege"),
                ("UKE", "2020-04-08", "06.00", "14.00", 1, "Pflege"),
                ("UKE", "9.4.20", "06:00:00", "14:00:00", 1, "Pflege"),
            ],
        ),
        needs=(
            f"UKE 1@UKE 1 Pflege: {EARLY}",
            "UKE 2@UKE 1 Pflege: 0407 06:00-14:00",
            "UKE 3@UKE 1 Pflege: 0408 06:00-14:00",
            "UKE 4@UKE 1 Pflege: 0409 06:00-14:00",
        ),
    ),
    "date as a number": Case(
        "a date that lost its format",
        book(Mitarbeiter=PEOPLE, Bedarf=[NEEDS[0], ("UKE", 43927, "06:00", "14:00", 1, "Pflege")]),
        asks=("not_a_time",),
        mended=book(Mitarbeiter=PEOPLE, Bedarf=NEEDS),
    ),
    "times as fractions": Case(
        "times that lost their format",
        book(Mitarbeiter=PEOPLE, Bedarf=[NEEDS[0], ("UKE", MON, 0.25, 0.5833333333, 1, "Pflege")]),
        asks=("not_a_time",),
        mended=book(Mitarbeiter=PEOPLE, Bedarf=NEEDS),
    ),
    "trailing totals": Case(
        "subtotals a company and a sum at the end",
        book(
            Mitarbeiter=[
                ("Nr", "Name", "Firma", "Qualifikation", "Wochenstunden"),
                (1, "Anna", "Hotel", "Pflege", 40),
                (None, "Summe Hotel", None, None, 40),
                (2, "Ben", "Airline", "Küche", 20),
                ("Gesamt:", None, None, None, 60),
                ("Anzahl Mitarbeiter: 2", None, None, None, None),
            ],
            Bedarf=NEEDS,
        ),
        people=("1 Anna@Hotel Pflege: 0406 06:00-14:00", "2 Ben@Airline Küche: 0406 06:00-14:00"),
        notes=("sums up other rows",),
    ),
    "legend below": Case(
        "a legend and a signature below the table",
        book(
            Mitarbeiter=[*PEOPLE, (), ("Stand: 03.04.2020, gez. Petersen",), ("* nur vormittags",)],
            Bedarf=NEEDS,
        ),
        people=("1@Hotel Pflege: 0406 06:00-14:00", "2@Hotel Küche: 0406 06:00-14:00"),
        notes=("rows 5-6 left out",),
    ),
    "comments": Case(
        "columns of remarks, one of which limits people",
        book(
            Mitarbeiter=[
                ("Nr", "Firma", "Qualifikation", "Bemerkung", "Kommentar"),
                (1, "Hotel", "Pflege", "nur früh", "x"),
            ],
            Bedarf=NEEDS,
        ),
        people=("1@Hotel Pflege: 0406 06:00-14:00",),
        notes=("'Bemerkung'",),
    ),
    "ids with zeros": Case(
        "ids 00123 as text in one sheet, as numbers in another",
        book(
            Mitarbeiter=[("Nr", "Firma", "Qualifikation"), ("00123", "Hotel", "Pflege"), ("00124", "Hotel", "Küche")],
            Verfügbarkeit=[("Mitarbeiter", "Datum"), (123, MON), ("00124", TUE)],
            Bedarf=NEEDS,
        ),
        people=("00123@Hotel Pflege: 0406", "00124@Hotel Küche: 0407"),
        notes=("without the zeros at their start",),
    ),
    "spellings of a company": Case(
        "one company in three spellings",
        book(
            Mitarbeiter=[
                ("Nr", "Firma", "Qualifikation"),
                (1, "Hotel Alster GmbH", "Pflege"),
                (2, "hotel alster", "Pflege"),
                (3, "Hotel  Alster", "Pflege"),
            ],
            Bedarf=NEEDS,
        ),
        notes=("is one meant?",),
    ),
    "night shifts": Case(
        "night shifts over midnight and over the change of clocks",
        book(
            Mitarbeiter=PEOPLE,
            Bedarf=[
                NEEDS[0],
                ("UKE", date(2020, 3, 28), time(22), time(6), 1, "Pflege"),
                ("UKE", date(2020, 10, 24), time(22), time(6), 1, "Pflege"),
            ],
        ),
        needs=("UKE 1@UKE 1 Pflege: 0328 22:00-06:00 (7 h)", "UKE 2@UKE 1 Pflege: 1024 22:00-06:00 (9 h)"),
    ),
    "skipped hour": Case(
        "a shift that begins in the hour that the clock skips",
        book(Mitarbeiter=PEOPLE, Bedarf=[NEEDS[0], ("UKE", date(2020, 3, 29), time(2, 30), time(8), 1, "Pflege")]),
        asks=("nonexistent_time",),
        mended=book(
            Mitarbeiter=PEOPLE, Bedarf=[NEEDS[0], ("UKE", date(2020, 3, 29), time(3, 30), time(8), 1, "Pflege")]
        ),
    ),
    "free text availability": Case(
        "availability as a sentence",
        book(
            Mitarbeiter=[
                ("Nr", "Firma", "Qualifikation", "Verfügbarkeit"),
                (1, "Hotel", "Pflege", "ab sofort, außer mittwochs"),
                (2, "Hotel", "Pflege", "Mo-Fr 8-16 Uhr"),
            ],
            Bedarf=[
                NEEDS[0],
                ("UKE", MON, time(6), time(14), 1, "Pflege"),
                ("UKE", FRI, time(6), time(14), 1, "Pflege"),
            ],
        ),
        asks=("not_a_time",),
    ),
    "weekdays with times": Case(
        "availability on weekdays with times, and none",
        book(
            Mitarbeiter=[
                ("Nr", "Firma", "Qualifikation", "Verfügbarkeit"),
                (1, "Hotel", "Pflege", "Mo, Mi 8-16 Uhr"),
                (2, "Hotel", "Pflege", "täglich"),
            ],
            Bedarf=[
                NEEDS[0],
                ("UKE", MON, time(6), time(14), 1, "Pflege"),
                ("UKE", WED, time(6), time(14), 1, "Pflege"),
            ],
        ),
        people=("1@Hotel Pflege: 0406 08:00-16:00 0408 08:00-16:00", "2@Hotel Pflege: 0406 0407 0408"),
        notes=("weekdays are read",),
    ),
    "open document": Case(
        "an .ods workbook with dates as text",
        other(
            "ods",
            Mitarbeiter=[("Nr", "Firma", "Qualifikation"), (1, "Hotel", "Pflege")],
            Bedarf=[NEEDS[0], ("UKE", "06.04.2020", "06:00", "14:00", 1, "Pflege")],
        ),
        people=("1@Hotel Pflege: 0406 06:00-14:00",),
        notes=("hidden",),
    ),
    "workbook of 1997": Case(
        "an .xls workbook with dates as text",
        other(
            "xls",
            Mitarbeiter=[("Nr", "Firma", "Qualifikation"), (1, "Hotel", "Pflege")],
            Bedarf=[NEEDS[0], ("UKE", "06.04.2020", "06:00", "14:00", 1, "Pflege")],
        ),
        people=("1@Hotel Pflege: 0406 06:00-14:00",),
    ),
    "care and kitchen": Case(
        "two skills with a slash, both or either",
        book(
            Mitarbeiter=[("Nr", "Firma", "Qualifikation"), (1, "Hotel", "Pflege/Küche"), (2, "Hotel", "Pflege")],
            Bedarf=[*NEEDS, ("UKE", MON, time(6), time(14), 1, "Küche")],
        ),
        people=("1@Hotel Küche+Pflege: 0406 06:00-14:00", "2@Hotel Pflege: 0406 06:00-14:00"),
        notes=("'Pflege/Küche'",),
    ),
    "exported days as datetimes": Case(
        "an export with 00:00 on every day",
        book(
            Mitarbeiter=[
                ("Nr", "Firma", "Qualifikation", "verfügbar ab", "verfügbar bis"),
                (1, "Hotel", "Pflege", midnight(MON), midnight(WED)),
            ],
            Bedarf=NEEDS,
        ),
        people=("1@Hotel Pflege: 0406-0408",),
    ),
    "ranges of headcounts": Case(
        "headcounts as 2-3",
        book(Mitarbeiter=PEOPLE, Bedarf=[NEEDS[0], ("UKE", MON, "06:00", "14:00", "2-3", "Pflege")]),
        asks=("range_of_people",),
        mended=book(Mitarbeiter=PEOPLE, Bedarf=NEEDS),
    ),
    "headcounts of a pivot": Case(
        "columns of headcounts by shift code",
        book(
            Mitarbeiter=PEOPLE,
            Schichtarten=CODES,
            Bedarf=[("Station", "Firma", "Datum", "F", "S", "N"), ("Station 1", "UKE", MON, 2, 1, None)],
        ),
        needs=("Station 1@UKE 2: 0406 06:00-14:00", "Station 1 (2)@UKE 1: 0406 14:00-22:00"),
    ),
    "two rosters in one file": Case(
        "a sheet a month, the old one too",
        book(
            Mitarbeiter=PEOPLE,
            Schichtarten=CODES,
            März_2020=[("Name", *(date(2020, 3, d) for d in (1, 2, 3))), (1, "F", "F", "F")],
            April_2020=[("Name", MON, TUE, WED), (1, "F", None, "U")],
            Bedarf=NEEDS,
        ),
        notes=("'März 2020', 'April 2020'",),
    ),
    "empty form": Case(
        "a form with columns and no rows",
        book(Mitarbeiter=PEOPLE[:1], Bedarf=NEEDS[:1]),
        people=(),
        needs=(),
        notes=("no rows",),
    ),
    "wishes": Case(
        "who may not go where, in words",
        book(
            Mitarbeiter=[
                ("Nr", "Firma", "Qualifikation", "nicht bei", "einverstanden"),
                (1, "Hotel", "Pflege", "UKE", "ja"),
                (2, "Hotel", "Pflege", None, "vielleicht"),
            ],
            Bedarf=NEEDS,
        ),
        asks=("unknown_consent",),
    ),
    "accents and initials": Case(
        "a roster that names people otherwise than the list",
        book(
            Mitarbeiter=[
                ("Nr", "Nachname", "Vorname", "Firma"),
                (1, "Müller", "Eva", "Hotel"),
                (2, "Kurz", "Jo", "Hotel"),
            ],
            Dienstplan=[("Name", MON, TUE, WED), ("Müller, Eva", "F", "F", "F"), ("Jo Kurz", "S", "S", None)],
            Schichtarten=CODES,
            Bedarf=NEEDS,
        ),
        notes=("5 home shifts",),
    ),
}
