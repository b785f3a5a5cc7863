"""The digest of a scenario's content, whatever order its records are in, and results kept by it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args

import numpy as np

from staffmatch.arrays import Int
from staffmatch.records.accessors import kept
from staffmatch.records.bases import Rule, Term
from staffmatch.records.dictionary_columns import ListColumn
from staffmatch.records.field_types import Record
from staffmatch.records.remembered import Remembered
from staffmatch.records.sequence import Records
from staffmatch.runtime.halting import asking

if TYPE_CHECKING:
    from staffmatch.domain.plan import Violation
    from staffmatch.models import Scenario

_T = TypeVar("_T")

RecordsName = Literal["companies", "workers", "demands", "skills"]

# Records identified by an id, whose order has no meaning.
_NAMED: tuple[RecordsName, ...] = get_args(RecordsName)

# What is remembered of a scenario that is in order itself.
_ORDERED = "_ordered"


def in_order(scenario: Scenario) -> Scenario:
    """The scenario with records sorted by id, shifts by start, pins by what they name.

    What is computed from this does not depend on the order of the input. Computed once.
    """
    return scenario if _ORDERED in vars(scenario) else kept(scenario, "_in_order", lambda: _in_order(scenario))


def _in_order(scenario: Scenario) -> Scenario:
    named = {name: _by_id(getattr(scenario, name)) for name in _NAMED}
    demands = named["demands"]
    named["demands"] = (
        _shifts_in_order(demands) if isinstance(demands, Records) else tuple(_with_shifts_in_order(demands))
    )
    pins = sorted(scenario.pins, key=lambda pin: (pin.worker, pin.shift))
    ordered = scenario.model_copy(update=named | {"pins": tuple(pins)})
    vars(ordered)[_ORDERED] = True
    return ordered


def digest(scenario: Scenario) -> str:
    """SHA-256 of the content, computed once."""
    ordered = in_order(scenario)
    return kept(ordered, "_digest", lambda: _digest(ordered))


def record_digests(scenario: Scenario, name: RecordsName) -> list[bytes]:
    """The SHA-256 of each record, in order of the ids; a record says the same iff its digest is the same."""
    ordered = in_order(scenario)
    return kept(ordered, f"_digests_of_{name}", lambda: _digests_of(getattr(ordered, name)))


def _digest(ordered: Scenario) -> str:
    content = hashlib.sha256()
    for name in _NAMED:
        content.update(b"\n".join((name.encode(), *record_digests(ordered, name))))
    content.update(ordered.model_dump_json(exclude={*_NAMED, "rules", "tiers"}).encode())
    lists: Iterable[Iterable[Rule | Term]] = (ordered.rules, *ordered.tiers)
    for chosen in lists:
        told = (f"\n{one.kind} {_said_by(one)}" for one in chosen)
        content.update("".join(("\n", *told)).encode())
    return content.hexdigest()


def _said_by(one: Rule | Term) -> str:
    return one.model_dump_json(exclude_defaults=True, exclude=set(one.for_people))


def preexisting_violations(scenario: Scenario) -> tuple[Violation, ...]:
    """Where the scenario violates its rules before anybody is lent, computed once."""

    def found() -> tuple[Violation, ...]:
        rules = asking(scenario.rules)
        return tuple(violation.citing(rule) for rule in rules for violation in rule.preexisting_violations(scenario))

    return kept(scenario, "_preexisting_violations", found)


def once(scenario: Scenario, asker: object, make: Callable[[], _T]) -> _T:
    """The result of ``make``, computed once for each asker: rules check many plans of a scenario."""
    # Keeping the asker ensures that its id is not reused; in a deep copy, ids are those of the askers before.
    answers: dict[int, tuple[object, _T]] = kept(scenario, "_answers", dict)
    known = answers.get(id(asker))
    if known is None or known[0] is not asker:
        known = answers[id(asker)] = asker, make()
    return known[1]


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


def _with_shifts_in_order(demands: Sequence[Any]) -> list[Any]:
    return _demands.of(type(demands[0]), demands) if demands else []


def _digests_of(records: Sequence[Any]) -> list[bytes]:
    if isinstance(records, Records):
        return list(map(_hashed, records.without(*records.kind.for_people).json()))
    return _digests.of(type(records[0]), records) if records else []


def _hashed(text: str) -> bytes:
    """SHA-256 of a record as JSON without fields at their default and those that only people read."""
    return hashlib.sha256(text.encode()).digest()


def _read(kind: type[Record], models: Sequence[Any]) -> list[bytes]:
    apart = set(kind.for_people)
    return [_hashed(model.model_dump_json(exclude_defaults=True, exclude=apart)) for model in models]


def _changed(known: list[Any], rows: Int, more: list[Any] | None) -> list[Any]:
    whole = [*known, *(more or ())]
    return [whole[row] for row in rows.tolist()]


_demands: Remembered[list[Any]] = Remembered(lambda _, demands: [one.in_order() for one in demands], _changed)
_digests: Remembered[list[bytes]] = Remembered(_read, _changed)
