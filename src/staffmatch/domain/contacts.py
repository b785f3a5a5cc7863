"""Whom to call for a demand, and where to report."""

from __future__ import annotations

from staffmatch.models import Company, Contact, Demand


def contact_at(demand: Demand, borrower: Company) -> Contact | None:
    """The contact of a demand; what it does not say is its company's. None if neither says anything.

    Name, telephone and address belong together, so they are taken from one of the two.
    """
    own, company = demand.contact or Contact(), borrower.contact or Contact()
    caller = own if own.line else company
    found = Contact(
        name=caller.name,
        phone=caller.phone,
        email=caller.email,
        meeting_point=own.meeting_point or company.meeting_point,
        remark=own.remark or company.remark,
    )
    return None if found == Contact() else found
