"""Citations of law in the words of each language: "§ 3 sentence 2 ArbZG" is "§ 3 Satz 2 ArbZG" in German."""

from __future__ import annotations

import re

from staffmatch.messages.message import Message, Sentence

_WORDS = {
    "sentence": Sentence("citation.sentence", "{before}sentence {after}"),
    "sentences": Sentence("citation.sentences", "{before}sentences {after}"),
    "no.": Sentence("citation.number", "{before}no. {after}"),
    "nos.": Sentence("citation.numbers", "{before}nos. {after}"),
    "para.": Sentence("citation.paragraph", "{before}para. {after}"),
    "art.": Sentence("citation.article", "{before}art. {after}"),
    "and": Sentence("citation.and", "{before}and {after}"),
    "to": Sentence("citation.to", "{before}to {after}"),
}
_OF_UNION = Sentence("citation.directive", "Directive {number}/EC {after}")
_SEVERAL = Sentence("citation.several", "{first}; {others}")
# What begins otherwise, as "works agreement no. 7", is cited in the words of whoever wrote it.
_CITATION = re.compile(r"§|art\.|Directive ")
_DIRECTIVE = re.compile(r"Directive (\d+/\d+)/EC ")
_WORD = re.compile(rf"(?<!\S)({'|'.join(map(re.escape, _WORDS))}) (?=[\d(])")


def cited_law(text: str) -> Message | str:
    """A citation, or several after semicolons, as a message that says its words in each language; the text itself
    where there is none of them."""
    first, several, others = text.partition("; ")
    one = _cited(first) if _CITATION.match(first) else first
    if not several:
        return one
    rest = cited_law(others)
    return text if isinstance(one, str) and isinstance(rest, str) else _SEVERAL(first=one, others=rest)


def _cited(text: str) -> Message | str:
    if found := _DIRECTIVE.match(text):
        return _OF_UNION(number=found[1], after=_cited(text[found.end() :]))
    found = _WORD.search(text)
    if found is None:
        return text
    return _WORDS[found[1]](before=text[: found.start()], after=_cited(text[found.end() :]))
