"""What is proven of the changes of a plan that was made from a former one, in a sentence."""

from __future__ import annotations

from staffmatch.messages.message import Message, Sentence
from staffmatch.result.contents import Replanned

_PROVEN = Sentence(
    "replanned.fewest",
    "{n:count} change: no plan that is as good in the tiers before the changes has fewer.",
    "{n:count} changes: no plan that is as good in the tiers before the changes has fewer.",
)
_PROVEN_BY_WEIGHT = Sentence(
    "replanned.least",
    "{n:count} change: no plan that is as good in the tiers before the changes has less change, where near ones count "
    "more.",
    "{n:count} changes: no plan that is as good in the tiers before the changes has less change, where near ones count "
    "more.",
)
_OPEN = Sentence(
    "replanned.perhaps_fewer",
    "{n:count} change; it is not proven that there could not be fewer.",
    "{n:count} changes; it is not proven that there could not be fewer.",
)


def how_few(made: Replanned) -> Message:
    said = _OPEN if not made.proven else _PROVEN if made.since is None else _PROVEN_BY_WEIGHT
    return said(n=made.changes)
