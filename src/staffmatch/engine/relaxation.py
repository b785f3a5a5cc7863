"""The linear relaxation of one tier on the columns still alive, its links added as they are violated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.lp import BackendName, Limits, Program, Session, Status, open_session
from staffmatch.engine.problem import Objective, Problem

_EPSILON = 1e-6


@dataclass(frozen=True)
class Tier:
    """One objective among plans whose earlier objectives are no worse than given values."""

    problem: Problem
    objective: Objective
    earlier: tuple[tuple[Objective, int], ...] = ()

    def rows(self, columns: Int) -> tuple[csr_array, Real, Real]:
        """All static rows on some columns; those left empty are dropped, unless they ask for something."""
        p = self.problem
        caps = csr_array(np.array([o.costs[columns] // o.step for o, _ in self.earlier]).reshape(-1, len(columns)))
        limits = [(value - o.constant) // o.step for o, value in self.earlier]
        matrix = stack(p.matrix[:, columns], caps)
        lower = np.r_[p.lower, np.full(len(limits), -np.inf)]
        upper = np.r_[p.upper, np.array(limits, float)]
        kept = (np.diff(matrix.indptr) > 0) | (lower > 0)
        return csr_array(matrix[kept]), lower[kept], upper[kept]

    @property
    def costs(self) -> Int:
        """In steps, so that one unit is the least difference between two values."""
        return self.objective.costs // self.objective.step

    def value(self, steps: float) -> float:
        return self.objective.constant + self.objective.step * steps

    def active(self) -> Mask:
        """Indicators that some row or this tier looks at; the others link to nothing."""
        seen = np.zeros(self.problem.width, bool)
        seen[self.problem.matrix.indices] = True
        for objective in (self.objective, *(o for o, _ in self.earlier)):
            seen[objective.costs != 0] = True
        return seen


@dataclass(frozen=True)
class Relaxed:
    """An optimal relaxation: its value, the columns' values and their reduced costs in steps of the objective."""

    value: float
    x: Real
    reduced: Real


def relax(tier: Tier, alive: Mask, limits: Callable[[], Limits], backend: BackendName | None) -> Relaxed | None:
    """Solve to optimality on the alive columns; None when stopped first.

    Links absent from the program count with dual 0, so value and reduced costs are valid bounds at any round.
    """
    columns = np.flatnonzero(alive)
    place = np.full(tier.problem.width, -1)
    place[columns] = np.arange(len(columns))
    matrix, lower, upper = tier.rows(columns)
    session = open_session(Program(matrix, lower, upper, tier.costs[columns].astype(float)), backend)
    waiting = links_between(tier, place)
    rows = matrix
    while True:
        answer = session.relax(limits())
        if answer.status is not Status.OPTIMAL or answer.x is None or answer.duals is None:
            return None
        violated = answer.x[waiting[0]] > answer.x[waiting[1]] + _EPSILON
        if not violated.any():
            reduced = tier.costs[columns] - rows.T @ answer.duals
            return Relaxed(float(answer.value or 0.0), _spread(answer.x, alive), _spread(reduced, alive))
        links = link_rows(waiting[0][violated], waiting[1][violated], len(columns))
        waiting = waiting[0][~violated], waiting[1][~violated]
        _add(session, links)
        rows = stack(rows, links)


def links_between(tier: Tier, place: Int) -> tuple[Int, Int]:
    """Links between alive columns, as places in the program."""
    pair, indicator = tier.problem.links
    kept = tier.active()[indicator] & (place[pair] >= 0) & (place[indicator] >= 0)
    return place[pair[kept]], place[indicator[kept]]


def link_rows(pair: Int, indicator: Int, width: int) -> csr_array:
    """``x_pair - y_indicator``, a row each, to be at most 0."""
    count = len(pair)
    entries = np.r_[np.ones(count), -np.ones(count)]
    rows = np.r_[np.arange(count), np.arange(count)]
    return csr_array((entries, (rows, np.r_[pair, indicator])), shape=(count, width))


def _add(session: Session, links: csr_array) -> None:
    count = links.shape[0]
    session.add_rows(links, np.full(count, -np.inf), np.zeros(count))


def stack(upper: csr_array, lower: csr_array) -> csr_array:
    from scipy.sparse import vstack

    return csr_array(vstack([upper, lower], format="csr"))


def _spread(values: Real, alive: Mask) -> Real:
    full = np.zeros(len(alive))
    full[alive] = values
    return full
