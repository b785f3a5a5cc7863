"""The unpacked size of a workbook, measured before anything of it is kept.

A workbook is a ZIP archive of XML. Its directory states the size of each part, and a part is not unpacked beyond that.
In XML a few bytes make an element, an entity or a level, each of which costs a reader far more.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.parsers import expat

from staffmatch.errors import Cell
from staffmatch.io import limits
from staffmatch.io.limits import FROM_FRAMES, refuse
from staffmatch.io.sheets.files import refusals
from staffmatch.messages.message import Message

_CHUNK = 2**16
_ROWS = ("row", "table-row")
_REPEATED = "table:number-rows-repeated"


def require_reasonable(path: Path) -> None:
    """InputError if a workbook is too large, or its markup unusual."""
    cell = Cell(path.name)
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > limits.ZIP_PARTS:
            text = refusals.PARTS(n=len(parts), most=limits.ZIP_PARTS)
            refuse(path.name, text, refusals.PARTS_ADVICE(), cell)
        size = sum(part.file_size for part in parts)
        limits.require_bytes(path.name, size, limits.UNPACKED_BYTES, FROM_FRAMES, " once unpacked", cell)
        for part in parts:
            _Markup(path, part.filename).measure(archive, part)


class _Markup:
    """One part, checked as a stream; parts that are not XML are ignored, since nothing reads them."""

    def __init__(self, path: Path, part: str) -> None:
        self.path, self.part = path, part
        self.depth = self.elements = self.last = 0
        # The depth and the element count at which the open row began.
        self.row: tuple[int, int] | None = None
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def measure(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        with archive.open(part) as stream:
            try:
                read = 0
                while chunk := stream.read(_CHUNK):
                    self.parser.Parse(chunk, False)
                    read += len(chunk)
                    self._require_short(read)
            except expat.ExpatError:
                return

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        self._require_short(self.parser.CurrentByteIndex)
        self.last = self.parser.CurrentByteIndex
        if self.depth > limits.XML_DEPTH:
            self._refuse(refusals.DEEP(most=limits.XML_DEPTH))
        if self.elements > limits.XML_ELEMENTS:
            self._refuse(refusals.MARKUP(most=limits.XML_ELEMENTS))
        times = attributes.get(_REPEATED, "")
        if times.isdecimal() and (len(times) > 9 or int(times) > limits.WORKBOOK_ROWS):
            self._refuse(refusals.REPEATED_ROW(most=limits.WORKBOOK_ROWS))
        if self.row is None and name.rpartition(":")[2] in _ROWS:
            self.row = self.depth, self.elements
        if self.row and self.elements - self.row[1] > limits.XML_ROW_ELEMENTS:
            self._refuse(refusals.ROW_MARKUP(most=limits.XML_ROW_ELEMENTS))

    def _end(self, name: str) -> None:
        if self.row and self.depth == self.row[0]:
            self.row = None
        self.depth -= 1
        self._require_short(self.parser.CurrentByteIndex)
        self.last = self.parser.CurrentByteIndex

    def _doctype(self, *_: object) -> None:
        self._refuse(refusals.DOCTYPE())

    def _require_short(self, place: int) -> None:
        """The length of a text, tag or comment is the distance between two events."""
        if place - self.last > limits.XML_PIECE:
            self._refuse(refusals.LONG_PIECE(most=limits.XML_PIECE))

    def _refuse(self, what: Message) -> None:
        text = refusals.PART(part=self.part, what=what)
        refuse(self.path.name, text, refusals.PART_ADVICE(), Cell(self.path.name))
