"""What no way of asking can fill, for people whom several seats want and caps that several people share.

Of any way of asking take y_i, the probability that offer i is sent. What is accepted can be put to the shifts whatever
the answers are, so that each row that holds for every outcome holds for the mean:

    max Σ h_i p_i y_i   with   Σ y_i <= n,   0 <= y_i <= 1,
    Σ_i a_ri p_i y_i <= room_r                                  for each packing row r of the rules,
    Σ_{i in A} p_i y_i <= E min(m_j, acceptances among A)       for the most likely people A of job j, so many and all.

A linear program's duals λ >= 0 bound it, whether or not they are optimal: ``λ b + Σ max(0, h_i p_i - λ A_i)``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array, vstack

from staffmatch.answers.whom_to_ask.askable import Askable
from staffmatch.arrays import Int, Real
from staffmatch.engine.backends.lp import Limits, Program, open_session
from staffmatch.engine.model.region import Standing

# Costs are whole numbers for a solver; the bound is computed from the hours themselves.
_STEPS = 2**16
# A program that takes longer gives no bound.
_SECONDS = 10.0


def linear_bound(found: Askable, which: Int, chance: Real, hours: Real, contacts: int) -> float:
    """The most hours that any way of asking is expected to fill; infinity where no duals were found in time.

    ``which`` are askable pairs in the order of falling expected hours, ``hours`` those of a seat of each.
    """
    if not len(which):
        return 0.0
    matrix, upper = _rows(found, which, chance, contacts)
    worth = hours * chance
    costs = -np.round(worth * _STEPS).astype(np.int64)
    program = Program(matrix, np.full(len(upper), -np.inf), upper, costs)
    answer = open_session(program, None).relax(Limits(_SECONDS, 1, 0, lambda: False))
    if answer.duals is None:
        return math.inf
    prices = np.maximum(0.0, -answer.duals / _STEPS)
    return float(prices @ upper + np.maximum(0.0, worth - matrix.T @ prices).sum())


def _rows(found: Askable, which: Int, chance: Real, contacts: int) -> tuple[csr_array, Real]:
    problem = found.problem
    activity = Standing(problem, problem.complete(found.planned)).activity
    held = csr_array(problem.columns[:, which])
    packing = np.flatnonzero(problem.packing & (np.diff(held.indptr) > 1))
    scaled = csr_array(held[packing] * chance)
    places: list[Int] = [np.arange(len(which))]
    limits = [float(contacts)]
    for place, limit in _seats(found.pairs.job[which], found.empty, chance):
        places.append(place)
        limits.append(limit)
    row = np.repeat(np.arange(len(places)), [len(place) for place in places])
    column = np.concatenate(places)
    value = np.where(row == 0, 1.0, chance[column])
    counts = csr_array((value, (row, column)), shape=(len(places), len(which)))
    room = (problem.upper - activity)[packing]
    return csr_array(vstack([counts, scaled], format="csr")), np.r_[limits, room]


def _seats(job: Int, empty: Int, chance: Real) -> Iterator[tuple[Int, float]]:
    """For each job its 1, 2, 4, ... most likely people, and all, with the seats they are expected to take at most."""
    order = np.argsort(job, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(job[order])) + 1):
        seats = int(empty[job[places[0]]])
        size, counted = seats, 0
        taken: Real = np.ones(1)
        while counted < len(places):
            size = min(size, len(places))
            for place in places[counted:size]:
                taken = np.convolve(taken, [1 - chance[place], chance[place]])
                # More than the seats count as these.
                taken = np.r_[taken[:seats], taken[seats:].sum()] if len(taken) > seats else taken
            counted, size = size, 2 * size
            yield places[:counted], float(taken @ np.arange(len(taken)))
