"""Citations of law are told in the words of each language, and stay as they are in English."""

from __future__ import annotations

from datetime import date

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest, WeeklyHours
from staffmatch.law.entries import packs, read_pack
from staffmatch.messages.cited_law import cited_law
from staffmatch.messages.message import Message
from staffmatch.records.citations import cited
from tests.builders import demand, scenario, shift, worker

PARAGRAPHS = sorted({entry.paragraph for name in packs() for entry in read_pack(name).entries})


@pytest.mark.parametrize(
    ("text", "german"),
    [
        ("§ 3 ArbZG", "§ 3 ArbZG"),
        ("§ 3 sentence 2 ArbZG", "§ 3 Satz 2 ArbZG"),
        ("§ 12 sentence 1 nos. 2 to 4 ArbZG", "§ 12 Satz 1 Nr. 2 bis 4 ArbZG"),
        ("§ 1 (1) sentences 5 and 6 AÜG", "§ 1 (1) Sätze 5 und 6 AÜG"),
        ("§ 6 (3), (4) and (6) ArbZG", "§ 6 (3), (4) und (6) ArbZG"),
        ("§ 7 para. 1 no. 1 b ArbZG", "§ 7 Abs. 1 Nr. 1 b ArbZG"),
        ("Directive 2003/88/EC art. 6 (b), 16 (b)", "Richtlinie 2003/88/EG Art. 6 (b), 16 (b)"),
        ("§ 3 sentence 2 ArbZG; § 1 COVID-19-ArbZV", "§ 3 Satz 2 ArbZG; § 1 COVID-19-ArbZV"),
        ("§ 1 MiLoG; works agreement no. 7; art. 7", "§ 1 MiLoG; works agreement no. 7; Art. 7"),
        ("works agreement no. 7, sentence 2", "works agreement no. 7, sentence 2"),
        ("§ 4 of the works agreement, and to be agreed", "§ 4 of the works agreement, and to be agreed"),
    ],
)
def test_the_words_of_a_citation_are_told_in_german(text: str, german: str) -> None:
    said = Message.of(cited_law(text))
    assert (said.text, said.text_in("de")) == (text, german)


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_paragraphs_of_packs_have_no_english_left_in_german(paragraph: str) -> None:
    said = Message.of(cited_law(paragraph))
    assert said.text == paragraph
    left = {"sentence", "sentences", "no.", "nos.", "art.", "and", "to", "Directive"}
    assert not left & set(said.text_in("de").split())


def test_rules_and_warnings_cite_in_the_language_that_is_asked_for() -> None:
    rest = DailyRest(because=sm.LegalBasis(paragraph="§ 5 (1) sentence 1 ArbZG"))
    assert cited(rest, "It is so.").text_in("de") == "It is so (§ 5 (1) Satz 1 ArbZG)."
    late = sm.LegalBasis(paragraph="§ 3 sentence 2 ArbZG", valid_from=date(2021, 1, 1))
    scene = scenario([worker()], [demand("d", shift("s", 6, "08:00-12:00"))], [WeeklyHours(hours=48, because=late)])
    assert any(one.message.text_in("de").startswith("§ 3 Satz 2 ArbZG ") for one in sm.oddities(scene))
