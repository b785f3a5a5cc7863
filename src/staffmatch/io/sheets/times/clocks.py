"""Dates and times as people write them, in the scenario's time zone: ambiguous ones are refused, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from staffmatch.io.sheets.cells import Value, Wrong, clean, shown
from staffmatch.io.sheets.times import told

_DAY = 24 * 60
_DATE = r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})\.\s?(?P<m2>\d{1,2})\.\s?(?P<y2>\d{4}|\d\d)"
_CLOCK = (
    r"(?P<h>\d{1,2}):(?P<min>\d\d)(?::(?P<s>\d\d)(?:\.0+)?)?\s?(?P<half>[ap]\.?m\.?)?\s?(?P<off>[+-]\d\d:?\d\d|Z)?"
    r"(?:\s?Uhr)?"
)
WEEKDAYS = (
    "montag monday", "dienstag tuesday", "mittwoch wednesday", "donnerstag thursday", "freitag friday",
    "samstag saturday", "sonntag sunday",
)  # fmt: skip
_WEEKDAY = r"(?:(?P<weekday>[a-z]{2,10})\b\.?,?\s*)?"
_MOMENT = re.compile(rf"(?:{_WEEKDAY}(?:{_DATE}))?(?:(?:^|[T\s]\s*|,\s*)(?:{_CLOCK}))?", re.IGNORECASE)
_RANGE = re.compile(
    r"\s*[–—−]\s*|\s+-\s+|\s+(?:bis|to|until)\s+|(?<=\d)(?<!T\d\d:\d\d)-(?=\d{1,2}:\d\d)", re.IGNORECASE
)

# Cached readings: a long table repeats the same times.
_KEPT = 2**14


@dataclass(frozen=True)
class Clock:
    """The parts of a moment given by a cell: a day, minutes after midnight, an offset from UTC, or some of these."""

    day: date | None = None
    minute: int | None = None
    offset: timedelta | None = None


def clock(value: Value) -> Clock:
    """A date, a time of day (up to 47:59, past midnight of the day it belongs to), or both."""
    if isinstance(value, datetime):
        snapped = value + timedelta(seconds=0.5)
        return Clock(snapped.date(), _minute(snapped.time()))
    if isinstance(value, date):
        return Clock(value)
    if isinstance(value, time):
        return Clock(None, _minute(value))
    if isinstance(value, timedelta):
        minute, rest = divmod(value, timedelta(minutes=1))
        if rest > timedelta(seconds=1) or not 0 <= minute < 2 * _DAY:
            raise Wrong("not_a_time", told.NO_TIME_OF_DAY(cell=str(value)), told.AS_TIME)
        return Clock(None, minute)
    if not isinstance(value, str):
        raise Wrong("not_a_time", told.BARE_NUMBER(cell=shown(value)), told.FORMAT_CELL)
    return _parsed(clean(value))


def day(value: Value) -> date:
    """A date alone."""
    held = clock(value)
    if held.day is None or held.minute is not None:
        raise Wrong("not_a_date", told.NOT_DATE_ALONE(cell=shown(value)), told.AS_DATE)
    return held.day


def span(value: Value) -> tuple[Clock, Clock | None]:
    """``22:00-06:00``, ``2020-04-06 22:00 - 06:00``, ``6.4.2020 bis 10.4.2020``; a day alone has no end."""
    if not isinstance(value, str):
        return clock(value), None
    ends = _RANGE.split(clean(value))
    if len(ends) > 2:
        raise Wrong("not_a_span", told.NOT_ONE_SPAN(cell=shown(value)), told.AS_SPAN)
    if len(ends) == 1 and re.fullmatch(r"\d{1,2}-\d{1,2}(?:\s?Uhr)?", ends[0], re.IGNORECASE):
        raise Wrong("not_a_span", told.NO_MINUTES(cell=shown(value)), told.AS_SPAN)
    return clock(ends[0]), clock(ends[1]) if len(ends) == 2 else None


@lru_cache(_KEPT)
def between(opens: Clock, closes: Clock | None, on: date | None, zone: ZoneInfo) -> dict[str, datetime]:
    """Start and end in UTC. Days alone are whole days; an end without a day that is not after its start is on the next
    day."""
    first = opens.day or on
    if first is None:
        raise Wrong("no_day", told.NO_DAY(), told.ADD_DATE)
    if opens.minute is None and (closes is None or closes.minute is None):
        last = closes.day if closes and closes.day else first
        return {"start": _midnight(first, zone), "end": _end(last, zone)}
    start = _midnight(first, zone) if opens.minute is None else moment(opens, first, zone)
    if closes is not None and closes.day is not None:
        whole = closes.minute is None
        end = _end(closes.day, zone) if whole else moment(closes, closes.day, zone)
        return {"start": start, "end": end}
    if closes is None or closes.minute is None or opens.minute is None:
        raise Wrong("half_a_span", told.ONE_END_TIMED(), told.BOTH_ENDS_TIMED)
    if closes.minute == opens.minute and closes.offset == opens.offset:
        advice = told.WHOLE_DAY(start=of_day(opens.minute), end=of_day(opens.minute + _DAY))
        raise Wrong("empty_or_a_day", told.SAME_ENDS(), advice)
    if opens.offset is not None and closes.offset is not None:
        later = moment(closes, first, zone) <= start
    else:
        later = closes.minute < opens.minute
    return {"start": start, "end": moment(closes, first + timedelta(days=int(later)), zone)}


def moment(held: Clock, on: date, zone: ZoneInfo) -> datetime:
    """The instant of a local time; one that the clock skips or repeats is refused unless its offset is given."""
    _require_year(on)
    local = datetime.combine(on, time()) + timedelta(minutes=held.minute or 0)
    if held.offset is not None:
        return local.replace(tzinfo=timezone(held.offset)).astimezone(UTC)
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    said = {"day": local.date().isoformat(), "time": local.isoformat(), "zone": zone.key}
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise Wrong("nonexistent_time", told.SKIPPED(**said), told.CORRECT_TIME)
    one, other = (f"{here:%Y-%m-%dT%H:%M}{_offset(here)}" for here in (first, second))
    raise Wrong("ambiguous_time", told.TWICE(**said), told.SAY_WHICH(one=one, other=other))


def local(instant: datetime, zone: ZoneInfo) -> str:
    """The inverse: ``2020-04-06 06:00``, with the offset if the local time occurs twice."""
    here = instant.astimezone(zone)
    twice = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    return f"{here:%Y-%m-%dT%H:%M}{_offset(here)}" if twice else f"{here:%Y-%m-%d %H:%M}"


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day, even if the clock skips midnight."""
    _require_year(on)
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _end(on: date, zone: ZoneInfo) -> datetime:
    _require_year(on)
    return _midnight(on + timedelta(days=1), zone)


def _require_year(on: date) -> None:
    """Checked before any arithmetic, which overflows at the ends of the calendar."""
    if not 1900 <= on.year <= 2200:
        raise Wrong("year_out_of_range", told.YEAR(day=on.isoformat()), told.CHECK_DATE)


def _offset(here: datetime) -> str:
    offset = f"{here:%z}"
    return f"{offset[:3]}:{offset[3:5]}"


def of_day(minute: int) -> str:
    """Minutes after midnight as ``06:00``, up to ``47:59``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(held: time) -> int:
    """Minutes after midnight; half a second of a spreadsheet's rounding is ignored."""
    seconds = held.hour * 3600 + held.minute * 60 + held.second
    if seconds % 60 > 1 and seconds % 60 < 59:
        raise Wrong("not_whole_minutes", told.SECONDS(cell=f"{held:%H:%M:%S}"), told.AS_TIME)
    return round(seconds / 60)


@lru_cache(_KEPT)
def _parsed(text: str) -> Clock:
    found = _MOMENT.fullmatch(text)
    if not text or found is None:
        if re.fullmatch(r"\d{1,4}/\d{1,2}/\d{1,4}.*", text):
            raise Wrong("unclear_date", told.DAY_OR_MONTH(cell=shown(text)), told.AS_DATE)
        if re.fullmatch(r"\d{1,2}\.\d\d(?:-\d{1,2}\.\d\d)?(?:\s?Uhr)?", text, re.IGNORECASE):
            advice = told.IF_TIMES(said=shown(text).replace(".", ":"))
            raise Wrong("not_a_time", told.POINT(cell=shown(text)), advice)
        raise Wrong("not_a_time", told.NO_DATE_OR_TIME(cell=shown(text)), told.AS_DATE_OR_TIME)
    minute = None if found["h"] is None else _of_day(found, text)
    offset = None
    if said := found["off"]:
        if said[0] == "-" and "T" not in text.upper():
            raise Wrong("span_or_offset", told.SPAN_OR_OFFSET(cell=shown(text)), told.SPAN_IN_HOURS)
        digits = "+0000" if said.upper() == "Z" else said.replace(":", "")
        minutes = int(digits[1:3]) * 60 + int(digits[3:])
        if minutes >= _DAY:
            raise Wrong("not_a_time", told.NO_OFFSET(cell=shown(text)), told.AS_TIME)
        offset = timedelta(minutes=-minutes if digits[0] == "-" else minutes)
    return Clock(_calendar(found, text), minute, offset)


def _calendar(found: re.Match[str], text: str) -> date | None:
    year, month, number = (found[name] or found[f"{name}2"] for name in "ymd")
    if year is None:
        return None
    try:
        found_day = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(number))
    except ValueError:
        raise Wrong("not_a_date", told.IN_NO_CALENDAR(cell=shown(text)), told.CHECK_DAY_AND_MONTH) from None
    if (said := found["weekday"]) is not None:
        _require_weekday(found_day, said, text)
    return found_day


def weekday(word: str) -> int:
    """0 for Monday, from at least two letters of its name, or ``montags``; ValueError for any other word."""
    held = word.casefold()
    names = (held, held.removesuffix("s"))
    if held in ("sonnabend", "sonnabends"):
        return 5
    for number, known in enumerate(WEEKDAYS):
        if any(len(one) > 1 and f" {one}" in f" {known}" for one in names):
            return number
    raise ValueError(word)


def _require_weekday(on: date, said: str, text: str) -> None:
    """``Di 08.12.2020``, ``Tue, 8.12.2020``: at least two letters of the day's name in German or English."""
    try:
        meant = weekday(said)
    except ValueError:
        raise Wrong("not_a_time", told.NO_DATE_OR_TIME(cell=shown(text)), told.AS_DATE) from None
    if meant != on.weekday():
        right = told.WEEKDAYS[on.weekday()]
        raise Wrong("weekday_differs", told.OTHER_WEEKDAY(cell=shown(text), weekday=right), told.CORRECT_WEEKDAY)


def _of_day(found: re.Match[str], text: str) -> int:
    hour, minute, second = int(found["h"]), int(found["min"]), int(found["s"] or 0)
    if second:
        raise Wrong("not_whole_minutes", told.SECONDS(cell=shown(text)), told.AS_TIME)
    if half := found["half"]:
        if not 1 <= hour <= 12:
            raise Wrong("not_a_time", told.NO_HALF_DAY(cell=shown(text)), told.AS_TIME)
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour >= 48 or minute >= 60:
        raise Wrong("not_a_time", told.NO_TIME_OF_DAY(cell=shown(text)), told.HOURS_TO_47)
    return hour * 60 + minute
