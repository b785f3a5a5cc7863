"""Told: a record that holds what is to be said of it."""

from __future__ import annotations

from staffmatch.messages.language import Names
from staffmatch.messages.message import Message
from staffmatch.records.field_types import Record


class Told(Record):
    """Base of the records that hold a ``message``, which becomes text when somebody reads it."""

    message: Message

    @property
    def text(self) -> str:
        """The message in English, with ids for people."""
        return self.message.text

    def text_in(self, lang: str = "en", names: Names | None = None) -> str:
        """The message in a language of the catalogue, with names in place of ids where they are given."""
        return self.message.text_in(lang, names)
