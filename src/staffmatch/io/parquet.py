"""A scenario and its solution as a folder of Parquet tables, read back without loss.

``companies``, ``workers`` and ``demands`` (with their shifts) are tables with one column for each field. The rest, such
as rules and tiers, is in ``scenario.json``. The five tables of a solution are for other programs; `load` reads its
``solution.json``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

from staffmatch.errors import InputError, InputIssue, missing_extra
from staffmatch.io import refusals
from staffmatch.io.arrow import KINDS, from_arrow, to_arrow
from staffmatch.io.files import read_text, whole_folder, write_text
from staffmatch.io.limits import (
    BATCH_BYTES,
    BATCH_ROWS,
    RECORD_BYTES,
    SPLIT,
    TABLE_BYTES,
    gathered,
    require_bytes,
    require_rows,
)
from staffmatch.io.tables import solution_frame
from staffmatch.models import Scenario
from staffmatch.records.field_types import Record
from staffmatch.records.json_text import parse_object
from staffmatch.records.many import Draft
from staffmatch.records.sequence import Records
from staffmatch.result.solution import Solution, Table

SOLUTION = "solution.json"


def is_stored(path: str | Path) -> bool:
    """Whether a path is a folder with the tables of a scenario."""
    try:
        return (Path(path) / "workers.parquet").is_file()
    except (OSError, ValueError):
        return False


def write_scenario(scenario: Scenario, folder: str | Path) -> None:
    """Write all tables or none; those of an earlier scenario are replaced."""
    parquet = _parquet()
    with whole_folder(folder) as draft:
        for name, kind in KINDS.items():
            parquet.write_table(to_arrow(Records.of(kind, getattr(scenario, name))), draft / f"{name}.parquet")
        write_text(draft / "scenario.json", rest_of(scenario) + "\n")


def read_scenario(folder: str | Path) -> Scenario:
    """The scenario, validated like any other, with columns as records."""
    place = Path(folder)
    rest = parse_object(read_text(place / "scenario.json"), str(place / "scenario.json"))
    tables = {name: _records(kind, place / f"{name}.parquet") for name, kind in KINDS.items()}
    return Scenario.model_validate(rest | tables)


def write_solution(solution: Solution, folder: str | Path) -> None:
    """Write all tables of the solution beside those of its scenario, or none."""
    parquet = _parquet()
    with whole_folder(folder) as draft:
        for table in get_args(Table):
            parquet.write_table(solution_frame(solution, table, "pyarrow"), draft / f"{table}_planned.parquet")
        write_text(draft / SOLUTION, solution.model_dump_json(indent=1) + "\n")


def rest_of(scenario: Scenario) -> str:
    """The part of a scenario that is in no table, as JSON."""
    return scenario.model_copy(update=dict.fromkeys(KINDS, ())).model_dump_json(exclude=set(KINDS))


def _parquet() -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise missing_extra(refusals.NEEDS_PARQUET(), "pyarrow", "frames") from None
    return pyarrow.parquet


def _records(kind: type[Record], path: Path) -> Draft:
    return from_arrow(kind, _table(path), str(path))


def _table(path: Path) -> Any:
    try:
        with _parquet().ParquetFile(path) as file:
            rows = _require_reasonable(path, file.metadata)
            return gathered(path, path.stem, file.schema_arrow, file.iter_batches(rows), RECORD_BYTES)
    except InputError:
        raise
    except FileNotFoundError:
        text, advice = refusals.FILE_NOT_FOUND(), refusals.FILE_NOT_FOUND_ADVICE()
        problem = InputIssue("file_not_found", str(path), text, advice)
    except (OSError, ValueError, _arrow_error()):
        problem = InputIssue("not_parquet", str(path), refusals.NOT_PARQUET(), refusals.WRITE_ANEW_ADVICE())
    raise InputError([problem])


def _require_reasonable(path: Path, said: Any) -> int:
    """Check the sizes that the file claims before unpacking anything; returns the rows to unpack at a time."""
    require_rows(path, path.stem, said.num_rows)
    groups = [said.row_group(number) for number in range(said.num_row_groups)]
    chunks = [group.column(number) for group in groups for number in range(group.num_columns)]
    # Lists may have more elements than the table has rows, in hardly any bytes.
    size = max(sum(group.total_byte_size for group in groups), 8 * sum(chunk.num_values for chunk in chunks))
    require_bytes(path, size, TABLE_BYTES, SPLIT, refusals.UNPACKED())
    # A chunk may consist of one value that every row repeats.
    longest = max((chunk.total_uncompressed_size for chunk in chunks), default=0)
    return max(1, min(BATCH_ROWS, BATCH_BYTES // max(longest, 1)))


def _arrow_error() -> Any:
    import pyarrow as pa

    return pa.ArrowException
