"""The digest of a scenario's content, whatever order its records are in, and results kept by it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from staffmatch.records.accessors import kept
from staffmatch.records.bases import Rule, Term
from staffmatch.records.dictionary_columns import ListColumn
from staffmatch.records.sequence import Records
from staffmatch.runtime.halting import asking

if TYPE_CHECKING:
    from staffmatch.domain.plan import Violation
    from staffmatch.models import Scenario

_T = TypeVar("_T")

# Records identified by an id, whose order has no meaning.
_NAMED = ("companies", "workers", "demands", "skills")


def in_order(scenario: Scenario) -> Scenario:
    """The scenario with records sorted by id, shifts by start, pins by what they name.

    What is computed from this does not depend on the order of the input.
    """
    named = {name: _by_id(getattr(scenario, name)) for name in _NAMED}
    demands = named["demands"]
    named["demands"] = (
        _shifts_in_order(demands) if isinstance(demands, Records) else tuple(one.in_order() for one in demands)
    )
    pins = sorted(scenario.pins, key=lambda pin: (pin.worker, pin.shift))
    return scenario.model_copy(update=named | {"pins": tuple(pins)})


def digest(scenario: Scenario) -> str:
    """SHA-256 of the content, computed once."""
    return kept(scenario, "_digest", lambda: _digest(scenario))


def _digest(scenario: Scenario) -> str:
    content, ordered = hashlib.sha256(), in_order(scenario)
    for name in _NAMED:
        for text in _texts(getattr(ordered, name)):
            content.update(text.encode())
    content.update(ordered.model_dump_json(exclude={*_NAMED, "rules", "tiers"}).encode())
    lists: Iterable[Iterable[Rule | Term]] = (scenario.rules, *scenario.tiers)
    for chosen in lists:
        told = (f"\n{one.kind} {one.model_dump_json(exclude_defaults=True)}" for one in chosen)
        content.update("".join(("\n", *told)).encode())
    return content.hexdigest()


def preexisting_violations(scenario: Scenario) -> tuple[Violation, ...]:
    """Where the scenario violates its rules before anybody is lent, computed once."""

    def found() -> tuple[Violation, ...]:
        rules = asking(scenario.rules)
        return tuple(violation for rule in rules for violation in rule.preexisting_violations(scenario))

    return kept(scenario, "_preexisting_violations", found)


def once(scenario: Scenario, asker: object, make: Callable[[], _T]) -> _T:
    """The result of ``make``, computed once for each asker: rules check many plans of a scenario."""
    answers: list[tuple[object, _T]] = kept(scenario, "_answers", list)
    for known, answer in answers:
        if known is asker:
            return answer
    found = make()
    answers.append((asker, found))
    return found


def _by_id(records: Sequence[Any]) -> Sequence[Any]:
    return records.sorted() if isinstance(records, Records) else tuple(sorted(records, key=lambda record: record.id))


def _shifts_in_order(demands: Records[Any]) -> Records[Any]:
    """The demands with the shifts of each sorted by start, then by id."""
    held, shifts = demands.several("shifts"), demands.inner("shifts")
    ids = shifts.single("id").listed()
    rank = np.empty(len(ids), np.int64)
    rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    order = np.lexsort((rank, shifts.number("start"), held.owners))
    if (order == np.arange(len(order))).all():
        return demands
    return demands.with_column("shifts", ListColumn(held.given, held.start, held.inner.take(order)))


def _texts(records: Sequence[Any]) -> Iterable[str]:
    """Each record as JSON, without fields at their default."""
    if isinstance(records, Records):
        return records.json()
    return (record.model_dump_json(exclude_defaults=True) for record in records)
