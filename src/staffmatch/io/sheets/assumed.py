"""Assumptions for what a scenario needs and no sheet says; each is reported in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import numpy as np

from staffmatch.io.sheets.records import Records
from staffmatch.io.sheets.together import column_of
from staffmatch.io.sheets.words import firm
from staffmatch.models import Demand, Scenario, Worker
from staffmatch.records.dictionary_columns import DictionaryColumn
from staffmatch.records.sequence import Records as Columns

_WHEN_FREE = {"available_from", "available_to", "availability"}


def assume(records: Records) -> Iterator[str]:
    """Fill in companies, windows and consent if a whole sheet or column of them is missing."""
    columns = records.tables["workers"].columns.keys() if "workers" in records.tables else set()
    people, everybody = records.kinds["workers"], np.zeros(records.count("workers"), np.int64)
    if "companies" not in records.tables:
        named = list(dict.fromkeys([*records.said("workers", "company"), *records.said("demands", "company")]))
        records.kinds["companies"] = {"id": column_of(named)}
        some = ", ".join(named[:8]) + (", ..." if len(named) > 8 else "")
        yield f"No sheet lists companies: those that are named are taken, {len(named)} in all ({some})."
        yield from _alike(named)
    if len(everybody) and "availability" not in records.tables and not columns & _WHEN_FREE:
        spans = [(shift["start"], shift["end"]) for shifts in records.said("demands", "shifts") for shift in shifts]
        always = [{"start": min(s for s, _ in spans), "end": max(e for _, e in spans)}] if spans else []
        people["availability"] = DictionaryColumn([always], everybody)
        yield "No sheet and no column says when people are free: they are taken to be free throughout."
    if len(everybody) and "consent" not in columns:
        people["consent"] = DictionaryColumn(["accepted"], everybody)
        yield "No column says who agreed to be lent: everybody is taken to have agreed."


def _alike(companies: list[str]) -> Iterator[str]:
    """Names that differ only in legal form, case or blanks."""
    groups: dict[str, list[str]] = {}
    for name in companies:
        groups.setdefault(firm(name), []).append(name)
    for names in groups.values():
        if len(names) > 1:
            yield f"{' and '.join(map(repr, names))} are taken for {len(names)} companies; is one meant?"


def unlike_skills(scenario: Scenario) -> Iterator[str]:
    """Required skills that nobody has although somebody has one of a similar name."""
    held, asked = (
        {*Columns.of(kind, records).entries("skills").keys.values}
        for kind, records in ((Worker, scenario.workers), (Demand, scenario.demands))
    )
    held |= {name for skill in scenario.skills for name in (skill.id, *skill.implies)}
    folded = {name.casefold(): name for name in held}
    for name in sorted(asked - held):
        if near := get_close_matches(name.casefold(), folded, 1, 0.8):
            yield f"Nobody has the skill {name!r}; is {folded[near[0]]!r} meant?"
