"""Market: a scenario as pairs and rows, kept for questions that follow and for the scenario that it changes into."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import NamedTuple

import numpy as np

from staffmatch.arrays import Int
from staffmatch.engine.model.all_rows import take_over_rows
from staffmatch.engine.model.problem import Problem
from staffmatch.formulation.carried import Carried
from staffmatch.formulation.carried_rows import Uncut, carried_formulation
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import Origin, formulation
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.records.bases import Term

# The number kept: the scenario asked about, and the one it changes into.
KEPT = 2

_kept: OrderedDict[str, Market] = OrderedDict()
_lock = Lock()


_NOTHING: tuple[Int, Int] = (np.empty(0, np.int64), np.empty(0, np.int64))


class Taken(NamedTuple):
    """What was taken over from the market ``of`` some pairs: the places of pairs and rows there and here."""

    of: Pairs
    pairs: tuple[Int, Int]
    rows: tuple[Int, Int]


@dataclass(frozen=True)
class Market:
    """All that may be chosen in a scenario: its pairs, and the rows and tiers over them.

    ``uncut`` is its `problem`, which may lack the cuts: they stand last, and are made once they are asked for.
    ``origins`` says of which rule each row group is, see `Formulation`. ``seconds`` is how long it took to read
    and pair all of it, or the market from which most was taken over.
    """

    pairs: Pairs
    uncut: Problem
    origins: tuple[Origin | None, ...]
    seconds: float
    _cut: Callable[[], Problem]
    _taken: Taken | None = None

    @cached_property
    def problem(self) -> Problem:
        return self._cut()

    def taken_from(self, other: Market) -> tuple[Int, Int]:
        """Pairs that were taken over from another market: their places there and here; none from any but that one."""
        return _NOTHING if self._taken is None or self._taken.of is not other.pairs else self._taken.pairs

    def rows_taken_from(self, other: Market) -> tuple[Int, Int]:
        """Rows of `uncut` that were taken over from that of another market, whose pairs all stand: their places there
        and here; none from any but that one."""
        return _NOTHING if self._taken is None or self._taken.of is not other.pairs else self._taken.rows

    @classmethod
    def of(cls, scenario: Scenario) -> Market:
        """The market of a scenario, kept from one with the same content or newly made."""
        digest = scenario.digest()
        with _lock:
            found = _kept.get(digest)
        if found is None:
            began = monotonic()
            columns = columns_of(scenario)
            found = Paired.of(columns, monotonic() - began).formulated(tiers_in_full(scenario))
        return found.keep()

    def keep(self) -> Market:
        """Keep it in place of the least recently used one."""
        digest = self.pairs.columns.scenario.digest()
        with _lock:
            _kept[digest] = self
            _kept.move_to_end(digest)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return self


@dataclass(frozen=True)
class Paired:
    """The pairs of a scenario, and what of them was taken over from a market that is kept; ``seconds`` as there."""

    pairs: Pairs
    seconds: float
    _of: tuple[Market, Carried] | None

    @classmethod
    def of(cls, columns: Columns, reading: float) -> Paired:
        """All eligible pairs, those taken over of which nothing was touched; ``reading`` the columns took so long."""
        began, rules = monotonic(), columns.scenario.rules
        with _lock:
            markets = list(reversed(_kept.values()))
        for market in markets:
            if (carried := Carried.of(market.pairs, columns, rules)) is not None:
                return cls(carried.pairs, market.seconds, (market, carried))
        pairs = eligible_pairs(columns, rules)
        return cls(pairs, reading + monotonic() - began, None)

    def formulated(self, tiers: Sequence[Sequence[Term]]) -> Market:
        """With the rows over the pairs; LimitError where the integers could exceed 64 bits."""
        made, taken = None, None
        if self._of is not None:
            market, carried = self._of
            made = carried_formulation(market.uncut, market.origins, carried, tiers)
            rows = _NOTHING if made is None else made.taken
            taken = Taken(carried.former, (carried.stay, carried.place), rows)
            if made is not None:
                take_over_rows(made.problem, market.uncut, rows)
        if made is None:
            whole = formulation(self.pairs, tiers)
            made = Uncut(whole.problem, whole.origins, lambda: whole.problem, _NOTHING)
        self.pairs.forget()
        return Market(self.pairs, made.problem, made.origins, self.seconds, made.cut, taken)
