"""What a rule rests on."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.records.field_types import Day, Record, Text


class LegalBasis(Record):
    """The paragraph as it is cited, from and until when it says so, where it can be read, when it was last checked, and
    the pack of law that it comes from. Text for people, which nothing is computed from.

    Example: ``LegalBasis(paragraph="§ 5 (1) ArbZG", source="https://www.gesetze-im-internet.de/arbzg/__5.html")``.

    >>> agreed = sm.LegalBasis(paragraph="works agreement no. 7", valid_from="2020-01-01")
    >>> sm.constraints.DailyRest(hours=12, because=agreed).because.paragraph
    'works agreement no. 7'
    """

    paragraph: Annotated[Text, Field(min_length=1)]
    pack: Text = ""
    valid_from: Day | None = None
    valid_until: Day | None = None
    source: Text = ""
    checked: Day | None = None

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.valid_from is not None and self.valid_until is not None and self.valid_until < self.valid_from:
            raise PydanticCustomError("empty_validity", "ends before it is in force; swap the two days")
        return self
