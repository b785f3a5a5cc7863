"""The rows of a file, one JSON object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from staffmatch import InputError, InputIssue
from staffmatch.io.files import read_text

Row = dict[str, Any]


def read(path: str | Path) -> list[Row]:
    return [_row(path, number, line) for number, line in enumerate(read_text(path).splitlines(), 1) if line.strip()]


def append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def _row(path: str | Path, number: int, line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict) or not {"instance", "family", "peer", "status"} <= row.keys():
        text = "is not a row of a benchmark."
        raise InputError([InputIssue("malformed_row", f"{path}, line {number}", text, "Remove the line.")])
    return row
