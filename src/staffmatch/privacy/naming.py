"""Replacing ids wherever they occur: field types say which kind of record an id names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from staffmatch.errors import InputIssue
from staffmatch.messages.message import Message
from staffmatch.privacy import refusals
from staffmatch.privacy.messages import renamed_message
from staffmatch.records.field_types import Names, Record

Renaming = Mapping[str, Mapping[str, str]]
"""For each kind of record the new id of each old one."""

_Change = Callable[[Any, Renaming], Any]
_Marks = tuple[Any, ...]


def renamed(record: Any, names: Renaming) -> Any:
    """The record with every id replaced that its types mark; ids without a new one are kept."""
    cls: type[Record] = type(record)
    if record is None or not (changes := _changes(cls)):
        return record
    changed = {}
    for field, change in changes.items():
        held = getattr(record, field)
        if (new := change(held, names)) is not held:
            changed[field] = new
    return record.model_copy(update=changed) if changed else record


@cache
def _changes(cls: type[Record]) -> dict[str, _Change]:
    """The functions that change the fields of a class; fields without ids are left out."""
    found = {name: _change(field.annotation, tuple(field.metadata)) for name, field in cls.model_fields.items()}
    return {name: change for name, change in found.items() if change is not None}


def _change(hint: Any, marks: _Marks = ()) -> _Change | None:
    hint, marks = _bare(hint, marks)
    if (what := _named(marks)) is not None:
        return lambda value, names: names.get(what, {}).get(value, value)
    if hint is Message:
        return renamed_message
    if isinstance(hint, type) and issubclass(hint, Record):
        return renamed
    parts = [_change(part) for part in get_args(hint)]
    if not any(parts):
        return None
    if get_origin(hint) in (Union, UnionType):
        return _each(parts)
    fixed = get_origin(hint) is tuple and ... not in get_args(hint)
    return _entries(parts) if get_origin(hint) is dict else _members(parts, fixed=fixed)


def _each(parts: list[_Change | None]) -> _Change:
    def change(value: Any, names: Renaming) -> Any:
        for part in filter(None, parts):
            value = part(value, names)
        return value

    return change


def _entries(parts: list[_Change | None]) -> _Change:
    key, held = (part or _kept for part in parts)

    def change(value: Any, names: Renaming) -> Any:
        new = {key(one, names): held(other, names) for one, other in (value or {}).items()}
        return value if value is None or new == value else dict(sorted(new.items()))

    return change


def _members(parts: list[_Change | None], *, fixed: bool) -> _Change:
    def change(value: Any, names: Renaming) -> Any:
        if value is None:
            return None
        held = list(value)
        ways = parts if fixed else parts[:1] * len(held)
        new = [(way or _kept)(one, names) for way, one in zip(ways, held, strict=True)]
        if all(one is other for one, other in zip(new, held, strict=True)):
            return value
        # Other sequences may be columns, which are handled separately.
        return type(value)(new) if isinstance(value, (list, set, frozenset)) else tuple(new)

    return change


def _kept(value: Any, _: Renaming) -> Any:
    return value


class _Noted(dict[str, str]):
    """New ids for nothing, which notes what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        # A group that is not given is asked for as well.
        self.asked.update([key] if key else [])
        return default


def ids_named(records: Iterable[Record], kind: str) -> set[str]:
    """The ids of a kind, or the groups of people, that some records name, by their types."""
    noted = _Noted()
    for record in records:
        renamed(record, {kind: noted})
    return noted.asked


def unmarked(record: Record, ids: frozenset[str], path: str) -> Iterator[InputIssue]:
    """Texts of a record that equal an id, although their type does not say that they name anything."""
    for name, field in type(record).model_fields.items():
        yield from _texts(getattr(record, name), field.annotation, tuple(field.metadata), ids, f"{path}.{name}")


def _texts(value: Any, hint: Any, marks: _Marks, ids: frozenset[str], path: str) -> Iterator[InputIssue]:
    hint, marks = _bare(hint, marks)
    if isinstance(value, Record):
        yield from unmarked(value, ids, path)
    elif isinstance(value, Mapping):
        key, held = get_args(hint) or (Any, Any)
        for one, other in value.items():
            yield from _texts(one, key, (), ids, path)
            yield from _texts(other, held, (), ids, path)
    elif isinstance(value, (tuple, list, set, frozenset)):
        inner = get_args(hint) or (Any, ...)
        parts = inner if len(inner) == len(value) and ... not in inner else inner[:1] * len(value)
        for place, (one, part) in enumerate(zip(value, parts, strict=True)):
            yield from _texts(one, part, (), ids, f"{path}[{place}]")
    elif type(value) is str and value in ids and _named(marks) is None and get_origin(hint) is not Literal:
        yield InputIssue("unmarked_id", path, refusals.UNMARKED_ID(), refusals.UNMARKED_ID_ADVICE(), (value,))


def _bare(hint: Any, marks: _Marks) -> tuple[Any, _Marks]:
    """A type without annotations and without None."""
    while True:
        if get_origin(hint) is Annotated:
            hint, marks = hint.__origin__, (*marks, *hint.__metadata__)
        elif get_origin(hint) in (Union, UnionType):
            rest = [arm for arm in get_args(hint) if arm is not NoneType]
            if len(rest) > 1:
                return hint, marks
            hint = rest[0]
        else:
            return hint, marks


def _named(marks: _Marks) -> str | None:
    return next((mark.records for mark in marks if isinstance(mark, Names)), None)
