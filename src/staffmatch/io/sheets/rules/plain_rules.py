"""Reads a rule in plain words: "max days in a row: 6", "Ruhezeit: 11 h", "ohne Pendelgrenze".

A phrase is known by its words, whatever the place of its figures: those that mean the same in both languages are one,
and units directly after a figure may be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from staffmatch.constraints.shared.pair_rule import WaivableRule
from staffmatch.errors import InputError, did_you_mean, near_ids
from staffmatch.io.sheets.cells import PerCent, Value, Wrong, shown
from staffmatch.io.sheets.refusals import NOT_WHOLE_ADVICE
from staffmatch.io.sheets.rules import refusals
from staffmatch.io.sheets.rules.bend_words import SaidBend, without_bend
from staffmatch.io.sheets.rules.law_words import law_rules
from staffmatch.io.sheets.rules.phrase import Figure, Phrase
from staffmatch.io.sheets.rules.phrases import OFF, PHRASES, WITHOUT_FIGURE
from staffmatch.io.sheets.rules.scope_words import SaidScope, without_scope
from staffmatch.io.sheets.values import euros, json_value, real, text
from staffmatch.messages.message import Message
from staffmatch.records.bases import RULES, Rule
from staffmatch.records.rule_scopes import SCOPE


@dataclass(frozen=True)
class Without:
    """The rules of a kind are not to hold."""

    kind: str


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SAME = {
    "max": "max maximum maximal maximale maximaler hoechstens",
    "min": "min mind minimum minimal mindestens",
    "per": "per pro je each every jede jeder",
    "h": "h std stunde stunden hour hours hrs",
    "day": "day days tag tage tagen",
    "week": "week weeks woche wochen",
    "euro": "euro euros eur €",
    "percent": "percent prozent %",
    "people": "person personen people leute",
    "without": "without no ohne kein keine keinen keinerlei",
    "": "the der die das den dem is are ist sind gilt gelten plan planning planen einplanen or oder a an any in of",
}
_TOKEN = re.compile(r"[-+−]?\d+(?:[.,]\d+)*|[^\W\d_]+|[€%]")
_BOUNDS = {"at most": "max", "no more than": "max", "nicht mehr als": "max", "up to": "max", "bis zu": "max"}
_UNITS = {"h": "h", "minute": "min", "minuten": "min", "minutes": "min", "mins": "min", "day": "days", "week": "weeks"}
_UNITS |= {"euro": "euros", "people": "people", "ct": "cents", "cent": "cents", "cents": "cents"}
_UNITS |= {"percent": "percent"}
_BROUGHT = {
    ("h", "min"): 1 / 60,
    ("h", "days"): 24,
    ("h", "weeks"): 168,
    ("days", "weeks"): 7,
    ("euros", "cents"): 0.01,
}


@dataclass(frozen=True)
class _Heard:
    """The words of a phrase, with and without units behind figures; the figures, their units; most or least."""

    words: tuple[str, ...]
    bare: tuple[str, ...]
    figures: tuple[str, ...]
    units: tuple[str, ...]
    bound: str


def rule_text(value: Value) -> str:
    """The text of a cell, which may be no more than a figure; 25 % as it is shown, of which the cell holds 0.25."""
    if isinstance(value, PerCent):
        return f"{100 * value:.12g} %"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.12g}"
    return text(value)


def read_rules(said: str) -> list[Rule | Without]:
    """The rules of a text, on lines of their own or separated by semicolons, or one as JSON.

    Wrong if one of them cannot be read.
    """
    if said.startswith("{"):
        return [_of_json(said)]
    return [rule for part in re.split(r"[;\n]", said) if (one := part.strip()) for rule in _rules_of(one)]


def _rules_of(said: str) -> list[Rule | Without]:
    """One rule in plain words, or those of a law."""
    if (rules := law_rules(said)) is not None:
        return [*rules]
    return [read_rule(said)]


def read_rule(said: str) -> Rule | Without:
    """One rule in plain words. Wrong, with what is near, if it is not known, or if a figure is out of range."""
    rigid, bend = without_bend(said)
    bare, scope = without_scope(rigid)
    heard = _heard(bare)
    for words in (heard.words, heard.bare):
        if phrase := _known().get((words, len(heard.figures), heard.bound)):
            return _rule(phrase, heard, scope, bend)
    if "without" in heard.words and not heard.figures and rigid == said:
        return _taken_away(tuple(word for word in heard.words if word != "without"), scope, bare)
    raise _unknown(bare if rigid == said else said, heard)


def sayings(phrase: Phrase) -> tuple[str, str]:
    """A phrase in English and German, with figures as an example."""
    figures = [figure.example for figure in phrase.figures]
    return _with_figures(phrase.english, figures), _with_figures(phrase.german, figures)


def _with_figures(wording: str, figures: list[str]) -> str:
    left = iter(figures)
    return re.sub("#", lambda _: next(left), wording)


def _plain(said: str) -> str:
    plain = " ".join(said.casefold().translate(_UMLAUTS).split())
    for words, bound in _BOUNDS.items():
        plain = re.sub(rf"\b{words}\b", bound, plain)
    return plain


def _heard(said: str) -> _Heard:
    words, bare = list[str](), list[str]()
    figures, units, bound, behind = list[str](), list[str](), "", False
    for token in _TOKEN.findall(_plain(said)):
        word = _stems().get(token, token)
        unit = _UNITS.get(token, _UNITS.get(word, "")) if behind else ""
        if token[-1].isdigit():
            figures.append(token)
            units.append("")
        elif unit:
            units[-1] = unit
            words += [] if unit == "min" else [word]
        elif word in ("max", "min"):
            bound = word
        elif word:
            words.append(word)
            bare.append(word)
        behind = token[-1].isdigit()
    return _Heard(tuple(words), tuple(bare), tuple(figures), tuple(units), bound)


@cache
def _stems() -> dict[str, str]:
    return {word: stem for stem, words in _SAME.items() for word in words.split()}


@cache
def _known() -> dict[tuple[tuple[str, ...], int, str], Phrase]:
    """Phrases by their words, how many figures they have, and whether these are the most or the least."""
    found: dict[tuple[tuple[str, ...], int, str], Phrase] = {}
    others: dict[tuple[tuple[str, ...], int, str], Phrase] = {}
    wordings = [(phrase, without_scope(one.replace("#", "1"))[0]) for phrase in PHRASES for one in phrase.wordings]
    heard = [(phrase, _heard(one)) for phrase, one in wordings]
    for words in ("words", "bare"):
        for phrase, one in heard:
            key = getattr(one, words), len(one.figures)
            found.setdefault((*key, phrase.bound), phrase)
            # Who says neither means the first, and so does who says the opposite of the only one.
            for bound in ("", "max", "min"):
                others.setdefault((*key, bound), phrase)
    return {key: phrase for key, phrase in (others | found).items() if key[0]}


def _rule(phrase: Phrase, heard: _Heard, scope: SaidScope, bend: SaidBend) -> Rule:
    if phrase.bound and heard.bound not in ("", phrase.bound):
        text = refusals.WRONG_BOUND_LEAST() if phrase.bound == "min" else refusals.WRONG_BOUND_MOST()
        raise Wrong("wrong_bound", text, _as_example(phrase))
    figures = zip(phrase.figures, heard.figures, heard.units, strict=True)
    given = {one.field: _figure(one, said, unit, phrase) for one, said, unit in figures}
    if given.get("free_sundays", 0) > given.get("weeks", 0):
        raise Wrong("out_of_range", refusals.TOO_MANY_SUNDAYS(), _as_example(phrase))
    fields = {**scope.fields(phrase.rule, phrase.company), **bend.fields(phrase.rule)}
    return _made(phrase.rule, {**phrase.fixed, **given, **fields})


def _figure(figure: Figure, said: str, unit: str, phrase: Phrase) -> float | int:
    number = real(said)
    if unit not in ("", figure.unit):
        if (figure.unit, unit) not in _BROUGHT:
            text = refusals.WRONG_UNIT(given=_unit(unit), unit=_unit(figure.unit))
            raise Wrong("wrong_unit", text, _as_example(phrase))
        number = round(number * _BROUGHT[figure.unit, unit], 9)
    if figure.unit == "percent" and not unit and not number.is_integer():
        raise Wrong("out_of_range", refusals.SHARE_FOR_PERCENT(said=said), _as_example(phrase))
    if not figure.least <= number <= figure.most:
        text = refusals.OUT_OF_RANGE(said=said, least=figure.least, most=figure.most, unit=_unit(figure.unit))
        raise Wrong("out_of_range", text, _as_example(phrase))
    if figure.unit == "euros":
        return euros(number)
    if figure.unit != "h" and not number.is_integer():
        raise Wrong("not_whole", refusals.NOT_WHOLE(said=said, unit=_unit(figure.unit)), NOT_WHOLE_ADVICE())
    return number if figure.unit == "h" else int(number)


def _unit(name: str) -> Message:
    return refusals.FIGURE_UNITS[name]()


def _as_example(phrase: Phrase) -> Message:
    english, german = sayings(phrase)
    return refusals.WRONG_BOUND_ADVICE(english=english, german=german)


def _made(rule: type[Rule], fields: dict[str, Any]) -> Rule:
    try:
        return rule.model_validate(fields)
    except InputError as error:
        (problem, *_) = error.problems
        raise Wrong(problem.code, problem.message, problem.remedy) from None


def _of_json(said: str) -> Rule:
    held: Any = json_value(said)
    cls = RULES.get(held.get("kind"))
    if cls is None:
        known = tuple(sorted(RULES.classes))
        raise Wrong(
            "unknown_kind", refusals.UNKNOWN_KIND(kind=str(held.get("kind"))), refusals.UNKNOWN_KIND_ADVICE(known=known)
        )
    # What overrides others says so; in words a narrower rule does (`narrower_override`).
    return _made(cls, {"overrides": False, **held} if "overrides" in cls.model_fields else held)


def _taken_away(words: tuple[str, ...], scope: SaidScope, said: str) -> Rule | Without:
    kind = _off().get(words)
    if kind is None:
        raise _unknown(said, _heard(said))
    wide = WITHOUT_FIGURE.get(kind)
    if not scope:
        return wide or Without(kind)
    rule = RULES.classes[kind] if wide is None else type(wide)
    bare = {} if wide is None else wide.model_dump(exclude={"kind", *SCOPE}, exclude_unset=True)
    if wide is None and not issubclass(rule, WaivableRule):
        raise Wrong("no_scope", refusals.NO_SCOPE_CANNOT_SOME(), refusals.NO_SCOPE_LEAVE_NAMES_ADVICE())
    off = {} if wide is not None else {"applies": False}
    return _made(rule, {**bare, **off, **scope.fields(rule, "lender"), "overrides": True})


@cache
def _off() -> dict[tuple[str, ...], str]:
    """What can be taken away, by the words for it."""
    found = {_heard(word).words: kind for kind, words in OFF.items() for word in words.split(",")}
    for (words, _, _), phrase in _known().items():
        found.setdefault(words, _kind(phrase))
    return found


def _kind(phrase: Phrase) -> str:
    kind: str = phrase.rule.model_fields["kind"].default
    return kind


def _unknown(said: str, heard: _Heard) -> Wrong:
    for (words, count, _), phrase in _known().items():
        if words in (heard.words, heard.bare) and count != len(heard.figures):
            text = refusals.RULE_FIGURES(rule=shown(said), figures=len(heard.figures), wanted=count)
            return Wrong("rule_figures", text, refusals.RULE_FIGURES_ADVICE(examples=sayings(phrase)))
    near = [_wordings()[one] for one in near_ids(_bare(said), _wordings(), alike=0.72)]
    advice = did_you_mean(_of_a_company(said) or near, refusals.UNKNOWN_RULE_ADVICE())
    return Wrong("unknown_rule", refusals.UNKNOWN_RULE(value=shown(said)), advice)


def _of_a_company(said: str) -> list[str]:
    """The same with a word that says what the name behind a known phrase is."""
    found = re.fullmatch(r"(.+?)\s+(bei|für|at|for)\s+(.+)", said.strip())
    if found is None:
        return []
    heard = _heard(found[1])
    known = any((words, len(heard.figures), heard.bound) in _known() for words in (heard.words, heard.bare))
    company = "Firma" if found[2] in ("bei", "für") else "company"
    return [f"{found[1]} {found[2]} {company} {found[3]}"] if known or "without" in heard.words else []


def _bare(said: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", _plain(said)))


@cache
def _wordings() -> dict[str, str]:
    """Every wording, as it would be written, by its bare words."""
    found = {
        _bare(one): _with_figures(one, [figure.example for figure in phrase.figures])
        for phrase in PHRASES
        for one in phrase.wordings
    }
    off = [word.strip() for words in OFF.values() for word in words.split(",")]
    return found | {_bare(f"{no} {one}"): f"{no} {one}" for one in off for no in ("without", "ohne")}
