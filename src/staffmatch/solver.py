"""solve(): the table of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.domain.plan import Plan
from staffmatch.engine.backends.lp import BackendName, require_backend
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.search import run
from staffmatch.engine.state.control import Control, Reason, available_threads
from staffmatch.engine.state.plan_feed import PlanFeed
from staffmatch.engine.state.trace import Event, Trace
from staffmatch.errors import InputError, InputIssue, LimitError, require_type
from staffmatch.explain.conflicts import conflicts
from staffmatch.explain.shortages import shortages
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import Scale, formulate
from staffmatch.formulation.market import Market
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Scenario
from staffmatch.result.decoding import (
    decode_assignments,
    decode_partnerships,
    decode_tiers,
    encode_plan,
    missing_seats,
)
from staffmatch.result.proving import Proven, proven, proven_infeasible
from staffmatch.result.shortage import seats_proven
from staffmatch.result.solution import Solution
from staffmatch.result.telling import Phases, stopped_before_a_plan, tell_certified, told
from staffmatch.result.verifier import verify
from staffmatch.runtime.halting import Halted, ask, hearing
from staffmatch.runtime.logs import logged

# To explain and verify takes at most so many times what it takes to make columns and pairs: eleven instances of six
# families took 0.3 to 1.14 of it.
_AFTERWARDS = 1.2

_BROKEN_PLAN = "Change the plan or the rule, or let solve(scenario, start=plan) keep what can be kept of it."


def solve(
    scenario: Scenario,
    *,
    time_limit: float | None = None,
    work_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    on_event: Callable[[Event], None] | None = None,
    on_solution: Callable[[Solution], None] | None = None,
    stop: Callable[[], bool] | None = None,
    start: Solution | Plan | None = None,
    backend: BackendName | None = None,
    isolate: bool = True,
) -> Solution:
    """Find the best plan, prove how good it is, verify it.

    ``time_limit`` is in seconds; the search ends earlier once every tier is within ``gap`` (relative) of its
    bound, when ``stop()`` is true, or on Ctrl-C, always with the best verified plan. ``threads`` defaults to the cores
    that this process may use. ``on_event`` gets each `Event`; `Solution.trace` keeps them. ``on_solution`` gets better
    plans while the search goes on, verified but without bounds: at most one a second, and to make them takes 4 % of
    the time. ``start`` is a former plan: what is left of it is the first one. ``backend`` is ``"highs"`` or
    ``"mathopt"``; None takes the best that is installed. Calls that could not be interrupted for long run in a process
    of their own; with ``isolate=False`` they do not, and a limit may be overrun by the length of one.

    No time limit shortens what it takes to read, pair and formulate, to make a first plan and to verify it: with
    ``time_limit=0`` that is all. Longer limits hold to half a second or 5 %, the verification included, on a machine
    with a core to spare. ``stop`` and Ctrl-C do end these as well: before there is a first plan, the best one lends
    nobody, and nothing is explained (`Solution.explained`).

    What ``on_event``, ``on_solution`` or ``stop`` raises ends the search, is not called again, and arrives here with
    the best verified plan as its ``solution``. A solver's process that dies, or memory that a solver lacks, costs time
    or a bound, and `Termination.faults` says so.

    ``work_limit`` makes the search repeatable: it takes one thread, counts its work (a unit is about a second) and
    looks at no clock. The same scenario, listed in any order, and the same seed give the same
    `Solution.canonical_json`, unless ``time_limit``, ``stop`` or Ctrl-C ends it first.

    Raises TypeError where ``scenario`` is none, InputError where an option makes no sense or its back-end is not
    installed, LimitError where the numbers exceed exact arithmetic or memory runs out before there is a plan,
    InternalError where the verifier disagrees.
    """
    require_type(scenario, Scenario)
    require_backend(backend)
    former, scales = former_plan(start), [Scale.of(tier) for tier in scenario.tiers]
    cores = available_threads() if threads is None else threads
    trace = Trace([(scale.term, scale.per_unit) for scale in scales])
    control = Control(
        *(time_limit, gap, cores, seed, isolate, logged(on_event), stop),
        on_solution=on_solution,
        work_limit=work_limit,
        trace=trace,
    )
    with control.listening(), _within_memory():
        solution = _solved(scenario, control, former, backend)
    if control.raised is not None:
        vars(control.raised)["solution"] = solution
        raise control.raised
    return solution


def _solved(scenario: Scenario, control: Control, former: Plan | None, backend: BackendName | None) -> Solution:
    phases = Phases()
    try:
        with hearing(control.halted):
            pairs, problem = _formulated(scenario, control, phases)
    except Halted:
        outcome, parts = stopped_before_a_plan(scenario, control)
        return told(scenario, None, outcome, parts, control, phases)
    if (listener := control.on_solution) is not None:
        method = "none: the search goes on"
        control.plans = PlanFeed(lambda now: listener(_unbounded(scenario, pairs, problem, now, method, control)))
    with phases("search"):
        outcome = run(problem, control, encode_plan(pairs, former) if former else None, backend)
    with phases("certify"):
        while (proofs := proven(problem, outcome, control, backend)) is None:
            outcome = run(problem, control, outcome.better, backend)
        tell_certified(outcome, proofs, control)
    with phases("explain"):
        control.tell("explain")
        if outcome.chosen is None:
            parts = _without_plan(pairs, problem, outcome, control, backend)
        else:
            parts = _with_plan(pairs, outcome, proofs, np.flatnonzero(outcome.chosen))
    return told(scenario, len(pairs), outcome, parts, control, phases)


def evaluate(scenario: Scenario, plan: Plan) -> Solution:
    """A plan from elsewhere as a verified solution with every figure; nothing is searched, and no bound is known.

    InputError where the plan breaks a rule, with each violation, or names what the scenario has not.
    """
    require_type(scenario, Scenario)
    if broken := verify(scenario, plan).violations:
        raise InputError([InputIssue("broken_rule", "plan", one.text, _BROKEN_PLAN) for one in broken])
    control = Control()
    pairs, problem = _formulated(scenario, control, Phases())
    return _unbounded(scenario, pairs, problem, encode_plan(pairs, plan), "none: the plan was given", control)


def _unbounded(
    scenario: Scenario, pairs: Pairs, problem: Problem, chosen: Mask, method: str, control: Control
) -> Solution:
    """Chosen pairs as a solution, verified, with nothing said of bounds; ``control`` says since when, within what."""
    values = problem.values(problem.complete(chosen))
    unknown = (None,) * len(values)
    outcome = Outcome(chosen, values, unknown, Reason.STOPPED, method, unknown)
    parts = _with_plan(pairs, outcome, Proven(unknown, unknown), np.flatnonzero(chosen))
    own = Control(control.time_limit, work_limit=control.work_limit)
    own.time = control.time
    return told(scenario, len(pairs), outcome, parts, own, Phases())


def _formulated(scenario: Scenario, control: Control, phases: Phases) -> tuple[Pairs, Problem]:
    with phases("read"):
        control.tell("read")
        ask()
        # The scenario remembers them: found now, their time counts before what the search may take is known.
        scenario.digest()
        scenario.preexisting_violations()
        began = control.time.seconds
        columns = columns_of(scenario)
    with phases("pair"):
        control.tell("pair")
        pairs = eligible_pairs(columns, scenario.rules)
    control.time.reserve(_AFTERWARDS * (control.time.seconds - began))
    with phases("formulate"):
        control.tell("formulate")
        problem = formulate(pairs, scenario.tiers)
    Market(pairs, problem).keep()
    return pairs, problem


def former_plan(start: Solution | Plan | None) -> Plan | None:
    """InputError where it is none."""
    if start is not None and not isinstance(start, Solution | Plan):
        text = f"is a {type(start).__name__}, which is no plan."
        raise InputError([InputIssue("bad_option", "start", text, "Give a Solution or a Plan.")])
    return start.plan if isinstance(start, Solution) else start


def _with_plan(pairs: Pairs, outcome: Outcome, proofs: Proven, chosen: Int) -> dict[str, Any]:
    tiers = decode_tiers(pairs.columns.scenario, outcome, proofs.bounds)
    assigned, scenario = decode_assignments(pairs, chosen), pairs.columns.scenario
    plan = Plan.of((one.worker, one.shift) for one in assigned)
    fullest = seats_proven(scenario, tiers[0].gap)
    return {
        "status": "optimal" if all(tier.gap == 0 for tier in tiers) else "feasible",
        "tiers": tiers,
        "certificate": proofs.proofs,
        "assignments": assigned,
        "shortages": shortages(pairs, missing_seats(pairs, chosen), plan, fullest),
        "partnerships": decode_partnerships(pairs, chosen),
    }


def _without_plan(
    pairs: Pairs, problem: Problem, outcome: Outcome, control: Control, backend: BackendName | None
) -> dict[str, Any]:
    proven = outcome.reason is Reason.INFEASIBLE
    found = conflicts(pairs, problem, control, backend) if proven else ()
    proof = proven_infeasible(pairs.columns.scenario, found, control, backend) if proven else None
    empty: dict[str, Any] = dict.fromkeys(("tiers", "assignments", "shortages", "partnerships"), ())
    return {"status": "infeasible" if proven else "unknown", "conflicts": found, "infeasibility": proof} | empty


@contextmanager
def _within_memory() -> Iterator[None]:
    """Without memory for a first plan, or to verify it, the error says so."""
    try:
        yield
    except MemoryError as error:
        text = "Memory ran out. Narrow commutes or skills, split the scenario by place or time, or allow more memory."
        raise LimitError(text) from error
