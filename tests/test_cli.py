"""The command line as a user types it: exit codes, files, messages."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import staffmatch as sm
from staffmatch.cli import app
from tests import builders, commands
from tests.commands import Command


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.json"
    assert run("generate", "hamburg", "--preset", "small", "--seed", 4, "--out", path).exit_code == 0
    return path


def test_generate_solve_and_verify_go_hand_in_hand(scenario: Path, tmp_path: Path) -> None:
    plan, page = tmp_path / "plan.json", tmp_path / "plan.html"
    solved = run("solve", scenario, "--out", plan, "--report", page, "--seed", 1, "--threads", 1)
    assert solved.exit_code == 0, solved.output
    assert page.stat().st_size > 1000
    checked = run("verify", scenario, plan)
    assert checked.exit_code == 0
    assert "Verified" in checked.output
    stated = json.loads(plan.read_text())
    assert {"worker", "demand", "shift"} <= stated["assignments"][0].keys()
    assert stated["scenario_digest"] == sm.Scenario.load(scenario).digest()


def test_a_corrupted_plan_is_a_violation(scenario: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    run("solve", scenario, "--out", plan)
    stated = json.loads(plan.read_text())
    stated["assignments"].pop()
    plan.write_text(json.dumps(stated))
    checked = run("verify", scenario, plan)
    assert checked.exit_code == 1
    assert "recomputed" in checked.output


def test_bad_input_exits_with_2_and_a_message_without_traceback(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"workers": 3}')
    missing = run("solve", tmp_path / "none.json", "--out", tmp_path / "plan.json")
    for result in (missing, run("solve", broken, "--out", tmp_path / "plan.json")):
        assert result.exit_code == 2
        assert "problem" in result.output
        assert "Traceback" not in result.output
    assert not (tmp_path / "plan.json").exists()
    assert run("generate", "hamburg", "--preset", "huge", "--out", tmp_path / "s.json").exit_code == 2


def test_an_unwritable_target_is_refused_before_the_work(scenario: Path, tmp_path: Path) -> None:
    result = run("solve", scenario, "--out", tmp_path / "nowhere" / "plan.json")
    assert result.exit_code == 2
    assert "cannot be written" in result.output
    assert run("solve", scenario, "--out", tmp_path).exit_code == 2


def test_no_output_destroys_the_input_or_another_output(scenario: Path, tmp_path: Path) -> None:
    before = scenario.read_bytes()
    (tmp_path / "a.html").symlink_to(tmp_path / "a.json")
    for words in (("--out", scenario), ("--out", tmp_path / "a.json", "--report", tmp_path / "a.html")):
        result = run("solve", scenario, *words)
        assert result.exit_code == 2
        assert "same file" in result.output
    assert scenario.read_bytes() == before
    assert not (tmp_path / "a.json").exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("--time-limit", value) for value in ("inf", "nan", "-1")),
        *(("--gap", value) for value in ("nan", "-0.1", "2")),
        *(("--threads", value) for value in ("0", "100000")),
        ("--seed", "-1"),
    ],
)
def test_options_are_checked_before_the_work(option: str, value: str, tmp_path: Path) -> None:
    result = run("solve", tmp_path / "never-read.json", "--out", tmp_path / "plan.json", option, value)
    assert result.exit_code == 2
    assert option in result.output


def test_what_nobody_foresaw_is_a_sentence_and_exits_with_70(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("Anna Schmidt")

    monkeypatch.setattr(sm, "solve", fail)
    result = run("solve", scenario, "--out", tmp_path / "plan.json")
    assert result.exit_code == 70
    assert "KeyError" in result.output
    assert "Anna" not in result.output
    monkeypatch.setenv("STAFFMATCH_DEBUG", "1")
    assert "Traceback" in run("solve", scenario, "--out", tmp_path / "plan.json").stderr


def test_a_fault_of_our_own_is_named(scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise sm.InternalError("one figure is wrong")

    monkeypatch.setattr(sm, "solve", fail)
    result = run("solve", scenario, "--out", tmp_path / "plan.json")
    assert result.exit_code == 70
    assert "one figure is wrong" in result.output


def test_one_of_a_kind_is_singular(tmp_path: Path) -> None:
    sizes = ("--workers", 1, "--seats", 1, "--days", 1)
    assert "1 worker, 1 shift." in run("generate", "hamburg", *sizes, "--out", tmp_path / "s.json").output


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_screen_is_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        result = commands.run("schema", stdout=full)
    assert result.code == 70
    assert "No space left" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_reader_that_leaves_early_changes_no_exit_code() -> None:
    reader, writer = os.pipe()
    with Command("schema", stdout=writer) as process:
        os.close(writer)
        first = os.read(reader, 1)
        os.close(reader)
        assert (first, process.stderr.read(), process.wait()) == (b"{", "", 0)


def test_the_version_is_told() -> None:
    assert run("--version").output.strip() == sm.__version__


def test_pins_without_a_plan_exit_with_3_and_say_which_clash(tmp_path: Path) -> None:
    needs = [builders.demand(name, builders.shift(f"{name}1", 6, "06:00-14:00")) for name in "de"]
    pins = [sm.Pin(worker="a", shift="d1"), sm.Pin(worker="a", shift="e1")]
    builders.scenario([builders.worker("a")], needs, pins=pins).save(tmp_path / "s.json")
    result = run("solve", tmp_path / "s.json", "--out", tmp_path / "plan.json")
    assert result.exit_code == 3
    assert "'a' on 'd1'" in result.output
    verified = run("verify", tmp_path / "s.json", tmp_path / "plan.json")
    assert verified.exit_code == 0
    assert "no plan keeps the pins that are listed; the certificate proves it" in verified.output


def test_the_demo_leaves_a_verified_plan_and_a_page(tmp_path: Path) -> None:
    result = run("demo", "--out", tmp_path / "new" / "out")
    assert result.exit_code == 0, result.output
    names = sorted(path.name for path in (tmp_path / "new" / "out").iterdir())
    assert names == ["plan.html", "plan.json", "scenario.json"]
    assert run("verify", tmp_path / "new/out/scenario.json", tmp_path / "new/out/plan.json").exit_code == 0


def test_the_schema_is_json(tmp_path: Path) -> None:
    assert "properties" in json.loads(run("schema").output)
    assert run("schema", "--solution", "--out", tmp_path / "schema.json").exit_code == 0
    assert "assignments" in (tmp_path / "schema.json").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")
def test_ctrl_c_keeps_the_best_plan_and_exits_with_130(tmp_path: Path) -> None:
    scenario, plan = tmp_path / "scenario.json", tmp_path / "plan.json"
    sm.hamburg.scenario(workers=600, seats=300, days=7, seed=1).save(scenario)
    with Path(os.devnull).open("w") as nothing, Command("solve", scenario, "--out", plan, stdout=nothing) as process:
        for line in process.stderr:
            if "relaxation" in line:
                break
        process.send_signal(signal.SIGINT)
        process.stderr.read()
        assert process.wait() == 130
    solution = sm.Solution.load(plan, sm.Scenario.load(scenario))
    assert solution.termination.reason == "interrupted"
    assert sm.verify(solution.scenario, solution).ok
