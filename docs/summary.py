"""``llms.txt``: what each page is about, for programs that read pages one at a time (https://llmstxt.org)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent

# The parts of the site, each a page that lists its own pages.
PARTS = ("start", "guides", "questions", "books", "inside", "project")

_LISTED = re.compile(r"^```\{toctree\}\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ASIDE = re.compile(r"^```.*?^```|^:::.*?^:::|<!--.*?-->|^\|.*$|^>.*$", re.MULTILINE | re.DOTALL)
_SKIPPED = ("#", "Written from")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def summary() -> str:
    """The text of llms.txt: the library in a sentence, then each part with its pages."""
    what = sentence(HERE / "index.md")
    head = f"# staffmatch\n\n> {what}\n\nEvery public name is in the [API reference](api/index.html).\n"
    return head + "".join(f"\n## {title(HERE / f'{part}.md')}\n\n{_pages(part)}" for part in PARTS)


def listed(page: Path) -> Iterator[str]:
    """The pages that a page lists, by name."""
    for block in _LISTED.findall(page.read_text(encoding="utf-8")):
        yield from (line.strip() for line in block.splitlines() if line.strip() and not line.startswith(":"))


def title(page: Path) -> str:
    """The first heading."""
    found = re.search(r"^# (.+)$", _text(page), re.MULTILINE)
    if found is None:
        raise ValueError(f"{page.name} has no heading.")
    return found[1]


def sentence(page: Path) -> str:
    """The first sentence of a page below its heading, without marks."""
    _, _, below = _text(page).partition("# ")
    text = _ASIDE.sub("", below.partition("\n")[2])
    paragraph = next(part for part in text.split("\n\n") if part.strip() and not part.lstrip().startswith(_SKIPPED))
    plain = _LINK.sub(r"\1", " ".join(paragraph.split())).replace("*", "")
    return re.split(r"(?<=[.!?:])\s+(?=[A-Z`])", plain)[0]


def _text(page: Path) -> str:
    """What a page says, or the file that it includes as a whole."""
    text = page.read_text(encoding="utf-8")
    included = re.match(r"```\{include\} (\S+)", text)
    return text if included is None else (page.parent / included[1]).read_text(encoding="utf-8")


def _pages(part: str) -> str:
    return "".join(
        f"- [{title(HERE / f'{name}.md')}]({name}.html): {sentence(HERE / f'{name}.md')}\n"
        for name in pages_below(part)
    )


def pages_below(name: str) -> Iterator[str]:
    """The pages that a page lists, and those that these list; of Markdown alone."""
    for inner in listed(HERE / f"{name}.md"):
        if (HERE / f"{inner}.md").exists():
            yield inner
            yield from pages_below(inner)
