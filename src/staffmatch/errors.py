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
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

MAX_PROBLEMS = 100


@dataclass(frozen=True)
class Cell:
    """A place in a spreadsheet, as far as known, and its content unless that is personal."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        sheet, row, column = f"sheet {self.sheet!r}", f"row {self.row}", f"column {self.column!r}"
        named = ((sheet, self.sheet), (row, self.row), (column, self.column))
        return ", ".join([self.file, *(text for text, known in named if known is not None)])


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

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if self.count > len(lines):
            lines.append(f"... and {self.count - len(lines)} more")
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
