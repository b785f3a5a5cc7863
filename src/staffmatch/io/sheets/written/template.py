"""Example sheets of workers and demands to overwrite, solvable as they are, in English or German."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from staffmatch import constraints as c
from staffmatch.errors import InputError, InputIssue
from staffmatch.io.files import make_folder
from staffmatch.io.sheets.meaning.priorities import HIGHER_FIRST
from staffmatch.io.sheets.rules.phrases import PHRASES
from staffmatch.io.sheets.rules.plain_rules import sayings
from staffmatch.io.sheets.written import refusals
from staffmatch.io.sheets.written.scenario_tables import Row
from staffmatch.io.sheets.written.writing import write_tables

# A week in spring 2020, starting on Monday 6 April.
_WEEK = tuple(date(2020, 4, number) for number in range(6, 13))
_WORKERS: tuple[tuple[Any, ...], ...] = (
    ("w01", "Hotel Alster", "St. Georg", "", {"care": 1, "kitchen": 2}, 0, 4, 45, 1, 15.5),
    ("w02", "Hotel Alster", "Eimsbüttel", "", {"kitchen": 3}, 0, 4, 45, 1, 16.0),
    ("w03", "Hotel Alster", "Wandsbek", "", {"care": 2}, 0, 6, 30, 1, 15.5),
    ("w04", "Hotel Alster", "", "22765", {"reception": 2}, 1, 4, 45, 0, 15.0),
    ("w05", "Airline Nord", "Niendorf", "", {"care": 2, "first aid": 3}, 0, 6, 60, 1, 19.0),
    ("w06", "Airline Nord", "Fuhlsbüttel", "", {"care": 1, "first aid": 3}, 0, 3, 60, 1, 19.0),
    ("w07", "Airline Nord", "", "22846", {"driver": 2}, 0, 6, 60, 1, 18.25),
    ("w08", "Event Hafen", "HafenCity", "", {"driver": 1}, 2, 6, 30, 1, 15.0),
    ("w09", "Event Hafen", "Altona-Nord", "", {"kitchen": 1, "driver": 1}, 0, 6, 45, 1, 15.0),
    ("w10", "Event Hafen", "", "21073", {}, 0, 6, 45, 1, 14.0),
)
_DEMANDS: tuple[tuple[Any, ...], ...] = (
    ("ward", "Clinic Elbe", "Eppendorf", {"care": 2}, 2, 3, 0, "06:00", "14:00", 30),
    ("ward", "", "", {}, None, None, 1, "06:00", "14:00", 30),
    ("nights", "Clinic Elbe", "Eppendorf", {"care": 1}, 1, 3, 0, "22:00", "06:00", 0),
    ("nights", "", "", {}, None, None, 2, "22:00", "06:00", 0),
    ("lab", "Clinic Elbe", "Barmbek-Nord", {"laboratory": 2}, 1, 2, 1, "08:00", "16:00", 30),
    ("vans", "Food Depot", "Wilhelmsburg", {"driver": 1}, 3, 1, 0, "05:00", "13:00", 30),
    ("vans", "", "", {}, None, None, 3, "05:00", "13:00", 30),
    ("meals", "Food Depot", "Hammerbrook", {"kitchen": 2}, 2, 1, 2, "09:30", "15:30", 0),
)
# Those after # are examples that do not hold.
_RULES = (
    (c.ConsecutiveDays, "", ""),
    (c.DailyRest, "", ""),
    (c.PartnershipLimit, "", ""),
    (c.DailyHours, "# ", "without # the rule holds"),
    (c.SundaysAndHolidays, "# ", ""),
    (c.LendingCap, "# ", ""),
)
_GERMAN = {
    "workers": "Mitarbeiter",
    "demands": "Bedarf",
    "settings": "Einstellungen",
    "rules": "Regeln",
    "rule": "Regel",
    "without # the rule holds": "ohne # gilt die Regel",
    "# without commute limit": "# ohne Pendelgrenze",
    "worker": "Mitarbeiter",
    "company": "Firma",
    "quarter": "Stadtteil",
    "postal code": "PLZ",
    "skills": "Fähigkeiten",
    "available from": "verfügbar von",
    "available to": "verfügbar bis",
    "consent": "Zustimmung",
    "max commute minutes": "max Fahrzeit",
    "pay per hour": "Stundenlohn",
    "# note": "# Bemerkung",
    "demand": "Auftrag",
    "people": "Anzahl",
    "priority": "Priorität",
    "date": "Datum",
    "from": "von",
    "to": "bis",
    "break minutes": "Pause Minuten",
    "setting": "Einstellung",
    "value": "Wert",
    "timezone": "Zeitzone",
    HIGHER_FIRST: "höher ist dringender",
    "care": "Pflege",
    "kitchen": "Küche",
    "reception": "Empfang",
    "first aid": "Erste Hilfe",
    "driver": "Fahrer",
    "laboratory": "Labor",
    "accepted": "zugesagt",
    "declined": "abgelehnt",
    "ward": "Station",
    "nights": "Nächte",
    "vans": "Touren",
    "meals": "Essen",
    "lab": "Labor",
    "Clinic Elbe": "Klinik Elbe",
    "Food Depot": "Lebensmittellager",
    "Event Hafen": "Messe Hafen",
    "1 to 6 after a colon": "1 bis 6 hinter dem Doppelpunkt",
    "rows of one name are shifts of one demand": "Zeilen eines Namens sind Schichten eines Auftrags",
}


def write_template(folder: Path, *, excel: bool = False, german: bool = False) -> list[Path]:
    """Write the example into a folder without touching existing files; returns the files written."""
    tables = _tables(german)
    files = [folder / "staff.xlsx"] if excel else [folder / f"{name}.csv" for name in tables]
    there = [str(file) for file in files if file.exists()]
    if there:
        text = refusals.FILE_EXISTS()
        raise InputError(InputIssue("file_exists", name, text, refusals.FILE_EXISTS_ADVICE()) for name in there)
    make_folder(folder)
    write_tables(tables, files[0] if excel else folder, ZoneInfo("Europe/Berlin"), ";" if german else ",")
    return files


def _tables(german: bool) -> dict[str, list[Row]]:
    def say(word: Any) -> Any:
        return in_german(word) if german and isinstance(word, str) else word

    def on(number: int) -> Any:
        return f"{_WEEK[number]:%d.%m.%Y}" if german else _WEEK[number]

    def skills(held: dict[str, int]) -> str:
        # The cell separator of a German file would need quotes.
        return (", " if german else "; ").join(f"{say(name)}:{level}" for name, level in held.items())

    workers: list[Row] = [
        (
            *("worker", "company", "quarter", "postal code", "skills", "available from", "available to"),
            *("max commute minutes", "consent", "pay per hour", "# note"),
        )
    ]
    for name, company, quarter, code, held, first, last, commute, agreed, pay in _WORKERS:
        note = "1 to 6 after a colon" if name == "w01" else ""
        consent = "accepted" if agreed else "declined"
        row = (name, company, quarter, code, skills(held), on(first), on(last), commute, consent, pay, note)
        workers.append(tuple(map(say, row)))
    demands: list[Row] = [
        (
            *("demand", "company", "quarter", "skills", "people", "priority", "date", "from", "to", "break minutes"),
            "# note",
        )
    ]
    for place, (name, company, quarter, held, people, priority, number, *span, pause) in enumerate(_DEMANDS):
        note = "rows of one name are shifts of one demand" if place == 1 else ""
        row = (name, company, quarter, skills(held), people, priority, on(number), *span, pause, note)
        demands.append(tuple(map(say, row)))
    settings: list[Row] = [("setting", "value"), ("timezone", "Europe/Berlin"), ("priority", HIGHER_FIRST)]
    tables = {"workers": workers, "demands": demands, "rules": rule_rows(german), "settings": settings}
    return {say(name): [tuple(map(say, row)) for row in rows] for name, rows in tables.items()}


def in_german(word: str) -> str:
    """A word of the sheets in German, where it is one of them."""
    return _GERMAN.get(word, word)


def rule_rows(german: bool) -> list[Row]:
    """Rules in words; the default rules hold beside them."""
    phrases: dict[type[Any], Any] = {}
    for phrase in PHRASES:
        phrases.setdefault(phrase.rule, phrase)
    rows: list[Row] = [("rule", "# note")]
    rows += [(mark + sayings(phrases[rule])[german], note) for rule, mark, note in _RULES]
    return [*rows, ("# without commute limit", "")]
