"""A sheet as it was found: rows of raw cells, and how what is wrong with one is said."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# Blanks and characters that nobody sees.
_EDGES = " \t\r\n\v\f\xa0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200E)))
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ERRORS = ("#N/A", "#NV", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#NAME?", "#DIV/0!", "#NUM!", "#ZAHL!", "#NULL!")
_LONGEST = 80


class Wrong(Exception):
    """A cell that can not be read as what its column wants."""

    def __init__(self, code: str, text: str, advice: str = "") -> None:
        super().__init__(code, text, advice)
        self.code, self.text, self.advice = code, text, advice


@dataclass(frozen=True)
class Flaw:
    """What stands in the place of a value that is not there to be read."""

    code: str
    text: str
    advice: str
    shown: str = ""


Value = str | int | float | bool | datetime | date | time | timedelta | Flaw | None
Cells = tuple[Value, ...]


@dataclass(frozen=True)
class Grid:
    """One sheet: the rows that hold anything, by their numbers as a spreadsheet shows them."""

    file: str
    sheet: str | None
    rows: list[tuple[int, Cells]]


def clean(text: str) -> str:
    """Text without blanks at its ends, its letters composed."""
    held = text.strip(_EDGES)
    return held if held.isascii() else unicodedata.normalize("NFC", held)


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula; `unguarded` is the way back."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def error_value(text: str) -> Flaw | None:
    """The flaw of a cell that shows an error of a spreadsheet, in English or German."""
    if text.upper() not in _ERRORS:
        return None
    return Flaw("error_value", f"shows the error {text}.", "Mend the formula, or type the value.", text)


def shown(value: Value) -> str:
    """A raw value as it is quoted, cut where it is long."""
    if isinstance(value, Flaw):
        return value.shown
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def blank(value: Value) -> bool:
    """Whether nothing stands there; cells below a merged one are blank to the eye."""
    return value is None or (isinstance(value, Flaw) and value.code == "merged_cell")
