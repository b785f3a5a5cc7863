"""Who is meant by what stands in a cell of a plan: a name as the sheet shows it, or an id."""

from __future__ import annotations

import re
from collections.abc import Iterator

from staffmatch.errors import Cell, InputError, InputIssue, did_you_mean, near_ids
from staffmatch.io.sheets.planned import refusals, words
from staffmatch.messages.names import one_line
from staffmatch.models import Scenario
from staffmatch.records.accessors import names

_SEVERAL = re.compile(r"\s*[;\n/&+]\s*|\s+(?:und|and)\s+|,\s+")


class People:
    """The people of a scenario by what may stand in a cell."""

    def __init__(self, scenario: Scenario) -> None:
        ids = scenario.ids("workers")
        self.shown = words.labels(scenario, "worker", ids)
        self._ids = set(ids)
        self._labels = {text: one for one, text in self.shown.items()}
        self._folded: dict[str, list[str]] = {}
        for one, text in self.shown.items():
            self._folded.setdefault(words.folded(text), []).append(one)
        self._named: dict[str, list[str]] = {}
        for one, name in names(scenario, "workers"):
            if name:
                self._named.setdefault(words.folded(one_line(name)), []).append(one)

    def meant(self, text: str, at: Cell) -> list[str]:
        """The ids of those who are named in a cell, several behind one another; nobody for a word that says so.

        InputError for what is nobody's name, and for a name that two people have.
        """
        if (one := self._one(text, at)) is not None:
            return [one]
        if words.folded(text) in words.NOBODY:
            return []
        parts = [part for part in _SEVERAL.split(text) if part]
        if len(parts) > 1 and all(self._one(part, at) is not None for part in parts):
            return [one for part in parts if (one := self._one(part, at)) is not None]
        raise InputError([self._unknown(text, at)])

    def as_shown(self, text: str) -> str | None:
        """The id of somebody by the name in the sheet alone; None for anything else."""
        return self._labels.get(text)

    def one(self, text: str) -> str:
        """The id of somebody who is said by name or id; InputError if there is nobody, or if two have the name."""
        found = self._one(text, None)
        if found is None:
            raise InputError([self._unknown(text, None)])
        return found

    def _one(self, text: str, at: Cell | None) -> str | None:
        """By the name that is shown, then by id, then by spelling; a name that only differs by its id in brackets is
        two people's."""
        if text in self._labels:
            return self._labels[text]
        if text in self._ids:
            return text
        for known in (self._folded, self._named):
            found = known.get(words.folded(text), [])
            if len(found) > 1:
                said = refusals.SEVERAL_PEOPLE(name=text, n=len(found))
                advice = refusals.WRITE_ADVICE(names=tuple(self.shown[one] for one in found[:5]))
                raise InputError([InputIssue("ambiguous_worker", "person", said, advice, tuple(found), at)])
            if found:
                return found[0]
        return None

    def _unknown(self, text: str, at: Cell | None) -> InputIssue:
        near = list(dict.fromkeys(self._near(text)))[:3]
        other = refusals.NAME_OR_ID_ADVICE() if at is None else refusals.FROM_LIST_ADVICE()
        return InputIssue("unknown_worker", "person", refusals.NOBODY(name=text), did_you_mean(near, other), (), at)

    def _near(self, text: str) -> Iterator[str]:
        """Names alike, those that the text is a part of, and ids alike."""
        held = words.folded(text)
        alike = {known: one for known, (one, *_) in self._folded.items()}
        alike |= {known: one for known, (one, *_) in self._named.items()}
        for found in near_ids(held, alike, 3):
            yield self.shown[alike[found]]
        for known, one in alike.items():
            if held and held in re.split(r"[\s,()-]+", known):
                yield self.shown[one]
        for one in near_ids(text, self._ids, 1):
            yield self.shown[one]
