"""Cells of the sheet of wishes: for or against, weekdays, times of day."""

from __future__ import annotations

from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Value, Wrong, shown
from staffmatch.io.sheets.times import clocks
from staffmatch.io.sheets.times import readers as times
from staffmatch.io.sheets.times.days import Days
from staffmatch.io.sheets.values import text
from staffmatch.records.wishes import WEEKDAYS

_AGAINST = {
    **dict.fromkeys(("against", "no", "n", "not", "-", "off", "gegen", "nein", "nicht", "frei"), True),
    **dict.fromkeys(("for", "yes", "y", "x", "+", "on", "für", "fuer", "ja", "j"), False),
}
_SAME = ("days", "against", "weekdays", "start", "end", "shift", "demand", "kind", "weight", "must")
# The field of a wish that each column of the sheet has.
FIELDS = {**dict(zip(_SAME, _SAME, strict=True)), "last_day": "until"}
_DAY = 24 * 60


def direction(value: Value) -> bool:
    """Whether a wish is against something."""
    held = ("for" if value else "against") if isinstance(value, bool) else text(value).casefold()
    if (known := _AGAINST.get(held)) is None:
        said = refusals.UNKNOWN_DIRECTION(value=shown(value))
        raise Wrong("unknown_direction", said, refusals.UNKNOWN_DIRECTION_ADVICE())
    return known


def days(value: Value) -> list[str]:
    """One day or several, or a range of them."""
    held = times.days(value)
    if not isinstance(held, Days):
        return [held.isoformat()]
    if held.open:
        said = refusals.WEEKDAYS_AMONG_DAYS(value=shown(value))
        raise Wrong("not_a_date", said, refusals.WEEKDAYS_AMONG_DAYS_ADVICE())
    (first, _), (_, last) = min(held.ranges), max(held.ranges, key=lambda span: span[1])
    return [one.isoformat() for one in held.within(first, last)]


def weekdays(value: Value) -> list[str]:
    """Weekdays by their names in `Wish`."""
    found = times.weekdays(value).weekdays
    return [name for number, name in enumerate(WEEKDAYS) if number in found]


def time_of_day(value: Value) -> str:
    """A time on the clock; 24:00 is midnight."""
    held = times.moment(value)
    if held.day is not None or held.minute is None or held.offset is not None or held.minute > _DAY:
        raise Wrong("not_a_time", refusals.NOT_A_TIME_OF_DAY(value=shown(value)), refusals.NOT_A_TIME_OF_DAY_ADVICE())
    return clocks.of_day(held.minute % _DAY)
