"""Columns of one field of many records, dictionary-encoded; their structure follows the model's annotations.

A column of single values holds its distinct values (or nearly distinct ones) and, for each row, the code of its value.
Expensive work is done once for each value instead of each row: validation by the field's type, parsing, conversion.
Columns of sequences, mappings and nested records are composed of such columns.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from pydantic import TypeAdapter
from pydantic_core import to_json

from staffmatch.arrays import Int, Mask, ranges
from staffmatch.records.field_types import Record
from staffmatch.records.ragged import Runs, factorize, offsets

if TYPE_CHECKING:
    from staffmatch.records.sequence import Records

# Marks an empty cell of a field without a default.
ABSENT = object()


@dataclass(frozen=True)
class Shape:
    """The structure of a field; ``parts`` are those of its elements, or of its keys and values."""

    form: Literal["single", "several", "entries", "nested"]
    hint: Any
    parts: tuple[Shape, ...] = ()

    @cached_property
    def adapter(self) -> TypeAdapter[list[Any]]:
        """Validates values of the field's own type, many at a time."""
        return TypeAdapter(list[self.hint], config=Record.model_config)  # type: ignore[name-defined]


@cache
def shapes(kind: type[Record]) -> dict[str, Shape]:
    """The shape of each field, read from the annotations of the model."""
    hints = get_type_hints(kind, include_extras=True)
    return {name: _shape(hints[name]) for name in kind.model_fields}


def _shape(hint: Any) -> Shape:
    bare = hint
    while get_origin(bare) is Annotated:
        bare = get_args(bare)[0]
    if get_origin(bare) in (Union, types.UnionType):
        (inner,) = (one for one in get_args(bare) if one is not type(None))
        return _shape(inner)
    if isinstance(bare, type) and issubclass(bare, Record):
        return Shape("nested", bare)
    if get_origin(bare) is tuple:
        return Shape("several", hint, (_shape(get_args(bare)[0]),))
    if get_origin(bare) is dict:
        return Shape("entries", hint, tuple(map(_shape, get_args(bare))))
    return Shape("single", hint)


@dataclass(frozen=True, eq=False)
class DictionaryColumn:
    """One value for each row, ``values[code]``; code -1 for none."""

    values: Sequence[Any]
    code: Int

    @property
    def given(self) -> Mask:
        return self.code >= 0

    @property
    def row_codes(self) -> Int:
        """Codes of the rows, equal for equal contents."""
        return self.code

    def take(self, rows: Int) -> DictionaryColumn:
        return DictionaryColumn(self.values, self.code[rows])

    def followed_by(self, other: DictionaryColumn) -> DictionaryColumn:
        """The rows of both; a value that both hold may stand twice."""
        code = np.where(other.code >= 0, other.code + len(self.values), -1)
        return DictionaryColumn([*self.values, *other.values], np.r_[self.code, code])

    def compact(self) -> DictionaryColumn:
        """The same rows, without the values that none of them holds."""
        held = np.zeros(len(self.values) + 1, bool)
        held[self.code] = True
        if held[:-1].all():
            return self
        number = np.cumsum(held) - 1
        return DictionaryColumn(list(compress(self.values, held)), np.where(self.code >= 0, number[self.code], -1))

    def __getitem__(self, row: int) -> Any:
        return self.values[self.code[row]] if self.code[row] >= 0 else ABSENT

    def map(self, function: Callable[[Any], Any], absent: Any, dtype: Any = np.int64) -> np.ndarray:
        """The function's result for each row, called once for each value."""
        return np.array([*map(function, self.values), absent], dtype)[self.code]

    def listed(self, absent: Any = None) -> list[Any]:
        """The value of each row."""
        held = [*self.values, absent]
        return [held[code] for code in self.code.tolist()]

    def texts(self, default: Any) -> list[str | None]:
        """Each row as JSON; None if it is the default."""
        # Rows taken from many may use only a few of the values.
        held, code = np.unique(self.code, return_inverse=True)
        values = (self.values[number] if number >= 0 else default for number in held.tolist())
        known = [None if value == default else to_json(value).decode() for value in values]
        return DictionaryColumn(known, code).listed()


@dataclass(frozen=True, eq=False)
class ListColumn(Runs):
    """A tuple for each row: the elements ``start[row]`` to ``start[row + 1]``."""

    given: Mask
    start: Int
    inner: Column

    @cached_property
    def row_codes(self) -> Int:
        return combine_codes(self.given, _runs(self.start, self.inner.row_codes))

    def take(self, rows: Int) -> ListColumn:
        start, items = _gathered(self.start, rows)
        return ListColumn(self.given[rows], start, self.inner.take(items))

    def followed_by(self, other: ListColumn) -> ListColumn:
        return ListColumn(
            np.r_[self.given, other.given],
            np.r_[self.start, other.start[1:] + self.start[-1]],
            both(self.inner, other.inner),
        )

    def compact(self) -> ListColumn:
        return ListColumn(self.given, self.start, self.inner.compact())

    def __getitem__(self, row: int) -> Any:
        if not self.given[row]:
            return ABSENT
        first, last = self.start[row], self.start[row + 1]
        if isinstance(self.inner, StructColumn):
            return self.inner.records.run(first, last)
        return tuple(self.inner[k] for k in range(first, last))

    def texts(self, default: Any) -> list[str | None]:
        return _texts(self, default)

    def told(self, default: Any) -> list[str | None]:
        inner = self.inner.texts(ABSENT)
        spans = zip(self.given.tolist(), self.start[:-1].tolist(), self.start[1:].tolist(), strict=True)
        return [
            None if not given or (a == b and default == ()) else f"[{','.join(inner[a:b])}]"  # type: ignore[arg-type]
            for given, a, b in spans
        ]


@dataclass(frozen=True, eq=False)
class MapColumn(Runs):
    """A mapping for each row, sorted by key: the entries ``start[row]`` to ``start[row + 1]``."""

    given: Mask
    start: Int
    keys: DictionaryColumn
    values: DictionaryColumn

    @cached_property
    def row_codes(self) -> Int:
        return combine_codes(self.given, _runs(self.start, combine_codes(self.keys.row_codes, self.values.row_codes)))

    def take(self, rows: Int) -> MapColumn:
        start, items = _gathered(self.start, rows)
        return MapColumn(self.given[rows], start, self.keys.take(items), self.values.take(items))

    def followed_by(self, other: MapColumn) -> MapColumn:
        return MapColumn(
            np.r_[self.given, other.given],
            np.r_[self.start, other.start[1:] + self.start[-1]],
            self.keys.followed_by(other.keys),
            self.values.followed_by(other.values),
        )

    def compact(self) -> MapColumn:
        return MapColumn(self.given, self.start, self.keys.compact(), self.values.compact())

    def __getitem__(self, row: int) -> Any:
        if not self.given[row]:
            return ABSENT
        return {self.keys[k]: self.values[k] for k in range(self.start[row], self.start[row + 1])}

    def texts(self, default: Any) -> list[str | None]:
        return _texts(self, default)

    def told(self, default: Any) -> list[str | None]:
        pairs = zip(self.keys.texts(ABSENT), self.values.texts(ABSENT), strict=True)
        inner = [f"{key if key and key[0] == chr(34) else f'{chr(34)}{key}{chr(34)}'}:{value}" for key, value in pairs]
        spans = zip(self.start[:-1].tolist(), self.start[1:].tolist(), strict=True)
        return [None if a == b else f"{{{','.join(inner[a:b])}}}" for a, b in spans]


@dataclass(frozen=True, eq=False)
class StructColumn:
    """A record for each row."""

    given: Mask
    records: Records[Any]

    @cached_property
    def row_codes(self) -> Int:
        return combine_codes(self.given, *(column.row_codes for column in self.records.columns.values()))

    def take(self, rows: Int) -> StructColumn:
        return StructColumn(self.given[rows], self.records.take(rows))

    def followed_by(self, other: StructColumn) -> StructColumn:
        return StructColumn(np.r_[self.given, other.given], self.records.followed_by(other.records))

    def compact(self) -> StructColumn:
        return StructColumn(self.given, self.records.compact())

    def __getitem__(self, row: int) -> Any:
        return self.records.shared(row) if self.given[row] else ABSENT

    def texts(self, default: Any) -> list[str | None]:
        texts = self.records.texts()
        return [text if given else None for text, given in zip(texts, self.given.tolist(), strict=True)]


Column = DictionaryColumn | ListColumn | MapColumn | StructColumn


def both(one: Column, other: Column) -> Column:
    """The rows of one column and then those of another of the same shape; TypeError where shapes differ."""
    if type(one) is not type(other):
        raise TypeError(f"a {type(one).__name__} is not followed by a {type(other).__name__}")
    joined: Column = one.followed_by(other)  # type: ignore[arg-type]
    return joined


def _gathered(start: Int, rows: Int) -> tuple[Int, Int]:
    # -1 is the last row, as everywhere in numpy.
    lengths = np.diff(start)[rows]
    return offsets(lengths), ranges(start[:-1][rows], start[:-1][rows] + lengths)[1]


def _texts(column: ListColumn | MapColumn, default: Any) -> list[str | None]:
    """Each row as JSON, rendered once for equal rows."""
    _, first, kind = np.unique(column.row_codes, return_index=True, return_inverse=True)
    return DictionaryColumn(column.take(first).told(default), kind).listed()


def combine_codes(*numbers: Int | Mask) -> Int:
    """A number for each row, equal where all those given, none of which is below -1, are."""
    found: Int = np.zeros(len(numbers[0]), np.int64)
    for one in numbers:
        found = factorize(found * (int(one.max(initial=0)) + 2) + one + 1)
    return found


def _runs(start: Int, items: Int) -> Int:
    """The same for rows that each hold a run of numbers; those that hold none cost nothing."""
    rows = np.flatnonzero(np.diff(start))
    held, ends = items.tobytes(), (start[np.r_[rows, len(start) - 1]] * items.itemsize).tolist()
    known: dict[bytes, int] = {}
    found = np.zeros(len(start) - 1, np.int64)
    found[rows] = [known.setdefault(held[a:b], len(known) + 1) for a, b in pairwise(ends)]
    return found


def distinct(values: Iterable[Any]) -> DictionaryColumn:
    """A column of values that all have one type or are None."""
    held = list(values)
    if any(issubclass(kind, float) for kind in {*map(type, held)}):
        return distinct_floats(np.array([np.nan if value is None else value for value in held], float))
    found = [value for value in dict.fromkeys(held) if value is not None]
    index = {value: code for code, value in enumerate(found)} | {None: -1}
    return DictionaryColumn(found, np.fromiter(map(index.__getitem__, held), np.int64, len(held)))


def distinct_floats(held: np.ndarray) -> DictionaryColumn:
    """A column of floats, distinguished by their bits, since 0.0 and -0.0 are written differently; NaN is none."""
    given = ~np.isnan(held)
    bits, inverse = np.unique(np.ascontiguousarray(held[given]).view(np.int64), return_inverse=True)
    code = np.full(len(held), -1, np.int64)
    code[given] = inverse.ravel()
    return DictionaryColumn(bits.view(np.float64).tolist(), code)
