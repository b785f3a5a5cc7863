"""docs/trainings.md: what it shows is what its code prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "trainings.md"


def test_the_page_shows_what_its_code_prints(capsys: pytest.CaptureFixture[str]) -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    first, shown, second = blocks
    names: dict[str, object] = {}
    exec(first, names)  # noqa: S102 - the page's own code
    assert capsys.readouterr().out == shown
    exec(second, names)  # noqa: S102
    assert f"`{capsys.readouterr().out.strip()}`" in text
