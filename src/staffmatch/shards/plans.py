"""Plans of a market in shards: the search over candidates, the pairs that shards offer at good prices.

By the duality that prices rest on, pairs of plans near the bound raise their person's best roster by little. They are
few, and go through the ordinary search with all rules. Seats that it leaves empty are asked about again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.domain.plan import Plan
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.search import run, run_later
from staffmatch.engine.state.control import Control
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.shards.crew import Crew
from staffmatch.shards.layout import candidates_of
from staffmatch.shards.questions import Offer, Offered, Price


@dataclass
class Plans:
    """The best plan so far, as codes ``worker * jobs + job``, with its ``values``; None before there is one.

    ``members`` has the people of each shard by their places in the whole.
    """

    columns: Columns
    control: Control
    backend: BackendName | None
    members: Sequence[Int] = ()
    candidates: Int = field(default_factory=lambda: np.empty(0, np.int64))
    chosen: Int = field(default_factory=lambda: np.empty(0, np.int64))
    values: tuple[int, ...] | None = None
    constants: tuple[int, ...] = ()

    @property
    def scenario(self) -> Scenario:
        return self.columns.scenario

    def begin(self, former: Plan | None) -> None:
        """From what still stands of a former plan, and with what is pinned."""
        pins = {(pin.worker, pin.shift) for pin in self.scenario.pins if pin.assigned}
        wanted = {*pins, *(former or ())}
        self._add(*self._eligible(wanted))
        self.search(0.0, self._codes(former or Plan()))

    def _codes(self, plan: Plan) -> Int:
        workers, jobs = self.columns.worker_places, self.columns.job_of_shift
        shifts = self.columns.shift_places
        known = {(workers[w], int(jobs[shifts[s]])) for w, s in plan if w in workers and s in shifts}
        return np.array(sorted(worker * self.columns.jobs + job for worker, job in known), np.int64)

    def _eligible(self, wanted: set[tuple[str, str]]) -> tuple[Int, Int]:
        codes = self._codes(Plan.of(wanted))
        worker, job = codes // max(1, self.columns.jobs), codes % max(1, self.columns.jobs)
        blocks = [(np.array([one]), worker[job == one]) for one in np.unique(job).tolist()]
        found = eligible_pairs(self.columns, self.scenario.rules, blocks)
        return found.worker, found.job

    def take(self, crew: Crew, price: Price, pairs: Sequence[int]) -> None:
        """Candidates from all shards at the prices of a tier, of each as many as its share of the pairs."""
        wanted = self.control.params.shards.candidates * float(
            self.columns.demands.needed[self.columns.job_demand].sum()
        )
        shares = [round(wanted * own / max(1, sum(pairs))) for own in pairs]
        self.offered(crew.ask({shard: Offer(price, share) for shard, share in enumerate(shares)}))

    def fill(self, crew: Crew, price: Price, amount: float) -> None:
        """More candidates for the seats that are empty, as long as they fill any."""
        params = self.control.params.shards
        for _ in range(params.fills):
            before = self.values
            empty = np.flatnonzero(self.empty_seats() > 0)
            size = len(self.candidates)
            if not len(empty) or self.control.over():
                return
            self.offered(crew.all(Offer(price, 0, empty, params.fill_each)))
            if len(self.candidates) == size:
                return
            self.search(amount)
            if self.values == before:
                return

    def empty_seats(self) -> Int:
        """The empty seats of each job."""
        taken = np.bincount(self.chosen % max(1, self.columns.jobs), minlength=self.columns.jobs)
        empty: Int = np.maximum(0, self.columns.demands.needed[self.columns.job_demand] - taken)
        return empty

    def offered(self, offers: Sequence[Offered]) -> None:
        """Take the pairs that all shards offer as candidates."""
        for members, offer in zip(self.members, offers, strict=True):
            self._add(members[offer.worker], offer.job)

    def _add(self, worker: Int, job: Int) -> None:
        self.candidates = np.union1d(self.candidates, worker * self.columns.jobs + job)

    def search(self, amount: float, start: Int | None = None, tier: int = 0) -> None:
        """Search among the candidates for an amount of the search's clock, in a tier and those after it; for 0 nothing
        but a first plan is made."""
        rules, jobs = self.scenario.rules, max(1, self.columns.jobs)
        pairs = candidates_of(self.columns, rules, *np.divmod(self.candidates, jobs))
        problem = formulate(pairs, tiers_in_full(self.scenario))
        self.constants = tuple(one.constant for one in problem.objectives)
        mask, own = np.isin(self.candidates, self.chosen if start is None else start), self._control(amount)
        chosen = self._searched(problem, mask, own, tier)
        self.control.time.charge(own.time.steps)
        self.control.faults += own.faults
        if chosen is None:
            return
        values = problem.values(problem.complete(chosen))
        if self.values is None or values < self.values:
            self.values, self.chosen = values, self.candidates[chosen]
            self.control.tell("plan", values[tier], None, tier)

    def _searched(self, problem: Problem, mask: Mask, own: Control, tier: int) -> Mask | None:
        """The best choice among the candidates; None if none keeps the pins."""
        if tier and self.values is not None:
            return run_later(problem, own, mask, self.backend, tier)
        return run(problem, own, mask, self.backend).chosen

    def _control(self, amount: float) -> Control:
        """A search of its own, within what is left."""
        whole = self.control
        limits = {"time_limit": amount} if whole.work_limit is None else {"work_limit": amount, "time_limit": None}
        if whole.work_limit is not None and whole.time_limit is not None:
            limits["time_limit"] = whole.time.seconds_left
        found = Control(gap=whole.gap, threads=whole.threads, seed=whole.seed, isolate=whole.isolate, **limits)
        found.stop, found.params = whole.halted, whole.params
        return found

    def pairs(self) -> Pairs:
        """The pairs of the plan."""
        return candidates_of(self.columns, self.scenario.rules, *np.divmod(self.chosen, max(1, self.columns.jobs)))
