"""Scaling measures markets that grow and stay alike."""

from __future__ import annotations

from itertools import count

import pytest

from benchmarks import scaling
from benchmarks.families import FAMILIES, Instance
from benchmarks.scaling import HEAD, instance, measured, sizes


def test_sizes_are_powers_of_ten_up_to_the_largest() -> None:
    assert list(sizes(1e6)) == [10**4, 10**5, 10**6]
    assert list(sizes(99_999)) == [10**4]
    assert list(sizes(9_999)) == []


@pytest.mark.parametrize("pairs", [10**4, 10**5])
def test_a_market_has_about_as_many_pairs_as_asked_for(pairs: int) -> None:
    table = FAMILIES["placements"].scenario(instance(pairs, 1)).pair_table
    assert table is not None
    assert pairs / 3 < len(table.workers) < pairs * 3


def test_a_line_has_a_cell_for_each_head_and_compile_is_the_sum_of_its_steps() -> None:
    tiny = Instance.of("generate:40:8:4:1:1")
    table = FAMILIES["placements"].scenario(tiny).pair_table
    assert table is not None
    line = dict(zip(HEAD, measured(tiny, 1), strict=True))
    assert (line["workers"], line["seats"]) == ("40", "32")
    assert line["pairs"] == f"{len(table.workers):,}"
    assert 0 < int(line["assigned"]) <= 32
    # Each of the figures is rounded by itself.
    steps = sum(float(line[name]) for name in ("columns", "pairing", "formulate"))
    assert float(line["compile"]) == pytest.approx(steps, abs=0.021)


@pytest.mark.parametrize(("seconds", "runs"), [(0.5, 3), (1.5, 1)])
def test_what_is_quick_is_run_again_and_what_is_slow_is_not(
    seconds: float, runs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count(step=seconds)
    monkeypatch.setattr("benchmarks.scaling.time.process_time", lambda: next(clock))
    done: list[None] = []
    assert scaling._timed(lambda: done.append(None)) == (seconds, None)
    assert len(done) == runs
