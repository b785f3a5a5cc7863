"""What people, and works councils, have answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, Unpack

from staffmatch.records.field_types import CompanyId, Instant, Record

if TYPE_CHECKING:
    from staffmatch.entities import Worker
    from staffmatch.records import signatures


class Consent(StrEnum):
    """A worker's position on being lent; by default only ``accepted`` may be planned.

    >>> sm.Consent("accepted") is sm.Consent.ACCEPTED
    True
    """

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class BorrowerConsent(Record):
    """A worker's position on being lent to one company, which there takes the place of `Worker.consent`.

    ``answer_by`` is until when somebody who was ``offered`` the work may answer; see `ConsentRule.as_of`.

    >>> asked = sm.BorrowerConsent(company="clinic", answer_by="2020-04-05T18:00+02:00")
    >>> people[2].replace(consents=[asked]).consents[0].state.value
    'offered'
    """

    company: CompanyId
    state: Consent = Consent.OFFERED
    answer_by: Instant | None = None

    if TYPE_CHECKING:

        def __init__(self, *, company: str, **options: Unpack[signatures.BorrowerConsentOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.BorrowerConsentChanges]) -> Self: ...

    def at(self, as_of: datetime | None) -> Consent:
        """The state at a moment: without an answer after ``answer_by`` it counts as declined."""
        late = as_of is not None and self.answer_by is not None and self.answer_by < as_of
        return Consent.DECLINED if late and self.state is Consent.OFFERED else self.state


def consent_to(worker: Worker, company: str, as_of: datetime | None = None) -> Consent:
    """A worker's position on being lent to a company, at a moment."""
    said = next((one for one in worker.consents if one.company == company), None)
    return worker.consent if said is None else said.at(as_of)


def accepting(worker: Worker, company: str) -> dict[str, Any]:
    """The fields of a worker who accepted being lent to a company: what they say of it alone, where they said so."""
    if all(one.company != company for one in worker.consents):
        return {"consent": Consent.ACCEPTED}
    accepted = BorrowerConsent(company=company, state=Consent.ACCEPTED)
    return {"consents": tuple(accepted if one.company == company else one for one in worker.consents)}
