"""The least values of all tiers, one after the other, in whole steps."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cached_property, reduce
from itertools import chain, combinations
from typing import Any

from ortools.sat.python import cp_model

from staffmatch.models import Scenario, Worker
from tests.adversary.bent_rules import CREW_AMOUNTS, ROSTER_AMOUNTS, bends
from tests.adversary.board import Board, Sum
from tests.adversary.charges import CHARGES
from tests.adversary.crew_rules import CREW_RULES
from tests.adversary.day_rules import DAY_RULES
from tests.adversary.facts import Facts
from tests.adversary.hour_rules import HOUR_RULES
from tests.adversary.learning import could_have, skills
from tests.adversary.pair_rules import PAIR_RULES
from tests.adversary.period_rules import PERIOD_RULES
from tests.adversary.rest_rules import REST_RULES
from tests.adversary.rhythm_rules import RHYTHM_RULES
from tests.adversary.terms import STEPS, TERM_SUMS

ROSTER_RULES = {**HOUR_RULES, **REST_RULES, **DAY_RULES, **RHYTHM_RULES, **PERIOD_RULES, "skills": skills}
RULE_KINDS = {*PAIR_RULES, *ROSTER_RULES, *CREW_RULES, *CHARGES}

Values = tuple[int, ...]

# Beyond what floating point holds exactly, the plans of few pairs are listed and their values added up in Python
# integers; CP-SAT, which counts in 64 bits, has only the others.
SAFE, FEW, LARGEST = 2**53, 14, 2**62


class SecondOpinion:
    """What the plans of a tiny scenario can reach."""

    def __init__(self, scenario: Scenario, safe: int = SAFE) -> None:
        self.board, self.scenario = Board(Facts(scenario)), scenario
        for worker in scenario.workers:
            self._person(worker)
        for rule in scenario.rules:
            if rule.kind in CREW_RULES and not bends(rule):
                CREW_RULES[rule.kind](rule, self.board)
            if rule.kind in CREW_AMOUNTS and rule.bent:
                self.board.broken.append((rule, CREW_AMOUNTS[rule.kind](rule, self.board)))
        self.tiers = [self._tier(tier) for tier in scenario.tiers]
        reach = max((tier.reach(self.board.most) for tier in self.tiers), default=0)
        self.listed = reach > safe and len(self.board.x) <= FEW
        assert self.listed or reach < LARGEST

    @property
    def per_unit(self) -> Values:
        """Steps to the unit of each tier."""
        return tuple(math.lcm(*(STEPS.get(term.kind, 1) for term in tier)) for tier in self.scenario.tiers)

    def optimum(self) -> Values | None:
        """The lexicographically least values of all plans; None where no plan keeps the rules."""
        if self.listed:
            return min(self.all_values, default=None)
        values: Values = ()
        for _ in self.tiers:
            found = self.least(values)
            if found is None:
                return None
            values = (*values, found)
        return values

    def least(self, earlier: Values) -> int | None:
        """The least value in the tier that follows of all plans that are as good in the earlier ones."""
        if self.listed:
            number = len(earlier)
            good = [v for v in self.all_values if all(a <= b for a, b in zip(v, earlier, strict=False))]
            return min((values[number] for values in good), default=None)
        model, tier = self.board.model.clone(), self.tiers[len(earlier)]
        for done, value in zip(self.tiers, earlier, strict=False):
            model.add(done.expression() <= value)
        model.minimize(tier.expression())
        solver = _solver()
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        assert status == cp_model.OPTIMAL, solver.status_name()
        return _valued(tier, solver)

    def values_of(self, plan: Iterable[tuple[str, str]]) -> Values | None:
        """The values of a plan of (worker, shift); None where it breaks a rule."""
        model, planned, jobs = self.board.model.clone(), set(plan), self.board.facts.jobs
        for (worker, number), x in self.board.x.items():
            chosen = {(worker, shift.id) for shift in jobs[number].shifts}
            model.add(x == int(chosen <= planned))
            planned -= chosen if chosen <= planned else set()
        solver = _solver()
        if planned or solver.solve(model) == cp_model.INFEASIBLE:
            return None
        return tuple(_valued(tier, solver) for tier in self.tiers)

    @cached_property
    def all_values(self) -> set[Values]:
        """The values of every plan."""
        told = _Listing(self.tiers)
        solver = _solver()
        solver.parameters.enumerate_all_solutions = True
        assert solver.solve(self.board.model, told) in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        return told.values

    def _person(self, worker: Worker) -> None:
        """The pairs that may be, and each roster that this person may have."""
        board, facts = self.board, self.board.facts
        rules = self.scenario.rules
        lent = {
            number: facts.lent(worker, job)
            for number, job in enumerate(facts.jobs)
            if all(PAIR_RULES[rule.kind](rule, facts, worker, job) for rule in rules if rule.kind in PAIR_RULES)
            and (could_have(facts, worker, job) or all(rule.kind != "skills" for rule in rules))
        }
        # Nobody's shifts overlap where `DailyRest` is, be they in its scope or not.
        judges = [
            (ROSTER_RULES[rule.kind], rule)
            for rule in rules
            if rule.kind in ROSTER_RULES
            and (rule.kind in ("daily_rest", "skills") or facts.concerns(rule, worker))
            and not bends(rule)
        ]
        rosters = [
            taken
            for taken in chain.from_iterable(combinations(lent, size) for size in range(len(lent) + 1))
            if all(holds(rule, facts, worker, [s for n in taken for s in lent[n]]) for holds, rule in judges)
        ]
        jobs = sorted({number for taken in rosters for number in taken})
        for number in jobs:
            board.x[worker.id, number] = board.new()
        held, rows = [board.x[worker.id, number] for number in jobs], [[int(n in t) for n in jobs] for t in rosters]
        for rule in rules:
            if rule.kind in ROSTER_AMOUNTS and rule.bent and facts.concerns(rule, worker):
                amount = ROSTER_AMOUNTS[rule.kind]
                by = [amount(rule, facts, worker, [s for n in taken for s in lent[n]]) for taken in rosters]
                held.append(board.new(max(by)))
                rows = [[*row, one] for row, one in zip(rows, by, strict=True)]
                board.broken.append((rule, Sum.of([(1, held[-1])])))
        if len(rosters) < 2 ** len(held):
            board.model.add_allowed_assignments(held, rows)

    def _tier(self, tier: tuple[Any, ...]) -> Sum:
        steps = math.lcm(*(STEPS.get(term.kind, 1) for term in tier))
        terms = (TERM_SUMS[t.kind](t, self.board).times(t.weight * steps // STEPS.get(t.kind, 1)) for t in tier)
        return reduce(Sum.plus, terms)


class _Listing(cp_model.CpSolverSolutionCallback):
    def __init__(self, tiers: list[Sum]) -> None:
        super().__init__()
        self.tiers, self.values = tiers, set[Values]()

    def on_solution_callback(self) -> None:
        self.values.add(tuple(_valued(tier, self) for tier in self.tiers))


def _valued(tier: Sum, solved: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> int:
    return tier.constant + sum(coefficient * solved.value(variable) for coefficient, variable in tier.parts)


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    # Presolve has lost all solutions where coefficients near 10^7 stand beside small ones.
    solver.parameters.cp_model_presolve = False
    return solver
