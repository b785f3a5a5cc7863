"""In which language commands answer: as asked, as a workbook's titles speak, as the locale says, else in English."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import staffmatch as sm
from staffmatch.cli import app
from staffmatch.cli.speech import language
from staffmatch.io.formats import read_scenario

PEOPLE = {
    "de": [["Mitarbeiter", "Firma", "Fähigkeiten"], ["A", "Hotel", "Pflege"], ["B", "Hotel", "Küche"]],
    "en": [["worker", "firm", "skills"], ["A", "Hotel", "Pflege"], ["B", "Hotel", "Küche"]],
}
NEEDS = {
    "de": [["Firma", "Datum", "von", "bis", "Anzahl", "Fähigkeiten"]],
    "en": [["borrower", "date", "from", "to", "people", "skills"]],
}
ROWS = [["Klinik", "2020-04-06", "07:00", "15:00", 2, "Pflege"]]
SHEETS = {"de": ("Mitarbeiter", "Bedarf"), "en": ("workers", "demands")}


def book(path: Path, lang: str) -> Path:
    made = openpyxl.Workbook()
    for title, rows in zip(SHEETS[lang], (PEOPLE[lang], NEEDS[lang] + ROWS), strict=True):
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.remove(made.worksheets[0])
    made.save(path)
    return path


def run(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.output.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("asked", "heard", "locale", "answer"),
    [
        ("de", "en", {}, "de"),
        ("en", "de", {"LC_ALL": "de_DE.UTF-8"}, "en"),
        (None, "de", {"LANG": "en_US.UTF-8"}, "de"),
        (None, None, {"LANG": "de_DE.UTF-8"}, "de"),
        (None, None, {"LC_ALL": "", "LC_MESSAGES": "de", "LANG": "en_US"}, "de"),
        (None, None, {"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}, "en"),
        (None, None, {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, None, {}, "en"),
    ],
)
def test_a_language_is_the_first_that_is_known(
    asked: str | None, heard: str | None, locale: dict[str, str], answer: str
) -> None:
    assert language(asked, heard, locale) == answer


def test_every_command_that_answers_takes_a_language() -> None:
    silent = {"template", "schema"}
    commands = {one.callback.__name__: one.callback for one in app.registered_commands if one.callback}
    assert {name for name, command in commands.items() if "lang" not in inspect.signature(command).parameters} == silent


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_reading_says_what_its_titles_speak(lang: str, tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", lang)
    assert read_scenario(path).language == lang
    sm.Scenario.load(path).save(tmp_path / "plain.json")
    assert read_scenario(tmp_path / "plain.json").language is None


def test_refused_sheets_say_what_their_titles_speak(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", "de")
    made = openpyxl.load_workbook(path)
    made["Bedarf"]["B2"] = "irgendwann"
    made.save(path)
    with pytest.raises(sm.InputError) as refused:
        read_scenario(path)
    assert refused.value.language == "de"


def test_a_german_workbook_gets_german_answers_unless_another_language_is_asked_for(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", "de")
    plan, page, sheets = tmp_path / "plan.json", tmp_path / "plan.html", tmp_path / "plan.xlsx"
    solved = run("solve", path, "--out", plan, "--report", page, "--sheets", sheets)
    assert "1 von 2 Plätzen besetzt (50 %)" in solved
    assert f"Geschrieben: {plan}, {page}, {sheets}." in solved
    assert '<html lang="de">' in page.read_text(encoding="utf-8")
    assert "Plan Einsätze" in openpyxl.load_workbook(sheets).sheetnames
    assert "Regeln gelten, und jede genannte Zahl wurde nachgerechnet." in run("verify", path, plan)
    assert "1 Person" in run("inspect", path)
    assert "nichts ist falsch" in run("validate", path)
    told = run("verify", path, plan, "--lang", "en")
    assert "rules hold and every stated figure was recomputed." in told
    assert json.loads(plan.read_text())["shortages"][0]["reason"]["rule"] == "skills"


def test_the_locale_decides_where_no_titles_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = tmp_path / "scenario.json"
    sm.Scenario.load(book(tmp_path / "book.xlsx", "en")).save(scenario)
    assert "2 workers" in run("inspect", scenario)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "2 Personen" in run("inspect", scenario)
    assert "2 workers" in run("inspect", tmp_path / "book.xlsx")


def test_a_language_without_a_catalogue_is_refused_before_the_work(tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, ["solve", str(tmp_path / "none"), "--out", "plan.json", "--lang", "fr"])
    assert refused.exit_code == 2
    assert "--lang: is 'fr', a language for which there is no catalogue." in refused.output


def test_notes_are_told_where_there_is_no_plan_yet_and_counted_after(tmp_path: Path) -> None:
    path, plan = book(tmp_path / "a.xlsx", "de"), tmp_path / "plan.json"
    told = run("solve", path, "--out", plan, "--quiet")
    count = told.count("Hinweis: ")
    assert count > 1
    (empty,) = sm.Solution.load(plan, read_scenario(path).scenario).shortages
    later = run("recommend", path, plan, "--shift", empty.shift)
    assert later.count("Hinweis: ") == 1
    assert f"Hinweis: {count} Hinweise zu den Blättern; `staffmatch validate {path}` nennt sie." in later


def test_refusals_are_in_german_whatever_room_they_come_from(tmp_path: Path) -> None:
    sm.hamburg.scenario(workers=3, seats=2, days=1).save(tmp_path / "city.json")
    city, out = tmp_path / "city.json", tmp_path / "out.json"
    (tmp_path / "key.txt").write_text("short")
    (tmp_path / "damaged.duckdb").write_text("nothing")
    asked = {
        "lässt sich erraten": ("convert", city, out, "--pseudonyms", tmp_path / "key.txt"),
        "lässt sich nicht als DuckDB-Datei öffnen": ("solve", tmp_path / "damaged.duckdb", "--out", out),
        "liegt nicht zwischen 1 und": ("convert", city, tmp_path / "city.lp", "--tier", 9),
        "öffnet eine Seite, und es wird keine geschrieben": ("solve", city, "--out", out, "--open"),
        "es gibt keine Vorgabe": ("generate", "hamburg", "--out", out, "--preset", "huge"),
    }
    for said, words in asked.items():
        done = CliRunner(env={"LC_ALL": "de_DE.UTF-8"}).invoke(app, [str(word) for word in words])
        assert done.exit_code == 2, done.output
        assert said in " ".join(done.output.replace("│", " ").split())
