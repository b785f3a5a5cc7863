"""The exceptions of the library, and the problems that they report.

::

    StaffmatchError
    ├── InputError        the caller's data; ``problems`` lists every one of them (also a ValueError)
    ├── UnsupportedRule   a rule or term that the chosen set-up cannot handle, refused before solving
    ├── ExtensionError    an own rule, term or travel model that does not do what its base promises
    ├── LimitError        too large to compute safely: memory, or integers beyond 64 bits
    ├── JobError          a job's process was lost, or the caller's own code failed in it
    └── InternalError     our own fault: a figure that the verifier could not confirm
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import Any

from staffmatch.messages.message import Message, Sentence

MAX_PROBLEMS = 100
_SHOWN = 8
_NUMBER = re.compile(r"\[\d+\]")


_AT = Sentence("error.at", "{place:list}")
_SHEET = Sentence("error.at.sheet", "sheet {sheet:id}")
_ROW = Sentence("error.at.row", "row {row}")
_ROWS = Sentence("error.at.rows", "rows {rows}")
_COLUMN = Sentence("error.at.column", "column {column:id}")
_LIKE_IT = Sentence("error.at.like_it", "{path} and {n:count} more like it")
_MORE_IDS = Sentence("error.more_ids", "{ids} and {n:count} more")
_COUNT = Sentence("error.count", "{n:count} problem in the input:", "{n:count} problems in the input:")
_MORE = Sentence("error.more", "... and {n:count} more")
_LANGUAGE = Sentence("error.language", "is {lang:id}, a language for which there is no catalogue.")
_LANGUAGES = Sentence("error.language.advice", "Take one of {known:list-id}.")

Told = Message | str


def told_in(told: Told, lang: str) -> str:
    """What is said, in a language; a plain text is the same in each."""
    return told.text_in(lang) if isinstance(told, Message) else told


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
    """A place in a spreadsheet, as far as known, and its content unless that is personal."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        return self.text_in("en")

    def told(self, rows: Message | None = None) -> Message:
        """The place as a message; ``rows`` stand in place of its own row."""
        row = None if self.row is None else _ROW(row=self.row)
        sheet = None if self.sheet is None else _SHEET(sheet=self.sheet)
        column = None if self.column is None else _COLUMN(column=self.column)
        return _AT(place=tuple(one for one in (self.file, sheet, rows or row, column) if one))

    def text_in(self, lang: str, rows: Sequence[int] = ()) -> str:
        """The place in a language of the catalogue; with ``rows``, the same place in several rows."""
        return self.told(_ROWS(rows=_runs(rows)) if rows else None).text_in(lang)


@dataclass(frozen=True)
class InputIssue(Bilingual):
    """One problem of an input.

    ``code`` is stable across releases, ``path`` locates it (``workers[3].skills``), ``ids`` name the records involved,
    ``text`` says what is wrong and ``advice`` what to do about it, both in English; `text_in` and `advice_in` say them
    in another language. Problems of spreadsheets also have a ``cell``.
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


def counted(amount: int, noun: str, plural: str | None = None) -> str:
    """``counted(2, "seat")`` is "2 seats"."""
    return f"{amount:,} {noun if amount == 1 else plural or noun + 's'}"


def are(amount: float) -> str:
    """ "is" of one, "are" of none and several."""
    return "is" if amount == 1 else "are"


Framer = Callable[[Iterable[InputIssue], str | None, str], Any]
_framers: list[Framer] = []


def frames_by(make: Framer) -> None:
    """Set the function that turns problems into a data frame. The package sets it, since frames are made in a lower
    room."""
    _framers[:] = [make]


_READ = {"Scenario": "Scenario.load(path)", "Solution": "Solution.load(path, scenario)"}


def require_type(value: object, *wanted: type) -> None:
    """TypeError if a value is of another type, such as a path; the advice is how to read the first type."""
    if not isinstance(value, wanted):
        names = " or a ".join(kind.__name__ for kind in wanted)
        advice = f"Read one: {_READ[wanted[0].__name__]}."
        raise TypeError(f"A {names} is wanted here, and this is a {type(value).__name__}. {advice}")


class StaffmatchError(Exception):
    """Base of all exceptions that this library raises on purpose."""

    def text_in(self, lang: str) -> str:
        """What is wrong in a language of the catalogue, where it can be said in that; else in English."""
        return str(self)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """The kind of error and its text, for the sender of a request."""
        return {"error": type(self).__name__, "text": self.text_in(lang)}

    def to_json(self, lang: str = "en") -> str:
        return json.dumps(self.to_dict(lang), ensure_ascii=False)


class InputError(StaffmatchError, ValueError):
    """The input is not usable; ``problems`` has the first hundred and ``count`` the number of all."""

    def __init__(self, problems: Iterable[InputIssue]) -> None:
        remaining = iter(problems)
        self.problems = tuple(islice(remaining, MAX_PROBLEMS))
        self.count = len(self.problems) + sum(1 for _ in remaining)
        # Copying and pickling call the class with this and then restore the attributes.
        super().__init__(self.problems)

    def __str__(self) -> str:
        return self.text_in("en")

    def text_in(self, lang: str) -> str:
        """All of it in a language of the catalogue, a line for each cause."""
        lines = [cause.said_in(lang) for cause in by_cause(self.problems)]
        if self.count > len(self.problems):
            lines.append(_MORE(n=self.count - len(self.problems)).text_in(lang))
        return _COUNT(n=self.count).text_in(lang) + "\n" + "\n".join(f"  {line}" for line in lines)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """The number of problems, and the first hundred of them."""
        told = [problem.to_dict(lang) for problem in self.problems]
        return {"error": type(self).__name__, "count": self.count, "problems": told}

    def to_frame(self, backend: str | None = None, *, lang: str = "en") -> Any:
        """A row for each problem, as a data frame of pandas, polars or pyarrow; None takes the first one installed."""
        return _framers[0](self.problems, backend, lang)


def bad_option(option: str, text: Told, advice: Told, ids: tuple[str, ...] = ()) -> InputError:
    """The refusal of an option that makes no sense."""
    return InputError([InputIssue("bad_option", option, text, advice, ids)])


def unknown_language(lang: str, known: Iterable[str]) -> InputError:
    """The refusal of a language that is not in the catalogue."""
    return bad_option("lang", _LANGUAGE(lang=lang), _LANGUAGES(known=tuple(known)))


class UnsupportedRule(StaffmatchError):
    """A rule or term needs something that this scenario or back-end does not offer."""


class ExtensionError(StaffmatchError):
    """A rule, term or travel model of one's own breaks its base's contract; the text names class, method and
    requirement."""


class LimitError(StaffmatchError):
    """The instance is larger than can be computed safely."""


class JobError(StaffmatchError):
    """A job's process was lost; ``solution`` is the best plan that it had sent, or None."""

    solution: Any = None


class InternalError(StaffmatchError):
    """A bug in this library: please report it with the scenario that shows it."""
