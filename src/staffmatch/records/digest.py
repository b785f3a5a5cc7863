"""When two scenarios are the same, by what they say, in whatever order they list it; and what is remembered of one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

import numpy as np

from staffmatch.records.bases import Rule, Term
from staffmatch.records.dictionary_columns import ListColumn
from staffmatch.records.field_types import Record
from staffmatch.records.sequence import Records
from staffmatch.runtime.halting import asking

if TYPE_CHECKING:
    from staffmatch.domain.plan import Violation
    from staffmatch.models import Scenario

_T = TypeVar("_T")

# Records that are known by their id, so that their order means nothing.
_NAMED = ("companies", "workers", "demands", "skills")


class Identity(Record):
    """The methods of `Scenario` for this."""

    @property
    def _whole(self) -> Scenario:
        return cast("Scenario", self)

    def in_order(self) -> Self:
        """The same with records sorted by id, shifts by start, pins by what they name.

        Whatever is computed from this depends on no order in which records were listed.
        """
        named = {name: _by_id(getattr(self, name)) for name in _NAMED}
        demands = named["demands"]
        named["demands"] = (
            _shifts_in_order(demands) if isinstance(demands, Records) else tuple(one.in_order() for one in demands)
        )
        pins = sorted(self._whole.pins, key=lambda pin: (pin.worker, pin.shift))
        return self.model_copy(update=named | {"pins": tuple(pins)})

    def digest(self) -> str:
        """SHA-256 of the content, whatever the order in which the records are listed.

        Fields of a record, rule or term left at their default do not count, so that a field new to a later release
        changes no digest.
        """
        return self._digest

    @cached_property
    def _digest(self) -> str:
        content, ordered = hashlib.sha256(), self.in_order()
        for name in _NAMED:
            for text in _texts(getattr(ordered, name)):
                content.update(text.encode())
        content.update(ordered.model_dump_json(exclude={*_NAMED, "rules", "tiers"}).encode())
        lists: Iterable[Iterable[Rule | Term]] = (self._whole.rules, *self._whole.tiers)
        for chosen in lists:
            told = (f"\n{one.kind} {one.model_dump_json(exclude_defaults=True)}" for one in chosen)
            content.update("".join(("\n", *told)).encode())
        return content.hexdigest()

    def preexisting_violations(self) -> tuple[Violation, ...]:
        """Where the scenario breaks its rules before anybody is lent, rule by rule."""
        return self._breaches

    @cached_property
    def _breaches(self) -> tuple[Violation, ...]:
        return tuple(found for rule in asking(self._whole.rules) for found in rule.preexisting_violations(self._whole))

    def once(self, asker: object, make: Callable[[], _T]) -> _T:
        """What ``make`` finds, found once for each asker: rules check one plan after the other."""
        for known, answer in self._answers:
            if known is asker:
                return cast("_T", answer)
        found = make()
        self._answers.append((asker, found))
        return found

    @cached_property
    def _answers(self) -> list[tuple[object, object]]:
        return []

    def model_copy(self, **options: Any) -> Self:
        """pydantic's own: without validation. What is remembered of this scenario is not true of the copy."""
        copied = super().model_copy(**options)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


def _by_id(records: Sequence[Any]) -> Sequence[Any]:
    return records.sorted() if isinstance(records, Records) else tuple(sorted(records, key=lambda record: record.id))


def _shifts_in_order(demands: Records[Any]) -> Records[Any]:
    """The same demands with the shifts of each sorted by start, then by id."""
    held, shifts = demands.several("shifts"), demands.inner("shifts")
    ids = shifts.single("id").listed()
    rank = np.empty(len(ids), np.int64)
    rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    order = np.lexsort((rank, shifts.number("start"), held.owners))
    if (order == np.arange(len(order))).all():
        return demands
    return demands.with_column("shifts", ListColumn(held.given, held.start, held.inner.take(order)))


def _texts(records: Sequence[Any]) -> Iterable[str]:
    """Each record as JSON, without the fields left at their default."""
    if isinstance(records, Records):
        return records.json()
    return (record.model_dump_json(exclude_defaults=True) for record in records)
