"""Rosters by column generation: prices of rows from the master, best rosters at these prices, until none pays.

The bound of each round is the Lagrangian one: prices on the rows that no block keeps alone, and the best roster of each
block (L. S. Lasdon, Optimization Theory for Large Systems, 1970). Its limit is the linear program over the hull of each
block's rosters, no less than that of pairs (A. Geoffrion, Mathematical Programming Study 2, 1974). Prices lie between
those of the best bound so far and the master's (P. Wentges, International Transactions in Operational Research 4,
1997; M. Lübbecke and J. Desrosiers, Operations Research 53, 2005).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.model.exact import weighed
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.roster_params import RosterParams
from staffmatch.engine.rosters.roster_master import Prices, RosterMaster
from staffmatch.engine.rosters.rosters import Choice

# Totals beyond this are not added up in 64 bits.
_LARGEST = 2.0**60


@dataclass
class Ascent:
    """The best bound so far, in steps, and its prices."""

    bound: float = -np.inf
    rows: Real | None = None


def generate(
    master: RosterMaster,
    ascent: Ascent,
    limits: Callable[[], Limits],
    params: RosterParams,
    free: Mask | None = None,
    rounds: float = np.inf,
    enough: float = -np.inf,
    told: Callable[[float], None] = lambda _: None,
) -> Prices | None:
    """Enter rosters until none pays, or the bound tells as much as the master; the master's last optimum, None if it
    has none.

    With ``free`` classes of blocks only theirs are entered, there is no bound, and it ends once the master is at
    ``enough``, below which nothing can be. A round enters a roster for each class, so that ``rounds`` are multiplied by
    the mean size of a class.
    """
    rounds *= len(master.alike.group) / master.rosters.blocks
    blocks = np.arange(master.rosters.blocks) if free is None else np.flatnonzero(free)
    found = None
    while rounds > 0 and not limits().over:
        rounds -= 1
        prices = master.solve(limits())
        if prices is None:
            break
        found = prices
        if _as_much(enough, prices.value):
            break
        share = params.smoothing if ascent.rows is not None and free is None else 0.0
        while True:
            rows = prices.rows if ascent.rows is None or not share else share * ascent.rows + (1 - share) * prices.rows
            bound, choice = priced(master, rows)
            limits().charge(params.steps_per_node * master.rosters.cells)
            if free is None and bound > ascent.bound:
                ascent.bound, ascent.rows = bound, rows
                told(bound)
            entered = master.enter(choice.block[blocks], choice.pairs[blocks])
            if entered or not share:
                break
            share = 0.0
        if not entered or (free is None and _as_much(ascent.bound, prices.value)):
            break
    return None if found is None else found.over(len(master.pool.block))


def _as_much(bound: float, value: float) -> bool:
    """Whether the bound is the master's value, or rounds up to the same whole number."""
    close = 1e-6 * max(1.0, abs(value))
    return value - bound <= close or np.ceil(bound - close) >= np.ceil(value - close)


def priced(master: RosterMaster, rows: Real) -> tuple[float, Choice]:
    """The Lagrangian bound at prices of rows, and the best rosters."""
    tier = master.tier
    reduced = master.reduced(rows)
    choice = master.rosters.best(reduced)
    sides = np.where(rows > 0, tier.lower, tier.upper)
    held = np.flatnonzero(rows)
    fixed = float((rows[held] * sides[held]).sum()) + float(np.minimum(reduced[master.shared], 0).sum())
    return fixed + float((choice.total * master.alike.size).sum()), choice


def confirmed(master: RosterMaster, rows: Real, x: Real) -> Relaxed | None:
    """The bound and reduced costs that prices prove once rounded, in integers; None if these might not fit into 64
    bits."""
    tier, rosters = master.tier, master.rosters
    proof = Proof(rows, rosters=True, own_rows=True, scale=tier.scale)
    found = weighed(tier, proof)
    if found.reduced.dtype == object or np.abs(found.reduced).sum(dtype=float) >= _LARGEST:
        return None
    least = int((rosters.best(found.reduced).total * master.alike.size).sum())
    least += int(np.minimum(found.reduced[master.shared], 0).sum())
    rise = np.full(tier.problem.width, np.inf)
    order = master.alike.own.order
    rise[order] = rosters.reduced(found.reduced)[master.alike.twin[order]]
    rise[master.shared] = np.abs(found.reduced[master.shared])
    return Relaxed.of(proof, found.fixed + least, rise / proof.scale, x)
