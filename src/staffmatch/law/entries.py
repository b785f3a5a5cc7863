"""What a pack is made of: entries, each a paragraph with its date, and the parameters that it sets of one rule."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import Field, NaiveDatetime

from staffmatch.errors import InputError, InputIssue, choose, near_or
from staffmatch.law import refusals
from staffmatch.records.field_types import Count, Day, Hours, Id, Record, Section, Text, Whole

_DATA = files("staffmatch.law")


class Worked(Record):
    """Hours at home on some ``weekdays`` (1 is Monday) from the first to the last day."""

    first: Day
    last: Day
    weekdays: tuple[Annotated[Whole, Field(ge=1, le=7)], ...]
    hours: Hours


class Example(Record):
    """A case from a published source: how many of some shifts one person may take, and how many without the entry; and
    what these then cost more, in cents, where the entry asks for pay.

    Shifts begin and end by the clock. ``worked``, ``worker``, ``demand``, ``lender``, ``borrower``, ``sector`` (of the
    borrower) and ``lending`` are what the case says beside them.
    """

    source: Annotated[Text, Field(min_length=1)]
    shifts: Annotated[tuple[tuple[NaiveDatetime, NaiveDatetime], ...], Field(min_length=1)]
    unpaid_break_minutes: Count = 0
    worked: Worked | None = None
    worker: dict[str, Any] = Field(default_factory=dict)
    demand: dict[str, Any] = Field(default_factory=dict)
    lender: dict[str, Any] = Field(default_factory=dict)
    borrower: dict[str, Any] = Field(default_factory=dict)
    sector: Section | None = None
    lending: Id | None = None
    taken: Whole
    otherwise: Whole
    charged_cents: Count = 0


class Entry(Record):
    """A paragraph: the ``parameters`` that it sets of the rule of a ``kind``, those that an option gives (``takes``),
    and the ``scope`` of the rule.

    It applies from ``valid_from`` to ``valid_until``, in the ``sectors``, with the
    ``agreement`` and in the way of ``lending`` that it names. Where several entries of one rule and scope apply, a
    later one sets its parameters in place of those before.
    """

    id: Id
    paragraph: Annotated[Text, Field(min_length=1)]
    says: Annotated[Text, Field(min_length=1)]
    kind: Id
    parameters: dict[str, Any] = Field(default_factory=dict)
    takes: tuple[Id, ...] = ()
    scope: dict[str, Id] = Field(default_factory=dict)
    valid_from: Day
    valid_until: Day | None = None
    sectors: tuple[Section, ...] = ()
    agreement: Id | None = None
    lending: Id | None = None
    source: Annotated[Text, Field(min_length=1)]
    checked: Day
    simplified: Text = ""
    example: Example


class NotEncoded(Record):
    """What the law says and no rule of the pack, with the reason."""

    paragraph: Text
    why: Text


class Pack(Record):
    """A country's law: its entries in the order in which they set parameters, and what they leave out.

    ``words`` are what spreadsheets call it, ``states`` and ``lending`` what these options may be.
    """

    name: Id
    title: Text
    words: tuple[Id, ...]
    states: tuple[Id, ...] = ()
    lending: tuple[Id, ...] = ()
    laws: tuple[Id, ...]
    not_encoded: tuple[NotEncoded, ...] = ()
    entries: tuple[Entry, ...]

    @property
    def agreements(self) -> tuple[str, ...]:
        """What collective agreements may allow."""
        return tuple(dict.fromkeys(entry.agreement for entry in self.entries if entry.agreement))


def packs() -> tuple[str, ...]:
    """The names of all packs, which are those of their folders."""
    return tuple(sorted(folder.name for folder in _DATA.iterdir() if folder.joinpath("pack.toml").is_file()))


def read_pack(name: str) -> Pack:
    """The pack of a folder: ``pack.toml``, and a file for each of the ``laws`` that it lists.

    InputError if there is none of that name.
    """
    if name not in (known := packs()):
        text = refusals.UNKNOWN_OPTION(name=str(name), field="pack")
        raise InputError([InputIssue("unknown_pack", "pack", text, near_or(name, known, choose(known)), (str(name),))])
    return _read(name)


@cache
def _read(name: str) -> Pack:
    folder = _DATA.joinpath(name)
    fields = tomllib.loads(folder.joinpath("pack.toml").read_text(encoding="utf-8"))
    laws = [tomllib.loads(folder.joinpath(f"{law}.toml").read_text(encoding="utf-8")) for law in fields["laws"]]
    return Pack.model_validate({**fields, "name": name, "entries": [entry for law in laws for entry in law["entry"]]})
