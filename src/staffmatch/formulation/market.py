"""Market: a scenario as pairs and rows, kept for questions that follow and for the scenario that it changes into."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from staffmatch.engine.model.problem import Problem
from staffmatch.formulation.carried import Carried
from staffmatch.formulation.carried_rows import carried_formulation
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import Origin, formulation
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Scenario
from staffmatch.records.bases import Term

# The number kept: the scenario asked about, and the one it changes into.
KEPT = 2

_kept: OrderedDict[str, Market] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Market:
    """All that may be chosen in a scenario: its pairs, and the rows and tiers over them.

    ``origins`` says of which rule each row group is, see `Formulation`. ``seconds`` is how long it took to read
    and pair all of it, or the market from which most was taken over.
    """

    pairs: Pairs
    problem: Problem
    origins: tuple[Origin | None, ...]
    seconds: float

    @classmethod
    def of(cls, scenario: Scenario) -> Market:
        """The market of a scenario, kept from one with the same content or newly made."""
        digest = scenario.digest()
        with _lock:
            found = _kept.get(digest)
        if found is None:
            began = monotonic()
            columns = columns_of(scenario)
            found = Paired.of(columns, monotonic() - began).formulated(scenario.tiers)
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
        made = None
        if self._of is not None:
            market, carried = self._of
            made = carried_formulation(market.problem, market.origins, carried, tiers)
        made = made or formulation(self.pairs, tiers)
        self.pairs.forget()
        return Market(self.pairs, made.problem, made.origins, self.seconds)
