"""Latencies of answers: a row for each limit, with what is proven."""

from __future__ import annotations

from benchmarks.ask import recommend_latencies, summary
from benchmarks.ask_replan import row_of_events
from staffmatch import hamburg, solve


def test_each_limit_has_a_row_that_adds_up() -> None:
    rows = list(recommend_latencies("small", 1, seconds=0.5, questions=2, limits=[0.0, 0.1]))
    assert [row["limit"] for row in rows] == [0.0, 0.1]
    assert rows[0]["with_plan"] == rows[0]["exact"] == 0
    for row in rows:
        assert row["questions"] == 2
        assert int(str(row["exact"])) <= int(str(row["with_plan"])) <= int(str(row["listed"])) <= 10
        assert 0 < float(str(row["p50_ms"])) <= float(str(row["p95_ms"]))
    assert len(summary(rows).splitlines()) == 4


def test_events_in_a_row_are_told_by_kind_and_by_place() -> None:
    plan = solve(hamburg.scenario(workers=150, seats=60, days=3, seed=3))
    rows = list(row_of_events(plan, 1, 4, {"question": "replan"}))
    assert [(row["event"], row["events"]) for row in rows] == [
        ("drop-out", 2),
        ("new demand", 1),
        ("changed window", 1),
        ("all", 4),
        ("first", 4),
        ("last", 4),
    ]
    for row in rows:
        assert row["last_verifies"]
        assert 0 <= int(str(row["least_proven"])) <= int(str(row["events"]))
        assert 0 < int(str(row["whole_cpu_p50"])) <= int(str(row["whole_cpu_p95"]))
