"""The commands that read a plan that was changed by hand, as a coordinator types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import staffmatch as sm
from staffmatch.cli import app
from tests import builders

DAY = "08:00-16:00"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def text(result: Result, code: int = 0) -> str:
    assert result.exit_code == code, result.output
    return result.output


def town() -> sm.Scenario:
    """Ana is cheapest, then Ben; Cem cannot nurse."""
    people = [
        builders.worker("p1", skills={"care": 1}, pay_cents_per_hour=1000).replace(name="Ana Silva"),
        builders.worker("p2", skills={"care": 1}, pay_cents_per_hour=1200).replace(name="Ben Ott"),
        builders.worker("p3", pay_cents_per_hour=1100).replace(name="Cem Kaya"),
    ]
    shifts = [builders.shift(f"s{day}", day, DAY) for day in (6, 7, 8)]
    need = builders.demand("ward", *shifts, skills={"care": 1}).replace(name="Station 4")
    return builders.scenario(people, [need])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("plans")
    found = {"my": folder / "my.json", "plan": folder / "plan.json", "sheets": folder / "plan.xlsx"}
    town().save(found["my"])
    text(run("solve", found["my"], "--out", found["plan"], "--sheets", found["sheets"], "--threads", 1))
    return found


@pytest.fixture
def edited(files: dict[str, Path], tmp_path: Path) -> Path:
    """Cem has the second day."""
    return change(files["sheets"], tmp_path / "edited.xlsx", lambda sheet: sheet.__setitem__("G3", "Cem Kaya"))


def change(path: Path, to: Path, by: Callable[[Any], None]) -> Path:
    book = openpyxl.load_workbook(path)
    by(book["plan_by_hand"])
    book.save(to)
    return to


def test_verify_tells_each_change_in_a_line_and_writes_it_beside_the_seat(
    files: dict[str, Path], edited: Path, tmp_path: Path
) -> None:
    checked = tmp_path / "checked.xlsx"
    told = text(run("verify", files["my"], edited, "--sheets", checked), 1).splitlines()
    assert told == [
        "Tue 07 Apr 08:00 to 16:00, Station 4: Cem Kaya instead of Ana Silva: +8.00 EUR, breaks: Worker Cem Kaya has "
        "'care' at level 0 but shift 's7' asks for level 1.",
        "1 change in all: +8.00 EUR.",
        f"Written: {checked}.",
        "1 violation.",
    ]
    row = [cell.value for cell in openpyxl.load_workbook(checked)["plan_by_hand"][3]]
    assert row[6:8] == ["Cem Kaya", "Ana Silva"]
    assert row[8].startswith("Change: +8.00 EUR, breaks: Worker Cem Kaya has 'care' at level 0")
    assert text(run("verify", files["my"], checked), 1).splitlines()[:2] == told[:2]


def test_verify_of_a_plan_as_it_was_and_of_one_that_keeps_the_rules(files: dict[str, Path], tmp_path: Path) -> None:
    told = text(run("verify", files["my"], files["sheets"])).splitlines()
    assert told[0] == "No seat was changed; 3 assignments stay."
    assert told[1].endswith("rules hold; the file states no figures that could be compared.")
    assert told[2:] == ["Tier 1: 0 h of uncovered hours", "Tier 2: 240.00 EUR of cost"]
    swapped = change(files["sheets"], tmp_path / "b.xlsx", lambda sheet: sheet.__setitem__("G2", "Ben Ott"))
    told = text(run("verify", files["my"], swapped, "--lang", "de"))
    assert "Ben Ott" in told
    against = text(run("verify", files["my"], files["plan"], "--against", swapped)).splitlines()
    assert against[0].endswith("Station 4: Ana Silva instead of Ben Ott: -16.00 EUR")
    assert against[-1].startswith("Tier 2: no less than its value")


def test_verify_judges_a_hand_made_plan_by_rules_first(files: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "hand.json"
    path.write_text('[["p3", "s6"]]')
    assert text(run("verify", files["my"], path), 1).splitlines() == [
        "skills: Worker Cem Kaya has 'care' at level 0 but shift 's6' asks for level 1.",
        "1 violation.",
    ]
    path.write_text('[["p1", "s6"]]')
    assert "rules hold; the file states no figures" in text(run("verify", files["my"], path))
    stated = json.loads(files["plan"].read_text())
    stated["assignments"][0] |= {"worker": "p3", "minutes": 1}
    path.write_text(json.dumps(stated | {"scenario_digest": "of another"}))
    told = text(run("verify", files["my"], path), 1).splitlines()
    assert told[0].startswith("skills: ")
    assert told[1].startswith("figures: ")
    stated["assignments"][0] |= {"worker": "p1"}
    path.write_text(json.dumps(stated))
    told = text(run("verify", files["my"], path), 1).splitlines()
    assert told[0].endswith("rules hold, but what the file states beside the plan is wrong:")
    path.write_text(json.dumps(stated | {"tiers": 3}))
    result = run("verify", files["my"], path)
    assert "Of the file only the assignments are read" in text(result)


@pytest.mark.parametrize("who", ["p1", "Ana Silva"])
def test_replan_without_somebody_keeps_the_rest(who: str, files: dict[str, Path], tmp_path: Path) -> None:
    plan = ("--plan", files["sheets"])
    told = text(run("replan", files["my"], *plan, "--without", who))
    assert "Ana Silva is no longer available" in told
    assert "Ben Ott gets" in told
    assert told.rstrip().endswith("Nothing is written: --out names a solution file, and --sheets a workbook.")
    out, changed, sheets = (tmp_path / name for name in ("next.json", "changed.json", "next.xlsx"))
    written = ("--out", out, "--out-scenario", changed, "--sheets", sheets)
    text(run("replan", files["my"], files["sheets"], "--without", who, "--without", "s8", *written))
    after = sm.Scenario.load(changed)
    assert sm.Solution.load(out, after).plan == sm.Plan.load(sheets, after) == sm.Plan.of([("p2", "s6"), ("p2", "s7")])


def test_who_falls_ill_after_a_shift_keeps_what_was_worked(files: dict[str, Path], tmp_path: Path) -> None:
    scenario = town()
    pins = [sm.Pin(worker="p1", shift="s6"), sm.Pin(worker="p1", shift="s8")]
    scenario.replace(pins=pins).save(tmp_path / "my.json")
    (tmp_path / "plan.json").write_text(json.dumps([["p1", "s6"], ["p1", "s7"], ["p1", "s8"]]))
    out, changed = tmp_path / "next.json", tmp_path / "changed.json"
    given = (tmp_path / "my.json", tmp_path / "plan.json", "--without", "p1", "--out", out, "--out-scenario", changed)
    told = text(run("replan", *given, "--freeze-before", "2020-04-06T12:00"))
    assert "0 h of uncovered hours" in told
    assert "2020-04-06" not in told
    after = sm.Scenario.load(changed)
    assert sm.Solution.load(out, after).plan == sm.Plan.of([("p1", "s6"), ("p2", "s7"), ("p2", "s8")])
    assert [window.end for window in after.worker("p1").availability] == [scenario.demands[0].shifts[0].end]
    # Who had nothing before that time is gone as without it.
    text(run("replan", *given, "--freeze-before", "2020-04-06T08:00"))
    assert sm.Scenario.load(changed).ids("workers") == ["p2", "p3"]


def test_the_scenario_of_a_plan_in_german_is_a_german_workbook(files: dict[str, Path], tmp_path: Path) -> None:
    out, changed, again = tmp_path / "next.json", tmp_path / "ohne.xlsx", tmp_path / "again.json"
    written = ("--lang", "de", "--out", out, "--out-scenario", changed)
    text(run("replan", files["my"], files["sheets"], "--without", "p1", *written))
    assert sm.Scenario.load(changed) == town().without(workers=["p1"])
    assert "Bedarf" in openpyxl.load_workbook(changed).sheetnames
    # What is made of it next is German without being asked for.
    assert "Änderungen" in text(run("replan", changed, out, "--out", again))


def test_replan_mends_a_plan_that_breaks_a_rule(files: dict[str, Path], edited: Path) -> None:
    told = text(run("replan", files["my"], edited))
    assert told.startswith("The former plan breaks a rule, and what cannot stand of it is mended: Worker Cem Kaya")
    assert "Cem Kaya no longer has 's7'" in told
    data = json.loads(text(run("replan", files["my"], edited, "--json")).split("Nothing is written")[0])
    assert data["diff"]["same"] == 2


def test_a_changed_plan_is_handed_on_like_any_other(files: dict[str, Path], edited: Path, tmp_path: Path) -> None:
    swapped = change(files["sheets"], tmp_path / "b.xlsx", lambda sheet: sheet.__setitem__("G2", "Ben Ott"))
    assert text(run("explain", files["my"], swapped, "--worker", "p2"))
    assert "Worker 'p3' has 'care'" in text(run("explain", files["my"], edited, "--worker", "p2"), 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("replan", "my"), "PLAN: is missing."),
        (("replan", "my", "plan", "--plan", "sheets"), "--plan: is given as well as the argument PLAN."),
        (("replan", "my", "sheets", "--without", "Ana Sylva"), "Did you mean 'Ana Silva'?"),
        (("replan", "my", "sheets", "--without", "s66"), "A shift of a similar id is"),
        (("replan", "my", "sheets", "--without", "p1", "--out", "new.json"), "--out-scenario"),
        (("replan", "my", "sheets", "--sheets", "new.pdf"), "Let it end in .xlsx"),
        (("verify", "my", "sheets", "--sheets", "sheets"), "is the same file"),
        (("verify", "my", "sheets", "--sheets", "new.json"), "Let it end in .xlsx"),
        (("verify", "my", "my"), "holds no assignments"),
    ],
)
def test_what_can_not_be_done_is_told(
    words: tuple[str, ...], said: str, files: dict[str, Path], tmp_path: Path
) -> None:
    named = [files.get(word, tmp_path / word if word.startswith("new") else word) for word in words]
    result = run(*named)
    assert (result.exit_code, said in " ".join(result.output.split())) == (2, True), result.output
    assert list(tmp_path.iterdir()) == []


def test_a_plan_of_another_scenario_says_how_to_name_its_own(files: dict[str, Path], tmp_path: Path) -> None:
    fewer = tmp_path / "fewer.json"
    town().without(workers=["p1"]).save(fewer)
    assert "--former" in text(run("replan", fewer, files["sheets"]), 2)
    assert "Ana Silva is no longer available" in text(run("replan", fewer, files["sheets"], "--former", files["my"]))
    assert "another scenario" in text(run("verify", fewer, files["sheets"]), 2)


def test_an_id_of_a_person_and_of_a_shift_is_asked_about(tmp_path: Path) -> None:
    need = builders.demand("d", builders.shift("a", 6, DAY))
    scenario = builders.scenario([builders.worker("a"), builders.worker("b")], [need])
    scenario.save(tmp_path / "my.json")
    (tmp_path / "plan.json").write_text('[["b", "a"]]')
    told = text(run("replan", tmp_path / "my.json", tmp_path / "plan.json", "--without", "a"), 2)
    assert "'a' is a person and a shift." in told
