"""What is wrong in a German workbook is said in German, cell by cell."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import staffmatch as sm
from staffmatch.cli import app
from staffmatch.messages import Message
from tests.io.sheets.made import xlsx

PEOPLE = ("Kennung", "Firma", "Qualifikation", "Lohn", "Zustimmung", "PLZ", "Farbe")
NEEDS = ("Auftrag", "Firma", "Qualifikation", "Anzahl", "Datum", "von", "bis")
MONDAY, EARLY, NOON = date(2020, 4, 6), time(6), time(14)


def fine(name: str) -> tuple[Any, ...]:
    return name, "Hotel", "Pflege", 17.5, "ja", "20099", ""


def refused(path: Path) -> sm.InputError:
    with pytest.raises(sm.InputError) as caught:
        sm.Scenario.load(path)
    return caught.value


@pytest.fixture
def mistakes(tmp_path: Path) -> sm.InputError:
    people = [
        PEOPLE,
        fine("anna"),
        ("bea", "Hotel", "Pflege 3", "2600 €/Monat", "vielleicht", "99999", ""),
        ("cem", "Hotel", "Pflege:", "viel", "ja", "20099", ""),
        fine("anna"),
    ]
    needs = [
        NEEDS,
        ("früh", "Klinik", "Pflege", "zwei", MONDAY, EARLY, NOON),
        ("spät", "Klinik", "Pflege", 1.5, MONDAY, NOON, None),
    ]
    return refused(xlsx(tmp_path / "plan.xlsx", Mitarbeiter=people, Bedarf=needs, Regeln=[("max Urlaub: 3",)]))


def test_a_german_workbook_with_ten_mistakes_gives_ten_german_lines(mistakes: sm.InputError) -> None:
    head, *lines = mistakes.text_in("de").splitlines()
    assert head == "10 Fehler in den Eingaben:"
    assert len(lines) == 10
    where = "plan.xlsx, Blatt „Bedarf“, Zeile 2, Spalte „Anzahl“"
    assert lines[0] == f"  {where}: „zwei“ ist keine Zahl. [früh] Ziffern schreiben, zum Beispiel 8 oder 7,5."
    assert [problem.text_in("de") for problem in mistakes.problems] == [
        "„zwei“ ist keine Zahl.",
        "„1.5“ ist keine ganze Zahl.",
        "ist keine Spalte, die wir kennen.",
        "„Pflege 3“ ist ein Name mit einer Zahl oder eine Stufe.",
        "ist Lohn für einen Monat, eine Woche oder einen Tag.",
        "„vielleicht“ ist keine Antwort auf die Frage, ob jemand verliehen werden will.",
        "ist keine deutsche Postleitzahl, die wir kennen.",
        "„Pflege:“ hat keine Zahl nach dem Doppelpunkt.",
        "„viel“ ist keine Zahl.",
        "keine Zeile nennt Spalten, die wir kennen.",
    ]


def test_nothing_of_it_is_english_alone(mistakes: sm.InputError) -> None:
    for problem in mistakes.problems:
        for told in (problem.message, problem.remedy):
            assert isinstance(told, Message)
            assert told.text_in("de") != told.text


def test_the_dictionary_keeps_its_keys_and_codes(mistakes: sm.InputError) -> None:
    english, german = mistakes.to_dict(), mistakes.to_dict("de")
    assert english.keys() == german.keys()
    for one, other in zip(english["problems"], german["problems"], strict=True):
        assert list(one) == ["code", "path", "text", "advice", "ids", "cell"]
        assert one | {"text": "", "advice": ""} == other | {"text": "", "advice": ""}
        assert one["text"] != other["text"]
    assert mistakes.to_frame("pandas", lang="de")["advice"].tolist() == [one["advice"] for one in german["problems"]]


def test_the_command_says_it_in_the_language_of_the_titles(mistakes: sm.InputError, tmp_path: Path) -> None:
    path = str(tmp_path / "plan.xlsx")
    for options, word in (([], "Fehler"), (["--lang", "en"], "10 problems")):
        result = CliRunner().invoke(app, ["validate", path, *options], env={"COLUMNS": "300", "LC_ALL": "C"})
        assert result.exit_code == 2
        assert word in result.output
    solved = CliRunner().invoke(app, ["solve", path, "--out", str(tmp_path / "plan.json")], env={"LC_ALL": "C"})
    assert solved.exit_code == 2
    assert "ist keine ganze Zahl" in " ".join(solved.output.split())


def test_contradictions_and_refused_fields_are_told_in_their_rows(tmp_path: Path) -> None:
    people = [PEOPLE[:-1], fine("anna")[:-1], ("bea", "Hotel", "Pflege:9", 17.5, "ja", "20099")]
    needs = [NEEDS, ("früh", "Klinik", "Pflege", 1, MONDAY, EARLY, NOON)]
    pins = [("Mitarbeiter", "Schicht"), ("anna", "nie")]
    error = refused(xlsx(tmp_path / "plan.xlsx", Mitarbeiter=people, Bedarf=needs, Festlegungen=pins))
    assert {problem.text_in("de") for problem in error.problems} == {
        "darf höchstens 6 sein (angegeben: 9).",
        "es gibt keine Schicht „nie“.",
    }
