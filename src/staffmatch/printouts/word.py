"""An HTML page as a Word file (.docx), so that one template makes both and companies can write into either.

It takes what a template of an agreement needs: headings, paragraphs, lists, tables of plain rows, bold and line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from staffmatch.errors import missing_extra
from staffmatch.io.refusals import NEEDS_WORD

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_HEADINGS = {f"h{level}": level - 1 for level in range(1, 7)}
_BLOCKS = (*_HEADINGS, "p", "li", "div", "section", "header", "main", "table", "dt", "dd")
_CELLS = ("td", "th")
_UNSHOWN = ("script", "style", "head")
_BOLD = ("b", "strong", "th")
_LINES = ("br", "small")
_VOID = ("br", "meta", "link", "img", "hr", "input")
# The class of what is left for people to fill in; a table leaves room for it instead.
_BLANK = "blank"
# The width between the margins, that of a letter and of what a cell has beside them; the height of a cell to write in.
_WIDTH_MM, _LETTER_MM, _BESIDE_MM, _WRITTEN_MM = 170, 2.4, 4.0, 9
# What ends where one of these begins, since HTML need not say so.
_ENDED = {"li": ("li",), "p": ("p",), "td": _CELLS, "th": _CELLS, "tr": (*_CELLS, "tr")}
_SPACE = re.compile(r"\s+")


class _Run(NamedTuple):
    text: str
    bold: bool


class _Cell(NamedTuple):
    runs: tuple[_Run, ...]
    head: bool

    @property
    def lines(self) -> list[str]:
        return "".join(run.text for run in _tidy(self.runs)).split("\n")


def docx_of(page: str, lang: str) -> bytes:
    """The body of an HTML page as a Word file in A4; without what the page does not show."""
    try:
        from docx import Document
        from docx.shared import Mm, Pt
    except ImportError:
        raise missing_extra(NEEDS_WORD(), "python-docx", "handouts") from None
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = "Calibri", Pt(10.5)
    writer = _Writer(document)
    writer.feed(page)
    writer.close()
    document.core_properties.title, document.core_properties.language = writer.title, lang
    document.core_properties.author = ""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


class _Writer(HTMLParser):
    """Puts elements into a document as they end."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.title = ""
        self._document = document
        self._open: list[str] = []
        # How many elements are open around one to be filled in; 0 outside of such.
        self._around_blank = 0
        self._runs: list[_Run] = []
        self._rows: list[list[_Cell]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _LINES or "way" in (given.get("class") or "").split():
            self._runs.append(_Run("\n", bold=False))
        if tag in _VOID:
            return
        for ended in _ENDED.get(tag, ()):
            self.handle_endtag(ended)
        if tag in _BLOCKS:
            self._end_block("p")
        self._open.append(tag)
        if _BLANK in (given.get("class") or "").split() and "table" in self._open:
            self._around_blank = self._around_blank or len(self._open)
        if tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        for inner in ("li", *_CELLS) if tag in ("ul", "ol", "table") else ():
            self.handle_endtag(inner)
        if tag in _CELLS:
            if self._rows:
                self._rows[-1].append(_Cell(tuple(self._runs), "thead" in self._open))
            self._runs = []
        elif tag in _BLOCKS:
            self._end_block(tag)
        while self._open.pop() != tag:
            pass
        if len(self._open) < self._around_blank:
            self._around_blank = 0
        if tag == "table":
            _add_table(self._document, [row for row in self._rows if row])

    def handle_data(self, data: str) -> None:
        if "title" in self._open:
            self.title = " ".join(data.split())
        elif not self._around_blank and not any(tag in _UNSHOWN for tag in self._open):
            self._runs.append(_Run(data, any(tag in _BOLD for tag in self._open)))

    def close(self) -> None:
        super().close()
        self._end_block("p")

    def _end_block(self, tag: str) -> None:
        """What was read since the last block; in a cell it waits for the end of that."""
        if any(one in _CELLS for one in self._open):
            self._runs.append(_Run("\n", bold=False))
            return
        runs, self._runs = _tidy(self._runs), []
        if not runs:
            return
        if tag in _HEADINGS:
            _write(self._document.add_heading("", _HEADINGS[tag]), runs)
        else:
            _write(self._document.add_paragraph(style="List Bullet" if tag == "li" else None), runs)


def _tidy(runs: Iterable[_Run]) -> list[_Run]:
    """With white space as a page shows it: one space, none around lines, no empty lines."""
    found: list[_Run] = []
    before = "\n"
    for run in runs:
        text = run.text if run.text == "\n" else _SPACE.sub(" ", run.text)
        if before.endswith((" ", "\n")):
            text = text.lstrip(" ") if text != "\n" or before != "\n" else ""
        if text == "\n" and found and found[-1].text != "\n":
            found[-1] = _Run(found[-1].text.rstrip(" "), found[-1].bold)
        if text:
            found.append(_Run(text, run.bold))
            before = text
    while found and not found[-1].text.strip():
        found.pop()
    return found


def _write(paragraph: Paragraph, runs: Iterable[_Run]) -> None:
    for run in runs:
        # XML has no signs for the others.
        text = "".join(sign for sign in run.text if sign.isprintable() or sign == "\n")
        paragraph.add_run(text).bold = run.bold or None


def _add_table(document: Document, rows: Sequence[Sequence[_Cell]]) -> None:
    """A table of rows of cells, its columns as wide as their words ask for; those of the head are repeated on each
    page, and a row with nothing in its last cell is high enough to be filled in."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    if not rows:
        return
    table = document.add_table(len(rows), max(map(len, rows)), style="Table Grid")
    table.autofit = False
    widths = [Mm(width) for width in column_widths([[cell.lines for cell in row] for row in rows])]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for line, cells in zip(table.rows, rows, strict=True):
        properties = line._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if all(cell.head for cell in cells):
            properties.append(OxmlElement("w:tblHeader"))
        elif not "".join(cells[-1].lines):
            line.height, line.height_rule = Mm(_WRITTEN_MM), WD_ROW_HEIGHT_RULE.AT_LEAST
        for place, width in zip(line.cells, widths, strict=True):
            place.width = width
        for place, cell in zip(line.cells, cells, strict=False):
            _write(place.paragraphs[0], _tidy(cell.runs))
    document.add_paragraph()


def column_widths(rows: Sequence[Sequence[Sequence[str]]]) -> list[float]:
    """Millimetres for each column of rows of cells of lines: room for its longest word, then for its longest line; what
    is left goes to all by their lines. Words that together are wider than the page share it."""
    columns = max(map(len, rows))
    words, lines = [1] * columns, [1] * columns
    for row in rows:
        for place, cell in enumerate(row):
            words[place] = max([words[place], *(len(word) for line in cell for word in line.split())])
            lines[place] = max([lines[place], *map(len, cell)])
    least = [_BESIDE_MM + _LETTER_MM * letters for letters in words]
    wanted = [_LETTER_MM * (line - word) for line, word in zip(lines, words, strict=True)]
    left = _WIDTH_MM - sum(least)
    if left <= 0:
        return [_WIDTH_MM * one / sum(least) for one in least]
    share = min(1.0, left / sum(wanted)) if sum(wanted) else 0.0
    widths = [one + share * more for one, more in zip(least, wanted, strict=True)]
    return _filled(widths, rows)


def _filled(widths: list[float], rows: Sequence[Sequence[Sequence[str]]]) -> list[float]:
    """What is left of the page goes to columns that people write in, else to all by their widths."""
    left = _WIDTH_MM - sum(widths)
    blank = [any(len(row) > place and not "".join(row[place]) for row in rows) for place in range(len(widths))]
    last = blank[-1] and not any(blank[:-1])
    if last:
        return [*widths[:-1], widths[-1] + left]
    return [one + left * one / sum(widths) for one in widths]
