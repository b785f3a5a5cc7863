"""Scenarios and their solutions in one DuckDB file, for queries in SQL.

``scenarios`` has a row for each scenario (name, digest, the parts in no table); ``companies``, ``workers`` and
``demands`` hold the records of all scenarios, each with its ``scenario`` and its ``place`` in it; ``solutions`` has a
row for each solution, and ``assignments`` its assignments.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from staffmatch.errors import InputError, InputIssue, choose
from staffmatch.io import refusals
from staffmatch.io.arrow import KINDS, from_arrow, to_arrow
from staffmatch.io.database import Database
from staffmatch.io.limits import RECORD_BYTES
from staffmatch.io.parquet import rest_of
from staffmatch.io.tables import solution_frame
from staffmatch.models import Scenario
from staffmatch.records.field_types import Record
from staffmatch.records.json_text import parse_object
from staffmatch.records.many import Draft
from staffmatch.records.sequence import Records
from staffmatch.result.solution import Solution

if TYPE_CHECKING:
    import pyarrow as pa

_SCENARIOS = "scenarios (name varchar primary key, digest varchar, rest varchar)"
_SOLUTIONS = "solutions (name varchar primary key, digest varchar, status varchar, content varchar)"


class Store:
    """A DuckDB file of scenarios and solutions by name; close it, or use it as a context manager.

    It is opened for reading until something is saved, and created then if necessary. InputError if the file is not a
    DuckDB file, has other tables or cannot be written, or if a name is unknown.

    >>> with sm.Store(":memory:") as store:
    ...     store.save_solution("monday", solution)
    ...     found = store.load_solution("monday")
    >>> found.status
    'optimal'
    """

    def __init__(self, path: str | Path) -> None:
        self._file = Database(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; leaving the ``with`` block does so too."""
        self._file.close()

    @property
    def scenarios(self) -> dict[str, str]:
        """The digest of each scenario by its name."""
        return self._digests("scenarios")

    @property
    def solutions(self) -> dict[str, str]:
        """The digest of the scenario of each solution by the solution's name."""
        return self._digests("solutions")

    def at_once(self) -> AbstractContextManager[None]:
        """A context manager in which everything is saved, or nothing."""
        return self._file.writing()

    def save(self, name: str, scenario: Scenario) -> None:
        """Save a scenario under a name, replacing any other."""
        import pyarrow as pa

        digest = scenario.digest()
        with self._file.writing():
            self._file.replace(_SCENARIOS, name, digest, rest_of(scenario))
            for table, kind in KINDS.items():
                rows = to_arrow(Records.of(kind, getattr(scenario, table)))
                self._insert(
                    table, name, "scenario", rows.add_column(0, "place", pa.array(range(len(rows)), pa.int64()))
                )

    def load(self, name: str) -> Scenario:
        """The scenario with a name or a digest."""
        found = self._file.texts("scenarios", ("name", "rest"), "name = ? or digest = ? limit 1", name, name)
        if not found:
            raise self._missing("scenario", name, self.scenarios)
        ((owner, rest),) = found
        stated = parse_object(rest, f"{self._file.path}, scenario {owner!r}")
        tables = {table: self._records(table, kind, owner) for table, kind in KINDS.items()}
        return Scenario.model_validate(stated | tables)

    def save_solution(self, name: str, solution: Solution) -> None:
        """Save a solution under a name, and its scenario under the same name unless it is already stored."""
        digest = solution.scenario_digest
        with self._file.writing():
            if digest not in self.scenarios.values():
                self.save(name, solution.scenario)
            self._file.replace(_SOLUTIONS, name, digest, solution.status, solution.model_dump_json())
            plan = solution_frame(solution, "assignments", "pyarrow")
            if len(plan):
                self._insert("assignments", name, "solution", plan)
            elif self._file.has("assignments"):
                self._file.execute("delete from main.assignments where solution = ?", name)

    def load_solution(self, name: str) -> Solution:
        """The solution with a name, attached to its scenario."""
        digest, content = self._solution(name)
        return Solution.model_validate_json(content).of(self.load(digest))

    def solution_json(self, name: str) -> str:
        """The JSON of the solution with a name."""
        return self._solution(name)[1]

    def _solution(self, name: str) -> tuple[str, ...]:
        found = self._file.texts("solutions", ("digest", "content"), "name = ?", name)
        if not found:
            raise self._missing("solution", name, self.solutions)
        return found[0]

    def _insert(self, table: str, owner: str, column: str, rows: pa.Table) -> None:
        """Insert the rows of an owner in place of its former ones."""
        import pyarrow as pa

        owned = rows.add_column(0, column, [pa.array([owner] * len(rows), pa.string())])
        self._file.insert(table, owned, f"{column} = ?", owner)

    def _digests(self, table: str) -> dict[str, str]:
        held = self._file.texts(table, ("name", "digest"), "true order by name") if self._file.has(table) else []
        return {row[0]: row[1] for row in held}

    def _records(self, table: str, kind: type[Record], scenario: str) -> Draft:
        columns, where = "* exclude (scenario, place)", "scenario = ? order by place"
        found = self._file.table(table, columns, where, scenario, row_bytes=RECORD_BYTES)
        return from_arrow(kind, found, f"{self._file.path}, table {table!r}")

    def _missing(self, what: str, name: str, known: dict[str, str]) -> InputError:
        lacking = refusals.STORE_LACKS_SCENARIO if what == "scenario" else refusals.STORE_LACKS_SOLUTION
        advice = choose(known) if known else refusals.SAVE_FIRST_ADVICE()
        return InputError([InputIssue(f"unknown_{what}", "name", lacking(name=name), advice, (name,))])
