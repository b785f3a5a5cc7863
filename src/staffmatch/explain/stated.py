"""What a solution says of a plan, or where there is none: tiers, certificate, assignments, shortages and reasons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from staffmatch.arrays import Int
from staffmatch.domain.plan import Plan
from staffmatch.engine.backends.lp import BackendName
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.outcome import Outcome
from staffmatch.engine.state.control import Control, Reason
from staffmatch.explain.conflicts import conflicts
from staffmatch.explain.shortages import shortages
from staffmatch.formulation.pairs import Pairs
from staffmatch.result.decoding import decode_assignments, decode_partnerships, decode_tiers, missing_seats
from staffmatch.result.proving import Proven, proven_infeasible
from staffmatch.result.shortage import ShortageReason, seats_proven

# Reasons of empty seats, by shift, that hold for a plan; whether its first tier counts seats and is proven.
KeptReasons = Callable[[Plan, bool], Mapping[str, ShortageReason]]


def with_plan(
    pairs: Pairs, outcome: Outcome, proofs: Proven, chosen: Int, kept: KeptReasons | None = None
) -> dict[str, Any]:
    """What a solution with a plan says of it; ``kept`` gives the reasons of empty seats that are known."""
    tiers = decode_tiers(pairs.columns.scenario, outcome, proofs.bounds)
    assigned, scenario = decode_assignments(pairs, chosen), pairs.columns.scenario
    plan = Plan.of((one.worker, one.shift) for one in assigned)
    fullest = seats_proven(scenario, tiers[0].gap)
    return {
        "status": "optimal" if all(tier.gap == 0 for tier in tiers) else "feasible",
        "tiers": tiers,
        "certificate": proofs.proofs,
        "assignments": assigned,
        "shortages": shortages(pairs, missing_seats(pairs, chosen), plan, fullest, kept(plan, fullest) if kept else {}),
        "partnerships": decode_partnerships(pairs, chosen),
    }


def without_plan(
    pairs: Pairs, problem: Problem, outcome: Outcome, control: Control, backend: BackendName | None
) -> dict[str, Any]:
    """What a solution without a plan says: which pins clash, where that is proven."""
    proven = outcome.reason is Reason.INFEASIBLE
    found = conflicts(pairs, problem, control, backend) if proven else ()
    proof = proven_infeasible(pairs.columns.scenario, found, control, backend) if proven else None
    return unknown() | {"status": "infeasible" if proven else "unknown", "conflicts": found, "infeasibility": proof}


def unknown() -> dict[str, Any]:
    """What is said where no plan is known."""
    empty: dict[str, Any] = dict.fromkeys(("tiers", "assignments", "shortages", "partnerships"), ())
    return {"status": "unknown"} | empty
