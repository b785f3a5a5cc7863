"""What the constructors of a person's own records accept, for type checkers, see `signatures`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from staffmatch.records.signatures import Day
from staffmatch.records.wishes import Weekday


class WishOptions(TypedDict, total=False):
    against: bool
    days: Sequence[Day]
    until: Day | None
    weekdays: Sequence[Weekday]
    start: str | None
    end: str | None
    shift: str | None
    demand: str | None
    kind: str | None
    weight: int
    must: bool


class WishChanges(WishOptions, total=False):
    pass
