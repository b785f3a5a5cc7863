"""JSON at every door: broken, deep, doubled or monstrous, it is refused with a place and an advice, never a crash."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

import staffmatch as sm
from staffmatch.io import parquet
from staffmatch.records.json_text import parse_json
from tests.reports.made import plan_of, ward_and_depot

BROKEN = {
    "cut off": "{",
    "nothing": "",
    "no JSON": "id,company\n",
    "deep lists": '{"rules": ' + "[" * 9999,
    "deep lists that end": '{"rules": ' + "[" * 99_999 + "]" * 99_999 + "}",
    "deep objects": '{"a":' * 9999,
    "a number of 5,000 digits": '{"schema_version": ' + "9" * 5000 + "}",
}
NO_OBJECT = ("[]", "5", "null", '"x"', "true")
# At home in JSON, and far from home in a plan.
NUMBERS = ("1" + "0" * 400, "1.7e308", "-1.7e308", "1e400", "NaN", "-1e20", "1e20", str(2**63), str(-(2**63)))


def problem(call: Callable[..., Any], *args: Any) -> sm.errors.Problem:
    with pytest.raises(sm.InputError) as error:
        call(*args)
    return error.value.problems[0]


def scenario_in_json(text: str, folder: Path) -> object:
    (folder / "file.json").write_text(text)
    return sm.Scenario.load(folder / "file.json")


def solution_in_json(text: str, folder: Path) -> object:
    (folder / "file.json").write_text(text)
    return sm.Solution.load(folder / "file.json", sm.Scenario())


def rest_of_a_folder(text: str, folder: Path) -> object:
    parquet.write_scenario(sm.Scenario(), folder)
    (folder / "scenario.json").write_text(text)
    return sm.Scenario.load(folder)


def rest_in_a_store(text: str, folder: Path) -> object:
    with sm.Store(folder / "file.duckdb") as store:
        store.save("one", sm.Scenario())
    with duckdb.connect(str(folder / "file.duckdb")) as file:
        file.execute("update scenarios set rest = ?", [text])
    return sm.Scenario.load(folder / "file.duckdb")


def text_for_a_model(text: str, folder: Path) -> object:
    return sm.Scenario.model_validate_json(text)


DOORS = (scenario_in_json, solution_in_json, rest_of_a_folder, rest_in_a_store, text_for_a_model)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_is_refused(door: Callable[..., object], text: str, tmp_path: Path) -> None:
    found = problem(door, text, tmp_path)
    assert found.code == "json_invalid"
    assert found.advice


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("text", NO_OBJECT)
def test_what_is_no_object_is_refused(door: Callable[..., object], text: str, tmp_path: Path) -> None:
    if door is solution_in_json and text == "[]":
        # A plan may be a list of pairs.
        assert isinstance(door(text, tmp_path), sm.Solution)
        return
    found = problem(door, text, tmp_path)
    assert found.code in ("model_type", "not_an_object", "no_plan_in_file")
    assert found.advice


@pytest.mark.parametrize("door", DOORS)
def test_a_key_that_stands_twice_is_refused(door: Callable[..., object], tmp_path: Path) -> None:
    text = '{"skills": [], "pins": [{"worker": "a", "shift": "s", "shift": "t"}], "skills": []}'
    with pytest.raises(sm.InputError) as error:
        door(text, tmp_path)
    assert error.value.count == 2
    assert {one.code for one in error.value.problems} == {"duplicate_key"}
    assert [one.path.rpartition(": ")[2] for one in error.value.problems][1] == "pins[0]"
    assert "'shift' stands twice" in error.value.problems[1].text


def test_a_file_that_is_at_fault_is_named(tmp_path: Path) -> None:
    assert problem(rest_of_a_folder, "{", tmp_path).path == str(tmp_path / "scenario.json")
    assert problem(rest_in_a_store, "{", tmp_path).path.startswith(str(tmp_path / "file.duckdb"))


def test_a_setting_of_a_spreadsheet_says_each_thing_once(tmp_path: Path) -> None:
    sm.hamburg.scenario(workers=3, seats=2, days=1, seed=1).save(tmp_path / "s.xlsx")
    (tmp_path / "folder").mkdir()
    sm.Scenario.load(tmp_path / "s.xlsx").save(tmp_path / "folder")
    settings = tmp_path / "folder" / "settings.csv"
    settings.write_text(settings.read_text("utf-8-sig").replace('{""kind"":', '{""kind"":""x"",""kind"":', 1))
    found = problem(sm.Scenario.load, tmp_path / "folder")
    assert found.code == "duplicate_key"
    assert found.cell is not None
    assert found.cell.file == "settings.csv"


def test_a_record_that_says_something_twice_is_named_by_its_id_and_a_long_key_is_cut() -> None:
    found = problem(parse_json, '{"workers": [{}, {"id": "ana", "' + "x" * 999 + '": 1, "' + "x" * 999 + '": 2}]}')
    assert (found.path, found.ids) == ("workers[1]", ("ana",))
    assert len(found.text) < 120


def test_json_means_what_it_says() -> None:
    text = '{"a": [1, 2.5, null, true, "\\u00e4"], "b": {"a": {}, "b": {}}}'
    assert parse_json(text) == parse_json(text.encode()) == json.loads(text)
    assert problem(parse_json, b'{"a": "\xff"}').code == "json_invalid"


def places(said: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a text where something could stand; of a list the first."""
    for step in said if isinstance(said, dict) else range(len(said[:1])) if isinstance(said, list) else ():
        yield (*path, step)
        yield from places(said[step], (*path, step))


def with_number(said: Any, path: tuple[Any, ...], number: str) -> str:
    changed = json.loads(json.dumps(said))
    held = changed
    for step in path[:-1]:
        held = held[step]
    held[path[-1]] = "@"
    return json.dumps(changed).replace('"@"', number)


def test_a_monstrous_number_anywhere_in_a_plan_is_refused_or_found_false() -> None:
    """Nothing beyond 64 bits gets in, and what gets in raises nothing when it is recomputed."""
    scenario = ward_and_depot()
    said = json.loads(plan_of(scenario).model_dump_json())
    refused = 0
    for path in places(said):
        for number in NUMBERS:
            try:
                stated = sm.Solution.model_validate_json(with_number(said, path, number))
            except sm.InputError as error:
                refused += 1
                assert all(len(str(one)) < 300 for one in error.problems)  # noqa: PT017 (each of many)
                continue
            assert (
                path[0] in ("termination", "scenario_digest")
                or sm.verify(scenario, stated).violations
                or (sm.certificate.check(scenario, stated))
            )
    assert refused > 100


@pytest.mark.parametrize("field", ["value", "bound", "gap", "certified", "per_unit"])
@pytest.mark.parametrize("number", NUMBERS[:5])
def test_what_a_tier_states_is_a_number_that_can_be_reckoned_with(field: str, number: str) -> None:
    said = json.loads(plan_of(ward_and_depot()).model_dump_json())
    text = with_number(said, ("tiers", 0, field), number)
    assert problem(sm.Solution.model_validate_json, text).path == f"tiers[0].{field}"


def test_a_monstrous_number_anywhere_in_a_scenario_is_refused_or_harmless() -> None:
    said = json.loads(ward_and_depot().model_dump_json())
    refused = 0
    for path in places(said):
        for number in NUMBERS:
            try:
                stated = sm.Scenario.model_validate_json(with_number(said, path, number))
            except sm.InputError:
                refused += 1
            else:
                assert stated.digest()
    assert refused > 100
