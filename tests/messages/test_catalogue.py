"""The catalogues: up to date, complete, and the same whenever the sentences are."""

from __future__ import annotations

import re

import pytest

from docs import catalogue
from staffmatch.messages.language import JOINED, Language, fields
from staffmatch.messages.message import Sentence

SENTENCES = catalogue.sentences()
SAMPLES = {
    **dict.fromkeys(("worker", "company", "demand", "shift", "skill", "id", "term", "unit", ""), "o'neil"),
    **dict.fromkeys(("count", "number", "amount", "digits", "euros"), 1234),
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
    for code, sentence in SENTENCES.items():
        template = language.template(code, sentence.one, sentence.several, amount)
        said = language.fill(template, sample(sentence, template), {})
        assert said.endswith((".", ": o'neil", "o'neil")) or not sentence.one.endswith("."), code
        assert said.startswith(" ") == sentence.one.startswith(" "), code
        assert "  " not in said
        assert "{" not in said


def sample(sentence: Sentence, template: str) -> dict[str, object]:
    found: dict[str, object] = {sentence.by: 1}
    for name, (joined, kind) in fields(template).items():
        one = SAMPLES[kind]
        found[name] = [one, one, one] if joined in JOINED else one
    return found
