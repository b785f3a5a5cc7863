"""Told: a record that holds what is to be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from staffmatch.messages.language import Names
from staffmatch.records.field_types import Record

if TYPE_CHECKING:
    from staffmatch.messages.message import Message


class Told(Record):
    """Base of the records that hold a ``message``, which becomes text when somebody reads it."""

    if TYPE_CHECKING:
        # Each record says where it stands among its fields.
        message: Message

    @property
    def text(self) -> str:
        """The message in English, with ids for people."""
        return self.message.text

    def text_in(self, lang: str = "en", names: Names | None = None) -> str:
        """The message in a language of the catalogue, with names in place of ids where they are given."""
        return self.message.text_in(lang, names)
