"""The base of terms about a share, whose unit is that of the share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from staffmatch.constraints.shared.extra_seats import unlimited
from staffmatch.errors import InputIssue
from staffmatch.models import Scenario
from staffmatch.objectives import refusals
from staffmatch.objectives.shared.share import GivenShare, Share
from staffmatch.records.bases import Term


class OfShare:
    """A class attribute that each term has from its share; the class itself has that of hours."""

    def __init__(self, name: str, of_hours: str | int) -> None:
        self._name, self._of_hours = name, of_hours

    def __get__(self, term: Any, cls: type[Any]) -> Any:
        return self._of_hours if term is None else getattr(term.of, self._name)


UNIT: Any = OfShare("unit", "h")
PER_UNIT: Any = OfShare("per_unit", 60)


class ShareTerm(Term):
    """A term about a share: hours of everybody, if nothing else is said."""

    of: GivenShare = Field(default=Share(), description="share")

    @property
    def presses_down(self) -> bool:
        """Whether it wants large loads to be smaller."""
        return False

    @property
    def skills_named(self) -> tuple[str, ...]:
        return self.of.skills_named

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from self.of.problems(scenario, f"{path}.of")
        if self.of.count == "filled" and self.presses_down and unlimited(scenario):
            text, advice = refusals.FILLED_BEYOND_SEATS(), refusals.FILLED_BEYOND_SEATS_ADVICE()
            yield InputIssue("filled_beyond_seats", f"{path}.of.count", text, advice)
