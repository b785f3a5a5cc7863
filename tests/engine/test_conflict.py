"""Which forcing rows cannot hold together: no more of them than it takes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, vstack

from staffmatch.engine.conflict import conflicting_rows
from staffmatch.engine.model.problem import FREE, Problem
from staffmatch.engine.state.control import Control
from tests.engine.test_greedy import PAIRS, SEATS, problem


def forced(*pairs: int) -> Problem:
    """Each of the pairs has to be chosen."""
    instance = problem(0)
    rows = csr_array((np.ones(len(pairs), np.int64), (np.arange(len(pairs)), pairs)), shape=(len(pairs), PAIRS))
    return replace(
        instance,
        matrix=csr_array(vstack([instance.matrix, rows], format="csr")),
        lower=np.r_[instance.lower, np.ones(len(pairs))],
        upper=np.r_[instance.upper, np.full(len(pairs), np.inf)],
        side=np.r_[instance.side, np.full(len(pairs), FREE, np.int8)],
        row_group=np.r_[instance.row_group, np.full(len(pairs), 2)],
    )


def test_of_rows_that_clash_an_irreducible_set_is_found() -> None:
    instance = problem(0)
    seat = next(s for s in range(SEATS) if np.count_nonzero(instance.seat == s) > instance.upper[s])
    inside = np.flatnonzero(instance.seat == seat)[: int(instance.upper[seat]) + 1].tolist()
    outside = int(np.flatnonzero(instance.seat != seat)[0])
    rows = conflicting_rows(forced(outside, *inside), Control(threads=1), None)
    height = len(instance.upper)
    assert set(rows.tolist()) <= {height + 1 + place for place in range(len(inside))} | {height}
    assert len(rows) >= 1
    kept = [int(row) - height for row in rows]
    named = [(outside, *inside)[place] for place in kept]
    # Without any one of them the others can be kept.
    for left_out in named:
        chosen = np.isin(np.arange(PAIRS), [pair for pair in named if pair != left_out])
        assert not len(instance.broken(chosen))


def test_without_time_all_forcing_rows_are_named() -> None:
    instance = forced(0, 1)
    rows = conflicting_rows(instance, Control(threads=1, time_limit=0), None)
    assert rows.tolist() == [len(instance.upper) - 2, len(instance.upper) - 1]
