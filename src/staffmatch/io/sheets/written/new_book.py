"""A new workbook for known companies, period and shifts, with example rows and lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from staffmatch.errors import InputError, InputIssue
from staffmatch.io.files import require_writable, write_bytes, writing
from staffmatch.io.sheets.meaning.priorities import HIGHER_FIRST
from staffmatch.io.sheets.written import refusals
from staffmatch.io.sheets.written.scenario_tables import Row
from staffmatch.io.sheets.written.template import in_german, rule_rows
from staffmatch.io.sheets.written.writing import Tables, workbook_of

# Lists to choose from are offered for so many rows.
_ROWS = 1000
_CONSENTS = {False: "accepted,offered,declined,withdrawn", True: "zugesagt,offen,abgelehnt,zurückgezogen"}
_GERMAN = {
    "companies": "Firmen",
    "shift_kinds": "Schichtarten",
    "code": "Kürzel",
    "shift code": "Schichtart",
    "need": "Bedarf",
    "example: overwrite it": "Beispiel: überschreiben",
    "example: a row for each day and shift": "Beispiel: eine Zeile je Tag und Schicht",
}


@dataclass(frozen=True)
class NewBook:
    """What is known: the period, who lends, who borrows, and shifts as (code, from, to) by the clock."""

    first: date
    last: date
    lenders: tuple[str, ...]
    borrowers: tuple[str, ...]
    shifts: tuple[tuple[str, str, str], ...]
    german: bool = False

    def write(self, path: Path) -> None:
        """Write the workbook. InputError if the file exists, or if a cell cannot hold what is to be written."""
        if path.exists():
            text, advice = refusals.FILE_EXISTS(), refusals.BOOK_EXISTS_ADVICE()
            raise InputError([InputIssue("file_exists", str(path), text, advice)])
        require_writable(path)
        tables = {self.say(name): [tuple(map(self.say, row)) for row in rows] for name, rows in self._tables().items()}
        with writing(path):
            write_bytes(path, self._with_choices(workbook_of(tables, ZoneInfo("Europe/Berlin"))))

    def say(self, word: Any) -> Any:
        """A word of the sheets in their language; anything else as it is."""
        return _GERMAN.get(word, in_german(word)) if self.german and type(word) is str else word

    def _tables(self) -> Tables:
        people: list[Row] = [
            (
                *("worker", "company", "postal code", "skills", "available from", "available to"),
                *("max commute minutes", "consent", "pay per hour", "# note"),
            )
        ]
        for number, lender in enumerate(self.lenders, 1):
            skills = f"{self.say('care')}:2"
            row = (f"w{number:02}", _Kept(lender), "", skills, self._day(self.first), self._day(self.last), 45)
            people.append((*row, "accepted", None, "example: overwrite it"))
        return {
            "companies": [("company", "postal code"), *((_Kept(one), "") for one in self._companies())],
            "workers": people,
            "demands": list(self._demands()),
            "shift_kinds": [
                ("code", "from", "to", "break minutes"),
                *((_Kept(code), start, end, 30) for code, start, end in self.shifts),
            ],
            "rules": rule_rows(self.german),
            "settings": [("setting", "value"), ("timezone", "Europe/Berlin"), ("priority", HIGHER_FIRST)],
        }

    def _demands(self) -> Iterator[Row]:
        yield ("demand", "company", "postal code", "skills", "people", "priority", "date", "shift code", "# note")
        for number, borrower in enumerate(self.borrowers, 1):
            for code, _, _ in self.shifts:
                name = f"{self.say('need')} {number}"
                skills = f"{self.say('care')}:1"
                note = "example: a row for each day and shift"
                yield name, _Kept(borrower), "", skills, 1, 1, self._day(self.first), _Kept(code), note

    def _companies(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.lenders, *self.borrowers)))

    def _day(self, day: date) -> date | str:
        return f"{day:%d.%m.%Y}" if self.german else day

    def _with_choices(self, book: bytes) -> bytes:
        """The workbook with lists to choose from; whoever reads it still says what is wrong."""
        from openpyxl import load_workbook
        from openpyxl.worksheet.datavalidation import DataValidation

        found = load_workbook(io.BytesIO(book))
        for sheet, columns in self._choices().items():
            titles = [cell.value for cell in found[self.say(sheet)][1]]
            for title, formula in columns.items():
                letter = found[self.say(sheet)].cell(1, titles.index(self.say(title)) + 1).column_letter
                choice = DataValidation("list", formula, allow_blank=True, showErrorMessage=False)
                choice.add(f"{letter}2:{letter}{_ROWS}")
                found[self.say(sheet)].add_data_validation(choice)
        written = io.BytesIO()
        found.save(written)
        return written.getvalue()

    def _choices(self) -> Mapping[str, Mapping[str, str]]:
        companies, kinds = (f"'{self.say(name)}'!$A$2:$A${_ROWS}" for name in ("companies", "shift_kinds"))
        return {
            "workers": {"company": companies, "consent": f'"{_CONSENTS[self.german]}"'},
            "demands": {"company": companies, "shift code": kinds},
        }


class _Kept(str):
    """What somebody typed, which is no word to be translated."""
