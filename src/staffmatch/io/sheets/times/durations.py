"""Cells of minutes, hours and kilometres, with or without the unit: ``1 h`` in a column of minutes is 60."""

from __future__ import annotations

import re
from datetime import time, timedelta

from staffmatch.io.sheets.cells import Value, Wrong, clean, shown
from staffmatch.io.sheets.times import told
from staffmatch.io.sheets.values import real, whole

_MINUTES = r"min\.?|mins|minutes?|minuten?|m"
_HOURS = r"h|hrs?\.?|hours?|std\.?|stdn\.?|stunden?"
_AMOUNT = re.compile(rf"([-+−]?\d+(?:[.,]\d+)?)\s*(?:({_MINUTES})|({_HOURS}))", re.IGNORECASE)
_BOTH = re.compile(rf"(\d+)\s*(?:{_HOURS})\s*(\d+)\s*(?:{_MINUTES})?", re.IGNORECASE)
_CLOCK = re.compile(rf"(\d{{1,3}}):([0-5]\d)(?:\s*(?:{_HOURS}))?", re.IGNORECASE)
_KM = re.compile(r"([-+−]?\d+(?:[.,]\d+)?)\s*(?:km|kilometer|kilometers|kilometres)", re.IGNORECASE)


def minutes(value: Value) -> int:
    """Whole minutes: ``45``, ``45 min``, ``1 h``, ``0:45``, ``1 h 30``."""
    found = _with_unit(value)
    if found is None:
        return whole(value)
    if not found.is_integer():
        raise Wrong("not_whole", told.NOT_WHOLE_MINUTES(cell=shown(value)), told.AS_WHOLE_MINUTES)
    return int(found)


def hours(value: Value) -> float:
    """Hours: ``7.5``, ``7,5 Std.``, ``7:30``, ``450 min``."""
    found = _with_unit(value)
    return real(value) if found is None else found / 60


def kilometres(value: Value) -> float:
    """``12``, ``12,5 km``."""
    found = _KM.fullmatch(clean(value)) if isinstance(value, str) else None
    return real(found[1] if found else value)


def _with_unit(value: Value) -> float | None:
    """Minutes, where the cell has a unit or is a duration to the spreadsheet."""
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        return value.total_seconds() / 60
    if not isinstance(value, str):
        return None
    held = clean(value)
    if found := _CLOCK.fullmatch(held) or _BOTH.fullmatch(held):
        return float(int(found[1]) * 60 + int(found[2]))
    if found := _AMOUNT.fullmatch(held):
        # Rounded to the millionth, since 0.1 h is 6 min.
        return round(real(found[1]) * (1 if found[2] else 60), 6)
    return None
