"""A case tree over the core problem of a tier, stated for all columns.

What is proven of a core holds for all columns (`core_problem`). Take a case's own duals Y' and the core's duals of
hosting rows and earlier tiers, ``Y = Y' + D least + D earlier``: columns of the core then have the same reduced cost as
in the core, all others at least what the core's rest counts for them, and sides can only differ in the bound's favour.
So every case of the core is one of the tier. LPs of a core are small, without the many interchangeable columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from staffmatch.arrays import Mask
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.cases.case_tree import CaseTree
from staffmatch.engine.core_problem import Core
from staffmatch.engine.model.proof import Case
from staffmatch.engine.state.control import Control


class CoreTree:
    """The part of the interface of `CaseTree` that a core needs; it finds no plans."""

    def __init__(self, core: Core, columns: Mask, aim: int, control: Control, backend: BackendName | None) -> None:
        inside, own = core.program(), core.columns & columns
        self._core, self._rest = core, core.rest
        self._tree = CaseTree(inside, own, own, aim - self._rest, lambda _: aim - self._rest, control, backend)

    @property
    def aim(self) -> int:
        return self._tree.aim + self._rest

    @aim.setter
    def aim(self, aim: int) -> None:
        self._tree.aim = aim - self._rest

    @property
    def goal(self) -> int:
        return self._tree.goal + self._rest

    @property
    def closed(self) -> bool:
        return self._tree.closed

    @property
    def exhausted(self) -> bool:
        return self._tree.exhausted

    @property
    def least(self) -> int:
        return self._tree.least + self._rest

    def run(self, until: float) -> None:
        self._tree.run(until)

    def cases(self) -> tuple[Case, ...]:
        return tuple(self._over_all_columns())

    def _over_all_columns(self) -> Iterator[Case]:
        given = self._core.duals
        for case in self._tree.cases():
            prices = dict(zip(case.rows, case.prices, strict=True))
            for row, price in given.items() if case.scale else ():
                prices[row] = prices.get(row, 0) + case.scale * price
            held = sorted(row for row, price in prices.items() if price)
            yield replace(case, rows=tuple(held), prices=tuple(prices[row] for row in held))
