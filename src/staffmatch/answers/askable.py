"""Who may be asked for an empty seat: eligible but for consent that is not given yet, and addable to the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_array, csr_array

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import ConsentRule, Coverage
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.region import Standing
from staffmatch.entities import Consent
from staffmatch.formulation.columns import CONSENTS, Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.integer_program import formulation
from staffmatch.formulation.market import Market
from staffmatch.formulation.pairs import Pairs
from staffmatch.records.bases import Rule
from staffmatch.result.decoding import encode_plan
from staffmatch.result.solution import Solution

# Who declined or withdrew has answered.
_OPEN = (Consent.ACCEPTED, Consent.OFFERED)


@dataclass(frozen=True)
class Askable:
    """The pairs of a plan and those that may be asked, with the rows of all rules but the one about seats.

    ``which`` are the places of the askable pairs; ``empty`` counts the empty seats of each job. ``crews`` are jobs of
    which a seat is empty and that need more people at once than one.
    """

    pairs: Pairs
    problem: Problem
    planned: Mask
    which: Int
    empty: Int
    crews: Int

    @classmethod
    def of(cls, solution: Solution, asked: Collection[tuple[str, str]]) -> Askable:
        """Of a solution with a plan; nobody is asked again for a job of which a shift is in ``asked``."""
        market = Market.of(solution.scenario)
        columns = _willing(market.pairs.columns)
        plan = market.pairs.take(encode_plan(market.pairs, solution.plan))
        demands = columns.demands
        filled = np.bincount(plan.job, minlength=columns.jobs)
        empty = demands.headcount[columns.job_demand] - filled
        small = filled + 1 < demands.min_crew[columns.job_demand]
        jobs = np.flatnonzero((empty > 0) & ~small & (columns.job_minutes > 0))
        rules = columns.scenario.rules
        blocks = [(jobs, np.arange(len(columns.workers.ids)))] if len(jobs) else []
        new = eligible_pairs(columns, rules, blocks)
        open_ = np.isin(columns.workers.consent[new.worker], [CONSENTS.index(state) for state in _OPEN])
        fresh = ~np.isin(_codes(columns, new), np.r_[_codes(columns, plan), _named(columns, asked)])
        pairs, which = _merged(columns, _but_seats(rules), plan, new.take(open_ & fresh))
        planned = np.ones(len(pairs), bool)
        planned[which] = False
        problem = formulation(pairs, ()).problem
        fitting = which[_fitting(problem, planned, which)]
        return cls(pairs, problem, planned, fitting, empty, np.flatnonzero((empty > 0) & small))

    def together(self, ranked: Int) -> Iterator[int]:
        """The pairs, in the order given, that can be added to the plan all at once, but for the number of seats.

        Where a row only bounds sums from above, so can any part of them: whoever accepts, nobody rules out others.
        """
        chosen = self.planned.copy()
        now = self.problem.complete(chosen)
        for pair in ranked.tolist():
            chosen[pair] = True
            more = self.problem.complete(chosen)
            if len(self.problem.broken(more, more != now)):
                chosen[pair] = False
            else:
                now = more
                yield pair


def _willing(columns: Columns) -> Columns:
    """The same as if everybody who has not answered had accepted."""
    scenario = columns.scenario
    rules = [
        rule.replace(states=tuple(dict.fromkeys((*rule.states, *_OPEN)))) if isinstance(rule, ConsentRule) else rule
        for rule in scenario.rules
    ]
    return replace(columns, scenario=scenario.replace(rules=tuple(rules)))


def _but_seats(rules: Collection[Rule]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if not isinstance(rule, Coverage))


def _codes(columns: Columns, pairs: Pairs) -> Int:
    return pairs.worker * columns.jobs + pairs.job


def _named(columns: Columns, asked: Collection[tuple[str, str]]) -> Int:
    workers = {name: place for place, name in enumerate(columns.workers.ids)}
    jobs = dict(zip(columns.shift_ids, columns.job_of_shift.tolist(), strict=True))
    return np.array([workers[worker] * columns.jobs + jobs[shift] for worker, shift in asked], np.int64)


def _merged(columns: Columns, rules: tuple[Rule, ...], plan: Pairs, new: Pairs) -> tuple[Pairs, Int]:
    """Both in the order of pairs, and the places of the new ones."""
    order = np.argsort(np.r_[_codes(columns, plan), _codes(columns, new)], kind="stable")
    worker, job, commute = (
        np.r_[getattr(plan, name), getattr(new, name)][order] for name in ("worker", "job", "commute")
    )
    return Pairs(columns, rules, worker, job, commute), np.flatnonzero(order >= len(plan))


def _fitting(problem: Problem, planned: Mask, which: Int) -> Mask:
    """Which pairs break no row when one of them is added to the plan: every row, with the indicators it turns on."""
    standing = Standing(problem, problem.complete(planned))
    place, column = standing.indicators_of(which)
    off = ~standing.x[column]
    turned = csr_array(
        (np.ones(int(off.sum()), np.int64), (column[off], place[off])), shape=(problem.width, len(which))
    )
    change = csc_array(problem.columns[:, which] + problem.columns @ turned)
    row, owner = change.indices, np.repeat(np.arange(len(which)), np.diff(change.indptr))
    after = standing.activity[row] + change.data
    broken = (after < problem.lower[row]) | (after > problem.upper[row])
    found = np.ones(len(which), bool)
    found[owner[broken]] = False
    return found
