"""Reads a scenario from a workbook, or a folder of CSV files and workbooks.

All problems are reported together, cell by cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from staffmatch.errors import Cell, InputError, InputIssue, did_you_mean
from staffmatch.explain.plausibility import Oddity, oddities
from staffmatch.io import progress
from staffmatch.io.sheets import refusals
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.meaning.aims import ranked
from staffmatch.io.sheets.meaning.assumed import assume
from staffmatch.io.sheets.meaning.places import towns
from staffmatch.io.sheets.meaning.priorities import one_is_first, weigh
from staffmatch.io.sheets.meaning.repeats import without_repeats
from staffmatch.io.sheets.meaning.skill_names import no_skills, one_spelling, several_skills
from staffmatch.io.sheets.records import Records
from staffmatch.io.sheets.rules.plain_rules import Without, read_rules
from staffmatch.io.sheets.rules.stated_rules import Stated, all_rules, read_stated, rows_of_rules
from staffmatch.io.sheets.shapes.rosters import coded_absences, without_absences
from staffmatch.io.sheets.spoken import language
from staffmatch.io.sheets.table import Row, Table
from staffmatch.io.sheets.tables import Tables, read_tables
from staffmatch.io.sheets.times import told
from staffmatch.io.sheets.times.settling import SETTING_READERS, settle
from staffmatch.io.sheets.values import json_value
from staffmatch.io.sheets.words import SETTINGS, meant, nearest, vocabulary
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Company, Demand, Pin, Scenario, Skill, Worker
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import Record

_UNREAD = Sentence("sheets.unread", "{place}: {what} {advice}")

_PATH = re.compile(r"(\w+)(?:\[(\d+)\])?(?:\.(\w+))?(?:\[(\d+)\])?(?:\.(\w+))?")
_MODELS: dict[str, type[Record]] = {
    "companies": Company, "workers": Worker, "demands": Demand, "skills": Skill, "pins": Pin,
}  # fmt: skip
_NAMED = {"workers": "worker", "shifts": "shift", "demands": "demand", "costs": "cost", "hours": "hours"}
_READ_BY: dict[str, Callable[[str], Any]] = {"timezone": str, "priority": one_is_first, **SETTING_READERS}


@dataclass(frozen=True)
class Reading:
    """A scenario, and the assumptions made in reading it, as messages for the author of the sheets."""

    scenario: Scenario
    notes: tuple[Message, ...] = ()
    of_sheets: bool = False
    # Of the sheets' and columns' names: "en", "de", or None.
    language: str | None = None

    @property
    def oddities(self) -> tuple[Oddity, ...]:
        """What looks odd in a scenario that was read from sheets, looked for when asked."""
        return oddities(self.scenario) if self.of_sheets else ()


def read_sheets(path: str | Path) -> Reading:
    """The scenario of a workbook, or of a folder of CSV files and workbooks; InputError lists all problems."""
    sheets = read_tables(Path(path))
    progress.told(None)
    spoken = language(sheets.titles)
    try:
        return replace(_reading(sheets), language=spoken)
    except InputError as error:
        error.language = spoken
        raise


def _reading(sheets: Tables) -> Reading:
    tables, problems, notes = sheets.held, sheets.problems, sheets.notes
    settings, stated, found = _settings(tables.get("settings"))
    problems += found
    zone = _zone(settings, tables, problems)
    notes += _meant(tables, settings.pop("priority", None))
    coded_absences(tables)
    settled = settle(tables, settings, problems)
    records = Records(tables, zone, settled.period)
    more, found = read_stated(rows_of_rules(tables.get("rules")), "rule")
    rules, records.of_rules, twice, told = all_rules(settings.pop("rules", None), [*stated, *more])
    problems, notes = [*settled.problems, *found, *twice], [*notes, *told]
    notes += [*settled.notes, *records.notes, *assume(records)]
    without_absences(records)
    problems += records.problems
    if problems:
        raise InputError(sorted([*problems, *sheets.unread, *_of_fields(records)], key=_row_by_row))
    tiers, told = (None, []) if "tiers" in settings else ranked(rules, records)
    notes += told
    settings |= {} if tiers is None else {"tiers": tiers}
    data: dict[str, Any] = settings | {kind: records.all_of(kind) for kind in ("skills", "pins")}
    data |= {} if rules is None else {"rules": rules}
    data |= {kind: records.draft(kind, _MODELS[kind]) for kind in ("companies", "workers", "demands")}
    if "pairs" in tables:
        data["pair_table"] = records.pairs
    try:
        scenario = Scenario.model_validate(data)
    except InputError as error:
        placed = [_placed(problem, records) for problem in error.problems]
        raise InputError([*placed, *[placed[-1]] * (error.count - len(placed))]) from None
    notes += [
        _UNREAD(place=issue.cell.message, what=issue.message, advice=issue.remedy)
        for issue in sheets.unread
        if issue.cell
    ]
    return Reading(scenario, tuple(notes), of_sheets=True)


def _meant(tables: dict[str, Table], one_first: bool | None) -> Iterator[Message]:
    """Put right in the tables what can be meant in one way only, each told."""
    yield from towns(tables)
    yield from no_skills(tables)
    yield from several_skills(tables)
    yield from one_spelling(tables)
    yield from without_repeats(tables)
    yield from weigh(tables.get("demands"), one_first)


def _settings(table: Table | None) -> tuple[dict[str, Any], list[Stated], list[InputIssue]]:
    """The settings, rules in words among them, and what is wrong."""
    held: dict[str, Any] = {}
    stated: list[Stated] = []
    problems: list[InputIssue] = []
    known = vocabulary(SETTINGS)
    for row in table if table is not None and not table.incomplete else ():
        name = meant(row.said.get("setting", ""), known)
        if row.flawed:
            continue
        try:
            if name is None and (rules := _rules_named(row.said)):
                stated += [(row, rule) for rule in rules]
                continue
            if name is None:
                near = nearest(row.said["setting"], SETTINGS)
                other = refusals.UNKNOWN_SETTING_KNOWN_ADVICE(known=tuple(SETTINGS))
                advice = did_you_mean([near] if near else [], other)
                raise Wrong("unknown_setting", refusals.UNKNOWN_SETTING(), advice)  # noqa: TRY301 (told below)
            if name in held:
                twice = refusals.NAMED_TWICE_STANDS_THERE(), told.KEEP_ONE_ROW
                raise Wrong("duplicate_setting", *twice)  # noqa: TRY301 (told below)
            said = row.said["value"]
            if name == "rules" and not said.startswith("["):
                stated += [(row, rule) for rule in read_rules(said)]
                continue
            held[name] = _READ_BY.get(name, json_value)(said)
        except Wrong as wrong:
            column = "setting" if wrong.code in ("unknown_setting", "duplicate_setting") else "value"
            problems.append(row.wrong(column, wrong))
    return held, stated, problems


def _rules_named(said: dict[str, Any]) -> list[Rule | Without]:
    """A rule that stands among the settings, in words of its own; none if it is not known as one."""
    try:
        return read_rules(f"{said['setting']}: {said['value']}")
    except Wrong as wrong:
        if wrong.code == "unknown_rule":
            return []
        raise


def _zone(settings: dict[str, Any], tables: dict[str, Table], problems: list[InputIssue]) -> ZoneInfo:
    """The time zone of the sheets."""
    try:
        return ZoneInfo(Scenario.model_validate({k: v for k, v in settings.items() if k == "timezone"}).timezone)
    except InputError as error:
        rows = {meant(row.said.get("setting", ""), vocabulary(SETTINGS)): row for row in tables["settings"]}
        placed = [replace(problem, cell=rows["timezone"].cell("value")) for problem in error.problems]
        # Without a zone no time can be read.
        raise InputError(sorted([*problems, *placed], key=_row_by_row)) from None


def _of_fields(records: Records) -> Iterator[InputIssue]:
    """Problems that models find in readable rows, besides those of unreadable ones."""
    for kind, model in _MODELS.items():
        if kind in records.tables and records.tables[kind].incomplete:
            continue
        for place, record in records.draft(kind, model).doubtful.items():
            row = records.row(kind, place)
            if row is None or row.flawed or (kind == "demands" and not record["shifts"]):
                continue
            try:
                model.model_validate(record)
            except InputError as error:
                for problem in error.problems:
                    path = f"{kind}[{place}].{problem.path}" if problem.path else f"{kind}[{place}]"
                    yield _placed(replace(problem, path=path), records)


def _placed(problem: InputIssue, records: Records) -> InputIssue:
    """The problem, placed at the cell that gave the value."""
    found = _PATH.match(problem.path)
    if found is None:
        return problem
    kind, number, field, within, deep = found.groups()
    place, inner = (None if digits is None else int(digits) for digits in (number, within))
    if kind == "pair_table":
        return replace(problem, cell=_pair_cell(problem, records, field, place if inner is None else inner))
    if kind == "rules" and (ruled := records.of_rules.get(place or 0)) is not None:
        return replace(problem, cell=ruled.cell("rule" if ruled.table.name == "rules" else "value"))
    if kind in SETTINGS and "settings" in records.tables:
        rows = {meant(row.said.get("setting", ""), vocabulary(SETTINGS)): row for row in records.tables["settings"]}
        return replace(problem, cell=rows[kind].cell("value")) if kind in rows else problem
    row = records.row(kind, place)
    if row is None or place is None:
        return problem
    if kind == "demands" and field == "shifts" and inner is not None:
        row, field = records.shifts[records.record(kind, place)["id"]][inner], deep
        field = "shift" if field == "id" and row.table.name == "demands" else field
    elif kind == "workers" and (own := records.source(field, place, inner or 0, problem.path)):
        row, field = own, "hours" if field == "ledger" else deep
    return replace(problem, cell=row.cell(_column(row, field)))


def _pair_cell(problem: InputIssue, records: Records, field: str | None, place: int | None) -> Cell | None:
    column = _NAMED.get(field or "", "worker")
    if row := records.row("pairs", place):
        return row.cell(column)
    named = (row for row in records.rows["pairs"] if problem.ids and row.said.get(column) == problem.ids[-1])
    return next((row.cell(column) for row in named), None)


def _column(row: Row, field: str | None) -> str | None:
    """The row's column that fills the field."""
    columns = row.table.layout.columns
    held = [name for name in row.table.columns if field in (name, columns[name].field)]
    return next((name for name in held if row.raw(name) is not None), held[0] if held else None)


def _row_by_row(problem: InputIssue) -> tuple[str, str, int]:
    cell = problem.cell or Cell("")
    return cell.file, cell.sheet or "", cell.row or 0


def as_json(value: Any) -> str:
    """A setting as the text of a cell."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
