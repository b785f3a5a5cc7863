"""Which shift a row of a plan is of: by the hidden id, or by date, times, company and demand as people type them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from staffmatch.errors import InputError, InputIssue
from staffmatch.io.sheets.cells import Wrong, shown
from staffmatch.io.sheets.planned import words
from staffmatch.io.sheets.times.clocks import clock
from staffmatch.models import Scenario
from staffmatch.records.accessors import TableName

if TYPE_CHECKING:
    from staffmatch.io.sheets.planned.reading import Row

_DAY = 24 * 60
_WHERE = ("company", "demand")
_SAYS = ("date", "from", "to", *_WHERE)
_NOT_HERE = (
    "Only the person is read of a row. What the shift is stands in the scenario: change it there, and solve again."
)


class Shifts:
    """The shifts of a scenario by what a row says of them."""

    def __init__(self, scenario: Scenario) -> None:
        names = {one: words.labels(scenario, one, scenario.ids(table)) for one, table in _TABLES.items()}
        zone = ZoneInfo(scenario.timezone)
        self._known: dict[str, dict[str, object]] = {}
        self._by_start: dict[tuple[object, object], list[str]] = {}
        for demand in scenario.demands:
            whose = {"company": demand.company, "demand": demand.id}
            where = {key: {words.folded(one), words.folded(names[key][one])} for key, one in whose.items()}
            for one in demand.shifts:
                start, end = one.start.astimezone(zone), one.end.astimezone(zone)
                minutes = {"from": start.hour * 60 + start.minute, "to": end.hour * 60 + end.minute}
                self._known[one.id] = {"date": start.date(), **minutes, **where}
                self._by_start.setdefault((start.date(), minutes["from"]), []).append(one.id)

    def meant(self, row: Row) -> str:
        """The id of the shift; InputError if there is none or several, and where a cell says what is not so of it."""
        says = {key: said for key in _SAYS if (said := _said(row, key)) is not None}
        if name := row.text("shift"):
            if name not in self._known:
                text = f"there is no shift {name!r} in the scenario."
                advice = "Copy the whole row of a seat of the shift."
                raise InputError([InputIssue("unknown_shift", "shift", text, advice, (name,), row.at("shift"))])
            if wrong := [key for key, said in says.items() if not self._is(name, key, said)]:
                raise InputError([_not_so(row, key, name) for key in wrong])
            return name
        near = self._by_start.get((says.get("date"), says.get("from")), [])
        found = [one for one in near if all(self._is(one, key, said) for key, said in says.items())]
        if len(found) != 1:
            raise InputError([_unknown(row, found)])
        return found[0]

    def _is(self, name: str, key: str, said: object) -> bool:
        held = self._known[name][key]
        return said in held if isinstance(held, set) else said == held


_TABLES: dict[str, TableName] = {"company": "companies", "demand": "demands"}


def _said(row: Row, key: str) -> date | int | str | None:
    """A day, minutes after midnight, or a name; None for a cell that says nothing."""
    if key in _WHERE:
        return words.folded(row.text(key)) or None
    value = row.value(key)
    if value is None:
        return None
    try:
        found = clock(value)
    except Wrong as wrong:
        raise InputError([InputIssue(wrong.code, key, wrong.text, wrong.advice, (), row.at(key))]) from None
    return found.day if key == "date" else None if found.minute is None else found.minute % _DAY


def _not_so(row: Row, key: str, name: str) -> InputIssue:
    text = f"says {shown(row.value(key))}, which is not so of the shift of this row."
    return InputIssue("changed_seat", key, text, _NOT_HERE, (name,), row.at(key))


def _unknown(row: Row, found: list[str]) -> InputIssue:
    if found:
        text = f"{len(found)} shifts are at this time and place."
        return InputIssue(
            "ambiguous_shift", "shift", text, "Copy the row of the one that is meant.", tuple(found), row.at("date")
        )
    text = "no shift of the scenario has this date, these times and this place."
    return InputIssue("unknown_shift", "shift", text, "Copy the row of a seat of the shift.", (), row.at("date"))
