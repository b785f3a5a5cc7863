"""A solution's claims, compared with what its certificate proves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from staffmatch.domain.plan import Violation
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.errors import require_type
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import Scale, formulate
from staffmatch.models import Scenario
from staffmatch.result.certificate.checking import Checker, certified
from staffmatch.result.decoding import encode_plan
from staffmatch.result.solution import Solution, TierResult


def check(scenario: Scenario, solution: Solution, *, complete: bool = False) -> tuple[Violation, ...]:
    """A violation for every tier whose value is not the plan's, or whose certified bound is not what its certificate
    proves.

    With ``complete`` also for whatever keeps the proof from being independent of solvers: a tier whose bound is not
    proven to its value, an unproven infeasibility, a missing plan. `staffmatch.verify` checks the plan itself more
    closely, rule by rule.
    """
    found = _Confirmed.of(scenario, solution)
    return (*found.wrong(), *(found.missing() if complete else ()))


def unproven(scenario: Scenario, solution: Solution) -> tuple[Violation, ...]:
    """Every claim that the certificate does not confirm: bounds, and that there is no plan."""
    return tuple(_Confirmed.of(scenario, solution).unproven())


def confirmed_bounds(scenario: Scenario, solution: Solution) -> tuple[float | None, ...]:
    """The bounds that the certificate proves, each in the tier's unit."""
    found = _Confirmed.of(scenario, solution)
    return tuple(found.in_unit(tier, bound) for tier, bound in zip(solution.tiers, found.bounds, strict=True))


def proves_infeasible(scenario: Scenario, solution: Solution) -> bool:
    """Whether the solution proves that the pins in its conflicts cannot be kept together."""
    proof, listed = solution.infeasibility, {(one.worker, one.shift) for one in solution.conflicts}
    if proof is None or proof.aim != 1:
        return False
    problem = infeasible_problem(scenario, listed)
    return Checker(problem, (0,)).bound(0, proof) == 1


def infeasible_problem(scenario: Scenario, kept: set[tuple[str, str]]) -> Problem:
    """The rows of a scenario with these pins only, besides those that keep somebody out, and without objectives."""
    pins = tuple(pin for pin in scenario.pins if not pin.assigned or (pin.worker, pin.shift) in kept)
    fewer = scenario.replace(pins=pins)
    problem = formulate(eligible_pairs(columns_of(fewer), fewer.rules), fewer.tiers)
    return replace(problem, objectives=(Objective(0, np.zeros(problem.width, np.int64)),))


def _misstated(scenario: Scenario, solution: Solution, values: tuple[int, ...]) -> Iterator[str]:
    """Tiers that are not the scenario's, and values that are not the plan's."""
    scales = [Scale.of(tier) for tier in scenario.tiers]
    told = [(tier.term, tier.per_unit) for tier in solution.tiers]
    if told != [(scale.term, scale.per_unit) for scale in scales]:
        yield "The tiers are not those of the scenario."
        return
    for tier, value in zip(solution.tiers, values, strict=True):
        if tier.value != value / tier.per_unit:
            yield f"The value of {tier.term!r} is stated as {tier.value} and recomputed as {value / tier.per_unit}."


@dataclass(frozen=True)
class _Confirmed:
    """A solution's claims, and the ``bounds`` that its certificate proves, in integer steps of each tier.

    ``faults`` are what keeps the plan and its tiers from being the scenario's.
    """

    solution: Solution
    bounds: tuple[int | None, ...]
    infeasible: bool = False
    faults: tuple[str, ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, solution: Solution) -> _Confirmed:
        require_type(scenario, Scenario)
        require_type(solution, Solution)
        if solution.status in ("infeasible", "unknown"):
            infeasible = solution.status == "infeasible" and proves_infeasible(scenario, solution)
            stray = (f"The solution is {solution.status} but states tiers.",) if solution.tiers else ()
            return cls(solution, (None,) * len(solution.tiers), infeasible, stray)
        pairs = eligible_pairs(columns_of(scenario), scenario.rules)
        problem = formulate(pairs, scenario.tiers)
        x = problem.complete(encode_plan(pairs, solution.plan))
        values = problem.values(x)
        proofs = (*solution.certificate, *(None for _ in values))[: len(values)]
        known = certified(problem, values, proofs)
        bounds = (*known, *(None for _ in solution.tiers))[: len(solution.tiers)]
        faults = [*_misstated(scenario, solution, values)]
        shifts = int(pairs.columns.job_shifts.lengths[pairs.job[x[: len(pairs)]]].sum())
        if shifts < len(solution.assignments) or len(problem.broken(x)):
            faults.append("The plan breaks a rule: no certificate is about it, and verify says which.")
        return cls(solution, bounds, faults=tuple(faults))

    def in_unit(self, tier: TierResult, bound: int | None) -> float | None:
        return None if bound is None else bound / tier.per_unit

    def wrong(self) -> Iterator[Violation]:
        """A plan that is not one of the scenario, and certified bounds stated otherwise than proven."""
        for text in self.faults:
            yield Violation("certificate", text, 1, "figures")
        for tier, bound in zip(self.solution.tiers, self.bounds, strict=True):
            if self.in_unit(tier, bound) != tier.certified:
                said = "nothing" if tier.certified is None else f"{tier.certified} {tier.unit}"
                text = f"The certificate of {tier.term!r} proves {self._said(tier, bound)} where {said} is stated."
                yield Violation("certificate", text, 1, "figures")

    def unproven(self) -> Iterator[Violation]:
        """Bounds above what is proven, and an infeasibility without proof."""
        for tier, bound in zip(self.solution.tiers, self.bounds, strict=True):
            if tier.bound is not None and self._short_of(tier, bound, tier.bound):
                text = f"The bound of {tier.term!r}, {tier.bound} {tier.unit}, is the word of a solver: "
                yield Violation("certificate", f"{text}the certificate proves {self._said(tier, bound)}.", 1, "claims")
        yield from self._without_plan()

    def missing(self) -> Iterator[Violation]:
        """Tiers not proven to their value, and an infeasibility without proof."""
        for tier, bound in zip(self.solution.tiers, self.bounds, strict=True):
            if self._short_of(tier, bound, tier.value):
                text = f"{tier.term!r} is {tier.value} {tier.unit}; the certificate proves {self._said(tier, bound)}."
                yield Violation("certificate", text, 1, "claims")
        yield from self._without_plan()

    def _without_plan(self) -> Iterator[Violation]:
        if self.solution.status == "infeasible" and not self.infeasible:
            text = "That no plan keeps the pins is the word of a solver: no certificate proves it."
            yield Violation("certificate", text, 1, "claims")
        if self.solution.status == "unknown":
            yield Violation("certificate", "No plan is known, and nothing is proven.", 1, "claims")

    def _short_of(self, tier: TierResult, bound: int | None, stated: float) -> bool:
        found = self.in_unit(tier, bound)
        return found is None or found < stated

    def _said(self, tier: TierResult, bound: int | None) -> str:
        return "nothing" if bound is None else f"{self.in_unit(tier, bound)} {tier.unit}"
