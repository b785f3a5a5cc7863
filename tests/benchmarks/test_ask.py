"""Latencies of answers: a row for each limit, with what is proven."""

from __future__ import annotations

from benchmarks.ask import recommend_latencies, summary


def test_each_limit_has_a_row_that_adds_up() -> None:
    rows = list(recommend_latencies("small", 1, seconds=0.5, questions=2, limits=[0.0, 0.1]))
    assert [row["limit"] for row in rows] == [0.0, 0.1]
    assert rows[0]["with_plan"] == rows[0]["exact"] == 0
    for row in rows:
        assert row["questions"] == 2
        assert int(str(row["exact"])) <= int(str(row["with_plan"])) <= int(str(row["listed"])) <= 10
        assert 0 < float(str(row["p50_ms"])) <= float(str(row["p95_ms"]))
    assert len(summary(rows).splitlines()) == 4
