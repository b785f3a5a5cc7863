"""Limits on what is read, in one place: a claimed size is no reason to allocate the memory for it.

docs/limits.md lists them for users. A file of a few kilobytes may claim a billion rows, unpack to a terabyte, or repeat
one long value for ever. What can be measured before reading is measured then; the rest is counted while reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from staffmatch.errors import Cell, InputError, InputIssue, Told
from staffmatch.io import refusals

if TYPE_CHECKING:
    import pyarrow as pa

MB = 2**20

# Files on disk, and unpacked workbooks.
TEXT_BYTES = 1024 * MB
CSV_BYTES = 256 * MB
UNPACKED_BYTES = 200 * MB

# A sheet of CSV or of a workbook; its cells are those from the first to the last non-empty one of each row.
SHEET_ROWS = 5_000_000
WORKBOOK_ROWS = 1_048_576
SHEET_COLUMNS = 1_000
SHEET_CELLS = 50_000_000
CELL_CHARACTERS = 131_072
ROW_CHARACTERS = 16 * MB
MERGED_CELLS = 1_000_000

# Markup of workbooks: no program writes nesting or parts of more than a small fraction of these.
XML_DEPTH = 100
XML_PIECE = 1 * MB
XML_ELEMENTS = 10_000_000
XML_ROW_ELEMENTS = 200_000
ZIP_PARTS = 10_000

# The process that reads a workbook of an old or other format.
CHILD_BYTES = 2048 * MB
CHILD_SECONDS = 60

# A Parquet or DuckDB table in memory.
TABLE_ROWS = 10_000_000
TABLE_BYTES = 2048 * MB
RECORD_BYTES = 16 * MB
BATCH_ROWS, BATCH_BYTES = 1_000, 256 * MB

SPLIT = refusals.SPLIT()
TABLES = refusals.TABLES()
FROM_FRAMES = refusals.FROM_FRAMES()


def refuse(path: str | Path, text: Told, advice: Told, cell: Cell | None = None) -> NoReturn:
    raise InputError([InputIssue("too_large", str(path), text, advice, (), cell)])


def require_bytes(
    path: str | Path, size: int, most: int, advice: Told, unpacked: Told = "", cell: Cell | None = None
) -> None:
    """InputError if a file has more bytes than are read."""
    if size > most:
        refuse(path, refusals.TOO_MANY_BYTES(size=size / MB, unpacked=unpacked, most=most // MB), advice, cell)


def require_rows(path: str | Path, table: str, rows: int) -> None:
    """InputError if a table claims more rows than are read."""
    if rows > TABLE_ROWS:
        refuse(path, refusals.TOO_MANY_ROWS(table=table, rows=rows, most=TABLE_ROWS), SPLIT)


def gathered(
    path: str | Path, table: str, schema: pa.Schema, batches: Iterable[pa.RecordBatch], row_bytes: int = TABLE_BYTES
) -> pa.Table:
    """The table of all batches, counted as they come: a long value repeated in many rows is small in a file."""
    import pyarrow as pa

    held, rows, size = [], 0, 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        require_rows(path, table, rows)
        if batch.nbytes > row_bytes * batch.num_rows:
            size = batch.nbytes / max(batch.num_rows, 1) / MB
            text = refusals.LONG_ROWS(table=table, size=size, most=row_bytes // MB)
            refuse(path, text, refusals.LONG_ROWS_ADVICE())
        require_bytes(path, size, TABLE_BYTES, SPLIT, refusals.IN_TABLE(table=table))
    return pa.Table.from_batches(held, schema)
