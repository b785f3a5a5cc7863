"""What a cell of a roster means: a shift, hours, leave, illness, a day off, or that somebody is free."""

from __future__ import annotations

import re

from staffmatch.io.sheets.cells import Flaw, Value
from staffmatch.io.sheets.kinds import DAY_OFF
from staffmatch.io.sheets.words import plain
from staffmatch.messages.message import Message, Sentence

_LEAVE = {"u", "ur", "eu", "tu", "urlaub", "leave", "vacation", "holiday"}
_ILL = {"k", "kr", "au", "krank", "krankheit", "ill", "sick"}
_OFF = {"frei", "ff", "wf", "off", "free"}
OFF_SIGNS = ("-", "–", "—", "/")
MARKS = ("x", "✓", "✔", "☒", "☑")
YES, NO = {"ja", "j", "yes", "y", "wahr", "true"}, {"nein", "no", "n", "falsch", "false"}
_HOURS = re.compile(
    r"\d{1,2}(?:[:.]\d\d)?\s?(?:Uhr)?\s?(?:-|–|bis|to)\s?\d{1,2}(?:[:.]\d\d)?(?:\s?Uhr)?", re.IGNORECASE
)
_LEAVE_MEANT = Sentence("sheets.roster.leave", "means leave: not available")()
_ILL_MEANT = Sentence("sheets.roster.ill", "means illness: not available")()
_OFF_MEANT = Sentence("sheets.roster.off", "means a day off: not available")()
_AWAY_MEANT = Sentence("sheets.roster.away", "means not available")()
_FREE_MEANT = Sentence("sheets.roster.free", "means available on that day")()


def is_code(cell: Value, codes: set[str]) -> bool:
    """Whether a cell is a shift: by the file's own codes, or since it is nothing else."""
    text = str(cell)
    usual = {*_LEAVE, *_ILL, *_OFF, *YES, *NO}
    return plain(text) in codes or not (
        isinstance(cell, Flaw)
        or plain(text) in usual
        or text.casefold() in (*OFF_SIGNS, *MARKS)
        or _HOURS.fullmatch(text)
    )


def absence_of(cell: object) -> str:
    """The kind of absence that a cell of a roster says, in the words of the sheet of absences."""
    word = plain(str(cell))
    return "leave" if word in _LEAVE else "sick" if word in _ILL else DAY_OFF


def meaning_of(cell: Value, codes: set[str], free: bool, worked: bool) -> tuple[str, str, Message | None]:
    """The table that a cell belongs to, the column that it fills, and what is to be told of it."""
    text, word = str(cell).casefold(), plain(str(cell))
    found: tuple[str, str, Message | None] = ("home_shifts", "shift_kind", None)
    if isinstance(cell, Flaw) or word in codes:
        pass
    elif _HOURS.fullmatch(text):
        found = ("availability" if free else "home_shifts", "hours", None)
    elif word in _LEAVE:
        found = ("absences", "", _LEAVE_MEANT)
    elif word in _ILL:
        found = ("absences", "", _ILL_MEANT)
    elif free and (text in MARKS or word in YES or (word in _OFF and not worked)):
        found = ("availability", "", _FREE_MEANT)
    elif word in _OFF or text in (*OFF_SIGNS, *MARKS):
        found = ("absences", "", _OFF_MEANT)
    elif free and word in NO - {"n"}:
        found = ("absences", "", _AWAY_MEANT)
    return found
