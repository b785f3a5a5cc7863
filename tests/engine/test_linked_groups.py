"""Pairs that must come together: found for a pair, completed for a broken row, hopeless where there are too few."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from staffmatch.engine.construction.linked_groups import LinkedGroups
from staffmatch.engine.model.problem import FREE, Objective, Problem


def crew(costs: tuple[int, ...] = (-5, -1, -9, -3)) -> Problem:
    """Pair 0 asks for two of the pairs 1 to 3: x1 + x2 + x3 >= 2 x0."""
    return Problem(
        pairs=4,
        matrix=csr_array(np.array([[-2, 1, 1, 1]])),
        lower=np.zeros(1),
        upper=np.full(1, np.inf),
        side=np.array([FREE], np.int8),
        row_group=np.zeros(1, np.int64),
        seat=np.arange(4),
        timeline=None,
        indicators=(),
        objectives=(Objective(0, np.array(costs)),),
    )


def test_a_pair_comes_with_the_cheapest_that_fit() -> None:
    groups = LinkedGroups(crew())
    assert groups.any
    assert groups.asked(0)
    assert groups.whole(0, lambda _: True) == [0, 2, 3]
    assert groups.whole(0, lambda pairs: pairs[-1] != 2) == [0, 3, 1]
    assert groups.whole(0, lambda pairs: pairs[-1] not in (2, 3)) is None


def test_what_is_chosen_counts_and_a_broken_row_is_completed() -> None:
    groups = LinkedGroups(crew())
    groups.enter(3)
    assert groups.whole(0, lambda _: True) == [0, 2]
    groups.enter(0)
    assert groups.short().tolist() == [0]
    assert groups.completion(0, lambda _: True) == [2]
    groups.enter(2)
    assert not len(groups.short())


def test_a_pair_without_enough_others_is_hopeless() -> None:
    groups, closed = LinkedGroups(crew()), np.array([False, True, True, False])
    assert groups.hopeful(closed).tolist() == [False, True, True, True]
    assert groups.hopeful(np.zeros(4, bool)).all()


def test_pairs_that_rows_tie_together_are_one_linked_group() -> None:
    linked = crew().linked_group
    assert linked is not None
    assert len(np.unique(linked)) == 1
