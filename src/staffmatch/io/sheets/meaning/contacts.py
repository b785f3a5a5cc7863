"""Names and contacts of a row: several cells that are read by people alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from staffmatch.messages.message import Sentence
from staffmatch.records.contact import Contact
from staffmatch.records.dictionary_columns import DictionaryColumn

NAME = ("name", "first_name", "last_name")
_FIELDS = {
    "name": ("contact_name",),
    "phone": ("contact_phone", "contact_mobile"),
    "email": ("contact_email",),
    "meeting_point": ("meeting_point",),
    "remark": ("contact_remark",),
}

ZEROS = Sentence("sheets.zeros", "ids without the zeros at their start are read as those with them ({ids:list-id}).")


def contact_of(said: Mapping[str, Any]) -> dict[str, str] | None:
    """The fields of a contact, None if the row has none of them. Two numbers stand behind each other."""
    held = {field: ", ".join(said[name] for name in names if name in said) for field, names in _FIELDS.items()}
    return {field: text for field, text in held.items() if text} or None


def full_name(said: Mapping[str, Any]) -> str | None:
    """The first name before the last one; a column "Name" beside one of first names holds the last name, or both."""
    first, last, name = said.get("first_name"), said.get("last_name"), said.get("name")
    if name is None or (first and not last and first.casefold() not in name.casefold().split()):
        return " ".join(part for part in (first, last or name) if part) or None
    return str(name)


def cells_of(contact: Contact | None) -> dict[str, str]:
    """The cells of a contact by column; the inverse of `contact_of`."""
    return {names[0]: getattr(contact, field) for field, names in _FIELDS.items()} if contact else {}


def unique_names(names: DictionaryColumn) -> dict[str, int]:
    """The indices of people by names that nobody else has, as `folded`, for sheets that name people by them."""
    held: dict[str, int] = {}
    twice: set[str] = set()
    for place, name in enumerate(names.listed()):
        if name is not None:
            word = folded(name)
            twice |= {word} & held.keys()
            held[word] = place
    return {word: place for word, place in held.items() if word not in twice}


def folded(name: str) -> str:
    """A name whatever its case and blanks; ``Müller, Eva`` is Eva Müller."""
    last, comma, first = name.partition(",")
    return " ".join(f"{first} {last}".casefold().split() if comma and "," not in first else name.casefold().split())


def without_zeros(ids: Mapping[str, int]) -> dict[str, int]:
    """The indices of people by ids without the zeros at their start, where these are still one person's."""
    bare = [name.lstrip("0") for name in ids if name.isdecimal()]
    count = Counter(bare)
    return {name.lstrip("0"): place for name, place in ids.items() if count[name.lstrip("0")] == 1}
