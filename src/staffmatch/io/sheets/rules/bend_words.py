"""Whether a rule in plain words bends: "max hours per week: 32, each hour beyond 25 euros", "..., weich"."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from staffmatch.constraints.shared.bends import Bends
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.rules import refusals
from staffmatch.io.sheets.values import euros, real
from staffmatch.records.bases import Rule

_BEYOND = (
    "beyond|over|above|more|below|under|less|missing|darüber|drüber|mehr|darunter|weniger|zu viel|zu wenig|"
    "fehlende|weitere|zusätzliche"
)
_NOUNS = {
    "min": "hour hours h stunde stunden std",
    "days": "day days tag tage",
    "shifts": "shift shifts schicht schichten dienst",
    "weekends": "weekend weekends wochenende wochenenden",
    "people": "person people leute",
    "EUR": "euro euros eur",
}
_NOUN = "|".join(sorted((word for words in _NOUNS.values() for word in words.split()), key=len, reverse=True))
_EACH = "each|every|per|je|jede[rsn]?|pro"
_PRICE = r"(\d+(?:[.,]\d+)*)\s*(euros?|eur|€|cents?|ct)"
# What may follow: whom, where and when the rule is about.
_SCOPED = (
    "for|für|fuer|of|von|with|mit|in|im|at|bei|from|ab|since|seit|until|to|bis|vom|on|am|instead|stattdessen|zusätzlich"
)
_QUOTED = r"\"[^\"]*\"|„[^“]*“"
_BENT = re.compile(
    rf"({_QUOTED})|[\s,]*,\s*(?:and\s+|und\s+)?(?:{_EACH})\s+(?:(?:{_BEYOND})r?\s+)?"
    rf"(?:({_NOUN})\s+)?(?:(?:{_BEYOND})\s+)?(?:at|for|costs|kostet|für|zu|mit)?\s*[:=]?\s*{_PRICE}(?!\w)"
    rf"|[\s,]*,\s*(soft|weich)\b(?=\s*(?:[,:=]|$)|\s+(?:{_SCOPED})\b)",
    re.IGNORECASE,
)


class SaidBend(NamedTuple):
    """The price of a unit, in cents, and the word for the unit; or that the rule is soft."""

    cents: int | None = None
    noun: str = ""
    soft: bool = False

    def fields(self, rule: type[Rule]) -> dict[str, Any]:
        """The fields of a rule that it gives. Wrong if the rule does not bend, or counts something else."""
        if self == SaidBend():
            return {}
        if not issubclass(rule, Bends):
            raise Wrong("no_amount", refusals.NO_AMOUNT(), refusals.NO_AMOUNT_ADVICE())
        meant = next((unit for unit, words in _NOUNS.items() if self.noun.casefold() in words.split()), rule.amounts)
        if meant != rule.amounts:
            raise Wrong("wrong_unit", refusals.PRICE_UNIT(said=self.noun), refusals.PRICE_UNIT_ADVICE())
        return {"soft": True} if self.soft else {"price_cents": self.cents}


def without_bend(said: str) -> tuple[str, SaidBend]:
    """The phrase, and whether and how it bends. Wrong if that is said twice."""
    found: list[SaidBend] = []

    def taken(match: re.Match[str]) -> str:
        quoted, noun, price, unit, soft = match.groups()
        if quoted is not None:
            return quoted
        if soft:
            found.append(SaidBend(soft=True))
        else:
            cents = round(real(price)) if unit.casefold().startswith("c") else euros(real(price))
            found.append(SaidBend(cents, noun or ""))
        return ""

    bare = _BENT.sub(taken, said)
    if len(found) > 1:
        raise Wrong("bent_twice", refusals.BENT_TWICE(), refusals.BENT_TWICE_ADVICE())
    return bare, found[0] if found else SaidBend()
