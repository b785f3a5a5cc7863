"""Market: a scenario as pairs and rows, kept for the questions that follow."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from staffmatch.engine.model.problem import Problem
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Scenario

# How many are kept: the scenario that is asked about, and the one that it changes into.
KEPT = 2

_kept: OrderedDict[str, Market] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Market:
    """All that may be chosen in a scenario: its pairs, and the rows and tiers over them."""

    pairs: Pairs
    problem: Problem

    @classmethod
    def of(cls, scenario: Scenario) -> Market:
        """That of the scenario: the one that is kept of a scenario with the same content, or a new one."""
        digest = scenario.digest()
        with _lock:
            found = _kept.get(digest)
        if found is None:
            pairs = eligible_pairs(columns_of(scenario), scenario.rules)
            found = cls(pairs, formulate(pairs, scenario.tiers))
        return found.keep()

    def keep(self) -> Market:
        """Keep it in place of the one that was asked for longest ago."""
        with _lock:
            digest = self.pairs.columns.scenario.digest()
            _kept[digest] = self
            _kept.move_to_end(digest)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return self
