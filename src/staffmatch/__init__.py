"""staffmatch decides who should work where when companies lend each other staff.

All public names are here; each part is imported when it is first used.
"""

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

from staffmatch.errors import frames_by as _frames_by
from staffmatch.records.registry import filled_by as _filled_by

if TYPE_CHECKING:
    from staffmatch import constraints, hamburg, messages, objectives, privacy, testing
    from staffmatch.answers.resolving import Loss, TierAfter
    from staffmatch.answers.what_if.compare import Case, Comparison, compare
    from staffmatch.answers.what_if.conflict_sets import ConflictMember, Conflicts, ConflictSet, conflicts
    from staffmatch.answers.what_if.intervals import TierChange
    from staffmatch.answers.what_if.sensitivity import Effect, Sensitivity, Step
    from staffmatch.answers.what_if.tradeoff import Tradeoff, TradeoffPoint, tradeoff
    from staffmatch.answers.who_else.candidates import Candidate, Move, Recommendation, TierEffect
    from staffmatch.answers.whom_to_ask.acceptance import Acceptance
    from staffmatch.answers.whom_to_ask.offers import Offer, Offers, offers
    from staffmatch.answers.why.explained import (
        CheapestUse,
        PairExplanation,
        PersonLoss,
        ShiftExplanation,
        WorkerExplanation,
    )
    from staffmatch.answers.why.fixes import Fix
    from staffmatch.answers.why.witness import Witness
    from staffmatch.constraints import DEFAULT_RULES
    from staffmatch.domain import travel
    from staffmatch.domain.plan import Plan, Violation
    from staffmatch.engine.state.trace import Event
    from staffmatch.errors import (
        Cell,
        ExtensionError,
        InputError,
        InputIssue,
        InternalError,
        JobError,
        LimitError,
        StaffmatchError,
        UnsupportedRule,
    )
    from staffmatch.explain.answer import Answer
    from staffmatch.explain.diff import Diff, PersonDiff, ShiftAt, TierDiff
    from staffmatch.explain.funnel import FunnelStep, HeldPerson
    from staffmatch.explain.inspection import Inspection, inspect
    from staffmatch.explain.partners import Partner, Partners, partners
    from staffmatch.explain.plan_changes import PlanChanges, plan_changes
    from staffmatch.explain.plausibility import Oddity, oddities
    from staffmatch.explain.seat_changes import BrokenRule, SeatChange, TierStep
    from staffmatch.io.store import Store
    from staffmatch.jobs import Events, Job, submit
    from staffmatch.models import (
        Absence,
        AbsenceKind,
        Company,
        Consent,
        Contact,
        Demand,
        Location,
        PastShift,
        Pin,
        Scenario,
        Secondment,
        Shift,
        Skill,
        TimeWindow,
        Worker,
        WorkTime,
    )
    from staffmatch.objectives import DEFAULT_TIERS
    from staffmatch.printouts import handouts
    from staffmatch.records.bases import Rule, Term, TravelModel
    from staffmatch.records.legal_basis import LegalBasis
    from staffmatch.records.pair_table import PairTable
    from staffmatch.records.registry import register
    from staffmatch.reports import report
    from staffmatch.result import certificate
    from staffmatch.result.contents import (
        Assignment,
        Conflict,
        Partnership,
        PreexistingViolation,
        Replanned,
        TierResult,
    )
    from staffmatch.result.key_figures import KeyFigures, TermPart
    from staffmatch.result.shortage import Shortage, ShortageReason
    from staffmatch.result.solution import Solution
    from staffmatch.result.termination import Moment, Termination
    from staffmatch.result.tier_proof import ProofCase, TierProof
    from staffmatch.result.verifier import Verification, verify
    from staffmatch.solver import evaluate, solve

__version__ = "0.1.0"

# Phases of the search are logged at INFO, invisibly unless the program configures logging.
logging.getLogger(__name__).addHandler(logging.NullHandler())

_HOMES = {
    "constraints": ("DEFAULT_RULES",),
    "domain.plan": ("Plan", "Violation"),
    "engine.state.trace": ("Event",),
    "errors": (
        *("Cell", "ExtensionError", "InputError", "InputIssue", "InternalError", "JobError", "LimitError"),
        *("StaffmatchError", "UnsupportedRule"),
    ),
    "explain.inspection": ("Inspection", "inspect"),
    "explain.partners": ("Partner", "Partners", "partners"),
    "explain.plan_changes": ("PlanChanges", "plan_changes"),
    "explain.seat_changes": ("BrokenRule", "SeatChange", "TierStep"),
    "explain.plausibility": ("Oddity", "oddities"),
    "io.store": ("Store",),
    "jobs": ("Events", "Job", "submit"),
    "models": (
        *("Absence", "AbsenceKind", "Company", "Consent", "Contact", "Demand", "Location", "PastShift", "Pin"),
        *("Scenario", "Secondment", "Shift", "Skill", "TimeWindow", "Worker", "WorkTime"),
    ),
    "objectives": ("DEFAULT_TIERS",),
    "printouts": ("handouts",),
    "records.bases": ("Rule", "Term", "TravelModel"),
    "records.legal_basis": ("LegalBasis",),
    "records.pair_table": ("PairTable",),
    "records.registry": ("register",),
    "reports": ("report",),
    "result.key_figures": ("KeyFigures", "TermPart"),
    "result.shortage": ("Shortage", "ShortageReason"),
    "result.contents": (
        *("Assignment", "Conflict", "Partnership", "PreexistingViolation", "Replanned"),
        "TierResult",
    ),
    "result.solution": ("Solution",),
    "result.termination": ("Moment", "Termination"),
    "result.tier_proof": ("ProofCase", "TierProof"),
    "result.verifier": ("Verification", "verify"),
    "answers.who_else.candidates": ("Candidate", "Move", "Recommendation", "TierEffect"),
    "answers.why.explained": ("CheapestUse", "PairExplanation", "PersonLoss", "ShiftExplanation", "WorkerExplanation"),
    "answers.why.fixes": ("Fix",),
    "answers.resolving": ("Loss", "TierAfter"),
    "answers.why.witness": ("Witness",),
    "explain.answer": ("Answer",),
    "explain.diff": ("Diff", "PersonDiff", "ShiftAt", "TierDiff"),
    "explain.funnel": ("FunnelStep", "HeldPerson"),
    "answers.what_if.compare": ("Case", "Comparison", "compare"),
    "answers.what_if.conflict_sets": ("ConflictMember", "ConflictSet", "Conflicts", "conflicts"),
    "answers.whom_to_ask.acceptance": ("Acceptance",),
    "answers.what_if.intervals": ("TierChange",),
    "answers.whom_to_ask.offers": ("Offer", "Offers", "offers"),
    "answers.what_if.sensitivity": ("Effect", "Sensitivity", "Step"),
    "answers.what_if.tradeoff": ("Tradeoff", "TradeoffPoint", "tradeoff"),
    "solver": ("evaluate", "solve"),
}
_ROOMS = {
    "certificate": "result.certificate",
    "constraints": "constraints",
    "hamburg": "hamburg",
    "messages": "messages",
    "objectives": "objectives",
    "privacy": "privacy",
    "testing": "testing",
    "travel": "domain.travel",
}
# The modules that register rules, terms, travel models and checks of scenarios.
_REGISTERED = ("constraints", "objectives", "domain.travel", "domain.validation")
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def _fill() -> None:
    for room in _REGISTERED:
        import_module(f"{__name__}.{room}")


def _problem_frame(*args: Any) -> Any:
    return import_module(f"{__name__}.io.problems").problem_frame(*args)


_filled_by(_fill)
_frames_by(_problem_frame)


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"{__name__}.{_ROOMS[name]}")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    """The public names, without this file's own helpers."""
    return sorted({*(name for name in globals() if name.startswith("__")), *_HOME, *_ROOMS})


__all__ = [
    "DEFAULT_RULES",
    "DEFAULT_TIERS",
    "Absence",
    "AbsenceKind",
    "Acceptance",
    "Answer",
    "Assignment",
    "BrokenRule",
    "Candidate",
    "Case",
    "Cell",
    "CheapestUse",
    "Company",
    "Comparison",
    "Conflict",
    "ConflictMember",
    "ConflictSet",
    "Conflicts",
    "Consent",
    "Contact",
    "Demand",
    "Diff",
    "Effect",
    "Event",
    "Events",
    "ExtensionError",
    "Fix",
    "FunnelStep",
    "HeldPerson",
    "InputError",
    "InputIssue",
    "Inspection",
    "InternalError",
    "Job",
    "JobError",
    "KeyFigures",
    "LegalBasis",
    "LimitError",
    "Location",
    "Loss",
    "Moment",
    "Move",
    "Oddity",
    "Offer",
    "Offers",
    "PairExplanation",
    "PairTable",
    "Partner",
    "Partners",
    "Partnership",
    "PastShift",
    "PersonDiff",
    "PersonLoss",
    "Pin",
    "Plan",
    "PlanChanges",
    "PreexistingViolation",
    "ProofCase",
    "Recommendation",
    "Replanned",
    "Rule",
    "Scenario",
    "SeatChange",
    "Secondment",
    "Sensitivity",
    "Shift",
    "ShiftAt",
    "ShiftExplanation",
    "Shortage",
    "ShortageReason",
    "Skill",
    "Solution",
    "StaffmatchError",
    "Step",
    "Store",
    "Term",
    "TermPart",
    "Termination",
    "TierAfter",
    "TierChange",
    "TierDiff",
    "TierEffect",
    "TierProof",
    "TierResult",
    "TierStep",
    "TimeWindow",
    "Tradeoff",
    "TradeoffPoint",
    "TravelModel",
    "UnsupportedRule",
    "Verification",
    "Violation",
    "Witness",
    "WorkTime",
    "Worker",
    "WorkerExplanation",
    "certificate",
    "compare",
    "conflicts",
    "constraints",
    "evaluate",
    "hamburg",
    "handouts",
    "inspect",
    "messages",
    "objectives",
    "oddities",
    "offers",
    "partners",
    "plan_changes",
    "privacy",
    "register",
    "report",
    "solve",
    "submit",
    "testing",
    "tradeoff",
    "travel",
    "verify",
]
