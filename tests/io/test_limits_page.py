"""docs/limits.md says what the limits are."""

from __future__ import annotations

from pathlib import Path

from staffmatch.io import limits

PAGE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
INNER = {"MB", "BATCH_ROWS", "BATCH_BYTES"}


def test_every_limit_stands_on_the_page() -> None:
    found = {name: value for name, value in vars(limits).items() if isinstance(value, int) and name not in INNER}
    assert len(found) > 12
    for name, value in found.items():
        said = f"{value // limits.MB:,} MB" if name.endswith("_BYTES") else f"{value:,}"
        assert said in PAGE, f"{name} is {said}"
