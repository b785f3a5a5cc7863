"""Certificates: what a person has to show, and until which day it is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, Unpack

from staffmatch.records.field_types import Day, Id, Record

if TYPE_CHECKING:
    from staffmatch.records import signatures


class HeldCertificate(Record):
    """A proof, licence or instruction that a person holds, valid to the day ``until`` inclusive; None if it does not
    expire.

    >>> licence = sm.HeldCertificate(id="forklift", until="2020-12-31")
    >>> people[0].replace(certificates=[licence]).certificates[0].until.year
    2020
    """

    id: Id
    until: Day | None = None

    if TYPE_CHECKING:

        def __init__(self, *, id: str, **options: Unpack[signatures.HeldCertificateOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.HeldCertificateChanges]) -> Self: ...
