"""The table: one line for each row, ratios to staffmatch on the same instance, and where it all comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import main
from benchmarks.table import table

MACHINE = {"cpu": "Abacus", "cores": 2, "ram_gib": 4.0, "os": "Linux", "python": "3.12.1"}


def made(peer: str | None, status: str, value: float | None, seconds: float | None, **more: Any) -> dict[str, Any]:
    known = {"bound": 200.0, "gap": None if value is None else (value - 200) / value, "best_known": 200}
    origin = {"commit": "abc", "seed": 0, "time_limit": 20.0, "threads": 1, "machine": MACHINE, "peak_mb": 1234.5}
    given = {"instance": "g.txt", "family": "gap", "peer": peer, "status": status, "value": value, "seconds": seconds}
    return given | known | origin | more


ROWS = [
    made(None, "optimal", 200.0, 2.0),
    made("highs", "feasible", 250.0, 5.0),
    made("cpsat", "skipped", None, None, bound=None, best_known=None, peak_mb=None, reason="a | b\nc"),
    made("highs", "feasible", 300.0, 120.0, instance="alone.txt", time_limit=None),
]


def test_ratios_are_to_staffmatch_on_the_same_instance() -> None:
    lines = [[cell.strip() for cell in line.split(" | ")] for line in table(ROWS).splitlines()[2:6]]
    assert [line[3:] for line in lines] == [
        ["optimal", "200", "200", "0 %", "200", "2.00", "1.00", "1.0000", "1,234 |"],
        ["feasible", "250", "200", "20 %", "200", "5.00", "2.50", "1.2500", "1,234 |"],
        [r"skipped: a \| b c", "–", "–", "–", "–", "–", "–", "–", "– |"],
        ["feasible", "300", "200", "33.3 %", "200", "120", "–", "–", "1,234 |"],
    ]


def test_the_last_line_says_where_the_figures_come_from() -> None:
    said = (
        "commit abc; seed 0; time limit 20 s, none; threads 1; machine Abacus, 2 cores, 4.0 GiB, Linux, Python 3.12.1."
    )
    assert table(ROWS).splitlines()[-1] == said


def test_the_command_puts_files_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, rows in (("a", ROWS[:1]), ("b", ROWS[1:])):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["table", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    assert capsys.readouterr().out.strip() == table(ROWS)


@pytest.mark.parametrize("line", ["{", "[]", '{"instance": "a"}'])
def test_what_is_no_row_is_named(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROWS[0]) + "\n" + line + "\n")
    assert main(["table", str(tmp_path / "rows.jsonl")]) == 2
    assert "rows.jsonl, line 2" in capsys.readouterr().err
