"""convert, validate and inspect, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import staffmatch as sm
from staffmatch.cli import app
from staffmatch.constraints import ConsecutiveDays
from tests.builders import company, demand, scenario, shift, worker
from tests.reports.made import conflicting, plan_of, ward_and_depot


def run(*words: object) -> Result:
    # A wide screen, so that no sentence is broken.
    return CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "200"})


@pytest.fixture
def known(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.json"
    ward_and_depot().save(path)
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    plan_of(ward_and_depot()).save(path)
    return path


@pytest.mark.parametrize("name", ["a.json", "a.xlsx", "a.geojson", "a.mps", "a.lp"])
def test_a_scenario_is_converted_by_suffix(name: str, known: Path, tmp_path: Path) -> None:
    result = run("convert", known, tmp_path / name)
    assert (result.exit_code, result.output) == (0, f"Written: {tmp_path / name}.\n")
    assert (tmp_path / name).stat().st_size > 100


def test_a_workbook_is_converted_back(known: Path, tmp_path: Path) -> None:
    assert run("convert", known, tmp_path / "a", "--format", "csv").exit_code == 0
    assert run("convert", tmp_path / "a", tmp_path / "a.xlsx").exit_code == 0
    assert run("convert", tmp_path / "a.xlsx", tmp_path / "b.json").exit_code == 0
    names = [[one.id for one in sm.Scenario.load(path).workers] for path in (known, tmp_path / "b.json")]
    assert names[0] == names[1]


def test_a_plan_is_converted_with_its_scenario(known: Path, plan: Path, tmp_path: Path) -> None:
    assert run("convert", known, tmp_path / "a.ics", "--plan", plan).exit_code == 0
    assert (tmp_path / "a.ics").read_text().count("BEGIN:VEVENT") == 3
    assert run("convert", known, tmp_path / "all", "--plan", plan, "--format", "ics").exit_code == 0
    assert (tmp_path / "all" / "workers" / "ana.ics").exists()
    assert run("convert", known, tmp_path / "a.geojson", "--plan", plan, "--homes", "quarter").exit_code == 0
    kinds = {one["properties"]["kind"] for one in json.loads((tmp_path / "a.geojson").read_text())["features"]}
    assert kinds == {"company", "site", "worker", "assignment"}
    assert run("convert", known, tmp_path / "a.lp", "--plan", plan, "--tier", 2).exit_code == 0
    assert (tmp_path / "a.lp").read_text().startswith("\\ tier 2 of 2: cost")


def test_calendars_cancel_what_a_former_plan_had(known: Path, plan: Path, tmp_path: Path) -> None:
    less = ward_and_depot().replace(workers=[one for one in ward_and_depot().workers if one.id != "ana"])
    less.save(tmp_path / "less.json")
    sm.solve(less).save(tmp_path / "new.json")
    words = (tmp_path / "less.json", tmp_path / "all", "--plan", tmp_path / "new.json", "--format", "ics")
    result = run("convert", *words, "--former", plan, "--former-scenario", known)
    assert result.exit_code == 0, result.output
    ana = (tmp_path / "all" / "workers" / "ana.ics").read_text()
    assert ana.count("STATUS:CANCELLED") == ana.count("BEGIN:VEVENT") > 0
    same = run("convert", known, tmp_path / "same.ics", "--plan", plan, "--former", plan)
    assert same.exit_code == 0
    assert "CANCELLED" not in (tmp_path / "same.ics").read_text()


def test_a_scenario_is_handed_on_under_pseudonyms(known: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.txt"
    key.write_text("a secret of many bytes\n")
    kinds = ("--pseudonyms-of", "workers", "--pseudonyms-of", "companies", "--pseudonyms-homes", "drop")
    for out, more, options in (
        ("a.json", (), {}),
        ("b.json", kinds, {"of": ("workers", "companies"), "homes": "drop"}),
    ):
        result = run("convert", known, tmp_path / out, "--pseudonyms", key, *more)
        assert result.exit_code == 0, result.output
        handed = ward_and_depot().pseudonymise("a secret of many bytes", **options)  # type: ignore[arg-type]
        assert sm.Scenario.load(tmp_path / out).digest() == handed.digest()
        assert "secret" not in result.output
        assert not {"ana", "ben"} & {one.id for one in sm.Scenario.load(tmp_path / out).workers}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text("a secret of many bytes\n")
    return path


def planned_by_others(known: Path, key: Path, *options: str) -> Path:
    """A plan of the scenario as it is handed on."""
    handed, plan = known.with_name("handed.json"), known.with_name("theirs.json")
    assert run("convert", known, handed, "--pseudonyms", key, *options).exit_code == 0
    sm.solve(sm.Scenario.load(handed)).save(plan)
    return plan


def test_a_plan_made_under_pseudonyms_comes_back_with_its_proof_where_homes_were_kept(known: Path, key: Path) -> None:
    kinds = ("--pseudonyms-of", "workers", "--pseudonyms-of", "shifts")
    theirs = planned_by_others(known, key, *kinds, "--pseudonyms-homes", "keep")
    back = known.with_name("back.json")
    result = run("convert", known, back, "--plan", theirs, "--restore", key, *kinds)
    assert (result.exit_code, result.output) == (0, f"Written: {back}.\n")
    found, own = sm.Solution.load(back, ward_and_depot()), sm.solve(ward_and_depot())
    assert (found.status, found.plan) == (own.status, own.plan)
    assert [(tier.value, tier.bound) for tier in found.tiers] == [(tier.value, tier.bound) for tier in own.tiers]
    assert run("verify", known, back).exit_code == 0


def test_where_homes_were_made_coarse_the_figures_are_computed_anew(known: Path, key: Path) -> None:
    at_home = [one.replace(home=sm.Location(lat=53.54, lon=9.98)) for one in ward_and_depot().workers]
    ward_and_depot().replace(workers=at_home).save(known)
    theirs, back = planned_by_others(known, key), known.with_name("back.json")
    result = run("convert", known, back, "--plan", theirs, "--restore", key)
    assert (result.exit_code, "computed anew, without bounds" in result.output) == (0, True)
    assert "made anew" not in result.output
    scene = sm.Scenario.load(known)
    found, was = sm.Solution.load(back, scene), sm.Solution.model_validate_json(theirs.read_text()).plan
    assert found.plan == scene.restore(was, "a secret of many bytes")
    assert [tier.bound for tier in found.tiers] == [None, None]
    assert run("convert", known, known.with_name("a.ics"), "--plan", theirs, "--restore", key).exit_code == 0
    assert "ben" in known.with_name("a.ics").read_text()


def test_a_plan_that_breaks_a_rule_at_the_exact_home_is_made_anew_and_that_is_told(tmp_path: Path, key: Path) -> None:
    # 1.3 km away, and she goes 1 at most; whoever plans knows of no home at all.
    home = sm.Location(lat=53.54, lon=10.0)
    need = demand("d", shift("s", 6, "08:00-16:00"), location=sm.Location(lat=53.54, lon=9.98))
    far = scenario([worker("ana", home=home, max_commute_km=1.0)], [need])
    far.replace(workers=[far.workers[0].replace(home=need.location)]).save(tmp_path / "near.json")
    far.save(tmp_path / "far.json")
    theirs = planned_by_others(tmp_path / "near.json", key, "--pseudonyms-homes", "drop")
    result = run("convert", tmp_path / "far.json", tmp_path / "back.json", "--plan", theirs, "--restore", key)
    assert "so it was made anew: 0 of 1 assignment is kept, 0 are new" in result.output
    assert sm.Solution.load(tmp_path / "back.json", far).assignments == ()


def test_a_plan_that_does_not_come_back_is_told_why(known: Path, key: Path, tmp_path: Path) -> None:
    theirs, other = planned_by_others(known, key), tmp_path / "other.txt"
    other.write_text("another secret of bytes")
    fewer = ward_and_depot()
    fewer.replace(workers=[one for one in fewer.workers if one.id != "ana"]).save(tmp_path / "fewer.json")
    sm.solve(fewer.replace(workers=())).save(tmp_path / "empty.json")
    for scene, words, said in (
        (known, ("--plan", theirs, "--restore", other), "Check the key, and whose ids were renamed"),
        (known, ("--plan", theirs, "--restore", key, "--pseudonyms-of", "shifts"), "Check the key"),
        (tmp_path / "fewer.json", ("--plan", theirs, "--restore", key), "The key is right"),
        (known, ("--plan", tmp_path / "empty.json", "--restore", key), "no assignment by which the key"),
        (known, ("--restore", key), "--restore: means nothing without --plan"),
        (known, ("--plan", theirs), "belongs to another scenario"),
        (known, ("--plan", theirs, "--restore", tmp_path / "none.txt"), "no such file"),
        (known, ("--plan", theirs, "--restore", key, "--pseudonyms", key), "--restore KEY reads that plan"),
    ):
        result = run("convert", scene, tmp_path / "back.json", *words)
        assert (result.exit_code, said in result.output) == (2, True), result.output
        assert "secret" not in result.output
    assert not (tmp_path / "back.json").exists()


def test_what_can_not_be_converted_exits_with_2(known: Path, plan: Path, tmp_path: Path) -> None:
    conflicting(ward_and_depot()).save(tmp_path / "none.json")
    before = known.read_bytes()
    for words, said in (
        ((tmp_path / "a.shp",), "no format"),
        ((tmp_path / "folder",), "has no suffix"),
        ((tmp_path / "a", "--format", "excel"), "no format 'excel'"),
        ((tmp_path / "a.ics",), "there is no solution"),
        ((tmp_path / "a.lp", "--tier", 2), "no solution says how"),
        ((tmp_path / "a.lp", "--tier", 9), "not between 1 and 2"),
        ((tmp_path / "a.ics", "--plan", tmp_path / "none.json"), "it has no plan"),
        ((tmp_path / "no" / "a.json",), "cannot be written"),
        ((known,), "same file"),
        ((plan, "--plan", plan), "same file"),
        ((plan, "--pseudonyms", plan), "same file"),
        ((tmp_path / "a.json", "--pseudonyms", plan, "--plan", plan), "solve what is written"),
        ((tmp_path / "a.json", "--pseudonyms", tmp_path / "no.key"), "no such file"),
        ((tmp_path / "a.json", "--pseudonyms", plan, "--pseudonyms-of", "people"), "is none of workers"),
        ((tmp_path / "a.json", "--pseudonyms-of", "workers"), "nothing without --pseudonyms"),
        ((tmp_path / "a.json", "--pseudonyms-homes", "drop"), "nothing without --pseudonyms"),
        ((tmp_path / "a.ics", "--former-scenario", known), "nothing without --former"),
        ((tmp_path / "a.lp", "--plan", plan, "--former", plan), "means nothing to the format 'lp'"),
    ):
        result = run("convert", known, *words)
        assert (result.exit_code, said in result.output) == (2, True), result.output
    assert known.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["none.json", "plan.json", "scenario.json"]


def test_a_good_scenario_is_valid_and_told_is_what_looks_odd(known: Path) -> None:
    sm.Scenario.load(known).replace(rules=sm.DEFAULT_RULES).with_rules(ConsecutiveDays()).save(known)
    result = run("validate", known)
    notes, last = result.output.splitlines()[:-1], result.output.splitlines()[-1]
    assert (result.exit_code, last) == (0, f"{known}: nothing is wrong, 2 odd.")
    assert all(note.startswith(("Note: ", "Odd: ")) for note in notes)
    told = json.loads(run("validate", known, "--json").output)
    assert {name: told[name] for name in ("count", "problems", "off")} == {"count": 0, "problems": [], "off": []}
    assert [one["code"] for one in told["oddities"]] == ["home_unknown", "skill_of_nobody"]


def test_every_problem_is_a_row_with_place_and_advice(known: Path) -> None:
    said = json.loads(known.read_text())
    said["workers"][0]["company"] = "hotl"
    said["workers"][1]["id"] = "ana"
    said["timezone"] = "Europe/[red]Berlin"
    known.write_text(json.dumps(said))
    result = run("validate", known)
    assert result.exit_code == 2
    for part in (
        "3 problems in the input",
        "workers[0].company",
        "Did you mean 'hotel'?",
        "share an id. [ana]",
        "/[red]",
    ):
        assert part in result.output
    stated = json.loads(run("validate", known, "--json").output)
    assert stated["count"] == 3
    assert [problem["code"] for problem in stated["problems"]] == [
        "unknown_timezone",
        "duplicate_id",
        "unknown_company",
    ]
    assert run("validate", known, "--json").exit_code == 2


def test_problems_beyond_the_first_hundred_are_counted(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(json.dumps({"workers": [{"id": f"w{n}", "company": "x"} for n in range(123)]}))
    assert "and 23 more" in run("validate", tmp_path / "s.json").output
    assert json.loads(run("validate", tmp_path / "s.json", "--json").output)["count"] == 123


def test_a_file_that_is_not_there_is_a_problem_too(tmp_path: Path) -> None:
    for words in (("validate", tmp_path / "none.json"), ("inspect", tmp_path / "none.json")):
        result = run(*words)
        assert result.exit_code == 2
        assert "there is no such file" in result.output


def test_inspect_shows_people_hours_pairs_markets_and_what_nobody_can_do(tmp_path: Path) -> None:
    ward_and_depot().replace(rules=sm.DEFAULT_RULES).save(tmp_path / "s.json")
    result = run("inspect", tmp_path / "s.json")
    assert result.exit_code == 0
    text = " ".join(result.output.replace("\N{NO-BREAK SPACE}", " ").split())
    for part in (
        "3 companies, 3 workers, 3 shifts",
        "2 with 6 seats",
        "3, for 2 of 6 seats",
        "Hotels and restaurants 3 3 willing",
        "Mon 6 Apr 2020 72 h idle 31 h needed",
        "care 2 shifts 32 h 0 of 3 people have nurse at level 2 or above; 2 are needed.",
        "3 workers 2 seats 3 pairs Hotel Elbe → depot",
    ):
        assert part in text, part


def test_inspect_shows_no_markup_of_others_and_cuts_long_lists(tmp_path: Path) -> None:
    people = [worker(f"[bold]{n}", skills={f"[red]{n}": 1}) for n in range(9)]
    needs = [demand(f"d{n}", shift(f"s{n}", 6, "06:00-14:00"), skills={"x": 1}) for n in range(20)]
    scenario(people, needs).save(tmp_path / "s.json")
    output = run("inspect", tmp_path / "s.json").output
    assert "[red]5 1 and 3 more" in output
    assert "… and 8 more" in output


def test_inspect_of_nothing(tmp_path: Path) -> None:
    sm.Scenario().save(tmp_path / "s.json")
    assert "0 companies, 0 workers, 0 shifts" in run("inspect", tmp_path / "s.json").output.replace("\u00a0", " ")


def test_a_suffix_that_does_not_fit_is_refused_before_the_work(known: Path, plan: Path, tmp_path: Path) -> None:
    assert run("convert", known, tmp_path / "klinik.xlsx").exit_code == 0
    assert run("convert", known, tmp_path / "plan.xlsx", "--plan", plan).exit_code == 0
    before = sorted(tmp_path.iterdir())
    out = tmp_path / "out.json"
    for words, said in (
        (("solve", known, "--out", out, "--report", tmp_path / "a.pdf"), "Let it end in .html or .htm."),
        (("solve", known, "--out", out, "--sheets", tmp_path / "a.xls"), "Let it end in .xlsx, or be a folder"),
        (("solve", known, "--out", tmp_path / "a.xlsx"), "--sheets writes the plan's tables"),
        (("solve", known, "--out", tmp_path / "a"), "Let it end in .json, .parquet or .duckdb"),
        (("verify", tmp_path / "klinik.xlsx", tmp_path / "plan.html"), "no format for a plan to be read."),
        (("convert", known, tmp_path / "a.pdf"), "Let it end in .json, .xlsx"),
        (("convert", known, tmp_path / "a.json", "--format", "xlsx"), "Let it end in .xlsx"),
        (("convert", known, tmp_path / "a.html"), "there is no solution"),
        (("inspect", tmp_path / "a.pdf"), "no format for a scenario to be read"),
    ):
        result = run(*words)
        assert (result.exit_code, said in " ".join(result.output.split())) == (2, True), result.output
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", ["a.duckdb", "a.parquet"])
def test_scenario_and_plan_may_stand_in_one_place(name: str, known: Path, tmp_path: Path) -> None:
    assert run("solve", known, "--out", tmp_path / name, "--sheets", tmp_path / "tables").exit_code == 0
    assert (tmp_path / "tables" / "plan_assignments.csv").exists()
    assert run("verify", tmp_path / name, tmp_path / name).exit_code == 0


def test_a_plan_of_what_there_is_not_is_bad_input(known: Path, plan: Path) -> None:
    told = json.loads(plan.read_text())
    told["assignments"][0]["worker"] = "nobody"
    plan.write_text(json.dumps(told))
    for words in (("verify", known, plan), ("convert", known, plan.with_name("a.ics"), "--plan", plan)):
        result = run(*words)
        assert (result.exit_code, "there is no worker 'nobody' in the scenario" in result.output) == (2, True)


def test_a_scenario_is_written_with_more_rules_in_words(known: Path, tmp_path: Path) -> None:
    law = ("--rule", "law: Germany, HH, 2020-04-15", "--rule", "ohne Kaffeepause")
    result = run("convert", known, tmp_path / "a.json", *law)
    assert result.exit_code == 2
    assert "'ohne Kaffeepause' is no rule that we know" in result.output
    law = ("--rule", "law: Germany, HH, 2020-04-15; without minimum wage", "--rule", "Ruhezeit: 12")
    assert run("convert", known, tmp_path / "a.json", *law).exit_code == 0
    rules = {rule.kind: rule for rule in sm.Scenario.load(tmp_path / "a.json").rules if rule.everywhere()}
    assert rules["daily_rest"] == sm.constraints.DailyRest(hours=12)
    assert rules["weekly_hours"].because == sm.law.germany("2020-04-15")[1].because
    assert "pay_floor" not in rules


def test_a_rule_in_words_for_some_takes_the_place_of_the_rule_for_more(tmp_path: Path) -> None:
    out, known, hours = tmp_path / "a.json", tmp_path / "scenario.json", sm.constraints.DailyHours(hours=12, sector="Q")
    scenario([worker()], [demand("d", shift("s", 6, "08:00-16:00"))], companies=[company("borrower", sector="Q")]).save(
        known
    )
    said, stricter = "max hours per day: 12 for sector Q", "max Stunden pro Tag: 11 für Branche Q"

    def told(*words: str) -> str:
        rules = [part for one in words for part in ("--rule", one)]
        return run("convert", known, out, *rules, "--lang", "de").output

    assert f"„{said}“: tritt an die Stelle der weiter gefassten Regel" in told(said)
    assert sm.Scenario.load(out).rules[-1] == hours.replace(overrides=True)
    assert told(f"{said} in addition") == f"Geschrieben: {out}.\n"
    assert sm.Scenario.load(out).rules[-1] == hours
    assert f"„{stricter}“ ist dieselbe Regel wie „{said}“" in told(said, stricter)
    assert "„ohne Streik“: Es gibt keine Regel „strike“" in told("ohne Streik")


def test_rules_in_words_say_a_law_otherwise_wherever_they_stand(known: Path, tmp_path: Path) -> None:
    words = ("--rule", "Ruhezeit: 12", "--rule", "law: Germany, HH, 2020-04-15")
    assert run("convert", known, tmp_path / "a.json", *words).exit_code == 0
    rules = {rule.kind: rule for rule in sm.Scenario.load(tmp_path / "a.json").rules if rule.everywhere()}
    assert rules["daily_rest"] == sm.constraints.DailyRest(hours=12)
