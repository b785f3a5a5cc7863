"""The rules of a scenario as its sheets state them: those of the sheet `rules`, and of the setting of that name.

A list in JSON, as `Scenario.save` writes it, is all there are. Everything else adds to it, or to the default rules if
there is no list, or takes one away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.errors import InputError, InputIssue
from staffmatch.io.sheets.cells import Grid, Wrong, blank
from staffmatch.io.sheets.layout import LAYOUTS
from staffmatch.io.sheets.noted import note
from staffmatch.io.sheets.rules import refusals
from staffmatch.io.sheets.rules.narrower import takes_place
from staffmatch.io.sheets.rules.plain_rules import Without, read_rules
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.words import meant
from staffmatch.messages.message import Message, Sentence
from staffmatch.records.bases import RULES, Rule
from staffmatch.records.rule_scopes import with_rules

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

_OVERRIDES = Sentence(
    "sheets.rules.overrides",
    "takes the place of the wider rule{scope}. To have both hold, write 'in addition' behind it.",
)
_OVERRIDES_SOME = Sentence(
    "sheets.rules.overrides_some",
    "takes the place of the wider rule for the people whom it names. To have both hold, write 'in addition' behind it.",
)
_NO_SUCH = Sentence("sheets.rules.no_such", "there is no rule {rule:id} to leave out.")

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

    ``given`` is a list as JSON has it, or None for the default rules. What law packs say comes first, so that other
    rows may say it otherwise or take it away.
    """
    problems = list(_twice(stated))
    rules = RULES.default if given is None else _listed(given)
    if not stated or rules is None:
        return given, {}, problems, []
    notes = []
    rules = with_rules(rules, (one for _, one in stated if isinstance(one, Rule) and _pack(one)))
    for row, one in stated:
        if isinstance(one, Without):
            left = tuple(rule for rule in rules if rule.kind != one.kind)
            if len(left) == len(rules):
                notes.append(note(row.cell(), _NO_SUCH(rule=one.kind)))
            rules = left
    rules = with_rules(rules, (one for _, one in stated if isinstance(one, Rule) and not _pack(one)))
    places = {id(one): row for row, one in stated}
    rules = tuple(_overriding(rules, places, notes))
    return rules, {n: places[id(rule)] for n, rule in enumerate(rules) if id(rule) in places}, problems, notes


def _overriding(rules: Sequence[Rule], places: dict[int, Row], notes: list[Message]) -> Iterator[Rule]:
    """The rules, of which those in words that are narrower than others override them; of each there is a note."""
    for rule in rules:
        row = places.get(id(rule))
        if row is None or not isinstance(rule, PlacedRule) or not _narrower(rule, rules):
            yield rule
            continue
        over = rule.replace(overrides=True)
        places[id(over)] = row
        scope = over.scope_message(borrower=True) if isinstance(over, ScopedRule) else over.place_message()
        notes.append(note(row.cell(), _OVERRIDES(scope=scope) if scope else _OVERRIDES_SOME()))
        yield over


def _narrower(rule: PlacedRule, rules: Sequence[Rule]) -> bool:
    said = not _pack(rule) and "overrides" not in rule.model_fields_set
    return said and not rule.everywhere() and takes_place(rule, rules)


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


def _twice(stated: list[Stated]) -> Iterator[InputIssue]:
    """Rows of which one would take the place of another."""
    seen: list[Stated] = []
    for row, one in stated:
        same = next((other for other, held in seen if _same(one, held)), None)
        if same is not None:
            wrong = Wrong(
                "duplicate_rule", refusals.DUPLICATE_RULE(number=same.number), refusals.DUPLICATE_RULE_ADVICE()
            )
            yield row.wrong("rule" if row.table.name == "rules" else "value", wrong)
        seen.append((row, one))


def _same(one: Rule | Without, other: Rule | Without) -> bool:
    if isinstance(one, Rule) and isinstance(other, Rule):
        return _pack(one) == _pack(other) and one.replaces(other)
    if isinstance(one, Rule) != isinstance(other, Rule) and any(isinstance(x, Rule) and _pack(x) for x in (one, other)):
        return False
    # What is taken away is the rule for all; one for some may hold beside it.
    narrow = any(isinstance(x, Rule) and not x.everywhere() for x in (one, other))
    return one.kind == other.kind and not narrow


def _pack(rule: Rule) -> str:
    """The law pack that a rule comes from; "" for any other rule."""
    return "" if rule.because is None else rule.because.pack
