"""The hospital book: what its pages show is what the commands say, one after the other."""

from __future__ import annotations

import re
import runpy
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from staffmatch.cli import app
from tests.strategies import sample

pytestmark = pytest.mark.pages

ROOT = Path(__file__).parents[1]
BOOKS = ("tutorial-spreadsheet", "tutorial-tabellen")
PAGES = ("tutorial-spreadsheet", "for-coordinators", "tutorial-tabellen")
_CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SECONDS = re.compile(r"\d+(?:[.,]\d+)?(?=\ss\b)")


def shown(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a page, with the lines that it shows; those that are left out stand as an ellipsis."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    for block in _CONSOLE.findall(text):
        for said in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = said.splitlines()
            yield command, [line for line in lines if line.strip() not in ("", "…")]


def run(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[str, int]:
    """What it prints, and its exit code; `#` begins a remark."""
    program, *words = shlex.split(command, comments=True)
    if program == "staffmatch":
        result = CliRunner().invoke(app, words, terminal_width=80)
        return result.output, result.exit_code
    if program == "cat":
        return Path(words[0]).read_text(encoding="utf-8"), 0
    assert program == "python", command
    monkeypatch.setattr(sys, "argv", words)
    runpy.run_path(str(ROOT / "examples" / words[0]), run_name="__main__")
    return capsys.readouterr().out, 0


def squeezed(text: str) -> str:
    """Without what depends on the clock or the width of the window."""
    return " ".join(_SECONDS.sub("0", text).split())


@pytest.mark.parametrize("page", sample(PAGES, 2))
def test_the_film_runs_as_it_is_shown(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The German film takes as long as the English one and has its commands: `make test-full` runs it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LC_ALL", "C")
    for command, lines in shown(page):
        output, code = run(command, monkeypatch, capsys)
        assert code == (2 if "# 2" in command else 0), f"{command}\n{output}"
        rest = squeezed(output)
        for line in lines:
            _, found, rest = rest.partition(squeezed(line))
            assert found, f"{command} does not say {line!r} there:\n{output}"


def test_both_languages_have_the_same_commands() -> None:
    one, other = ([re.sub(r"^(staffmatch \w+|\w+).*", r"\1", command) for command, _ in shown(page)] for page in BOOKS)
    assert one == other
    assert len(one) > 12
