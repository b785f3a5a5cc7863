"""Runs of rows, one after another, are what stacking them row by row is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from staffmatch.formulation.row_runs import Run, stacked, taken_over
from tests import strategies
from tests.formulation.same import assert_same

WIDTH = 9


@st.composite
def matrices(draw: st.DrawFn) -> csr_array:
    rows = draw(st.integers(0, 5))
    listed = draw(st.lists(st.lists(st.integers(-3, 3), min_size=5, max_size=5), min_size=rows, max_size=rows))
    return csr_array(np.array(listed, np.int64).reshape(rows, 5))


@st.composite
def several(draw: st.DrawFn) -> list[Run]:
    some, found = draw(st.lists(matrices(), min_size=1, max_size=3)), []
    for _ in range(draw(st.integers(0, 5))):
        matrix = draw(st.sampled_from(some))
        first = draw(st.integers(0, matrix.shape[0]))
        found.append(Run(matrix, first, draw(st.integers(first, matrix.shape[0])), draw(st.integers(0, WIDTH - 5))))
    return found


@given(several())
@strategies.examples(60)
def test_runs_are_stacked_as_their_rows_are(runs: list[Run]) -> None:
    wide = [np.roll(np.pad(run.matrix.toarray(), ((0, 0), (0, WIDTH - 5))), run.shift, axis=1) for run in runs]
    rows = [one[run.first : run.end] for one, run in zip(wide, runs, strict=True)]
    found = stacked(runs, WIDTH)
    assert_same(found, csr_array(np.concatenate([np.zeros((0, WIDTH), np.int64), *rows])))
    assert found.has_sorted_indices
    for former in {id(run.matrix): run.matrix for run in runs}.values():
        there, here = taken_over(runs, former)
        shifts = [run.shift for run in runs if run.matrix is former for _ in range(run.first, run.end)]
        for old, new, shift in zip(there.tolist(), here.tolist(), shifts, strict=True):
            assert np.array_equal(found[[new]].toarray()[0, shift : shift + 5], former[[old]].toarray()[0])
