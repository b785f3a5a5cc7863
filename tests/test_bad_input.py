"""Bad input gets a typed error or a valid plan, never a traceback and never half a file."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.io.files import read_text, require_distinct, require_writable, write_text
from tests import builders


def test_an_empty_scenario_has_an_empty_optimal_plan() -> None:
    solution = sm.solve(sm.Scenario())
    assert (solution.status, solution.assignments, solution.shortages) == ("optimal", (), ())


def test_without_workers_every_seat_is_a_shortage_with_a_reason() -> None:
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"), headcount=2)
    solution = sm.solve(builders.scenario([], [need]))
    assert [(s.shift, s.missing) for s in solution.shortages] == [("s", 2)]
    assert solution.shortages[0].reason.text


def test_where_nobody_is_eligible_the_first_rule_that_excludes_is_named() -> None:
    people = [builders.worker("a", skills={"cook": 1}), builders.worker("b", consent="declined")]
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"), skills={"cook": 2})
    solution = sm.solve(builders.scenario(people, [need]))
    reason = solution.shortages[0].reason
    assert (reason.rule, reason.before, reason.left) == ("skills", 1, 0)
    assert "cook at level 2" in reason.text


def test_a_contested_seat_says_how_many_were_eligible() -> None:
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"))
    other = builders.demand("e", builders.shift("t", 6, "06:00-14:00"))
    solution = sm.solve(builders.scenario([builders.worker("a")], [need, other]))
    assert [s.reason.rule for s in solution.shortages] == ["contested"]


def test_costs_beyond_64_bits_are_refused_before_they_wrap_around() -> None:
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"), priority=10**6)
    scenario = builders.scenario(
        [builders.worker("a")],
        [need],
        tiers=[[sm.objectives.UncoveredHours(weight=10**6), sm.objectives.PairCost(weight=10**6)]],
        pair_table=sm.PairTable(workers=["a"], shifts=["s"], costs=[10**12]),
    )
    with pytest.raises(sm.LimitError, match="exact arithmetic"):
        sm.solve(scenario)


def test_pins_that_can_not_be_kept_are_an_outcome_with_a_conflict() -> None:
    needs = [builders.demand(name, builders.shift(f"{name}1", 6, "06:00-14:00")) for name in "de"]
    pins = [sm.Pin(worker="a", shift="d1"), sm.Pin(worker="a", shift="e1")]
    solution = sm.solve(builders.scenario([builders.worker("a")], needs, pins=pins))
    assert solution.status == "infeasible"
    assert {conflict.shift for conflict in solution.conflicts} == {"d1", "e1"}
    assert sm.verify(solution.scenario, solution).ok


def code_of(call: Any, *args: Any) -> str:
    with pytest.raises(sm.InputError) as error:
        call(*args)
    return error.value.problems[0].code


def test_unreadable_files_say_why(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("[1, 2]")
    (tmp_path / "torn.json").write_text('{"workers": [')
    (tmp_path / "latin.json").write_bytes(b'{"timezone": "\xe4"}')
    assert code_of(sm.Scenario.load, tmp_path / "none.json") == "file_not_found"
    assert code_of(sm.Scenario.load, tmp_path) == "no_sheets"
    assert code_of(sm.Scenario.load, tmp_path / "torn.json") == "json_invalid"
    assert code_of(sm.Scenario.load, tmp_path / "latin.json") == "not_utf8"
    assert code_of(sm.Scenario.load, tmp_path / "list.json") == "model_type"


def test_files_are_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    write_text(target, "old")
    write_text(target, "new")
    assert target.read_text() == "new"
    with pytest.raises(UnicodeEncodeError):
        write_text(target, "half \ud800")
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes, and links need a privilege")
def test_links_stay_links_and_pipes_are_written_into(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "plan.json", tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    os.mkfifo(pipe)
    require_writable(pipe)
    writer = threading.Thread(target=write_text, args=(pipe, "through"))
    writer.start()
    assert pipe.read_text() == "through"
    writer.join()
    assert pipe.is_fifo()


def test_paths_to_one_file_are_refused_unless_it_is_a_device(tmp_path: Path) -> None:
    require_distinct(tmp_path / "a", tmp_path / "b", os.devnull, os.devnull)
    assert code_of(require_distinct, tmp_path / "a", tmp_path / "x" / ".." / "a") == "same_file"
    write_text(tmp_path / "a", "one file with two names")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    assert code_of(require_distinct, tmp_path / "a", tmp_path / "b") == "same_file"


def test_a_path_with_a_nul_is_no_path() -> None:
    for call in (read_text, require_writable):
        assert code_of(call, "a\0b") == "not_a_path"


@pytest.mark.parametrize("text", ["[" * 9999, '{"companies": ' + "[" * 9999])
def test_json_may_be_as_deep_as_it_likes(text: str) -> None:
    assert code_of(sm.Scenario.model_validate_json, text) == "json_invalid"


@pytest.mark.parametrize(
    "fields", [{"rules": [{"kind": [1]}]}, {"travel": {"kind": {}}}, {"tiers": [[{"kind": None}]]}]
)
def test_a_kind_is_a_word(fields: Any) -> None:
    assert code_of(sm.Scenario.model_validate, fields) == "unknown_kind"


def test_an_unwritable_target_is_found_before_the_work(tmp_path: Path) -> None:
    assert code_of(require_writable, tmp_path) == "is_a_directory"
    assert code_of(require_writable, tmp_path / "no" / "plan.json") == "unwritable_file"
    require_writable(tmp_path / "plan.json")
    assert list(tmp_path.iterdir()) == []


def test_a_solution_of_another_scenario_is_refused(tmp_path: Path) -> None:
    one, two = sm.Scenario(), sm.Scenario(timezone="UTC")
    sm.solve(one).save(tmp_path / "plan.json")
    assert sm.Solution.load(tmp_path / "plan.json", one).status == "optimal"
    assert code_of(sm.Solution.load, tmp_path / "plan.json", two) == "other_scenario"


def test_a_path_in_place_of_a_scenario_or_a_solution_is_a_type_error_that_says_how_to_read_it(tmp_path: Path) -> None:
    known = builders.scenario([builders.worker()], [builders.demand("d", builders.shift("s", 6, "06:00-14:00"))])
    solution: Any = sm.solve(known)
    path: Any = tmp_path / "plan.json"
    for call in (
        lambda: sm.solve(path),
        lambda: sm.verify(path, solution),
        lambda: sm.verify(solution, known),  # type: ignore[arg-type]
        lambda: sm.inspect(path),
        lambda: sm.certificate.check(path, solution),
    ):
        with pytest.raises(TypeError, match=r"A Scenario is wanted here, .*Scenario\.load\(path\)"):
            call()
    with pytest.raises(TypeError, match=r"A Solution or a Plan .* is a PosixPath\..*Solution\.load\(path, scenario\)"):
        sm.verify(known, path)
    for read in (lambda: sm.report(path, path), lambda: sm.certificate.check(known, path)):
        with pytest.raises(TypeError, match="A Solution is wanted here"):
            read()
