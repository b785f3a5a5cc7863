"""What `solve` says of a scenario, beside the second opinion."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import staffmatch as sm
from staffmatch.errors import LimitError
from tests.adversary.model import SecondOpinion, Values


@dataclass(frozen=True)
class Verdict:
    """``outcome`` is how `solve` ended, or ``different`` where something about that is wrong, which ``text`` says.

    ``seconds`` are those of `solve`.
    """

    outcome: str
    text: str = ""
    certified: bool = False
    proofs: tuple[str, ...] = ()
    seconds: float = 0

    @property
    def failed(self) -> bool:
        return self.outcome not in ("optimal", "feasible", "infeasible", "LimitError")


def judge(scenario: sm.Scenario) -> Verdict:
    opinion, began = SecondOpinion(scenario), perf_counter()
    try:
        solution = sm.solve(scenario, threads=1)
    except LimitError as error:
        return Verdict("LimitError", str(error), seconds=perf_counter() - began)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        text = f"{error}; right: {opinion.optimum()}; {_raised_at(error)}"
        return Verdict(type(error).__name__, text, seconds=perf_counter() - began)
    took = perf_counter() - began
    return replace(_judged(scenario, solution, opinion), seconds=took)


def _raised_at(error: Exception) -> str:
    """The innermost lines."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.line}" for frame in reversed(frames))


def _judged(scenario: sm.Scenario, solution: sm.Solution, opinion: SecondOpinion) -> Verdict:
    optimum = opinion.optimum()
    if (solution.status == "infeasible") != (optimum is None) or solution.status == "unknown":
        return Verdict("different", f"status {solution.status}; right: {optimum}")
    if found := sm.verify(scenario, solution).violations:
        return Verdict("different", f"not verified: {found[0].text}")
    if optimum is None:
        return Verdict("infeasible")
    return _compared(solution, opinion, optimum)


def _compared(solution: sm.Solution, opinion: SecondOpinion, optimum: Values) -> Verdict:
    per_unit = tuple(tier.per_unit for tier in solution.tiers)
    if per_unit != opinion.per_unit:
        return Verdict("different", f"steps per unit {per_unit}; right: {opinion.per_unit}")
    values = opinion.values_of(solution.plan)
    if values is None:
        return Verdict("different", f"plan breaks a rule: {solution.plan.assignments}; right: {optimum}")
    # Beyond 2^53 what is stated is rounded; the quotient of two Python integers is rounded in the same way.
    stated = tuple(tier.value for tier in solution.tiers)
    if stated != tuple(value / unit for value, unit in zip(values, per_unit, strict=True)):
        return Verdict("different", f"values stated as {stated}; right: {values}")
    if solution.status == "optimal" and values != optimum:
        return Verdict("different", f"said optimal: {values}; right: {optimum}")
    exact = True
    for number, tier in enumerate(solution.tiers):
        # What is as good in the earlier tiers has no value below what is said to be a bound.
        least = optimum[number] if values[:number] == optimum[:number] else opinion.least(values[:number])
        for name, bound in (("bound", tier.bound), ("certified", tier.certified)):
            if bound is not None and (least is None or bound > least / tier.per_unit):
                return Verdict("different", f"{name} wrong: {bound} in tier {number + 1}; right: {least}")
        exact = exact and tier.certified == tier.value
    proofs = tuple(str(proof) for tier in solution.tiers if (proof := getattr(tier, "proof", None)))
    return Verdict(solution.status, "", exact, proofs)
