"""Scenarios and their solutions in one DuckDB file, to be asked with SQL.

``scenarios`` has a row a scenario (name, digest, what is no table); ``companies``, ``workers`` and ``demands`` hold the
records of all, each with the ``scenario`` that it belongs to and its ``place``; ``solutions`` has a row a solution, and
``assignments`` who has which shift in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from staffmatch.errors import InputError, Problem, StaffmatchError
from staffmatch.io.arrow import KINDS, from_arrow, to_arrow
from staffmatch.io.frames import solution_frame
from staffmatch.io.parquet import rest_of
from staffmatch.models import Scenario
from staffmatch.records import Records
from staffmatch.solution import Solution

if TYPE_CHECKING:
    import pyarrow as pa

_TABLES = """
create table if not exists scenarios (name varchar primary key, digest varchar, rest varchar);
create table if not exists solutions (name varchar primary key, digest varchar, status varchar, content varchar);
"""


class Store:
    """A DuckDB file of scenarios and solutions by name, made if there is none; to be closed, or used in ``with``.

    Their tables can be read by SQL. InputError where the file is none of DuckDB's, or a name is unknown.
    """

    def __init__(self, path: str | Path) -> None:
        try:
            import duckdb
        except ImportError:
            raise StaffmatchError("The store needs duckdb; try: pip install 'staffmatch[store]'") from None
        try:
            self._file = duckdb.connect(str(path))
        except duckdb.Error:
            text = "cannot be opened as a DuckDB file."
            advice = "Check the path, and who else has it open."
            raise InputError([Problem("not_a_store", str(path), text, advice)]) from None
        self._file.execute(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    @property
    def scenarios(self) -> dict[str, str]:
        """The digest of each scenario by its name."""
        return dict(self._rows("select name, digest from scenarios order by name"))

    @property
    def solutions(self) -> dict[str, str]:
        """The digest of the scenario of each solution by the solution's name."""
        return dict(self._rows("select name, digest from solutions order by name"))

    def save(self, name: str, scenario: Scenario) -> None:
        """Keep a scenario under a name; another of that name is replaced."""
        import pyarrow as pa

        digest = scenario.digest()
        with _Transaction(self._file):
            self._file.execute("insert or replace into scenarios values (?, ?, ?)", [name, digest, rest_of(scenario)])
            for table, kind in KINDS.items():
                rows = to_arrow(Records.of(kind, getattr(scenario, table)))
                self._insert(
                    table, name, "scenario", rows.add_column(0, "place", pa.array(range(len(rows)), pa.int64()))
                )

    def load(self, name: str, context: Mapping[str, Any] | None = None) -> Scenario:
        """The scenario of a name or a digest; ``context`` names own rules and terms, as `Scenario.load` does."""
        found = self._rows("select name, rest from scenarios where name = ? or digest = ? limit 1", name, name)
        if not found:
            raise self._missing("scenario", name, self.scenarios)
        ((owner, rest),) = found
        tables = {table: from_arrow(kind, self._records(table, owner)) for table, kind in KINDS.items()}
        return Scenario.model_validate(json.loads(rest) | tables, context=context)

    def save_solution(self, name: str, solution: Solution) -> None:
        """Keep a solution under a name, and its scenario under the same name unless it is there already."""
        digest = solution.scenario_digest
        if digest not in self.scenarios.values():
            self.save(name, solution.scenario)
        with _Transaction(self._file):
            held = [name, digest, solution.status, solution.model_dump_json()]
            self._file.execute("insert or replace into solutions values (?, ?, ?, ?)", held)
            plan = solution_frame(solution, "assignments", "pyarrow")
            if len(plan):
                self._insert("assignments", name, "solution", plan)
            elif self._has("assignments"):
                self._file.execute("delete from assignments where solution = ?", [name])

    def load_solution(self, name: str) -> Solution:
        """The solution of a name, with its scenario."""
        found = self._rows("select digest, content from solutions where name = ?", name)
        if not found:
            raise self._missing("solution", name, self.solutions)
        ((digest, content),) = found
        return Solution.model_validate_json(content).of(self.load(digest))

    def _insert(self, table: str, owner: str, column: str, rows: pa.Table) -> None:
        """Rows that belong to an owner, in place of those that did before; all names but his are our own."""
        import pyarrow as pa

        self._file.register("incoming", rows.add_column(0, column, [pa.array([owner] * len(rows), pa.string())]))
        self._file.execute(f"create table if not exists {table} as select * from incoming limit 0")  # noqa: S608
        self._file.execute(f"delete from {table} where {column} = ?", [owner])  # noqa: S608
        self._file.execute(f"insert into {table} by name select * from incoming")  # noqa: S608
        self._file.unregister("incoming")

    def _has(self, table: str) -> bool:
        return bool(self._rows("select 1 from information_schema.tables where table_name = ?", table))

    def _rows(self, query: str, *values: object) -> list[Any]:
        return self._file.execute(query, list(values)).fetchall()

    def _records(self, table: str, scenario: str) -> pa.Table:
        query = f"select * exclude (scenario, place) from {table} where scenario = ? order by place"  # noqa: S608
        return self._file.sql(query, params=[scenario]).to_arrow_table()

    def _missing(self, what: str, name: str, known: dict[str, str]) -> InputError:
        advice = f"Choose among {', '.join(map(repr, known))}." if known else "Save one first."
        return InputError([Problem(f"unknown_{what}", "name", f"the store has no {what} {name!r}.", advice, (name,))])


class _Transaction:
    """All or nothing."""

    def __init__(self, file: Any) -> None:
        self.file = file

    def __enter__(self) -> None:
        self.file.begin()

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is None:
            self.file.commit()
        else:
            self.file.rollback()
