"""Companies, workers and demands as rows of cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from staffmatch.errors import Cell, InputError, InputIssue
from staffmatch.io.sheets import values
from staffmatch.io.sheets.cells import guarded
from staffmatch.io.sheets.columns_alike import CONTACT
from staffmatch.io.sheets.meaning import certificates
from staffmatch.io.sheets.meaning.contacts import cells_of
from staffmatch.io.sheets.written import refusals
from staffmatch.messages.message import Message
from staffmatch.models import HeldCertificate, Worker

Row = tuple[Any, ...]

_PLACE = ("lat", "lon", "place")
_APART = {*_PLACE, *CONTACT, "postal_code"}
_LISTS = (
    *("clusters", "agreements", "groups", "second_jobs"),
    *("accepted_companies", "declined_companies", "accepted_lenders", "declined_lenders"),
)
# Columns that are there where a record has something in them.
_OPTIONAL = ("certificates", "groups", "short_time_hours", "grants")
COMPANY = (
    *("id", "name", "sector", "clusters", "corporate_group", "licence_until", "works_council"),
    *("works_council_asked_on", *_PLACE, "agreements", *CONTACT),
)
WORKER = (
    *(
        "id",
        "company",
        "name",
        *_PLACE,
        "skills",
        "certificates",
        "groups",
        "max_hours_per_day",
        "max_hours_per_week",
        "max_hours",
    ),
    *("max_commute_minutes", "max_commute_km", "accepted_companies", "declined_companies", "preferences", "consent"),
    *("hired_for_lending", "second_jobs", "pay_cents_per_hour", "short_time_hours", *CONTACT),
)
DEMAND = (
    *(
        "id",
        "company",
        "name",
        *_PLACE,
        "skills",
        "certificates",
        "headcount",
        "min_crew",
        "same_worker",
        "priority",
        "pay_cents_per_hour",
        "comparable_pay_cents_per_hour",
        "grants",
        "cents_per_person",
    ),
    *("accepted_lenders", "declined_lenders", *CONTACT),
)


def record_rows(records: Sequence[Any], columns: tuple[str, ...], exact: Collection[str]) -> list[Row]:
    """A head and a row for each record; contacts have columns where one of them has any."""
    reached = any(record.contact for record in records)
    none = {
        name
        for name in _OPTIONAL
        if name in columns and all(getattr(record, name) in (None, (), {}) for record in records)
    }
    if columns is DEMAND and not any(record.cents_per_person for record in records):
        none.add("cents_per_person")
    named = tuple(name for name in columns if name not in none and (reached or name not in CONTACT))
    return [named, *(_row(record, named, exact) for record in records)]


def _row(record: Any, columns: Iterable[str], exact: Collection[str]) -> Row:
    at = record.home if isinstance(record, Worker) else record.location
    apart = {name: getattr(at, name, None) for name in _PLACE} | cells_of(record.contact)
    apart["postal_code"] = None if at else values.UNKNOWN[0]
    return tuple(apart.get(name) if name in _APART else _held(record, name, exact) for name in columns)


def _held(record: Any, name: str, exact: Collection[str]) -> Any:
    value = getattr(record, name)
    if name == "certificates":
        return _shown(record) if value else None
    if name in _LISTS:
        if value is not None and not value and name.startswith("accepted"):
            return values.NOBODY[0]
        return None if not value else _listed(value)
    return numbered(value, exact) if isinstance(value, dict) else value


def _shown(record: Any) -> str:
    if not isinstance(record, Worker):
        return _listed(record.certificates)
    text = certificates.written(record.certificates)
    return _same(text, [HeldCertificate(**one) for one in certificates.held(guarded(text))] == [*record.certificates])


def _listed(names: Iterable[str]) -> str:
    text = values.joined([(name, None) for name in names])
    return _same(text, values.names(guarded(text)) == list(names))


def numbered(held: Mapping[str, int], exact: Collection[str]) -> str | None:
    text = values.joined(list(held.items()), exact)
    return _same(text, values.points(guarded(text)) == dict(held)) if held else None


def _same(text: str, same: bool) -> str:
    if not same:
        raise InputError([unstorable(refusals.LIST_READS_OTHERWISE())])
    return text


def unstorable(told: Message, cell: Cell | None = None) -> InputIssue:
    return InputIssue("no_cell_holds_it", "", told, refusals.NO_CELL_HOLDS_IT_ADVICE(), (), cell)
