"""Seats that stay empty, and why."""

from __future__ import annotations

from staffmatch.domain.holding import Held
from staffmatch.errors import are, counted
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Count, DemandId, Record, ShiftId

# Terms that count every seat.
_COUNTS_SEATS = ("uncovered_hours", "empty_seats")


def seats_proven(scenario: Scenario, gap: float | None) -> bool:
    """Whether no plan fills more without a loss elsewhere: the first tier counts every seat, and its gap is 0."""
    return gap == 0 and any(term.kind in _COUNTS_SEATS for term in scenario.tiers[0])


class ShortageReason(Record):
    """The first rule that leaves fewer people than seats; or one that keeps all who have time from the rest of them.

    Where a rule is full, as a cap, a budget or a crew may be, ``before`` and ``left`` both count who is eligible.
    ``contested`` where these are needed elsewhere; ``people`` where there are fewer than seats from the start;
    ``not_looked_for`` where the search was stopped before it had a plan.
    """

    rule: str
    before: Count
    left: Count
    text: str

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
        needed = f"{demand.headcount:,} {are(demand.headcount)} needed"
        if rule is not None:
            one, several = rule.wants(scenario, demand, shift)
            wants = one if 1 in (left, before) else several
            text = f"{left:,} of {counted(before, 'person', 'people')} {wants}; {needed}."
            return cls(rule=rule.kind, before=before, left=left, text=text)
        people = counted(left, "person", "people")
        if left < demand.headcount:
            text = f"There {are(left)} {people} in all; {needed}."
            return cls(rule="people", before=before, left=left, text=text)
        eligible = f"{people} {are(left)} eligible; {needed}."
        if held is not None:
            return cls(rule=held.rule.kind, before=before, left=left, text=f"{held.why.text} {eligible}")
        which = "No plan" if proven else "No plan that was found"
        text = f"{eligible} {which} gives it more of them without a loss elsewhere or a broken rule."
        return cls(rule="contested", before=before, left=left, text=text)

    @classmethod
    def not_looked_for(cls) -> ShortageReason:
        """No reason is known, nor any number of people."""
        text = "The search was stopped before it looked for people; nothing is known of this seat."
        return cls(rule="not_looked_for", before=0, left=0, text=text)


class Shortage(Record):
    """Seats of a shift that stay empty."""

    demand: DemandId
    shift: ShiftId
    missing: Count
    headcount: Count
    reason: ShortageReason

    @classmethod
    def unexplained(cls, demand: Demand, shift: Shift) -> Shortage:
        """All seats of a shift, before anybody was looked for."""
        count, reason = demand.headcount, ShortageReason.not_looked_for()
        return cls(demand=demand.id, shift=shift.id, missing=count, headcount=count, reason=reason)
