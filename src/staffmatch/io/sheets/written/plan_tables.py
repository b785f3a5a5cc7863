"""The tables of a plan for people: names beside ids, whom to call and where to report beside assignments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from staffmatch.domain.contacts import contact_at
from staffmatch.io.sheets.cells import clean, error_value
from staffmatch.io.sheets.written.titles import cell_in, column_title
from staffmatch.io.tables import TABLES
from staffmatch.messages.names import names_of, one_line
from staffmatch.models import Contact
from staffmatch.records.accessors import workers_named
from staffmatch.result.solution import Solution, Table

Row = tuple[Any, ...]

_KINDS = {"worker": "worker", "lender": "company", "borrower": "company", "demand": "demand"}


def plan_table(solution: Solution, table: Table, lang: str = "en") -> list[Row]:
    """A head and rows in a language. What nobody has, such as names of demands, has no column."""
    columns, made = TABLES[table]
    rows = [tuple(row) for row in made(solution, lang)]
    names = names_of(solution.scenario)
    held = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
    listed: list[tuple[str, list[Any]]] = []
    for name, column in zip(columns, held, strict=True):
        listed.append((name, [cell_in(name, one, lang) for one in column]))
        kind = _KINDS.get(name)
        told = [names.get((kind, one)) if kind else None for one in column]
        if any(told):
            listed.append((f"{name}_name", [_cell(one) for one in told]))
    if table == "assignments":
        listed += _reached(solution, held[columns.index("worker")], held[columns.index("demand")])
    return [tuple(column_title(name, lang) for name, _ in listed), *zip(*(column for _, column in listed), strict=True)]


def _reached(solution: Solution, people: Sequence[str], demands: Sequence[str]) -> Iterable[tuple[str, list[Any]]]:
    """The number of each person, and the contact of each demand, or of its company."""
    scenario = solution.scenario
    companies = {company.id: company for company in scenario.companies}
    needs = {demand.id: contact_at(demand, companies[demand.company]) for demand in scenario.demands}
    workers = {name: worker.contact for name, worker in workers_named(scenario, {*people}).items()}
    columns: dict[str, tuple[list[Contact | None], Callable[[Contact], str]]] = {
        "worker_phone": ([workers[one] for one in people], lambda contact: contact.phone),
        "contact_name": ([needs[one] for one in demands], lambda contact: contact.name),
        "contact_phone": ([needs[one] for one in demands], lambda contact: contact.phone),
        "meeting_point": ([needs[one] for one in demands], lambda contact: contact.meeting_point),
    }
    for name, (contacts, told) in columns.items():
        cells = [_cell(told(contact)) if contact else None for contact in contacts]
        if any(cells):
            yield name, cells


def _cell(text: str | None) -> str | None:
    """The text as a cell can hold it; what looks like the error of a formula stays a text."""
    held = clean(one_line(text or ""))
    return f"'{held}" if error_value(held) else held or None
