"""Coverage: no shift gets more people than seats, and none gets a crew too small to be of use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.constraints.shared.bends import Bends
from staffmatch.domain.plan import Plan, Violation
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear, RowBlock
from staffmatch.formulation.surplus import Surplus
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Whole

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


class Coverage(Bends):
    """``Σ_w x_wj <= n_j`` for headcount n; with a minimum crew m also ``Σ_w x_wj >= m o_j``, o_j = 1 iff any x_wj is.

    The shortage ``n_j - Σ_w x_wj`` is what the terms count. A demand with ``same_worker`` is one job: its people have
    all of its shifts.

    Where it bends, more people than seats may have a shift, ``most_extra`` more if that is given: with ``price_cents``
    each costs that for each shift. They make up for no empty seat elsewhere. A minimum crew holds in any case.

    Example: "Shift 'a' has 3 people for 2 seats."
    """

    kind: Literal["coverage"] = "coverage"
    tied_by = "shift"
    amounts = "people"
    in_part = frozenset(("rows", "check"))
    most_extra: Annotated[
        Annotated[Whole, Field(ge=1, le=10**6)] | None,
        Field(description="people beyond the headcount, of a rule that bends; none: any number"),
    ] = None

    @model_validator(mode="after")
    def _extra_at_a_price(self) -> Self:
        if self.most_extra is not None and not self.bent:
            text = (
                "says how many people may be beyond the headcount; give their price_cents, or soft, or drop most_extra"
            )
            raise PydanticCustomError("most_extra_unbent", text)
        return self

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        demands = pairs.columns.demands
        jobs = pairs.by("job")
        demand = pairs.columns.job_demand[jobs["job"]]
        # A crew that cannot be found is given up here: a relaxation would seat parts of it.
        hopeless = jobs.total() < demands.min_crew[demand]
        most = jobs.total() if self.bent and self.most_extra is None else demands.headcount[demand] + self._extra
        yield jobs.count() <= np.where(hopeless, 0, most)
        crews = pairs.where(demands.min_crew[pairs.demand] > 1).by("job")
        crew = demands.min_crew[pairs.columns.job_demand[crews["job"]]]
        open_ = crews.any(variables).by("job")
        yield crews.count() >= open_.sum(crew)

    @property
    def rigid(self) -> Self:
        return self.replace(price_cents=None, soft=False, most_extra=None) if self.bent else self

    def about(self) -> tuple[tuple[str, Any], ...]:
        # Seats that bend take the place of those that do not.
        return Rule.about(self)

    @property
    def _extra(self) -> int:
        return self.most_extra or 0

    def excess(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        surplus = Surplus.of(pairs, variables)
        return Linear.nothing() if surplus is None else surplus.sum(pairs.columns.job_shifts.lengths)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        if not self.bent or self.most_extra is not None:
            yield from self._too_many(scenario, plan, self._extra)
        throughout: dict[str, Demand] = {}
        for name, duties in plan.crews(scenario).items():
            demand, n = duties[0].demand, len(duties)
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

    def charged(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        return self._too_many(scenario, plan, 0) if self.bent else iter(())

    def _too_many(self, scenario: Scenario, plan: Plan, extra: int) -> Iterator[Violation]:
        for name, duties in plan.crews(scenario).items():
            seats, n = duties[0].demand.headcount, len(duties)
            if n > seats + extra:
                said = _TOO_MANY(shift=name, people=_PEOPLE(n=n), seats=_SEATS(n=seats))
                yield Violation(self.kind, said, n - seats - extra, "people", (name,))

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _SEATED()
