"""staffmatch decides who should work where when companies lend each other staff.

Everything a user needs is here; heavy parts load when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from staffmatch.bases import Rule, Term, TravelModel
from staffmatch.errors import InputError, InternalError, LimitError, Problem, StaffmatchError, UnsupportedRule
from staffmatch.models import (
    Company,
    Consent,
    Demand,
    Location,
    PairTable,
    Pin,
    Scenario,
    Shift,
    Skill,
    TimeWindow,
    Worker,
    WorkTime,
)

if TYPE_CHECKING:
    from staffmatch import constraints, hamburg, objectives, travel
    from staffmatch.constraints import DEFAULT_RULES
    from staffmatch.engine.control import Event
    from staffmatch.objectives import DEFAULT_TIERS
    from staffmatch.plan import Plan, Violation
    from staffmatch.reports import report
    from staffmatch.solution import Solution
    from staffmatch.solver import solve
    from staffmatch.verifier import Verification, verify

__version__ = "0.1.0"

_LATER = {
    "constraints": "staffmatch.constraints",
    "hamburg": "staffmatch.hamburg",
    "objectives": "staffmatch.objectives",
    "travel": "staffmatch.travel",
    "DEFAULT_RULES": "staffmatch.constraints:DEFAULT_RULES",
    "DEFAULT_TIERS": "staffmatch.objectives:DEFAULT_TIERS",
    "Event": "staffmatch.engine.control:Event",
    "Plan": "staffmatch.plan:Plan",
    "Solution": "staffmatch.solution:Solution",
    "Verification": "staffmatch.verifier:Verification",
    "Violation": "staffmatch.plan:Violation",
    "report": "staffmatch.reports:report",
    "solve": "staffmatch.solver:solve",
    "verify": "staffmatch.verifier:verify",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'staffmatch' has no attribute {name!r}")
    module, _, member = _LATER[name].partition(":")
    found = import_module(module)
    value = getattr(found, member) if member else found
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_LATER])


__all__ = [
    "DEFAULT_RULES",
    "DEFAULT_TIERS",
    "Company",
    "Consent",
    "Demand",
    "Event",
    "InputError",
    "InternalError",
    "LimitError",
    "Location",
    "PairTable",
    "Pin",
    "Plan",
    "Problem",
    "Rule",
    "Scenario",
    "Shift",
    "Skill",
    "Solution",
    "StaffmatchError",
    "Term",
    "TimeWindow",
    "TravelModel",
    "UnsupportedRule",
    "Verification",
    "Violation",
    "WorkTime",
    "Worker",
    "constraints",
    "hamburg",
    "objectives",
    "report",
    "solve",
    "travel",
    "verify",
]
