"""By which name a person reads of a record: the one place that decides it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from staffmatch.messages.language import Names

if TYPE_CHECKING:
    from staffmatch.models import Scenario

LONGEST = 100
# What ends a line or is no character, and what turns the direction of the text that follows.
_BREAKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")


def names_of(scenario: Scenario) -> dict[tuple[str, str], str]:
    """The names of companies, workers and demands that have one, by kind and id: ``{("worker", "ana"): "Ana Silva"}``.

    Where two people, or two companies, would be shown alike, the id stands behind in brackets. Demands of one company
    may share a name, as a ward does whose days need different people, and are shown under it; where another company
    has the same name for a demand, the borrower stands behind in brackets. Shifts and skills have no names in a
    scenario; whoever has them adds them: ``names_of(scenario) | {("shift", "mon"): "Montag früh"}``.
    """
    from staffmatch.records.accessors import kept

    return dict(kept(scenario, "_names", lambda: _names(scenario)))


def name_of(names: Names, kind: str, one: str) -> str:
    """The name of a record, or its id."""
    return names.get((kind, one)) or one


def one_line(text: str) -> str:
    """What somebody typed, for a line: without breaks, controls and marks that turn other text around."""
    return _TURNS.sub("", _BREAKS.sub(" ", text)).strip()


def _names(scenario: Scenario) -> dict[tuple[str, str], str]:
    from staffmatch.records.accessors import borrowers, names

    companies = _apart(names(scenario, "companies"))
    found = {("company", one): name for one, name in companies.items()}
    found |= {("worker", one): name for one, name in _apart(names(scenario, "workers")).items()}
    needs = {one: short for one, name in names(scenario, "demands") if (short := _shortened(name))}
    if needs:
        whose = borrowers(scenario)
        places = Counter(name for name, _ in {(name, whose[one]) for one, name in needs.items()})
        for one, name in needs.items():
            at = whose[one]
            found["demand", one] = name if places[name] == 1 else f"{name} ({companies.get(at, at)})"
    return found


def _apart(named: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """The names of those that have one, told apart by their ids."""
    short = {one: _shortened(name) for one, name in named}
    shown = Counter(name or one for one, name in short.items())
    return {one: name if shown[name] == 1 else f"{name} ({one})" for one, name in short.items() if name}


def _shortened(name: str | None) -> str:
    line = one_line(name or "")
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
