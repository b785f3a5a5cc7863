"""What soft rules and wishes of sheets count where no setting says what matters how much."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from staffmatch.io.sheets.records import Records
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.bases import TERMS, Rule

_SOFT = Sentence(
    "sheets.soft_rules_ranked",
    "No setting says what matters how much: soft rules are broken as little as can be, once as many hours as can be "
    "are covered, and before euros count.",
)
_WISHES = Sentence(
    "sheets.wishes_ranked",
    "No setting says what matters how much: wishes are granted as far as can be, once as many hours as can be are "
    "covered, and before euros count.",
)


def ranked(rules: Iterable[Rule] | None, records: Records) -> tuple[list[Any] | None, list[Message]]:
    """The tiers, the usual ones with those of soft rules and of wishes behind the first, and a note of each; None
    where the usual ones are enough."""
    soft = any(getattr(rule, "soft", False) for rule in rules or ())
    wished = any(not wish.get("must") for wishes in records.said("workers", "wishes") for wish in wishes or ())
    asked = [(kind, note) for kind, note, there in (("violations", _SOFT, soft), ("wishes", _WISHES, wished)) if there]
    if not asked:
        return None, []
    first, *others = TERMS.default
    return [first, *([{"kind": kind}] for kind, _ in asked), *others], [note() for _, note in asked]
