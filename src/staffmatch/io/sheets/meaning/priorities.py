"""Which end of a column of priorities is more urgent: a setting says it, or a note does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.table import Table
from staffmatch.io.sheets.words import plain
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.dictionary_columns import DictionaryColumn

HIGHER_FIRST = "higher is more urgent"

_LEAST = re.compile(r"least|less|lowest|last|wenig|niedrig|gering|unwichtig|zuletzt|langsam")
_MOST = re.compile(r"most|more|first|highest|urgent|important|dringend|dringlich|wichtig|hoch|höchst|zuerst")
_ONE = re.compile(r"(?:prio\w*\s*)?1\b")
_HIGH = re.compile(r"high|larg|big|great|höher|hohe|größ|groß|gross|viel|mehr")

_LARGER = Sentence(
    "sheets.larger_priority",
    "{sheet}: the larger a number in the column {column:id}, the more urgent: {most:count} comes before {least:count}. "
    "If 1 is most urgent, add a row to a sheet 'settings': priority, 1 is most urgent.",
)
_TURNED = Sentence(
    "sheets.turned_priority",
    "{sheet}: priority 1 is most urgent, as the settings say; hours of it weigh {most:count} times those of "
    "{most:count}, and of cells left empty.",
)


def one_is_first(text: str) -> bool:
    """Whether ``1 is most urgent`` or ``1 ist am dringendsten``, as against ``higher is more urgent``."""
    # What comes after a comma is about the other end.
    held = re.split("[,;]", text.strip().casefold())[0]
    least, most = _LEAST.search(held), _MOST.search(held)
    if _ONE.match(held) and (least or most):
        return not least
    if _HIGH.match(held) and (least or most):
        return bool(least)
    advice = refusals.UNCLEAR_PRIORITY_ADVICE()
    raise Wrong("unclear_priority", refusals.UNCLEAR_PRIORITY(), advice)


def weigh(table: Table | None, first: bool | None) -> Iterator[Message]:
    """Turn priorities round if 1 is the most urgent; where nobody said so, say how they are read."""
    if table is None or "priority" not in table.said:
        return
    column = table.said["priority"]
    used = [column.values[code] for code in np.unique(column.code[column.given]).tolist()]
    if first:
        most = max(used, default=1)
        # What is below 1 stays, for the model to refuse.
        turned = [value if value is None or value < 1 else most + 1 - value for value in column.values]
        table.said["priority"] = DictionaryColumn(turned, column.code)
        yield _TURNED(sheet=table.at.message, most=most)
    elif first is None and len({*used}) > 1 and plain(table.columns["priority"]).startswith("prio"):
        yield _LARGER(sheet=table.at.message, column=table.columns["priority"], most=max(used), least=min(used))
