"""Who may be asked for an empty seat: eligible but for consent that is not given yet, and addable to the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import filterfalse

import numpy as np
from scipy.sparse import csc_array, csr_array

from staffmatch.arrays import Int, Mask
from staffmatch.constraints import ConsentRule, Coverage
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.region import Standing
from staffmatch.formulation.columns import CONSENTS, Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.integer_program import formulation
from staffmatch.formulation.market import Market
from staffmatch.formulation.pairs import Pairs
from staffmatch.records.bases import Rule
from staffmatch.records.consents import Consent
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
        """Of a solution with a plan. Nobody is asked again for a job of which a shift is in ``asked``, nor for one that
        begins before the moment up to which the plan was kept as it was."""
        market = Market.of(solution.scenario)
        columns = _willing(market.pairs.columns)
        plan = market.pairs.take(encode_plan(market.pairs, solution.plan))
        demands = columns.demands
        filled = np.bincount(plan.job, minlength=columns.jobs)
        empty = demands.needed[columns.job_demand] - filled
        small = (filled + 1 < demands.min_crew[columns.job_demand]) & any(map(_seats, market.pairs.rules))
        rules = columns.scenario.rules
        # Whoever says yes has accepted from then on, which a rule may not take for enough.
        welcome = all(Consent.ACCEPTED in rule.states for rule in market.pairs.rules if isinstance(rule, ConsentRule))
        open_to = (empty > 0) & ~_begun(solution, columns)
        jobs = np.flatnonzero(open_to & ~small & (columns.job_minutes > 0) & welcome)
        blocks = [(jobs, np.arange(len(columns.workers.ids)))] if len(jobs) else []
        new = eligible_pairs(columns, rules, blocks)
        said = columns.workers.consent.of(new.worker, new.borrower)
        open_ = np.isin(said, [CONSENTS.index(state) for state in _OPEN])
        fresh = ~np.isin(_codes(columns, new), np.r_[_codes(columns, plan), _named(columns, asked)])
        pairs, which = _merged(columns, tuple(filterfalse(_seats, rules)), plan, new.take(open_ & fresh))
        planned = np.ones(len(pairs), bool)
        planned[which] = False
        problem = formulation(pairs, ()).problem
        fitting = which[_fitting(problem, planned, which)]
        return cls(pairs, problem, planned, fitting, empty, np.flatnonzero(open_to & small))

    def together(self, ranked: Int) -> Iterator[int]:
        """The pairs, in the order given, of which any part can be added to the plan that has no more of a job than
        empty seats.

        In a row that only bounds a sum of pairs from above, a job weighs as much as its heaviest pairs for its empty
        seats. All other rows but cuts have to hold for all pairs at once, as they do for each by itself.
        """
        problem, chosen = self.problem, self.planned.copy()
        others = ~(problem.packing | problem.cut)
        now = problem.complete(chosen)
        loads = _Loads(problem, Standing(problem, now).activity)
        for pair in ranked.tolist():
            job = int(self.pairs.job[pair])
            chosen[pair] = True
            more = problem.complete(chosen)
            broken = problem.broken(more, more != now)
            if not others[broken].any() and loads.take(pair, job, int(self.empty[job])):
                now = more
                yield pair
            else:
                chosen[pair] = False


def _begun(solution: Solution, columns: Columns) -> Mask:
    """The jobs of which a shift begins before what a `replan` has frozen ends."""
    told = solution.replanned
    if told is None or told.frozen_before is None:
        return np.zeros(columns.jobs, bool)
    frozen = columns.shifts.start < told.frozen_before.timestamp() / 60
    job = columns.job_shifts.owners
    begun: Mask = np.bincount(job[frozen[columns.job_shifts.items]], minlength=columns.jobs) > 0
    return begun


class _Loads:
    """How heavy the packing rows may become, with so many pairs of each job as it has empty seats."""

    def __init__(self, problem: Problem, activity: Int) -> None:
        self._columns, self._packing = problem.columns, problem.packing & ~problem.cut
        self._room = problem.upper - activity
        self._heaviest = dict[tuple[int, int], list[int]]()

    def take(self, pair: int, job: int, seats: int) -> bool:
        """Take one more pair of a job, if no row becomes too heavy."""
        start, end = self._columns.indptr[pair : pair + 2].tolist()
        entries = zip(self._columns.indices[start:end].tolist(), self._columns.data[start:end].tolist(), strict=True)
        changed = list[tuple[int, int, list[int]]]()
        for row, weight in entries:
            if self._packing[row]:
                before = self._heaviest.get((row, job), [])
                after = sorted((*before, weight), reverse=True)[:seats]
                changed.append((row, sum(after) - sum(before), after))
        if any(more > self._room[row] for row, more, _ in changed):
            return False
        for row, more, after in changed:
            self._room[row] -= more
            self._heaviest[row, job] = after
        return True


def _willing(columns: Columns) -> Columns:
    """The same as if everybody who has not answered had accepted."""
    scenario = columns.scenario
    rules = [
        rule.replace(states=tuple(dict.fromkeys((*rule.states, *_OPEN)))) if isinstance(rule, ConsentRule) else rule
        for rule in scenario.rules
    ]
    return replace(columns, scenario=scenario.replace(rules=tuple(rules)))


def _seats(rule: Rule) -> bool:
    return isinstance(rule, Coverage)


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
