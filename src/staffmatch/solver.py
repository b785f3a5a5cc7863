"""solve(): the table of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import numpy as np

from staffmatch.arrays import Int
from staffmatch.compiling import columns_of
from staffmatch.decode import (
    decode_assignments,
    decode_partnerships,
    decode_tiers,
    encode_plan,
    missing_seats,
)
from staffmatch.engine.control import Control, Event, Reason, available_threads
from staffmatch.engine.lp import BackendName
from staffmatch.engine.problem import Problem
from staffmatch.engine.search import Outcome, run
from staffmatch.errors import InputError, InternalError, require_type
from staffmatch.errors import Problem as InputProblem
from staffmatch.explain.conflicts import conflicts
from staffmatch.explain.shortages import shortages
from staffmatch.formulation import Scale, formulate
from staffmatch.models import Scenario
from staffmatch.pairing import eligible_pairs
from staffmatch.plan import Plan
from staffmatch.proving import Proven, proven
from staffmatch.rows import Pairs
from staffmatch.solution import Breach, Solution, Termination
from staffmatch.verifier import verify

# To explain and verify takes at most so many times what it takes to make columns and pairs: eleven instances of six
# families took 0.3 to 1.14 of it.
_AFTERWARDS = 1.2


def solve(
    scenario: Scenario,
    *,
    time_limit: float | None = None,
    work_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    on_event: Callable[[Event], None] | None = None,
    stop: Callable[[], bool] | None = None,
    start: Solution | Plan | None = None,
    backend: BackendName | None = None,
    isolate: bool = True,
) -> Solution:
    """Find the best plan, prove how good it is, verify it.

    ``time_limit`` is in seconds; the search ends earlier once every tier is within ``gap`` (relative) of its
    bound, when ``stop()`` is true, or on Ctrl-C, always with the best verified plan. ``threads`` defaults to the cores
    that this process may use. ``on_event`` gets `Event` (phase, value, bound, seconds). ``start`` is a former plan:
    what is left of it is the first one. ``backend`` is ``"highs"`` or ``"mathopt"``; None takes the
    best that is installed. Calls that could not be interrupted for long run in a process of their own; with
    ``isolate=False`` they do not, and a limit may be overrun by the length of one.

    No limit shortens what it takes to read, pair and formulate, to make a first plan and to verify it: with
    ``time_limit=0`` that is all. Longer limits hold to half a second or 5 %, the verification included, on a machine
    with a core to spare.

    ``work_limit`` makes the search repeatable: it takes one thread, counts its work (a unit is about a second) and
    looks at no clock. The same scenario, listed in any order, and the same seed give the same
    `Solution.canonical_json`, unless ``time_limit``, ``stop`` or Ctrl-C ends it first.

    Raises TypeError where ``scenario`` is none, InputError where an option makes no sense, LimitError where the numbers
    exceed exact arithmetic, InternalError where the verifier disagrees.
    """
    require_type(scenario, Scenario)
    told = None if on_event is None else _in_units(scenario, on_event)
    cores = available_threads() if threads is None else threads
    control = Control(time_limit, gap, cores, seed, isolate, told, stop, work_limit=work_limit)
    phases = _Phases()
    with control.listening():
        pairs, problem = _formulated(scenario, control, phases)
        with phases("search"):
            former = _former(start)
            outcome = run(problem, control, encode_plan(pairs, former) if former else None, backend)
        with phases("certify"):
            while (proofs := proven(problem, outcome, control, backend)) is None:
                outcome = run(problem, control, outcome.better, backend)
        with phases("explain"):
            control.tell("explain")
            if outcome.chosen is None:
                parts = _without_plan(pairs, problem, outcome, control, backend)
            else:
                parts = _with_plan(pairs, outcome, proofs, np.flatnonzero(outcome.chosen))
    return _told(scenario, pairs, outcome, parts, control, phases)


def stated(scenario: Scenario, plan: Plan) -> Solution:
    """A plan that breaks no rule, as a solution with every figure: nothing is searched, and no bound is known."""
    control, phases = Control(), _Phases()
    pairs, problem = _formulated(scenario, control, phases)
    chosen = encode_plan(pairs, plan)
    values = problem.values(problem.complete(chosen))
    unknown = (None,) * len(values)
    outcome = Outcome(chosen, values, unknown, Reason.STOPPED, "none: the plan was given", unknown)
    parts = _with_plan(pairs, outcome, Proven(unknown, unknown), np.flatnonzero(chosen))
    return _told(scenario, pairs, outcome, parts, control, phases)


def _told(
    scenario: Scenario, pairs: Pairs, outcome: Outcome, parts: dict[str, Any], control: Control, phases: _Phases
) -> Solution:
    """The solution with how the search ended, verified."""
    proven = Reason.PROVEN if parts["status"] == "optimal" else outcome.reason
    termination = Termination(
        reason=proven.value,
        method=outcome.method,
        seconds=control.seconds,
        time_limit=control.time_limit,
        work=control.work,
        work_limit=control.work_limit,
        phases=phases.seconds,
        pairs=len(pairs),
    )
    found = {"breaches": Breach.of(scenario), "termination": termination} | parts
    control.tell("verify")
    return _verified(Solution(scenario_digest=scenario.digest(), **found).of(scenario))


def _formulated(scenario: Scenario, control: Control, phases: _Phases) -> tuple[Pairs, Problem]:
    with phases("read"):
        # The scenario remembers them: found now, their time counts before what the search may take is known.
        scenario.digest()
        scenario.breaches()
        began = control.seconds
        columns = columns_of(scenario)
    with phases("pair"):
        control.tell("pair")
        pairs = eligible_pairs(columns, scenario.rules)
    control.reserve = _AFTERWARDS * (control.seconds - began)
    with phases("formulate"):
        control.tell("formulate")
        problem = formulate(pairs, scenario.tiers)
    return pairs, problem


def _verified(solution: Solution) -> Solution:
    if broken := verify(solution.scenario, solution, recount=0).violations:
        raise InternalError(f"{len(broken)} figures or rules could not be confirmed; the first: {broken[0].text}")
    return solution


def _former(start: Solution | Plan | None) -> Plan | None:
    if start is not None and not isinstance(start, Solution | Plan):
        text = f"is a {type(start).__name__}, which is no plan."
        raise InputError([InputProblem("bad_option", "start", text, "Give a Solution or a Plan.")])
    return start.plan if isinstance(start, Solution) else start


def _with_plan(pairs: Pairs, outcome: Outcome, proofs: Proven, chosen: Int) -> dict[str, Any]:
    tiers = decode_tiers(pairs.columns.scenario, outcome, proofs.bounds)
    return {
        "status": "optimal" if all(tier.gap == 0 for tier in tiers) else "feasible",
        "tiers": tiers,
        "certificate": proofs.proofs,
        "assignments": decode_assignments(pairs, chosen),
        "shortages": shortages(pairs, missing_seats(pairs, chosen)),
        "partnerships": decode_partnerships(pairs, chosen),
    }


def _without_plan(
    pairs: Pairs, problem: Problem, outcome: Outcome, control: Control, backend: BackendName | None
) -> dict[str, Any]:
    proven = outcome.reason is Reason.INFEASIBLE
    found = conflicts(pairs, problem, control, backend) if proven else ()
    empty: dict[str, Any] = dict.fromkeys(("tiers", "assignments", "shortages", "partnerships"), ())
    return {"status": "infeasible" if proven else "unknown", "conflicts": found} | empty


def _in_units(scenario: Scenario, on_event: Callable[[Event], None]) -> Callable[[Event], None]:
    """The engine counts whole steps of a tier; people read its unit."""
    steps = [Scale.of(tier).per_unit for tier in scenario.tiers]

    def told(event: Event) -> None:
        if event.tier is not None and event.value is not None and event.bound is not None:
            per_unit = steps[event.tier]
            event = event._replace(value=event.value / per_unit, bound=event.bound / per_unit)
        on_event(event)

    return told


class _Phases:
    """Seconds spent in each named phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        started = monotonic()
        yield
        self.seconds[name] = monotonic() - started
