"""Workbooks as people have them, of other kinds than one row a record: written by openpyxl, as .ods, and as .xls."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from staffmatch.errors import InputIssue
from staffmatch.io.sheets import Reading
from staffmatch.messages.message import Message
from tests.messages.filled import require_filled

Rows = Iterable[Sequence[Any]]

_CONTENT = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    "<office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(path: Path, **sheets: Rows) -> Path:
    """A workbook; an underscore in a name stands for a blank."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def ods(path: Path, **sheets: Rows) -> Path:
    return ods_of(path, "".join(_table(name, rows) for name, rows in sheets.items()))


def ods_of(path: Path, tables: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODS, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST.format(_ODS))
        archive.writestr("content.xml", _CONTENT.format(tables))
    return path


def _table(name: str, rows: Rows) -> str:
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{body}</table:table>'


def _cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, int):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = escape(str(value))
    return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def xls(path: Path, **sheets: Rows) -> Path:
    """The least that is a workbook of 1997: one stream of records, in a compound file of one stream."""
    names = [name.encode("utf-16-le") for name in sheets]
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    bounds = sum(4 + 8 + len(name) for name in names)
    at, bodies, listed = len(start) + bounds + 4, b"", b""
    for name, rows in zip(names, sheets.values(), strict=True):
        body = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
        body += b"".join(_xls_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
        body += _record(0x0A, b"")
        listed += _record(0x85, struct.pack("<IBBBB", at + len(bodies), 0, 0, len(name) // 2, 1) + name)
        bodies += body
    path.write_bytes(_compound(start + listed + _record(0x0A, b"") + bodies))
    return path


def _record(kind: int, held: bytes) -> bytes:
    return struct.pack("<HH", kind, len(held)) + held


def _xls_cell(row: int, column: int, value: Any) -> bytes:
    if value is None:
        return b""
    if isinstance(value, int):
        return _record(0x203, struct.pack("<HHHd", row, column, 0, value))
    text = str(value).encode("utf-16-le")
    return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)


def _compound(stream: bytes) -> bytes:
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    assert sectors < 120
    chain = [*range(1, sectors), -2, -2, -3]
    fat = struct.pack("<128i", *chain, *[-1] * (128 - len(chain)))
    directory = _entry("Root Entry", 5, 1, -2, 0) + _entry("Workbook", 2, -1, 0, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIiIIiIiI", 0, 1, sectors, 0, 4096, -2, 0, -2, 0) + struct.pack("<i", sectors + 1)
    return header.ljust(512, b"\xff") + stream + directory.ljust(512, b"\0") + fat


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBiii", len(text), kind, 1, -1, -1, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<iQ", start, size)


def notes_of(reading: Reading) -> list[str]:
    """The notes in English, each of which can be said in every language."""
    for note in reading.notes:
        require_filled(note)
    return [note.text for note in reading.notes]


def require_told(problems: Iterable[InputIssue]) -> None:
    """What is wrong and what to do are messages that can be said in every language."""
    for problem in problems:
        for told in filter(None, (problem.message, problem.remedy)):
            assert isinstance(told, Message), problem
            require_filled(told)
