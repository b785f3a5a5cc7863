"""The rules of a scenario as its sheets state them: those of the sheet `rules`, and of the setting of that name.

A list in JSON, as `Scenario.save` writes it, is all there are. Everything else adds to it, or to the default rules if
there is no list, or takes one away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from staffmatch.errors import InputError, InputIssue
from staffmatch.io.sheets.cells import Grid, Wrong, blank
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.noted import note
from staffmatch.io.sheets.refusals import KEEP_ONE_ADVICE
from staffmatch.io.sheets.rules import refusals
from staffmatch.io.sheets.rules.combined import combined, said_twice
from staffmatch.io.sheets.rules.plain_rules import Without, read_rules
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.words import meant
from staffmatch.messages.message import Message
from staffmatch.records.bases import RULES, Rule

# Values that say no more than that the rule holds.
_HOLDS = ("", "x", "yes", "ja", "true", "wahr")

# Columns beside the rule, and the words before what they hold.
_COLUMNS = {
    "company": "for company",
    "worker": "for worker",
    "skill": "for skill",
    "borrower": "for borrower",
    "sector": "for sector",
    "demand": "for demand",
    "group": "for group",
    "since": "from",
    "until": "until",
}

Stated = tuple[Row, Rule | Without]


def with_header(grid: Grid) -> Grid:
    """A sheet of rules that begins with the first of them, as if it named its columns."""
    known = LAYOUTS["rules"].known
    first = next((cells for _, cells in grid.rows if any(not blank(cell) for cell in cells)), ())
    words = [cell for cell in first if isinstance(cell, str)]
    if not words or any(meant(word, known) for word in words):
        return grid
    try:
        read_rules(": ".join(str(cell) for cell in first[:2] if not blank(cell)))
    except Wrong:
        return grid
    return Grid(grid.file, grid.sheet, [(0, ("rule", "value")), *grid.rows])


def rows_of_rules(table: Table | None) -> Iterator[tuple[Row, str]]:
    """Each row of the sheet as a text that says its rule."""
    for row in table if table is not None and not table.incomplete else ():
        if row.flawed or "rule" not in row.said:
            continue
        words, value, unit = (row.said.get(name, "") for name in ("rule", "value", "unit"))
        if words.startswith("#"):
            continue
        for word, before in _COLUMNS.items():
            if (name := row.said.get(word)) is not None:
                words += f" {before} {name}" if word in ("since", "until") else f' {before} "{name}"'
        yield row, words if value.casefold() in _HOLDS else f"{words}: {value} {unit}"


def read_stated(rows: Iterator[tuple[Row, str]], column: str) -> tuple[list[Stated], list[InputIssue]]:
    """The rules of some rows, and what cannot be read."""
    stated: list[Stated] = []
    problems = []
    for row, said in rows:
        try:
            stated += [(row, one) for one in read_rules(said)]
        except Wrong as wrong:
            problems.append(row.wrong(column, wrong))
    return stated, problems


def all_rules(given: Any, stated: list[Stated]) -> tuple[Any, Mapping[int, Row], list[InputIssue], list[Message]]:
    """The value of the field `rules`; the row of those that have one, by position; problems, and notes.

    ``given`` is a list as JSON has it, or None for the default rules.
    """
    problems = [_twice(*rows) for rows in said_twice(stated)]
    rules = RULES.default if given is None else _listed(given)
    if not stated or rules is None:
        return given, {}, problems, []
    found = combined(rules, stated)
    return found.rules, found.places, problems, [note(row.cell(), what) for row, what in found.notes]


def _twice(first: Row, second: Row) -> InputIssue:
    text = refusals.DUPLICATE_RULE(number=first.number)
    wrong = Wrong("duplicate_rule", text, KEEP_ONE_ADVICE())
    return second.wrong("rule" if second.table.name == "rules" else "value", wrong)


def _listed(given: Any) -> tuple[Rule, ...] | None:
    """The rules of a list in JSON; None where the scenario, once validated, will tell what is wrong with it."""
    rules = []
    for one in given if isinstance(given, list) else [None]:
        cls = RULES.get(one.get("kind")) if isinstance(one, dict) else None
        if cls is None:
            return None
        try:
            rules.append(cls.model_validate(one))
        except InputError:
            return None
    return tuple(rules)
