"""Errors are read in each language of the catalogue; what is stored of them stays the same."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.constraints import (
    Breaks,
    Channels,
    CommutePay,
    ConsecutiveDays,
    Coverage,
    DailyHours,
    DailyRest,
    Skills,
    Successions,
    Weekends,
)
from staffmatch.domain.travel import Station, Transit
from staffmatch.errors import Cell, InputIssue, bad_option, choose, near_or, told_in
from staffmatch.io.sheets.cells import Flaw, Wrong
from staffmatch.jobs.messages import parts, read_error, tell_error
from staffmatch.messages import Sentence
from staffmatch.messages.units import UNITS
from staffmatch.objectives import CompanyShare, Share, leximin
from staffmatch.records.refused_fields import TEXTS
from staffmatch.solver import _within_memory
from tests.builders import between

_LATE = Sentence("test.error.late", "is {n:count} min late.")
_SOON = UNITS["days"]
ISSUE = InputIssue("late", "shifts[2]", _LATE(n=1200), _SOON(n=2), ("w1",), Cell("a.xlsx", "Bedarf", 3, "von", "6"))


def test_an_issue_keeps_its_message_beside_its_english() -> None:
    assert str(ISSUE) == "a.xlsx, sheet 'Bedarf', row 3, column 'von': is 1,200 min late. [w1] days"
    assert (ISSUE.text, ISSUE.advice) == ("is 1,200 min late.", "days")
    assert (ISSUE.text_in("de"), ISSUE.advice_in("de")) == ("is 1.200 min late.", "Tage")
    assert ISSUE.said_in("de").startswith("a.xlsx, Blatt „Bedarf“, Zeile 3, Spalte „von“: is 1.200")
    assert list(ISSUE.to_dict()) == ["code", "path", "text", "advice", "ids", "cell"]
    assert ISSUE.to_dict("de") == ISSUE.to_dict() | {"text": "is 1.200 min late.", "advice": "Tage"}


def test_a_plain_text_is_the_same_in_each_language() -> None:
    plain = InputIssue("own", "", "is not so.", "Mend it.")
    assert plain.said_in("de") == str(plain) == "is not so. Mend it."


def test_an_error_is_told_by_cause_in_german() -> None:
    rows = [
        InputIssue("late", "shifts", _LATE(n=1), "", (f"w{n}",), Cell("a.csv", None, n, "von")) for n in range(2, 12)
    ]
    error = sm.InputError([*rows, InputIssue("late", "pins[0]", "x."), InputIssue("late", "pins[1]", "x.")])
    assert error.text_in("de").splitlines() == [
        "12 Fehler in den Eingaben:",
        "  a.csv, Zeilen 2-11, Spalte „von“: is 1 min late. [w2, w3, w4, w5, w6, w7, w8, w9 und 2 weitere]",
        "  pins[0] und 1 weitere dieser Art: x.",
    ]
    assert str(error).startswith("12 problems in the input:\n  a.csv, rows 2-11, column 'von': is 1 min late. [w2, ")
    assert "pins[0] and 1 more like it: x." in str(error)
    assert sm.InputError([ISSUE] * 102).text_in("de").endswith("\n  … und 2 weitere")


def test_frames_and_dictionaries_are_in_the_language_that_is_asked_for() -> None:
    error = sm.InputError([ISSUE])
    assert error.to_frame("pandas", lang="de")["text"].tolist() == ["is 1.200 min late."]
    assert error.to_frame("pandas")["text"].tolist() == [ISSUE.text]
    assert error.to_dict("de")["problems"] == [ISSUE.to_dict("de")]
    assert sm.LimitError("too much").text_in("de") == "too much"


def test_messages_survive_copies_processes_and_line_errors() -> None:
    error = sm.InputError([ISSUE])
    assert pickle.loads(pickle.dumps(error)).problems == copy.copy(error).problems == error.problems  # noqa: S301
    told = read_error(parts(tell_error(error))[1])
    assert isinstance(told, sm.InputError)
    assert told.problems == error.problems


def test_a_language_without_a_catalogue_is_refused_in_both() -> None:
    with pytest.raises(sm.InputError, match="a language for which there is no catalogue") as caught:
        ISSUE.text_in("xx")
    assert "Möglich sind „en“, „de“." in caught.value.text_in("de")
    assert caught.value.problems[0].path == "lang"


@pytest.mark.parametrize("kind", [Wrong, Flaw])
def test_what_is_wrong_in_a_cell_is_a_message_too(kind: type[Wrong] | type[Flaw]) -> None:
    wrong = kind("late", _LATE(n=1200), _SOON(n=1))
    assert (wrong.text, wrong.text_in("de"), wrong.advice_in("de")) == (
        "is 1,200 min late.",
        "is 1.200 min late.",
        "Tag",
    )


def test_an_option_is_refused_in_german() -> None:
    assert bad_option("n", _LATE(n=1), "").problems[0].text_in("de") == "is 1 min late."


def test_what_is_too_large_or_not_offered_is_told_in_german() -> None:
    text = "Der Speicher reicht nicht. Wege oder Qualifikationen enger fassen, das Szenario nach Ort"
    with pytest.raises(sm.LimitError, match="Memory ran out") as caught, _within_memory():
        raise MemoryError
    assert caught.value.text_in("de").startswith(text)
    for error in (caught.value, sm.UnsupportedRule(_LATE(n=1200))):
        for copied in (pickle.loads(pickle.dumps(error)), read_error(parts(tell_error(error))[1])):  # noqa: S301
            assert type(copied) is type(error)
            assert (str(copied), copied.text_in("de")) == (str(error), error.text_in("de"))


def test_a_job_that_is_lost_says_so_in_german() -> None:
    told = read_error(parts(tell_error(ZeroDivisionError("division by zero")))[1])
    assert told.text_in("de").endswith("außerhalb der Bibliothek gescheitert: ZeroDivisionError: division by zero")


def test_what_an_own_class_does_wrong_is_in_german_for_whom_it_is() -> None:
    error = sm.ExtensionError("NoNights.rows ('no_nights') does not work: 3")
    assert str(error) == "NoNights.rows ('no_nights') does not work: 3"
    assert error.text_in("de").startswith("Eine eigene Regel oder Klasse, die nicht zur Bibliothek gehört")
    assert error.text_in("de").endswith(str(error))


def test_the_nearest_is_asked_about_and_all_are_listed() -> None:
    assert told_in(near_or("ana", ["anna", "ben"], "x"), "de") == "Ist „anna“ gemeint?"
    assert near_or("zoe", ["anna", "ben"], "x") == "x"
    assert near_or("anna", [f"anna{n}" for n in range(10_001)], "x") == "x"
    assert choose(("a", "b")).text_in("de") == "Möglich sind „a“, „b“."


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            lambda: DailyHours(since="2020-05-01", until="2020-04-01"),
            "gilt bis zu einem Tag vor dem ersten. Die beiden",
        ),
        (lambda: Channels(channels=[{"name": "group"}] * 2), "nennt einen Weg zweimal. Ihn einmal nennen."),
        (CommutePay, "bezahlt weder Minuten noch Kilometer. Einen"),
        (lambda: Breaks(over={}), "over: muss mindestens 1 Eintrag haben, nicht 0."),
        (lambda: sm.Absence(first="2020-05-01", last="2020-04-01"), "endet vor dem Beginn. Die beiden Tage tauschen."),
        (lambda: sm.WorkTime(**between(6, "08:00-09:00"), duty_factor=0.1234), "hat mehr als drei Nachkommastellen"),
        (
            lambda: sm.LegalBasis(paragraph="§ 5", valid_from="2020-05-01", valid_until="2020-04-01"),
            "endet vor dem Inkrafttreten.",
        ),
        (lambda: Weekends(most=3, of=2), "lässt an 3 von 2 Wochenenden arbeiten. most senken oder of erhöhen."),
        (lambda: Weekends(free=3, of=2), "will 3 von 2 Wochenenden frei. free senken"),
        (Weekends, "verlangt nichts. free, most oder whole angeben."),
        (lambda: DailyRest(price_cents=5), "kann sich nicht biegen"),
        (lambda: DailyHours(per="24_hours", soft=True), "zählt Stunden über der Grenze nach dem Kalendertag. price"),
        (lambda: DailyHours(ways_between_sites=True, soft=True), "zählt Wege, die keinen Preis je Stunde haben."),
        (lambda: DailyHours(price_cents=5, soft=True), "hat einen Preis und ist weich. Eines weglassen"),
        (lambda: Coverage(most_extra=1), "sagt, wie viele Leute über dem Bedarf sein dürfen."),
        (lambda: ConsecutiveDays(days=2, least=3), "verlangt mindestens 3 Tage am Stück und lässt 2 zu."),
        (lambda: Successions(forbidden=[("late", "early")] * 2), "verbietet late vor early zweimal. Einmal nennen."),
        (lambda: Share(history={"ann": 0.001}), "hat 0.001 für ann, was keine ganze Zahl von Minuten ist. Runden."),
        (lambda: Share(count="shifts", history={"ann": 0.5}), "hat 0.5 für ann, was keine ganze Zahl ist. Runden."),
        (lambda: CompanyShare(of="lenders", count="filled"), "zählt besetzte Plätze"),
        (lambda: leximin("hours"), "of: ist kein Anteil"),
        (lambda: Skills(applies=False), "gilt nicht und ersetzt nichts. overrides auf true setzen."),
        (
            lambda: sm.PairTable(workers=["a"], shifts=["s", "t"]),
            "hat verschieden lange Spalten: 1 in workers, 2 in shifts. Alle Spalten gleich lang angeben.",
        ),
        (
            lambda: Transit(stations=[Station(id="a", at=sm.Location(lat=53.5, lon=10.0))] * 2, lines=[]),
            "hat zwei Stationen mit derselben Kennung. Jeder eine eigene geben.",
        ),
        (lambda: sm.Worker(id="w", company="a", skills={"German": "B3"}), "ist keine Stufe (angegeben: 'B3'). Eine"),
    ],
)
def test_what_contradicts_itself_is_refused_in_german(made: Callable[[], object], said: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        made()
    assert said in caught.value.text_in("de")


def test_every_refusal_of_the_validators_has_a_sentence() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(sm.__file__).parent.rglob("*.py")]
    codes = {code for source in sources for code in re.findall(r'PydanticCustomError\(\s*"(\w+)"', source)}
    assert len(codes) > 50
    assert codes <= {name.partition(".")[0] for name in TEXTS}
