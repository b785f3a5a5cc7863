"""CSV from any program: encodings, separators and quotes; all cells are text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from staffmatch.errors import Cell, InputError, InputIssue, Told
from staffmatch.io.limits import CSV_BYTES, FROM_FRAMES, ROW_CHARACTERS, SHEET_ROWS, refuse, require_bytes
from staffmatch.io.sheets.cells import Cells, Flaw, Grid, Value, clean, error_value
from staffmatch.io.sheets.files import refusals
from staffmatch.io.sheets.files.room import Room
from staffmatch.io.sheets.words import ignored, meant
from staffmatch.messages.message import Message, Sentence

_WINDOWS = Sentence("sheets.windows_1252", "{file} is no UTF-8; it is read as Windows-1252.")

_SEPARATORS = ";,\t|"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# In place of umlauts in DOS encodings, Windows-1252 has characters that occur in no word.
_MISREAD = re.compile(r"\w[‚„”†‡ˆ‰‹›•™˜ƒ]\w")


def read_csv(path: Path, known: Mapping[str, str]) -> tuple[Grid, list[Message]]:
    """The non-empty rows of a file, and the assumptions made; ``known`` are column names."""
    text, notes = _decoded(path)
    separator, text, skipped = _separator(text, known)
    return Grid(path.name, None, list(_rows(path, text, separator, skipped))), notes


def _decoded(path: Path) -> tuple[str, list[Message]]:
    require_bytes(path.name, path.stat().st_size, CSV_BYTES, FROM_FRAMES, cell=Cell(path.name))
    raw = path.read_bytes()
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _failure(path, "not_csv", refusals.WORKBOOK_CALLED_CSV(), refusals.WORKBOOK_CALLED_CSV_ADVICE())
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), None) or _wide(raw)
    notes: list[Message] = []
    try:
        text = raw.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            what = refusals.BROKEN_TEXT(encoding=encoding.upper(), start=error.start)
            raise _failure(path, "bad_encoding", what, refusals.BROKEN_TEXT_ADVICE()) from None
        text = _windows(path, raw)
        notes.append(_WINDOWS(file=path.name))
    if found := _BINARY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        what, advice = refusals.NOT_TEXT(), refusals.NOT_TEXT_ADVICE()
        raise InputError([InputIssue("not_text", path.name, what, advice, (), Cell(path.name, None, line))])
    return text, notes


def _wide(raw: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of Latin text is 0."""
    head = raw[:400]
    if len(head) < 4 or len(head) % 2:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    return "utf-16-be" if even > 0.7 * half and not odd else "utf-16-le" if odd > 0.7 * half and not even else None


def _windows(path: Path, raw: bytes) -> str:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text or _MISREAD.search(text):
        raise _failure(path, "bad_encoding", refusals.NO_ENCODING(), refusals.NO_ENCODING_ADVICE())
    return text


def _separator(text: str, known: Mapping[str, str]) -> tuple[str, str, int]:
    """The separator with which the header has the most known columns, the text, and the number of lines removed before
    it."""
    first, _, rest = text.partition("\n")
    if told := re.fullmatch(r"sep=(.)\r?", first, re.IGNORECASE):
        return told[1], rest, 1
    head = [line for line in re.split(r"\r\n|\r|\n", text[:100_000]) if clean(line)][:10]

    def names(separator: str) -> tuple[int, int]:
        cells = [[clean(cell).strip('"') for cell in line.split(separator)] for line in head]
        hits = [sum(bool(meant(cell, known) or ignored(cell)) for cell in row) for row in cells]
        return max(hits, default=0), max((len(row) for row in cells), default=0)

    return max(_SEPARATORS, key=names), text, 0


def _rows(path: Path, text: str, separator: str, skipped: int) -> Iterator[tuple[int, Cells]]:
    lines = _Lines(path, text)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number, known, room = skipped, _Known(), Room(path.name, None, SHEET_ROWS)
    try:
        for number, row in enumerate(reader, skipped + 1):
            lines.taken = 0
            room.take(number, len(row), max(map(len, row), default=0))
            if any(cells := tuple(map(known.__getitem__, row))):
                yield number, cells
    except csv.Error as error:
        what, advice = refusals.CSV_INVALID(error=str(error)), refusals.CSV_INVALID_ADVICE()
        if "limit" in str(error):
            what, advice = refusals.CSV_CELL(most=csv.field_size_limit()), refusals.SHORTEN_OR_QUOTE()
        where = Cell(path.name, None, number + 1)
        raise InputError([InputIssue("csv_invalid", path.name, what, advice, (), where)]) from None


class _Lines(Iterator[str]):
    """Lines for a csv reader, limited in number for each row, since a quote could swallow all of them."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.taken = path, 0
        self.lines = enumerate(io.StringIO(text, newline=""), 1)

    def __next__(self) -> str:
        number, line = next(self.lines)
        self.taken += len(line)
        if self.taken > ROW_CHARACTERS:
            text = refusals.LONG_ROW(most=ROW_CHARACTERS)
            refuse(self.path.name, text, refusals.OPEN_QUOTE(), Cell(self.path.name, None, number))
        return line


class _Known(dict[str, Value]):
    """The cell of each text, computed once: long tables repeat themselves."""

    def __missing__(self, text: str) -> Value:
        held = clean(text)
        cell: Value = held or None
        if held.startswith("="):
            cell = Flaw("formula", refusals.CSV_FORMULA(), refusals.CSV_FORMULA_ADVICE(), held)
        elif held.startswith("#"):
            cell = error_value(held) or held
        self[text] = cell
        return cell


def _failure(path: Path, code: str, text: Told, advice: Told) -> InputError:
    return InputError([InputIssue(code, path.name, text, advice, (), Cell(path.name))])
