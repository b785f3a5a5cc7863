"""Rows asked about by the blocks of their entries are those found by a look at every entry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from staffmatch import hamburg
from staffmatch.engine.model.all_rows import activity, feasible, only_rows, row_block, rows_of
from staffmatch.engine.model.problem import Problem
from staffmatch.formulation import market


@pytest.fixture(scope="module")
def city() -> Problem:
    return market.Market.of(hamburg.scenario("small", seed=1)).problem


def test_rows_of_columns_are_found_by_their_blocks(city: Problem) -> None:
    dice = np.random.default_rng(1)
    assert row_block(city) is not None
    scanned = replace(city, timeline=None)
    assert row_block(scanned) is None
    for share in (0, 0.0002, 0.01, 0.3, 1):
        columns = dice.random(city.width) < share
        assert np.array_equal(rows_of(city, columns), rows_of(scanned, columns))
        only = np.r_[columns[: city.pairs], np.zeros(city.width - city.pairs, bool)]
        assert np.array_equal(rows_of(city, only), rows_of(scanned, only))


def test_each_block_of_a_row_is_that_of_all_its_entries(city: Problem) -> None:
    block, line = row_block(city), city.timeline
    assert block is not None
    assert line is not None
    for row in np.random.default_rng(2).integers(0, len(block), 300).tolist():
        columns = city.matrix.indices[city.matrix.indptr[row] : city.matrix.indptr[row + 1]]
        blocks = {int(line.block[one]) if one < city.pairs else -1 for one in columns.tolist()}
        assert block[row] == (blocks.pop() if len(blocks) == 1 else -1)


def test_nothing_is_said_of_blocks_in_no_order(city: Problem) -> None:
    line = city.timeline
    assert line is not None
    assert row_block(replace(city, timeline=replace(line, block=line.block[::-1]))) is None


def test_a_choice_is_feasible_if_all_rows_are_kept(city: Problem) -> None:
    none = np.zeros(city.width, bool)
    assert feasible(city, none)
    assert not activity(city, none).any()
    every = city.complete(np.ones(city.pairs, bool))
    assert not feasible(city, every)
    part = only_rows(city, np.arange(3))
    assert np.array_equal(activity(part, every), activity(city, every)[:3])
