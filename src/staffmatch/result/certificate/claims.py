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
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.certificate.checking import Checker, certified
from staffmatch.result.contents import TierResult
from staffmatch.result.decoding import encode_plan
from staffmatch.result.solution import Solution

_OTHER_TIERS = Sentence("certificate.other_tiers", "The tiers are not those of the scenario.")
_VALUE = Sentence("certificate.value", "The value of {term:id} is stated as {stated} and recomputed as {found}.")
_STATES_TIERS = Sentence("certificate.states_tiers", "The solution is {status} but states tiers.")
_BROKEN = Sentence("certificate.broken", "The plan breaks a rule: no certificate is about it, and verify says which.")
_DIFFERS = Sentence("certificate.differs", "The certificate of {term:id} proves {proven} where {stated} is stated.")
_WORD = Sentence(
    "certificate.word",
    "The bound of {term:id}, {bound} {unit}, is the word of a solver: the certificate proves {proven}.",
)
_SHORT = Sentence("certificate.short", "{term:id} is {value} {unit}; the certificate proves {proven}.")
_AMOUNT = Sentence("certificate.amount", "{number} {unit}")
_NOTHING = Sentence("certificate.nothing", "nothing")
_INFEASIBLE = Sentence(
    "certificate.infeasible",
    "That no plan keeps the pins is the word of a solver: no certificate proves it.",
)
_NO_PLAN = Sentence("certificate.no_plan", "No plan is known, and nothing is proven.")


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
    problem = formulate(eligible_pairs(columns_of(fewer), fewer.rules), tiers_in_full(fewer))
    return replace(problem, objectives=(Objective(0, np.zeros(problem.width, np.int64)),))


def _misstated(scenario: Scenario, solution: Solution, values: tuple[int, ...]) -> Iterator[Message]:
    """Tiers that are not those of the scenario, and values that are not those of the plan."""
    scales = [Scale.of(tier) for tier in tiers_in_full(scenario)]
    told = [(tier.term, tier.per_unit) for tier in solution.tiers]
    if told != [(scale.term, scale.per_unit) for scale in scales]:
        yield _OTHER_TIERS()
        return
    for tier, value in zip(solution.tiers, values, strict=True):
        if tier.value != value / tier.per_unit:
            yield _VALUE(term=tier.term, stated=tier.value, found=value / tier.per_unit)


@dataclass(frozen=True)
class _Confirmed:
    """A solution's claims, and the ``bounds`` that its certificate proves, in integer steps of each tier.

    ``faults`` are what keeps the plan and its tiers from being the scenario's.
    """

    solution: Solution
    bounds: tuple[int | None, ...]
    infeasible: bool = False
    faults: tuple[Message, ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, solution: Solution) -> _Confirmed:
        require_type(scenario, Scenario)
        require_type(solution, Solution)
        if solution.status in ("infeasible", "unknown"):
            infeasible = solution.status == "infeasible" and proves_infeasible(scenario, solution)
            stray = (_STATES_TIERS(status=solution.status),) if solution.tiers else ()
            return cls(solution, (None,) * len(solution.tiers), infeasible, stray)
        pairs = eligible_pairs(columns_of(scenario), scenario.rules)
        problem = formulate(pairs, tiers_in_full(scenario))
        x = problem.complete(encode_plan(pairs, solution.plan))
        values = problem.values(x)
        proofs = (*solution.certificate, *(None for _ in values))[: len(values)]
        known = certified(problem, values, proofs)
        bounds = (*known, *(None for _ in solution.tiers))[: len(solution.tiers)]
        faults = [*_misstated(scenario, solution, values)]
        shifts = int(pairs.columns.job_shifts.lengths[pairs.job[x[: len(pairs)]]].sum())
        if shifts < len(solution.assignments) or len(problem.broken(x)):
            faults.append(_BROKEN())
        return cls(solution, bounds, faults=tuple(faults))

    def in_unit(self, tier: TierResult, bound: int | None) -> float | None:
        return None if bound is None else bound / tier.per_unit

    def wrong(self) -> Iterator[Violation]:
        """What is no plan of the scenario, and certified bounds that are stated otherwise than they are proven."""
        for fault in self.faults:
            yield Violation("certificate", fault, 1, "figures")
        for tier, bound in zip(self.solution.tiers, self.bounds, strict=True):
            if self.in_unit(tier, bound) != tier.certified:
                stated = _amount(tier.certified, tier)
                said = _DIFFERS(term=tier.term, proven=self._proven(tier, bound), stated=stated)
                yield Violation("certificate", said, 1, "figures")

    def unproven(self) -> Iterator[Violation]:
        """Bounds above what is proven, and an infeasibility without proof."""
        for tier, bound in zip(self.solution.tiers, self.bounds, strict=True):
            if tier.bound is not None and self._short_of(tier, bound, tier.bound):
                proven = self._proven(tier, bound)
                said = _WORD(term=tier.term, bound=tier.bound, unit=tier.unit, proven=proven)
                yield Violation("certificate", said, 1, "claims")
        yield from self._without_plan()

    def missing(self) -> Iterator[Violation]:
        """Tiers not proven to their value, and an infeasibility without proof."""
        for tier, bound in zip(self.solution.tiers, self.bounds, strict=True):
            if self._short_of(tier, bound, tier.value):
                proven = self._proven(tier, bound)
                said = _SHORT(term=tier.term, value=tier.value, unit=tier.unit, proven=proven)
                yield Violation("certificate", said, 1, "claims")
        yield from self._without_plan()

    def _without_plan(self) -> Iterator[Violation]:
        if self.solution.status == "infeasible" and not self.infeasible:
            yield Violation("certificate", _INFEASIBLE(), 1, "claims")
        if self.solution.status == "unknown":
            yield Violation("certificate", _NO_PLAN(), 1, "claims")

    def _short_of(self, tier: TierResult, bound: int | None, stated: float) -> bool:
        found = self.in_unit(tier, bound)
        return found is None or found < stated

    def _proven(self, tier: TierResult, bound: int | None) -> Message:
        return _amount(self.in_unit(tier, bound), tier)


def _amount(number: float | None, tier: TierResult) -> Message:
    return _NOTHING() if number is None else _AMOUNT(number=number, unit=tier.unit)
