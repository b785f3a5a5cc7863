"""The key figures of a plan, and the parts of a weighted tier."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class TermPart:
    """One term of a tier: its value in its own unit, which the tier counts ``weight`` times.

    >>> [(part.term, part.value, part.unit) for part in solution.figures().tiers[0]]
    [('uncovered_hours', 16.0, 'h')]
    """

    term: str
    weight: int
    value: float
    unit: str


@dataclass(frozen=True)
class KeyFigures:
    """What a plan achieves and costs.

    ``hours_needed`` and ``hours_covered`` count the shifts' own hours, ``hours_worked`` those credited to workers.
    ``commute_hours`` are one way, over all assignments. Money is in euros: ``pay``, ``commute`` (the value of commuting
    time) and ``charges`` (of rules) add up to ``cost``. ``tiers`` lists the terms of each tier.

    >>> figures = solution.figures()
    >>> figures.seats, figures.filled
    (5, 3)
    """

    seats: int
    filled: int
    hours_needed: float
    hours_covered: float
    hours_worked: float
    workers: int
    lent: int
    partnerships: int
    new_partnerships: int
    commute_hours: float
    pay: float
    commute: float
    charges: float
    cost: float
    tiers: tuple[tuple[TermPart, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """All figures by name, those of tiers as lists of dictionaries."""
        return asdict(self)
