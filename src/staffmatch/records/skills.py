"""Skills: for which others they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal, Self, TypeAlias, Unpack

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.records.field_types import HIGHEST_LEVEL, Flag, Record, SkillId, Sorted, Whole

if TYPE_CHECKING:
    from staffmatch.records import signatures


System: TypeAlias = Literal["esco", "isco08", "kldb"]

_FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    "esco": (
        re.compile(r"https?://data\.europa\.eu/esco/(?:skill|occupation)/[0-9A-Za-z.-]{1,100}"),
        "http://data.europa.eu/esco/skill/f7b5b2a0-8c66-4a3e-9d5f-2d0c7a9b1e44",
    ),
    "isco08": (re.compile(r"[0-9]{1,4}"), "2221"),
    "kldb": (re.compile(r"[0-9]{1,5}"), "81302"),
}


class Skill(Record):
    """A skill that substitutes for others: ``implies`` maps each of them to the levels lost (0 = none).

    No other skill stands in for one that is ``regulated``, such as a profession that takes a licence: a scenario in
    which one implies it is refused. ``codes`` say which skill or occupation it is elsewhere, and nothing is computed
    from them: ``esco`` an address of ESCO, ``isco08`` a group of ISCO-08 (1 to 4 digits), ``kldb`` one of the German
    KldB 2010 (1 to 5 digits).

    >>> nurse = sm.Skill(id="nurse", implies={"care": 2})
    >>> [skill.id for skill in scenario.replace(skills=[nurse]).skills]
    ['nurse']
    """

    id: SkillId
    implies: Sorted[SkillId, Annotated[Whole, Field(ge=0, lt=HIGHEST_LEVEL)]] = Field(default_factory=dict)
    regulated: Flag = False
    codes: Sorted[System, Annotated[str, Field(strict=True)]] = Field(default_factory=dict)

    if TYPE_CHECKING:

        def __init__(self, *, id: str, **options: Unpack[signatures.SkillOptions]) -> None: ...  # noqa: A002

        def replace(self, **changes: Unpack[signatures.SkillChanges]) -> Self: ...

    @model_validator(mode="after")
    def _well_formed(self) -> Self:
        for system, code in self.codes.items():
            form, example = _FORMS[system]
            if not form.fullmatch(code):
                raise PydanticCustomError(
                    "malformed_code",
                    "has a code of {system} that is none; one looks like {example}",
                    {"system": system, "example": example},
                )
        return self
