"""A sheet as rows of raw cells, and the errors of single cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from staffmatch.errors import Bilingual, Told
from staffmatch.io.sheets import refusals
from staffmatch.messages.message import Message

# Blanks and invisible characters.
_EDGES = " \t\r\n\v\f\xa0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200E)))
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ERRORS = ("#N/A", "#NV", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#NAME?", "#DIV/0!", "#NUM!", "#ZAHL!", "#NULL!")
_LONGEST = 80


class Wrong(Bilingual, Exception):
    """A cell that cannot be read as its column requires."""

    def __init__(self, code: str, message: Told, remedy: Told = "") -> None:
        super().__init__(code, message, remedy)
        self.code, self.message, self.remedy = code, message, remedy


@dataclass(frozen=True)
class Flaw(Bilingual):
    """Takes the place of a value that cannot be read."""

    code: str
    message: Told
    remedy: Told
    shown: str = ""


class PerCent(float):
    """A share that a workbook shows as a per cent: 0.25, shown as 25 %."""


Value = str | int | float | bool | datetime | date | time | timedelta | Flaw | None
Cells = tuple[Value, ...]


@dataclass(frozen=True)
class Grid:
    """One sheet: its non-empty rows by their numbers in the spreadsheet.

    ``left_out`` has the numbers of rows that are not to be read, by the reason. Where ``head`` is known, ``added`` are
    further columns, by their names in the layout, with a cell for each row after the head; ``under`` is the title of
    the column in which each of these cells stands, if they were turned from columns into rows.
    """

    file: str
    sheet: str | None
    rows: list[tuple[int, Cells]]
    hidden: bool = False
    left_out: Mapping[Message, Sequence[int]] = field(default_factory=dict)
    head: int | None = None
    added: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    under: Sequence[str] = ()


def clean(text: str) -> str:
    """Text stripped of blanks, in composed Unicode form; a line ends as in workbooks, whatever system wrote it."""
    held = text.strip(_EDGES)
    if "\r" in held:
        held = held.replace("\r\n", "\n").replace("\r", "\n")
    return held if held.isascii() else unicodedata.normalize("NFC", held)


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula; `unguarded` is the inverse."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def error_value(text: str) -> Flaw | None:
    """The flaw of a cell that shows a spreadsheet error, in English or German."""
    if text.upper() not in _ERRORS:
        return None
    return Flaw("error_value", refusals.ERROR_VALUE(text=text), refusals.ERROR_VALUE_ADVICE(), text)


def shown(value: Value) -> str:
    """A raw value as quoted in messages, truncated if long."""
    if isinstance(value, Flaw):
        return value.shown
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def blank(value: Value) -> bool:
    """Whether a cell looks empty; cells covered by a merged one do."""
    return value is None or (isinstance(value, Flaw) and value.code == "merged_cell")
