"""A measured figure in the docs stands in the section of its command and commit, or beside a link to these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
# The records themselves, with a command to each table; what was measured when a change was made; and limits, which are
# set and not measured.
ELSEWHERE = {"experiments.md", "algorithm.md", "changes.md", "limits.md"}
PAGES = [page for page in sorted(DOCS.glob("*.md")) if page.name not in ELSEWHERE]

_BLOCK = re.compile(r"^( *)(```|~~~).*?^\1\2\s*$", re.MULTILINE | re.DOTALL)
_MEASURED = re.compile(
    r"(?<![\w`=.])\d[\d.,]*\s(?:CPU s|CPU seconds|seconds|s|ms|kB|MB|GB|GiB)\b|(?<![\w`=.])\d+[.,]\d+\stimes\b"
)
_SOURCE = re.compile(r"\]\((?:\.\./benchmarks/RESULTS|experiments|results)\.md")
_COMMIT = re.compile(r"\bcommit `?[0-9a-f]{7,40}\b")
_COMMAND = re.compile(r"\b(?:python -m (?:benchmarks|docs|staffmatch)|staffmatch [a-z]+|sm\.[a-z]+\()")


def unfounded(text: str) -> Iterator[str]:
    """The measured figures outside of blocks in sections that have neither a source nor both command and commit."""
    # A comment at the beginning of a line of a block is no heading.
    indented = _BLOCK.sub(lambda block: block[0].replace("\n#", "\n #"), text)
    for section in re.split(r"^(?=#+ )", indented, flags=re.MULTILINE):
        if not (_SOURCE.search(section) or (_COMMIT.search(section) and _COMMAND.search(section))):
            yield from _MEASURED.findall(_BLOCK.sub("", section))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_measured_figure_has_its_command_and_commit(page: Path) -> None:
    found = list(unfounded(page.read_text(encoding="utf-8")))
    assert not found, f"{page.name}: {found} stand without a command and commit; give them, link them or take them out"


def test_what_is_a_figure_and_what_founds_it() -> None:
    figure = "# Page\nIt takes 0.4 CPU seconds and 2.5 MB.\n"
    assert list(unfounded(figure)) == ["0.4 CPU seconds", "2.5 MB"]
    assert list(unfounded(f"{figure}`python -m benchmarks run` at commit 0c19ce27\n")) == []
    assert list(unfounded(f"{figure}`python -m benchmarks run`\n")) != []
    assert list(unfounded(f"{figure}See [the experiments](experiments.md#levels).\n")) == []
    assert list(unfounded(f"{figure}## Next\nSee [the experiments](experiments.md).\n")) != []
    assert list(unfounded("```text\n# in 3 s\n```\nA shift of 8 h, `time_limit=5`, 2020-04-06, 3 people.\n")) == []
