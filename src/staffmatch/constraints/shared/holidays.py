"""The public holidays of the German states, and what they and Sundays are called in sentences."""

from __future__ import annotations

from datetime import date
from functools import cache

from staffmatch.messages.message import Message, Sentence

# What the library of holidays calls them in English.
_NAMES = (
    *("All Saints' Day", "Ascension Day", "Assumption Day", "Christmas Day", "Corpus Christi", "Easter Monday"),
    *("Easter Sunday", "Epiphany", "German Unity Day", "Good Friday", "Labor Day", "New Year's Day"),
    *("Pentecost", "Pentecost Monday", "Reformation Day", "Repentance and Prayer Day", "Second Day of Christmas"),
    *("Women's Day", "World Children's Day"),
)
_SAID = {name: Sentence(f"holiday.{name}", name) for name in ("Sunday", *_NAMES)}


@cache
def holidays_of(state: str | None, year: int) -> dict[date, str]:
    """The public holidays of a German state; none without a state."""
    if state is None:
        return {}
    import holidays

    return dict(holidays.country_holidays("DE", subdiv=state, years=year, language="en_US"))


def said_of(name: str) -> Message | str:
    """A day of rest as a message; one that was a holiday once, such as an anniversary, keeps its English name."""
    return _SAID[name]() if name in _SAID else name
