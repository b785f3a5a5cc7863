"""How a rule is said in a sheet: a phrase with figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from staffmatch.records.bases import Rule

Unit = Literal["h", "days", "weeks", "people", "companies", "euros", "nights", "Sundays", "weekends", "percent"]


@dataclass(frozen=True)
class Figure:
    """A number in a phrase: the field that it fills, in which unit, from ``least`` to ``most``; and an example.

    Hours may have decimals, euros two; everything else is whole.
    """

    field: str
    unit: Unit
    least: int
    most: int
    example: str


@dataclass(frozen=True)
class Phrase:
    """How a rule is said, with # for each figure; ``also`` has more wordings, separated by semicolons.

    ``company`` is the field that "for company ..." fills, and ``bound`` says whether the figure is the most that is
    allowed or the least, so that the opposite word is refused.
    """

    rule: type[Rule]
    english: str
    german: str
    figures: tuple[Figure, ...] = ()
    also: str = ""
    bound: Literal["max", "min", ""] = ""
    company: str = "lender"
    fixed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def wordings(self) -> tuple[str, ...]:
        return (self.english, self.german, *(one.strip() for one in self.also.split(";") if one.strip()))
