"""Shift minimisation: fill every seat, then use one block less, again and again, until a bound says that is all.

Pairs cost nothing by themselves here, so reduced costs tell nothing of them: bounds come from seats that are apart and
from rows lifted to the indicators, plans from local search (`Cover`), and what both leave open is for branch and bound.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np

from staffmatch.engine.blocks import Blocks, blocks_of, charged_blocks
from staffmatch.engine.branch import branch
from staffmatch.engine.covering import Cover
from staffmatch.engine.incumbent import Incumbent
from staffmatch.engine.lp import BackendName
from staffmatch.engine.problem import Indicators
from staffmatch.engine.relaxation import Relaxed, relax
from staffmatch.engine.tier import Tier
from staffmatch.engine.used import lifted, seats_apart

# Steps between two exchanges: exchanges are what helps where blocks differ in what they can do, and only disturb where
# they are much alike. The search goes on with what succeeded last.
_RHYTHMS = (1_000, 100, 10)

# So many steps without success change the rhythm, more at each turn; after so many steps the search gives up.
_PATIENCE, _GROWTH, _MOST_STEPS = 3_000, 1.2, 2_000_000

# The clock is asked after so many steps.
_TICK = 64

# The first tier has enough after so many steps without a plan that fills more.
_FILL_STEPS = 300_000

# The linear relaxation, and branch and bound, are worth their time up to so many pairs.
_RELAX_PAIRS, _BRANCH_PAIRS = 40_000, 15_000

# The share of the time left that the first local search may take, and that the linear relaxation may.
_SHARE = 0.4

# Reduced costs are exact up to this.
_EPSILON = 1e-6


def fill_seats(tier: Tier, incumbent: Incumbent, until: float) -> None:
    """Fill more seats, where that is all that the tier asks for."""
    problem, blocks = incumbent.problem, blocks_of(tier.problem) if tier.first else None
    if blocks is None or blocks.weights(tier.objective) is None:
        return
    cover = Cover(blocks, incumbent.control.seed)
    cover.load(blocks.filled(incumbent.pairs))
    _Mending(cover, incumbent, until).run(
        _FILL_STEPS, lambda: incumbent.replace(problem.complete(cover.chosen(problem.pairs)))
    )


def close_blocks(tier: Tier, incumbent: Incumbent, until: float, backend: BackendName | None) -> int | None:
    """Use fewer blocks; returns a bound, or None where the tier asks for something else.

    Earlier tiers must ask for filled seats and no more.
    """
    family, blocks = charged_blocks(tier), blocks_of(tier.problem) if tier.earlier else None
    if family is None or blocks is None:
        return None
    vacant = []
    for objective, value in tier.earlier:
        weight = blocks.weights(objective)
        if weight is None:
            return None
        vacant.append((value - objective.constant + int(weight.sum())) // int(weight.min()))
    return _Closing(tier, family, blocks, min(vacant), incumbent, until, backend).run()


class _Mending:
    """Local search until no seat is empty; it keeps the rhythm that succeeded last."""

    def __init__(self, cover: Cover, incumbent: Incumbent, until: float) -> None:
        self._cover, self._control, self._until = cover, incumbent.control, until
        self._rhythms = deque(_RHYTHMS)

    def over(self) -> bool:
        return self._control.over() or self._control.seconds >= self._until

    def run(self, steps: int, on_fewer: Callable[[], object] = lambda: None) -> bool:
        """Whether all seats were filled within so many steps, counted anew whenever fewer are empty than ever."""
        cover, patience, turn, left, least = self._cover, float(_PATIENCE), 0, steps, len(self._cover.empty)
        while cover.empty and left > 0 and not (left % _TICK == 0 and self.over()):
            cover.step()
            left, turn = left - 1, turn + 1
            if turn % self._rhythms[0] == 0 and cover.empty:
                cover.exchange()
            if turn >= patience:
                self._rhythms.rotate(-1)
                turn, patience = 0, patience * _GROWTH
            if len(cover.empty) < least:
                left, least = steps, len(cover.empty)
                on_fewer()
        return not cover.empty


class _Closing:
    def __init__(
        self,
        tier: Tier,
        family: Indicators,
        blocks: Blocks,
        vacant: int,
        incumbent: Incumbent,
        until: float,
        backend: BackendName | None,
    ) -> None:
        self.tier, self.blocks, self.vacant, self.incumbent = tier, blocks, vacant, incumbent
        self.until, self.backend = until, backend
        self.strong = lifted(tier, family, full=vacant == 0)
        self.bound, self.number = int(tier.value(0)), 0

    def run(self) -> int:
        """Bound, local search; then, up to a size, relaxation and branch and bound; and local search again."""
        self._count()
        pairs = self.tier.problem.pairs
        endless = not np.isfinite(self.until)
        relaxing, branching = (endless or pairs <= most for most in (_RELAX_PAIRS, _BRANCH_PAIRS))
        self._search(_SHARE if relaxing else 1.0)
        if relaxing and not self._settled("relaxation"):
            relaxed = self._relax()
            if relaxed is not None and branching and not self._settled("branch and bound"):
                self._branch(relaxed)
            self._search(1.0)
        return self.bound

    def _settled(self, phase: str) -> bool:
        return self.incumbent.settles(self.tier, self.bound, phase) or self._over()

    def _over(self) -> bool:
        control = self.incumbent.control
        return control.over() or control.seconds >= self.until

    def _by(self, share: float) -> float:
        """The moment at which so much of the time left is used."""
        now = self.incumbent.control.seconds
        return now + share * max(0.0, self.until - now)

    def _count(self) -> None:
        """Of the seats that are apart all but those that may stay empty need a block each."""
        used = round(self.tier.steps(self.tier.objective.value(self.incumbent.x)))
        apart = seats_apart(self.blocks, used + self.vacant, self._over)
        self.bound = max(self.bound, int(self.tier.value(max(0, len(apart) - self.vacant))))

    def _search(self, share: float) -> None:
        """Close the block that weighs least, fill its seats elsewhere, and so on."""
        problem, incumbent, at = self.tier.problem, self.incumbent, self.blocks.filled(self.incumbent.pairs)
        seats, self.number = np.flatnonzero(at >= 0), self.number + 1
        if not len(seats):
            return
        cover = Cover(self.blocks.of(seats), incumbent.control.seed + self.number)
        cover.load(at[seats])
        for block in np.setdiff1d(np.arange(len(cover.open)), at).tolist():
            cover.shut(block)
        mending = _Mending(cover, incumbent, self._by(share))
        while not (self._settled("local search") or mending.over()):
            cover.shut(cover.lightest())
            if not mending.run(_MOST_STEPS) or not incumbent.replace(problem.complete(cover.chosen(problem.pairs))):
                break

    def _relax(self) -> Relaxed | None:
        until, incumbent = self._by(_SHARE), self.incumbent
        everything = np.ones(self.tier.problem.width, bool)
        relaxed = relax(self.strong, everything, incumbent.x, lambda: incumbent.limits(until), self.backend)
        if relaxed is not None:
            self._raise(relaxed.bound)
        return relaxed

    def _branch(self, relaxed: Relaxed) -> None:
        """Among the columns that can be in a better plan."""
        tier, incumbent = self.tier, self.incumbent
        value = tier.steps(tier.objective.value(incumbent.x))
        columns = relaxed.reduced <= value - 1 - relaxed.bound + _EPSILON
        answer = branch(
            self.strong, columns | incumbent.x, incumbent.limits(self._by(_SHARE)), self.backend, incumbent.x
        )
        if answer.x is not None:
            incumbent.offer(answer.x)
        if answer.bound is not None:
            self._raise(min(answer.bound, value))

    def _raise(self, steps: float) -> None:
        proven = self.tier.objective.round_up(self.tier.value(steps))
        self.bound = max(self.bound, min(proven, self.tier.objective.value(self.incumbent.x)))
