"""Whom, where and when a rule in plain words is about: "für Branche Q bis 30.06.2020", "at company Clinic"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, get_args

from staffmatch.constraints.shared.lenders import LenderRule
from staffmatch.constraints.sundays_and_holidays import State
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.rules import refusals
from staffmatch.io.sheets.rules.phrases import SCOPES
from staffmatch.io.sheets.times import readers as times
from staffmatch.records.bases import Rule

_OF = "für|fuer|for|of|von|bei|at|mit|with|in|im"
_THE = r"(?:the\s+|die\s+|der\s+|den\s+|dem\s+)?"
_NAME = r"\"[^\"]+\"|„[^“]+“|.+?"
_FIELD = {word.strip().casefold(): name for name, words in SCOPES.items() for word in words.split(",")}
_SCOPED = re.compile(
    rf"[\s,;]+({_OF})\s+{_THE}"
    rf"({'|'.join(_FIELD)})\b[\s:]+({_NAME})(?=[\s,;]+(?:{_OF})\s+{_THE}(?:{'|'.join(_FIELD)})\b|\s*[:=]\s*\d|\s*$)",
    re.IGNORECASE,
)
# Where work is done, not whose people do it.
_AT = ("at", "bei")

_DAY = r"(\d{4}-\d\d?-\d\d?|\d\d?\.\s?\d\d?\.\s?(?:\d{4}|\d\d)?|\d\d?\.?\s+[^\W\d_]+\s+\d{4})"
_TO = r"(?:bis(?:\s+zum)?|to|until|till|through)"
_QUOTED = r"\"[^\"]*\"|„[^“]*“"
_TIMED = re.compile(
    rf"({_QUOTED})|[\s,;]*\b(?:(?:vom|von|from)\s+{_DAY}\s+{_TO}\s+{_DAY}|{_TO}\s+{_DAY}"
    rf"|(?:ab(?:\s+dem)?|seit(?:\s+dem)?|vom|from|since)\s+{_DAY}(?:\s+(?:onwards?|on|an)\b)?|(?:am|on)\s+{_DAY})",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"({_QUOTED})|[\s,;]*\b(?:(instead|stattdessen|statt\s+dessen)|(in\s+addition|additionally|zusätzlich))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SaidScope:
    """What is said of a rule's scope: names by the word before them, days, and whether it overrides wider rules."""

    named: tuple[tuple[str, str], ...]
    days: dict[str, Any]
    overrides: bool | None = None

    def __bool__(self) -> bool:
        return bool(self.named or self.days)

    def fields(self, rule: type[Rule], company: str) -> dict[str, Any]:
        """The fields of a rule that it gives; ``company`` is the side that the phrase is about.

        Wrong if the rule has no such scope.
        """
        found: dict[str, Any] = {}
        for word, name in self.named:
            field = {"company": company, "at": _at(rule, company)}.get(word, word)
            known = get_args(State)
            if field == "state" and name.upper() not in known:
                advice = refusals.NO_SCOPE_STATE_ADVICE(known=known)
                raise Wrong("no_scope", refusals.NO_SCOPE_STATE_GERMANY(name=name), advice)
            if field == "sector" and not re.fullmatch("[A-U]", name.upper()):
                raise Wrong("no_scope", refusals.NO_SCOPE_SECTOR(name=name), refusals.NO_SCOPE_SECTOR_ADVICE())
            _say(found, field, name.upper() if field in ("state", "sector") else name)
        found |= self.days | ({} if self.overrides is None else {"overrides": self.overrides})
        for field in found:
            if field not in rule.model_fields:
                word = {"since": "time", "until": "time", "overrides": "scope"}.get(field, field)
                raise Wrong("no_scope", refusals.NO_SCOPE(word=word), refusals.NO_SCOPE_ADVICE())
        return found


def without_scope(said: str) -> tuple[str, SaidScope]:
    """The phrase, and whom, where and when it is for. Wrong for a day that is none, and for two of one kind."""
    days: dict[str, Any] = {}
    overrides: dict[bool, str] = {}

    def timed(found: re.Match[str]) -> str:
        quoted, first, last, until, since, on = found.groups()
        if quoted is not None:
            return quoted
        told = {"since": first or since or on, "until": last or until or on}
        for name, one in told.items():
            if one is not None:
                _say(days, name, times.day(re.sub(r"\.\s", ".", one)))
        return ""

    def instead(found: re.Match[str]) -> str:
        quoted, yes, no = found.groups()
        if quoted is None:
            overrides[yes is not None] = yes or no
        return quoted or ""

    said = _SAID.sub(instead, _TIMED.sub(timed, said)).strip(" ,;")
    if len(overrides) > 1:
        raise _both(*overrides.values())
    named = tuple((_word(found), found[3].strip(' "„“')) for found in _SCOPED.finditer(said))
    return _SCOPED.sub("", said), SaidScope(named, days, next(iter(overrides), None))


def _say(found: dict[str, Any], field: str, value: Any) -> None:
    """Wrong if another value has been said before."""
    if found.setdefault(field, value) != value:
        raise _both(str(found[field]), str(value))


def _both(one: str, other: str) -> Wrong:
    return Wrong("scope_twice", refusals.SCOPE_TWICE(one=one, other=other), refusals.SCOPE_TWICE_ADVICE())


def _word(found: re.Match[str]) -> str:
    word = _FIELD[found[2].casefold()]
    return "at" if word == "company" and found[1].casefold() in _AT else word


def _at(rule: type[Rule], company: str) -> str:
    return company if issubclass(rule, LenderRule) or "borrower" not in rule.model_fields else "borrower"
