"""Skills whose names look like what is nobody's business: plans, handouts and reasons show the names of skills."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from staffmatch.messages.message import Message, Sentence

_PERSONAL = Sentence(
    "plausibility.personal_skill",
    "The skill {skill:skill} looks like something personal, and plans, handouts and reasons show the names of skills. "
    "What rules have to know of a person belongs in the worker's groups, which no text for others names.",
)

# What Art. 9 GDPR, § 1 AGG, JArbSchG and MuSchG protect: beginnings of words, in lower case with umlauts spelled out,
# and whole words.
_BEGINNINGS = (
    *("schwanger", "pregnan", "mutterschutz", "mutterschaft", "maternity", "stillend", "breastfeed", "woechnerin"),
    *("jugendlich", "minderjaehrig", "underage", "under18", "unter18", "jarbschg", "muschg", "behinder"),
    *("schwerbehind", "gleichgestellt", "disabled", "disabilit", "handicap", "rollstuhlfahrer", "konfession"),
    *(
        "muslim",
        "moslem",
        "christlich",
        "katholi",
        "evangelisch",
        "juedisch",
        "jewish",
        "krankheit",
        "chronisch",
        "chronic",
        "diabetik",
    ),
    *("epilep", "depress", "risikogruppe", "riskgroup", "ethni", "migrationshinter", "nationalit", "staatsangehoerig"),
    *("hautfarbe", "gewerkschaft", "tradeunion", "parteimitglied", "homosexuell", "transgender", "vorbestraft"),
)
_WORDS = frozenset(
    {"religion", "hiv", "krank", "ill", "sick", "u18", "youth", "minor", "herkunft", "gender", "geschlecht"}
    | {"frau", "mann", "female", "male", "weiblich", "maennlich", "allergie", "allergiker", "allergy", "diabetic"}
)
# Parts of words for work with such people, which are skills; but not those for people at work.
_WORK = (
    *("arbeit", "betreu", "pfleg", "hilf", "begleit", "berat", "paedagog", "transport", "fahrdienst", "unterricht"),
    *("work", "care", "counsel", "support", "nurs", "teach"),
)
_AT_WORK = re.compile("mitarbeit|worker")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def personal_skills(names: Iterable[str]) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """A message and the skill for each name that looks personal, in order."""
    for name in sorted({*names}):
        if _personal(name):
            yield _PERSONAL(skill=name), (name,)


def _personal(name: str) -> bool:
    plain = _AT_WORK.sub("", name.casefold().translate(_UMLAUTS))
    words = {*re.findall(r"[^\W_]+", plain), re.sub(r"[\W_]+", "", plain)}
    looks = any(word in _WORDS or word.startswith(_BEGINNINGS) for word in words)
    return looks and not any(part in plain for part in _WORK)
