"""Whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, Unpack

from pydantic import Field

from staffmatch.messages.names import one_line
from staffmatch.records.field_types import Record, Text

if TYPE_CHECKING:
    from staffmatch.records import signatures


class Contact(Record):
    """Whom to call and where to meet: text for people, which nothing is computed from.

    It is carried to reports, calendars and printouts; no repr, log, error or digest has it.

    >>> sm.Company(id="clinic", contact=sm.Contact(phone="040 000", meeting_point="gate 2")).contact.phone
    '040 000'
    """

    name: Text = Field(default="", repr=False)
    phone: Text = Field(default="", repr=False)
    email: Text = Field(default="", repr=False)
    meeting_point: Text = Field(default="", repr=False)
    remark: Text = Field(default="", repr=False)

    @property
    def line(self) -> str:
        """Name, telephone number and e-mail address in one line."""
        return ", ".join(text for text in map(one_line, (self.name, self.phone, self.email)) if text)

    if TYPE_CHECKING:

        def __init__(self, **options: Unpack[signatures.ContactOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.ContactOptions]) -> Self: ...
