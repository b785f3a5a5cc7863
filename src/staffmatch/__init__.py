"""staffmatch decides who should work where when companies lend each other staff.

Everything a user needs is here, and each part loads when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from staffmatch import constraints, hamburg, objectives, privacy
    from staffmatch.constraints import DEFAULT_RULES
    from staffmatch.domain import travel
    from staffmatch.domain.plan import Plan, Violation
    from staffmatch.engine.state.trace import Event
    from staffmatch.errors import (
        InputError,
        InputIssue,
        InternalError,
        JobError,
        LimitError,
        StaffmatchError,
        UnsupportedRule,
    )
    from staffmatch.explain.inspection import Inspection, inspect
    from staffmatch.io.store import Store
    from staffmatch.jobs import Events, Job, submit
    from staffmatch.models import (
        Company,
        Consent,
        Demand,
        Location,
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
    from staffmatch.records.bases import Rule, Term, TravelModel
    from staffmatch.records.pair_table import PairTable
    from staffmatch.reports import report
    from staffmatch.result import certificate
    from staffmatch.result.solution import Solution
    from staffmatch.result.verifier import Verification, verify
    from staffmatch.solver import solve

__version__ = "0.1.0"

_HOMES = {
    "constraints": ("DEFAULT_RULES",),
    "domain.plan": ("Plan", "Violation"),
    "engine.state.trace": ("Event",),
    "errors": (
        *("InputError", "InternalError", "JobError", "LimitError"),
        *("InputIssue", "StaffmatchError", "UnsupportedRule"),
    ),
    "explain.inspection": ("Inspection", "inspect"),
    "io.store": ("Store",),
    "jobs": ("Events", "Job", "submit"),
    "models": (
        *("Company", "Consent", "Demand", "Location", "Pin"),
        *("Scenario", "Secondment", "Shift", "Skill", "TimeWindow", "Worker", "WorkTime"),
    ),
    "objectives": ("DEFAULT_TIERS",),
    "records.bases": ("Rule", "Term", "TravelModel"),
    "records.pair_table": ("PairTable",),
    "reports": ("report",),
    "result.solution": ("Solution",),
    "result.verifier": ("Verification", "verify"),
    "solver": ("solve",),
}
_ROOMS = {
    "certificate": "result.certificate",
    "constraints": "constraints",
    "hamburg": "hamburg",
    "objectives": "objectives",
    "privacy": "privacy",
    "travel": "domain.travel",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"{__name__}.{_ROOMS[name]}")
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    """The public names, without what this file needs for itself."""
    return sorted({*(name for name in globals() if name.startswith("__")), *_HOME, *_ROOMS})


__all__ = [
    "DEFAULT_RULES",
    "DEFAULT_TIERS",
    "Company",
    "Consent",
    "Demand",
    "Event",
    "Events",
    "InputError",
    "InputIssue",
    "Inspection",
    "InternalError",
    "Job",
    "JobError",
    "LimitError",
    "Location",
    "PairTable",
    "Pin",
    "Plan",
    "Rule",
    "Scenario",
    "Secondment",
    "Shift",
    "Skill",
    "Solution",
    "StaffmatchError",
    "Store",
    "Term",
    "TimeWindow",
    "TravelModel",
    "UnsupportedRule",
    "Verification",
    "Violation",
    "WorkTime",
    "Worker",
    "certificate",
    "constraints",
    "hamburg",
    "inspect",
    "objectives",
    "privacy",
    "report",
    "solve",
    "submit",
    "travel",
    "verify",
]
