"""One list of formats: by suffix or by name, a scenario or a plan of it, to a file or a folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.io.formats import FORMATS, format_of
from tests.reports.made import conflicting, plan_of, ward_and_depot
from tests.strategies import examples, scenarios


def code_of(call: Any, *args: Any, **options: Any) -> str:
    with pytest.raises(sm.InputError) as error:
        call(*args, **options)
    return error.value.problems[0].code


def test_every_format_has_its_own_name_and_suffix() -> None:
    names = [known.name for known in FORMATS]
    suffixes = [suffix for known in FORMATS for suffix in known.suffixes if suffix]
    assert len(set(names)) == len(names)
    assert len(set(suffixes)) == len(suffixes)
    assert all(format_of(f"a{suffix.upper()}").suffixes.count(suffix) == 1 for suffix in suffixes)
    assert all(format_of(f"a{known.suffixes[-1]}", known.name) is known for known in FORMATS)
    assert {known.name for known in FORMATS if known.read} >= {known.name for known in FORMATS if known.read_solution}


def test_what_is_no_format_is_refused_with_the_nearest_one() -> None:
    assert code_of(format_of, "plan.shp") == code_of(format_of, "folder") == "unknown_format"
    with pytest.raises(sm.InputError, match="Did you mean 'geojson'"):
        format_of("a", "geojsn")


@examples(25)
@given(known=scenarios())
def test_json_and_what_reads_it_are_the_same(tmp_path_factory: pytest.TempPathFactory, known: sm.Scenario) -> None:
    path = tmp_path_factory.getbasetemp() / "scenario.json"
    known.export(path)
    assert sm.Scenario.load(path) == known


def test_a_solution_as_json_is_the_solution(tmp_path: Path) -> None:
    known = ward_and_depot()
    plan_of(known).export(tmp_path / "plan.json")
    assert sm.Solution.load(tmp_path / "plan.json", known) == plan_of(known)


def test_an_option_that_means_nothing_to_a_format_is_refused(tmp_path: Path) -> None:
    known = ward_and_depot()
    assert code_of(known.export, tmp_path / "a.lp", homes="grid") == "unused_option"
    assert code_of(known.export, tmp_path / "a.geojson", tier=2) == "unused_option"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["s.json", "s.xlsx", "folder"])
def test_a_scenario_reads_back_as_the_same(name: str, tmp_path: Path) -> None:
    known = sm.hamburg.scenario(workers=20, seats=8, days=2, seed=1)
    known.export(tmp_path / name, format="csv" if name == "folder" else None)
    assert sm.Scenario.load(tmp_path / name).digest() == known.digest()


def test_a_workbook_has_the_name_of_one_and_a_folder_has_not(tmp_path: Path) -> None:
    known = ward_and_depot()
    assert code_of(known.export, tmp_path / "s.xlsx", format="csv") == "other_suffix"
    assert code_of(known.export, tmp_path / "s", format="xlsx") == "other_suffix"
    assert list(tmp_path.iterdir()) == []


def test_a_map_has_the_assignments_of_a_solution(tmp_path: Path) -> None:
    known = ward_and_depot()
    known.export(tmp_path / "a.geojson", homes="quarter")
    plan_of(known).export(tmp_path / "b.geojson")
    kinds = [
        {one["properties"]["kind"] for one in json.loads((tmp_path / name).read_text())["features"]}
        for name in ("a.geojson", "b.geojson")
    ]
    assert kinds == [{"company", "site", "worker"}, {"company", "site", "assignment"}]


def test_calendars_are_one_file_or_a_folder(tmp_path: Path) -> None:
    solution = plan_of(ward_and_depot())
    solution.export(tmp_path / "plan.ics")
    solution.export(tmp_path / "all", format="ics")
    assert len(icalendar.Calendar.from_ical((tmp_path / "plan.ics").read_bytes()).walk("VEVENT")) == 3
    files = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "all").rglob("*.ics"))
    assert files == ["all/sites/depot.ics", "all/sites/ward.ics", "all/workers/ana.ics", "all/workers/cem.ics"]


def test_programs_are_of_the_tier_that_is_asked_for(tmp_path: Path) -> None:
    known = ward_and_depot()
    known.export(tmp_path / "m.mps")
    sm.solve(known).export(tmp_path / "m.lp", tier=2)
    assert (tmp_path / "m.mps").read_text() == known.to_mps()
    assert (tmp_path / "m.lp").read_text().startswith("\\ tier 2 of 2")


def test_what_can_not_be_written_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = ward_and_depot()
    assert code_of(known.export, tmp_path / "plan.ics") == "missing_solution"
    for name in ("plan.ics", "plan.geojson", "plan.xlsx"):
        assert code_of(conflicting(known).export, tmp_path / name) == "no_plan"
    assert code_of(known.export, tmp_path / "m.lp", tier=2) == "missing_solution"
    for name in ("m.lp", "m.mps", "s.json", "s.geojson"):
        assert code_of(known.export, tmp_path / "nowhere" / name) == "unwritable_file"
    (tmp_path / "file").write_text("")
    assert code_of(plan_of(known).export, tmp_path / "file", format="ics") == "unwritable_folder"
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(sm.StaffmatchError, match="staffmatch\\[ical\\]"):
        plan_of(known).export(tmp_path / "plan.ics")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_text_that_a_spreadsheet_would_take_for_a_formula_is_guarded(tmp_path: Path) -> None:
    known = ward_and_depot(name="=HYPERLINK(1)")
    known.export(tmp_path / "folder", format="csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "folder" / "companies.csv").read_text("utf-8-sig")
    assert sm.Scenario.load(tmp_path / "folder").companies[1].name == "=HYPERLINK(1)"


SAVED = ("s.json", "s.xlsx", "s.parquet", "s.duckdb", "folder")


@pytest.mark.parametrize("name", SAVED)
def test_what_is_saved_is_loaded_as_the_same(name: str, tmp_path: Path) -> None:
    known = sm.hamburg.scenario(workers=20, seats=8, days=2, seed=1)
    if name == "folder":
        (tmp_path / name).mkdir()
    known.replace(workers=known.workers[1:]).save(tmp_path / name)
    known.save(tmp_path / name)
    assert sm.Scenario.load(tmp_path / name).digest() == known.digest()


@pytest.mark.parametrize("name", ["p.json", "p.parquet", "p.duckdb", "folder"])
def test_a_solution_that_is_saved_is_loaded_as_the_same(name: str, tmp_path: Path) -> None:
    known = ward_and_depot()
    solution = sm.solve(known)
    if name == "folder":
        (tmp_path / name).mkdir()
    for _ in range(2):
        solution.save(tmp_path / name)
    assert sm.Solution.load(tmp_path / name, known) == solution
    if not name.endswith("json"):
        assert sm.Scenario.load(tmp_path / name).digest() == known.digest()


def test_what_a_store_holds_by_other_names_stays(tmp_path: Path) -> None:
    known = ward_and_depot()
    with sm.Store(tmp_path / "a.duckdb") as store:
        store.save("other", sm.Scenario())
        store.save("another", sm.Scenario())
    with pytest.raises(sm.InputError, match="holds 2 scenarios"):
        sm.Scenario.load(tmp_path / "a.duckdb")
    known.save(tmp_path / "a.duckdb")
    assert sm.Scenario.load(tmp_path / "a.duckdb").digest() == known.digest()
    assert code_of(sm.Solution.load, tmp_path / "a.duckdb", known) == "no_single_solution"


def test_a_folder_of_tables_stays_one(tmp_path: Path) -> None:
    known = ward_and_depot()
    known.save(tmp_path, format="parquet")
    assert code_of(known.export, tmp_path, format="csv") == "stale_sheet"
    known.replace(workers=known.workers[1:]).save(tmp_path)
    assert len(sm.Scenario.load(tmp_path).workers) == len(known.workers) - 1


@pytest.mark.parametrize("name", ["a.pdf", "a.xls", "a.csv", "a", "a.geojson", "a.html"])
def test_a_name_that_says_no_fitting_format_is_refused_with_those_that_would_do(name: str, tmp_path: Path) -> None:
    known, solution = ward_and_depot(), plan_of(ward_and_depot())
    for call in (known.save, solution.save):
        with pytest.raises(sm.InputError, match=r"Let it end in \.json") as error:
            call(tmp_path / name)
        assert error.value.problems[0].code == "unknown_format"
    assert list(tmp_path.iterdir()) == []


def test_the_tables_of_a_plan_are_no_solution(tmp_path: Path) -> None:
    known, solution = ward_and_depot(), plan_of(ward_and_depot())
    assert code_of(solution.save, tmp_path / "plan.xlsx") == "unknown_format"
    solution.export(tmp_path / "tables", format="csv")
    with pytest.raises(sm.InputError, match=r"a plan to be read\. Let it end in \.json"):
        sm.Solution.load(tmp_path / "tables", known)


def test_a_file_that_is_not_what_its_name_says_is_told(tmp_path: Path) -> None:
    known = ward_and_depot()
    known.save(tmp_path / "s.xlsx")
    (tmp_path / "s.xlsx").rename(tmp_path / "s.json")
    (tmp_path / "s.pdf").write_text("{}")
    assert code_of(sm.Scenario.load, tmp_path / "s.json") == "other_suffix"
    assert code_of(sm.Scenario.load, tmp_path / "s.pdf") == "unknown_format"
    (tmp_path / "s.json").rename(tmp_path / "s")
    assert code_of(sm.Scenario.load, tmp_path / "s") == "other_suffix"
    known.export(tmp_path / "t.json")
    (tmp_path / "link").symlink_to(tmp_path / "t.json")
    known.save(tmp_path / "link")
    assert sm.Scenario.load(tmp_path / "link") == known


def test_a_program_takes_the_solution_after_which_it_comes(tmp_path: Path) -> None:
    known = ward_and_depot()
    solution = sm.solve(known)
    known.export(tmp_path / "a.lp", tier=2, after=solution)
    assert (tmp_path / "a.lp").read_text() == known.to_lp(2, solution)
    assert code_of(known.export, tmp_path / "a.json", after=solution) == "unused_option"


@pytest.mark.parametrize(
    ("listed", "changes", "code"),
    [
        ("assignments", {"worker": "nobody"}, "unknown_worker"),
        ("assignments", {"shift": "never"}, "unknown_shift"),
        ("assignments", {"demand": "nothing"}, "unknown_demand"),
        ("assignments", {"lender": "nowhere"}, "unknown_company"),
        ("assignments", {"borrower": "nowhere"}, "unknown_company"),
        ("assignments", {"demand": "drive"}, "other_demand"),
        ("shortages", {"shift": "never"}, "unknown_shift"),
        ("partnerships", {"lender": "nowhere"}, "unknown_company"),
    ],
)
def test_a_solution_that_names_what_there_is_not_is_refused_at_the_door(
    listed: str, changes: dict[str, str], code: str, tmp_path: Path
) -> None:
    told = json.loads(plan_of(ward_and_depot()).model_dump_json())
    told[listed][0] |= changes
    (tmp_path / "plan.json").write_text(json.dumps(told))
    with pytest.raises(sm.InputError) as error:
        sm.Solution.load(tmp_path / "plan.json", ward_and_depot())
    (problem,) = error.value.problems
    assert (problem.code, problem.path.startswith(f"{listed}[0].")) == (code, True)
