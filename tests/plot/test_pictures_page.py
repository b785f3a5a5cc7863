"""The page of pictures: it shows what its command makes, and its lines run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

from docs import pictures

_WORDS = re.compile(r"<text[^>]*>([^<]*)</text>")
PAGE = (Path(pictures.__file__).parent / "pictures.md").read_text(encoding="utf-8")


def test_the_page_shows_every_picture_that_the_command_makes() -> None:
    shown = set(re.findall(r"\(pictures/(\w+)\.svg\)", PAGE))
    assert shown == set(pictures.PICTURES) == {path.stem for path in pictures.FOLDER.glob("*.svg")}
    sizes = [path.stat().st_size for path in pictures.FOLDER.iterdir()]
    assert max(sizes) < 150_000


def test_a_picture_says_what_the_kept_one_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = pictures.FOLDER / "gap_profile.svg"
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    pictures.main(["gap_profile"])
    # Another release of matplotlib may draw the same a little otherwise.
    assert _WORDS.findall((tmp_path / kept.name).read_text("utf-8")) == _WORDS.findall(kept.read_text("utf-8"))


@pytest.mark.full
def test_the_lines_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {"matplotlib": mpl}
    for block in re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        exec(compile(block, "pictures.md", "exec", dont_inherit=True), known)  # noqa: S102 (the page is ours)
    for line in re.findall(r"`(sm\.plot\.(?:map|timeline|coverage|partnerships|funnel)\(s.*?\))`", PAGE):
        exec(line, known)  # noqa: S102
    assert (tmp_path / "plan.svg").exists()
