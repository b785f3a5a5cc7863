"""What people, and works councils, have answered."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self, Unpack

from staffmatch.records.field_types import CompanyId, Instant, Record

if TYPE_CHECKING:
    from staffmatch.records import signatures


class Consent(StrEnum):
    """A worker's position on being lent; by default only ``accepted`` may be planned."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class BorrowerConsent(Record):
    """A worker's position on being lent to one company, which there takes the place of `Worker.consent`.

    ``answer_by`` is until when somebody who was ``offered`` the work may answer; see `ConsentRule.as_of`.
    """

    company: CompanyId
    state: Consent = Consent.OFFERED
    answer_by: Instant | None = None

    if TYPE_CHECKING:

        def __init__(self, *, company: str, **options: Unpack[signatures.BorrowerConsentOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.BorrowerConsentChanges]) -> Self: ...
