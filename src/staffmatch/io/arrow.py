"""Records as Arrow tables and back, without loss, for Parquet files and DuckDB.

A mapping is a list of (key, value) structs, a nested record a struct, a tuple a list; instants are in UTC.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, get_args, get_origin

import numpy as np
from pydantic import AwareDatetime

from staffmatch.errors import InputError, InputIssue
from staffmatch.io import refusals
from staffmatch.io.columnar import read_records
from staffmatch.io.frame_cells import plain_cells
from staffmatch.messages.message import Message
from staffmatch.models import Company, Demand, Worker
from staffmatch.records.dictionary_columns import Column, DictionaryColumn, ListColumn, Shape, StructColumn, shapes
from staffmatch.records.field_types import Record
from staffmatch.records.many import Draft
from staffmatch.records.sequence import Records

if TYPE_CHECKING:
    import pyarrow as pa

KINDS: dict[str, type[Record]] = {"companies": Company, "workers": Worker, "demands": Demand}


def to_arrow(records: Records[Any]) -> pa.Table:
    """A table with one column for each field, so that all tables of one kind have the same schema."""
    import pyarrow as pa

    kind: type[Record] = records.kind
    kinds = shapes(kind)
    return pa.table({name: _array(kinds[name], column) for name, column in records.columns.items()})


def from_arrow(kind: type[Record], table: pa.Table, source: str) -> Draft:
    """The records of a table, still to be validated as part of a scenario; InputError if columns do not have our
    types."""
    import narwhals as nw

    _require_ours(kind, table, source)
    frame = nw.from_native(table, eager_only=True)
    try:
        fields: dict[str, Any] = {name: _cells(shapes(kind)[name], frame[name]) for name in frame.columns}
        records, doubt = read_records(kind, fields, np.ones(len(frame), bool))
    except OverflowError:
        raise _other(source, refusals.NO_DATE(), refusals.NO_DATE_ADVICE()) from None
    records.origin = "pyarrow"

    def rows() -> list[dict[str, Any]]:
        held = {name: cells if isinstance(cells, list) else plain_cells(cells) for name, cells in fields.items()}
        each = zip(*held.values(), strict=True)
        return [{n: v for n, v in zip(held, row, strict=True) if v is not None} for row in each]

    odd = np.flatnonzero(doubt).tolist()
    said = rows() if odd else []
    return Draft(records, {row: said[row] for row in odd}, rows)


def _require_ours(kind: type[Record], table: pa.Table, source: str) -> None:
    """Check names, types and the data itself, since a file may come from anybody."""
    import pyarrow as pa

    advice = refusals.OTHER_COLUMN_ADVICE(kind=kind.__name__)
    known = shapes(kind)
    for name in table.column_names:
        if name not in known or table.column_names.count(name) > 1:
            raise _other(source, refusals.OTHER_COLUMN(name=name), advice)
        if not _alike(found := table.schema.field(name).type, wanted := _type(known[name])):
            text = refusals.OTHER_TYPE(name=name, found=str(found), wanted=str(wanted))
            raise _other(source, text, advice)
    try:
        table.validate(full=True)
    except pa.ArrowInvalid as error:
        text = refusals.DAMAGED_TABLE(what=str(error).partition("\n")[0])
        raise _other(source, text, refusals.WRITE_ANEW_ADVICE()) from None


def _alike(found: Any, wanted: Any) -> bool:
    """Whether cells of one type can be read as the other; text may represent any single value, which the model then
    validates."""
    from pyarrow import types as is_

    if is_.is_dictionary(found):
        found = found.value_type
    if is_.is_null(found) or (is_.is_integer(found) and is_.is_floating(wanted)):
        return True
    if is_.is_list(wanted):
        lists = is_.is_list(found) or is_.is_large_list(found) or is_.is_fixed_size_list(found)
        return lists and _alike(found.value_type, wanted.value_type)
    if is_.is_struct(wanted):
        return is_.is_struct(found) and all(
            wanted.get_field_index(part.name) >= 0 and _alike(part.type, wanted.field(part.name).type) for part in found
        )
    if is_.is_timestamp(wanted) and is_.is_timestamp(found):
        return found.tz in ("UTC", "Etc/UTC", "+00:00")
    same = (is_.is_integer, is_.is_floating, is_.is_boolean, is_.is_date)
    return bool(is_.is_string(found) or is_.is_large_string(found) or any(one(found) and one(wanted) for one in same))


def _other(source: str, text: Message, advice: Message) -> InputError:
    return InputError([InputIssue("other_table", source, text, advice)])


def _cells(shape: Shape, series: Any) -> Any:
    """Lists of key-value pairs as mappings; one with duplicate keys is not one."""
    if shape.form == "entries":
        cells = series.to_list()
        return [None if cell is None else _mapping(cell) for cell in cells]
    return series


def _mapping(pairs: list[Any]) -> Any:
    held = {one.get("key"): one.get("value") for one in pairs if one is not None}
    return held if len(held) == len(pairs) else pairs


def _array(shape: Shape, column: Column) -> Any:
    import pyarrow as pa

    kind = _type(shape)
    if isinstance(column, DictionaryColumn):
        codes = pa.array(np.asarray(column.code, np.int64), mask=np.asarray(column.code) < 0)
        return pa.array([_plain(value) for value in column.values], kind).take(codes)
    missing = pa.array(~np.asarray(column.given))
    if isinstance(column, StructColumn):
        parts = {name: _array(part, column.records.columns[name]) for name, part in shapes(shape.hint).items()}
        return pa.StructArray.from_arrays([*parts.values()], fields=list(kind), mask=missing)
    if isinstance(column, ListColumn):
        inner = _array(shape.parts[0], column.inner)
    else:
        held = [_array(part, one) for part, one in zip(shape.parts, (column.keys, column.values), strict=True)]
        inner = pa.StructArray.from_arrays(held, fields=list(kind.value_type))
    return pa.ListArray.from_arrays(pa.array(column.start, pa.int32()), inner, kind, mask=missing)


def _type(shape: Shape) -> Any:
    import pyarrow as pa

    if shape.form == "nested":
        return pa.struct({name: _type(part) for name, part in shapes(shape.hint).items()})
    if shape.form == "several":
        return pa.list_(_type(shape.parts[0]))
    if shape.form == "entries":
        return pa.list_(pa.struct({"key": _type(shape.parts[0]), "value": _type(shape.parts[1])}))
    bare = shape.hint
    while get_origin(bare) is not None:
        bare = get_args(bare)[0]
    numbers = {bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
    return (numbers | {AwareDatetime: pa.timestamp("us", "UTC"), date: pa.date32()}).get(bare, pa.string())


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
