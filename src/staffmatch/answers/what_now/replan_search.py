"""How a new plan is found: by adding to the former one where nothing beats that, else among all plans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.answers.what_now.carried_bound import Carried, carried_bound
from staffmatch.answers.what_now.carried_proof import carried_proofs, repriced
from staffmatch.answers.what_now.common_columns import CommonColumns
from staffmatch.answers.what_now.replan_nearby import Nearby, exchanged, least_beside, least_refilled, nearby
from staffmatch.answers.what_now.replan_program import ReplanProgram
from staffmatch.arrays import Mask
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.search import run, run_from
from staffmatch.engine.state.control import Control, Reason
from staffmatch.result.proving import Proven, proven
from staffmatch.result.solution import Solution
from staffmatch.result.tier_proof import TierProof

Bounds = tuple[int | None, ...]
Proofs = tuple[TierProof | None, ...]


@dataclass(frozen=True)
class Found:
    """Chosen pairs, with value, bound and certificate of each tier of the program.

    ``carried`` is a bound of the scenario's first tier that the former solution gives, and ``kept`` is its certificate,
    moved to the scenario. ``touched`` is how many seats
    and people were looked at, None for all.
    """

    chosen: Mask
    values: tuple[int, ...]
    bounds: Bounds
    proofs: Proven
    carried: int | None
    reason: Reason
    method: str
    kept: Proofs
    touched: int | None = None


@dataclass(frozen=True)
class _FirstTier:
    """What the former solution says of the first tier of the scenario, in steps.

    Its ``bound``; whether the former plan was ``open``, above its own bound; up to which value a plan is as near to a
    bound as the former one was; how the bound was carried over; and the certificate of all tiers.
    """

    bound: int | None
    open: bool
    enough: float
    carried: Carried | None
    kept: Proofs

    @classmethod
    def of(cls, former: Solution, program: ReplanProgram, reached: int) -> _FirstTier:
        """``reached`` is the value of a plan: whether it is the least is what matters."""
        common = CommonColumns.of(program.before, program.market)
        kept = carried_proofs(former, program.before, program.market, common)
        carried, tier = carried_bound(former, program, common), former.tiers[0]
        opened = tier.gap != 0 if carried is None else carried.open > 0
        known = [] if carried is None else [(carried.bound, carried.open)]
        if not known or known[0][0] < reached:
            priced, certified = repriced(program.market, reached, kept[0]), tier.certified
            if priced is not None:
                left = 0 if certified is None else round((tier.value - certified) * tier.per_unit)
                known.append((priced, left if opened else 0))
        bound = max((one for one, _ in known), default=None)
        enough = max((one + left for one, left in known), default=-np.inf)
        return cls(bound, opened, enough, carried, kept)


def search(former: Solution, program: ReplanProgram, control: Control) -> Found | None:
    """The best plan that is found; None if there is none."""
    place, count = program.terms.after_tiers, len(program.pairs)
    near = None
    if program.terms.most_changes is None and place <= 1:
        control.tell("nearby")
        near = nearby(program, control)
    first = _FirstTier.of(former, program, _reached(program, near))
    if near is not None:
        bounds = _claims(program, near, first)
        settled = _settled(near, bounds, first, place)
        if not settled and place == 1:
            control.tell("exchanges")
            other = exchanged(program, near, control)
            if other is not None and other.values < near.values:
                near, bounds = other, (first.bound, *(None for _ in near.values[1:]))
            # The whole would be searched for what the former search did not find, with changes everywhere; or for
            # less time than it takes to make it a first plan.
            settled = first.open or not _affordable(program, control)
        if settled:
            return _nearby(near, count, bounds, first, place)
    return _whole(program, program.base if near is None else near.x[:count], first, control)


def _affordable(program: ReplanProgram, control: Control) -> bool:
    """Whether there is time to search the whole: as long as it took to read and pair it."""
    return control.time_limit is None or control.time.seconds_left >= program.market.seconds


def _reached(program: ReplanProgram, near: Nearby | None) -> int:
    """The value of the first tier of what was found, or else of what is kept of the former plan."""
    problem = program.market.uncut
    return problem.objectives[0].value(problem.complete(program.base) if near is None else near.x)


def _nearby(near: Nearby, count: int, bounds: Bounds, first: _FirstTier, place: int) -> Found:
    values, unknown = near.values, (None,) * len(near.values)
    told = tuple(min(b, v) if b is not None else None for b, v in zip(bounds, values, strict=True))
    bound = first.bound if first.bound is None else min(first.bound, values[1 - place])
    method = "changes near what is lost or new"
    chosen, proofs = near.x[:count], Proven(unknown, unknown)
    return Found(chosen, values, told, proofs, bound, Reason.UNPROVEN, method, first.kept, near.touched)


def _claims(program: ReplanProgram, near: Nearby, known: _FirstTier) -> Bounds:
    """The bounds of what was found nearby."""
    values = near.values
    if program.terms.after_tiers == 0:
        # Without a change there is one plan.
        return values if values[0] == 0 and near.exact else (None,) * len(values)
    if not near.exact:
        return (known.bound, *(None for _ in values[1:]))
    changes, beside = values[1], least_beside(program, near)
    refilled = least_refilled(program, known.carried, near)
    if (beside is not None and beside > changes) or (refilled is not None and refilled >= changes):
        return (known.bound, *values[1:])
    return (known.bound, min(beside or 0, changes), *(None for _ in values[2:]))


def _settled(near: Nearby, bounds: Bounds, known: _FirstTier, place: int) -> bool:
    """Whether no search of the whole is owed to it.

    In the first tier it has to be as near to its bound as the former plan was. If that was not proven, the whole is not
    searched for what the former search did not find, and the changes need not be proven either.
    """
    if place == 0:
        return bounds[0] is not None
    return near.exact and near.values[0] <= known.enough and (known.open or bounds[1:] == near.values[1:])


def _whole(program: ReplanProgram, start: Mask, first: _FirstTier, control: Control) -> Found | None:
    problem, carried = program.problem, first.bound
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
    return Found(outcome.chosen, outcome.values, bounds, proofs, carried, outcome.reason, outcome.method, first.kept)


def _with_carried(program: ReplanProgram, outcome: Outcome, carried: int | None) -> Bounds:
    """The bounds of a search, the first raised to what is known of the first tier."""
    bounds = outcome.bounds
    if carried is None or program.terms.after_tiers == 0:
        return bounds
    first = max(carried if bounds[0] is None else bounds[0], carried)
    return (min(first, outcome.values[0]), *bounds[1:])
