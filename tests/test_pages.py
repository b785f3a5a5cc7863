"""Every block of code in docs/ runs, or says why not; commands, JSON and TOML are at least what they claim to be."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from docs import blocks
from staffmatch.cli import app
from staffmatch.records.bases import RULES, TERMS

pytestmark = pytest.mark.pages

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.md"))
PROGRAMS = [page for page in PAGES if next(blocks.blocks(page.read_text(encoding="utf-8")), None)]
COMMANDS: Any = typer.main.get_command(app)

# What a fence may be called: other names would be code that no test reads. `text` is output, a formula or a sketch.
LANGUAGES = {"python", "text", "json", "toml", "sh", "console", "java", "xml", "ini", "csv", "html", "math", ""}

_FENCE = re.compile(r"^ *```(?!\{)([^\n`]*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def fenced(*names: str) -> Iterator[tuple[str, str]]:
    """The page and the text of each block of these languages, the README's too."""
    for page in (*PAGES, ROOT / "README.md"):
        for language, text in _FENCE.findall(page.read_text(encoding="utf-8")):
            if language in names:
                yield page.name, text


@pytest.mark.parametrize("page", PROGRAMS, ids=lambda page: page.stem)
def test_every_block_of_python_runs_and_prints_what_the_page_shows(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import matplotlib.pyplot as plt

    for registry in (RULES, TERMS):
        # What they register is gone after it.
        monkeypatch.setattr(registry, "_classes", dict(registry._classes))
    monkeypatch.chdir(tmp_path)
    plt.switch_backend("Agg")
    for block, printed in blocks.run(page):
        if block.printed is not None:
            assert blocks.without_seconds(printed) == blocks.without_seconds(block.printed), (
                f"line {block.line}: run `python -m docs.blocks {page.stem}`"
            )
    plt.close("all")


def test_what_does_not_run_says_why() -> None:
    texts = {page.stem: page.read_text(encoding="utf-8") for page in PROGRAMS}
    found = {name: block.reason for name, text in texts.items() for block in blocks.blocks(text) if block.reason}
    assert list(found) == ["from-discrete-optimization"]
    assert all(len(reason) > 20 for reason in found.values())


def test_no_block_has_a_language_that_no_test_reads() -> None:
    for page in PAGES:
        found = {language for language, _ in _FENCE.findall(page.read_text(encoding="utf-8"))}
        assert found <= LANGUAGES, page.name


def test_every_python_block_is_found_by_the_runner() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        shown = len(re.findall(r"^ *```python", text, re.MULTILINE)) + len(
            re.findall(r"^<!-- hidden: python$", text, re.MULTILINE)
        )
        assert len(list(blocks.blocks(text))) == shown, page.name


def test_json_and_toml_can_be_read() -> None:
    for _, text in fenced("json"):
        json.loads(text)
    for _, text in fenced("toml"):
        tomllib.loads(text)


def commands() -> list[tuple[str, list[str]]]:
    """Every line that begins with ``staffmatch``, as words."""
    lines = ((page, line) for page, text in fenced("sh", "console", "text", "") for line in text.splitlines())
    found = ((page, line.removeprefix("$ ")) for page, line in lines)
    return [(page, shlex.split(line, comments=True)) for page, line in found if re.match(r"staffmatch [a-z]", line)]


def test_every_command_and_its_options_exist() -> None:
    known = commands()
    for page, words in known:
        command, left = COMMANDS, words[1:]
        while hasattr(command, "commands"):
            assert left[0] in command.commands, f"{page}: {' '.join(words)}"
            command, left = command.commands[left[0]], left[1:]
        options = {option for one in command.params for option in (*one.opts, *one.secondary_opts)}
        used = {word.partition("=")[0] for word in left if re.match(r"--?[a-z]", word)}
        assert used <= {*options, "--help"}, f"{page}: {' '.join(words)}: {used - options}"
    assert len(known) > 40
