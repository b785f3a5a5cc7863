"""What a rule rests on."""

from __future__ import annotations

from staffmatch.records.field_types import Day, Record, Text


class LegalBasis(Record):
    """The paragraph as it is cited, from and until when it says so, where it can be read, when it was last checked, and
    the pack of law that it comes from. Text for people, which nothing is computed from.

    Example: ``LegalBasis(paragraph="§ 5 (1) ArbZG", source="https://www.gesetze-im-internet.de/arbzg/__5.html")``.
    """

    paragraph: Text
    pack: Text = ""
    valid_from: Day | None = None
    valid_until: Day | None = None
    source: Text = ""
    checked: Day | None = None
