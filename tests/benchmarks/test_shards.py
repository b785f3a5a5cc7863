"""The market of `benchmarks.shards`."""

from __future__ import annotations

from benchmarks.shards import market
from tests.builders import problem_of


def test_the_market_is_drawn_anew_from_its_seed_and_has_spans() -> None:
    one, same, other = (problem_of(market(12, 20, 3, seed)) for seed in (1, 1, 2))
    assert one.pairs == same.pairs > 0
    assert other.pairs != one.pairs
    assert one.timeline is not None
    assert one.timeline.rows.any()
