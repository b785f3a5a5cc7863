"""staffmatch decides who should work where when companies lend each other staff.

Everything a user needs is here, and each part loads when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from staffmatch import certificate, constraints, hamburg, objectives, privacy, travel
    from staffmatch.bases import Rule, Term, TravelModel
    from staffmatch.constraints import DEFAULT_RULES
    from staffmatch.engine.trace import Event
    from staffmatch.errors import InputError, InternalError, LimitError, Problem, StaffmatchError, UnsupportedRule
    from staffmatch.explain.inspection import Inspection, inspect
    from staffmatch.io.store import Store
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
    from staffmatch.pair_table import PairTable
    from staffmatch.plan import Plan, Violation
    from staffmatch.reports import report
    from staffmatch.solution import Solution
    from staffmatch.solver import solve
    from staffmatch.verifier import Verification, verify

__version__ = "0.1.0"

_HOMES = {
    "bases": ("Rule", "Term", "TravelModel"),
    "constraints": ("DEFAULT_RULES",),
    "engine.trace": ("Event",),
    "errors": ("InputError", "InternalError", "LimitError", "Problem", "StaffmatchError", "UnsupportedRule"),
    "explain.inspection": ("Inspection", "inspect"),
    "io.store": ("Store",),
    "models": (
        *("Company", "Consent", "Demand", "Location", "Pin"),
        *("Scenario", "Secondment", "Shift", "Skill", "TimeWindow", "Worker", "WorkTime"),
    ),
    "objectives": ("DEFAULT_TIERS",),
    "pair_table": ("PairTable",),
    "plan": ("Plan", "Violation"),
    "reports": ("report",),
    "solution": ("Solution",),
    "solver": ("solve",),
    "verifier": ("Verification", "verify"),
}
_ROOMS = ("certificate", "constraints", "hamburg", "objectives", "privacy", "travel")
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
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
    "InputError",
    "Inspection",
    "InternalError",
    "LimitError",
    "Location",
    "PairTable",
    "Pin",
    "Plan",
    "Problem",
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
    "travel",
    "verify",
]
