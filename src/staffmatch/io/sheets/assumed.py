"""What a scenario needs and no sheet says is assumed; each time a sentence tells it."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from staffmatch.io.sheets.records import Records
from staffmatch.io.sheets.words import firm
from staffmatch.models import Scenario

_WHEN_FREE = {"available_from", "available_to", "availability"}


def assume(records: Records) -> Iterator[str]:
    """Fill in companies, windows and consent where a whole sheet or column of them is absent."""
    people, needs = records.kinds.get("workers", []), records.kinds.get("demands", [])
    columns = records.tables["workers"].columns.keys() if "workers" in records.tables else set()
    if "companies" not in records.tables:
        named = list(dict.fromkeys(record["company"] for record in (*people, *needs) if "company" in record))
        records.kinds["companies"] = [{"id": name} for name in named]
        some = ", ".join(named[:8]) + (", ..." if len(named) > 8 else "")
        yield f"No sheet lists companies: those that are named are taken, {len(named)} in all ({some})."
        yield from _alike(named)
    if people and "availability" not in records.tables and not columns & _WHEN_FREE:
        spans = [(shift["start"], shift["end"]) for need in needs for shift in need["shifts"]]
        always = [{"start": min(s for s, _ in spans), "end": max(e for _, e in spans)}] if spans else []
        for person in people:
            person["availability"] = always
        yield "No sheet and no column says when people are free: they are taken to be free throughout."
    if people and "consent" not in columns:
        for person in people:
            person["consent"] = "accepted"
        yield "No column says who agreed to be lent: everybody is taken to have agreed."


def _alike(companies: list[str]) -> Iterator[str]:
    """Names that differ in their legal form, in case or in blanks alone."""
    groups: dict[str, list[str]] = {}
    for name in companies:
        groups.setdefault(firm(name), []).append(name)
    for names in groups.values():
        if len(names) > 1:
            yield f"{' and '.join(map(repr, names))} are taken for {len(names)} companies; is one meant?"


def unlike_skills(scenario: Scenario) -> Iterator[str]:
    """Skills that nobody has, where somebody has one that is written alike."""
    held = {name for worker in scenario.workers for name in worker.skills}
    held |= {name for skill in scenario.skills for name in (skill.id, *skill.implies)}
    folded = {name.casefold(): name for name in held}
    for name in sorted({name for demand in scenario.demands for name in demand.skills} - held):
        if near := get_close_matches(name.casefold(), folded, 1, 0.8):
            yield f"Nobody has the skill {name!r}; is {folded[near[0]]!r} meant?"
