"""``staffmatch solve --report``: beside a former plan, and with its figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import staffmatch as sm
from staffmatch.cli import app
from tests.reports.made import ward_and_depot


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scenario, its plan, and a scenario with a person fewer."""
    known = ward_and_depot()
    known.save(tmp_path / "before.json")
    plan = sm.solve(known)
    plan.save(tmp_path / "plan.json")
    known.without(workers=[plan.assignments[0].worker]).save(tmp_path / "now.json")
    return tmp_path


def test_the_report_stands_beside_a_former_plan_and_its_figures(folder: Path) -> None:
    page, figures = folder / "new.html", folder / "new.figures.json"
    done = run(
        "solve", folder / "now.json", "--out", folder / "new.json", "--report", page, "--figures", figures,
        "--former", folder / "plan.json", "--former-scenario", folder / "before.json", "--lang", "de",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "Neben dem früheren Plan" in page.read_text(encoding="utf-8")
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert "lost" in {one["kind"] for one in found["comparison"]["people"]}
    assert found["audit"]["termination"]["seed"] == 0
    assert str(figures) in done.output.replace("\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--figures", "f.json"), "--report"),
        (("--former", "plan.json"), "--report"),
        (("--report", "r.html", "--former-scenario", "before.json"), "--former"),
        (("--report", "r.html", "--figures", "f.csv"), "f.csv"),
        (("--report", "r.html", "--former", "plan.json"), "another scenario"),
        (("--report", "r.html", "--figures", "plan.json", "--former", "plan.json"), "plan.json"),
    ],
)
def test_what_belongs_to_no_report_is_refused_before_any_work(
    folder: Path, words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    done = run("solve", "now.json", "--out", "new.json", *words)
    assert done.exit_code == 2
    assert said in done.output
    assert not (folder / "new.json").exists()


def test_export_takes_a_former_plan_as_well(folder: Path) -> None:
    known = sm.Scenario.load(folder / "before.json")
    solution = sm.Solution.load(folder / "plan.json", known)
    solution.export(folder / "plan.html", former=solution)
    assert "No assignment changes" in (folder / "plan.html").read_text(encoding="utf-8")
