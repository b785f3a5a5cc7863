"""A cell as a number, a word, a list: strict where a guess could be wrong."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from staffmatch.errors import InputError
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Value, Wrong, clean, shown, unguarded
from staffmatch.io.sheets.language_levels import language_level
from staffmatch.models import Consent
from staffmatch.records.field_types import CEFR
from staffmatch.records.json_text import parse_json

_NUMBER = re.compile(r"[-+−]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?")
_GROUPED = re.compile(r"[-+−]?\d{1,3}(?:\.\d{3})+,\d+|[-+−]?\d{1,3}(?:,\d{3})+\.\d+")
_UNCLEAR = re.compile(r"[-+−]?[1-9]\d{0,2}[.,]\d{3}")
_PART = re.compile(r'(?:"(?:[^"]|"")*"|[^";,\n])*')
_QUOTED = re.compile(r'"((?:[^"]|"")+)"(?:\s*:\s*(\S+))?')
_WITH_UNIT = re.compile(r"([-+−]?\d+(?:[.,]\d+)?)\s*[^\W\d]+\.?")
_POSTAL_CODE = re.compile(r"(?:D(?:E|eutschland)?[\s-]*)?(\d{5})(?:[\s,]+[^\W\d][^\d]*)?", re.IGNORECASE)
_MONTHLY = re.compile(r"month|mon\b|monat|mtl|week|woche|day\b|tag\b|year|jahr|p\.\s?[amt]\b|p[am]\b", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,6})\s?(?:[-–—]|bis|to|/|oder|or)\s?(\d{1,6})", re.IGNORECASE)
_EUROS = re.compile(r"^(?:€|eur)\s*|\s*(?:€|euros?|eur)$", re.IGNORECASE)
_AN_HOUR = re.compile(r"\s*(?:/|pro|je|an|per)\s*(?:h|hour|std\.?|stunde)$", re.IGNORECASE)
_LEVELLED = re.compile(r".*[ (]\d\)?")

# Spreadsheets round larger numbers.
_EXACT = 10**15
NOBODY = ("none", "nobody", "keine", "niemand")
NO_SKILL = (
    *("none", "any", "n/a", "keine", "kein", "ohne", "egal", "entfällt", "k.a.", "k. a.", "k.a", "ka"),
    *("-", "--", "–", "—", "./."),
)
# In the column of postal codes: the place is not known, and no way is counted.
UNKNOWN = ("unknown", "unbekannt")
_FLAGS = {
    **dict.fromkeys(("yes", "y", "true", "x", "1", "ja", "j", "wahr"), True),
    **dict.fromkeys(("no", "n", "false", "0", "nein", "falsch"), False),
}
_CONSENT = {
    **{state.value: state for state in Consent},
    **dict.fromkeys(
        ("yes", "y", "true", "ja", "j", "wahr", "zugesagt", "angenommen", "einverstanden"), Consent.ACCEPTED
    ),
    **dict.fromkeys(("no", "n", "false", "nein", "falsch", "abgelehnt"), Consent.DECLINED),
    **dict.fromkeys(("asked", "pending", "angeboten", "gefragt", "angefragt", "offen", "noch offen"), Consent.OFFERED),
    **dict.fromkeys(("zurückgezogen", "widerrufen"), Consent.WITHDRAWN),
}


def text(value: Value) -> str:
    """A word or name; integers are taken as displayed."""
    if isinstance(value, str):
        return unguarded(clean(value))
    if isinstance(value, (int, float)) and not isinstance(value, bool) and float(value).is_integer():
        if abs(value) >= _EXACT:
            advice = refusals.NOT_TEXT_ADVICE()
            raise Wrong("rounded_number", refusals.ROUNDED_NUMBER(), advice)
        return str(int(value))
    kind = refusals.NOT_TEXT_DATE if isinstance(value, (date, time, timedelta)) else refusals.NOT_TEXT
    raise Wrong("not_text", kind(), refusals.NOT_TEXT_ADVICE())


def setting(value: Value) -> str:
    """A text; days of a workbook as they are written."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.12g}"
    return str(value) if isinstance(value, date) else text(value)


def anything(value: Value) -> str:
    """What people wrote for people, such as a telephone number or a remark, as the spreadsheet shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if isinstance(value, (date, time)):
        return value.isoformat() if isinstance(value, date) else f"{value:%H:%M}"
    return text(value)


def postal_code(value: Value) -> str:
    """Five digits, also as in ``D-20099 Hamburg``; spreadsheets drop leading zeros of numbers."""
    held = text(value)
    if held.casefold() in UNKNOWN:
        return UNKNOWN[0]
    found = _POSTAL_CODE.fullmatch(held)
    return found[1] if found else held.zfill(5)


def real(value: Value) -> float:
    """A number with a decimal point or comma; 1.234 is refused, since English and German read it differently."""
    if isinstance(value, str) and _UNCLEAR.fullmatch(held := clean(value)):
        apart = re.sub("[.,]", "", held)
        advice = refusals.UNCLEAR_NUMBER_ADVICE(apart=apart, held=held)
        raise Wrong("unclear_number", refusals.UNCLEAR_NUMBER(held=held), advice)
    if isinstance(value, str) and (bare := _WITH_UNIT.fullmatch(clean(value))):
        text = refusals.NOT_A_NUMBER(value=shown(value))
        raise Wrong("not_a_number", text, refusals.NOT_A_NUMBER_ADVICE(bare=bare[1]))
    return coordinate(value)


def coordinate(value: Value) -> float:
    """A number with a decimal point or comma, without thousands separators."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        held = clean(value)
        if _GROUPED.fullmatch(held):
            mark = max(held.rfind(","), held.rfind("."))
            return float(re.sub(r"[.,]", "", held[:mark]).replace("−", "-") + "." + held[mark + 1 :])
        if _NUMBER.fullmatch(held):
            return float(held.replace(",", ".").replace("−", "-"))
    raise Wrong(
        "not_a_number", refusals.NOT_A_NUMBER_NUMBER(value=shown(value)), refusals.NOT_A_NUMBER_WRITE_DIGITS_ADVICE()
    )


def seats(value: Value) -> int:
    """A number of people; one that is said as a range is asked about."""
    if isinstance(value, str) and (ends := _RANGE.fullmatch(clean(value))):
        few, many = sorted(map(int, ends.groups()))
        advice = refusals.RANGE_OF_PEOPLE_ADVICE(few=few, many=many)
        raise Wrong("range_of_people", refusals.RANGE_OF_PEOPLE(value=shown(value)), advice)
    return whole(value)


def whole(value: Value) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"[-+−]?\d{1,30}", held := clean(value)):
        return int(held.replace("−", "-"))
    number = real(value)
    if not number.is_integer():
        raise Wrong("not_whole", refusals.NOT_WHOLE(value=shown(value)), refusals.NOT_WHOLE_ADVICE())
    return int(number)


def euros_an_hour(value: Value) -> int:
    """Pay in euros an hour, as cents; ``17,50 €/h`` too."""
    if isinstance(value, str):
        held = clean(value)
        if _MONTHLY.search(held):
            raise Wrong("monthly_pay", refusals.MONTHLY_PAY(), refusals.MONTHLY_PAY_ADVICE())
        value = _AN_HOUR.sub("", held)
    return euros(value)


def euros(value: Value) -> int:
    """An amount in euros, as cents; ``300 €`` too."""
    cents = real(_EUROS.sub("", clean(value)) if isinstance(value, str) else value) * 100
    if not abs(cents) < 1e15 or abs(cents - round(cents)) > 1e-6:
        raise Wrong("not_whole_cents", refusals.NOT_WHOLE_CENTS(value=shown(value)), refusals.NOT_WHOLE_CENTS_ADVICE())
    return round(cents)


def flag(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    held = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if (known := _FLAGS.get(clean(held).casefold())) is None:
        raise Wrong("not_a_flag", refusals.NOT_A_FLAG(value=shown(value)), refusals.NOT_A_FLAG_ADVICE())
    return known


def consent(value: Value) -> Consent:
    held = ("yes" if value else "no") if isinstance(value, bool) else text(value).casefold()
    if held not in _CONSENT:
        advice = refusals.UNKNOWN_CONSENT_ADVICE(known=tuple(state.value for state in Consent))
        raise Wrong("unknown_consent", refusals.UNKNOWN_CONSENT(value=shown(value)), advice)
    return _CONSENT[held]


def sector(value: Value) -> str:
    return text(value).upper()


def names(value: Value) -> list[str]:
    """``hotel; "Meyer, Sons"``, separated by semicolons, commas or line breaks; ``none`` is an empty list."""
    if text(value).casefold() in NOBODY:
        return []
    found = []
    for part in parts(text(value)):
        quoted = _QUOTED.fullmatch(part)
        if quoted and quoted[2]:
            raise Wrong("not_a_list", refusals.NOT_A_LIST(value=shown(part)), refusals.NOT_A_LIST_ADVICE())
        found.append(quoted[1].replace('""', '"') if quoted else part)
    return found


def levels(value: Value) -> dict[str, int]:
    """``care:3; driver``: level 1 if none is given; a dash or ``keine`` is no skill."""
    held = text(value)
    return {} if held.casefold() in NO_SKILL else _numbered(held, 1)


def quoted_names(value: Value) -> set[str]:
    """The names of a list that stand in quotes, and are meant letter by letter; of one that is wrong, none."""
    if not isinstance(value, str) or '"' not in value:
        return set()
    try:
        found = [_QUOTED.fullmatch(part) for part in parts(text(value))]
    except Wrong:
        return set()
    return {quoted[1].replace('""', '"') for quoted in found if quoted}


def losses(value: Value) -> dict[str, int]:
    """``cook:1; waiter``: no level lost if none is given."""
    return _numbered(text(value), 0)


def points(value: Value) -> dict[str, int]:
    """``clinic:3; depot:-2``."""
    return _numbered(text(value), None)


def json_value(value: Value) -> object:
    try:
        return parse_json(text(value))
    except InputError as error:
        first = error.problems[0]
        if first.code == "json_invalid":
            raise Wrong(first.code, refusals.JSON_VALUE(), refusals.JSON_VALUE_ADVICE()) from None
        raise Wrong(first.code, refusals.JSON_VALUE_SAYS_SOMETHING(text=first.message), first.remedy) from None


def _numbered(held: str, default: int | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts(held):
        name, number = _name_and_number(part)
        if number is None and default is None:
            raise Wrong("missing_number", refusals.MISSING_NUMBER(value=shown(part)), refusals.MISSING_NUMBER_ADVICE())
        if name in found:
            raise Wrong("named_twice", refusals.NAMED_TWICE(value=shown(name)), refusals.KEEP_ONE_ADVICE())
        found[name] = default if number is None else number  # type: ignore[assignment]
    return found


def _name_and_number(part: str) -> tuple[str, int | None]:
    if known := language_level(part):
        return known
    if quoted := _QUOTED.fullmatch(part):
        name, number = quoted[1].replace('""', '"'), quoted[2]
    else:
        name, colon, number = (piece.strip() for piece in part.rpartition(":"))
        if not colon:
            name, number = part, None
            if _LEVELLED.fullmatch(part):
                advice = refusals.UNCLEAR_LEVEL_ADVICE()
                raise Wrong("unclear_level", refusals.UNCLEAR_LEVEL(value=shown(part)), advice)
    if not number and number is not None:
        raise Wrong(
            "missing_number",
            refusals.MISSING_NUMBER_NUMBER_AFTER(value=shown(part)),
            refusals.MISSING_NUMBER_WRITE_DROP_ADVICE(),
        )
    if not name:
        raise Wrong("missing_name", refusals.MISSING_NAME(value=shown(part)), refusals.MISSING_NAME_ADVICE())
    return name, None if number is None else CEFR.get(number.upper()) or whole(number)


def parts(held: str) -> list[str]:
    """The parts of a list, quotes kept."""
    pieces, place = [], 0
    while place <= len(held):
        found = _PART.match(held, place)
        assert found is not None  # noqa: S101 (the pattern matches nothing, too)
        if found.end() < len(held) and held[found.end()] == '"':
            raise Wrong("open_quote", refusals.OPEN_QUOTE(), refusals.OPEN_QUOTE_ADVICE())
        pieces.append(clean(found[0]))
        place = found.end() + 1
    return [piece for piece in pieces if piece]


def joined(items: list[tuple[str, int | None]], exact: Collection[str] = ()) -> str:
    """The inverse of `names`, `levels`, `losses` and `points`; names of which the case matters are quoted."""
    return "; ".join(_quoted(name, exact) + ("" if number is None else f":{number}") for name, number in items)


def _quoted(name: str, exact: Collection[str]) -> str:
    plain = not re.search(r'[";,:\n]', name) and not _LEVELLED.fullmatch(name)
    plain = plain and name not in exact and not language_level(name)
    return name if plain and name.casefold() not in (*NOBODY, *NO_SKILL) else '"' + name.replace('"', '""') + '"'
