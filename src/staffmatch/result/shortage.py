"""Shortages: empty seats and their reasons."""

from __future__ import annotations

from staffmatch.domain.holding import Held
from staffmatch.errors import ExtensionError
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.records.citations import cited_clause
from staffmatch.records.field_types import Count, DemandId, Record, ShiftId
from staffmatch.result.told import Told

_FEWER = Sentence(
    "shortage.rule",
    "{left:count} of {before:count} person {wants}; {needed}.",
    "{left:count} of {before:count} people {wants}; {needed}.",
    by="before",
)
_NEEDED = Sentence("shortage.needed", "{n:count} is needed", "{n:count} are needed")
_PEOPLE = Sentence(
    "shortage.people",
    "There is {n:count} person in all; {needed}.",
    "There are {n:count} people in all; {needed}.",
)
_CONTESTED = Sentence(
    "shortage.contested",
    "{n:count} person is eligible; {needed}. No plan that was found gives it more of them without a loss elsewhere or "
    "a broken rule.",
    "{n:count} people are eligible; {needed}. No plan that was found gives it more of them without a loss elsewhere or "
    "a broken rule.",
)
_PROVEN = Sentence(
    "shortage.contested_proven",
    "{n:count} person is eligible; {needed}. No plan gives it more of them without a loss elsewhere or a broken rule.",
    "{n:count} people are eligible; {needed}. No plan gives it more of them without a loss elsewhere or a broken rule.",
)
_HELD = Sentence(
    "shortage.held",
    "{why} {n:count} person is eligible; {needed}.",
    "{why} {n:count} people are eligible; {needed}.",
)
_NOT_LOOKED_FOR = Sentence(
    "shortage.not_looked_for",
    "The search was stopped before it looked for people; nothing is known of this seat.",
)


# Terms that count every seat.
_COUNTS_SEATS = ("uncovered_hours", "empty_seats")


def seats_proven(scenario: Scenario, gap: float | None) -> bool:
    """Whether no plan fills more without a loss elsewhere: the first tier counts every seat, and its gap is 0."""
    return gap == 0 and any(term.kind in _COUNTS_SEATS for term in scenario.tiers[0])


class ShortageReason(Told):
    """The first rule that leaves fewer people than seats, or one that keeps all who have time from the empty seats.

    If a rule is full, as a cap, a budget or a crew may be, ``before`` and ``left`` both count the eligible.
    ``contested`` if these are needed elsewhere; ``people`` if there are fewer people than seats to begin with;
    ``not_looked_for`` if the search was stopped before it had a plan.

    >>> print(solution.shortages[0].reason.text)
    2 people are eligible; 2 are needed. No plan gives it more of them without a loss elsewhere or a broken rule.
    """

    rule: str
    before: Count
    left: Count
    message: Message

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        demand: Demand,
        shift: Shift,
        rule: Rule | None,
        before: int,
        left: int,
        held: Held | None = None,
        proven: bool = False,
    ) -> ShortageReason:
        """The reason in words; without a rule there are too few people, they are held, or needed elsewhere.

        ``proven``: no plan is better in a first tier that counts seats.
        """
        needed = _NEEDED(n=demand.headcount)
        if rule is not None:
            wants = cited_clause(rule, _wanted(rule, scenario, demand, shift).given(n=1 if 1 in (left, before) else 2))
            said = _FEWER(left=left, before=before, wants=wants, needed=needed)
            return cls(rule=rule.kind, before=before, left=left, message=said)
        if left < demand.headcount:
            return cls(rule="people", before=before, left=left, message=_PEOPLE(n=left, needed=needed))
        if held is not None:
            said = _HELD(n=left, why=held.why, needed=needed)
            return cls(rule=held.rule.kind, before=before, left=left, message=said)
        said = (_PROVEN if proven else _CONTESTED)(n=left, needed=needed)
        return cls(rule="contested", before=before, left=left, message=said)

    @classmethod
    def not_looked_for(cls) -> ShortageReason:
        """No reason is known, nor any number of people."""
        return cls(rule="not_looked_for", before=0, left=0, message=_NOT_LOOKED_FOR())


def _wanted(rule: Rule, scenario: Scenario, demand: Demand, shift: Shift) -> Message:
    said: object = rule.wants(scenario, demand, shift)
    if isinstance(said, (str, Message)):
        return Message.of(said)
    text = f"has to give a Message or a text, the end of a sentence; it gives {said!r:.80}."
    raise ExtensionError(f"{type(rule).__name__}.wants ({rule.kind!r}) {text}")


class Shortage(Record):
    """Empty seats of a shift.

    >>> [(one.shift, one.missing) for one in solution.shortages]
    [('mon', 1), ('tue', 1)]
    """

    demand: DemandId
    shift: ShiftId
    missing: Count
    headcount: Count
    reason: ShortageReason

    @classmethod
    def unexplained(cls, demand: Demand, shift: Shift) -> Shortage:
        """All seats of a shift, before anybody was considered."""
        count, reason = demand.headcount, ShortageReason.not_looked_for()
        return cls(demand=demand.id, shift=shift.id, missing=count, headcount=count, reason=reason)
