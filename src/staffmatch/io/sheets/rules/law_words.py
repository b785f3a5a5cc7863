"""A law pack in words: "law: Germany, HH, 2020-04-15", "Arbeitsrecht: Deutschland (HH, Abschnitt Q)"."""

from __future__ import annotations

import re
from datetime import date

from staffmatch import law
from staffmatch.errors import InputError, near_or
from staffmatch.io.sheets.cells import Wrong, shown
from staffmatch.io.sheets.rules import refusals
from staffmatch.records.bases import Rule

EXAMPLES = ("law: Germany, HH, 2020-04-15", "Arbeitsrecht: Deutschland, HH, 15.04.2020")

_BEGINS = re.compile(r"\s*(?:labou?r law|law|Arbeitsrecht|Gesetze?|Recht)\s*:\s*(.*)", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d?)\.(\d\d?)\.(\d{4})")
_SAME = {"gelegentlich": "occasional", "erlaubnis": "licensed", "konzern": "group"}
_FILLERS = re.compile(
    "on|in|of|for|with|state|sections?|sector|agreement|the|at|as|and|lending|"
    "am|im|vom|für|mit|und|land|bundesland|abschnitte?|branche|tarifvertrag|stand|verleih"
)


def law_rules(said: str) -> list[Rule] | None:
    """The rules of a law pack that a text names, with a day, a state, a section and more; None if it names no law.

    Wrong if there is no such pack, if a word of it is not known, or if the pack refuses it.
    """
    found = _BEGINS.fullmatch(said)
    if found is None:
        return None
    pack, rest = _pack(found[1])
    options: dict[str, str | date] = {}
    collective: list[str] = []
    sections: list[str] = []
    if on := _DAY.search(rest):
        options["on"] = _date(on)
        rest = rest.replace(on[0], " ")
    for word in re.findall(r"\w+", rest):
        field, name = _meant(word, pack)
        if field == "collective":
            collective.append(name)
        elif field == "sector":
            sections.append(name)
        elif field:
            options[field] = name
    sector = sections[0] if len(sections) == 1 else sections or None
    try:
        return list(law.rules_of(pack, sector=sector, collective=collective, **options))  # type: ignore[arg-type]
    except InputError as error:
        (problem, *_) = error.problems
        raise Wrong(problem.code, problem.message, problem.remedy) from None


def _pack(said: str) -> tuple[law.Pack, str]:
    """The pack that a text begins with, and the rest of the text."""
    words = {word: name for name in law.packs() for word in law.read_pack(name).words}
    for word in sorted(words, key=len, reverse=True):
        if re.match(rf"{re.escape(word)}\b", said, re.IGNORECASE):
            return law.read_pack(words[word]), said[len(word) :]
    known = tuple(law.read_pack(name).title for name in law.packs())
    raise Wrong("unknown_law", refusals.UNKNOWN_LAW(said=shown(said)), refusals.UNKNOWN_LAW_ADVICE(known=known))


def _date(found: re.Match[str]) -> date:
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        advice = refusals.AS_EXAMPLE(example=EXAMPLES[0])
        raise Wrong("not_a_date", refusals.NO_LAW_WORD(word=found[0]), advice) from None


def _meant(word: str, pack: law.Pack) -> tuple[str, str]:
    """The option that a word gives, and its value; nothing for words that only join others."""
    name = _SAME.get(word.casefold(), word.casefold())
    if re.fullmatch("[A-U]", word):
        return "sector", word
    known = {"state": pack.states, "lending": pack.lending, "collective": pack.agreements}
    for field, names in known.items():
        if given := {one.casefold(): one for one in names}.get(name):
            return field, given
    if _FILLERS.fullmatch(name):
        return "", ""
    every = [one for names in known.values() for one in names]
    advice = near_or(name, every, refusals.NO_LAW_WORD_ADVICE(known=tuple(every), example=EXAMPLES[0]))
    raise Wrong("unknown_law_word", refusals.NO_LAW_WORD(word=word), advice)
