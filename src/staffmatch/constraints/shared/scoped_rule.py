"""Rules about the work of some people, at some places, on some days."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scope import Scoped
from staffmatch.domain.plan import Violation
from staffmatch.errors import InputIssue
from staffmatch.formulation.columns import Columns
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario, Worker

# The field of a worker that each scope of people looks at.
_PERSONAL = {"lender": "company", "worker": "id", "skill": "skills", "group": "groups"}

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

    def representatives(
        self, scenario: Scenario, *fields: str, also: Sequence[str] = ()
    ) -> tuple[dict[int, Worker], tuple[Int, Int]]:
        more = {
            field
            for rule in self.exceptions(scenario)
            if not rule.placed
            for name, field in _PERSONAL.items()
            if getattr(rule, name, None) is not None
        }
        return Scoped.representatives(self, scenario, *fields, also=(*also, *sorted(more)))

    def each_at_home(
        self,
        scenario: Scenario,
        found: Callable[[Worker], Iterable[Violation]],
        *fields: str,
        also: Sequence[str] = (),
    ) -> Iterator[Violation]:
        """`each` of what is so before anybody is lent: nothing of a rule about shifts at some places or times, since
        there is none in any window then."""
        return iter(()) if self.placed else self.each(scenario, found, *fields, also=also)

    def scope_message(self, *, lender: bool = True, borrower: bool | None = None) -> Message | str:
        named = not self.says_borrower if borrower is None else borrower
        people, place = Scoped.scope_message(self, lender=lender), self.place_message(borrower=named)
        return _BOTH(people=people, place=place) if people and place else people or place

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from Scoped.problems(self, scenario, path)
        yield from PlacedRule.problems(self, scenario, path)
