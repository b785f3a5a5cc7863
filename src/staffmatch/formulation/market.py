"""Market: a scenario's pairs and integer program, kept for later questions."""

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

# The number kept: the scenario asked about, and the one it changes into.
KEPT = 2

_kept: OrderedDict[str, Market] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Market:
    """What may be chosen in a scenario: its pairs, and the rows and tiers over them."""

    pairs: Pairs
    problem: Problem

    @classmethod
    def of(cls, scenario: Scenario) -> Market:
        """The market of a scenario, kept from one with the same content or newly made."""
        digest = scenario.digest()
        with _lock:
            found = _kept.get(digest)
        if found is None:
            pairs = eligible_pairs(columns_of(scenario), scenario.rules)
            found = cls(pairs, formulate(pairs, scenario.tiers))
        return found.keep()

    def keep(self) -> Market:
        """Keep it in place of the least recently used one."""
        with _lock:
            digest = self.pairs.columns.scenario.digest()
            _kept[digest] = self
            _kept.move_to_end(digest)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return self
