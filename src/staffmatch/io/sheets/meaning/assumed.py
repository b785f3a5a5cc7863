"""Assumptions for what a scenario needs and no sheet says; each is reported in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from staffmatch.arrays import Real
from staffmatch.domain.travel import EARTH_RADIUS_KM, kilometres
from staffmatch.io.sheets.noted import MORE
from staffmatch.io.sheets.records import Records
from staffmatch.io.sheets.together import column_of
from staffmatch.io.sheets.values import UNKNOWN
from staffmatch.io.sheets.words import firm
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.dictionary_columns import DictionaryColumn

_KM_BEYOND, _NAMED = 5, 8
_NAME = Sentence("sheets.name", "{name:id}")
_COMPANIES = Sentence(
    "sheets.companies_assumed",
    "No sheet lists companies: those that are named are taken, {n:count} in all ({names:list}).",
)
_FREE = Sentence(
    "sheets.free_assumed", "No sheet and no column says when people are free: they are taken to be free throughout."
)
_AGREED = Sentence("sheets.consent_assumed", "No column says who agreed to be lent: everybody is taken to have agreed.")
_ALIKE = Sentence("sheets.firms_alike", "{names:and-id} are taken for {n:count} companies; is one meant?")
_HOME = Sentence(
    "sheets.home_assumed",
    "{n:count} person has no place although others have one ({who:list}): taken to live {km:count} km farther from "
    "the sites than all others. Fill it in; a postal code 'unknown' counts every way as 0 min.",
    "{n:count} people have no place although others have one ({who:list}): taken to live {km:count} km farther from "
    "the sites than all others. Fill it in; a postal code 'unknown' counts every way as 0 min.",
)
_WHEN_FREE = {"available_from", "available_to", "availability"}


def assume(records: Records) -> Iterator[Message]:
    """Fill in companies, windows and consent if a whole sheet or column of them is missing."""
    columns = records.tables["workers"].columns.keys() if "workers" in records.tables else set()
    people, everybody = records.kinds["workers"], np.zeros(records.count("workers"), np.int64)
    if "companies" not in records.tables:
        named = list(dict.fromkeys([*records.said("workers", "company"), *records.said("demands", "company")]))
        records.kinds["companies"] = {"id": column_of(named)}
        yield _COMPANIES(n=len(named), names=_some(named))
        yield from _alike(named)
    if len(everybody) and "availability" not in records.tables and not columns & _WHEN_FREE:
        spans = [(shift["start"], shift["end"]) for shifts in records.said("demands", "shifts") for shift in shifts]
        always = [{"start": min(s for s, _ in spans), "end": max(e for _, e in spans)}] if spans else []
        people["availability"] = DictionaryColumn([always], everybody)
        yield _FREE()
    if len(everybody) and "consent" not in columns and "consents" not in records.tables:
        people["consent"] = DictionaryColumn(["accepted"], everybody)
        yield _AGREED()
    yield from _homes(records)


def _alike(companies: list[str]) -> Iterator[Message]:
    """Names that differ only in legal form, case or blanks."""
    groups: dict[str, list[str]] = {}
    for name in companies:
        groups.setdefault(firm(name), []).append(name)
    for names in groups.values():
        if len(names) > 1:
            yield _ALIKE(n=len(names), names=tuple(names))


def _homes(records: Records) -> Iterator[Message]:
    """People without a place among others with one are taken to live farther away than these.

    A way of 0 min would put them before every neighbour of a site. Whose place is said to be `UNKNOWN` have that.
    """
    homes, table = records.kinds["workers"]["home"], records.tables.get("workers")
    if table is None or not isinstance(homes, DictionaryColumn) or homes.given.all():
        return
    said = table.column("postal_code").map(lambda code: code == UNKNOWN[0], False, bool)
    lost = np.flatnonzero(~homes.given & ~said & ~table.flawed)
    known = [homes.values[code] for code in np.unique(homes.code[homes.given]).tolist()]
    sites = list(_sites(records))
    # Places of a matrix have names, and nothing lies between them.
    if not len(lost) or not known or not sites or any("place" in home for home in known):
        return
    farthest = _beyond(_points(known), _points(sites))
    code = homes.code.copy()
    code[lost] = len(homes.values)
    records.kinds["workers"]["home"] = DictionaryColumn([*homes.values, farthest], code)
    names = sorted(table.column("id").take(lost).listed(""))
    yield _HOME(who=_some(names), n=len(names), km=_KM_BEYOND)


def _some(names: Sequence[str]) -> tuple[str | Message, ...]:
    """The first names, and how many there are besides."""
    more = (MORE(n=len(names) - _NAMED),) if len(names) > _NAMED else ()
    return *(_NAME(name=name) for name in names[:_NAMED]), *more


def _sites(records: Records) -> Iterator[Any]:
    """The places of demands, and of companies that borrow."""
    yield from records.said("demands", "location")
    borrow, companies = {*records.said("demands", "company")}, records.kinds["companies"]
    if "location" in companies:
        for place in range(records.count("companies")):
            record = records.record("companies", place)
            if record.get("id") in borrow and record.get("location"):
                yield record["location"]


def _points(places: Sequence[Any]) -> Real:
    return np.array([(place["lat"], place["lon"]) for place in places], float)


def _beyond(homes: Real, sites: Real) -> dict[str, float]:
    """A point some kilometres north or south of the home that is farthest from the sites, away from them."""
    middle = np.median(sites, axis=0)
    far = np.round(kilometres(homes, middle), 6)
    lat, lon = min((-float(km), *home) for km, home in zip(far, homes.tolist(), strict=True))[1:]
    step = _KM_BEYOND / (np.pi * EARTH_RADIUS_KM / 180)
    return {"lat": float(np.clip(lat + (step if lat >= middle[0] else -step), -90, 90)), "lon": lon}
