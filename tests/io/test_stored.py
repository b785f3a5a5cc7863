"""Scenarios and solutions in Parquet tables and in a DuckDB file: read back exactly, and open to others."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.io import parquet
from staffmatch.io.store import Store
from staffmatch.records.sequence import Records
from tests.strategies import examples, scenarios


def same(read: sm.Scenario, scenario: sm.Scenario) -> None:
    assert read == scenario
    assert read.digest() == scenario.digest()
    assert read.model_dump_json() == scenario.model_dump_json()
    assert isinstance(read.workers, Records)


@given(scenarios())
@examples(15)
def test_parquet_gives_back_what_it_was_given(scenario: sm.Scenario) -> None:
    with TemporaryDirectory() as folder:
        parquet.write_scenario(scenario, folder)
        read = parquet.read_scenario(folder)
        same(read, scenario)
        parquet.write_scenario(read, folder)
        same(parquet.read_scenario(folder), scenario)


@given(scenarios())
@examples(8)
def test_a_store_gives_back_what_it_was_given(scenario: sm.Scenario) -> None:
    with Store(":memory:") as store:
        store.save("other", sm.Scenario())
        store.save("one", scenario)
        same(store.load("one"), scenario)
        same(store.load(scenario.digest()), scenario)


def test_a_solution_in_parquet_has_a_file_for_each_table(tmp_path: Path) -> None:
    scenario = sm.hamburg.scenario("small", seed=4)
    solution = sm.solve(scenario, work_limit=2)
    parquet.write_scenario(scenario, tmp_path)
    parquet.write_solution(solution, tmp_path)
    assert sm.Solution.load(tmp_path, parquet.read_scenario(tmp_path)) == solution
    assert pq.read_table(tmp_path / "assignments_planned.parquet").num_rows == len(solution.assignments)
    assert len(list(tmp_path.glob("*_planned.parquet"))) == 5


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_folder_is_written_as_a_whole_or_not_at_all(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    parquet.write_scenario(sm.hamburg.scenario("small", seed=4), kept)
    (kept / "notes.txt").write_text("mine")
    before = {file.name: file.read_bytes() for file in kept.iterdir()}

    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(parquet, "write_text", full)
    for folder in (kept, tmp_path / "new"):
        with pytest.raises((sm.InputError, KeyboardInterrupt)) as caught:
            parquet.write_scenario(sm.Scenario(), folder)
        assert isinstance(caught.value, KeyboardInterrupt) or "No space left on device" in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert {file.name: file.read_bytes() for file in kept.iterdir()} == before
    monkeypatch.undo()
    parquet.write_scenario(sm.Scenario(), kept)
    assert parquet.read_scenario(kept) == sm.Scenario()
    assert (kept / "notes.txt").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(sm.InputError, match="cannot be made a folder"):
        parquet.write_scenario(sm.Scenario(), tmp_path / "file")


def test_what_is_no_parquet_is_named(tmp_path: Path) -> None:
    parquet.write_scenario(sm.Scenario(), tmp_path)
    (tmp_path / "workers.parquet").write_text("id,company\n")
    with pytest.raises(sm.InputError, match="no Parquet table"):
        parquet.read_scenario(tmp_path)
    (tmp_path / "workers.parquet").unlink()
    with pytest.raises(sm.InputError, match="no such file"):
        parquet.read_scenario(tmp_path)


def test_a_store_keeps_scenarios_and_plans_and_answers_queries(tmp_path: Path) -> None:
    file = tmp_path / "plans.duckdb"
    scenario = sm.hamburg.scenario("small", seed=4)
    solution = sm.solve(scenario, work_limit=2)
    with Store(file) as store:
        store.save("april", scenario)
        store.save("april", scenario)
        store.save("spare", scenario.replace(demands=()))
        store.save_solution("first", solution)
        store.save_solution("first", solution)
    with Store(file) as store:
        assert store.scenarios == {"april": scenario.digest(), "spare": scenario.replace(demands=()).digest()}
        assert store.solutions == {"first": scenario.digest()}
        assert store.load_solution("first") == solution
        with pytest.raises(sm.InputError, match="'april', 'spare'"):
            store.load("may")
    with duckdb.connect(str(file)) as connection:
        count = "select count(*) from workers where scenario = 'april' and consent = 'accepted'"
        willing = sum(worker.consent == "accepted" for worker in scenario.workers)
        assert connection.execute(count).fetchone() == (willing,)
        hours = "select sum(hours) from assignments where solution = 'first'"
        assert connection.execute(hours).fetchone() == (sum(a.minutes for a in solution.assignments) / 60,)


def test_a_solution_brings_its_scenario_along_and_an_empty_plan_leaves_no_assignments() -> None:
    scenario = sm.hamburg.scenario("small", seed=4)
    with Store(":memory:") as store:
        store.save_solution("plan", sm.solve(scenario, work_limit=2))
        assert store.scenarios == {"plan": scenario.digest()}
        idle = sm.solve(scenario.replace(demands=()))
        store.save("idle", idle.scenario)
        store.save_solution("plan", idle)
        assert store.load_solution("plan").assignments == ()


def test_what_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("id,company\n" * 100)
    with pytest.raises(sm.InputError, match="cannot be opened"):
        Store(tmp_path / "text")


def test_a_store_without_duckdb_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(sm.StaffmatchError, match=r"staffmatch\[store\]"):
        Store(":memory:")


@pytest.mark.parametrize("name", ["city.parquet", "city.duckdb"])
def test_what_convert_writes_is_a_scenario_to_every_command(name: str, tmp_path: Path) -> None:
    scenario = sm.hamburg.scenario(workers=30, seats=10, days=3, seed=1)
    solution = sm.solve(scenario)
    solution.export(tmp_path / name)
    same(sm.Scenario.load(tmp_path / name), scenario)


def test_a_file_of_several_scenarios_says_their_names(tmp_path: Path) -> None:
    with sm.Store(tmp_path / "all.duckdb") as store:
        for seed in (1, 2):
            store.save(f"city {seed}", sm.hamburg.scenario(workers=3, seats=2, days=1, seed=seed))
    with pytest.raises(sm.InputError, match=r"holds 2 scenarios: 'city 1', 'city 2'"):
        sm.Scenario.load(tmp_path / "all.duckdb")


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sm.InputError, match="no such file"):
        sm.Scenario.load(tmp_path / "none.duckdb")
    assert not list(tmp_path.iterdir())


def test_a_store_is_made_when_something_is_saved_and_what_others_saved_meanwhile_stays(tmp_path: Path) -> None:
    path = tmp_path / "all.duckdb"
    with sm.Store(path) as store:
        assert store.scenarios == store.solutions == {}
        assert not list(tmp_path.iterdir())
        with sm.Store(path) as other:
            other.save("theirs", sm.Scenario())
        store.save("mine", sm.Scenario())
        assert list(store.scenarios) == ["mine", "theirs"]
    assert [file.name for file in tmp_path.iterdir()] == ["all.duckdb"]


def test_what_is_saved_at_once_is_saved_as_a_whole(tmp_path: Path) -> None:
    def broken(store: Store) -> None:
        with store.at_once():
            store.save("one", sm.Scenario())
            assert list(store.scenarios)[-1] == "one"
            raise KeyboardInterrupt

    with sm.Store(tmp_path / "all.duckdb") as store:
        with pytest.raises(KeyboardInterrupt):
            broken(store)
        assert not list(tmp_path.iterdir())
        store.save("kept", sm.Scenario())
        with pytest.raises(KeyboardInterrupt):
            broken(store)
        assert list(store.scenarios) == ["kept"]


def test_changes_of_a_file_that_is_gone_are_not_taken_for_those_of_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "all.duckdb.wal").write_bytes(b"changes")
    with sm.Store(tmp_path / "all.duckdb") as store, pytest.raises(sm.InputError, match="no more"):
        store.save("one", sm.Scenario())
    assert [file.name for file in tmp_path.iterdir()] == ["all.duckdb.wal"]
