"""Skills: for which others they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self, Unpack

from pydantic import Field

from staffmatch.records.field_types import Record, SkillId, Sorted, Whole

if TYPE_CHECKING:
    from staffmatch.records import signatures


class Skill(Record):
    """A skill that substitutes for others: ``implies`` maps each of them to the levels lost (0 = none)."""

    id: SkillId
    implies: Sorted[SkillId, Annotated[Whole, Field(ge=0, le=4)]] = Field(default_factory=dict)

    if TYPE_CHECKING:

        def __init__(self, *, id: str, **options: Unpack[signatures.SkillOptions]) -> None: ...  # noqa: A002

        def replace(self, **changes: Unpack[signatures.SkillChanges]) -> Self: ...
