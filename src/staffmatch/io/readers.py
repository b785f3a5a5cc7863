"""The readers of the formats in `staffmatch.io.formats`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from staffmatch.errors import InputError, InputIssue
from staffmatch.io import parquet, plan_file, refusals
from staffmatch.io.files import read_text
from staffmatch.io.plan_file import PlanFile
from staffmatch.io.sheets import Reading
from staffmatch.io.store import Store
from staffmatch.models import Scenario
from staffmatch.result.solution import Solution


def json_scenario(path: Path) -> Reading:
    return Reading(Scenario.model_validate_json(read_text(path)))


def json_solution(path: Path) -> Solution:
    return Solution.model_validate_json(read_text(path))


def json_plan(path: Path, scenario: Scenario) -> PlanFile:
    return plan_file.of_json(read_text(path), str(path), scenario)


def parquet_scenario(path: Path) -> Reading:
    return Reading(parquet.read_scenario(path))


def parquet_solution(path: Path) -> Solution:
    return json_solution(path / parquet.SOLUTION)


def duckdb_scenario(path: Path) -> Reading:
    with Store(path) as store:
        return Reading(store.load(_one(path, "scenario", store.scenarios)))


def duckdb_solution(path: Path) -> Solution:
    with Store(path) as store:
        return Solution.model_validate_json(store.solution_json(_one(path, "solution", store.solutions)))


def _one(path: Path, what: str, names: Mapping[str, str]) -> str:
    """The name equal to the file's, under which `save` writes, or else the only one."""
    if not path.exists():
        text, advice = refusals.FILE_NOT_FOUND(), refusals.FILE_NOT_FOUND_ADVICE()
        raise InputError([InputIssue("file_not_found", str(path), text, advice)])
    if path.stem in names:
        return path.stem
    if len(names) == 1:
        return next(iter(names))
    one = what == "scenario"
    if names:
        several = refusals.SEVERAL_SCENARIOS if one else refusals.SEVERAL_SOLUTIONS
        text = several(n=len(names), names=tuple(names)[:10])
        advice = refusals.LOAD_ONE_ADVICE(load="load" if one else "load_solution")
    else:
        text = (refusals.NO_SCENARIOS if one else refusals.NO_SOLUTIONS)()
        advice = refusals.SAVE_FIRST_ADVICE()
    raise InputError([InputIssue(f"no_single_{what}", str(path), text, advice, tuple(names))])
