"""Tables that come from anybody: Parquet and DuckDB files that run something, claim much, or are of other shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from shutil import copy, copytree
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import staffmatch as sm
from staffmatch.cli import app
from staffmatch.io import limits, parquet

HIDDEN = "what stands in another file"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city in both forms; in a third, tables without keys, whose columns can be changed."""
    place, city = tmp_path_factory.mktemp("made"), sm.hamburg.scenario(workers=3, seats=2, days=1, seed=1)
    parquet.write_scenario(city, place / "folder")
    with sm.Store(place / "city.duckdb") as held:
        held.save("city", city)
    copy(place / "city.duckdb", place / "keyless.duckdb")
    changed(
        place / "keyless.duckdb",
        "create table copied as select * from scenarios",
        "drop table scenarios",
        "alter table copied rename to scenarios",
    )
    assert sm.Scenario.load(place / "keyless.duckdb").workers
    return place


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Path:
    return Path(copy(made / "city.duckdb", tmp_path))


@pytest.fixture
def keyless(made: Path, tmp_path: Path) -> Path:
    return Path(copy(made / "keyless.duckdb", tmp_path))


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(copytree(made / "folder", tmp_path / "folder"))


def changed(path: Path, *statements: str) -> bytes:
    with duckdb.connect(str(path)) as file:
        for statement in statements:
            file.execute(statement)
    return path.read_bytes()


def refused(path: Path) -> sm.InputIssue:
    with pytest.raises(sm.InputError) as error:
        sm.Scenario.load(path)
    assert HIDDEN not in str(error.value)
    assert error.value.problems[0].advice
    return error.value.problems[0]


def test_a_view_is_not_run(store: Path, tmp_path: Path) -> None:
    (tmp_path / "hidden").write_text(HIDDEN)
    read = f"select content from read_text('{tmp_path / 'hidden'}')"  # noqa: S608 (a path of our own)
    before = changed(
        store,
        "alter table companies rename to inner_companies",
        f"create view companies as select * replace (({read}) as name) from inner_companies",  # noqa: S608 (same)
    )
    assert "has no table 'companies'" in refused(store).text
    assert CliRunner().invoke(app, ["validate", str(store)]).exit_code == 2
    assert store.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["city.duckdb", "hidden"]


def test_macros_in_the_place_of_functions_change_nothing(store: Path) -> None:
    known = sm.Scenario.load(store)
    changed(
        store,
        "create macro duckdb_tables() as table select 'a' as table_name, 'main' as schema_name, true as temporary",
        "create macro count(x) as 42",
    )
    assert sm.Scenario.load(store) == known


def test_loading_writes_nothing_even_where_there_are_no_tables_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    before = changed(path, "create table people (id int)", "create table workers (id int)")
    assert refused(path).code == "no_single_scenario"
    with sm.Store(path) as store:
        assert store.scenarios == store.solutions == {}
        with pytest.raises(sm.InputError):
            store.load("city")
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["theirs.duckdb"]


def test_a_file_that_can_only_be_read_is_read(store: Path) -> None:
    store.chmod(0o444)
    assert sm.Scenario.load(store).workers
    with sm.Store(store) as first, sm.Store(store) as second:
        assert first.scenarios == second.scenarios


def test_what_does_not_fit_a_foreign_file_is_said_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    changed(path, "create table scenarios (id int)", "insert into scenarios values (7)")
    scenario = sm.hamburg.scenario(workers=3, seats=2, days=1, seed=1)
    with pytest.raises(sm.InputError, match="cannot be written") as error:
        scenario.export(path)
    assert error.value.problems[0].code == "unwritable_file"
    with duckdb.connect(str(path)) as file:
        assert file.execute("select table_name from duckdb_tables()").fetchall() == [("scenarios",)]


def test_a_table_that_is_not_there_is_not_looked_for_among_variables(store: Path) -> None:
    workers = pa.table({"scenario": ["city"], "place": [0], "id": ["me"], "company": ["c"]})  # noqa: F841 (that is it)
    changed(store, "drop table workers")
    assert "has no table 'workers'" in refused(store).text


SHAPES: dict[str, Iterable[str]] = {
    "no rest": ["alter table scenarios drop column rest"],
    "a rest that is none": ["update scenarios set rest = null"],
    "a rest in bytes": ["alter table scenarios alter rest type blob using 'x'::blob"],
    "names that are numbers": ["alter table workers alter scenario type int using 1"],
    "no place": ["alter table workers drop column place"],
    "no owner": ["alter table workers drop column scenario"],
    "numbers for ids": ["alter table workers alter id type int using 7"],
    "texts for skills": ["alter table workers alter skills type varchar using 'care:1'"],
    "dates of no calendar": ["alter table workers alter id type date using 'infinity'::date"],
    "times of no calendar": [
        'alter table workers alter availability type struct("start" timestamptz, "end" timestamptz)[] using '
        "[{'start': 'infinity'::timestamptz, 'end': 'infinity'::timestamptz}]"
    ],
    "a column too many": ["alter table workers add column salary int"],
    "an odd type": ["alter table companies alter name type interval using interval 1 year"],
}


@pytest.mark.parametrize("statements", SHAPES.values(), ids=SHAPES)
def test_a_store_of_other_shape_is_refused(statements: Iterable[str], keyless: Path) -> None:
    changed(keyless, *statements)
    assert refused(keyless).code in ("not_a_store", "other_table")


def test_a_store_cut_off_is_refused(store: Path) -> None:
    held = store.read_bytes()
    for size in (0, 10, 5000, len(held) // 2):
        store.write_bytes(held[:size])
        assert refused(store).code == "not_a_store"


def replaced(folder: Path, table: str, column: str, cells: pa.Array) -> Path:
    held = pq.read_table(folder / f"{table}.parquet")
    place = held.column_names.index(column)
    pq.write_table(held.set_column(place, column, cells), folder / f"{table}.parquet")
    return folder


def far(kind: pa.DataType) -> pa.Array:
    width = pa.int32() if kind == pa.date32() else pa.int64()
    return pa.array([2**31 - 1 if kind == pa.date32() else 2**62] * 3, width).cast(kind)


ENTRY = pa.list_(pa.struct({"key": pa.string(), "value": pa.int64()}))
ODD: dict[str, tuple[str, pa.Array]] = {
    "whole numbers": ("id", pa.array([1, 2, 3])),
    "bytes": ("id", pa.array([b"\xff"] * 3)),
    "text that is no UTF-8": ("id", pa.array([b"\xff\xfe"] * 3).view(pa.string())),
    "dates": ("id", pa.array([date(2020, 1, 1)] * 3)),
    "dates of no calendar": ("id", far(pa.date32())),
    "times of no calendar": ("id", far(pa.timestamp("us", "UTC"))),
    "a zone that is none": ("id", pa.array([1] * 3, pa.int64()).cast(pa.timestamp("s", "Mars/Base"))),
    "spans of time": ("id", far(pa.duration("s"))),
    "texts for a mapping": ("skills", pa.array(["care:1"] * 3)),
    "numbers for a mapping": ("skills", pa.array([1, 2, 3])),
    "lists for a mapping": ("skills", pa.array([["care"]] * 3)),
    "other pairs for a mapping": ("skills", pa.array([[{"a": 1}]] * 3)),
    "a record for a list": ("availability", pa.array([{"start": "x"}] * 3)),
    "other records for a list": ("availability", pa.array([[{"begin": 1}]] * 3)),
}


@pytest.mark.parametrize(("column", "cells"), ODD.values(), ids=ODD)
def test_a_parquet_table_of_other_types_is_refused(column: str, cells: pa.Array, folder: Path) -> None:
    found = refused(replaced(folder, "workers", column, cells))
    assert found.code == "other_table"
    assert found.path == str(folder / "workers.parquet")


def test_a_key_that_stands_twice_in_a_mapping_is_refused(folder: Path) -> None:
    twice = pa.array([[{"key": "care", "value": 1}, {"key": "care", "value": 2}]] * 3, ENTRY)
    assert refused(replaced(folder, "workers", "skills", twice)).code == "dict_type"


def test_times_of_no_calendar_are_refused_where_times_are_wanted(folder: Path) -> None:
    start = far(pa.timestamp("us", "UTC"))
    windows = pa.ListArray.from_arrays(
        pa.array([0, 1, 2, 3], pa.int32()), pa.StructArray.from_arrays([start, start], ["start", "end"])
    )
    assert refused(replaced(folder, "workers", "availability", windows)).code == "other_table"


def test_columns_too_many_or_twice_are_named(folder: Path) -> None:
    held = pq.read_table(folder / "workers.parquet")
    pq.write_table(held.append_column("salary", pa.array([1, 2, 3])), folder / "workers.parquet")
    assert "'salary' too many" in refused(folder).text
    pq.write_table(held.append_column("id", pa.array(["a", "b", "c"])), folder / "workers.parquet")
    assert "'id' too many" in refused(folder).text


def test_text_columns_of_other_programs_are_read(folder: Path) -> None:
    known = sm.Scenario.load(folder)
    ids = pq.read_table(folder / "workers.parquet")["id"]
    for kind in (pa.large_string(), pa.dictionary(pa.int32(), pa.string())):
        assert sm.Scenario.load(replaced(folder, "workers", "id", ids.cast(kind))) == known


def repeated(count: int, size: int) -> pa.Array:
    """One text in all rows, which needs little room in a file."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array(["x" * size]))


def written(folder: Path, **columns: Any) -> Path:
    pq.write_table(pa.table(columns), folder / "workers.parquet", compression="zstd", store_schema=False)
    assert (folder / "workers.parquet").stat().st_size < 100_000
    return folder


CLAIMS: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "rows": (lambda: {"id": repeated(10_000_001, 1)}, "10,000,001 rows"),
    "a long text in all rows": (lambda: {"id": repeated(10_000, 40_000_000)}, "rows of"),
}


@pytest.mark.parametrize(("columns", "found"), CLAIMS.values(), ids=CLAIMS)
def test_a_small_table_that_claims_much_is_refused(
    columns: Callable[[], dict[str, Any]], found: str, folder: Path
) -> None:
    problem = refused(written(folder, **columns()))
    assert problem.code == "too_large"
    assert found in problem.text


def test_members_of_a_list_count_before_they_are_unpacked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "TABLE_BYTES", 10**6)
    members = pa.array(np.zeros(200_000, np.int8))
    path = written(folder, clusters=pa.ListArray.from_arrays(pa.array([0, 200_000], pa.int32()), members))
    assert "once unpacked" in refused(path).text


def test_tables_are_counted_as_they_are_read(folder: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, most, found in (("TABLE_ROWS", 2, "rows; 2 are read at most"), ("TABLE_BYTES", 100, "once it is read")):
        with monkeypatch.context() as patch:
            patch.setattr(limits, name, most)
            for path in (folder, store):
                problem = refused(path)
                assert problem.code == "too_large"
                assert found in problem.text


def test_a_large_text_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "s.json").open("wb") as file:
        file.truncate(limits.TEXT_BYTES + 1)
    assert refused(tmp_path / "s.json").code == "too_large"


def test_a_device_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("staffmatch.io.files.TEXT_BYTES", 10**6)
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    assert refused(Path("/dev/zero")).code == "too_large"
