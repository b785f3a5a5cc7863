"""The LP of a case, solved on promising columns, and what its integer duals prove for all columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Status
from staffmatch.engine.bounds.master import Master
from staffmatch.engine.model.exact import LARGEST, Weighed, most, priced, signed, total, whole
from staffmatch.engine.model.proof import Case
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.params import PricingParams

# Reduced costs count as negative beyond this; it is above solver tolerance.
_EPSILON = 1e-6


@dataclass(frozen=True)
class IntegerDuals:
    """Integer duals of a tier's rows and of links, in units of 1 / ``scale``; with scale 0, an infeasibility ray."""

    scale: int
    rows: Int
    pair: Int
    indicator: Int
    link: Int

    def reversed(self, tier: Tier) -> IntegerDuals:
        """The negated ray: solvers differ in the sign."""
        rows = signed(tier, -self.rows)
        return IntegerDuals(self.scale, rows, self.pair, self.indicator, np.minimum(-self.link, 0))

    def case(self, column: int) -> Case:
        held, links = np.flatnonzero(self.rows), np.flatnonzero(self.link)
        return Case(
            column=column,
            scale=self.scale,
            rows=tuple(held.tolist()),
            prices=tuple(self.rows[held].tolist()),
            link_pairs=tuple(self.pair[links].tolist()),
            link_indicators=tuple(self.indicator[links].tolist()),
            link_prices=tuple(self.link[links].tolist()),
        )


class CaseProgram:
    """An LP over some columns of a tier, with bounds that change from case to case; the master starts with the
    ``first`` columns."""

    def __init__(
        self,
        tier: Tier,
        columns: Mask,
        first: Mask,
        backend: BackendName | None,
        params: PricingParams = PricingParams(),
    ) -> None:
        self.tier = tier
        self._usable = columns
        self._master = Master(tier, backend, params)
        self._master.enter(np.flatnonzero(columns & first))

    def solve(
        self, lower: Int, upper: Int, limits: Callable[[], Limits], enough: float
    ) -> tuple[Answer, IntegerDuals | None]:
        """Solve the LP within the bounds of all columns; the answer and its duals at the finest scale."""
        master = self._master
        master.enter(np.flatnonzero((lower > 0) & ~master.holds))
        while True:
            master.bound(lower.astype(float), upper.astype(float))
            answer = master.solve(limits, enough)
            if answer.duals is None:
                return answer, None
            times = 0 if answer.status is Status.INFEASIBLE else 1
            rows = master.row_duals(answer.duals)
            outside = np.flatnonzero(~master.holds & self._usable & (upper > 0))
            reduced = master.reduced(rows, answer.duals, times) if len(outside) else np.zeros(len(upper))
            attractive = outside[reduced[outside] < -_EPSILON]
            if len(attractive):
                most = max(1_000, master.size)
                master.enter(attractive[np.argsort(reduced[attractive], kind="stable")[:most]])
            elif answer.x is None or not master.activate(answer.x):
                return answer, self._rounded(rows, *master.links(answer.duals), times)

    def _rounded(self, rows: Real, pair: Int, indicator: Int, link: Real, times: int) -> IntegerDuals:
        """Round duals, or a ray. A ray has no natural length: its largest entry becomes the square of the scale, since
        its smallest ones may be that much smaller."""
        longest = max(float(np.abs(rows).max(initial=0)), float(np.abs(link).max(initial=0)))
        length = float(self.tier.scale) if times else float(self.tier.scale) ** 2 / max(1e-12, longest)
        duals, links = signed(self.tier, whole(rows * length)), np.minimum(whole(link * length), 0)
        return IntegerDuals(times * self.tier.scale, duals, pair, indicator, links)

    def coarser(self, duals: IntegerDuals, share: float) -> IntegerDuals:
        """The duals with a ``share`` of their fractional bits; a ray has twice as many bits."""
        bits = round(share * (self.tier.scale.bit_length() - 1) * (1 if duals.scale else 2))
        rows, link = (_shifted(part, bits) for part in (duals.rows, duals.link))
        return IntegerDuals(duals.scale >> bits, rows, duals.pair, duals.indicator, link)

    def weighed(self, duals: IntegerDuals, lower: Int, upper: Int) -> Weighed:
        """The bound that duals prove within column bounds, in units of 1 / scale, and their reduced costs."""
        found = priced(self.tier, duals.scale, duals.rows, duals.pair, duals.indicator, duals.link)
        cost = found.reduced
        return Weighed(found.fixed + total(np.where(cost < 0, cost * upper, cost * lower)), cost)

    def nothing(self) -> IntegerDuals:
        """Zero duals."""
        none = np.empty(0, np.int64)
        return IntegerDuals(0, np.zeros(self.tier.matrix.shape[0], np.int64), none, none, none)

    def broken_row(self, lower: Int, upper: Int) -> tuple[IntegerDuals, ...]:
        """What remains when the LP gives no duals: a ray of one row that the column bounds violate by themselves, if
        there is one, and zero duals, which bound the costs alone."""
        tier, duals = self.tier, self.nothing()
        above, below = tier.matrix.maximum(0), tier.matrix.minimum(0)
        over = np.flatnonzero(above @ lower + below @ upper > tier.upper)
        under = np.flatnonzero(above @ upper + below @ lower < tier.lower)
        rows = duals.rows.copy()
        if len(over) or len(under):
            rows[over[0] if len(over) else under[0]] = -1 if len(over) else 1
        none = duals.pair
        return IntegerDuals(0, rows, none, none, none), IntegerDuals(1, duals.rows, none, none, none)


def _shifted(duals: Int, bits: int) -> Int:
    """Divide by a power of two, rounding to the nearest integer."""
    if duals.dtype != object and most(duals) + (1 << bits) >= LARGEST:
        duals = duals.astype(object)
    shifted: Int = (duals + (1 << bits >> 1)) >> bits
    return shifted
