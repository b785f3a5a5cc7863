"""How numbers, units, days and sectors are written, alike in every output."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

from staffmatch.errors import counted

SPACE = "\N{NO-BREAK SPACE}"

# The sections of WZ 2008, shortened to fit beside a bar.
SECTORS = {
    "A": "Agriculture and forestry",
    "B": "Mining",
    "C": "Manufacturing",
    "D": "Energy supply",
    "E": "Water and waste",
    "F": "Construction",
    "G": "Retail and wholesale",
    "H": "Transport and storage",
    "I": "Hotels and restaurants",
    "J": "Information and communication",
    "K": "Finance and insurance",
    "L": "Real estate",
    "M": "Science and professions",
    "N": "Business services",
    "O": "Public administration",
    "P": "Education",
    "Q": "Health and social work",
    "R": "Arts and recreation",
    "S": "Other services",
    "T": "Private households",
    "U": "International bodies",
}
NO_SECTOR = "Sector not given"

TERMS = {
    "uncovered_hours": "Uncovered hours",
    "empty_seats": "Empty seats",
    "cost": "Cost",
    "commute_minutes": "Commute",
    "partnerships": "Partnerships",
    "pair_cost": "Pair cost",
    "workers_used": "Workers used",
}

RULES = {
    "allowed_pairs": "Not among the allowed pairs",
    "consent": "No consent",
    "skills": "No one with the skills",
    "commute": "Too far to travel",
    "availability": "No one is available",
    "partners": "Companies not accepted",
    "pins": "Pinned otherwise",
    "daily_rest": "No rest in between",
    "daily_hours": "Hours of the day used up",
    "weekly_hours": "Hours of the week used up",
    "horizon_hours": "Hours used up",
    "consecutive_days": "Days in a row used up",
    "coverage": "Crew too small",
    "lending_cap": "Nobody more may be lent",
    "home_reserve": "Needed at home",
    "partnership_limit": "No further partner allowed",
    "min_secondment": "Stay too short",
    "skill_mix": "Crew without the skills",
    "contact_limit": "No further lender on site",
    "pay_floor": "Paid too little",
    "budget": "Budget used up",
    "contested": "Needed elsewhere",
    "not_looked_for": "Not looked for",
}

# By status, and by whether a certificate proves it.
STATUSES = {
    ("optimal", True): "Proven optimal",
    ("optimal", False): "Optimal by a solver's word",
    ("feasible", True): "Best plan found",
    ("feasible", False): "Best plan found",
    ("infeasible", True): "Proven infeasible",
    ("infeasible", False): "Infeasible by a solver's word",
    ("unknown", True): "Unknown",
    ("unknown", False): "Unknown",
}

REASONS = {
    "proven": "every tier is proven",
    "settled": "nothing better is left to be looked for",
    "gap": "every tier is within the gap that was asked for",
    "time_limit": "the time limit was reached",
    "work_limit": "the work limit was reached",
    "stopped": "it was stopped",
    "interrupted": "it was interrupted",
    "infeasible": "no plan keeps all pins",
    "unproven": "the search ended without a proof for every tier",
}

# Units of terms, for an amount of one.
_ONE = {
    "assignments": "assignment",
    "demands": "demand",
    "partnerships": "partnership",
    "points": "point",
    "points missed": "point missed",
    "seats": "seat",
    "switches": "switch",
    "workers": "worker",
}

# Room for all digits of the largest float.
_WIDE = Context(prec=400)

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _rounded(value: float | Decimal, places: int, *, down: bool) -> Decimal:
    step, rounding = Decimal(1).scaleb(-places), ROUND_FLOOR if down else ROUND_HALF_EVEN
    return Decimal(str(value)).quantize(step, rounding, _WIDE)


def number(value: float | Decimal, places: int = 2, *, down: bool = False) -> str:
    """With thousands separators and at most ``places`` decimals; ``down`` rounds down, as bounds must be."""
    rounded = _rounded(value, places, down=down)
    text = f"{rounded:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def money(euros: float, *, down: bool = False) -> str:
    """Euros and cents."""
    rounded = _rounded(euros, 2, down=down)
    return f"{'-' if rounded < 0 else ''}€{abs(rounded):,f}"


def euros(value: float, of: float) -> str:
    """A part of an amount: in whole euros if the amount is large."""
    return money(value) if abs(of) < 1000 else f"€{number(value, 0)}"


def quantity(value: float, unit: str, *, down: bool = False) -> str:
    """A number with its unit."""
    if unit == "EUR":
        return money(value, down=down)
    written = number(value, down=down)
    return f"{written}{SPACE}{_ONE.get(unit, unit) if written == '1' else unit}"


def hours(minutes: int) -> str:
    """Minutes as hours, to the quarter."""
    return f"{number(minutes / 60)}{SPACE}h"


def percent(part: float, whole: float) -> str:
    """A share; only all of it is 100 % and only nothing is 0 %."""
    if whole <= 0:
        return f"0{SPACE}%"
    share = 100 * part / whole
    if 0 < part < whole:
        share = min(max(share, 0.1), 99.9)
    return f"{number(share, 1)}{SPACE}%"


def relative_gap(gap: float) -> str:
    """A gap in percent; a nonzero one is never written as zero."""
    return f"<{SPACE}0.01{SPACE}%" if 0 < gap < 0.0001 else f"{number(100 * Decimal(str(gap)))}{SPACE}%"


def count(amount: int, noun: str, plural: str | None = None) -> str:
    """``count(2, "seat")`` is "2 seats", on one line."""
    return counted(amount, noun, plural).replace(" ", SPACE, 1)


def day(value: date) -> str:
    return f"{_DAYS[value.weekday()]}{SPACE}{value.day}{SPACE}{_MONTHS[value.month - 1]}"


def weekday(value: date) -> str:
    return _DAYS[value.weekday()]


def span(start: datetime, end: datetime) -> str:
    """Clock times, with "+1" if it ends on the next day."""
    later = (end.date() - start.date()).days
    return f"{start:%H:%M}–{end:%H:%M}" + (f"{SPACE}+{later}" if later else "")


def days(first: date, last: date) -> str:
    if first == last:
        return f"{day(first)}{SPACE}{first.year}"
    year = f"{SPACE}{first.year}" if first.year != last.year else ""
    return f"{day(first)}{year} – {day(last)}{SPACE}{last.year}"


def sector(code: str | None) -> str:
    return NO_SECTOR if code is None else SECTORS[code]


def skills(wanted: Mapping[str, int]) -> str:
    """For example "care ≥ 2, driver"."""
    named = (f"{skill}{SPACE}≥{SPACE}{level}" if level > 1 else skill for skill, level in wanted.items())
    return ", ".join(named) or "no skill required"


def term(name: str, *, weighted: bool) -> str:
    """The name of a tier, from its kinds: "2 cost + partnerships" becomes "2 × cost + partnerships"."""
    parts = []
    for part in name.split(" + "):
        weight, _, kind = part.rpartition(" ")
        words = TERMS.get(kind, kind.replace("_", " ").capitalize())
        if kind == "uncovered_hours" and weighted:
            words += " (times priority)"
        parts.append(f"{weight} × {words}" if weight else words)
    return " + ".join([parts[0], *(part[:1].lower() + part[1:] for part in parts[1:])])


def rule_name(kind: str) -> str:
    """The name of a rule."""
    return kind.replace("_", " ").capitalize()


def rule(kind: str) -> str:
    """Why a rule leaves a seat empty, in a few words."""
    return RULES.get(kind, kind.replace("_", " ").capitalize())
