"""Coverage: no shift gets more people than seats, and none gets a crew too small to be of use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule

_TOO_MANY = Sentence("coverage.too_many", "Shift {shift:shift} has {people} for {seats}.")
_PEOPLE = Sentence("coverage.people", "{n:count} person", "{n:count} people")
_SEATS = Sentence("coverage.seats", "{n:count} seat", "{n:count} seats")
_SMALL = Sentence(
    "coverage.small_crew",
    "Shift {shift:shift} has a crew of {n:count}; fewer than {least:count} are of no use.",
)
_IN_PART = Sentence(
    "coverage.in_part",
    "Worker {worker:worker} has only some shifts of {demand:demand}, which wants one person throughout.",
)
_SEATED = Sentence("coverage.wants", "finds a seat", "find a seat")


class Coverage(Rule):
    """``Σ_w x_wj <= n_j`` for headcount n; with a minimum crew m also ``Σ_w x_wj >= m o_j``, o_j = 1 iff any x_wj is.

    The shortage ``n_j - Σ_w x_wj`` is what the terms count. A demand with ``same_worker`` is one job: its people have
    all of its shifts.

    Example: "Shift 'a' has 3 people for 2 seats."
    """

    kind: Literal["coverage"] = "coverage"
    tied_by = "demand"

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        demands = pairs.columns.demands
        jobs = pairs.by("job")
        demand = pairs.columns.job_demand[jobs["job"]]
        # A crew that cannot be found is given up here: a relaxation would seat parts of it.
        hopeless = jobs.total() < demands.min_crew[demand]
        yield jobs.count() <= np.where(hopeless, 0, demands.headcount[demand])
        crews = pairs.where(demands.min_crew[pairs.demand] > 1).by("job")
        crew = demands.min_crew[pairs.columns.job_demand[crews["job"]]]
        open_ = crews.any(variables).by("job")
        yield crews.count() >= open_.sum(crew)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        throughout: dict[str, Demand] = {}
        for name, duties in plan.crews(scenario).items():
            demand, n = duties[0].demand, len(duties)
            if n > demand.headcount:
                said = _TOO_MANY(shift=name, people=_PEOPLE(n=n), seats=_SEATS(n=demand.headcount))
                yield Violation(self.kind, said, n - demand.headcount, "people", (name,))
            if n < demand.min_crew:
                said = _SMALL(shift=name, n=n, least=demand.min_crew)
                yield Violation(self.kind, said, demand.min_crew - n, "people", (name,))
            if demand.same_worker:
                throughout[demand.id] = demand
        crews = {name: {duty.worker.id for duty in duties} for name, duties in plan.crews(scenario).items()}
        for demand in throughout.values():
            sets = [crews.get(shift.id, set()) for shift in demand.shifts]
            for worker in sorted(set[str]().union(*sets) - sets[0].intersection(*sets)):
                yield Violation(self.kind, _IN_PART(worker=worker, demand=demand.id), 1, "people", (worker, demand.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _SEATED()
