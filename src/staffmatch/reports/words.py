"""How sentences, numbers, units, days and sectors are written in a language, alike in every output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from functools import cache

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol

from staffmatch.explain.labels import LABELS, labelled
from staffmatch.messages.language import Language, Names
from staffmatch.messages.message import Message, Sentence, Value
from staffmatch.messages.term_names import term_name
from staffmatch.reports.page_sentences import PAGE_SENTENCES
from staffmatch.reports.sentences import SENTENCES, SPACE

# Room for all digits of the largest float.
_WIDE = Context(prec=400)
_KNOWN: Mapping[str, Sentence] = {**SENTENCES, **PAGE_SENTENCES, **LABELS}


def _rounded(value: float | Decimal, places: int, *, down: bool) -> Decimal:
    step, rounding = Decimal(1).scaleb(-places), ROUND_FLOOR if down else ROUND_HALF_EVEN
    return Decimal(str(value)).quantize(step, rounding, _WIDE)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class Words:
    """What is said, and how things are written, in one language; InputError if it is not in the catalogue."""

    def __init__(self, lang: str = "en") -> None:
        self.lang, self._language = lang, Language.of(lang)
        locale = self._language.locale
        self._signs = str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale)})

    @classmethod
    def of(cls, lang: str) -> Words:
        return _words(lang)

    def say(self, name: str, /, **values: Value) -> str:
        """One of the reports' own sentences."""
        return _KNOWN[name](**values).text_in(self.lang)

    def told(self, message: Message, names: Names | None = None) -> str:
        """A message of whoever says it."""
        return message.text_in(self.lang, names)

    def plain(self, said: Message | str) -> str:
        """What may be a message or a text."""
        return said if isinstance(said, str) else self.told(said)

    def count(self, amount: int, noun: str) -> str:
        """``count(2, "seats")`` is "2 seats", on one line."""
        return self.say(noun, n=amount)

    def number(self, value: float | Decimal, places: int = 2, *, down: bool = False) -> str:
        """With thousands separators and at most ``places`` decimals; ``down`` rounds down, as bounds must be."""
        text = f"{_rounded(value, places, down=down):,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text.translate(self._signs)

    def fixed(self, value: float, places: int = 1) -> str:
        """With thousands separators and exactly so many decimals."""
        return f"{value:,.{places}f}".translate(self._signs)

    def money(self, euros: float, *, down: bool = False) -> str:
        """Euros and cents."""
        rounded = _rounded(euros, 2, down=down)
        amount = f"{abs(rounded):,f}".translate(self._signs)
        return f"{'-' if rounded < 0 else ''}{self.say('money', amount=amount)}"

    def euros(self, value: float, of: float) -> str:
        """A part of an amount: in whole euros if the amount is large."""
        return self.money(value) if abs(of) < 1000 else self.say("money", amount=self.number(value, 0))

    def quantity(self, value: float, unit: str, *, down: bool = False) -> str:
        """A number with its unit."""
        if unit == "EUR":
            return self.money(value, down=down)
        written = self.number(value, down=down)
        return f"{written}{SPACE}{self._language.word('unit', unit, 1 if written == '1' else 2)}"

    def unit(self, unit: str) -> str:
        """A unit by itself, as of an axis."""
        return self._language.word("unit", unit, 2)

    def hours(self, minutes: float) -> str:
        """Minutes as hours, to the quarter."""
        return self.say("hours", amount=self.number(minutes / 60))

    def percent(self, part: float, whole: float) -> str:
        """A share; only all of it is 100 % and only nothing is 0 %."""
        if whole <= 0:
            return f"0{SPACE}%"
        share = 100 * part / whole
        if 0 < part < whole:
            share = min(max(share, 0.1), 99.9)
        return f"{self.number(share, 1)}{SPACE}%"

    def relative_gap(self, gap: float) -> str:
        """A gap in percent; a nonzero one is never written as zero."""
        if 0 < gap < 0.0001:
            return f"<{SPACE}{self.number(0.01)}{SPACE}%"
        return f"{self.number(100 * Decimal(str(gap)))}{SPACE}%"

    def day(self, value: date) -> str:
        return self._date(value, "report_day")

    def day_of_month(self, value: date) -> str:
        """Without the weekday, for axes."""
        return self._date(value, "report_axis")

    def narrow_day(self, value: date) -> str:
        """Two letters of the weekday and the day of the month."""
        return f"{format_date(value, 'EEE', locale=self._language.locale)[:2]}{SPACE}{value.day}"

    def days(self, first: date, last: date) -> str:
        if first == last:
            return self._date(first, "report_dated")
        started = "report_day" if first.year == last.year else "report_dated"
        return f"{self._date(first, started)} – {self._date(last, 'report_dated')}"

    def dated(self, value: date) -> str:
        """A day with its year."""
        return self._date(value, "report_dated")

    def span(self, start: datetime, end: datetime) -> str:
        """Clock times, with "+1" if it ends on the next day."""
        later = (end.date() - start.date()).days
        return f"{start:%H:%M}–{end:%H:%M}" + (f"{SPACE}+{later}" if later else "")

    def sector(self, code: str | None) -> str:
        return self.say("no_sector" if code is None else f"sector.{code}")

    def skills(self, wanted: Mapping[str, int]) -> str:
        """For example "care ≥ 2, driver"."""
        named = (f"{skill}{SPACE}≥{SPACE}{level}" if level > 1 else skill for skill, level in wanted.items())
        return ", ".join(named) or self.say("no_skill")

    def term(self, name: str, *, weighted: bool) -> str:
        """The name of a tier, from its kinds: "2 cost + partnerships" becomes "2 × Cost + partnerships"."""
        parts = []
        for place, part in enumerate(name.split(" + ")):
            weight, kind, level, unit = term_name(part)
            known = _KNOWN.get(f"term.{kind}")
            said = self._language.word("term", kind, 1) if known is None else self.told(known())
            if place == 0:
                said = _capital(said)
            if kind == "uncovered_hours" and weighted:
                said = self.say("times_priority", term=said)
            if level is not None:
                said = self.say("at_level", name=said, level=self.quantity(level, unit))
            parts.append(f"{weight} × {said}" if weight else said)
        return " + ".join(parts)

    def rule_name(self, kind: str) -> str:
        """The name of a rule."""
        return self.told(labelled("name", kind))

    def rule(self, kind: str) -> str:
        """Why a rule leaves a seat empty, in a few words."""
        return self.told(labelled("rule", kind))

    def verdict(self, status: str, *, proven: bool) -> str:
        """A status, and whether a certificate proves it."""
        name = f"status.{status}_proven" if proven else ""
        return self.say(name if name in _KNOWN else f"status.{status}")

    def listed(self, names: Sequence[str], most: int) -> str:
        """The first names, and how many more there are."""
        shown, hidden = ", ".join(names[:most]), len(names) - most
        return self.say("and_more", listed=shown, n=hidden) if hidden > 0 else shown

    def _date(self, value: date, pattern: str) -> str:
        return _written(value.year, value.month, value.day, self.lang, pattern)


@cache
def _words(lang: str) -> Words:
    return Words(lang)


@cache
def _written(year: int, month: int, day: int, lang: str, pattern: str) -> str:
    language = Language.of(lang)
    said = format_date(date(year, month, day), getattr(language.style, pattern), locale=language.locale)
    return said.replace(" ", SPACE)
