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
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from typing import Any

MAX_PROBLEMS = 100
_SHOWN = 8
_NUMBER = re.compile(r"\[\d+\]")


@dataclass(frozen=True)
class Cell:
    """A place in a spreadsheet, as far as known, and its content unless that is personal."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        return self._told(None if self.row is None else f"row {self.row}")

    def at_rows(self, rows: list[int]) -> str:
        """The same place in several rows."""
        return self._told(f"rows {_runs(rows)}")

    def _told(self, rows: str | None) -> str:
        sheet = None if self.sheet is None else f"sheet {self.sheet!r}"
        column = None if self.column is None else f"column {self.column!r}"
        return ", ".join(filter(None, [self.file, sheet, rows, column]))


@dataclass(frozen=True)
class InputIssue:
    """One problem of an input.

    ``code`` is stable across releases, ``path`` locates it (``workers[3].skills``), ``ids`` name the records involved,
    ``text`` says what is wrong and ``advice`` what to do about it. Problems of spreadsheets also have a ``cell``.
    """

    code: str
    path: str
    text: str
    advice: str = ""
    ids: tuple[str, ...] = field(default=())
    cell: Cell | None = None

    def to_dict(self) -> dict[str, Any]:
        """The problem as a dict of strings, numbers, lists and None, for a web framework's answer."""
        return {**asdict(self), "ids": list(self.ids)}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def __str__(self) -> str:
        place = self.path if self.cell is None else str(self.cell)
        where = f"{place}: " if place else ""
        who = f" [{', '.join(self.ids)}]" if self.ids else ""
        return f"{where}{self.text}{who} {self.advice}".rstrip()


@dataclass(frozen=True)
class Cause:
    """Problems that differ only in where they are: the place of all, and their ids."""

    place: str
    first: InputIssue
    ids: tuple[str, ...]

    @property
    def said(self) -> str:
        """What is wrong, with the first ids."""
        more = f" and {len(self.ids) - _SHOWN:,} more" if len(self.ids) > _SHOWN else ""
        return f"{self.first.text} [{', '.join(self.ids[:_SHOWN])}{more}]" if self.ids else self.first.text

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.said} {self.first.advice}".rstrip()


def by_cause(problems: Iterable[InputIssue]) -> list[Cause]:
    """One entry for each cause, in the order of the first problem of each: 43 rows with one cause are one."""
    groups: dict[tuple[object, ...], list[InputIssue]] = {}
    for problem in problems:
        cell = problem.cell and replace(problem.cell, row=None, value=None)
        path = _NUMBER.sub("[]", problem.path)
        groups.setdefault((problem.code, path, problem.text, problem.advice, cell), []).append(problem)
    return [Cause(_place(group), group[0], _ids(group)) for group in groups.values()]


def _ids(group: list[InputIssue]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for problem in group for name in problem.ids))


def _place(group: list[InputIssue]) -> str:
    """The place of all problems of one cause: their rows, or the first path."""
    first = group[0]
    if first.cell is None:
        more = len({problem.path for problem in group}) - 1
        return f"{first.path} and {more:,} more like it" if more else first.path
    rows = sorted({problem.cell.row for problem in group if problem.cell and problem.cell.row is not None})
    return first.cell.at_rows(rows) if len(rows) > 1 else str(first.cell)


def _runs(numbers: list[int]) -> str:
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


Framer = Callable[[Iterable[InputIssue], str | None], Any]
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

    def to_dict(self) -> dict[str, Any]:
        """The kind of error and its text, for the sender of a request."""
        return {"error": type(self).__name__, "text": str(self)}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False)


class InputError(StaffmatchError, ValueError):
    """The input is not usable; ``problems`` has the first hundred and ``count`` the number of all."""

    def __init__(self, problems: Iterable[InputIssue]) -> None:
        remaining = iter(problems)
        self.problems = tuple(islice(remaining, MAX_PROBLEMS))
        self.count = len(self.problems) + sum(1 for _ in remaining)
        # Copying and pickling call the class with this and then restore the attributes.
        super().__init__(self.problems)
        # In which language the input is, where it is known.
        self.language: str | None = None

    def __str__(self) -> str:
        lines = [str(cause) for cause in by_cause(self.problems)]
        if self.count > len(self.problems):
            lines.append(f"... and {self.count - len(self.problems)} more")
        return f"{counted(self.count, 'problem')} in the input:\n" + "\n".join(f"  {line}" for line in lines)

    def to_dict(self) -> dict[str, Any]:
        """The number of problems, and the first hundred of them."""
        told = [problem.to_dict() for problem in self.problems]
        return {"error": type(self).__name__, "count": self.count, "problems": told}

    def to_frame(self, backend: str | None = None) -> Any:
        """A row for each problem, as a data frame of pandas, polars or pyarrow; None takes the first one installed."""
        return _framers[0](self.problems, backend)


def bad_option(option: str, text: str, advice: str, ids: tuple[str, ...] = ()) -> InputError:
    """The refusal of an option that makes no sense."""
    return InputError([InputIssue("bad_option", option, text, advice, ids)])


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
