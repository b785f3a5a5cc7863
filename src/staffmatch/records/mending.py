"""Finds what else is wrong with a scenario whose fields were refused: these are left out, and the rest is checked.

A field with a default is removed from its record. If that does not help, a placeholder with the same id replaces the
record, so that list indices stay valid and references to it are not reported as unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from staffmatch.errors import InputError, InputIssue
from staffmatch.records.field_types import Record
from staffmatch.records.many import Draft

# Attempts: leave fields out, replace records, give up.
_ATTEMPTS = 3
_ID = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_DAY = {"start": "2020-04-06T06:00+02:00", "end": "2020-04-06T14:00+02:00"}

# The names of the tables' records, and of nested ones, in problem codes.
_KINDS = {"companies": ("company",), "workers": ("worker",), "demands": ("demand", "shift")}

Loc = tuple[int | str, ...]


def also_wrong(
    error: ValidationError, data: object, tables: Mapping[str, type[Record]], again: Callable[[Any], object]
) -> list[InputIssue]:
    """Contradictions between the records that pydantic accepts; ``again`` validates, ``tables`` have ids.

    None if the error is about these already, or if the data cannot be repaired.
    """
    if not isinstance(data, Mapping):
        return []
    mended = _Mended(data, tables)
    for attempt in range(_ATTEMPTS):
        places = [line["loc"] for line in error.errors(include_url=False, include_input=False)]
        if not all(places):
            return mended.told(_contradictions(error)) if attempt else []
        for place in places:
            mended.leave_out(place, whole=attempt > 0)
        try:
            again(mended.content)
        except ValidationError as other:
            error = other
        else:
            break
    return []


def _contradictions(error: ValidationError) -> Iterator[InputIssue]:
    for line in error.errors(include_url=False, include_input=False):
        if isinstance(nested := line.get("ctx", {}).get("error"), InputError):
            yield from nested.problems
            # Problems that pydantic counted but did not keep are counted here as well.
            yield from nested.problems[-1:] * (nested.count - len(nested.problems))


class _Mended:
    """The data without the refused parts, and the problems that must not be reported because of that."""

    def __init__(self, data: Mapping[Any, Any], tables: Mapping[str, type[Record]]) -> None:
        self.content = dict(data)
        self._tables = tables
        self._paths: set[str] = set()
        self._codes: set[str] = set()
        self._lists: dict[int | str, list[Any]] = {}

    def told(self, issues: Iterable[InputIssue]) -> list[InputIssue]:
        """The issues that do not follow from what was left out."""
        return [one for one in issues if one.code not in self._codes and not self._is_left_out(one.path)]

    def _is_left_out(self, path: str) -> bool:
        return any(path == left or path.startswith((f"{left}.", f"{left}[")) for left in self._paths)

    def leave_out(self, place: Loc, *, whole: bool) -> None:
        name, *inner = place
        rows = self._rows(name) if name in self._tables and inner else None
        if rows is None or not isinstance(inner[0], int) or inner[0] >= len(rows):
            self.content.pop(name, None)
            self._paths.add(str(name))
            self._codes |= {f"unknown_{kind}" for kind in _KINDS.get(str(name), ())}
            self._codes |= {"missing_rule"} if name == "rules" else set()
            return
        row, field = inner[0], inner[1] if len(inner) > 1 else None
        kind, record = self._tables[str(name)], rows[row]
        known = kind.model_fields.get(str(field))
        if isinstance(record, Mapping) and field in record and not whole and not (known and known.is_required()):
            rows[row] = {key: value for key, value in record.items() if key != field}
            self._paths.add(f"{name}[{row}].{field}")
        else:
            rows[row] = self._stand_in(str(name), record if isinstance(record, Mapping) else {})
            self._paths.add(f"{name}[{row}]")

    def _rows(self, name: int | str) -> list[Any] | None:
        """A list of records that may be changed."""
        if name not in self._lists:
            held = self.content.get(name)
            rows = held.rows() if isinstance(held, Draft) else held
            if not isinstance(rows, Sequence) or isinstance(rows, str):
                return None
            self.content[name] = self._lists[name] = list(rows)
        return self._lists[name]

    def _stand_in(self, table: str, record: Mapping[Any, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {"id": self._id(record, _KINDS[table][0])}
        if table == "companies":
            return made
        made["company"] = made["id"]
        if table == "demands":
            self._codes.add("past_shift_in_plan")
            shifts = record.get("shifts")
            listed = list(shifts) if isinstance(shifts, Sequence) and not isinstance(shifts, str) else []
            if not listed:
                self._codes.add("unknown_shift")
            made["shifts"] = [{"id": self._id(one, "shift")} | _DAY for one in listed or [{}]]
        return made

    def _id(self, record: object, kind: str) -> str:
        """The record's own id, or an unused one; then references to records of its kind are not reported as unknown."""
        name = record.get("id") if isinstance(record, Mapping) else getattr(record, "id", None)
        if isinstance(name, str) and _ID.fullmatch(name):
            return name
        self._codes.add(f"unknown_{kind}")
        return uuid4().hex
