"""How large a synthetic city is, and on which day it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from pydantic import TypeAdapter, ValidationError

from staffmatch.errors import IS, InputError, InputIssue, choose
from staffmatch.messages.message import Sentence
from staffmatch.records.field_types import Day
from staffmatch.records.validation_errors import refused

# Workers, seats, days.
PRESETS = {"small": (200, 80, 7), "medium": (5_000, 2_000, 14), "large": (50_000, 20_000, 14)}

_LIMITS = {"workers": (0, 10**6), "seats": (0, 10**6), "days": (1, 366)}
_NO_PRESET = Sentence("error.generate.preset", "there is no preset {name:id}.")
_SIZES_ADVICE = Sentence("error.generate.sizes.advice", "Give {name} from {low:count} to {high:count}, or a preset.")
_START: TypeAdapter[dict[str, date]] = TypeAdapter(dict[str, Day])


@dataclass(frozen=True)
class Sizes:
    """Numbers of workers to lend, of seats to fill and of days."""

    workers: int
    seats: int
    days: int


def sizes_of(preset: str | None, given: Mapping[str, int | None]) -> Sizes:
    """The numbers of a preset, but for those that are given; InputError for another preset, missing or odd numbers."""
    if preset is not None and preset not in PRESETS:
        raise InputError([InputIssue("unknown_preset", "preset", _NO_PRESET(name=str(preset)), choose(PRESETS))])
    usual = PRESETS.get(preset or "", (None,) * 3)
    sizes = {name: given[name] if given[name] is not None else size for name, size in zip(_LIMITS, usual, strict=True)}
    found = [
        InputIssue("size_out_of_range", name, IS(value=str(size)), _SIZES_ADVICE(name=name, low=low, high=high))
        for (name, size), (low, high) in zip(sizes.items(), _LIMITS.values(), strict=True)
        if not isinstance(size, int | np.integer) or not low <= size <= high
    ]
    if found:
        raise InputError(found)
    return Sizes(**{name: int(size or 0) for name, size in sizes.items()})


def first_day(start: date | str) -> date:
    """The day that is given, also as text such as "2020-04-13"; InputError for what is no day."""
    try:
        return _START.validate_python({"start": start})["start"]
    except ValidationError as error:
        raise refused(error, {"start": start}) from None
