"""How a new plan is found: by adding to the former one where nothing beats that, else among all plans."""

from __future__ import annotations

from dataclasses import dataclass

from staffmatch.answers.what_now.carried_bound import Carried, carried_bound
from staffmatch.answers.what_now.replan_nearby import Nearby, exchanged, least_beside, least_refilled, nearby
from staffmatch.answers.what_now.replan_program import ReplanProgram
from staffmatch.arrays import Mask
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.search import run, run_from
from staffmatch.engine.state.control import Control, Reason
from staffmatch.result.proving import Proven, proven
from staffmatch.result.solution import Solution

Bounds = tuple[int | None, ...]


@dataclass(frozen=True)
class Found:
    """Chosen pairs, with value, bound and certificate of each tier of the program.

    ``carried`` is a bound of the scenario's first tier that the former solution gives. ``touched`` is how many seats
    and people were looked at, None for all.
    """

    chosen: Mask
    values: tuple[int, ...]
    bounds: Bounds
    proofs: Proven
    carried: int | None
    reason: Reason
    method: str
    touched: int | None = None


def search(former: Solution, program: ReplanProgram, control: Control) -> Found | None:
    """The best plan that is found; None if there is none."""
    near, carried = None, None
    place, count = program.terms.after_tiers, len(program.pairs)
    if program.terms.most_changes is None and place <= 1:
        control.tell("nearby")
        carried = carried_bound(former, program)
        near = nearby(program, control)
    bound = None if carried is None else carried.bound
    if near is not None:
        bounds = _proven(program, near, carried)
        if bounds is None and place == 1:
            control.tell("exchanges")
            other = exchanged(program, near, control)
            near = other if other is not None and other.values < near.values else near
            if former.tiers[0].gap if carried is None else carried.open:
                # The whole would be searched for what the former search did not find, with changes everywhere.
                bounds = (bound, *(None for _ in near.values[1:]))
        if place and bound is not None:
            bound = min(bound, near.values[0])
        if bounds is not None:
            values, unknown = near.values, (None,) * len(near.values)
            told = tuple(min(b, v) if b is not None else None for b, v in zip(bounds, values, strict=True))
            method = "changes near what is lost or new"
            proofs = Proven(unknown, unknown)
            return Found(near.x[:count], values, told, proofs, bound, Reason.UNPROVEN, method, near.touched)
    return _whole(program, program.base if near is None else near.x[:count], bound, control)


def _proven(program: ReplanProgram, near: Nearby, carried: Carried | None) -> Bounds | None:
    """The bounds of what was found nearby; None if there may be better among all plans.

    In the first tier it has to be as near to its bound as the former plan was. If that was not proven, it is told what
    is known of the changes, and the whole is not searched for what the former search did not find.
    """
    values = near.values
    if not near.exact:
        return None
    if program.terms.after_tiers == 0:
        # Without a change there is one plan.
        return values if values[0] == 0 else None
    if carried is None or values[0] - carried.bound > carried.open:
        return None
    first, changes = min(carried.bound, values[0]), values[1]
    beside, refilled = least_beside(program, near), least_refilled(program, carried, near)
    if (beside is not None and beside > changes) or (refilled is not None and refilled >= changes):
        return (first, *values[1:])
    return (first, min(beside or 0, changes), *(None for _ in values[2:])) if carried.open else None


def _whole(program: ReplanProgram, start: Mask, carried: int | None, control: Control) -> Found | None:
    problem = program.problem
    # What a greedy plan adds is a change.
    free = not program.constrained and program.terms.after_tiers > 0
    outcome = run(problem, control, start, None) if free else run_from(problem, control, start, None)
    while (proofs := proven(problem, outcome, control, None)) is None:
        outcome = run_from(problem, control, outcome.better if outcome.better is not None else start, None)
    if outcome.chosen is None:
        return None
    bounds = _with_carried(program, outcome, carried)
    known = outcome.values[0] if program.terms.after_tiers else None
    carried = carried if known is None or carried is None else min(carried, known)
    return Found(outcome.chosen, outcome.values, bounds, proofs, carried, outcome.reason, outcome.method)


def _with_carried(program: ReplanProgram, outcome: Outcome, carried: int | None) -> Bounds:
    """The bounds of a search, the first raised to what is known of the first tier."""
    bounds = outcome.bounds
    if carried is None or program.terms.after_tiers == 0:
        return bounds
    first = max(carried if bounds[0] is None else bounds[0], carried)
    return (min(first, outcome.values[0]), *bounds[1:])
