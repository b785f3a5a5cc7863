"""Columns that are days: ``06.04.2020``, ``Mo 06.04.``, ``Montag``, or 1 to 30 under the title "April 2020"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from staffmatch.io.sheets.cells import Grid, Value

_TITLES = 10
_MONTHS = (
    "januar jan january", "februar feb february", "märz maerz mär mrz march mar", "april apr", "mai may",
    "juni jun june", "juli jul july", "august aug", "september sep sept", "oktober okt october oct",
    "november nov", "dezember dez december dec",
)  # fmt: skip
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_NAMED = "|".join(sorted(_MONTH, key=len, reverse=True))
_WEEKDAYS = (
    "mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|"
    "sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_WEEKDAY = re.compile(rf"(?:{_WEEKDAYS})\.?", re.IGNORECASE)
_DAY = re.compile(
    rf"(?:(?:{_WEEKDAYS})\b\.?,?\s*)?"
    rf"(?:\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{4}}|\s?\d\d)?|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.\s?(?:{_NAMED})\b\.?(?:\s\d{{4}})?)",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(r".*\d{1,2}\.\s?\d{1,2}\.")
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
# "Stand 03.04.2020" says when it was written, not of which month it is.
_OF_MONTH = re.compile(
    rf"\b(?:({_NAMED})\b\.?|(?<![\d.])(0?[1-9]|1[0-2])\s?[./-])[\s_]*((?:20|21)\d\d)\b", re.IGNORECASE
)
# So many numbers in a row are days of a month.
_RUN = 7


@dataclass(frozen=True)
class DayColumns:
    """The row of the grid that is the head, and its days by column: as dates, or as they are written."""

    head: int
    days: dict[int, Value]
    # Whether these are bare numbers and no title says of which month.
    of_no_month: bool = False


def day_columns(grid: Grid) -> DayColumns | None:
    """The head of days among the first rows; dates go before weekdays."""
    rows = grid.rows[:_TITLES]
    for place, (_, cells) in enumerate(rows):
        dated = {at: said for at, cell in enumerate(cells) if (said := _date(cell)) is not None}
        if _enough(dated, cells):
            year = _year(grid, place)
            return DayColumns(place, {at: _completed(said, year) for at, said in dated.items()})
    for place, (_, cells) in enumerate(rows):
        if run := _numbers(cells):
            month = _month(grid, place)
            days = {at: _day_of(month, number) for at, number in run.items()}
            return DayColumns(place, {at: on for at, on in days.items() if on}, month is None)
    for place, (_, cells) in enumerate(rows):
        named = {at: cell for at, cell in enumerate(cells) if isinstance(cell, str) and _WEEKDAY.fullmatch(cell)}
        if len(named) >= 3 and len({str(cell).casefold() for cell in named.values()}) == len(named):
            return DayColumns(place, {**named})
    return None


def is_weekday(value: Value) -> bool:
    return isinstance(value, str) and bool(_WEEKDAY.fullmatch(value))


def _enough(days: Mapping[int, Value], cells: Iterable[Value]) -> bool:
    """Three days, or two beside names of columns: a row of data has fewer, or no names."""
    others = [cell for at, cell in enumerate(cells) if at not in days and cell is not None]
    return len({*map(str, days.values())}) == len(days) and (
        len(days) >= 3 or (len(days) == 2 and bool(others) and all(isinstance(cell, str) for cell in others))
    )


def _date(cell: Value) -> Value:
    """The cell if it is a day."""
    if isinstance(cell, datetime):
        return None if cell.hour or cell.minute else cell.date()
    if isinstance(cell, date):
        return cell
    text = " ".join(cell.split()) if isinstance(cell, str) else ""
    return text if _DAY.fullmatch(text) else None


def _completed(said: Value, year: str | None) -> Value:
    """A day without its year, with the one that a title says."""
    return f"{said}{year}" if year and isinstance(said, str) and _NO_YEAR.fullmatch(said) else said


def _numbers(cells: Iterable[Value]) -> dict[int, int]:
    """Columns called 1, 2, 3 and so on, to the end of a month."""
    found: dict[int, int] = {}
    for at, cell in enumerate(cells):
        text = str(cell).strip(". ") if isinstance(cell, (int, float, str)) and not isinstance(cell, bool) else ""
        text = text.removesuffix(".0")
        if text.isdecimal() and len(text) <= 2 and int(text) == len(found) + 1:
            found[at] = int(text)
    return found if _RUN <= len(found) <= 31 else {}


def _titles(grid: Grid, head: int) -> list[str]:
    above = [str(cell) for _, cells in grid.rows[:head] for cell in cells if isinstance(cell, str)]
    beside = [cell for cell in grid.rows[head][1] if isinstance(cell, str)]
    return [*above, *beside, grid.sheet or "", grid.file]


def _month(grid: Grid, head: int) -> tuple[int, int] | None:
    """Year and month that the titles, the sheet's name or the file's say."""
    above = (cell for _, cells in grid.rows[:head] for cell in cells if isinstance(cell, date))
    if first := next((cell for cell in above if cell.day == 1), None):
        return first.year, first.month
    for title in _titles(grid, head):
        if found := _OF_MONTH.search(title.replace("_", " ")):
            return int(found[3]), _MONTH[found[1].casefold()] if found[1] else int(found[2])
    return None


def _year(grid: Grid, head: int) -> str | None:
    """The only year in the titles."""
    years = {year for title in _titles(grid, head) for year in _YEAR.findall(title.replace("_", " "))}
    return years.pop() if len(years) == 1 else None


def _day_of(month: tuple[int, int] | None, number: int) -> Value:
    try:
        return date(*month, number) if month else number
    except ValueError:
        return None
