"""One spelling for each skill, and words that say "no skill", over all sheets; each is told as a note."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from staffmatch.arrays import Int
from staffmatch.io.sheets import values
from staffmatch.io.sheets.cells import clean
from staffmatch.io.sheets.noted import note
from staffmatch.io.sheets.table import Table
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Worker
from staffmatch.records.dictionary_columns import DictionaryColumn

_HOLDERS = ("workers", "demands")
_BETWEEN = re.compile(r"\s*[/&+]\s*|\s+(?:und|and)\s+", re.IGNORECASE)

_NO_SKILL = Sentence(
    "sheets.no_skill",
    "{sheet}: {words:list-id} in the column {column:id} is read as no skill, in {n:count} row.",
    "{sheet}: {words:list-id} in the column {column:id} is read as no skill, in {n:count} rows.",
)
_SPELT = Sentence(
    "sheets.spelt",
    "The skill {skill:skill} is also spelt {words:list-id}, in {n:count} row: read as the same. "
    "Quotes would keep them apart.",
    "The skill {skill:skill} is also spelt {words:list-id}, in {n:count} rows: read as the same. "
    "Quotes would keep them apart.",
)
_SEVERAL = Sentence(
    "sheets.several_skills",
    "{words:list-id} in the column {column:id} is read as several skills, all of which a person has. Quotes would "
    "keep it one.",
)


def no_skills(tables: Mapping[str, Table]) -> Iterator[Message]:
    """Cells that say that there is no skill; an empty one needs no note."""
    for name in _HOLDERS:
        if (table := tables.get(name)) is None or (cells := table.raw.get("skills")) is None:
            continue
        rows = _rows(cells)
        found: Counter[str] = Counter()
        for number, cell in enumerate(cells.values):
            if isinstance(cell, str) and (word := clean(cell)).lstrip("'").casefold() in values.NO_SKILL:
                found[word] += int(rows[number])
        if +found:
            words = tuple(sorted(+found))
            count = sum(found.values())
            yield _NO_SKILL(sheet=table.at.message, words=words, column=table.columns["skills"], n=count)


def several_skills(tables: Mapping[str, Table]) -> Iterator[Message]:
    """``Pflege/Küche`` of a person is both, if one of them is a skill elsewhere and nobody asks for the whole; what a
    demand asks for so may be both or either, and stays one name."""
    if (table := tables.get("workers")) is None or "skills" not in table.said:
        return
    asked = {_folded(name) for name in _used(tables["demands"].column("skills"))} if "demands" in tables else set()
    own = {_folded(name) for name in tables["skills"].column("id").values if name} if "skills" in tables else set()
    used = _used(table.column("skills"))
    known = {*map(_folded, used), *asked, *own}
    exact = {name for cell in table.raw["skills"].values for name in values.quoted_names(cell)}
    whole = [name for name in used if name not in exact and _folded(name) not in asked | own]
    parts = {name: parts for name in whole if (parts := _parts(name, known))}
    if not parts:
        return
    cells = [
        cell and {part: level for name in sorted(cell) for part in parts.get(name, (name,)) for level in (cell[name],)}
        for cell in table.said["skills"].values
    ]
    table.said["skills"] = DictionaryColumn(cells, table.said["skills"].code)
    yield note(table.at, _SEVERAL(words=tuple(sorted(parts)), column=table.columns["skills"]))


def _parts(name: str, known: Collection[str]) -> list[str]:
    """The skills of a name that joins several of which one is known; none if it is one."""
    parts = _BETWEEN.split(name)
    named = len(parts) > 1 and all(part and not part.isdecimal() for part in parts)
    return parts if named and any(_folded(part) in known for part in parts) else []


def one_spelling(tables: Mapping[str, Table]) -> Iterator[Message]:
    """Skills that differ only in case or blanks become one, spelt as in the sheet of skills, else as in most rows;
    names in quotes stay as they are."""
    used = sum((_used(tables[name].column("skills")) for name in _HOLDERS if name in tables), Counter())
    proper = _proper(tables, used)
    if not proper:
        return
    for table in tables.values():
        for field in {"skills", "implies", "grants"} & table.said.keys():
            table.said[field] = _renamed(table.said[field], proper)
    for chosen in sorted({*proper.values()}):
        others = sorted(name for name, one in proper.items() if one == chosen)
        yield _SPELT(skill=chosen, words=tuple(others), n=sum(used[name] for name in others))


def _proper(tables: Mapping[str, Table], used: Counter[str]) -> dict[str, str]:
    """The chosen spelling of each that is to be another."""
    defined, implied = (
        tables["skills"].column(field).values if "skills" in tables else () for field in ("id", "implies")
    )
    exact = {
        name
        for table in tables.values()
        for field in {"skills", "implies", "grants"} & table.raw.keys()
        for cell in table.raw[field].values
        for name in values.quoted_names(cell)
    }
    groups: dict[str, set[str]] = {}
    taught = tables["demands"].column("grants").values if "demands" in tables else ()
    for name in {*used, *filter(None, defined), *_keys(implied), *_keys(taught)}:
        groups.setdefault(_folded(name), set()).add(name)
    proper: dict[str, str] = {}
    for names in groups.values():
        # What the sheet of skills tells apart are two skills, and so are names in quotes.
        own = names & {*defined}
        loose = names - exact - (own if len(own) > 1 else set())
        if len(names) > 1 and loose:
            ranks = {name: (name not in own, -used[name], name) for name in loose}
            chosen = min(loose, key=ranks.__getitem__)
            proper |= {name: chosen for name in loose if name != chosen}
    return proper


def spelt_alike(scenario: Scenario) -> set[str]:
    """The skills of a scenario that `one_spelling` would take for another, or `several_skills` for several."""
    groups: dict[str, set[str]] = {}
    holders: tuple[Worker | Demand, ...] = (*scenario.workers, *scenario.demands)
    named = {name for one in holders for name in one.skills}
    named |= {name for demand in scenario.demands for name in demand.grants}
    for name in named.union(*((skill.id, *skill.implies) for skill in scenario.skills)):
        groups.setdefault(_folded(name), set()).add(name)
    alike = {name for names in groups.values() if len(names) > 1 for name in names}
    return alike | {name for names in groups.values() for name in names if _parts(name, groups)}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _rows(column: DictionaryColumn) -> Int:
    """How many rows hold each value."""
    counts: Int = np.bincount(column.code[column.given], minlength=len(column.values))
    return counts


def _keys(cells: Iterable[Any]) -> Iterator[str]:
    return (name for cell in cells for name in cell or ())


def _used(column: DictionaryColumn) -> Counter[str]:
    """How many rows name each skill."""
    found: Counter[str] = Counter()
    for cell, count in zip(column.values, _rows(column).tolist(), strict=True):
        for name in cell or ():
            found[name] += count
    return found


def _renamed(column: DictionaryColumn, proper: Mapping[str, str]) -> DictionaryColumn:
    """Of two spellings in one cell the higher level counts."""
    cells: list[dict[str, int] | None] = []
    for cell in column.values:
        if cell is None:
            cells.append(None)
            continue
        one: dict[str, int] = {}
        for spelt, level in cell.items():
            name = proper.get(spelt, spelt)
            one[name] = max(level, one.get(name, level))
        cells.append(one)
    return DictionaryColumn(cells, column.code)
