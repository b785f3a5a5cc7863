"""Shortages: empty seats and their reasons."""

from __future__ import annotations

from staffmatch.errors import are, counted
from staffmatch.models import Demand, Scenario, Shift
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Count, DemandId, Record, ShiftId


class ShortageReason(Record):
    """The first rule that leaves fewer people than seats, or ``contested`` if those left are needed elsewhere.

    ``people`` if there are fewer people than seats to begin with; ``not_looked_for`` if the search was stopped before
    it had a plan.
    """

    rule: str
    before: Count
    left: Count
    text: str

    @classmethod
    def of(
        cls, scenario: Scenario, demand: Demand, shift: Shift, rule: Rule | None, before: int, left: int
    ) -> ShortageReason:
        """A reason with its text; without a rule, there are too few people, or they are needed elsewhere."""
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
        text = (
            f"{people} {are(left)} eligible; {needed}. No plan that was found gives it more of them without a loss "
            "elsewhere or a broken rule."
        )
        return cls(rule="contested", before=before, left=left, text=text)

    @classmethod
    def not_looked_for(cls) -> ShortageReason:
        """An unknown reason, without counts."""
        text = "The search was stopped before it looked for people; nothing is known of this seat."
        return cls(rule="not_looked_for", before=0, left=0, text=text)


class Shortage(Record):
    """Empty seats of a shift."""

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
