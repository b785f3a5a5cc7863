"""Coverage: no shift gets more people than seats, and none gets a crew too small to be of use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from staffmatch.domain.plan import Plan, Violation
from staffmatch.errors import agreeing, counted
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule


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
        # A crew that can not be found is given up here: a relaxation would seat parts of it.
        hopeless = jobs.total() < demands.min_crew[demand]
        yield jobs.count() <= np.where(hopeless, 0, demands.headcount[demand])
        crews = pairs.where(demands.min_crew[pairs.demand] > 1).by("job")
        crew = demands.min_crew[pairs.columns.job_demand[crews["job"]]]
        open_ = crews.any(variables).by("job")
        yield crews.count() >= open_.sum(crew)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        crews = plan.crews(scenario)
        for demand in {duty.demand.id: duty.demand for duty in plan.duties(scenario)}.values():
            sets: list[set[str]] = []
            for shift in demand.shifts:
                crew = [duty.worker.id for duty in crews.get(shift.id, [])]
                sets.append(set(crew))
                if len(crew) > demand.headcount:
                    people, seats = counted(len(crew), "person", "people"), counted(demand.headcount, "seat")
                    text = f"Shift {shift.id!r} has {people} for {seats}."
                    yield Violation(self.kind, text, len(crew) - demand.headcount, "people", (shift.id,))
                if 0 < len(crew) < demand.min_crew:
                    text = f"Shift {shift.id!r} has a crew of {len(crew)}; fewer than {demand.min_crew} are of no use."
                    yield Violation(self.kind, text, demand.min_crew - len(crew), "people", (shift.id,))
            if demand.same_worker:
                for worker in sorted(set[str]().union(*sets) - sets[0].intersection(*sets)):
                    text = (
                        f"Worker {worker!r} has only some shifts of {demand.id!r}, which wants one person throughout."
                    )
                    yield Violation(self.kind, text, 1, "people", (worker, demand.id))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> tuple[str, str]:
        return agreeing("finds", "find", "a seat")
