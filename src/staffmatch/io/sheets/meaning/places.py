"""Quarters of Hamburg and German postal codes in place of coordinates, from the package's own tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from staffmatch.errors import did_you_mean, near_ids
from staffmatch.hamburg.facts import postal_codes, quarters
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.noted import note
from staffmatch.io.sheets.table import Table
from staffmatch.io.sheets.words import plain
from staffmatch.messages.message import Message, Sentence

_PLACES = ("lat", "quarter", "postal_code", "place")
_TOWN = Sentence(
    "sheets.town",
    "the column {column:id} names towns, from which no way is counted: a postal code, a quarter of Hamburg, "
    "or lat and lon say where it is.",
)


def towns(tables: Mapping[str, Table]) -> Iterator[Message]:
    """Sheets in which the name of a town is all that says where somebody is; of demands, it is the place of work."""
    for name in ("companies", "workers", "demands"):
        table = tables.get(name)
        if table is None or "town" not in table.said:
            continue
        if name == "demands" and not {*_PLACES, "name"} & table.said.keys():
            for held in (table.columns, table.raw, table.said):
                held["name"] = held.pop("town")  # type: ignore[assignment]
            continue
        placed = [table.said[column].given for column in _PLACES if column in table.said]
        if (table.said["town"].given & ~np.any([np.zeros(len(table), bool), *placed], axis=0)).any():
            yield note(table.at, _TOWN(column=table.columns["town"]))


def quarter(name: str, private: bool) -> dict[str, float]:
    """A point inside the quarter; for a person's home, similar names are never suggested."""
    known = {plain(one.name): one for one in quarters()}
    if one := known.get(plain(name)):
        return {"lat": one.lat, "lon": one.lon}
    if private:
        raise Wrong("unknown_quarter", refusals.UNKNOWN_QUARTER(), refusals.UNKNOWN_QUARTER_NAME_QUARTER_ADVICE())
    held = plain(name)
    within = [one for one in known if held and one.startswith(held)] or near_ids(held, known, alike=0.8)
    advice = did_you_mean((known[one].name for one in within[:3]), refusals.UNKNOWN_QUARTER_GIVE_POSTAL_ADVICE())
    raise Wrong("unknown_quarter", refusals.UNKNOWN_QUARTER_QUARTER_HAMBURG(name=name), advice)


def postal_code(code: str, private: bool) -> dict[str, float]:
    """A point in the area of the code; no other is suggested, since near numbers need not be near places."""
    known = postal_codes()
    if code in known:
        lat, lon = known[code]
        return {"lat": lat, "lon": lon}
    text = refusals.UNKNOWN_POSTAL_CODE_PRIVATE() if private else refusals.UNKNOWN_POSTAL_CODE(code=code)
    raise Wrong("unknown_postal_code", text, refusals.UNKNOWN_POSTAL_CODE_ADVICE())
