"""A language: its catalogue, and how numbers, days, ids and lists are written in it."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Literal

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal

from staffmatch.messages.term_names import term_name

if TYPE_CHECKING:
    from staffmatch.messages.message import Sentence

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "staffmatch"

# The name of a record by its kind and id, as in {("worker", "ana"): "Ana Silva"}.
Names = Mapping[tuple[str, str], str]

RECORDS = ("worker", "company", "demand", "shift", "skill")
JOINED = ("and", "or", "list")
# The unit of which amounts are told in full.
_MONEY = "EUR"
SIGNIFICANT = {"number": 4, "floor": 4, "ceil": 4, "amount": 6, "digits": 10}
ROUNDING = {"floor": ROUND_FLOOR, "ceil": ROUND_CEILING, "floor-money": ROUND_FLOOR, "ceil-money": ROUND_CEILING}

_DIGITS = Context(prec=400)

SENTENCES: dict[str, Sentence] = {}


@dataclass(frozen=True)
class _Style:
    """Quotation marks, others for what holds such a mark, and patterns of Unicode TR 35 for days and moments."""

    quotes: tuple[str, str]
    other_quotes: tuple[str, str]
    day: str
    weekday: str
    moment: str
    # On pages: a day, the same with its year, and without its weekday for axes.
    report_day: str
    report_dated: str
    report_axis: str


_STYLES = {
    "en": _Style(
        *(("'", "'"), ('"', '"'), "yyyy-MM-dd", "EEE dd MMM", "EEE dd MMM HH:mm"),
        *("EEE d MMM", "EEE d MMM yyyy", "d MMM"),
    ),
    "de": _Style(
        *(("„", "“"), ("»", "«"), "dd.MM.yyyy", "EE dd.MM.", "EE dd.MM., HH:mm"),
        *("EE dd.MM.", "EE dd.MM.yyyy", "dd.MM."),
    ),
}
LANGUAGES = tuple(_STYLES)


class Language:
    """One language of the catalogue.

    A template holds ``{name:kind}`` for each value, and ``{name}`` for a message, or for a text that is shown as it is:

    - ``worker``, ``company``, ``demand``, ``shift``, ``skill``: an id in quotation marks, or a name where one is known;
    - ``bare-skill`` and so on: the same without quotation marks; ``id``: any other text in quotation marks;
    - ``count``: a whole number, grouped by thousands; ``number``: any, with four significant digits; ``floor`` and
      ``ceil``: the same rounded down and up, for what is said to be the least or the most; ``amount``: any that
      somebody stated, with six;
    - ``euros``: an amount in cents; numbers and amounts before a unit of EUR have cents, too;
    - ``open``: a sentence without its full stop, to be continued;
    - ``term``, ``unit``: what a tier minimises and in what it is counted, in words; a unit in the form that the number
      before it asks for;
    - ``day``, ``weekday``: a day in ISO format; ``moment``, ``time``: a time in ISO format, shown at its own offset;
    - ``and``, ``or``, ``list``: texts or messages, the last two joined by that word, or by a comma; ``and-worker``,
      ``or-skill``, ``list-company`` and so on: ids.
    """

    def __init__(self, lang: str) -> None:
        self.locale, self.style = Locale.parse(lang), _STYLES[lang]
        self._catalogue = gettext.translation(DOMAIN, LOCALES, [lang], fallback=lang == "en")

    @classmethod
    def of(cls, lang: str) -> Language:
        """InputError if the language is not in the catalogue."""
        if lang not in _STYLES:
            from staffmatch.errors import unknown_language

            raise unknown_language(lang, _STYLES)
        return _language(lang)

    def template(self, code: str, one: str, several: str | None, amount: Any) -> str:
        """The translation of a sentence, in the form that a number asks for; a fraction takes that of several."""
        if several is None:
            return self._catalogue.pgettext(code, one)
        number = int(amount) if int(amount) == amount else 2
        return self._catalogue.npgettext(code, one, several, number)

    def word(self, kind: str, name: str, amount: float) -> str:
        """The word for a term or a unit: of its sentence where there is one, else its name without underscores."""
        known = SENTENCES.get(f"{kind}.{name}")
        if known is None:
            return name.replace("_", " ")
        return self.template(known.code, known.one, known.several, amount)

    def fill(self, template: str, values: Mapping[str, Any], names: Names) -> str:
        for name in (name for name, value in values.items() if value == _MONEY):
            template = _before(name).sub(_as_money, template)
        return _Filler(self, names).vformat(template, (), values)


def add_catalogue(lang: str, path: str | Path) -> None:
    """Read translations of one's own sentences, a compiled catalogue of gettext (``.mo``), for a known language.

    The library's own sentences keep their words. InputError if the language is not in the catalogue.
    """
    with Path(path).open("rb") as file:
        Language.of(lang)._catalogue.add_fallback(gettext.GNUTranslations(file))


@cache
def fields(template: str) -> dict[str, tuple[str, str]]:
    """The values of a template: how each is joined or shown, and its kind; "" for none."""
    found = {}
    for _, name, spec, _ in Formatter().parse(template):
        if name is not None:
            joined, _, kind = (spec or "").partition("-")
            found[name] = (joined, kind) if kind or joined in JOINED else ("", joined)
    return found


@cache
def _before(unit: str) -> re.Pattern[str]:
    """The kind of each number that stands before a unit, alone or with others, as in "2 to 3 h"."""
    number = rf":(?:{'|'.join(SIGNIFICANT)})\}}"
    return re.compile(rf"{number}(?=[^{{}}]*(?:\{{\w+{number}[^{{}}]*)*\{{{unit}:unit\}})")


def _as_money(kind: re.Match[str]) -> str:
    rounded = kind[0].strip(":}")
    return f":{rounded}-money}}" if rounded in ROUNDING else ":money}"


@cache
def _language(lang: str) -> Language:
    return Language(lang)


def _shortened(value: float, kind: str) -> Decimal:
    """A figure by the digits of its kind, and never by fewer than tell whole units (10,352 is not 10,350), or cents."""
    # What two figures of a plan differ by is far more than this.
    exact = Decimal(repr(round(float(value), 9)))
    cents = kind.endswith("money")
    last = -2 if cents else max(min(exact.adjusted() - SIGNIFICANT[kind] + 1, 0), -6)
    return exact.quantize(Decimal(1).scaleb(last), ROUNDING.get(kind, ROUND_HALF_EVEN), _DIGITS)


class _Filler(Formatter):
    """Writes values into a template by their kinds."""

    def __init__(self, language: Language, names: Names) -> None:
        self._language, self._locale, self._style, self._names = language, language.locale, language.style, names
        self._amount = 0.0
        self._writers: tuple[tuple[tuple[str, ...], Callable[[Any, str], str]], ...] = (
            (("count", *SIGNIFICANT, "euros", "money", "floor-money", "ceil-money"), self._number),
            (("term", "unit"), self._words),
            (("day", "weekday", "moment", "time"), self._dated),
        )

    def format_field(self, value: Any, format_spec: str) -> str:
        joined, _, kind = format_spec.partition("-")
        if joined == "bare":
            return self._names.get((kind, value)) or str(value)
        if joined == "open":
            return str(value).removesuffix(".")
        if joined in JOINED:
            return self._listed(value, joined, kind)
        if format_spec in (*RECORDS, "id"):
            return self._named(format_spec, value)
        for kinds, written in self._writers:
            if format_spec in kinds:
                return written(value, format_spec)
        return format(value, format_spec)

    def _listed(self, values: Sequence[Any], joined: str, kind: str) -> str:
        words = [self.format_field(value, kind) for value in values]
        if joined == "list":
            return ", ".join(words)
        style: Literal["standard", "or"] = "standard" if joined == "and" else "or"
        if self._locale.language == "en" and len(words) > 2:
            # Without the comma before "and".
            words = [", ".join(words[:-1]), words[-1]]
        return format_list(words, style=style, locale=self._locale)

    def _named(self, kind: str, name: str) -> str:
        if known := self._names.get((kind, name)):
            return known
        shown = name if name.isprintable() else repr(name)[1:-1]
        style = self._style
        opening, closing = style.other_quotes if style.quotes[1] in shown else style.quotes
        return f"{opening}{shown}{closing}"

    def _words(self, value: str, kind: str) -> str:
        return " + ".join(self._word(kind, part) for part in value.split(" + "))

    def _word(self, kind: str, name: str) -> str:
        if kind != "term":
            return self._language.word(kind, name, self._amount)
        term = term_name(name)
        parts = [term.weight, self._language.word(kind, term.kind, self._amount)]
        if term.level is not None:
            level = format_decimal(term.level, "#,##0.######", locale=self._locale)
            parts += [level, self._language.word("unit", term.unit, term.level)]
        return " ".join(filter(None, parts))

    def _number(self, value: float, kind: str) -> str:
        self._amount = value
        if kind == "euros":
            return format_decimal(value / 100, "#,##0.00", locale=self._locale)
        if kind.endswith("money"):
            return format_decimal(_shortened(value, kind), "#,##0.00", locale=self._locale)
        if kind == "count":
            return format_decimal(value, "#,##0", locale=self._locale)
        return format_decimal(_shortened(value, kind), "#,##0.######", locale=self._locale)

    def _dated(self, value: str, kind: str) -> str:
        if kind == "time":
            return f"{datetime.fromisoformat(value):%H:%M}"
        if kind == "moment":
            return format_datetime(datetime.fromisoformat(value), self._style.moment, locale=self._locale)
        return format_date(date.fromisoformat(value), getattr(self._style, kind), locale=self._locale)
