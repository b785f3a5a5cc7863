"""The names of the sheets and columns of a plan's tables, in each language; both can be told apart when read."""

from __future__ import annotations

from staffmatch.explain.labels import labelled
from staffmatch.messages.message import Sentence

# None of these is a sheet of a scenario, so that both can share a folder.
SHEETS = {
    table: Sentence(f"report.sheet.{table}", f"plan_{title}")
    for table, title in {
        "assignments": "assignments",
        "shortages": "shortages",
        "partnerships": "partnerships",
        "workers": "by_worker",
        "tiers": "tiers",
    }.items()
}
COLUMNS = {
    name: Sentence(f"report.column.{name}", name)
    for name in (
        *("worker", "worker_name", "worker_phone", "lender", "lender_name", "borrower", "borrower_name", "demand"),
        *("demand_name", "shift", "start", "end", "hours", "commute_minutes", "contact_name", "contact_phone"),
        *("meeting_point", "missing", "headcount", "rule", "reason", "new", "assignments", "workers", "borrowers"),
        *("term", "value", "bound", "gap", "certified", "unit"),
    )
}
_YES, _NO = Sentence("report.yes", "yes"), Sentence("report.no", "no")
_TERM, _UNIT = Sentence("report.of_term", "{term:term}"), Sentence("report.of_unit", "{n:number} {unit:unit}")


def sheet_title(table: str, lang: str) -> str:
    return SHEETS[table]().text_in(lang)


def column_title(name: str, lang: str) -> str:
    return COLUMNS[name]().text_in(lang)


def cell_in(name: str, value: object, lang: str) -> object:
    """A cell of a column in a language: yes or no, and rules, terms and units in words; in English these by kind."""
    if lang == "en" or value is None:
        return value
    if isinstance(value, bool):
        return (_YES if value else _NO)().text_in(lang)
    if name == "rule":
        return labelled("rule", str(value)).text_in(lang)
    if name == "term":
        return _TERM(term=str(value)).text_in(lang)
    if name == "unit":
        # A unit in words takes the form of the number before it.
        return _UNIT(n=2, unit=str(value)).text_in(lang).removeprefix("2 ")
    return value
