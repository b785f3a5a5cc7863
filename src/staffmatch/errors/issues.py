"""Problems of an input: where, what is wrong, whom it is about, what to do; to be read in any language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from staffmatch.messages.message import Message, Sentence

_SHOWN = 8
_NUMBER = re.compile(r"\[\d+\]")


_AT = Sentence("error.at", "{parts:list}")
_SHEET = Sentence("error.at.sheet", "sheet {sheet:id}")
_ROW = Sentence("error.at.row", "row {row}")
_ROWS = Sentence("error.at.rows", "rows {rows}")
_COLUMN = Sentence("error.at.column", "column {column:id}")
_LIKE_IT = Sentence("error.at.like_it", "{path} and {n:count} more like it")
_MORE_IDS = Sentence("error.more_ids", "{ids} and {n:count} more")
_BOTH = Sentence("error.both", "{one} {other}")

Told = Message | str


def told_in(told: Told, lang: str) -> str:
    """What is said, in a language; a plain text is the same in each."""
    return told.text_in(lang) if isinstance(told, Message) else told


def both(one: Told, other: Told) -> Told:
    """Two sentences, one after the other."""
    return _BOTH(one=one, other=other) if one and other else one or other


class Bilingual:
    """What is wrong (``message``) and what to do about it (``remedy``), read in English or in another language."""

    message: Told
    remedy: Told

    @property
    def text(self) -> str:
        """What is wrong, in English."""
        return told_in(self.message, "en")

    @property
    def advice(self) -> str:
        """What to do about it, in English; "" where nothing helps."""
        return told_in(self.remedy, "en")

    def text_in(self, lang: str) -> str:
        """What is wrong, in a language of the catalogue."""
        return told_in(self.message, lang)

    def advice_in(self, lang: str) -> str:
        """What to do about it, in a language of the catalogue."""
        return told_in(self.remedy, lang)


@dataclass(frozen=True)
class Cell:
    """A place in a spreadsheet, as far as known, and its content unless that is personal.

    >>> sm.Cell("staff.xlsx", sheet="workers", row=4, column="skills").text_in("en")
    "staff.xlsx, sheet 'workers', row 4, column 'skills'"
    """

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        return self.text_in("en")

    def text_in(self, lang: str, rows: Sequence[int] = ()) -> str:
        """The place in a language of the catalogue; with ``rows``, the same place in several rows."""
        return self.at_rows(_ROWS(rows=_runs(rows)) if rows else None).text_in(lang)

    @property
    def message(self) -> Message:
        """The place, to be said in any language."""
        return self.at_rows(None)

    def at_rows(self, rows: Message | None) -> Message:
        """The place; ``rows`` are told in place of its own."""
        row = rows or (None if self.row is None else _ROW(row=self.row))
        sheet = None if self.sheet is None else _SHEET(sheet=self.sheet)
        column = None if self.column is None else _COLUMN(column=self.column)
        return _AT(parts=tuple(one for one in (self.file, sheet, row, column) if one))


@dataclass(frozen=True)
class InputIssue(Bilingual):
    """One problem of an input.

    ``code`` is stable across releases, ``path`` locates it (``workers[3].skills``), ``ids`` name the records involved,
    ``text`` says what is wrong and ``advice`` what to do about it, both in English; `text_in` and `advice_in` say them
    in another language. Problems of spreadsheets also have a ``cell``.

    >>> try:
    ...     scenario.replace(pins=[sm.Pin(worker="anna", shift="mon")])
    ... except sm.InputError as error:
    ...     print(error.problems[0].text, error.problems[0].advice)
    there is no worker 'anna'. Did you mean 'ana'?
    """

    code: str
    path: str
    message: Told
    remedy: Told = ""
    ids: tuple[str, ...] = field(default=())
    cell: Cell | None = None

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """The problem as a dict of strings, numbers, lists and None, for a web framework's answer."""
        said = {"text": self.text_in(lang), "advice": self.advice_in(lang)}
        cell = None if self.cell is None else asdict(self.cell)
        return {"code": self.code, "path": self.path, **said, "ids": list(self.ids), "cell": cell}

    def to_json(self, lang: str = "en") -> str:
        """What `to_dict` gives, as JSON text."""
        return json.dumps(self.to_dict(lang), ensure_ascii=False)

    def said_in(self, lang: str) -> str:
        """The whole problem in a line: where, what, whom it is about, what to do."""
        place = self.path if self.cell is None else self.cell.text_in(lang)
        who = f" [{', '.join(self.ids)}]" if self.ids else ""
        return _line(place, self.text_in(lang) + who, self.advice_in(lang))

    def __str__(self) -> str:
        return self.said_in("en")


@dataclass(frozen=True)
class Cause:
    """Problems that differ only in where they are: the first of them, the rows and paths of all, and their ids."""

    first: InputIssue
    rows: tuple[int, ...]
    paths: int
    ids: tuple[str, ...]

    def place_in(self, lang: str) -> str:
        """The place of all: their rows, or the first path."""
        first = self.first
        if first.cell is not None:
            return first.cell.text_in(lang, self.rows if len(self.rows) > 1 else ())
        return _LIKE_IT(path=first.path, n=self.paths - 1).text_in(lang) if self.paths > 1 else first.path

    def text_in(self, lang: str) -> str:
        """What is wrong, with the first ids."""
        said, ids = self.first.text_in(lang), ", ".join(self.ids[:_SHOWN])
        if len(self.ids) > _SHOWN:
            ids = _MORE_IDS(ids=ids, n=len(self.ids) - _SHOWN).text_in(lang)
        return f"{said} [{ids}]" if ids else said

    def said_in(self, lang: str) -> str:
        """The whole in a line: where, what, whom it is about, what to do."""
        return _line(self.place_in(lang), self.text_in(lang), self.first.advice_in(lang))


def _line(place: str, text: str, advice: str) -> str:
    return f"{place + ': ' if place else ''}{text} {advice}".rstrip()


def by_cause(problems: Iterable[InputIssue]) -> list[Cause]:
    """One entry for each cause, in the order of the first problem of each: 43 rows with one cause are one."""
    groups: dict[tuple[object, ...], list[InputIssue]] = {}
    for problem in problems:
        cell = problem.cell and replace(problem.cell, row=None, value=None)
        path = _NUMBER.sub("[]", problem.path)
        groups.setdefault((problem.code, path, problem.message, problem.remedy, cell), []).append(problem)
    return [_cause(group) for group in groups.values()]


def _cause(group: list[InputIssue]) -> Cause:
    rows = {problem.cell.row for problem in group if problem.cell and problem.cell.row is not None}
    ids = dict.fromkeys(name for problem in group for name in problem.ids)
    return Cause(group[0], tuple(sorted(rows)), len({problem.path for problem in group}), tuple(ids))


def _runs(numbers: Sequence[int]) -> str:
    """``2-5, 9``: rows in order."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)
