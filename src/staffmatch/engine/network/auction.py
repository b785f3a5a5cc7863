"""Initial prices of a network by an auction: good enough to tell which pairs an optimum may contain.

The shorter side bids. A bidder with k free places bids for each of its k best goods the price at which that good is as
dear as its next best, plus an increment; goods keep the highest bids. All bid at once, in numpy (Bertsekas 1988, Jacobi
version). Increments grow towards the end, since the last bidders may have to outbid each other up to the whole value of
a place. Nothing here has to be exact: any prices prove a bound.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, ranges
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.params import AuctionParams


def auctioned(
    bidder: Int, good: Int, cost: Int, places: Int, stock: Int, limits: Limits, params: AuctionParams = AuctionParams()
) -> tuple[Int, Int, Int]:
    """Prices of the bidders' places and of the goods, and the matched pairs.

    Pairs are sorted by bidder and cost, which is negative. It can be stopped at any time with a plan and a proof.
    """
    table = _Table.of(bidder, good, cost, places, len(stock), params)
    auction = _Auction(table, stock)
    price = auction.run(limits)
    return table.worth(price, len(places)), price[:-1], table.pair.ravel()[auction.entry[auction.entry >= 0]]


@dataclass(frozen=True)
class _Table:
    """The cheapest goods of each bidder, one row for at most ``params.places`` places; padding is worthless."""

    owner: Int
    places: Int
    pair: Int
    good: Int
    cost: Int
    params: AuctionParams

    @classmethod
    def of(cls, bidder: Int, good: Int, cost: Int, places: Int, nothing: int, params: AuctionParams) -> _Table:
        start = np.searchsorted(bidder, np.arange(len(places) + 1))
        wanted = np.minimum(places, np.diff(start))
        dealt = np.maximum(1, -(-wanted // params.places))
        owner, part = ranges(np.zeros_like(dealt), dealt)
        # Goods are dealt like cards, so that each row of a bidder gets cheap and dear ones.
        at = (start[owner] + part)[:, None] + dealt[owner][:, None] * np.arange(params.looks_at)
        real = at < start[owner + 1][:, None]
        at[~real] = 0
        share = (wanted[owner] + dealt[owner] - 1 - part) // dealt[owner]
        if not len(good):
            return cls(owner, share, at, np.full(at.shape, nothing), np.zeros(at.shape, np.int64), params)
        return cls(owner, share, at, np.where(real, good[at], nothing), np.where(real, cost[at], 0), params)

    def worth(self, price: Int, bidders: int) -> Int:
        """The value of a place of each bidder at these prices, between those of the last good it gets and of the
        next."""
        places = self.params.places
        net = np.minimum(np.partition(self.cost + price[self.good], range(places + 1), axis=1)[:, : places + 1], 0)
        row, last = np.arange(len(net)), np.maximum(self.places - 1, 0)
        worth = -(net[row, last] + net[row, last + 1]) // 2
        most = np.zeros(bidders, np.int64)
        np.maximum.at(most, self.owner, worth)
        return most


class _Auction:
    """Goods have slots for bids; a slot stores the table entry that it was bid for."""

    def __init__(self, table: _Table, stock: Int) -> None:
        self.table, self.params = table, table.params
        self.stock = np.append(np.minimum(stock, len(table.owner) * self.params.places), 0)
        # A good needs no more slots than its bidders could fill.
        wanted = np.bincount(table.good.ravel(), minlength=len(self.stock))
        self.stock = np.minimum(self.stock, np.maximum(wanted, 1))
        self.stock[-1] = 0
        self.first = np.cumsum(self.stock) - self.stock
        self.bid = np.zeros(int(self.stock.sum()), np.int64)
        self.entry = np.full(len(self.bid), -1)
        self.price = np.zeros(len(self.stock), np.int64)
        self.has = np.zeros(table.good.shape, bool)
        self.held = np.zeros(len(table.owner), np.int64)

    def run(self, limits: Limits) -> Int:
        table = self.table
        gap = table.cost[:, min(2 * self.params.places, self.params.looks_at - 1)] - table.cost[:, 0]
        increment = max(1, round(self.params.increment * float(np.median(gap)))) if len(gap) else 1
        enough = self.params.left * int(table.places.sum())
        waiting = table.places > 0
        for number in range(self.params.rounds):
            open_ = np.flatnonzero(waiting & (self.held < table.places))
            if len(open_) <= enough or (number >= self.params.least_rounds and limits.over):
                break
            if number >= self.params.steady and number % self.params.doubled == 0:
                increment *= 2
            limits.charge(50 * open_.size * self.params.looks_at)
            offers = self._offers(open_, increment)
            waiting[open_] = np.bincount(offers[1] // self.params.looks_at, minlength=len(waiting))[open_] > 0
            if not len(offers[0]):
                break
            # Bidders for whom nothing pays have left for good, since prices never fall.
            self._settle(*offers)
        return self.price

    def _offers(self, open_: Int, increment: int) -> tuple[Int, Int, Int]:
        """(good, entry, bid) of all bidders with free places and goods that pay."""
        table = self.table
        net = table.cost[open_] + self.price[table.good[open_]]
        # A bidder never bids again for what it holds.
        net[self.has[open_]] = 0
        best = np.argpartition(net, self.params.places, axis=1)[:, : self.params.places + 1]
        value = np.take_along_axis(net, best, 1)
        order = np.argsort(value, axis=1, kind="stable")
        best, value = np.take_along_axis(best, order, 1), np.take_along_axis(value, order, 1)
        need = table.places[open_] - self.held[open_]
        following = np.minimum(value[np.arange(len(open_)), need], 0)
        row, column = np.nonzero((np.arange(self.params.places + 1) < need[:, None]) & (value < 0))
        entry = open_[row] * self.params.looks_at + best[row, column]
        good = table.good.ravel()[entry]
        return good, entry, self.price[good] + following[row] - value[row, column] + increment

    def _settle(self, good: Int, entry: Int, bid: Int) -> None:
        """Each good keeps the highest of its old and new bids; its price is the lowest bid kept, 0 while it has free
        slots."""
        asked = np.zeros(len(self.stock), bool)
        asked[good] = True
        touched = np.flatnonzero(asked)
        size = self.stock[touched]
        slot = ranges(self.first[touched], self.first[touched] + size)[1]
        good = np.r_[np.repeat(touched, size), good]
        entry, bid = np.r_[self.entry[slot], entry], np.r_[self.bid[slot], bid]
        self._mark(self.entry[slot], False, -1)
        order = np.lexsort((-bid, good))
        good, entry, bid = good[order], entry[order], bid[order]
        begins = np.searchsorted(good, touched)
        rank = np.arange(len(good)) - np.repeat(begins, np.diff(np.append(begins, len(good))))
        kept = rank < self.stock[good]
        slot = self.first[good[kept]] + rank[kept]
        self.entry[slot], self.bid[slot] = entry[kept], bid[kept]
        self._mark(entry[kept], True, 1)
        self.price[touched] = self.bid[self.first[touched] + size - 1]

    def _mark(self, entry: Int, has: bool, change: int) -> None:
        entry = entry[entry >= 0]
        self.has.ravel()[entry] = has
        np.add.at(self.held, entry // self.params.looks_at, change)
