"""Which shifts are night shifts, as shares count them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from staffmatch.models import Shift

# A night shift has more than two hours between these, see `NightWork`.
NIGHT, NIGHT_MINUTES = (time(23), time(6)), 120


def at_night(shift: Shift, zone: ZoneInfo) -> bool:
    """Whether a shift has more than two hours of any night."""
    start, end = shift.start, shift.end
    day: date = start.astimezone(zone).date() - timedelta(days=1)
    while day <= end.astimezone(zone).date():
        opens = datetime.combine(day, NIGHT[0], zone).timestamp()
        closes = datetime.combine(day + timedelta(days=1), NIGHT[1], zone).timestamp()
        if min(end.timestamp(), closes) - max(start.timestamp(), opens) > 60 * NIGHT_MINUTES:
            return True
        day += timedelta(days=1)
    return False
