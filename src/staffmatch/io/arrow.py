"""Records as tables of arrow and back, exactly: what Parquet files and DuckDB hold.

A mapping is a list of keys and values, a nested record a struct, a list a list; an instant is in UTC.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, get_args, get_origin

import numpy as np
from pydantic import AwareDatetime

from staffmatch.fields import Record
from staffmatch.io.columnar import plain_cells, read_records
from staffmatch.models import Company, Demand, Worker
from staffmatch.records import Draft, Records
from staffmatch.shapes import Column, Nested, Several, Shape, Single, shapes

if TYPE_CHECKING:
    import pyarrow as pa

KINDS: dict[str, type[Record]] = {"companies": Company, "workers": Worker, "demands": Demand}


def to_arrow(records: Records[Any]) -> pa.Table:
    """One column a field, all of them, so that tables of one kind have one schema."""
    import pyarrow as pa

    kind: type[Record] = records.kind
    kinds = shapes(kind)
    return pa.table({name: _array(kinds[name], column) for name, column in records.columns.items()})


def from_arrow(kind: type[Record], table: pa.Table) -> Draft:
    """The same back, to be validated as a part of a scenario."""
    import narwhals as nw

    frame = nw.from_native(table, eager_only=True)
    fields: dict[str, Any] = {name: _cells(shapes(kind).get(name), frame[name]) for name in frame.columns}
    records, doubt = read_records(kind, fields, np.ones(len(frame), bool))
    records.origin = "pyarrow"

    def rows() -> list[dict[str, Any]]:
        held = {name: cells if isinstance(cells, list) else plain_cells(cells) for name, cells in fields.items()}
        each = zip(*held.values(), strict=True)
        return [{n: v for n, v in zip(held, row, strict=True) if v is not None} for row in each]

    odd = np.flatnonzero(doubt).tolist()
    said = rows() if odd else []
    return Draft(records, {row: said[row] for row in odd}, rows)


def _cells(shape: Shape | None, series: Any) -> Any:
    """Lists of keys and values as the mappings that they are."""
    if shape is not None and shape.form == "entries":
        pairs = series.to_list()
        return [None if cell is None else {one["key"]: one["value"] for one in cell} for cell in pairs]
    return series


def _array(shape: Shape, column: Column) -> Any:
    import pyarrow as pa

    kind = _type(shape)
    if isinstance(column, Single):
        codes = pa.array(np.asarray(column.code, np.int64), mask=np.asarray(column.code) < 0)
        return pa.array([_plain(value) for value in column.values], kind).take(codes)
    missing = pa.array(~np.asarray(column.given))
    if isinstance(column, Nested):
        parts = {name: _array(part, column.records.columns[name]) for name, part in shapes(shape.hint).items()}
        return pa.StructArray.from_arrays([*parts.values()], fields=list(kind), mask=missing)
    if isinstance(column, Several):
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
