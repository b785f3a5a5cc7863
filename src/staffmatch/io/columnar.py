"""Data frames as columns of records, validated once for each value by the fields' types.

Columns read what they are sure about; a row with any other cell is validated by its model, which decides. So frames and
models accept the same records and report the same problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationError

from staffmatch.arrays import Mask
from staffmatch.io.frame_cells import is_empty, plain_cells
from staffmatch.records.dictionary_columns import (
    ABSENT,
    Column,
    DictionaryColumn,
    ListColumn,
    MapColumn,
    Shape,
    StructColumn,
    distinct,
    distinct_floats,
    shapes,
)
from staffmatch.records.field_types import Record
from staffmatch.records.ragged import offsets as _offsets
from staffmatch.records.sequence import Records

if TYPE_CHECKING:
    import narwhals as nw

    Cells = nw.Series[Any] | list[Any] | DictionaryColumn | ListColumn | MapColumn

# A column, and a mask of rows to be validated by the model.
Read = tuple[Column, Mask]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Between these instants (in UTC), local times are in the years 1900 to 2200 in every zone.
_FIRST, _LAST = (int(datetime(*day, tzinfo=UTC).timestamp()) for day in ((1900, 1, 3), (2200, 12, 29)))
_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def read_records(kind: type[Record], fields: Mapping[str, Cells | Read], given: Mask) -> tuple[Records[Any], Mask]:
    """Records from the cells of their fields, and a mask of rows to be validated by the model."""
    known = shapes(kind)
    doubt = np.zeros(len(given), bool)
    columns: dict[str, Column] = {}
    for name, cells in fields.items():
        if name in known:
            columns[name], doubtful = cells if isinstance(cells, tuple) else read(known[name], cells)
            doubt |= doubtful
        else:
            doubt |= ~vacant(cells)
    records = Records(kind, len(given), columns)
    for name, column in records.columns.items():
        if records.default(name) is ABSENT:
            doubt |= ~column.given
    return records, (doubt | kind.needs_model_validation(records)) & given


def read(shape: Shape, cells: Cells) -> Read:
    """A column of any structure, from a series, a list, or a column of values not yet validated."""
    if isinstance(cells, DictionaryColumn):
        # Code -1 of an empty row refers to the last value, None.
        column, doubt = read(shape, [*cells.values, None])
        return column.take(cells.code), doubt[cells.code]
    if isinstance(cells, ListColumn):
        assert not isinstance(cells.inner, StructColumn)  # noqa: S101 (for the type checker)
        inner, doubtful = read(shape.parts[0], cells.inner)
        return _listed(cells.given, cells.start, inner, doubtful, np.zeros(len(cells.given), bool))
    if isinstance(cells, MapColumn):
        return _paired(shape, len(cells.given), cells.owners, cells.keys, cells.values)
    if not isinstance(cells, list) and (found := _typed(shape, cells)) is not None:
        return found
    held = cells if isinstance(cells, list) else plain_cells(cells)
    return {"single": _single, "several": _several, "entries": _entries, "nested": _nested}[shape.form](shape, held)


def vacant(cells: Cells | Read) -> Mask:
    """A mask of empty rows."""
    if isinstance(cells, tuple):
        return ~(cells[0].given | cells[1])
    if isinstance(cells, (DictionaryColumn, ListColumn, MapColumn)):
        return ~cells.given
    held = cells if isinstance(cells, list) else cells.to_list()
    return np.fromiter(map(is_empty, held), bool, len(held))


def _validated(shape: Shape, raw: DictionaryColumn) -> Read:
    """Validate each value by the field's type; rows with a refused value are doubtful."""
    try:
        return DictionaryColumn(shape.adapter.validate_python(list(raw.values)), raw.code), np.zeros(
            len(raw.code), bool
        )
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        bad = {detail["loc"][0] for detail in details}
    kept = [value for place, value in enumerate(raw.values) if place not in bad]
    number = np.full(len(raw.values) + 1, -1, np.int64)
    number[[place for place in range(len(raw.values)) if place not in bad]] = np.arange(len(kept))
    code = number[raw.code]
    return DictionaryColumn(shape.adapter.validate_python(kept), code), (raw.code >= 0) & (code < 0)


def _single(shape: Shape, cells: list[Any]) -> Read:
    """Equal cells of one plain type are one value; cells of mixed types could be equal and yet different, such as 1 and
    True."""
    types = {*map(type, cells)} - {type(None)}
    if types <= {str} or types <= {int} or types <= {bool}:
        return _validated(shape, distinct(cells))
    held = [None if is_empty(cell) else cell for cell in cells]
    if types == {float}:
        return _validated(shape, distinct(held))
    values = [cell for cell in held if cell is not None]
    given = np.array([cell is not None for cell in held], bool)
    return _validated(shape, DictionaryColumn(values, np.where(given, np.cumsum(given) - 1, -1)))


def _several(shape: Shape, cells: list[Any]) -> Read:
    lists = [cell if isinstance(cell, (list, tuple)) else () for cell in cells]
    doubt = np.array([cell is not None and not isinstance(cell, (list, tuple)) for cell in cells], bool)
    inner, doubtful = read(shape.parts[0], list(chain.from_iterable(lists)))
    given = np.array([cell is not None for cell in cells], bool)
    return _listed(given, _offsets(np.array([*map(len, lists)], np.int64)), inner, doubtful, doubt)


def _listed(given: Mask, start: Any, inner: Column, doubtful: Mask, doubt: Mask) -> Read:
    column = ListColumn(given, start, inner)
    # An empty cell in a list is not the same as a missing element.
    doubt[column.owners[doubtful | ~inner.given]] = True
    return column, doubt


def _entries(shape: Shape, cells: list[Any]) -> Read:
    maps: list[Mapping[Any, Any]] = [cell if isinstance(cell, Mapping) else {} for cell in cells]
    doubt = np.array([cell is not None and not isinstance(cell, Mapping) for cell in cells], bool)
    owner = np.repeat(np.arange(len(cells)), np.array([*map(len, maps)], np.int64))
    parts = [list(chain.from_iterable(getattr(held, part)() for held in maps)) for part in ("keys", "values")]
    column, doubtful = _paired(shape, len(cells), owner, *parts)
    return column, doubt | doubtful


def _paired(shape: Shape, count: int, owner: Any, *parts: Cells) -> Read:
    """A MapColumn from the owner, key and value of each entry."""
    (keys, odd_keys), (values, odd_values) = (read(part, held) for part, held in zip(shape.parts, parts, strict=True))
    bad = odd_keys | odd_values | ~keys.given | ~values.given
    return _sorted_entries(count, owner, keys, values, bad, np.zeros(count, bool))


def _sorted_entries(count: int, owner: Any, keys: Column, values: Column, bad: Mask, doubt: Mask) -> Read:
    """A MapColumn sorted by owner and key, without bad entries; two equal keys of one owner make the row doubtful."""
    assert isinstance(keys, DictionaryColumn) and isinstance(values, DictionaryColumn)  # noqa: S101, PT018 (for the type checker)
    doubt[owner[bad]] = True
    rank = {value: place for place, value in enumerate(sorted(set(keys.values)))}
    ranks = keys.map(rank.__getitem__, -1)
    good = np.flatnonzero(~bad)
    order = good[np.lexsort((ranks[good], owner[good]))]
    owner, ranks = owner[order], ranks[order]
    twice = (owner[1:] == owner[:-1]) & (ranks[1:] == ranks[:-1])
    doubt[owner[1:][twice]] = True
    start = np.searchsorted(owner, np.arange(count + 1))
    return MapColumn(np.diff(start) > 0, start, keys.take(order), values.take(order)), doubt


def _nested(shape: Shape, cells: list[Any]) -> Read:
    given = np.array([cell is not None for cell in cells], bool)
    rows = [cell if isinstance(cell, Mapping) else {} for cell in cells]
    known = shapes(shape.hint)
    fields: dict[str, Any] = {name: [row.get(name) for row in rows] for name in known}
    records, doubt = read_records(shape.hint, fields, given)
    odd = [cell is not None and not (isinstance(cell, Mapping) and cell.keys() <= known.keys()) for cell in cells]
    return StructColumn(given, records), doubt | np.array(odd, bool)


def _typed(shape: Shape, series: nw.Series[Any]) -> Read | None:
    """The same for columns whose type allows reading them without looking at single cells; None for others."""
    import narwhals as nw

    dtype = series.dtype
    if shape.form == "single":
        found = _numbers(series) if dtype.is_numeric() or dtype == nw.Boolean else _instants(series)
        return None if found is None else _validated(shape, found)
    if shape.form == "several" and isinstance(dtype, nw.List) and series.implementation.is_polars():
        lengths = series.list.len().fill_null(0).to_numpy().astype(np.int64)
        given = ~series.is_null().to_numpy()
        frame = series.alias("cells").to_frame()
        inner, doubtful = read(shape.parts[0], frame.filter((lengths > 0).tolist()).explode("cells")["cells"])
        return _listed(given, _offsets(lengths), inner, doubtful, np.zeros(len(given), bool))
    if isinstance(dtype, nw.Struct) and not series.implementation.is_pandas_like():
        given = ~series.is_null().to_numpy()
        fields = {field.name: series.struct.field(field.name) for field in dtype.fields}
        if shape.form == "nested":
            records, doubt = read_records(shape.hint, fields, given)
            return StructColumn(given, records), doubt
        return _struct_entries(shape, fields, given) if shape.form == "entries" else None
    return None


def _struct_entries(shape: Shape, fields: Mapping[str, nw.Series[Any]], given: Mask) -> Read:
    """Mappings from the fields of a struct."""
    names, bad_names = read(shape.parts[0], list(fields))
    doubt = np.zeros(len(given), bool)
    owners, keys, values, bads = [], [], [], []
    for place, series in enumerate(fields.values()):
        column, bad = read(shape.parts[1], series)
        held = np.flatnonzero(column.given | bad)
        owners.append(held)
        keys.append(np.full(len(held), place))
        values.append(_of_single(column).take(held))
        bads.append(bad[held] | bad_names[place])
    joined = _joined(values)
    owner, key = (np.concatenate([*parts, np.zeros(0, np.int64)]).astype(np.int64) for parts in (owners, keys))
    bad = np.concatenate([*bads, np.zeros(0, bool)])
    return _sorted_entries(len(given), owner, _of_single(names).take(key), joined, bad, doubt)


def _joined(columns: list[DictionaryColumn]) -> DictionaryColumn:
    """Columns concatenated."""
    shift = np.cumsum([0, *(len(column.values) for column in columns)])
    codes = [np.where(c.code < 0, -1, c.code + by) for c, by in zip(columns, shift.tolist(), strict=False)]
    code = np.concatenate([*codes, np.zeros(0, np.int64)]).astype(np.int64)
    return DictionaryColumn(list(chain.from_iterable(column.values for column in columns)), code)


def _of_single(column: Column) -> DictionaryColumn:
    assert isinstance(column, DictionaryColumn)  # noqa: S101 (for the type checker)
    return column


def _numbers(series: nw.Series[Any]) -> DictionaryColumn | None:
    import narwhals as nw

    if series.dtype.is_float():
        return distinct_floats(series.to_numpy().astype(np.float64))
    if not (series.dtype.is_integer() or series.dtype == nw.Boolean):
        return None
    given = ~series.is_null().to_numpy()
    held = series.fill_null(False if series.dtype == nw.Boolean else 0).to_numpy()
    if held.dtype.kind not in "iub":
        return None
    values, code = np.unique(held, return_inverse=True)
    return DictionaryColumn(values.tolist(), np.where(given, code.ravel(), -1))


def _instants(series: nw.Series[Any]) -> DictionaryColumn | None:
    """Times of a column with a time zone; None if one of them needs a closer look."""
    import narwhals as nw

    dtype = series.dtype
    if not isinstance(dtype, nw.Datetime) or dtype.time_zone is None:
        return None
    unit = "ms" if dtype.time_unit == "s" else dtype.time_unit
    given = ~series.is_null().to_numpy()
    ticks = series.dt.timestamp(unit).fill_null(0).to_numpy().astype(np.int64)
    values, code = np.unique(ticks, return_inverse=True)
    minute = 60 * _PER_SECOND[unit]
    if (values % minute).any() or (values < _FIRST * (minute // 60)).any() or (values > _LAST * (minute // 60)).any():
        return None
    times = [_EPOCH + timedelta(minutes=minutes) for minutes in (values // minute).tolist()]
    return DictionaryColumn(times, np.where(given, code.ravel(), -1))
