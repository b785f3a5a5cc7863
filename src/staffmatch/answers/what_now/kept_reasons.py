"""The reasons of empty seats that a change leaves as they are.

Why a shift is short follows from how many people each rule leaves for it, where these are fewer than its seats; and
else from what those who may have it have beside it, and from who else has it or another shift of its demand. So where
all people say the same, no pin of the shift has changed, the same people may have it, none of them has other work than
before, and the crews of its demand are the same, the reason is the former one. That is known of rules that set against
each other assignments of one worker, shift or demand alone; where any other could hold people from a shift, all reasons
are found again.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.domain.holding import Holding
from staffmatch.domain.plan import Plan
from staffmatch.formulation.carried import same_jobs, same_records
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.market import Market
from staffmatch.result.shortage import ShortageReason, seats_proven
from staffmatch.result.solution import Solution

_TIES = ("worker", "shift", "demand")


def kept_reasons(former: Solution, old: Market, new: Market, plan: Plan, proven: bool) -> Mapping[str, ShortageReason]:
    """The reasons of a former solution that stand for a plan of the changed scenario, by shift.

    ``proven`` is what `seats_proven` says of the new plan.
    """
    first = former.tiers[0].gap if former.tiers else None
    stay, place = new.taken_from(old)
    before, now = old.pairs.columns, new.pairs.columns
    # A file may claim anything.
    known = former.found_here and len(stay) > 0 and _comparable(now, plan)
    if not known or seats_proven(former.scenario, first) != proven:
        return {}
    job = same_jobs(before, now)
    same = np.zeros(now.jobs, bool)
    same[job[job >= 0]] = True
    records = same_records(before.scenario, now.scenario, "workers")
    stand = {before.workers.ids[place] for place in np.flatnonzero(records >= 0).tolist()}
    people, demands = _moved(former.plan, plan, now, same, stand)
    lost = job[old.pairs.job[_others(len(old.pairs), stay)]]
    same[lost[lost >= 0]] = False
    same[new.pairs.job[_others(len(new.pairs), place)]] = False
    same[new.pairs.job[people[new.pairs.worker]]] = False
    same &= ~demands[now.job_demand]
    short = np.bincount(new.pairs.job, minlength=now.jobs) < now.demands.headcount[now.job_demand]
    same &= ~short | _equally_counted(before, now, len(stand) == len(records) == len(now.workers.ids))
    return {
        one.shift: one.reason
        for one in former.shortages
        if one.shift in now.shift_places and same[now.job_of_shift[now.shift_places[one.shift]]]
    }


def _comparable(columns: Columns, plan: Plan) -> bool:
    """Whether all rules that may hold people from a shift are such as are known."""
    rules = Holding(columns.scenario, plan).rules
    return all(rule.tied_by in _TIES and type(rule).__module__.startswith("staffmatch.") for rule in rules)


def _others(count: int, places: Int) -> Mask:
    found = np.ones(count, bool)
    found[places] = False
    return found


def _moved(former: Plan, plan: Plan, now: Columns, same: Mask, people: Set[str]) -> tuple[Mask, Mask]:
    """The people whose work is not what it was, and the demands whose crews are not; of ``same`` jobs and ``people``
    the records are what they were."""
    jobs = {name for name, job in zip(now.shift_ids, now.job_of_shift.tolist(), strict=True) if same[job]}
    one, other = set(former), set(plan)
    changed = {pair for pair in one | other if pair[0] not in people or pair[1] not in jobs} | (one ^ other)
    workers, shifts = (np.zeros(count, bool) for count in (len(now.workers.ids), len(now.shift_ids)))
    workers[[now.worker_places[name] for name, _ in changed if name in now.worker_places]] = True
    shifts[[now.shift_places[name] for _, name in changed if name in now.shift_places]] = True
    demands = np.zeros(len(now.demands.ids), bool)
    demands[now.job_demand[now.job_of_shift[shifts]]] = True
    return workers, demands


def _equally_counted(before: Columns, now: Columns, same: bool) -> Mask:
    """The jobs for which each rule leaves as many people as before; ``same`` if all of them say what they said."""
    found = np.full(now.jobs, same)
    pins = {*before.scenario.pins} ^ {*now.scenario.pins}
    found[[now.job_of_shift[now.shift_places[pin.shift]] for pin in pins if pin.shift in now.shift_places]] = False
    return found
