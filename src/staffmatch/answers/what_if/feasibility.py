"""Whether some rules, pins and demands that must be filled can all hold: by solving, and by the rules' own checks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from staffmatch.constraints import ConsecutiveDays, DailyRest
from staffmatch.domain.plan import Plan, Violation
from staffmatch.domain.trainings import trainings_of
from staffmatch.engine.backends.lp import Status
from staffmatch.engine.cases.infeasibility import impossible
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.search import any_plan, run
from staffmatch.engine.state.control import Control
from staffmatch.errors import InternalError, LimitError
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.messages.message import Sentence
from staffmatch.models import Pin, Scenario
from staffmatch.objectives import Change
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import DemandId
from staffmatch.result.certificate import Checker
from staffmatch.result.decoding import encode_proof

_LACKS = Sentence("conflicts.lacks", "Shift {shift:shift} lacks {lacking:count} of {headcount:count}.")


class MustFill(Rule):
    """``Σ_w x_wj >= n_j`` for the jobs of a demand: every seat has somebody.

    No rule of a scenario, since the empty plan breaks it.
    """

    kind: Literal["must_fill"] = "must_fill"
    demand: Annotated[DemandId, Field(description="the demand")]

    def rows(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        columns = pairs.columns
        wanted = columns.scenario.ids("demands").index(self.demand)
        jobs = np.flatnonzero(columns.job_demand == wanted)
        pair = np.flatnonzero(columns.job_demand[pairs.job] == wanted)
        seats = columns.demands.headcount[columns.job_demand[jobs]]
        yield RowBlock.at_least(np.searchsorted(jobs, pairs.job[pair]), pair, np.ones(len(pair), np.int64), seats)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        demand, crews = scenario.demand(self.demand), plan.crews(scenario)
        for shift in demand.shifts:
            lacking = demand.headcount - len(crews.get(shift.id, ()))
            if lacking > 0:
                said = _LACKS(shift=shift.id, lacking=lacking, headcount=demand.headcount)
                yield Violation(self.kind, said, lacking, "people", (shift.id,))


Part = Rule | Pin

# A plan that these accept, they accept without the work for any demand as well; a test holds them to it.
CLOSED = frozenset(
    (
        *(
            "must_fill",
            "pins",
            "allowed_pairs",
            "consent",
            "skills",
            "certificates",
            "commute",
            "availability",
            "partners",
            "sector_ban",
            "strike",
            "works_council",
            "channels",
        ),
        *("competitors", "split_days", "consecutive_days", "daily_hours", "weekly_hours", "rolling_hours"),
        *("successions", "same_kind"),
        *("horizon_hours", "coverage", "lending_cap", "home_reserve", "recall_notice", "partnership_limit"),
        *("partnership_cost", "shared_cluster", "borrowers_per_worker", "onboarding_cost", "apart", "contact_limit"),
        *("breaks", "pay_floor", "budget", "commute_pay", "pay_premium", "equal_pay", "daily_rest"),
    )
)


class OutOfTimeError(Exception):
    """Time ended before it was known."""


@dataclass
class Feasibility:
    """Answers whether some of the parts can all hold beside those that are held; ``parts`` are named by their places.

    ``least`` is the smallest set that was found not to hold, the first of them where there are several.
    """

    scenario: Scenario
    held: Sequence[Part]
    parts: Sequence[Part]
    control: Control
    least: frozenset[int] | None = None

    def holds(self, chosen: Collection[int]) -> bool:
        """Whether there is a plan; OutOfTimeError if that is not known."""
        if self.control.over():
            raise OutOfTimeError
        taken = self._taken(chosen)
        if not any(isinstance(part, MustFill) or (isinstance(part, Pin) and part.assigned) for part in taken):
            return True
        scenario = self._with(taken)
        try:
            pairs, problem = self._formulated(scenario)
        except LimitError as error:
            raise OutOfTimeError from error
        answer = any_plan(problem, self.control, None)
        if answer.status is Status.INFEASIBLE:
            if self.least is None or len(chosen) < len(self.least):
                self.least = frozenset(chosen)
            return False
        if answer.x is None:
            raise OutOfTimeError
        self._plan(scenario, pairs, answer.x[: problem.pairs] > 0.5)
        return True

    def plan(self, chosen: Collection[int]) -> Plan | None:
        """A plan with few assignments, the fewest unless time is short; None if none was found."""
        scenario = self._with(self._taken(chosen))
        pairs, problem = self._formulated(scenario)
        outcome = run(problem, self.control, None, None)
        return None if outcome.chosen is None else self._plan(scenario, pairs, outcome.chosen)

    def certified(self, chosen: Collection[int]) -> bool:
        """Whether integers confirm that these cannot all hold."""
        _, problem = self._formulated(self._with(self._taken(chosen)))
        if not problem.width:
            return bool((problem.lower > 0).any())
        indifferent = replace(problem, objectives=(Objective(0, np.zeros(problem.width, np.int64)),))
        until = self.control.time.now + self.control.params.cases.least_certified
        proof = encode_proof(impossible(indifferent, self.control, None, until), 0)
        return proof is not None and Checker(indifferent, (0,)).bound(0, proof) == 1

    def _taken(self, chosen: Collection[int]) -> list[Part]:
        return [*self.held, *(self.parts[place] for place in sorted(chosen))]

    def _with(self, taken: Sequence[Part]) -> Scenario:
        """The scenario with these rules and pins alone; what it must agree on was validated with it."""
        rules = [part for part in taken if isinstance(part, Rule)]
        # In the order of the scenario, on which reasons and splits rest.
        order = {id(rule): place for place, rule in enumerate(self.scenario.rules)}
        rules.sort(key=lambda rule: order.get(id(rule), len(order)))
        pins = tuple(part for part in taken if isinstance(part, Pin))
        return self.scenario.model_copy(update={"rules": tuple(rules), "pins": pins})

    def _narrowed(self, scenario: Scenario) -> Scenario:
        """With the demands alone that are pinned or must be filled, where no other can be of help to them."""
        closed = all(closes(rule, scenario) for rule in scenario.rules) and scenario.pair_table is None
        if not closed:
            return scenario
        wanted = {pin.shift for pin in scenario.pins if pin.assigned}
        filled = {rule.demand for rule in scenario.rules if isinstance(rule, MustFill)}
        demands = tuple(
            demand
            for demand in scenario.demands
            if demand.id in filled or not wanted.isdisjoint(shift.id for shift in demand.shifts)
        )
        there = {shift.id for demand in demands for shift in demand.shifts}
        pins = tuple(pin for pin in scenario.pins if pin.shift in there)
        return scenario.model_copy(update={"demands": demands, "pins": pins})

    def _formulated(self, scenario: Scenario) -> tuple[Pairs, Problem]:
        pairs = eligible_pairs(columns_of(self._narrowed(scenario)), scenario.rules)
        return pairs, formulate(pairs, [[Change(plan=())]])

    def _plan(self, scenario: Scenario, pairs: Pairs, chosen: np.ndarray) -> Plan:
        """The chosen pairs, which has to pass every rule's own check."""
        columns, at = pairs.columns, np.flatnonzero(chosen)
        plan = Plan.of(
            (columns.workers.ids[worker], columns.shift_ids[shift])
            for worker, job in zip(pairs.worker[at].tolist(), pairs.job[at].tolist(), strict=True)
            for shift in columns.job_shifts[job].tolist()
        )
        for rule in scenario.rules:
            for broken in rule.check(scenario, plan):
                raise InternalError(f"A plan that was found feasible breaks a rule: {broken.text}")
        return plan


def closes(rule: Rule, scenario: Scenario) -> bool:
    """Whether it is a rule of the library that accepts every part of a plan that it accepts."""
    own = not type(rule).__module__.startswith("staffmatch.")
    mendable = (isinstance(rule, DailyRest) and rule.shortened is not None) or (
        isinstance(rule, ConsecutiveDays) and rule.least is not None
    )
    # Without a training the work that builds on it is not allowed.
    learnt = rule.kind == "skills" and bool(trainings_of(scenario))
    return rule.kind in CLOSED and not own and not mendable and not learnt
