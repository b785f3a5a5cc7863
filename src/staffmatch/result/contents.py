"""What a solution holds: assignments, partnerships, the result of each tier, and what could not be kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from staffmatch.messages.message import Message
from staffmatch.models import Scenario
from staffmatch.records.field_types import (
    CompanyId,
    Count,
    DemandId,
    Figure,
    Id,
    Instant,
    Long,
    Record,
    ShiftId,
    WorkerId,
)
from staffmatch.result.told import Told


class Assignment(Record):
    """One worker on one shift; ``minutes`` are worked, ``commute_minutes`` are one way.

    >>> one = solution.assignments[0]
    >>> one.worker, one.shift, one.minutes, one.commute_minutes
    ('ana', 'late', 480, 0)
    """

    worker: WorkerId
    demand: DemandId
    shift: ShiftId
    lender: CompanyId
    borrower: CompanyId
    minutes: Count
    commute_minutes: Count


class TierResult(Record):
    """The result of a tier: no plan that is as good in the earlier tiers has a value below ``bound``.

    ``gap`` is |value - bound| / max(|value|, one unit). An unknown bound is None, and so is its gap. ``certified`` is
    the part of the bound that the certificate proves in integers, without trust in any solver. ``proof`` says what the
    whole bound rests on: the certificate, or a solver's word.

    >>> tier = solution.tiers[0]
    >>> tier.value, tier.bound, tier.certified, tier.unit
    (16.0, 16.0, 16.0, 'h')
    """

    term: str
    unit: str
    per_unit: Annotated[Long, Field(ge=1)]
    value: Figure
    bound: Figure | None
    gap: Figure | None
    certified: Figure | None = None
    proof: Literal["certificate", "solver"] | None = None


class Replanned(Record):
    """How a plan was made from a former one, and what is proven of that.

    ``added`` and ``dropped`` are the changes: what the plan has and the former one had not, and what it had and could
    still stand. ``tiers`` are in the order in which they were minimised, the changes among them as the term
    ``"change"``: the first ``after_tiers`` of them before it, the others after it. With ``most_changes`` there
    are at most so many changes in the plan and in all that it is compared with. What starts before ``frozen_before``
    stays as it was. ``since`` is the moment from which on changes weigh less with each day, see
    `staffmatch.domain.nearness`; None where each counts 1. ``touched`` is how many seats and people the search looked
    at, None where it looked at the whole.

    >>> after = solution.replan(scenario.without(workers=["ben"]))
    >>> after.replanned.changes, after.replanned.proven
    (0, True)
    """

    added: tuple[tuple[WorkerId, ShiftId], ...]
    dropped: tuple[tuple[WorkerId, ShiftId], ...]
    after_tiers: Count
    tiers: tuple[TierResult, ...]
    most_changes: Count | None = None
    frozen_before: Instant | None = None
    since: Instant | None = None
    touched: Count | None = None

    @property
    def changes(self) -> int:
        """How many assignments were added and dropped."""
        return len(self.added) + len(self.dropped)

    @property
    def change(self) -> TierResult:
        """The tier of the changes: their weight, or their number."""
        return self.tiers[self.after_tiers]

    @property
    def proven(self) -> bool:
        """Whether no plan that is as good in the tiers before has fewer changes, by weight where they are weighted."""
        return self.change.gap == 0


class Partnership(Record):
    """A lender and a borrower with at least one assignment; ``new`` if they had no agreement.

    >>> one = solution.partnerships[0]
    >>> one.lender, one.borrower, one.assignments, one.workers
    ('hotel', 'clinic', 3, 2)
    """

    lender: CompanyId
    borrower: CompanyId
    new: bool
    assignments: Count
    workers: Count
    minutes: Count


class Conflict(Told):
    """A pin that cannot be kept together with the others listed, and why.

    >>> pins = [sm.Pin(worker="ana", shift="mon"), sm.Pin(worker="ana", shift="late")]
    >>> [(one.worker, one.shift) for one in sm.solve(scenario.replace(pins=pins)).conflicts]
    [('ana', 'late'), ('ana', 'mon')]
    """

    worker: WorkerId
    shift: ShiftId
    message: Message


class PreexistingViolation(Told):
    """A rule that the scenario breaks before anybody is lent: the plan does not make it worse.

    >>> solution.preexisting_violations
    ()
    """

    rule: str
    message: Message
    amount: Figure
    unit: str
    ids: tuple[Id, ...]

    @classmethod
    def of(cls, scenario: Scenario) -> tuple[PreexistingViolation, ...]:
        """All of a scenario's, rule by rule."""
        found = scenario.preexisting_violations()
        return tuple(
            cls(rule=v.rule, message=Message.of(v.message), amount=v.amount, unit=v.unit, ids=v.ids) for v in found
        )
