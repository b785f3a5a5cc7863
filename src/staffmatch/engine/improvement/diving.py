"""Diving: fix what the relaxation is sure of, and let branch and bound fill the remaining seats."""

from __future__ import annotations

import numpy as np

from staffmatch.arrays import Mask, Real
from staffmatch.engine.bounds.priced_lp import Relaxed
from staffmatch.engine.construction.greedy import fitting
from staffmatch.engine.state.branch import branch
from staffmatch.engine.state.tier_search import TierSearch


def dive(search: TierSearch, relaxed: Relaxed) -> None:
    """Offer plans from the relaxation's point; if none is found, less of it is fixed."""
    problem, control = search.tier.problem, search.control
    if control.over():
        return
    dice = np.random.default_rng(control.seed).random(problem.pairs)
    sure = fitting(problem, relaxed.x[: problem.pairs] > search.params.diving.sure, search.params.greedy)
    until = search.time.allowance(
        search.params.diving.seconds_per_pair * _usual_pairs(search), search.params.diving.share, search.until
    )
    for share in search.params.diving.held:
        plan = _filled(search, relaxed, sure & (dice < share), until)
        if plan is not None:
            search.incumbent.offer(plan)
        if plan is not None or control.over():
            break


def around(search: TierSearch, relaxed: Relaxed, chosen: Mask, until: float) -> Real | None:
    """The best plan found around the chosen pairs, or around those of them that fit together."""
    return _filled(search, relaxed, fitting(search.tier.problem, chosen, search.params.greedy), until)


def _filled(search: TierSearch, relaxed: Relaxed, sure: Mask, until: float) -> Real | None:
    """The best plan found that contains the sure pairs, with promising ones for the seats that they leave open."""
    held, columns = search.around(relaxed, sure, _usual_pairs(search))
    return branch(search.tier, columns | held, search.control.limits(until), search.backend, held=held).x


def _usual_pairs(search: TierSearch) -> int:
    return max(search.params.diving.least_pairs, 2 * int(search.incumbent.pairs.sum()))
