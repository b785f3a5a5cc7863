"""Write the workbook of the hospital book: 40 people of four companies, 71 seats at four others, all invented.

``python hospital_workbook.py klinik.xlsx``; ``--english`` for English, ``--slips 2`` for the mistakes that the book
begins with, ``--slips 1`` when the first of them is mended.
"""

import argparse
from datetime import date, timedelta

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

FIRST, LAST = date(2020, 4, 6), date(2020, 4, 19)
Cell = str | int | float | date | None
Row = list[Cell]

COMPANIES: list[Row] = [
    ["Firma", "Branche", "PLZ", "Ansprechpartner", "Telefon", "E-Mail", "Treffpunkt"],
    ["Hotel Elbkai", "I", 20099, "Nina Vogt", "040 5550 110", "n.vogt@elbkai.example", None],
    ["Fluglinie Nordwind", "H", 22335, "Olaf Rickmers", "040 5550 120", "dispo@nordwind.example", None],
    ["Messe Fleetinsel", "N", 20357, "Swantje Bruhn", "040 5550 130", None, None],
    ["Restaurant Krabbenkorb", "I", 22763, "Ali Demir", "0151 5550140", None, None],
    [
        "Klinikum Alsterquell",
        "Q",
        20249,
        "Dr. Ruth Falk",
        "040 5550 200",
        "personal@alsterquell.example",
        "Pforte Nord",
    ],
    ["Krankenhaus Lindenhain", "Q", 22763, "Jens Pohl", "040 5550 210", None, "Lieferhof, Tor 2"],
    ["Tafel am Deich", "Q", 20537, "Gerda Matz", "040 5550 220", None, "Rampe 1"],
    ["Pflegeheim Birkenhof", "Q", 21073, "Ines Kruse", "040 5550 230", None, "Empfang"],
]
LENDERS = [row[0] for row in COMPANIES[1:5]]

FAMILIES = ["Müller", "Schröder", "Öztürk", "Groß", "Yılmaz", "Petersen", "Hansen", "Jürgens", "Köhler", "Behrens"]
GIVEN = ["Anna", "Doris", "Günther", "Jörg", "Mia", "Petra", "Timo", "Björn", "Emre", "Heike", "Käthe", "Nils", "Rolf"]
HOMES = [20099, 22765, 21073, 22041, 20249, 22303, 22307, 21029, 22525, 20357]
CARE, NURSE, AIDE, SERVICE = "Pflege:2, Service:2", "Pflege:3", "Pflege:1", "Service:2"
DRIVER, KITCHEN, CLEANING = "Lager:1, Fahrer:1", "Küche:2", "Reinigung:1, Küche:1"
SKILLS = [CARE, NURSE, NURSE, DRIVER, CLEANING, SERVICE, AIDE, KITCHEN, CARE, CLEANING, DRIVER]

SHIFTS: list[Row] = [
    ["Kürzel", "Bezeichnung", "von", "bis", "Pause"],
    ["F", "Frühdienst", "06:00", "14:00", 30],
    ["T", "Tagdienst", "08:00", "16:00", 30],
    ["S", "Spätdienst", "17:00", "21:00", 30],
    ["N", "Nachtdienst", "21:30", "06:15", 30],
]
# Demand, company, skill, people, priority, shift code, days after the first.
NEEDS: list[tuple[str, str, str, int, int, str, list[int]]] = [
    ("Station 4 Früh", "Klinikum Alsterquell", "Pflege:1", 2, 1, "F", [*range(10)]),
    ("Station 4 Nacht", "Klinikum Alsterquell", "Pflege:2", 1, 1, "N", [*range(10)]),
    ("Labor", "Klinikum Alsterquell", "Labor:1", 1, 2, "T", [1]),
    ("Kantine", "Krankenhaus Lindenhain", "Küche:1", 2, 3, "F", [0, 1, 2, 3, 4, 7, 8, 9]),
    ("Tour", "Tafel am Deich", "Fahrer:1", 2, 2, "T", [0, 2, 4, 7, 9, 11]),
    ("Reinigung", "Pflegeheim Birkenhof", "Reinigung:1", 1, 3, "S", [*range(12)]),
]
RULES: list[Row] = [["Regel"], ["max Tage am Stück: 5"], ["Ruhezeit: 11"], ["max Stunden pro Woche: 40"]]
SETTINGS: list[Row] = [
    ["Einstellung", "Wert"],
    ["Planungszeitraum", "06.04.2020 - 19.04.2020"],
    ["Priorität", "1 ist am dringendsten"],
]
ABSENCES: list[Row] = [["Person", "vom", "bis zum"], ["P017", date(2020, 4, 10), date(2020, 4, 13)]]

WORDS = """
Mitarbeiter workers|Bedarf demands|Firmen companies|Schichtarten shift kinds|Regeln rules|Einstellungen settings
Abwesenheiten absences|Nr id|Name last name|Vorname first name|Firma company|PLZ postal code|Qualifikation skills
verfügbar~ab available from|verfügbar~bis available to|Stunden/Woche hours per week|max~Fahrzeit max commute
Zustimmung consent|Stundenlohn pay|Handy mobile|Bemerkung note|Auftrag demand|Anzahl headcount|Priorität priority
Datum date|Schichtart shift kind|Hinweis hint|Branche sector|Ansprechpartner contact person|Telefon phone|E-Mail email
Treffpunkt meeting point|Kürzel code|Bezeichnung name|von from|bis to|Pause break|Regel rule|Einstellung setting
Wert value|Person worker|vom first day|bis~zum last day|ja yes|nein no|angefragt asked|Planungszeitraum period
Frühdienst early|Tagdienst day|Spätdienst late|Nachtdienst night|Station~4~Früh Ward 4 early|Labor laboratory
Station~4~Nacht Ward 4 night|Kantine canteen|Tour delivery|Reinigung cleaning|Pflege care|Pfelge caree|Service service
Küche kitchen|Fahrer driver|Lager warehouse|1~ist~am~dringendsten 1 is most urgent|spricht~Türkisch speaks Turkish
max~Tage~am~Stück:~5 max days in a row: 5|Ruhezeit:~11 rest between shifts: 11
max~Stunden~pro~Woche:~40 max hours per week: 40
Arbeitskleidung~wird~gestellt working clothes are provided|Pforte~Nord north gate|Rampe~1 ramp 1|Empfang reception
"""
ENGLISH = {
    german.replace("~", " "): english
    for german, english in (pair.split(" ", 1) for pair in WORDS.strip().replace("\n", "|").split("|"))
}


def people() -> list[Row]:
    """P001 to P040, ten of each lender; P021 has the same name as P001."""
    head = ["Nr", "Name", "Vorname", "Firma", "PLZ", "Qualifikation", "verfügbar ab", "verfügbar bis"]
    rows: list[Row] = [[*head, "Stunden/Woche", "max Fahrzeit", "Zustimmung", "Stundenlohn", "Handy", "Bemerkung"]]
    for number in range(40):
        lender = number % 4
        given = GIVEN[0] if number == 20 else GIVEN[number % 13]
        answer = "nein" if number % 10 == 9 else "angefragt" if number % 5 in (0, 2) else "ja"
        who: Row = [f"P{number + 1:03}", FAMILIES[number % 10], given, LENDERS[lender], HOMES[number * 3 % 10]]
        can: Row = [SKILLS[number % 11], FIRST + timedelta(days=(0, 1, 0, 2)[lender]), LAST, (40, 30, 20, 35)[lender]]
        pay = (15.5, 18.0, 14.5, 13.0)[lender]
        rows.append([*who, *can, (45, 60, 60, 40)[lender], answer, pay, f"0171 55507{number + 1:02}", None])
    rows[3][-1] = "spricht Türkisch"
    return rows


def needs() -> list[Row]:
    """A row for each shift."""
    rows: list[Row] = [["Auftrag", "Firma", "Qualifikation", "Anzahl", "Priorität", "Datum", "Schichtart", "Hinweis"]]
    for name, company, skill, count, priority, code, days in NEEDS:
        hint = "Arbeitskleidung wird gestellt" if company.startswith("Klinikum") else None
        rows += [[name, company, skill, count, priority, FIRST + timedelta(days=day), code, hint] for day in days]
    return rows


def write(path: str, *, english: bool = False, slips: int = 0) -> None:
    """The workbook; with one slip a skill is misspelt, with two a shift code is of no kind as well."""
    workers, demands = people(), needs()
    if slips >= 1:
        workers[2][5] = "Pfelge:3"
    if slips >= 2:
        demands[3][6] = "FR"
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in {
        "Mitarbeiter": workers,
        "Bedarf": demands,
        "Firmen": COMPANIES,
        "Schichtarten": SHIFTS,
        "Regeln": RULES,
        "Einstellungen": SETTINGS,
        "Abwesenheiten": ABSENCES,
    }.items():
        sheet = book.create_sheet(str(translated(title)) if english else title)
        for row in rows:
            sheet.append([translated(cell) for cell in row] if english else row)
        for column in sheet.columns:
            column[0].font, column[0].fill = Font(bold=True), PatternFill("solid", fgColor="DDDDDD")
            for cell in column:
                if isinstance(cell.value, date):
                    cell.number_format = "DD.MM.YYYY"
            width = max(10 if isinstance(cell.value, date) else len(str(cell.value)) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = width + 2
        sheet.freeze_panes = "A2"
    book.save(path)


def translated(cell: Cell) -> Cell:
    """A word, or the skills of ``Pflege:2, Service:2``."""
    if not isinstance(cell, str) or cell in ENGLISH:
        return ENGLISH.get(cell, cell) if isinstance(cell, str) else cell
    parts = (part.partition(":") for part in cell.split(", "))
    return ", ".join(ENGLISH.get(word, word) + colon + level for word, colon, level in parts)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Write the workbook of the hospital book.")
    arguments.add_argument("path", nargs="?", default="klinik.xlsx")
    arguments.add_argument("--english", action="store_true", help="in English")
    arguments.add_argument("--slips", type=int, choices=(0, 1, 2), default=0, help="how many mistakes are in it")
    chosen = arguments.parse_args()
    write(chosen.path, english=chosen.english, slips=chosen.slips)
    print(f"Written: {chosen.path}.")
