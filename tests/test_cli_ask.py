"""The commands that ask about a plan, as a dispatcher types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import staffmatch as sm
from staffmatch.cli import app
from tests import builders

DAY = "08:00-16:00"


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def town() -> sm.Scenario:
    """Ana can have either seat, Cem has not answered, and Ben has no care."""
    people = [
        builders.worker("ana", skills={"care": 2}).replace(name="Ana Silva"),
        builders.worker("ben"),
        builders.worker("cem", skills={"care": 2}, consent="offered"),
    ]
    needs = [
        builders.demand("ward", builders.shift("mon", 6, DAY), skills={"care": 2}),
        builders.demand("door", builders.shift("tue", 6, DAY), skills={"care": 1}, priority=3),
    ]
    return builders.scenario(people, needs)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The scenario and its plan; another with one more person who can, and its plan."""
    folder = tmp_path_factory.mktemp("asked")
    found = {name: folder / f"{name}.json" for name in ("city", "plan", "more", "both")}
    scenario = town()
    more = scenario.adding(workers=[builders.worker("dan", skills={"care": 1})])
    for name, plan, one in (("city", "plan", scenario), ("more", "both", more)):
        one.save(found[name])
        sm.solve(one, threads=1).save(found[plan])
    return found


def text(result: Result, code: int = 0) -> str:
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.output


def test_explain_tells_why_a_seat_is_empty_and_what_would_fill_it(files: dict[str, Path]) -> None:
    told = text(run("explain", files["city"], files["plan"], "--shift", "mon"))
    assert told.startswith("1 of 1 seat of 'mon' is empty.\n2 of 3 people have accepted being lent.\n")
    assert "\n1. Ask 'cem' to accept being lent.\n   Then 1 more seat of 'mon' is filled: 8 h less of" in told
    german = text(run("explain", files["city"], files["plan"], "--shift", "mon", "--lang", "de"))
    assert german.startswith("In „mon“ ist 1 von 1 Platz unbesetzt.\n")
    assert "Ana Silva hat „tue“" in german
    assert "\nWas zur Besetzung führt\n1. „cem“ um Zustimmung zum Verleih bitten.\n" in german


def test_a_shift_is_said_by_its_demand_or_by_how_it_begins(tmp_path: Path) -> None:
    shifts = [builders.shift(f"door {day}", day, DAY) for day in (6, 7)]
    full = builders.demand("door", *shifts, skills={"care": 1})
    ward = builders.demand("w", builders.shift("mon", 8, DAY), skills={"care": 2}).replace(name="Ward 4")
    scenario = builders.scenario([builders.worker("ana", skills={"care": 1})], [full, ward])
    scenario.save(tmp_path / "s.json")
    sm.solve(scenario, threads=1).save(tmp_path / "p.json")
    asked = ("explain", tmp_path / "s.json", tmp_path / "p.json", "--time-limit", 0, "--shift")
    assert "1 of 1 seat of 'mon' is empty." in text(run(*asked, "Ward 4"))
    unclear = " ".join(text(run(*asked, "door"), 2).split())
    assert "'door' is said of 2 shifts, 0 of them with empty seats. Name one: door 6, door 7." in unclear
    assert "there is no shift 'doo'" in text(run(*asked, "doo"), 2)


def test_a_time_without_an_offset_is_one_of_the_scenario_s_clock(files: dict[str, Path], tmp_path: Path) -> None:
    asked = ("replan", files["city"], files["plan"], "--out", tmp_path / "n.json", "--freeze-before")
    text(run(*asked, "2020-04-06 12:00"))
    assert "does not exist in Europe/Berlin" in text(run(*asked, "2020-03-29T02:30"), 2)
    assert "no time" in text(run(*asked, "noon"), 2)


def test_explain_a_person_and_a_person_on_a_shift(files: dict[str, Path]) -> None:
    asked = ("explain", files["city"], files["plan"])
    assert text(run(*asked, "--worker", "ana")).startswith("Ana Silva has 'tue'.\nWithout Ana Silva the best")
    assert text(run(*asked, "--worker", "Ana Silva", "--ids")).startswith("'ana' has 'tue'.\nWithout 'ana' the best")
    both = text(run(*asked, "--worker", "ben", "--shift", "mon"))
    assert both == "'ben' cannot have 'mon': Worker 'ben' has 'care' at level 0 but shift 'mon' asks for level 2.\n"
    german = text(run(*asked, "--worker", "ana", "--shift", "mon", "--lang", "de"))
    assert "verschlechtert sich der beste Plan: Unterdeckung 16 h höher." in german


def test_json_is_the_whole_answer_and_nothing_else(files: dict[str, Path]) -> None:
    asked = ("explain", files["city"], files["plan"], "--shift", "mon", "--json", "--lang", "de")
    found = json.loads(run(*asked).stdout)
    assert found["text"].startswith("In „mon“ ist 1 von 1 Platz unbesetzt.")
    assert found["fixes"][0]["kinds"] == ["person"]
    assert json.loads(run("recommend", files["more"], files["both"], "--shift", "tue", "--json").stdout)["candidates"]
    assert len(json.loads(run("compare", files["city"], files["more"], "--json").stdout)["cases"]) == 2
    points = json.loads(run("tradeoff", files["city"], "uncovered_hours", "cost", "--json").stdout)["points"]
    assert points[-1]["second"]["value"] == 0
    assert json.loads(run("conflicts", files["city"], "--json").stdout)["holds"] is True


def test_ids_are_shown_as_they_are(tmp_path: Path) -> None:
    scenario = builders.scenario([builders.worker(":bear:[b]")], [builders.demand("d", builders.shift("mon", 6, DAY))])
    scenario.save(tmp_path / "s.json")
    sm.solve(scenario, threads=1).save(tmp_path / "p.json")
    asked = ("explain", tmp_path / "s.json", tmp_path / "p.json", "--worker", ":bear:[b]")
    assert text(run(*asked)).startswith("':bear:[b]' has 'mon'.")
    assert json.loads(run(*asked, "--json").stdout)["worker"] == ":bear:[b]"


def test_a_fix_that_is_taken_is_the_next_plan_of_a_changed_scenario(files: dict[str, Path], tmp_path: Path) -> None:
    plan, changed = tmp_path / "next.json", tmp_path / "changed.json"
    out = ("--take", 1, "--out", plan, "--out-scenario", changed)
    told = text(run("explain", files["city"], files["plan"], "--shift", "mon", "--allow", "person", *out))
    assert "'cem' gets 'mon' at 'borrower' (Mon 06 Apr 08:00 to 16:00)." in told
    scenario = sm.Scenario.load(changed)
    solution = sm.Solution.load(plan, scenario)
    assert not sm.verify(scenario, solution).violations
    assert not solution.shortages


def test_recommend_lists_candidates_by_place_and_takes_one(files: dict[str, Path], tmp_path: Path) -> None:
    asked = ("recommend", files["more"], files["both"], "--shift", "tue")
    told = text(run(*asked, "-k", 3))
    assert told.startswith("Shift 'tue' is filled by 'dan'; anybody else would have that seat instead.\n1 other person")
    assert "\n1. Ana Silva has 'tue': 8 h more of uncovered hours" in told
    assert "\n   Ana Silva gives up 'mon'.\n" in told
    plan = tmp_path / "next.json"
    taken = text(run(*asked, "--take", 1, "--out", plan, "--lang", "de"))
    assert "„dan“ hat „tue“ bei „borrower“ (Mo. 06.04., 08:00 bis 16:00 Uhr) nicht mehr." in taken
    assert "Ana Silva bekommt „tue“ bei „borrower“ (Mo. 06.04., 08:00 bis 16:00 Uhr) statt „mon“" in taken
    assert set(sm.Solution.load(plan, sm.Scenario.load(files["more"])).plan) == {("ana", "tue")}
    assert "could have 1 other shift" in text(run("recommend", files["more"], files["both"], "--worker", "ana"))


def test_candidates_of_equal_rank_have_places_of_their_own(tmp_path: Path) -> None:
    people = [builders.worker(name) for name in ("ana", "ben", "cem")]
    scenario = builders.scenario(people, [builders.demand("d", builders.shift("mon", 6, DAY))])
    solution = sm.solve(scenario, threads=1)
    scenario.save(tmp_path / "s.json")
    solution.save(tmp_path / "p.json")
    told = text(run("recommend", tmp_path / "s.json", tmp_path / "p.json", "--shift", "mon"))
    assert "\n2. " in told
    assert "\n   As good as the one before.\n" in told


def test_replan_tells_who_gains_loses_and_moves(files: dict[str, Path], tmp_path: Path) -> None:
    plan = tmp_path / "next.json"
    asked = ("replan", files["city"], files["both"], "--former", files["more"], "--out", plan)
    told = text(run(*asked, "--after-tiers", 1))
    assert "Before 0, now 8 h of uncovered hours." in told
    assert "2 changes: no plan that is as good in the tiers before the changes has less change" in told
    assert "\nHave other shifts\n  Ana Silva gets 'tue' at 'borrower'" in told
    assert "\nLose shifts\n  'dan' is no longer available and had 'tue'" in told
    scenario = sm.Scenario.load(files["city"])
    assert not sm.verify(scenario, sm.Solution.load(plan, scenario)).violations
    found = json.loads(run(*asked, "--json", "--no-weighted").stdout)
    assert (found["proven"], found["diff"]["people"][0]["worker"]) == (True, "ana")
    german = text(run(*asked, "--no-weighted", "--lang", "de"))
    assert "2 Änderungen: Kein Plan, der in den Zielstufen vor den Änderungen ebenso gut ist" in german
    assert "\nHaben andere Schichten\n  Ana Silva bekommt „tue“" in german


@pytest.mark.parametrize("sign", [",", ";"])
def test_replan_takes_answers_from_a_table(files: dict[str, Path], tmp_path: Path, sign: str) -> None:
    answers, changed, plan = (tmp_path / name for name in ("answers.csv", "changed.json", "next.json"))
    answers.write_text(f"shift{sign}worker{sign}answer\nmon{sign}cem{sign}accepted\n", encoding="utf-8-sig")
    out = ("--out", plan, "--out-scenario", changed)
    told = text(run("replan", files["city"], files["plan"], "--answers", answers, *out))
    assert "\nGain shifts\n  'cem' gets 'mon'" in told
    assert ("cem", "mon") in sm.Solution.load(plan, sm.Scenario.load(changed)).plan


def test_replan_without_a_plan_names_the_answers_that_clash(files: dict[str, Path], tmp_path: Path) -> None:
    answers, out = tmp_path / "answers.csv", ("--out", tmp_path / "n.json", "--out-scenario", tmp_path / "c.json")
    answers.write_text("worker,shift,answer\nana,mon,accepted\nana,tue,accepted\n")
    asked = ("replan", files["city"], files["plan"], "--answers", answers, *out)
    assert "No plan keeps all of these pins: Ana Silva on 'tue', Ana Silva on 'mon'." in text(run(*asked), 3)
    found = run(*asked, "--json")
    assert found.exit_code == 3
    assert json.loads(found.stdout)["conflicts"]


def test_compare_and_tradeoff_are_tables_with_what_is_proven(files: dict[str, Path]) -> None:
    told = text(run("compare", files["city"], files["more"])).splitlines()
    assert told[0].split() == ["Scenario", "uncovered", "hours", "(h)", "cost", "(EUR)", "assignments"]
    assert [line.split()[:2] for line in told[1:3]] == [["city", "8"], ["more", "0"]]
    assert told[3].startswith("'more' against 'city': 8 h less of uncovered hours and ")
    german = text(run("tradeoff", files["more"], "uncovered_hours", "cost", "--points", 3, "--lang", "de"))
    assert german.splitlines()[0].split() == ["Nr.", "Unterdeckung", "(h)", "Kosten", "(EUR)", "Einsätze"]
    assert "1 Punkt der Pareto-Front.\nWeitere gibt es nicht.\n" in german


def test_sensitivity_and_conflicts_are_sentences(files: dict[str, Path]) -> None:
    told = text(run("sensitivity", files["city"], files["plan"], "--by", "skill"))
    assert "'care', one more person like Ana Silva: 8 h less of uncovered hours and " in told
    clash = text(run("conflicts", files["city"], "--must-fill", "ward", "--must-fill", "door", "--lang", "de"), 1)
    assert clash.startswith("Das lässt sich nicht alles zugleich einhalten: die volle Besetzung von „ward“")
    assert text(run("conflicts", files["city"])) == "All of it can hold together.\n"


REFUSED: list[tuple[tuple[Any, ...], str]] = [
    (("explain", "city", "plan"), "--worker are not given"),
    (("explain", "city", "plan", "--shift", "mom"), "Did you mean 'mon'?"),
    (("explain", "more", "plan", "--shift", "mon"), "belongs to another scenario"),
    (("explain", "city", "none", "--shift", "mon"), "there is no such file"),
    (("explain", "city", "plan", "--shift", "mon", "--lang", "fr"), "Take one of 'en', 'de'"),
    (("explain", "city", "plan", "--shift", "mon", "--allow", "magic"), "Choose among 'person'"),
    (("explain", "city", "plan", "--shift", "mon", "--time-limit", "-1"), "--time-limit"),
    (("explain", "city", "plan", "--shift", "mon", "--take", 1), "Name the solution file"),
    (("explain", "city", "plan", "--shift", "mon", "--take", 1, "--out", "new"), "--out-scenario"),
    (("explain", "city", "plan", "--shift", "mon", "--out", "new"), "Say by --take"),
    (("recommend", "city", "plan"), "--worker are not given"),
    (("recommend", "city", "plan", "--shift", "mon", "--worker", "ana"), "--worker are both given"),
    (("recommend", "city", "plan", "--shift", "mon", "-k", 0), "from 1 on"),
    (("recommend", "more", "both", "--shift", "tue", "--take", 2, "--out", "new"), "is 2, and there is 1"),
    (("recommend", "more", "both", "--shift", "tue", "--take", 0, "--out", "new"), "numbered from 1"),
    (("recommend", "more", "both", "--shift", "tue", "--take", 1, "--out", "both"), "same file"),
    (("replan", "more", "plan", "--out", "new"), "by --former"),
    (("replan", "city", "plan", "--out", "new", "--most-changes", "-1"), "which is no number of changes"),
    (("replan", "city", "plan", "--out", "new", "--freeze-before", "noon"), "Write it as 2020-04-06T06:00+02:00"),
    (("replan", "city", "plan", "--out", "new", "--answers", "city"), "--out-scenario"),
    (("replan", "city", "plan", "--out", "new", "--without", "ana"), "--out-scenario"),
    (("replan", "city", "plan", "--out", "new", "--without", "anna"), "Did you mean 'Ana Silva'?"),
    (("sensitivity", "city", "plan", "--by", "skil", "--lang", "de"), "ist „skil“."),
    (("replan", "city", "plan", "--out", "new", "--answers", "plan", "--out-scenario", "newer"), "has no column"),
    (("compare", "city"), "Name two or more"),
    (("compare", "city", "city"), "Name each scenario once"),
    (("tradeoff", "city", "uncovered_hours", "costs"), "Did you mean 'cost'?"),
    (("tradeoff", "city", "uncovered_hours", "cost", "--points", 1), "points"),
    (("sensitivity", "city", "plan", "--by", "skil"), "Did you mean 'skill'?"),
    (("offers", "city", "plan", "--messages", "-1"), "from 0 on"),
    (("offers", "city", "plan", "--messages", 2, "--overbooking", 2), "from 0 to 1"),
    (("offers", "city", "plan", "--messages", 2, "--asked", "plan"), "has no column"),
    (("offers", "city", "plan", "--messages", 2, "--out", "plan"), "same file"),
    (("conflicts", "city", "--must-fill", "wart"), "Did you mean 'ward'?"),
    (("conflicts", "city", "--hold", "nothing"), "which the scenario has not"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=[" ".join(map(str, words)) for words, _ in REFUSED])
def test_bad_input_is_a_sentence_with_advice(
    words: tuple[Any, ...], said: str, files: dict[str, Path], tmp_path: Path
) -> None:
    places = files | {name: tmp_path / f"{name}.json" for name in ("new", "newer", "none")}
    command, *rest = words
    result = run(command, *(places.get(word, word) for word in rest))
    assert said in " ".join(text(result, 2).split())
    assert not result.stdout
    assert not (tmp_path / "new.json").exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("worker,shift,answer\nana,tue,maybe\n", "to have answered 'maybe'"),
        ("worker,shift,answer\nanna,tue,declined\n", "Did you mean 'ana'?"),
        ("worker,shift,answer\nana,tue,declined\nana,tue,accepted\n", "two rows of 'ana' for 'tue'"),
        ("worker,shift\nana,tue\n", "has no column 'answer'"),
        ("", "has no column 'worker'"),
    ],
)
def test_answers_that_say_nothing_clear_are_refused(
    table: str, said: str, files: dict[str, Path], tmp_path: Path
) -> None:
    answers, out = tmp_path / "answers.csv", ("--out", tmp_path / "n.json", "--out-scenario", tmp_path / "c.json")
    answers.write_text(table)
    assert said in text(run("replan", files["city"], files["plan"], "--answers", answers, *out), 2)
    assert not (tmp_path / "n.json").exists()


def test_offers_lists_whom_to_ask_and_replan_takes_what_they_said(files: dict[str, Path], tmp_path: Path) -> None:
    calls, asked = tmp_path / "calls.csv", ("offers", files["city"], files["plan"], "--messages", 3)
    told = text(run(*asked, "--out", calls))
    assert told.startswith("8 h are uncovered, times priority; with 3 messages, 4 h are expected to be.\n")
    assert f"\nAsk now\n1. 'cem' for 'mon' (50 %)\nWritten: {calls}.\n" in told
    assert calls.read_text("utf-8-sig").splitlines() == [
        "rank,wave,worker,name,phone,shift,probability,answer",
        "1,1,cem,,,mon,0.5000,",
    ]
    run(*asked, "--out", calls, "--lang", "de")
    assert calls.read_text("utf-8-sig").splitlines() == [
        "Rang;Runde;Person;Name;Telefon;Schicht;Wahrscheinlichkeit;Antwort",
        "1;1;cem;;;mon;0,5000;",
    ]
    answered = calls.with_name("answered.csv")
    answered.write_text(calls.read_text("utf-8-sig").replace("0,5000;", "0,25;abgesagt"))
    assert "Nobody can be asked" in text(run(*asked, "--asked", answered))
    assert "(50 %)" in text(run(*asked, "--probabilities", calls))
    # An answer that is not there yet is none.
    assert "'cem' for 'mon'" in text(run(*asked, "--asked", calls))
    calls.write_text("worker,shift,probability,answer\ncem,mon,0.25,Zugesagt\n")
    assert "1. 'cem' for 'mon' (25 %)" in text(run(*asked, "--probabilities", calls))
    assert "Nobody can be asked" in text(run(*asked, "--asked", calls))
    out = ("--answers", calls, "--out", tmp_path / "n.json", "--out-scenario", tmp_path / "c.json")
    assert "'cem' gets 'mon'" in text(run("replan", files["city"], files["plan"], *out))
    found = json.loads(run(*asked, "--json", "--lang", "de").stdout)
    assert [one["worker"] for one in found["offers"]] == ["cem"]


def test_a_call_list_is_safe_in_a_spreadsheet_and_comes_back(tmp_path: Path) -> None:
    contact = sm.Contact(phone="+49 171 1\n=2")
    people = [
        builders.worker("=1+1", consent="offered").replace(name="=3", contact=contact),
        builders.worker("bob", consent="offered"),
    ]
    scenario = builders.scenario(people, [builders.demand("d", builders.shift("mon", 6, DAY))])
    scenario.save(tmp_path / "s.json")
    sm.solve(scenario, threads=1).save(tmp_path / "p.json")
    calls, asked = tmp_path / "calls.csv", ("offers", tmp_path / "s.json", tmp_path / "p.json", "--messages", 2)
    text(run(*asked, "--out", calls))
    written = calls.read_text("utf-8-sig")
    assert "1,1,'=1+1,'=3,'+49 171 1 =2,mon," in written
    calls.write_text(written.replace("0.5000,", "0.5000,declined", 1))
    left = json.loads(run(*asked, "--asked", calls, "--json").stdout)["offers"]
    assert [one["worker"] for one in left] == ["bob"]


def test_a_solution_without_a_plan_has_nothing_to_be_asked(tmp_path: Path) -> None:
    pins = [sm.Pin(worker="ana", shift=name) for name in ("mon", "tue")]
    scenario = town().replace(pins=pins)
    scenario.save(tmp_path / "s.json")
    sm.solve(scenario, threads=1).save(tmp_path / "p.json")
    for command, *words in (
        ("explain", "--shift", "mon"),
        ("recommend", "--shift", "mon"),
        ("offers", "--messages", 1),
    ):
        assert "has no plan" in text(run(command, tmp_path / "s.json", tmp_path / "p.json", *words), 3)
    assert "no plan" in text(run("tradeoff", tmp_path / "s.json", "uncovered_hours", "cost"), 3)


def test_ctrl_c_ends_all_of_an_answer(files: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import signal

    def press(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(sm.Solution, "explain", press)
    assert "Interrupted" in text(run("explain", files["city"], files["plan"], "--shift", "mon"), 130)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
