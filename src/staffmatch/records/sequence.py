"""Records as columns: a sequence of models, each built only when it is accessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast, overload

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.records.dictionary_columns import (
    ABSENT,
    Column,
    DictionaryColumn,
    ListColumn,
    MapColumn,
    Shape,
    StructColumn,
    both,
    distinct,
    shapes,
)
from staffmatch.records.field_types import Record
from staffmatch.records.ragged import offsets
from staffmatch.runtime.halting import ask

M = TypeVar("M", bound=Record)

# Records whose JSON is held at a time.
_CHUNK = 50_000

# Models cached on access: some hundred megabytes of workers.
_KEPT = 100_000


class Records(Sequence[M], Generic[M]):
    """The models of one class as columns. It equals any sequence of equal models; ``origin`` names a data frame
    library.

    Models are cached on access, up to a hundred thousand.
    """

    def __init__(self, kind: type[M], size: int, columns: dict[str, Column], origin: str | None = None) -> None:
        self.kind, self.size, self.origin = kind, size, origin
        self.columns = {name: columns.get(name) or empty(shape, size) for name, shape in shapes(kind).items()}
        self._looked_at: dict[int, M] = {}
        self._shared: dict[tuple[int, ...], M] = {}
        self._runs: dict[tuple[bytes, ...], tuple[M, ...]] = {}

    @classmethod
    def of(cls, kind: type[M], models: Sequence[M]) -> Records[M]:
        """The columns of models; columns are returned unchanged."""
        if isinstance(models, Records):
            return models
        return cls(
            kind,
            len(models),
            {name: _column(shape, [getattr(m, name, None) for m in models]) for name, shape in shapes(kind).items()},
        )

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, row: int) -> M: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[M, ...]: ...
    def __getitem__(self, row: int | slice) -> M | tuple[M, ...]:
        if isinstance(row, slice):
            return tuple(self[place] for place in range(*row.indices(self.size)))
        place = range(self.size)[row]
        return _cached(self._looked_at, place, lambda: self.made(place))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self.built(), other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{self.size:,} records of {self.kind.__name__} as columns>"

    def made(self, row: int) -> M:
        """The model of a row, newly built."""
        values = {name: column[row] for name, column in self.columns.items()}
        held = {name: value for name, value in values.items() if value is not ABSENT}
        made = self._default_model.model_copy(update=held)
        made.__dict__.update({name: make() for name, make in self._factories.items() if name not in held})
        return made

    def shared(self, row: int) -> M:
        """The model of a row; rows of equal values, if all are single values, share one model."""
        codes = self._codes
        if not codes:
            return self.made(row)
        key = tuple([code.item(row) for code in codes])
        return _cached(self._shared, key, lambda: self.made(row))

    def run(self, first: int, last: int) -> tuple[M, ...]:
        """The models of consecutive rows; equal runs share one tuple."""
        key = tuple([code[first:last].tobytes() for code in self._codes])
        if not key:
            return tuple(map(self.made, range(first, last)))
        return _cached(self._runs, key, lambda: tuple(map(self.shared, range(first, last))))

    @cached_property
    def _codes(self) -> list[Int]:
        """Codes that distinguish rows, if every field is a single value."""
        singles = [column.code for column in self.columns.values() if isinstance(column, DictionaryColumn)]
        return singles if len(singles) == len(self.columns) else []

    def built(self) -> Iterator[M]:
        """All models in order, without caching."""
        return map(self.made, range(self.size))

    @cached_property
    def _default_model(self) -> M:
        """A model with defaults: copying it is quicker than constructing another, field by field."""
        required = {name: None for name, field in self.kind.model_fields.items() if field.is_required()}
        return cast("M", self.kind.model_construct(set(), **required))

    @cached_property
    def _factories(self) -> dict[str, Callable[[], Any]]:
        fields = self.kind.model_fields.items()
        return {name: cast("Any", field.default_factory) for name, field in fields if field.default_factory}

    @cached_property
    def positions(self) -> dict[str, int]:
        """The row of each id."""
        return {name: row for row, name in enumerate(self.single("id").listed())}

    def filled(self, *names: str) -> Int:
        """The rows with anything in one of the fields."""
        columns = (self.columns[name] for name in names)
        rows = [one.lengths > 0 if isinstance(one, ListColumn | MapColumn) else one.given for one in columns]
        return np.flatnonzero(np.any(rows, axis=0))

    def take(self, rows: Int) -> Records[M]:
        held = {name: column.take(rows) for name, column in self.columns.items()}
        return Records(self.kind, len(rows), held, self.origin)

    def followed_by(self, other: Records[M]) -> Records[M]:
        """These records and then others of the same kind."""
        held = {name: both(column, other.columns[name]) for name, column in self.columns.items()}
        return Records(self.kind, self.size + other.size, held)

    def compact(self) -> Records[M]:
        """The same records, without values that none of them holds."""
        held = {name: column.compact() for name, column in self.columns.items()}
        return Records(self.kind, self.size, held, self.origin)

    def default(self, name: str) -> Any:
        field = self.kind.model_fields[name]
        return ABSENT if field.is_required() else field.get_default(call_default_factory=True)

    def read(self, name: str, function: Callable[[Any], Any], dtype: Any = np.int64) -> np.ndarray:
        """The function's result for a single-valued field in each row, called once for each value."""
        ask()
        default = self.default(name)
        return self.single(name).map(function, 0 if default is ABSENT else function(default), dtype)

    def number(self, name: str) -> np.ndarray:
        """A field as numbers: instants in minutes, days in days, lists by their lengths."""
        column = self.columns[name]
        return column.lengths if isinstance(column, ListColumn | MapColumn) else self.read(name, _number)

    def single(self, name: str) -> DictionaryColumn:
        return _of(DictionaryColumn, self.columns[name])

    def several(self, name: str) -> ListColumn:
        return _of(ListColumn, self.columns[name])

    def entries(self, name: str) -> MapColumn:
        return _of(MapColumn, self.columns[name])

    def nested(self, name: str) -> StructColumn:
        return _of(StructColumn, self.columns[name])

    def listed(self, name: str, function: Callable[[Any], int]) -> Int:
        """The function's result for each element of a field of lists, all of them one after the other."""
        return _of(DictionaryColumn, self.several(name).inner).map(function, 0)

    def ascending(self, name: str, rank: Callable[[Any], int]) -> Mask:
        """A mask of the rows whose lists ascend strictly by a rank of their elements."""
        ranks, owners = self.listed(name, rank), self.several(name).owners
        found = np.ones(self.size, bool)
        found[owners[1:][(owners[1:] == owners[:-1]) & (ranks[1:] <= ranks[:-1])]] = False
        return found

    def inner(self, name: str) -> Records[Any]:
        """The nested records of a field, concatenated."""
        return _of(StructColumn, self.several(name).inner).records

    def with_column(self, name: str, column: Column) -> Records[M]:
        return Records(self.kind, self.size, self.columns | {name: column}, self.origin)

    def without(self, *names: str) -> Records[M]:
        """The records with some fields at their default."""
        held = {name: column for name, column in self.columns.items() if name not in names}
        return Records(self.kind, self.size, held, self.origin)

    def sorted(self) -> Records[M]:
        """The records sorted by id."""
        ids = self.single("id").listed()
        order = sorted(range(self.size), key=ids.__getitem__)
        return self if order == list(range(self.size)) else self.take(np.array(order, np.int64))

    def texts(self) -> list[str]:
        """The JSON of each record, without fields at their default."""
        parts = []
        for name, column in self.columns.items():
            cells = column.texts(self.default(name))
            if any(cell is not None for cell in cells):
                parts.append([None if cell is None else f'"{name}":{cell}' for cell in cells])
        if not parts:
            return ["{}"] * self.size
        return [f"{{{','.join(filter(None, row))}}}" for row in zip(*parts, strict=True)]

    def json(self) -> Iterator[str]:
        """The JSON of many records, in chunks."""
        for first in range(0, self.size, _CHUNK):
            yield from self.take(np.arange(first, min(first + _CHUNK, self.size))).texts()


C = TypeVar("C")
K = TypeVar("K")


def _cached(known: dict[K, C], key: K, make: Callable[[], C]) -> C:
    """The cached value of a key, made if missing, and cached while there are not too many."""
    if (found := known.get(key)) is None:
        found = make()
        if len(known) < _KEPT:
            known[key] = found
    return found


def _of(form: type[C], column: Column) -> C:
    if not isinstance(column, form):
        raise TypeError(f"the column is held as {type(column).__name__}, not as {form.__name__}")
    return column


def _number(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp()) // 60
    return value.toordinal() if isinstance(value, date) else value


def empty(shape: Shape, count: int) -> Column:
    """A column of empty cells."""
    none = np.broadcast_to(np.zeros(1, bool), count)
    start = np.zeros(count + 1, np.int64)
    if shape.form == "single":
        return DictionaryColumn((), np.broadcast_to(np.full(1, -1, np.int32), count))
    if shape.form == "several":
        return ListColumn(none, start, empty(shape.parts[0], 0))
    if shape.form == "entries":
        nothing = DictionaryColumn((), np.zeros(0, np.int64))
        return MapColumn(none, start, nothing, nothing)
    return StructColumn(none, Records(shape.hint, count, {}))


def _column(shape: Shape, values: list[Any]) -> Column:
    """A column of the validated values of many models."""
    if shape.form == "single":
        return distinct(values)
    given = np.array([value is not None for value in values], bool)
    if shape.form == "nested":
        return StructColumn(given, Records.of(shape.hint, values))
    start = offsets(np.array([len(value or ()) for value in values], np.int64))
    if shape.form == "several":
        return ListColumn(given, start, _column(shape.parts[0], [one for value in values for one in value or ()]))
    keys, amounts = ([one for value in values for one in getattr(value, part)()] for part in ("keys", "values"))
    return MapColumn(given, start, distinct(keys), distinct(amounts))
