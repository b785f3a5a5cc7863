"""The readers of columns of days and times: first as clocks read them, else as people spell them."""

from __future__ import annotations

import re
from datetime import date

from staffmatch.io.sheets.cells import Value, Wrong, clean, shown
from staffmatch.io.sheets.times import clocks, spellings, told
from staffmatch.io.sheets.times.clocks import Clock
from staffmatch.io.sheets.times.days import Code, Daily, Days, Span
from staffmatch.io.sheets.values import text

_SPELT = ("not_a_time", "not_a_span", "not_a_date", "span_or_offset")
_LENGTH = re.compile(r"\d+(?:[.,]\d+)?\s?(?:h|hours?|std\.?|stunden?)", re.IGNORECASE)
_PARTS = frozenset(
    {
        *("vormittag", "vormittags", "mittag", "mittags", "nachmittag", "nachmittags", "morgens", "früh", "abend"),
        *(
            "abends",
            "nachts",
            "morning",
            "mornings",
            "noon",
            "afternoon",
            "afternoons",
            "evening",
            "evenings",
            "nights",
        ),
    }
)
_OPEN = frozenset(
    {"absprache", "vereinbarung", "bedarf", "flexibel", "arrangement", "request", "appointment", "flexible"}
)
_WHOLE = ("ganztägig", "ganztaegig", "ganztags", "ganzer tag", "den ganzen tag", "all day", "whole day")


def moment(value: Value) -> Clock:
    """A date, a time of day, or both."""
    try:
        return clocks.clock(value)
    except Wrong as wrong:
        if not _spelt(value, wrong) or (found := spellings.moment(clean(str(value)))) is None:
            raise
        return found


def day(value: Value) -> date:
    """A date alone; midnight, as exports write it, is none."""
    held = days(value)
    if isinstance(held, Days):
        raise Wrong("not_a_date", told.NOT_ONE_DATE(cell=shown(value)), told.AS_DATE)
    return held


def days(value: Value) -> date | Days:
    """A date, several of them, a range of days, or weekdays."""
    try:
        held = clocks.clock(value)
        if held.day is not None and not held.minute:
            return held.day
        return clocks.day(value)
    except Wrong as wrong:
        found = spellings.elements(clean(str(value))) if _spelt(value, wrong) else ()
        if len(found) != 1 or not isinstance(found[0], Daily) or found[0].times or found[0].days is None:
            raise
        return found[0].days.single or found[0].days


def weekdays(value: Value) -> Days:
    """Weekdays alone."""
    held = days(value)
    if not isinstance(held, Days) or held.ranges:
        raise Wrong("not_a_weekday", told.NO_WEEKDAY(cell=shown(value)), told.AS_WEEKDAY)
    return held


def hours(value: Value) -> Span | Daily | Code:
    """A span of time, days with the times of each, or the code of a shift."""
    if isinstance(value, str) and clean(value).casefold() in _WHOLE:
        return Clock(), None
    try:
        return clocks.span(value)
    except Wrong as wrong:
        if not _spelt(value, wrong):
            raise
        if _LENGTH.fullmatch(clean(str(value))):
            raise Wrong("not_a_span", told.HOW_LONG(cell=shown(value)), told.AS_SPAN_OR_DAY) from None
        found = spellings.elements(clean(str(value)))
        if len(found) != 1:
            return Code(text(value), wrong)
        return _plain(found[0])


def windows(value: Value) -> list[Span | Daily]:
    """Several of them, separated by semicolons, commas or line breaks."""
    if not isinstance(value, str):
        return [clocks.span(value)]
    found: list[Span | Daily] = []
    for part in filter(None, map(clean, re.split("[;\n]", value))):
        try:
            found.append(clocks.span(part))
        except Wrong as wrong:
            if not _spelt(part, wrong) or not (several := spellings.elements(part)):
                raise _in_words(part) or wrong from None
            found += map(_plain, several)
    return found


def _in_words(text: str) -> Wrong | None:
    """What people write where there are no times: which cannot be guessed, but said."""
    words = set(re.findall(r"\w+", text.casefold()))
    if words & _PARTS:
        return Wrong("part_of_day", told.PART_OF_DAY(cell=shown(text)), told.WITH_TIMES)
    if words & _OPEN:
        return Wrong("by_arrangement", told.BY_ARRANGEMENT(cell=shown(text)), told.SURE_TIMES)
    return None


def _spelt(value: Value, wrong: Wrong) -> bool:
    return isinstance(value, str) and wrong.code in _SPELT


def _plain(element: Daily | Span) -> Daily | Span:
    """A single span of times, or a single day with one, as such."""
    if isinstance(element, Daily) and len(element.times) == 1:
        opens, closes = element.times[0]
        if element.days is None:
            return element.times[0]
        if single := element.days.single:
            return Clock(single, opens.minute), closes
    return element
