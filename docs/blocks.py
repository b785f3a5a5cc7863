"""Python in the pages, run from top to bottom: ``python -m docs.blocks faq`` writes what it prints into docs/faq.md.

A page is one program. Its ``python`` blocks share their names; a ``text`` block that follows one directly is what that
block prints. Two remarks, which no reader sees, stand in front of a block:

    <!-- hidden: python
    code that prepares the next block
    -->
    <!-- not run: the reason -->
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent

_BLOCK = re.compile(
    r"(?:^<!-- not run: (?P<reason>.+?) -->\n+)?"
    r"(?:^```python\n(?P<shown>.*?)^```\n|^<!-- hidden: python\n(?P<hidden>.*?)^-->\n)"
    r"(?:\n*^```text\n(?P<printed>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)
_SECONDS = re.compile(r"\d+(?:\.\d+)?(?= s\b| seconds\b)")


class Block(NamedTuple):
    """``line`` is that of its first line in the page; ``printed`` is None where the page shows no output."""

    line: int
    code: str
    reason: str | None
    printed: str | None
    place: tuple[int, int]


def blocks(text: str) -> Iterator[Block]:
    """The Python of a page, hidden blocks too."""
    for found in _BLOCK.finditer(text):
        part = "shown" if found["shown"] is not None else "hidden"
        line = text.count("\n", 0, found.start(part)) + 1
        yield Block(line, found[part], found["reason"], found["printed"], found.span("printed"))


def run(page: Path) -> Iterator[tuple[Block, str]]:
    """Run a page in the working directory: each block that is run, with what it prints."""
    known: dict[str, Any] = {"__name__": "page", "__file__": str(page)}
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.reason is None:
            said = io.StringIO()
            # Empty lines in front, so that a traceback names the line of the page. Compiled by itself: pydantic reads
            # its annotations.
            code = compile("\n" * (block.line - 1) + block.code, str(page), "exec", dont_inherit=True)
            with contextlib.redirect_stdout(said):
                exec(code, known)  # noqa: S102 (the pages are ours)
            yield block, said.getvalue()


def without_seconds(text: str) -> str:
    """What does not depend on the clock, with no spaces at ends of lines."""
    return "\n".join(line.rstrip() for line in _SECONDS.sub("0", text).strip().splitlines())


def fill(page: Path) -> None:
    """Write what the blocks print where the page shows it."""
    text = page.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        ran = list(run(page))
    for block, said in reversed(ran):
        if block.printed is not None and without_seconds(said) != without_seconds(block.printed):
            begin, end = block.place
            text = text[:begin] + said.rstrip() + "\n" + text[end:]
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        fill(HERE / f"{name}.md")
