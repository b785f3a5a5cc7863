"""`solve`: the table of contents of the whole walk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.domain.plan import Plan
from staffmatch.engine.backends.lp import BackendName, require_backend
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.search import run
from staffmatch.engine.state.control import Control, Reason, available_threads
from staffmatch.engine.state.plan_feed import PlanFeed
from staffmatch.engine.state.trace import Event, Trace
from staffmatch.errors import InputError, InputIssue, LimitError, require_type
from staffmatch.explain.stated import unknown, with_plan, without_plan
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import Scale
from staffmatch.formulation.market import Market, Paired
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.certificate import certified
from staffmatch.result.decoding import encode_plan
from staffmatch.result.proving import Proven, proven
from staffmatch.result.solution import Solution
from staffmatch.result.telling import Phases, stopped_before_a_plan, tell_certified, told
from staffmatch.result.verifier import verify
from staffmatch.runtime.halting import Halted, ask, hearing
from staffmatch.runtime.logs import logged
from staffmatch.shards.crew import Executor
from staffmatch.shards.sharded_search import require_executor, search

# Explaining and verifying take at most this multiple of the time of making columns and pairs: on eleven instances of
# six families, 0.3 to 1.14 of it.
_AFTERWARDS = 1.2

_BROKEN_PLAN = Sentence(
    "error.plan.broken.advice",
    "Change the plan or the rule, or let solve(scenario, start=plan) keep what can be kept of it.",
)
_NO_MEMORY = Sentence(
    "error.limit.memory",
    "Memory ran out. Narrow commutes or skills, split the scenario by place or time, or allow more memory.",
)


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
    executor: Executor | None = None,
) -> Solution:
    """Find the best plan, prove how good it is, verify it.

    ``time_limit`` is in seconds. The search ends earlier once every tier is within ``gap`` (relative) of its bound,
    when ``stop()`` is true, or on Ctrl-C, always with the best verified plan. ``threads`` defaults to the cores that
    this process may use. ``on_event`` receives each `Event`; `Solution.trace` keeps them. ``on_solution`` receives
    better plans during the search, verified but without bounds, at most one a second; making them takes 4 % of the
    time. ``start`` is a warm start; its still-feasible assignments form the first plan. ``backend`` is ``"highs"`` or
    ``"mathopt"``; None takes the best one installed. Calls that could not be interrupted for long run in a child
    process; with ``isolate=False`` they do not, and a limit may be overrun by the length of one such call.

    No time limit shortens reading, pairing and formulating, the first plan and verification: ``time_limit=0`` does just
    these. Longer limits hold to half a second or 5 %, including verification, on a machine with a core to spare.
    ``stop`` and Ctrl-C do interrupt these steps; before there is a first plan, the result is the empty plan, without
    explanations (`Solution.explained`).

    An exception in ``on_event``, ``on_solution`` or ``stop`` ends the search and is re-raised here, with the best
    verified plan as its ``solution``; the function is not called again. If a solver's process dies, or a solver runs
    out of memory, that costs time or a bound, and `Termination.faults` says so.

    ``work_limit`` makes the search repeatable: it uses one thread, counts its work and ignores the clock. The same
    scenario, in any order, and the same seed give the same `Solution.canonical_json`, unless ``time_limit``, ``stop``
    or Ctrl-C ends it first. A unit is 10^9 counted steps: between one and some ten seconds, more where a solver counts
    less than it does. `Termination.work` and ``seconds`` of a trial say what it is for scenarios of your size.

    With an ``executor`` of `concurrent.futures`, or of a Dask client, its workers hold the pairs, spread over shards of
    people: for markets that one process cannot hold. Their number changes no plan under a ``work_limit``. A shard that
    is lost is made again; one that is lost again ends the search, see `Termination.faults`. ``on_solution`` is refused.

    Raises TypeError if ``scenario`` is not a Scenario, InputError for an invalid option or a back-end that is not
    installed, ShardError, with a ``solution``, if a shard is lost before there is a plan, UnsupportedRule for rules and
    terms that shards cannot serve, LimitError if the numbers exceed exact arithmetic or memory runs out before there is
    a plan, InternalError if the verifier disagrees.

    >>> found = sm.solve(scenario, time_limit=10)
    >>> [(tier.term, tier.value, tier.bound) for tier in found.tiers]
    [('uncovered_hours', 16.0, 16.0), ('cost', 352.0, 352.0)]
    """
    require_type(scenario, Scenario)
    require_backend(backend)
    if executor is not None:
        require_executor(executor, on_solution)
    former, scales = former_plan(start), [Scale.of(tier) for tier in tiers_in_full(scenario)]
    cores = available_threads() if threads is None else threads
    trace = Trace([(scale.term, scale.per_unit) for scale in scales])
    control = Control(
        *(time_limit, gap, cores, seed, isolate, logged(on_event), stop),
        on_solution=on_solution,
        work_limit=work_limit,
        trace=trace,
    )
    with control.listening(), _within_memory():
        if executor is None:
            solution = _solved(scenario, control, former, backend)
        else:
            solution = _solved_in_shards(scenario, control, former, backend, executor)
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
        control.plans = PlanFeed(
            lambda now: listener(_unsearched(scenario, pairs, problem, now, method, control)), control.params.control
        )
    with phases("search"):
        outcome = run(problem, control, encode_plan(pairs, former) if former else None, backend)
    with phases("certify"):
        while (proofs := proven(problem, outcome, control, backend)) is None:
            outcome = run(problem, control, outcome.better, backend)
        tell_certified(outcome, proofs, control)
    with phases("explain"):
        control.tell("explain")
        if outcome.chosen is None:
            parts = without_plan(pairs, problem, outcome, control, backend)
        else:
            parts = with_plan(pairs, outcome, proofs, np.flatnonzero(outcome.chosen))
    return told(scenario, len(pairs), outcome, parts, control, phases)


def _solved_in_shards(
    scenario: Scenario, control: Control, former: Plan | None, backend: BackendName | None, executor: Executor
) -> Solution:
    """As `_solved`, with the pairs on the workers of an executor."""
    phases = Phases()
    try:
        with hearing(control.halted):
            columns, reading = _read(scenario, control, phases)
            control.time.reserve(_AFTERWARDS * reading)
    except Halted:
        outcome, parts = stopped_before_a_plan(scenario, control)
        return told(scenario, None, outcome, parts, control, phases)
    with phases("search"):
        found = search(columns, control, former, backend, executor)
    if found.nothing and control.ended is not None:
        outcome, parts = stopped_before_a_plan(scenario, control)
        return told(scenario, None, outcome, parts, control, phases)
    tell_certified(found.outcome, found.proofs, control)
    with phases("explain"):
        control.tell("explain")
        if found.outcome.chosen is None:
            parts = unknown()
        else:
            parts = with_plan(found.pairs, found.outcome, found.proofs, np.arange(len(found.pairs)), found.kept)
    return told(scenario, found.count, found.outcome, parts, control, phases)


def evaluate(scenario: Scenario, plan: Plan, *, former: Solution | None = None) -> Solution:
    """A plan from elsewhere as a verified solution with all figures; nothing is searched.

    Without ``former`` no bounds are known. Of a former solution of the same scenario, the bounds that hold for this
    plan too are kept: those of a tier if the plan is no worse in the earlier ones, and what its certificate proves.

    InputError if the plan breaks a rule, with each violation, or has ids that the scenario does not; if the former
    solution is of another scenario.

    >>> by_hand = sm.evaluate(scenario, sm.Plan.of([("ana", "mon"), ("ben", "mon"), ("ben", "tue")]))
    >>> [(tier.value, tier.bound) for tier in by_hand.tiers]
    [(24.0, None), (352.0, None)]
    """
    require_type(scenario, Scenario)
    if former is not None:
        former.of(scenario)
    if broken := verify(scenario, plan).violations:
        raise InputError([InputIssue("broken_rule", "plan", one.message, _BROKEN_PLAN()) for one in broken])
    control, market = Control(), Market.of(scenario)
    chosen = encode_plan(market.pairs, plan)
    method = "none: the plan was given"
    return _unsearched(scenario, market.pairs, market.problem, chosen, method, control, former)


def _inherited(problem: Problem, values: tuple[int, ...], former: Solution) -> tuple[tuple[int | None, ...], Proven]:
    """The bounds of a former solution that hold for a plan with these values too, and what proves them."""
    proofs = (*former.certificate, *(None for _ in values))[: len(values)]
    proven = certified(problem, values, proofs)
    claimed: list[int | None] = [None] * len(values)
    if former.found_here:
        claimed = [None if t.bound is None else round(t.bound * t.per_unit) for t in former.tiers]
    now = [round(t.value * t.per_unit) for t in former.tiers]
    bounds = tuple(
        bound if all(value <= before for value, before in zip(values[:number], now, strict=False)) else None
        for number, bound in enumerate(claimed)
    )
    kept = tuple(None if bound is None else proof for proof, bound in zip(proofs, proven, strict=True))
    return bounds, Proven(kept, proven)


def _unsearched(
    scenario: Scenario,
    pairs: Pairs,
    problem: Problem,
    chosen: Mask,
    method: str,
    control: Control,
    former: Solution | None = None,
) -> Solution:
    """A verified solution of the chosen pairs, with the bounds of a former one alone; ``control`` has its start and
    limits."""
    values = problem.values(problem.complete(chosen))
    unknown = (None,) * len(values)
    bounds, proofs = (unknown, Proven(unknown, unknown)) if former is None else _inherited(problem, values, former)
    outcome = Outcome(chosen, values, bounds, Reason.STOPPED, method)
    parts = with_plan(pairs, outcome, proofs, np.flatnonzero(chosen))
    own = Control(control.time_limit, work_limit=control.work_limit)
    own.time = control.time
    return told(scenario, len(pairs), outcome, parts, own, Phases())


def _formulated(scenario: Scenario, control: Control, phases: Phases) -> tuple[Pairs, Problem]:
    columns, reading = _read(scenario, control, phases)
    with phases("pair"):
        control.tell("pair")
        paired = Paired.of(columns, reading)
    control.time.reserve(_AFTERWARDS * paired.seconds)
    with phases("formulate"):
        control.tell("formulate")
        market = paired.formulated(tiers_in_full(scenario)).keep()
    return market.pairs, market.problem


def _read(scenario: Scenario, control: Control, phases: Phases) -> tuple[Columns, float]:
    """The columns, and how long they took."""
    with phases("read"):
        control.tell("read")
        ask()
        # The scenario keeps them; computed now, their time counts before the search gets the rest.
        scenario.digest()
        began = control.time.seconds
        scenario.preexisting_violations()
        columns = columns_of(scenario)
        return columns, control.time.seconds - began


def former_plan(start: Solution | Plan | None) -> Plan | None:
    """The plan to start from; InputError for anything else."""
    if start is not None and not isinstance(start, Solution | Plan):
        text = f"is a {type(start).__name__}, which is no plan."
        raise InputError([InputIssue("bad_option", "start", text, "Give a Solution or a Plan.")])
    return start.plan if isinstance(start, Solution) else start


@contextmanager
def _within_memory() -> Iterator[None]:
    """MemoryError becomes a LimitError, if there is no memory for a first plan or for verification."""
    try:
        yield
    except MemoryError as error:
        raise LimitError(_NO_MEMORY()) from error
