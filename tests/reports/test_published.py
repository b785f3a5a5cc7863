"""The figures of a report as JSON: they keep their schema, say what the page says, and hold no homes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import staffmatch as sm
from staffmatch.reports.published import figures_schema
from staffmatch.result.solution import Solution
from tests.builders import demand, scenario, shift, worker
from tests.reports.made import conflicting, made, plan_of, ward_and_depot

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "report.md"


def figures_of(solution: Solution, folder: Path, **options: Any) -> dict[str, Any]:
    path = folder / "plan.figures.json"
    sm.report(solution, folder / "plan.html", figures=path, **options)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.validate(found, figures_schema())
    return found


@pytest.mark.parametrize(
    "solution",
    [plan_of(ward_and_depot()), conflicting(ward_and_depot()), made(scenario([], []))],
    ids=["a plan", "no plan", "nothing to do"],
)
def test_every_outcome_keeps_the_schema(solution: Solution, tmp_path: Path) -> None:
    found = figures_of(solution, tmp_path)
    assert (found["format"], found["version"], found["status"]) == ("staffmatch.report", 1, solution.status)


def test_figures_are_those_of_the_page_and_of_the_plan(tmp_path: Path) -> None:
    solution = plan_of(ward_and_depot())
    found = figures_of(solution, tmp_path)
    assert found["title"].replace("\u00a0", " ") == "3 of 6 seats filled (50 %)"
    assert found["headline"]["covered_minutes"] == sum(one["covered"] for one in found["days"])
    assert sum(one["minutes"] for one in found["flows"]) == sum(one["minutes"] for one in found["partnerships"])
    first = found["assignments"][0]
    assert (first["worker"], first["start"]) == ("ana Petersen", "2020-04-06T06:00:00+02:00")
    assert found["audit"]["scenario_digest"] == solution.scenario.digest()
    assert [one["seats"] for one in found["reasons"]] == [2, 1]
    assert found["fairness"]["shared"][0] == {
        "count": "hours",
        "people": 2,
        "least": 7.5,
        "median": 11.75,
        "most": 16.0,
    }


def test_they_have_no_homes(tmp_path: Path) -> None:
    figures_of(plan_of(ward_and_depot()), tmp_path)
    text = (tmp_path / "plan.figures.json").read_text(encoding="utf-8")
    assert not any(private in text for private in ("53.61", "9.87"))


def test_they_speak_the_language_of_the_page(tmp_path: Path) -> None:
    found = figures_of(plan_of(ward_and_depot()), tmp_path, lang="de")
    assert (found["language"], found["companies"][0]["section_name"]) == ("de", "Gastgewerbe")


def test_a_former_plan_is_compared(tmp_path: Path) -> None:
    known = ward_and_depot()
    former = made(known, ("ana", "mon"), ("ben", "night"))
    found = figures_of(plan_of(known), tmp_path, former=former)["comparison"]
    filled = next(one for one in found["figures"] if one["name"] == "Filled seats")
    assert filled == {
        "name": "Filled seats",
        "unit": "seats",
        "before": 2,
        "after": 3,
        "before_text": "2",
        "after_text": "3",
        "change_text": "+1",
        "better": True,
    }
    changed = {one["worker"]: (one["kind"], one["gained"], one["lost"]) for one in found["people"]}
    assert changed == {
        "ana Petersen": ("gained", 1, 0),
        "ben Petersen": ("lost", 0, 1),
        "cem Petersen": ("gained", 1, 0),
    }
    assert (found["same"], found["other_scenario"]) == (1, False)


def test_a_former_plan_that_is_none_is_refused() -> None:
    with pytest.raises(sm.InputError) as caught:
        sm.report(plan_of(ward_and_depot()), former=conflicting(ward_and_depot()))
    assert caught.value.problems[0].code == "no_plan"
    with pytest.raises(TypeError, match="Solution"):
        sm.report(plan_of(ward_and_depot()), former="plan.json")  # type: ignore[call-overload]


def test_another_suffix_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(sm.InputError) as caught:
        sm.report(plan_of(ward_and_depot()), tmp_path / "plan.html", figures=tmp_path / "plan.xlsx")
    assert "the figures of a report" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_documentation_names_every_field() -> None:
    told = set(re.findall(r"`(\w+)`", DOCUMENTATION.read_text(encoding="utf-8")))
    schema = figures_schema()
    own = [schema, *(schema["$defs"][name] for name in schema["$defs"] if name not in ("Termination", "TierResult"))]
    named = {field for one in own for field in one.get("properties", {})}
    assert named - told == set()


@pytest.mark.full
def test_the_lines_of_the_documentation_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for block in re.findall(
        r"^```python\n(.*?)^```", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        exec(compile(block, DOCUMENTATION.name, "exec", dont_inherit=True), {})  # noqa: S102 (the page is ours)
    assert (tmp_path / "own.html").read_text(encoding="utf-8").startswith("<!doctype html><title>")


@pytest.mark.full
def test_more_than_ten_thousand_people_are_summed_up_and_that_is_told(tmp_path: Path) -> None:
    crowd = [worker(f"w{k}") for k in range(10_001)]
    known = scenario(crowd, [demand("d", shift("s", 6, "08:00-10:00"), headcount=4000)], rules=[])
    solution = made(known, *((f"w{k}", "s") for k in range(3500)))
    found = figures_of(solution, tmp_path)
    page = (tmp_path / "plan.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "For so many people the plan is summed up" in page
    assert "The first 3,000 of 3,500 assignments are listed; 500 are not shown." in page
    assert len(found["assignments"]) == 3500
    assert (tmp_path / "plan.html").stat().st_size < 3_000_000


def test_a_scenario_without_places_has_no_map(tmp_path: Path) -> None:
    known = ward_and_depot()
    nowhere = known.replace(companies=[one.replace(location=None) for one in known.companies])
    found = figures_of(plan_of(nowhere), tmp_path)
    assert (found["sites"], found["roads"]) == ([], [])
    assert 'class="chart map' not in (tmp_path / "plan.html").read_text(encoding="utf-8")
