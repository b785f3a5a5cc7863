"""Days and times as people spell them: ``6-14 Uhr``, ``06.00``, ``Mo, Mi und Fr``, ``06.04.-10.04.2020 8-16 Uhr``.

A text becomes tokens, and the kinds of its tokens a word: D a day, W a weekday, S several weekdays, T a time, with
dashes and commas between. What the word is says how the text is read; a text with any other word is not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from staffmatch.io.sheets.cells import Wrong, shown
from staffmatch.io.sheets.times import told
from staffmatch.io.sheets.times.clocks import Clock, weekday
from staffmatch.io.sheets.times.days import Daily, Days, Span, days_between

_MONTHS = (
    "jan(?:uar|uary)?", "feb(?:ruar|ruary)?", "mär(?:z)?|maerz|mar(?:ch)?", "apr(?:il)?", "mai|may", "jun[ie]?",
    "jul[iy]?", "aug(?:ust)?", "sept?(?:ember)?", "o[kc]t(?:ober)?", "nov(?:ember)?", "de[zc](?:ember)?",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
# Two digits after a date are its year, unless they begin a time.
_YEAR = r"\d{4}(?!\d)|\d\d(?![\d:.]|\s?(?:Uhr|h)\b|\s?[-–—−]\s?\d{1,2}(?![\d.]))"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<iso>(?P<iy>\d{{4}})-(?P<im>\d{{1,2}})-(?P<id>\d{{1,2}})(?!\d)(?:[T\s]00:00(?::00(?:\.0+)?)?(?!\s?[-–—−]))?)
    |(?P<date>(?P<d>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.(?:\s?(?P<y>{_YEAR}))?)
    |(?P<named>(?P<nd>\d{{1,2}})\.?\s?(?P<nm>{_MONTH})\b\.?(?:\s?(?P<ny>\d{{4}})(?!\d))?)
    |(?P<english>(?P<em>{_MONTH})\b\.?\s?(?P<ed>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s(?P<ey>\d{{4}})(?!\d))?)
    |(?P<ordinal>\d{{1,2}})\.(?=\s?(?:[-–—−,]|bis\b|und\b|to\b))
    |(?P<clock>(?P<ch>\d{{1,2}}):(?P<cm>\d\d)(?::00(?:\.0+)?)?(?:\s?Uhr\b)?)(?!\s?[ap]\.?m)(?![\d:])
    |(?P<uhr>(?P<uh>\d{{1,2}})(?:\.(?P<um>\d\d))?\s?(?:Uhr|h)\b(?:\s?(?P<ul>\d\d)\b)?)
    |(?P<half>(?P<hh>\d{{1,2}})(?::(?P<hm>\d\d))?\s?(?P<ap>[ap])\.?m\b\.?)
    |(?P<dotted>(?P<th>\d{{1,2}})\.(?P<tm>\d\d))(?![\d.])
    |(?P<four>\d{{4}})(?!\d)
    |(?P<hour>\d{{1,2}})(?!\d)
    |(?P<dash>[-–—−])
    |(?P<comma>[,;\n/+&])
    |(?P<word>[^\W\d_]+)\.?
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_TO = ("bis", "to", "until", "till", "through", "thru")
_AND = ("und", "and", "sowie")
_IDLE = (
    "jeden",
    "jede",
    "jeder",
    "jedes",
    "every",
    "each",
    "am",
    "von",
    "vom",
    "from",
    "zwischen",
    "uhr",
    "alle",
    "all",
)
_GROUPS = {
    **dict.fromkeys(("täglich", "taeglich", "daily", "everyday", "tag", "tage", "day", "days"), frozenset(range(7))),
    **dict.fromkeys(("weekday", "weekdays"), frozenset(range(5))),
    **dict.fromkeys(("wochenende", "wochenenden", "wochenends", "weekend", "weekends"), frozenset((5, 6))),
}
_UNCLEAR = ("werktags", "werktage", "werktäglich", "werktag", "wochentags", "wochentage", "arbeitstäglich")
_ITEM = r"(?:D-D|D|W|S)"
_DAYS = rf"(?:[WS],?D-D|D-D,?[WS]|{_ITEM}(?:,{_ITEM})*)"
_ELEMENT = re.compile(rf"({_DAYS})?(?:,?(T-T(?:,T-T)*))?(?:,|$)")


@dataclass(frozen=True)
class _Token:
    kind: str
    value: date | frozenset[int] | int | None = None
    sure: bool = True


def elements(text: str) -> tuple[Daily | Span, ...]:
    """Days with their times, or spans from moment to moment; empty if the text is not read. Wrong if it is unclear."""
    tokens = _tokens(text)
    word = "".join(token.kind for token in tokens)
    if word == "DT-DT":
        first, opens, _, last, closes = tokens
        return ((_clock(opens, first), _clock(closes, last)),)
    found: list[Daily | Span] = []
    place = 0
    while place < len(word):
        match = _ELEMENT.match(word, place)
        if match is None or match.end() == place or not (match[1] or match[2]):
            return ()
        days = tokens[match.start(1) : match.end(1)] if match[1] else []
        times = tokens[match.start(2) : match.end(2)] if match[2] else []
        if times and [token.kind for token in days].count("D") > 1 and match[1].count("D") != 2 * match[1].count("D-D"):
            raise Wrong("unclear_days", told.TIMES_OF_WHICH_DAY(cell=shown(text)), told.TIMES_WITH_DAY)
        found.append(Daily(_days(match[1], days), tuple(_spans(times, bool(days), text))))
        place = match.end()
    return tuple(found)


def moment(text: str) -> Clock | None:
    """A day, a time, or both; None if the text is none of these."""
    tokens = _tokens(text)
    word = "".join(token.kind for token in tokens)
    if word not in ("D", "T", "DT") or not tokens[-1].sure:
        _require_clear(tokens[-1:] if word == "T" else [], text)
        return None
    day = tokens[0].value if word != "T" else None
    return Clock(day if isinstance(day, date) else None, tokens[-1].value if word != "D" else None)  # type: ignore[arg-type]


def with_years(text: str, year: Callable[[int, int], int | None]) -> str:
    """The text with a year, from month and day, for each day that has none; as it is where ``year`` has no answer."""

    def completed(found: re.Match[str]) -> str:
        number, month, said = _parts(found)
        if month is None or said is not None or (known := year(month, number)) is None:
            return found[0]
        return f" {number}.{month}.{known} "

    return _TOKEN.sub(completed, text).strip()


def _tokens(text: str) -> list[_Token]:
    """Empty if anything in the text is none of the words that we know."""
    found: list[re.Match[str]] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            return []
        found.append(match)
        place = match.end()
    try:
        dated = zip(found, _dated(found), strict=True)
        return _merged([token for match, day in dated for token in _token(match, day, text)], text)
    except ValueError:
        return []


def _token(match: re.Match[str], day: tuple[int, int, int] | None, text: str) -> Iterator[_Token]:
    """ValueError if the word is unknown, or the day or time is in no calendar or on no clock."""
    kind = match.lastgroup if match.lastgroup in ("dash", "comma", "word", "ordinal", "four", "hour") else ""
    if kind == "word":
        yield from _word(match["word"].casefold(), text)
    elif kind in ("dash", "comma"):
        yield _Token("-" if kind == "dash" else ",")
    elif kind == "hour":
        yield _time(match["hour"], "00", sure=False)
    elif kind == "four":
        yield _time(match["four"][:2], match["four"][2:], sure=False)
    elif match["clock"]:
        yield _time(match["ch"], match["cm"])
    elif match["uhr"]:
        yield _time(match["uh"], match["um"] or match["ul"] or "00")
    elif match["half"]:
        if not 1 <= int(match["hh"]) <= 12:
            raise ValueError
        yield _time(str(int(match["hh"]) % 12 + 12 * (match["ap"] in "pP")), match["hm"] or "00")
    elif match["dotted"]:
        # No month has these numbers.
        yield _time(match["th"], match["tm"], sure=match["tm"] == "00" or int(match["tm"]) > 12)
    else:
        yield _Token("D", _date(day or (0, 0, 0), text))


def _parts(match: re.Match[str]) -> tuple[int, int | None, int | None]:
    """Day, month and year of a token, each as far as it is said."""
    if match["ordinal"]:
        return int(match["ordinal"]), None, None
    for day, month, year in (("id", "im", "iy"), ("d", "m", "y"), ("nd", "nm", "ny"), ("ed", "em", "ey")):
        if match[day]:
            named = match[month]
            number = int(named) if named.isdecimal() else _month(named)
            said = match[year]
            return int(match[day]), number, None if said is None else int(said) + (2000 if len(said) == 2 else 0)
    return 0, None, None


def _month(name: str) -> int:
    return next(n for n, one in enumerate(_MONTHS, 1) if re.fullmatch(one, name, re.IGNORECASE))


def _dated(found: list[re.Match[str]]) -> list[tuple[int, int, int] | None]:
    """Year, month and day of each token, 0 for none; a year or month that a day lacks is that of the next day in the
    text, else of the last before."""
    parts = [_parts(one) for one in found]
    whole: list[tuple[int, int, int] | None] = [None] * len(parts)
    known: tuple[int, int, int] | None = None
    for place in reversed(range(len(parts))):
        day, month, year = parts[place]
        if day and month is None:
            month, year = (known[1], known[0]) if known else (0, year)
        elif day and month and year is None:
            year = known[0] - ((month, day) > known[1:]) if known and known[0] else 0
        if day:
            known = whole[place] = year or 0, month or 0, day
    known = None
    for place, one in enumerate(whole):
        if one is not None:
            if not one[0] and known:
                whole[place] = known[0] + (one[1:] < known[1:]), *one[1:]
            known = whole[place] if (whole[place] or (0,))[0] else known
    return whole


def _date(day: tuple[int, int, int], text: str) -> date:
    if day[1] and not day[0]:
        # A leap year, in which every day is.
        date(2020, *day[1:])
        raise Wrong("missing_year", told.NO_YEAR(cell=shown(text)), told.AS_FULL_DATE)
    return date(*day)


def _time(hour: str, minute: str, sure: bool = True) -> _Token:
    if int(hour) >= 48 or int(minute) >= 60:
        raise ValueError
    return _Token("T", int(hour) * 60 + int(minute), sure)


def _word(word: str, text: str) -> Iterator[_Token]:
    if word in _UNCLEAR:
        raise Wrong("unclear_days", told.FIVE_OR_SIX_DAYS(cell=shown(text)), told.FIVE_OR_SIX)
    if word in ("kw", "woche", "week"):
        raise Wrong("unclear_days", told.A_WEEK(cell=shown(text)), told.DAYS_OF_WEEK)
    if word in _TO:
        yield _Token("-")
    elif word in _AND:
        yield _Token(",")
    elif word in _GROUPS:
        yield _Token("S", _GROUPS[word])
    elif word not in _IDLE:
        yield _Token("W", frozenset((weekday(word),)))


def _merged(tokens: list[_Token], text: str) -> list[_Token]:
    """Ranges of weekdays as one token, and a weekday before a day as the day, if it is one of that name."""
    held: list[_Token] = []
    for token in tokens:
        kinds = [one.kind for one in held[-2:]]
        if token.kind == "W" and kinds == ["W", "-"]:
            first, last = (next(iter(one.value)) for one in (held[-2], token))  # type: ignore[arg-type]
            held[-2:] = [_Token("S", frozenset((first + n) % 7 for n in range((last - first) % 7 + 1)))]
        elif token.kind == "D" and (kinds[-1:] == ["W"] or kinds == ["W", ","]):
            named = held[-1 if kinds[-1] == "W" else -2].value
            if isinstance(token.value, date) and isinstance(named, frozenset) and token.value.weekday() not in named:
                day, right = token.value.isoformat(), told.WEEKDAYS[token.value.weekday()]
                differs = told.DAY_OF_OTHER_WEEKDAY(cell=shown(text), day=day, weekday=right)
                raise Wrong("weekday_differs", differs, told.CORRECT_ONE)
            held[-1 if kinds[-1] == "W" else -2 :] = [token]
        else:
            held.append(token)
    return held


def _days(word: str | None, tokens: list[_Token]) -> Days | None:
    if not word:
        return None
    weekdays = frozenset[int]().union(*(t.value for t in tokens if isinstance(t.value, frozenset)))
    ranges: list[tuple[date, date]] = []
    for place, token in enumerate(tokens):
        if isinstance(token.value, date):
            if tokens[place - 1].kind == "-" and place:
                ranges[-1] = days_between(ranges[-1][0], token.value).ranges[0]
            else:
                ranges.append((token.value, token.value))
    if ranges and weekdays and not re.fullmatch("[WS],?D-D|D-D,?[WS]", word):
        raise Wrong("unclear_days", told.DAYS_AND_WEEKDAYS(), told.OWN_ROWS)
    return Days(tuple(ranges), weekdays) if weekdays else Days(tuple(ranges))


def _spans(times: list[_Token], dated: bool, text: str) -> Iterator[Span]:
    pairs = [token for token in times if token.kind == "T"]
    unclear = not dated and re.search(r"\d\.\d\d", text) is not None
    for opens, closes in zip(pairs[::2], pairs[1::2], strict=True):
        if unclear:
            _require_clear([opens, closes], text)
        yield _clock(opens), _clock(closes)


def _require_clear(times: list[_Token], text: str) -> None:
    """``06.10`` alone may be a day."""
    if times and re.search(r"\d\.\d\d", text) and not any(token.sure for token in times):
        timed = re.sub(r"(\d)\.(\d\d)", r"\1:\2", shown(text))
        raise Wrong("unclear_time", told.TIMES_OR_DAYS(cell=shown(text)), told.IF_TIMES(said=timed))


def _clock(time: _Token, day: _Token | None = None) -> Clock:
    assert isinstance(time.value, int)  # noqa: S101 (a token T)
    return Clock(day.value if day and isinstance(day.value, date) else None, time.value)
