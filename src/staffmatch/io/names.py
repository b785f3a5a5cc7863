"""Names of files and columns derived from ids: readable, in few characters, and distinct."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_SPELLED = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
    # Letters that no decomposition takes apart.
    | {
        "ı": "i",
        "ł": "l",
        "Ł": "L",
        "ø": "oe",
        "Ø": "Oe",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "đ": "d",
        "Đ": "D",
    }
)
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
# Windows treats these as devices, with any extension.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@cache
def plain(text: str) -> str:
    """The text in letters, digits, dots, dashes and underscores; accents are removed and umlauts spelled out."""
    spelled = unicodedata.normalize("NFC", text).translate(_SPELLED)
    bare = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("_", bare) or "_"


def distinct(texts: Iterable[str], longest: int, *, fold: bool = False) -> list[str]:
    """The texts truncated, with a number after each that would repeat another; ``fold`` ignores case."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    found = []
    for text in texts:
        short = text[:longest]
        name = short
        while (key := name.lower() if fold else name) in taken:
            last[short] = last.get(short, 1) + 1
            ending = f"_{last[short]}"
            name = short[: longest - len(ending)] + ending
        taken.add(key)
        found.append(name)
    return found


def file_names(ids: Iterable[str], suffix: str, nameless: str = "") -> list[str]:
    """A file name for each id that every system accepts; ``nameless`` stands in front where no letter is left."""
    stems = (_stem(name, nameless) for name in ids)
    safe = (f"_{stem}" if _DEVICES.match(stem) else stem for stem in stems)
    return [f"{name}{suffix}" for name in distinct(safe, 100, fold=True)]


def _stem(name: str, nameless: str) -> str:
    # A dash in front would be read as an option of a command.
    stem = plain(name).strip(".").rstrip("_").lstrip("-")
    if nameless and not any(map(str.isalpha, stem)):
        stem = "_".join(filter(None, (nameless, stem.strip("_-."))))
    return stem or "_"
