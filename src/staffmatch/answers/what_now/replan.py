"""What now: the next plan for a scenario that has changed, with as few changes of the former one as can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypedDict

import numpy as np

from staffmatch.answers import refusals
from staffmatch.answers.what_now.kept_reasons import kept_reasons
from staffmatch.answers.what_now.replan_options import Answers, answered, terms_of
from staffmatch.answers.what_now.replan_program import ReplanProgram, Terms
from staffmatch.answers.what_now.replan_search import Found, search
from staffmatch.arrays import Mask
from staffmatch.engine.model.problem import Objective, Problem
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.state.control import Control, Reason, available_threads
from staffmatch.engine.state.trace import Event, Trace
from staffmatch.errors import InputError, InputIssue, require_type
from staffmatch.explain.stated import with_plan
from staffmatch.formulation.integer_program import Scale
from staffmatch.formulation.market import Market
from staffmatch.models import Scenario
from staffmatch.records.accessors import tiers_in_full
from staffmatch.result.certificate import certified
from staffmatch.result.contents import Replanned
from staffmatch.result.decoding import decode_assignments, decode_tier
from staffmatch.result.proving import Proven
from staffmatch.result.solution import Solution
from staffmatch.result.telling import Phases, stopped_before_a_plan, told
from staffmatch.result.tier_proof import TierProof
from staffmatch.runtime.halting import Halted, hearing
from staffmatch.runtime.logs import logged
from staffmatch.solver import solve

_SECONDS = 10.0


class ReplanOptions(TypedDict, total=False):
    """What `replan` takes beside the scenario."""

    after_tiers: int | None
    most_changes: int | None
    freeze_before: datetime | str | None
    weighted: bool
    answers: Answers | Any | None
    time_limit: float | None
    threads: int | None
    seed: int
    on_event: Callable[[Event], None] | None
    stop: Callable[[], bool] | None


def replan(
    former: Solution,
    changed: Scenario | None = None,
    *,
    after_tiers: int | None = 1,
    most_changes: int | None = None,
    freeze_before: datetime | str | None = None,
    weighted: bool = True,
    answers: Answers | Any | None = None,
    time_limit: float | None = _SECONDS,
    threads: int | None = None,
    seed: int = 0,
    on_event: Callable[[Event], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    """The next plan for a ``changed`` scenario: as good as can be in the first tier, then with the fewest changes, then
    in the other tiers.

    A change is an assignment that is added, or one that is dropped and could still stand; what a person, a shift or a
    rule that has changed makes impossible is none. Each weighs ``7 + max(0, 6 - d)``, where the shift starts d whole
    days after ``freeze_before``, or after the first shift of the scenario; with ``weighted=False`` each counts 1.

    ``after_tiers`` is how many tiers come before the changes: 0 has the fewest changes first, None has them last; a run
    such as leximin counts as one.
    ``most_changes`` has the tiers in their order and the changes last, among plans with at most so many changes; to
    move a shift from one person to another makes two. What starts before ``freeze_before`` stays as it is, as far as it
    still can, but for what is pinned. ``answers`` are what people said of shifts, by (worker, shift) or as a data frame
    with columns ``worker``, ``shift`` and ``answer``: ``"accepted"`` pins somebody to a shift, ``"declined"`` out of
    it, and ``"no answer"`` changes nothing.

    Where it is enough to add to the former plan, a small program does it, and often it can be shown that nothing beats
    its plan; otherwise all plans are searched, for ``time_limit`` seconds, to which reading and pairing do not count
    (they take long the first time). A former plan whose first
    tier was not proven is mended around what is lost or new, and `solve` with ``start=`` looks for better.
    `Solution.replanned` says which, lists the changes, and has the bound of each tier in this order. `Solution.tiers`
    are those of the scenario, and their bounds are those of any plan. Options are those of `solve`.

    Raises InputError if there is no former plan or an option makes no sense, and where no plan was found within
    ``most_changes``; what `solve` raises.
    """
    former.require_plan()
    if changed is not None:
        require_type(changed, Scenario)
    scenario = answered(former.scenario if changed is None else changed, answers)
    terms = terms_of(scenario, after_tiers, most_changes, freeze_before, weighted)
    control = Control(
        *(time_limit, 0.0, available_threads() if threads is None else threads, seed, True, logged(on_event), stop),
        trace=Trace([]),
    )
    with control.listening():
        solution = _replanned(former, scenario, terms, control)
    if control.raised is not None:
        vars(control.raised)["solution"] = solution
        raise control.raised
    return solution


def _replanned(former: Solution, scenario: Scenario, terms: Terms, control: Control) -> Solution:
    phases = Phases()
    try:
        with hearing(control.halted), phases("formulate"):
            control.tell("formulate")
            # The former market first: the changed one is made from it, and both are needed.
            before = Market.of(former.scenario)
            program = ReplanProgram.of(Market.of(scenario), before, former, terms)
            control.time.restart()
    except Halted:
        return told(scenario, None, *stopped_before_a_plan(scenario, control), control, phases)
    control.trace = Trace([(scale.term, scale.per_unit) for scale in program.scales])
    with phases("search"):
        found = search(former, program, control)
    # What is kept of the search names tiers by their places in the program, which are not those of the scenario.
    control.trace = Trace([(scale.term, scale.per_unit) for scale in map(Scale.of, tiers_in_full(scenario))])
    if found is None:
        return _without_plan(former, scenario, terms, control)
    with phases("explain"):
        control.tell("explain")
        outcome, proofs = _of_scenario(program, found)
        kept = partial(kept_reasons, former, before, program.market)
        parts = with_plan(program.pairs, outcome, proofs, np.flatnonzero(found.chosen), kept)
        parts["replanned"] = _record(program, found)
    return told(scenario, len(program.pairs), outcome, parts, control, phases)


def _of_scenario(program: ReplanProgram, found: Found) -> tuple[Outcome, Proven]:
    """The scenario's tiers alone, with those bounds that hold for any plan."""
    place, count = program.terms.after_tiers, len(found.values) - 1
    own = [number for number in range(count + 1) if number != place]
    valid = 0 if program.constrained else place
    bounds = [found.bounds[number] if number < valid else None for number in own]
    if bounds and bounds[0] is None:
        bounds[0] = found.carried
    values = tuple(found.values[number] for number in own)
    proofs = tuple(found.proofs.proofs[number] if number < valid else None for number in own)
    checked = tuple(found.proofs.bounds[number] if number < valid else None for number in own)
    proven = _certified(program.market.problem, values, Proven(proofs, checked), found.kept)
    reason = Reason.UNPROVEN if found.reason is Reason.PROVEN else found.reason
    outcome = Outcome(found.chosen, values, tuple(bounds), reason, found.method, proofs=(None,) * count)
    return outcome, proven


def _certified(
    problem: Problem, values: tuple[int, ...], searched: Proven, kept: tuple[TierProof | None, ...]
) -> Proven:
    """For each tier the certificate of the search or that of the former solution, whichever proves more; one without
    prices where old ones prove less than that."""
    if not any(kept):
        return searched
    bounds = certified(problem, values, kept)
    aged = [_aged(bound, objective) for bound, objective in zip(bounds, problem.objectives, strict=True)]
    carried = tuple(_unpriced(n) if old else proof for n, (old, proof) in enumerate(zip(aged, kept, strict=True)))
    rows = zip(searched.proofs, searched.bounds, carried, bounds, strict=True)
    proofs = tuple(b if a is None or (y is not None and (x is None or y > x)) else a for a, x, b, y in rows)
    if proofs != kept:
        bounds = certified(problem, values, proofs)
    return Proven(tuple(None if y is None else b for b, y in zip(proofs, bounds, strict=True)), bounds)


def _aged(bound: int | None, objective: Objective) -> bool:
    """Whether prices prove less than the signs of the costs do."""
    return bound is not None and bound < objective.constant + int(np.minimum(objective.costs, 0).sum())


def _unpriced(number: int) -> TierProof:
    return TierProof(scale=1, rows=(), prices=(), earlier=(0,) * number)


def _record(program: ReplanProgram, found: Found) -> Replanned:
    """What changes, and the program's own tiers."""
    terms = program.terms

    def named(which: Mask) -> tuple[tuple[str, str], ...]:
        return tuple((one.worker, one.shift) for one in decode_assignments(program.pairs, np.flatnonzero(which)))

    rows = zip(program.scales, found.values, found.bounds, found.proofs.bounds, strict=True)
    return Replanned(
        added=named(found.chosen & ~program.former),
        dropped=named(program.former & ~found.chosen),
        after_tiers=terms.after_tiers,
        tiers=tuple(decode_tier(*row) for row in rows),
        most_changes=terms.most_changes,
        frozen_before=terms.frozen_before,
        since=terms.since,
        touched=found.touched,
    )


def _without_plan(former: Solution, scenario: Scenario, terms: Terms, control: Control) -> Solution:
    """Pins that cannot all be kept are told as `solve` does; what else leaves no plan is for the caller to give up."""
    left = None if control.time_limit is None else max(1.0, control.time.seconds_left)
    limits: dict[str, Any] = {
        "time_limit": left,
        "threads": control.threads,
        "seed": control.seed,
        "stop": control.halted,
    }
    plain = solve(scenario, start=former, **limits)
    constrained = terms.most_changes is not None or terms.frozen_before is not None
    if plain.status in ("infeasible", "unknown") or not constrained:
        return plain
    if terms.most_changes is None:
        text = refusals.FROZEN()
        raise InputError([InputIssue("frozen", "freeze_before", text, refusals.FROZEN_ADVICE())])
    least = replan(former, scenario, after_tiers=0, freeze_before=terms.frozen_before, weighted=False, **limits)
    needed = least.replanned.changes if least.replanned else 0
    text = refusals.TOO_FEW_CHANGES(most=terms.most_changes, needed=needed)
    advice = refusals.TOO_FEW_CHANGES_ADVICE(needed=needed)
    raise InputError([InputIssue("too_few_changes", "most_changes", text, advice)])
