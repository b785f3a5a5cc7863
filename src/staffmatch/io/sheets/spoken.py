"""Which language the author of the sheets speaks, by the names of sheets and columns that were understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.words import SHEETS, plain

# In the vocabularies German nouns have a capital; these words have none.
_SMALL = frozenset(
    {
        *("ab", "akzeptiert", "bei", "bis", "dieselbe", "einverstanden", "erster", "ersetzt", "fest", "frei", "für"),
        *("gleiche", "lehnt", "lfd", "längste", "letzter", "mindestens", "nicht", "nur", "pro", "seit", "umfasst"),
        *("verfügbar", "vom", "von", "was", "wie", "zugeteilt", "zum"),
    }
)
# Titles that mean the same in both languages.
_BOTH = frozenset({"email", "id", "name", "person", "personen", "personal", "prio", "station", "tel", "title"})


def _german(word: str) -> bool:
    return any(part[:1].isupper() or part in _SMALL for part in word.split())


def _said(german: bool) -> frozenset[str]:
    """All names of sheets and columns in English, or in German."""
    vocabularies: Iterable[Mapping[str, str]] = (SHEETS, *(layout.words for layout in LAYOUTS.values()))
    words = {word.strip() for known in vocabularies for said in known.values() for word in said.split(",")}
    found = {plain(word) for word in words if _german(word) == german}
    if not german:
        found |= {plain(key) for known in vocabularies for key in known}
    return frozenset(found)


_GERMAN, _ENGLISH = _said(german=True), _said(german=False)


def language(titles: Iterable[str]) -> str | None:
    """``de`` or ``en``, whichever more of the titles are in; None if neither."""
    words = [plain(title) for title in titles]
    german = sum(word in _GERMAN and word not in _BOTH and word not in _ENGLISH for word in words)
    english = sum(word in _ENGLISH and word not in _BOTH and word not in _GERMAN for word in words)
    return None if german == english else "de" if german > english else "en"


def in_german(tables: Mapping[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """The tables of a scenario, their names and those of their columns in German; they are read as the same."""

    def named(name: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        words = LAYOUTS[name].words
        return [tuple(_first_german(words[column], column) for column in rows[0]), *rows[1:]]

    return {_first_german(SHEETS[name], name): named(name, rows) for name, rows in tables.items()}


def _first_german(said: str, other: str) -> str:
    words = (word.strip() for word in said.split(","))
    return next((word for word in words if _german(word) and plain(word) not in _BOTH | _ENGLISH), other)
