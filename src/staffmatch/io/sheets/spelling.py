"""One spelling for each skill, and words that say "no skill", over all sheets; each is told as a note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from staffmatch.arrays import Int
from staffmatch.io.sheets import values
from staffmatch.io.sheets.cells import clean
from staffmatch.io.sheets.header import Table
from staffmatch.io.sheets.words import listed
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Worker
from staffmatch.records.dictionary_columns import DictionaryColumn

_HOLDERS = ("workers", "demands")

_NO_SKILL = Sentence(
    "sheets.no_skill",
    "{sheet}: {words} in the column {column:id} is read as no skill, in {n:count} row.",
    "{sheet}: {words} in the column {column:id} is read as no skill, in {n:count} rows.",
)
_SPELT = Sentence(
    "sheets.spelt",
    "The skill {skill:skill} is also spelt {words}, in {n:count} row: read as the same. Quotes would keep them apart.",
    "The skill {skill:skill} is also spelt {words}, in {n:count} rows: read as the same. Quotes would keep them apart.",
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
            words = listed(sorted(+found))
            count = sum(found.values())
            yield _NO_SKILL(sheet=str(table.at), words=words, column=table.columns["skills"], n=count)


def one_spelling(tables: Mapping[str, Table]) -> Iterator[Message]:
    """Skills that differ only in case or blanks become one, spelt as in the sheet of skills, else as most demands spell
    it, else as most people do; names in quotes stay as they are."""
    held = {name: tables[name].column("skills") for name in _HOLDERS if name in tables}
    used = {name: _used(column) for name, column in held.items()}
    defined = tables["skills"].column("id").values if "skills" in tables else ()
    implied = tables["skills"].column("implies") if "skills" in tables else DictionaryColumn((), np.zeros(0, np.int64))
    exact = {
        name
        for table in tables.values()
        for field in ("skills", "implies")
        for cell in (table.raw[field].values if field in table.raw else ())
        for name in values.quoted_names(cell)
    }
    groups: dict[str, set[str]] = {}
    for name in {*defined, *_keys(implied.values)}.union(*used.values()):
        groups.setdefault(_folded(name), set()).add(name)
    proper: dict[str, str] = {}
    for names in groups.values():
        # What the sheet of skills tells apart are two skills, and so are names in quotes.
        own = names & {*defined}
        apart = exact | (own if len(own) > 1 else set())
        if len(names) > 1 and (loose := names - apart):
            chosen = min(
                loose,
                key=lambda name: (
                    name not in own,
                    *(-used[one][name] if one in used else 0 for one in ("demands", "workers")),
                    name,
                ),
            )
            proper |= {name: chosen for name in loose if name != chosen}
    if not proper:
        return
    for name, column in held.items():
        if "skills" in tables[name].said:
            tables[name].said["skills"] = _renamed(column, proper)
    if "skills" in tables and "implies" in tables["skills"].said:
        tables["skills"].said["implies"] = _renamed(implied, proper)
    for chosen in sorted({*proper.values()}):
        others = sorted(name for name, one in proper.items() if one == chosen)
        count = sum(counts[name] for counts in used.values() for name in others)
        yield _SPELT(skill=chosen, words=listed(others), n=count)


def spelt_alike(scenario: Scenario) -> set[str]:
    """The skills of a scenario that `one_spelling` would take for another."""
    groups: dict[str, set[str]] = {}
    holders: tuple[Worker | Demand, ...] = (*scenario.workers, *scenario.demands)
    named = {name for one in holders for name in one.skills}
    for name in named.union(*((skill.id, *skill.implies) for skill in scenario.skills)):
        groups.setdefault(_folded(name), set()).add(name)
    return {name for names in groups.values() if len(names) > 1 for name in names}


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
