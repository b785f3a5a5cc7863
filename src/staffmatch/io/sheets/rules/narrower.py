"""In words a narrower rule takes the place of a wider one, as "12 for sector Q" beside "10" means that Q has 12."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from staffmatch.constraints import BorrowersPerWorker, Budget, ContactLimit, PartnershipLimit
from staffmatch.constraints.shared.lenders import LenderRule
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.records.bases import Rule

_PLACES, _DAYS = {"borrower", "sector"}, {"since", "until"}
# What follows from another part of a scope: a demand has a borrower, which has a sector; a person has a lender.
_IMPLIED = {"sector": ("borrower", "demand"), "borrower": ("demand",), "lender": ("worker",)}


def takes_place(rule: PlacedRule, rules: Iterable[Rule]) -> bool:
    """Whether the scope of a rule may lie in that of another of its kind whose place it takes."""
    return any(
        isinstance(one, PlacedRule)
        and one.kind == rule.kind
        and _scope(one) != _scope(rule)
        and all(getattr(one, name) == getattr(rule, name) for name in rule.selects)
        and all(_within(rule, one, name) for name in one.scope_fields())
        and _apart(rule, {*rule.scope_fields()} - {*one.scope_fields()})
        for one in rules
    )


def _scope(rule: PlacedRule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in rule.scope_fields()}


def _within(rule: PlacedRule, wider: PlacedRule, name: str) -> bool:
    own, other = getattr(rule, name, None), getattr(wider, name)
    if name in _DAYS and own is not None:
        return bool(other <= own if name == "since" else own <= other)
    return own == other or any(getattr(rule, by, None) is not None for by in _IMPLIED.get(name, ()))


def _apart(rule: PlacedRule, more: set[str]) -> bool:
    """Whether what the narrower scope counts may be counted apart.

    Of what counts several people, companies or money together, a part is limited beside the whole: 2 with some skill of
    the 5 who may be away.
    """
    counted: Sequence[tuple[type[PlacedRule], set[str]]] = (
        (LenderRule, {"lender"} | _DAYS),
        (BorrowersPerWorker, {"lender", "worker", "skill", "group"}),
        (ContactLimit, _PLACES | _DAYS),
        (Budget, _PLACES),
        (PartnershipLimit, _PLACES if getattr(rule, "lenders", None) is not None else {"lender"}),
    )
    return all(more <= names for kind, names in counted if isinstance(rule, kind))
