"""Operators: what each owes to the protocol, and which of them has its turn."""

from __future__ import annotations

import math

import numpy as np
import pytest

from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.choose_relaxation import relaxation
from staffmatch.engine.improvement.improvement_operator import ImprovementOperator
from staffmatch.engine.improvement.neighbourhoods import Neighbourhoods
from staffmatch.engine.improvement.operator_selection import OPERATORS, OperatorSelection, SuccessRates
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.engine.state.tier_search import TierSearch
from tests.engine.test_diving import empty
from tests.strategies import sample


class Greedily:
    """Takes one more pair a run, as long as one fits."""

    name = "greedily"
    made = 0

    def __init__(self, search: TierSearch, relaxed: Relaxed) -> None:
        self._search, self.applicable = search, True
        Greedily.made += 1

    @staticmethod
    def suits(search: TierSearch) -> bool:
        return search.tier.first

    def run(self, until: float) -> bool:
        incumbent = self._search.incumbent
        for pair in np.flatnonzero(~incumbent.x).tolist():
            if incumbent.replace(incumbent.x | (np.arange(len(incumbent.x)) == pair)):
                return True
        self.applicable = False
        return False


class Never(Greedily):
    """Suits nothing."""

    name = "never"

    @staticmethod
    def suits(search: TierSearch) -> bool:
        return False


def relaxed_of(search: TierSearch) -> Relaxed:
    relaxed = relaxation(search)
    assert relaxed is not None
    return relaxed


@pytest.mark.parametrize("kind", OPERATORS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("seed", range(3))
def test_an_operator_says_truly_whether_the_plan_is_better(kind: type[ImprovementOperator], seed: int) -> None:
    search = empty(seed)
    assert kind.suits(search)
    operator, improved = kind(search, relaxed_of(search)), []
    for _ in range(10):
        assert operator.applicable
        before = search.value
        improved.append(operator.run(math.inf))
        assert improved[-1] == (search.value < before)
        assert not len(search.tier.problem.broken(search.incumbent.x))
    assert any(improved)
    assert not operator.run(search.time.now)


def test_names_tell_operators_apart() -> None:
    assert len({kind.name for kind in OPERATORS}) == len(OPERATORS)


def test_those_that_suit_run_until_none_is_applicable() -> None:
    search, Greedily.made = empty(0), 0
    selection = OperatorSelection(search, relaxed_of(search), (Never, Greedily))
    assert Greedily.made == 0
    selection.run(math.inf)
    assert [operator.name for operator in selection.operators] == ["greedily"]
    assert Greedily.made == 1
    assert not selection.operators[0].applicable
    assert search.incumbent.x.any()


def test_none_runs_once_the_moment_is_past() -> None:
    search = empty(0)
    OperatorSelection(search, relaxed_of(search), (Greedily,)).run(search.time.now)
    assert not search.incumbent.x.any()


@pytest.mark.parametrize("seed", sample(range(3), 1))
def test_neighbourhoods_reach_the_optimum_of_a_small_problem_and_give_up(seed: int) -> None:
    """All seats are free at a time."""
    with using(SearchParams.of({name: {"failures": 4} for name in ("neighbourhoods", "exchanges")})):
        search = empty(seed)
        relaxed = relaxed_of(search)
        operator = Neighbourhoods(search, relaxed)
        while operator.applicable:
            operator.run(math.inf)
        found = search.value
        OperatorSelection(search, relaxed).run(math.inf)
    assert search.value == found


def test_the_operator_that_gains_most_for_its_time_has_its_turn_after_each_had_one() -> None:
    rates, applicable = SuccessRates(2), np.ones(2, bool)
    assert rates.best(applicable) == 0
    rates.count(0, gained=100, taken=1)
    assert rates.best(applicable) == 1
    rates.count(1, gained=300, taken=2)
    assert rates.best(applicable) == 1
    for _ in range(10):
        rates.count(1, gained=0, taken=1)
    assert rates.best(applicable) == 0
    assert rates.best(np.array([False, True])) == 1
