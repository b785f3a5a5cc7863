"""Pages on the terminal: safe text, aligned columns, sections and bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from staffmatch.explain.protections import Absence
from staffmatch.messages.language import Names
from staffmatch.messages.message import Message
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words

BAR = 24
# Rich breaks lines at no-break spaces too, so another character stands for them until lines are made.
_HELD = "\ue000"
# Replacements for terminals whose encoding lacks a character.
_PLAIN = str.maketrans({"█": "#", "░": ".", "→": ">", "…": "...", "·": "-", "×": "x", "–": "-", "≥": ">=", "€": "EUR "})


class Page:
    """A page whose ``parts`` are written one below the other."""

    encoding = "utf-8"

    def __init__(self, words: Words | None = None) -> None:
        self.words = words or Words.of("en")

    def parts(self) -> Iterator[RenderableType]:
        raise NotImplementedError

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.encoding = options.encoding
        for segment in console.render(Group(*self.parts()), options):
            yield Segment(segment.text.replace(_HELD, " "), segment.style, segment.control)

    def text(self, text: str, style: str = "") -> Text:
        """Text without markup, control characters, and characters that the terminal's encoding lacks."""
        text = "".join(c if c.isprintable() or c == SPACE else "?" for c in text)
        return Text(_HELD.join(map(self.encodable, text.split(SPACE))), style)

    def encodable(self, text: str) -> str:
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return text.translate(_PLAIN).encode(self.encoding, "replace").decode(self.encoding)
        return text

    def table(self, rows: Sequence[Sequence[Text]], right: Sequence[int] = (), flexible: int | None = None) -> Table:
        """Aligned columns; only the flexible one shrinks on a narrow terminal."""
        table = Table.grid(padding=(0, 2, 0, 0))
        for place, cells in enumerate(zip(*rows, strict=True)):
            widest = max(cell_len(cell.plain) for cell in cells)
            table.add_column(
                justify="right" if place in right else "left",
                min_width=None if place == flexible else widest,
                overflow="fold",
            )
        for row in rows:
            table.add_row(*row)
        return table

    def section(self, title: str, *content: RenderableType) -> tuple[RenderableType, ...]:
        return Text(), self.text(title, "bold"), Padding(Group(*content), (0, 0, 0, 2))

    def more(self, hidden: int) -> list[Text]:
        return [self.text(self.words.count(hidden, "more"), "dim")] if hidden > 0 else []

    def bar(self, part: float, whole: float) -> Text:
        """A bar; any part shows at least one block, and less than the whole leaves one open."""
        blocks = round(BAR * part / whole) if whole else 0
        if 0 < part < whole:
            blocks = min(max(blocks, 1), BAR - 1)
        return Text.assemble(self.text("█" * blocks, "green"), self.text("░" * (BAR - blocks), "dim"))


def protections(
    page: Page, absent: Sequence[Absence], low_limits: Sequence[Message], names: Names | None = None
) -> Iterator[RenderableType]:
    """What is off, loudly; and limits that are lower than what is stated."""
    words = page.words
    if off := [words.told(one.message, names) for one in absent if one.off]:
        yield from page.section(words.say("off"), *(page.text(one, "bold red") for one in off))
    if low_limits:
        told = (page.text(words.told(one, names), "yellow") for one in low_limits)
        yield from page.section(words.say("low_limits"), *told)


def not_ruled(page: Page, absent: Sequence[Absence]) -> Iterator[RenderableType]:
    """What practitioners assume and no rule is about."""
    if assumed := [page.words.told(one.message) for one in absent if not one.off]:
        yield from page.section(page.words.say("no_rule"), *(page.text(one, "dim") for one in assumed))
