"""Rules about the work of some people, at some places, on some days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from staffmatch.arrays import Mask
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import Columns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, Worker

_BOTH = Sentence("scope.both", "{people}{place}")


class ScopedRule(Scoped, PlacedRule):
    """About the people and the work that its scope names.

    A limit on a person's time applies to every window (day, week, rest) with a shift that it is about, and counts all
    work in it.
    """

    def named_people(self, columns: Columns) -> Mask:
        return Scoped.within(self, columns)

    def names_person(self, scenario: Scenario, worker: Worker) -> bool:
        return bool(Scoped.members(self, scenario, [worker]))

    def within(self, columns: Columns) -> Mask:
        return self.chosen_people(columns)

    def members(self, scenario: Scenario, people: Iterable[Worker] | None = None) -> dict[str, Worker]:
        found = Scoped.members(self, scenario, people)
        for rule in self.exceptions(scenario):
            if not rule.placed:
                found = {name: one for name, one in found.items() if not rule.names_person(scenario, one)}
        return found

    def scope_message(self, *, lender: bool = True) -> Message | str:
        people, place = Scoped.scope_message(self, lender=lender), self.place_message()
        return _BOTH(people=people, place=place) if people and place else people or place

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from Scoped.problems(self, scenario, path)
        yield from PlacedRule.problems(self, scenario, path)
