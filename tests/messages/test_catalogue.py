"""The catalogues: up to date, complete, and the same whenever the sentences are."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from docs import catalogue
from staffmatch.constraints import DailyHours, WeeklyHours
from staffmatch.io.sheets import values
from staffmatch.io.sheets.meaning.priorities import one_is_first
from staffmatch.io.sheets.rules.plain_rules import read_rules
from staffmatch.io.sheets.words import SETTINGS, meant, sheet_meant, vocabulary
from staffmatch.messages.language import JOINED, Language, fields
from staffmatch.messages.message import Sentence

SAMPLES = {
    **dict.fromkeys(("worker", "company", "demand", "shift", "skill", "id", "term", "unit", "open", ""), "o'neil"),
    **dict.fromkeys(("count", "number", "floor", "ceil", "amount", "digits", "euros"), 1234),
    **dict.fromkeys(("day", "weekday"), "2020-04-06"),
    **dict.fromkeys(("moment", "time"), "2020-04-06T08:00:00+02:00"),
}


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_a_catalogue_is_what_the_module_writes(lang: str) -> None:
    made = catalogue.brought_up_to_date(lang, catalogue.translations(lang))
    for suffix, content in zip(("po", "mo"), catalogue.written(made), strict=True):
        assert catalogue.path(lang, suffix).read_bytes() == content, "run python -m docs.catalogue"


@pytest.mark.parametrize("lang", catalogue.LANGUAGES)
def test_every_sentence_is_translated_with_the_same_values(lang: str) -> None:
    assert list(catalogue.faults(catalogue.brought_up_to_date(lang, catalogue.translations(lang)))) == []


def test_the_catalogue_has_every_sentence_that_the_modules_make() -> None:
    # In a process of its own, since tests make sentences too.
    code = (
        "from docs.catalogue import sentences; from staffmatch.messages.language import SENTENCES; "
        "known = sentences(); print(sorted(SENTENCES.keys() ^ known.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['text']"


def test_a_catalogue_has_no_date() -> None:
    for lang in catalogue.LANGUAGES:
        head = catalogue.path(lang, "po").read_text(encoding="utf-8").partition("msgctxt")[0]
        assert not re.search(r"\d{4}|Date|TRANSLATOR|EMAIL", head)


def test_another_wording_wants_another_translation() -> None:
    known = catalogue.translations("de")
    code = "commute.no_way"
    made = catalogue.brought_up_to_date("de", known | {code: ("As it was once.", known[code][1])})
    assert list(catalogue.faults(made)) == [f"{code}: not translated"]
    wrong = {code: (known[code][0], "„{worker:worker}“ hat keinen Weg.")}
    assert list(catalogue.faults(catalogue.brought_up_to_date("de", known | wrong))) == [f"{code}: other values"]


@pytest.mark.parametrize("lang", ["en", *catalogue.LANGUAGES])
@pytest.mark.parametrize("amount", [0, 1, 2, 0.5])
def test_every_sentence_can_be_filled_and_is_punctuated_as_in_english(lang: str, amount: float) -> None:
    language = Language.of(lang)
    for code, sentence in catalogue.sentences().items():
        template = language.template(code, sentence.one, sentence.several, amount)
        said = language.fill(template, sample(sentence, template), {})
        assert said.endswith((".", ": o'neil", "o'neil")) or not sentence.one.endswith("."), code
        assert said.startswith(" ") == sentence.one.startswith(" "), code
        assert "  " not in said
        assert "{" not in said


@pytest.mark.parametrize("code", ["limits.day", "limits.week", "limits.shifts"])
@pytest.mark.parametrize("lang", ["en", *catalogue.LANGUAGES])
@pytest.mark.parametrize("most", [12, 12.5])
def test_the_rule_that_people_are_told_to_type_is_read_as_meant(code: str, lang: str, most: float) -> None:
    told = catalogue.sentences()[code](n=2, hours=10, most=most).text_in(lang)
    (rule,) = read_rules(re.split("eintragen: |set the rule: ", told)[1].removesuffix("."))
    assert rule == (WeeklyHours if code == "limits.week" else DailyHours)(hours=most)


def test_the_german_names_that_people_are_told_of_are_read_as_meant() -> None:
    for code in catalogue.sentences():
        if code.startswith("sheets.kind."):
            assert sheet_meant(catalogue.sentences()[code]().text_in("de")) == code.removeprefix("sheets.kind.")
    for code, setting in (("say_period", "period"), ("each_day_or_longest", "longest_shift")):
        told = catalogue.sentences()[f"sheets.time.{code}"](hours=30).text_in("de")
        assert setting in {meant(word, vocabulary(SETTINGS)) for word in re.findall("„(.*?)“", told)}
    told = catalogue.sentences()["sheets.larger_priority"](sheet="", column="Prio", most=3, least=1).text_in("de")
    assert one_is_first(told.rpartition("Priorität, ")[2].removesuffix("."))
    assert values.UNKNOWN[1] in catalogue.sentences()["sheets.home_assumed"](n=2, who=("a", "b"), km=5).text_in("de")


def sample(sentence: Sentence, template: str) -> dict[str, object]:
    found: dict[str, object] = {sentence.by: 1}
    for name, (joined, kind) in fields(template).items():
        one = SAMPLES[kind]
        found[name] = [one, one, one] if joined in JOINED else one
    return found
