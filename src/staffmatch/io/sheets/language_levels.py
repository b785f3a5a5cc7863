"""Languages with a level, as people write them: ``Deutsch B2``."""

from __future__ import annotations

import re

from staffmatch.records.field_types import CEFR

_LEVELLED = re.compile(r"([^\W\d_]+)[ (]+([ABC][12])\)?", re.IGNORECASE)
# Of other names A1 or C1 may be a driving licence.
_LANGUAGES = frozenset(
    (
        *("albanian", "albanisch", "arabic", "arabisch", "bulgarian", "bulgarisch", "chinese", "chinesisch"),
        *("croatian", "kroatisch", "danish", "dänisch", "dari", "dutch", "niederländisch", "english", "englisch"),
        *("farsi", "persian", "persisch", "french", "französisch", "german", "deutsch", "greek", "griechisch"),
        *("italian", "italienisch", "polish", "polnisch", "portuguese", "portugiesisch", "romanian", "rumänisch"),
        *("russian", "russisch", "serbian", "serbisch", "spanish", "spanisch", "turkish", "türkisch"),
        *("ukrainian", "ukrainisch"),
    )
)


def language_level(text: str) -> tuple[str, int] | None:
    """The language and its level, 1 for A1 to 6 for C2; None where it is no language."""
    found = _LEVELLED.fullmatch(text)
    return (found[1], CEFR[found[2].upper()]) if found and found[1].casefold() in _LANGUAGES else None
