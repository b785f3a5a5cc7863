"""The names of columns in advice: in each language one that is read as that column."""

from __future__ import annotations

from collections.abc import Iterable

from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.messages.message import Message, Sentence

TITLES = {
    name: Sentence(f"sheets.column.{name}", name)
    for name in sorted({name for layout in LAYOUTS.values() for name in layout.columns})
}


def titles(names: Iterable[str]) -> tuple[Message, ...]:
    """The columns in the words of a language, for a list of plain texts."""
    return tuple(TITLES[name]() for name in names)
