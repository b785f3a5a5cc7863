"""Builds the solution that `solve` returns, with how the search ended, and verifies it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from staffmatch.domain.plan import Plan
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.state.control import Control, Reason
from staffmatch.engine.state.trace import Trace
from staffmatch.errors import ExtensionError, InternalError
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.records.bases import Rule, Term
from staffmatch.result.contents import PreexistingViolation
from staffmatch.result.decoding import decode_tiers
from staffmatch.result.proving import Proven
from staffmatch.result.shortage import Shortage
from staffmatch.result.solution import Solution
from staffmatch.result.termination import Moment, Termination
from staffmatch.result.tier_check import tier_value
from staffmatch.result.verifier import verify
from staffmatch.runtime.versions import versions


class Phases:
    """Seconds spent in each named phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        started = monotonic()
        try:
            yield
        finally:
            self.seconds[name] = monotonic() - started


def told(
    scenario: Scenario, pairs: int | None, outcome: Outcome, parts: dict[str, Any], control: Control, phases: Phases
) -> Solution:
    """The solution with how the search ended, verified."""
    proven = Reason.PROVEN if parts["status"] == "optimal" else outcome.reason

    def termination() -> Termination:
        return Termination(
            reason=proven.value,
            method=outcome.method,
            seconds=control.time.seconds,
            time_limit=control.time_limit,
            work=control.time.work,
            work_limit=control.work_limit,
            phases=dict(phases.seconds),
            pairs=pairs,
            faults=tuple(_counted(control.faults)),
            seed=control.seed,
            threads=control.threads,
            versions=versions(),
        )

    control.tell("verify")
    with phases("verify"):
        found_before = PreexistingViolation.of(scenario) if parts.get("explained", True) else ()
        found = {"preexisting_violations": found_before, "termination": termination()} | parts
        solution = _verified(Solution(scenario_digest=scenario.digest(), **found).of(scenario))
    control.tell("done")
    ended = {"termination": termination(), "trace": tuple(_moments(control.trace))}
    return solution.model_copy(update=ended).as_found()


def _verified(solution: Solution) -> Solution:
    if broken := verify(solution.scenario, solution, reason_check_limit=0).violations:
        text = f"{len(broken)} figures or rules could not be confirmed; the first: {broken[0].text}"
        if blamed := _own(solution.scenario, broken[0].rule):
            raise ExtensionError(
                f"{text} Of {blamed}, which is not the library's, what forbids or costs does not agree "
                "with `check`, `charge` or `value`: staffmatch.testing.conforms finds where."
            )
        raise InternalError(text)
    return solution


def _own(scenario: Scenario, broken: str) -> str:
    """The user's own classes that can cause a violation or a wrong figure; "" if there are none."""
    known: tuple[Rule | Term, ...] = (*scenario.rules, *(term for tier in scenario.tiers for term in tier))
    own = [one for one in known if not type(one).__module__.startswith("staffmatch.")]
    named = {f"{type(one).__name__} ({one.kind!r})" for one in own if broken in (one.kind, "figures")}
    return " or ".join(sorted(named))


def stopped_before_a_plan(scenario: Scenario, control: Control) -> tuple[Outcome, dict[str, Any]]:
    """The empty plan, if the search was stopped before it had another; no plan if pins require somebody."""
    plan, tiers = Plan(), tiers_in_full(scenario)
    empty: dict[str, Any] = dict.fromkeys(("tiers", "assignments", "shortages", "partnerships"), ())
    parts = empty | {"status": "unknown", "explained": False}
    unknown = (None,) * len(tiers)
    values = tuple(tier_value(scenario, plan, tier)[0] for tier in tiers)
    reason = control.ended or Reason.STOPPED
    outcome = Outcome(None, values, unknown, reason, "none: it was stopped before it had a plan", unknown)
    if verify(scenario, plan).ok:
        shifts = [(demand, shift) for demand in scenario.demands if demand.needed for shift in demand.shifts]
        parts["status"], parts["tiers"] = "feasible", decode_tiers(scenario, outcome, unknown)
        parts["shortages"] = tuple(Shortage.unexplained(demand, shift) for demand, shift in shifts)
    return outcome, parts


def tell_certified(outcome: Outcome, proofs: Proven, control: Control) -> None:
    """Report the final value and bound of each tier."""
    known = zip(outcome.values, outcome.bounds, proofs.bounds, strict=True)
    for number, (value, bound, certified) in enumerate(known):
        both = [one for one in (bound, certified) if one is not None]
        control.tell("certified", value, max(both, default=None), number, certified)


def _counted(faults: list[str]) -> Iterator[str]:
    """Each fault once, with its count."""
    for text, times in Counter(faults).items():
        yield text if times == 1 else f"{text} ({times:,} times)"


def _moments(trace: Trace) -> Iterator[Moment]:
    for event in trace.kept:
        yield Moment.model_construct(**{name: getattr(event, name) for name in Moment.model_fields})
