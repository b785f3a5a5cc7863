"""An auction leaves a plan within all capacities, and prices that are none below 0."""

from __future__ import annotations

import numpy as np
import pytest

from staffmatch.engine.network.auction import auctioned
from staffmatch.engine.params import AuctionParams
from tests.engine.test_flow import limits
from tests.strategies import sample


def market(seed: int) -> tuple[np.ndarray, ...]:
    """Pairs by bidder and cost, places of the bidders, stock of the goods."""
    dice = np.random.default_rng(seed)
    bidder, good = np.nonzero(dice.random((30, 40)) < 0.4)
    cost = -dice.integers(1, 100, len(bidder))
    order = np.lexsort((cost, bidder))
    return bidder[order], good[order], cost[order], dice.integers(1, 7, 30), dice.integers(1, 3, 40)


@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize("seed", sample(range(5), 3))
def test_plan_and_prices_are_there_whenever_it_ends(seed: int, stopped: bool) -> None:
    bidder, good, cost, places, stock = market(seed)
    params = AuctionParams(least_rounds=1) if stopped else AuctionParams()
    worth, price, pairs = auctioned(bidder, good, cost, places, stock, limits(stop=stopped), params)
    assert len(np.unique(pairs)) == len(pairs) > 0
    assert (np.bincount(bidder[pairs], minlength=30) <= places).all()
    assert (np.bincount(good[pairs], minlength=40) <= stock).all()
    assert min(worth.min(), price.min()) >= 0
    reduced = cost + worth[bidder] + price[good]
    assert np.minimum(reduced, 0).sum() - worth @ places - price @ stock <= cost[pairs].sum()


def test_where_there_is_nothing_to_bid_for_nothing_is_chosen() -> None:
    none = np.empty(0, np.int64)
    worth, price, pairs = auctioned(none, none, none, np.ones(3, np.int64), np.ones(2, np.int64), limits())
    assert (worth.tolist(), price.tolist(), pairs.tolist()) == ([0, 0, 0], [0, 0], [])
