"""The headline table: every entry is measured with its peer, or says why it is left out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.families import FAMILIES, Instance
from benchmarks.headline import ENTRIES, Entry, report
from benchmarks.peers import PEERS
from benchmarks.run import Run
from staffmatch import InternalError


def test_every_entry_has_a_family_and_a_peer_that_takes_it() -> None:
    assert sum(2 * entry.seconds for entry in ENTRIES) <= 15 * 60
    for entry in ENTRIES:
        assert entry.family in FAMILIES
        assert not PEERS[entry.peer].families or entry.family in PEERS[entry.peer].families


def test_files_that_are_not_there_and_what_fails_are_left_out_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STAFFMATCH_DATA", raising=False)

    def measured(run: Run, instance: Instance) -> dict[str, Any]:
        if run.peer == "highs":
            raise InternalError("HiGHS is ill.")
        known = {"status": "optimal", "value": 7.0, "seconds": 2.0, "machine": {}, "best_known": None}
        return run.key(instance) | known

    entries = [
        Entry("hamburg", "generate:20:8:3:2", "greedy", 5),
        Entry("hamburg", "generate:20:8:3:2", "highs", 5),
        Entry("lap", "assign800.txt.gz", "scipy-lap", 5),
    ]
    *lines, shown = report(entries, measured)
    assert [line.partition(": ")[2] for line in lines[:3]] == ["optimal, 7.0"] * 3
    assert lines[3] == "hamburg, generate:20:8:3:2: left out, HiGHS is ill."
    assert "left out, " in lines[4]
    assert "STAFFMATCH_DATA" in lines[4]
    assert [json.dumps(line).count("| hamburg |") for line in shown.strip().splitlines()[2:5]] == [1, 1, 1]
