"""The harness: one row for each instance in order, whatever is asked, and none lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import staffmatch as sm
from benchmarks.__main__ import main
from benchmarks.measure import row
from staffmatch import hamburg

COLUMNS = {
    "instance", "family", "peer", "status", "value", "bound", "gap", "tiers", "seconds", "phases", "uncovered",
    "verified", "peak_mb", "commit", "seed", "time_limit", "machine", "best_known", "reason", "threads",
}  # fmt: skip


@pytest.fixture
def within(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are measured in this process."""
    monkeypatch.setattr("benchmarks.__main__.measure", row)


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_row_for_each_instance_and_peer_in_the_order_of_the_arguments(
    within: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, plans = tmp_path / "rows.jsonl", tmp_path / "plans"
    instances = ["generate:30:12:4:1", "generate:20:8:3:2"]
    words = ["run", "hamburg", *instances, "--peer", "greedy", "--jsonl", str(table), "--plans", str(plans)]
    assert main([*words, "--time-limit", "20", "--threads", "1"]) == 0
    found = rows(table)
    assert [(one["instance"], one["peer"]) for one in found] == [(i, p) for i in instances for p in (None, "greedy")]
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == found
    for one in found:
        assert one.keys() >= COLUMNS
        assert one["verified"] is True
        assert one["value"] >= one["bound"] >= 0  # type: ignore[operator]
    assert found[0]["value"] <= found[1]["value"]  # type: ignore[operator]
    scenario = sm.Scenario.load(next(plans.glob("*30-12-4-1-staffmatch.scenario.json")))
    solution = sm.Solution.load(next(plans.glob("*30-12-4-1-staffmatch.plan.json")), scenario)
    assert solution.tiers[0].value == found[0]["value"]
    assert main([*words, "--time-limit", "20", "--threads", "1", "--resume"]) == 0
    assert rows(table) == found


def test_files_are_instances_too_and_a_bad_one_costs_the_others_nothing(tmp_path: Path) -> None:
    hamburg.scenario(workers=20, seats=8, days=3, seed=1).save(tmp_path / "city.json")
    table = tmp_path / "rows.jsonl"
    assert (
        main(["run", "hamburg", str(tmp_path / "none.json"), str(tmp_path / "city.json"), "--jsonl", str(table)]) == 1
    )
    assert [one["instance"] for one in rows(table)] == ["city.json"]


def test_a_malformed_file_is_a_line_on_stderr_and_exit_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "assign2.txt").write_text("2 1 2 x 4")
    assert main(["run", "lap", str(tmp_path / "assign2.txt")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "assign2.txt, number 4: 'x' is not a whole number." in said.err


def test_a_peer_that_does_not_apply_still_has_its_row_and_its_plan_is_kept(within: None, tmp_path: Path) -> None:
    (tmp_path / "assign2.txt").write_text("2  1 2  3 9")
    table, plans = tmp_path / "rows.jsonl", tmp_path / "plans"
    words = ["run", "lap", str(tmp_path / "assign2.txt"), "--peer", "timefold", "--peer", "scipy-lap"]
    assert main([*words, "--jsonl", str(table), "--plans", str(plans), "--threads", "1"]) == 0
    found = [(one["peer"], one["status"], one["value"]) for one in rows(table)]
    assert found == [(None, "optimal", 5.0), ("timefold", "skipped", None), ("scipy-lap", "optimal", 5.0)]
    kept = json.loads((plans / "lap-assign2.txt-scipy-lap.plan.json").read_text())
    assert kept == {"assignments": [["w0", "s1"], ["w1", "s0"]]}


def test_a_wrong_call_exits_with_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("STAFFMATCH_DATA", raising=False)
    assert main(["run", "smptsp"]) == 2
    assert "STAFFMATCH_DATA" in capsys.readouterr().err


def test_help_says_how_each_family_is_written_and_what_each_peer_takes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["run", "--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for words in ("generate:WORKERS:SHIFTS:SKILLS:CAP:SEED", "presets small", "Qualifications = W", "(only lap)"):
        assert words in said
