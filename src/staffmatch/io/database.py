"""DuckDB files from untrusted sources: read without running anything in them, written as a whole or not at all.

A file may contain views, and macros that shadow DuckDB's own functions, which read other files when they are evaluated.
So only base tables are read, queries use no function that the file could shadow, and DuckDB has no access to other
files. All names of tables and columns here are our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from staffmatch.errors import InputError, InputIssue, missing_extra
from staffmatch.io import refusals
from staffmatch.io.files import whole_file
from staffmatch.io.limits import BATCH_ROWS, MB, SPLIT, TABLE_BYTES, gathered, refuse
from staffmatch.messages.message import Message

if TYPE_CHECKING:
    import pyarrow as pa

_ALONE = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    # Otherwise DuckDB looks for missing tables among the caller's Python variables.
    "python_enable_replacements": "false",
    "temp_directory": "",
    "lock_configuration": "true",
}
_MEMORY = 2 * TABLE_BYTES
_FOR_READING = _ALONE | {"memory_limit": f"{_MEMORY}B"}
_NO_FILE = ":memory:"


class Database:
    """A file opened for reading, and reopened for writing when something is written."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._duckdb = _duckdb()
        self._connection: Any = None
        self._writable = False
        self._within = False
        if self.path == _NO_FILE:
            self._connect(_NO_FILE)
        elif Path(path).exists():
            self._open(read_only=True)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection, self._writable = None, False

    def has(self, table: str) -> bool:
        """Whether there is a base table with that name."""
        if self._connection is None:
            return False
        # Written in full, as all of DuckDB's own names, which no macro of the file can shadow.
        query = "select table_name from system.main.duckdb_tables() where schema_name = 'main' and not temporary"
        with self._understood():
            return (table,) in self._connection.execute(query).fetchall()

    def table(self, table: str, columns: str, where: str, *values: object, row_bytes: int = TABLE_BYTES) -> pa.Table:
        """Rows of a base table."""
        if not self.has(table):
            self._other_shape(refusals.STORE_LACKS_TABLE(table=table))
        query = f"select {columns} from main.{table} where {where}"  # noqa: S608
        with self._understood():
            batches = _batches(self._connection.sql(query, params=list(values)))
            return gathered(self.path, table, batches.schema, batches, row_bytes)

    def texts(self, table: str, columns: tuple[str, ...], where: str, *values: object) -> list[tuple[str, ...]]:
        """Rows of columns that contain texts."""
        found = self.table(table, ", ".join(columns), where, *values)
        for name in columns:
            if str(found.schema.field(name).type) != "string" or found[name].null_count:
                self._other_shape(refusals.NO_TEXT(column=f"{table}.{name}"))
        return list(zip(*(found[name].to_pylist() for name in columns), strict=True))

    def replace(self, table: str, *row: str) -> None:
        """Insert a row in place of the one with the same first column; ``table`` is the table's definition."""
        self.execute(f"create table if not exists main.{table}")
        name = table.partition(" ")[0]
        self.execute(f"insert or replace into main.{name} values ({', '.join('?' * len(row))})", *row)  # noqa: S608

    def insert(self, table: str, rows: pa.Table, where: str, *values: object) -> None:
        """Insert rows in place of the existing ones."""
        self._connection.register("incoming", rows)
        self.execute(f"create table if not exists main.{table} as select * from incoming limit 0")  # noqa: S608
        self.execute(f"delete from main.{table} where {where}", *values)  # noqa: S608
        self.execute(f"insert into main.{table} by name select * from incoming")  # noqa: S608
        self._connection.unregister("incoming")

    def execute(self, query: str, *values: object) -> None:
        self._connection.execute(query, list(values))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: everything written inside, or nothing; nested ones are part of the outer one."""
        if self._within:
            yield
            return
        self._within = True
        try:
            with self._written(), self._opened_for_writing():
                self._connection.begin()
                try:
                    yield
                    self._connection.commit()
                except BaseException:
                    # After some failures there is no transaction left to roll back.
                    with suppress(self._duckdb.Error):
                        self._connection.rollback()
                    raise
        finally:
            self._within = False

    @contextmanager
    def _opened_for_writing(self) -> Iterator[None]:
        """A new file is made beside its place, and moved there once it is complete."""
        if self._writable:
            yield
        elif Path(self.path).exists():
            self.close()
            self._open(read_only=False)
            yield
        else:
            self._require_new()
            with whole_file(self.path) as draft:
                self._connect(str(draft))
                try:
                    yield
                    # Closing would also do it, but not report a failure.
                    self.execute("checkpoint")
                finally:
                    self.close()
            self._connect(self.path)

    def _require_new(self) -> None:
        """DuckDB would take an existing write-ahead log for the last changes of the new file."""
        changes = Path(f"{self.path}.wal")
        if changes.exists():
            text, advice = refusals.FORMER_CHANGES(), refusals.FORMER_CHANGES_ADVICE()
            raise InputError([InputIssue("unwritable_file", str(changes), text, advice)])

    def _open(self, *, read_only: bool) -> None:
        """Open an existing file."""
        try:
            self._connect(self.path, read_only=read_only)
        except self._duckdb.Error:
            text, advice = refusals.NOT_DUCKDB(), refusals.NOT_DUCKDB_ADVICE()
            raise InputError([InputIssue("not_a_store", self.path, text, advice)]) from None

    def _connect(self, path: str, *, read_only: bool = False) -> None:
        config = _FOR_READING if read_only else _ALONE
        self._connection = self._duckdb.connect(path, read_only=read_only, config=config)
        self._writable = not read_only

    @contextmanager
    def _understood(self) -> Iterator[None]:
        try:
            yield
        except self._duckdb.OutOfMemoryException:
            refuse(self.path, refusals.TOO_MUCH_MEMORY(most=_MEMORY // MB), SPLIT)
        except self._duckdb.Error as error:
            self._other_shape(refusals.NOT_A_STORE(error=_first_line(error)))

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except self._duckdb.Error as error:
            # The name of a temporary file would appear before the last colon.
            text = refusals.UNWRITABLE_BECAUSE(what=_first_line(error).rpartition(": ")[2])
            advice = refusals.UNWRITABLE_STORE_ADVICE()
            raise InputError([InputIssue("unwritable_file", self.path, text, advice)]) from None

    def _other_shape(self, text: Message) -> NoReturn:
        advice = refusals.NOT_A_STORE_ADVICE()
        raise InputError([InputIssue("not_a_store", self.path, text, advice)])


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise missing_extra(refusals.NEEDS_STORE(), "duckdb", "store") from None
    return duckdb


def _batches(relation: Any) -> pa.RecordBatchReader:
    # Newer releases have another name for it and warn about the old one.
    read = getattr(relation, "to_arrow_reader", None) or relation.fetch_arrow_reader
    found: pa.RecordBatchReader = read(BATCH_ROWS)
    return found


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")
