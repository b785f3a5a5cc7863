"""Workbooks of the formats .ods, .xls and .xlsb, read by calamine in a child process with limits.

A file of these formats may claim more cells than there is memory for, and what reads them is no Python that could count
along. So the child may take so much memory and time, and sends rows, which are counted as they come.
"""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, cast

from staffmatch.errors import Cell, InputError, InputIssue, Told
from staffmatch.io import limits
from staffmatch.io.calamine_child import serve
from staffmatch.io.limits import FROM_FRAMES, MB, SHEET_COLUMNS, require_bytes
from staffmatch.io.sheets.cells import Cells, Flaw, Grid, Value, blank, clean, error_value
from staffmatch.io.sheets.files import refusals
from staffmatch.io.sheets.files.room import Room
from staffmatch.io.sheets.files.unpacked import require_reasonable
from staffmatch.io.sheets.noted import note
from staffmatch.messages.message import Message, Sentence
from staffmatch.runtime.child import start_child

# What JSON has no words for.
_TAGGED: dict[str, Callable[[Any], Value]] = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "seconds": lambda seconds: timedelta(seconds=seconds),
}
OTHER_BOOKS = (".ods", ".xls", ".xlsb")
_UNTOLD = Sentence(
    "sheets.other_book",
    "of this format it cannot be told which rows are hidden or struck out, nor which formulas failed; all rows are "
    "read. Save it as .xlsx if that matters.",
)


def read_other_book(path: Path) -> tuple[list[Grid], list[Message]]:
    """All non-empty sheets, each with its non-empty rows, and what cannot be told of them."""
    try:
        require_bytes(path.name, path.stat().st_size, limits.UNPACKED_BYTES, FROM_FRAMES, cell=Cell(path.name))
        if zipfile.is_zipfile(path):
            require_reasonable(path)
        content = path.read_bytes()
    except OSError as error:
        text = refusals.UNREADABLE(what=error.strerror or type(error).__name__)
        raise _failure(path, "unreadable_file", text, refusals.UNREADABLE_ADVICE()) from None
    except zipfile.BadZipFile:
        raise _failure(path, "bad_workbook", refusals.BAD_WORKBOOK(), refusals.BAD_WORKBOOK_ADVICE()) from None
    return _grids(path, content), [note(Cell(path.name), _UNTOLD())]


def _grids(path: Path, content: bytes) -> list[Grid]:
    found: dict[str, Grid] = {}
    texts: dict[str, str] = {}
    room, merged = Room(path.name, None), dict[int, dict[int, Message]]()
    for message in _messages(path, content):
        match message:
            case {"sheet": str(title), "hidden": bool(hidden), "merged": list(ranges)}:
                found[title] = Grid(path.name, title, [], hidden)
                room, merged = Room(path.name, title), _merged(path, ranges)
            case {"row": int(number), "cells": list(cells)} if found:
                held = tuple(_value(cell, texts) for cell in cells)
                room.take(number, len(held), max((len(cell) for cell in held if isinstance(cell, str)), default=0))
                below = merged.get(number, {})
                wide = max([len(held) - 1, *below])
                row = tuple(_in_place(held, at, below) for at in range(wide + 1))
                if not all(map(blank, row)):
                    next(reversed(found.values())).rows.append((number, row))
            case {"error": str(text)}:
                what = refusals.BAD_WORKBOOK_KIND(kind=text)
                if text == "ImportError":
                    raise _failure(path, "needs_calamine", what, refusals.NEEDS_CALAMINE_ADVICE())
                raise _failure(path, "bad_workbook", what, refusals.BAD_WORKBOOK_ADVICE())
            case _:
                raise _failure(path, "bad_workbook", refusals.BAD_WORKBOOK(), refusals.BAD_WORKBOOK_ADVICE())
    return list(found.values())


def _in_place(held: Cells, at: int, below: dict[int, Message]) -> Value:
    value = held[at] if at < len(held) else None
    if value is None and at in below:
        return Flaw("merged_cell", refusals.MERGED(cell=below[at]), refusals.MERGED_ADVICE())
    return value


def _merged(path: Path, ranges: list[Any]) -> dict[int, dict[int, Message]]:
    """By row and column from 0, the cells covered by a merged one."""
    found: dict[int, dict[int, Message]] = {}
    total = 0
    for top, left, bottom, right in ranges:
        total += (bottom - top + 1) * (right - left + 1)
        if total > limits.MERGED_CELLS:
            text = refusals.MANY_MERGED(most=limits.MERGED_CELLS)
            raise _failure(path, "too_many_merged", text, refusals.MANY_MERGED_ADVICE())
        into = refusals.ROW_AND_COLUMN(row=top + 1, column=left + 1)
        for row in range(top, bottom + 1):
            held = found.setdefault(row + 1, {})
            held |= {
                column: into for column in range(left, min(right, SHEET_COLUMNS) + 1) if (row, column) != (top, left)
            }
    return found


def _value(cell: Any, texts: dict[str, str]) -> Value:
    if isinstance(cell, str):
        held = texts[cell] if cell in texts else texts.setdefault(cell, clean(cell))
        return error_value(held) or held or None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return int(cell)
    if isinstance(cell, dict):
        ((kind, text),) = cell.items()
        return _TAGGED[kind](text)
    return cast(Value, cell)


def _messages(path: Path, content: bytes) -> Iterator[dict[str, Any]]:
    """What the child sends, line by line; InputError if it ends without a word, or takes too long."""
    with start_child(serve) as child:
        into, out = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        late = threading.Timer(limits.CHILD_SECONDS, child.kill)
        late.start()
        done = False
        try:
            # A child that dies early takes no more.
            with suppress(OSError), into:
                into.write(content)
            taken = 0
            for line in out:
                taken += len(line)
                require_bytes(
                    path.name, taken, 4 * limits.UNPACKED_BYTES, FROM_FRAMES, refusals.OF_CELLS(), Cell(path.name)
                )
                message = json.loads(line)
                if done := message == {}:
                    break
                yield message
        except ValueError:
            raise _failure(path, "bad_workbook", refusals.BAD_WORKBOOK(), refusals.BAD_WORKBOOK_ADVICE()) from None
        finally:
            late.cancel()
            child.kill()
    if not done:
        text = refusals.SLOW(megabytes=limits.CHILD_BYTES // MB, seconds=limits.CHILD_SECONDS)
        limits.refuse(path.name, text, FROM_FRAMES, Cell(path.name))


def _failure(path: Path, code: str, text: Told, advice: Told) -> InputError:
    return InputError([InputIssue(code, path.name, text, advice, (), Cell(path.name))])
