"""Rows that stand for several: weekdays, ranges of days, and shift codes become one row a day, with its own times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.errors import InputIssue
from staffmatch.io.limits import WORKBOOK_ROWS
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.noted import note, row_list
from staffmatch.io.sheets.table import Table
from staffmatch.io.sheets.times import told
from staffmatch.io.sheets.times.clocks import Clock, of_day
from staffmatch.io.sheets.times.days import Code, Daily, Days
from staffmatch.io.sheets.times.row_days import Misread, Part, RowDays, UnknownCode
from staffmatch.io.sheets.together import either
from staffmatch.messages.message import Message
from staffmatch.records.dictionary_columns import DictionaryColumn, combine_codes

_HELPERS = ("weekday", "first_day", "last_day", "shift_kind")
_READ = ("date", *_HELPERS, "start", "end", "hours", "unpaid_break_minutes")


class Spreading:
    """One sheet; ``told`` are rows by what was assumed, ``unknown`` rows by the shift code that nothing explains."""

    def __init__(self, table: Table, read: RowDays) -> None:
        self.table, self.read = table, read
        self.problems: list[InputIssue] = []
        self.told: dict[Message, list[int]] = {}
        self.unknown: dict[str, list[int]] = {}
        self.undated: dict[tuple[Any, ...], list[int]] = {}

    def run(self) -> None:
        """Give the table one row for each day and span of times."""
        special = self._special()
        self._codes_beside(np.flatnonzero(special & self.table.flawed))
        self._name_kinds()
        rows = np.flatnonzero(special & ~self.table.flawed)
        if len(rows):
            self._spread(rows)
        for (code, what, advice), numbers in self.undated.items():
            text = told.AT_ROWS(rows=row_list(numbers), what=what)
            self.problems.append(InputIssue(code, self.table.name, text, advice, (), self.table.at))
        for name in _HELPERS:
            self.table.said.pop(name, None)

    def _name_kinds(self) -> None:
        """Work of a shift code is of that kind, unless a column of kinds says another."""
        if self.read.windows:
            return
        hours, kinds = self.table.column("hours"), self.table.column("shift_kind")
        named = either(
            _without_none(DictionaryColumn([*map(self._code_in_hours, hours.values)], hours.code)),
            _without_none(DictionaryColumn([*map(self._kind, kinds.values)], kinds.code)),
        )
        if named.given.any():
            self.table.said["kind"] = either(named, self.table.column("kind"))

    def _code_in_hours(self, said: Any) -> str | None:
        """The code of the sheet of shift codes that stands in place of times."""
        return self.read.kinds.code_of(said.text) if isinstance(said, Code) else None

    def _kind(self, said: str | None) -> str | None:
        """The code that a cell of shift codes means, or what it says where no sheet explains it."""
        known = self.read.kinds
        return known.code_of(said) if said is not None and known.knows(said) else said

    def _codes_beside(self, rows: Int) -> None:
        """Codes that nothing explains, in rows in which other cells are wrong: told with them, not a round later."""
        for row in self.table.rows(rows, ("shift_kind", "hours", "start")):
            hours = row.said.get("hours")
            code = row.said.get(
                "shift_kind", hours.text if isinstance(hours, Code) and hours.text[:1].isalpha() else None
            )
            timed = "start" in row.said or isinstance(hours, (Daily, tuple))
            if code is not None and not timed and not self.read.kinds.knows(code):
                self.unknown.setdefault(code, []).append(row.number)

    def notes(self) -> Iterator[Message]:
        for cause, rows in self.told.items():
            yield note(self.table.at, cause, rows)

    def _special(self) -> Mask:
        """Rows that say more than a day, a start and an end, looked for by distinct values."""
        table = self.table
        mask = np.zeros(len(table), bool)
        for name in _HELPERS:
            mask |= table.column(name).given
        start, end, hours = (table.column(name) for name in ("start", "end", "hours"))
        mask |= _where(table.column("date"), lambda value: isinstance(value, Days))
        mask |= _where(hours, lambda value: isinstance(value, (Code, Daily)))
        # Days in one place and times in another.
        ends = _where(start, lambda value: value.minute is None) & _where(end, lambda value: value.minute is None)
        mask |= hours.given & (ends | _where(hours, _days_alone) & (start.given | end.given))
        if not self.read.windows:
            mask |= _where(hours, lambda value: isinstance(value, tuple) and self._long(*value))
            at, to = start.map(_absolute, 0), end.map(_absolute, 0)
            clock = start.map(lambda value: _absolute(value, dated=False), 0)
            dated = _where(end, lambda value: value.day is not None)
            mask |= start.given & end.given & (to - np.where(dated, at, clock) > self.read.longest)
        return mask

    def _long(self, opens: Clock, closes: Clock | None) -> bool:
        return closes is not None and _absolute(closes) - _absolute(opens, closes.day is not None) > self.read.longest

    def _spread(self, rows: Int) -> None:
        table = self.table
        known = [name for name in _READ if name in table.raw]
        key = combine_codes(*(table.raw[name].code[rows] for name in known))
        _, first, group = np.unique(key, return_index=True, return_inverse=True)
        members = np.split(rows[np.argsort(group, kind="stable")], np.cumsum(np.bincount(group))[:-1])
        found: list[list[Part]] = []
        total = len(table)
        for row, mine in zip(table.rows(rows[first]), members, strict=True):
            found.append(self._parts(row.said, mine))
            total += max(len(found[-1]) - 1, 0) * len(mine)
            if total > WORKBOOK_ROWS:
                text = told.MANY_ROWS(most=WORKBOOK_ROWS)
                self.problems.append(InputIssue("too_many_rows", table.name, text, told.SHORTEN_PERIOD, (), table.at))
                table.flawed[rows] = True
                return
        sizes = np.array([len(parts) for parts in found])
        counts = np.ones(len(table), np.int64)
        counts[rows] = np.maximum(sizes, 1)[group]
        base = np.full(len(table), -1)
        base[rows] = np.where(sizes > 0, np.cumsum(sizes) - sizes, -1)[group]
        self._replace([part for parts in found for part in parts], counts, base)

    def _parts(self, said: dict[str, Any], rows: Int) -> list[Part]:
        """The rows in place of those that say the same; none, with problems, if what they say is not clear."""
        numbers = self.table.numbers[rows].tolist()
        causes: list[Message] = []
        try:
            found = self.read.parts(said, causes)
        except Misread as misread:
            # One question for all weekdays.
            if misread.wrong.code == "no_period":
                self.undated.setdefault(misread.wrong.args, []).extend(numbers)
                self.table.flawed[rows] = True
                return []
            self._tell(rows, misread.column, misread.wrong)
            return []
        except UnknownCode as unknown:
            if unknown.wrong is None or unknown.code[:1].isalpha():
                self.unknown.setdefault(unknown.code, []).extend(numbers)
                self.table.flawed[rows] = True
            else:
                self._tell(rows, unknown.column, unknown.wrong)
            return []
        for cause in dict.fromkeys(causes):
            self.told.setdefault(cause, []).extend(numbers)
        return found

    def _tell(self, rows: Int, column: str, wrong: Wrong) -> None:
        for row in self.table.rows(rows, ()):
            self.problems.append(row.wrong(column, wrong))

    def _replace(self, parts: list[Part], counts: Int, base: Int) -> None:
        """Repeat each row ``counts`` times, with the parts from ``base`` on, or as it is if that is -1."""
        table = self.table
        index = np.repeat(np.arange(len(counts)), counts)
        inner = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
        part = np.where(base[index] >= 0, base[index] + inner, -1)
        table.repeat(index)
        table.numbers, table.flawed = table.numbers[index], table.flawed[index]
        # The raw cells stay, for problems; that of the day differs by part, as composed values are made once for each.
        table.raw = {name: column.take(index) for name, column in table.raw.items()}
        old = table.raw.get("date", DictionaryColumn((), np.full(len(index), -1)))
        cells = dict(zip(part.tolist(), old.listed(), strict=True))
        for name in ("start", "end", "unpaid_break_minutes"):
            table.raw.setdefault(name, DictionaryColumn((), np.full(len(index), -1)))
        table.raw["date"] = _overlaid(old, [cells.get(n) for n in range(len(parts))], part)
        table.said = {name: column.take(index) for name, column in table.said.items()}
        for name, values in (
            ("date", [one.date for one in parts]),
            ("start", [one.start for one in parts]),
            ("end", [one.end for one in parts]),
            ("hours", [None] * len(parts)),
        ):
            table.said[name] = _without_none(_overlaid(table.column(name), values, part))
        paused = np.where(np.array([one.pause is not None for one in parts] + [False])[part], part, -1)
        if np.any(paused >= 0):
            pauses = [one.pause for one in parts]
            table.said["unpaid_break_minutes"] = _overlaid(table.column("unpaid_break_minutes"), pauses, paused)
        self._name_apart("shift" if table.name == "demands" else "id", np.repeat(counts, counts) > 1)

    def _name_apart(self, name: str, several: Mask) -> None:
        """An id of a shift that became several, with the start of each."""
        table = self.table
        if table.name not in ("demands", "shifts") or name not in table.said:
            return
        own = np.flatnonzero(several & table.said[name].given)
        at = zip(*(table.column(field).take(own).listed() for field in (name, "date", "start")), strict=True)
        ids = [f"{text} {day} {of_day(start.minute or 0)}" for text, day, start in at]
        where = np.full(len(several), -1)
        where[own] = np.arange(len(own))
        table.said[name] = _overlaid(table.said[name], ids, where)


def _where(column: DictionaryColumn, test: Callable[[Any], bool]) -> Mask:
    # What could not be read is None among the values.
    found: Mask = column.map(lambda value: value is not None and test(value), False, bool)
    return found


def _days_alone(value: Any) -> bool:
    return isinstance(value, tuple) and value[0].day is not None and value[0].minute is None


def _absolute(held: Clock | None, dated: bool = True) -> int:
    """Minutes by which two clocks can be compared, if both have days, or neither."""
    if held is None:
        return 0
    days = held.day.toordinal() if held.day and dated else 0
    return days * 24 * 60 + (held.minute or 0)


def _overlaid(column: DictionaryColumn, values: list[Any], code: Int) -> DictionaryColumn:
    """The column, with other values where their code is not -1."""
    return DictionaryColumn([*column.values, *values], np.where(code >= 0, code + len(column.values), column.code))


def _without_none(column: DictionaryColumn) -> DictionaryColumn:
    given = np.array([value is not None for value in column.values] + [False])
    return DictionaryColumn(column.values, np.where(given[column.code], column.code, -1))
