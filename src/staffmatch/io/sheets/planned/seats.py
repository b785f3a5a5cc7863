"""Writes the sheet of a plan that is changed by hand: a row for each seat, with those who could have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from babel.dates import format_date

from staffmatch.domain.plan import Plan
from staffmatch.explain.seat_changes import SeatChange
from staffmatch.formulation.market import Market
from staffmatch.io.sheets.cells import clean
from staffmatch.io.sheets.planned import words
from staffmatch.io.sheets.written.look import Look
from staffmatch.messages.names import names_of, one_line
from staffmatch.models import Scenario, Shift

Row = tuple[Any, ...]

# A drop-down longer than this helps nobody; all of them together; and rows that people change by hand.
LONGEST_LIST, LISTED, SEATS = 100, 40_000, 100_000
_SHORTEST_LIST = 5

_HELP = {
    "en": (
        "Choose another name from the list, or empty the cell. Rows may be sorted, copied for one more person, or "
        "deleted, which leaves the seat empty. Then: staffmatch verify SCENARIO THIS-FILE. The list has those who may "
        "have the shift by every rule about a person and a shift, nearest first{cap}."
    ),
    "de": (
        "Wählen Sie einen anderen Namen aus der Liste, oder leeren Sie die Zelle. Zeilen lassen sich sortieren, für "
        "eine weitere Person kopieren oder löschen; dann ist der Platz leer. Danach: staffmatch verify SZENARIO "
        "DIESE-DATEI. In der Liste steht, wer die Schicht nach allen Regeln über Person und Schicht haben kann, die "
        "Nächsten zuerst{cap}."
    ),
}
_CAP = {"en": "; at most {n} names", "de": "; höchstens {n} Namen"}
_CHECK = {
    "en": "Empty until the plan is read again: staffmatch verify SCENARIO THIS-FILE --sheets CHECKED.xlsx writes here "
    "what a change costs and breaks.",
    "de": "Leer, bis der Plan wieder gelesen wird: staffmatch verify SZENARIO DIESE-DATEI --sheets GEPRUEFT.xlsx "
    "schreibt hierher, was eine Änderung kostet und verletzt.",
}
_ROOM = {
    "en": "{n} seats are too many to change by hand.",
    "de": "{n} Plätze sind zu viele, um sie von Hand zu ändern.",
}


# Who had a seat, who has it, and what that changes.
Seat = tuple[str | None, str | None, SeatChange | None]
Sheets = dict[str, tuple[list[Row], Look]]


def hand_sheets(scenario: Scenario, plan: Plan, lang: str = "en", changes: Sequence[SeatChange] = ()) -> Sheets:
    """The sheet to change, that of the people to choose from, and the plan as it is written.

    With ``changes``, those of the plan, their people stand in the sheet, and beside them what that costs and breaks.
    """
    head = [named[lang] for named in words.COLUMNS.values()]
    people, lists, longest = _people(scenario)
    keys = list(words.COLUMNS)
    shown = keys.index("person")
    help_ = _HELP[lang].format(cap="" if longest is None else _CAP[lang].format(n=longest))
    look = Look(
        hidden_columns=[keys.index(name) for name in ("shift", "first", "count")],
        notes={shown: help_, keys.index("check"): _CHECK[lang]},
        chosen=shown,
        choices=_choices(keys.index("first"), keys.index("count")),
    )
    seats = sum(demand.headcount * len(demand.shifts) for demand in scenario.demands)
    if seats > SEATS:
        rows: list[Row] = [(_ROOM[lang].format(n=f"{seats:,}"), *[None] * (len(head) - 1))]
    else:
        rows = _rows(scenario, plan, lang, lists, changes)
    return {
        words.HAND[lang]: ([tuple(head), *rows], look),
        words.PEOPLE: ([("person",), *((one,) for one in people)], Look(hidden=True)),
        words.ORIGIN: ([(words.DIGEST, scenario.digest()), ("worker", "shift"), *plan], Look(hidden=True)),
    }


def _choices(first: int, count: int) -> str:
    """The rows of the list of people that a row of the sheet names: so it moves with the row when rows are sorted."""
    from openpyxl.utils import get_column_letter

    at, length = (get_column_letter(place + 1) for place in (first, count))
    return f"OFFSET({words.PEOPLE}!$A$1,${at}2,0,${length}2,1)"


def _people(scenario: Scenario) -> tuple[list[str], dict[str, tuple[int, int]], int | None]:
    """One column of names, with the part of it that each shift has: from which row after the first, and how many.

    Third, how many names a list has at most; None if no list was cut.
    """
    pairs = Market.of(scenario).pairs
    columns = pairs.columns
    shown = words.labels(scenario, "worker", columns.workers.ids)
    names = [shown[one] for one in columns.workers.ids]
    rank = np.empty(len(names), np.int64)
    rank[sorted(range(len(names)), key=lambda place: (names[place], place))] = np.arange(len(names))
    order = np.lexsort((rank[pairs.worker], pairs.commute, pairs.job))
    ends = np.searchsorted(pairs.job[order], np.arange(columns.jobs + 1))
    sizes = np.diff(ends)
    most = LONGEST_LIST
    if np.minimum(sizes, most).sum() > LISTED:
        most = max(_SHORTEST_LIST, min(LONGEST_LIST, LISTED // max(1, columns.jobs)))
    people, found, known = list[str](), dict[str, tuple[int, int]](), dict[bytes, tuple[int, int]]()
    for job in range(columns.jobs if columns.jobs <= SEATS else 0):
        listed = pairs.worker[order[ends[job] : min(ends[job + 1], ends[job] + most)]]
        key = listed.tobytes()
        if key not in known:
            known[key] = len(people) + 1, max(1, len(listed))
            people += [names[place] for place in listed.tolist()] or [words.NOBODY[0]]
        for shift in columns.job_shifts[job].tolist():
            found[columns.shift_ids[shift]] = known[key]
    return people, found, most if (sizes > most).any() else None


def _rows(
    scenario: Scenario,
    plan: Plan,
    lang: str,
    lists: Mapping[str, tuple[int, int]],
    changes: Sequence[SeatChange],
) -> list[Row]:
    """A row for each seat in order of time, company and demand, with those who are there, then the empty ones."""
    people = words.labels(scenario, "worker", scenario.ids("workers"))
    companies = words.labels(scenario, "company", scenario.ids("companies"))
    demands = words.labels(scenario, "demand", scenario.ids("demands"))
    names, zone = names_of(scenario), ZoneInfo(scenario.timezone)
    seats = _seats(plan, changes)
    rows = list[tuple[tuple[object, ...], Row]]()
    for demand, shift in ((need, shift) for need in scenario.demands for shift in need.shifts):
        where = companies[demand.company], demands[demand.id]
        held = [(people.get(was or ""), people.get(now or ""), change) for was, now, change in seats.get(shift.id, ())]
        held.sort(key=lambda seat: seat[0] or seat[1] or "")
        held += [(None, None, None)] * (demand.headcount - sum(now is not None for _, now, _ in held))
        for number, (was, now, change) in enumerate(held):
            told = change and clean(one_line(change.effect().text_in(lang, names)))
            row = (*_when(shift, zone, lang), *where, now, was, told, shift.id, *lists.get(shift.id, (None, None)))
            rows.append(((shift.start, *map(words.folded, where), shift.id, number), row))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def _seats(plan: Plan, changes: Sequence[SeatChange]) -> dict[str, list[Seat]]:
    """For each shift who had a seat, who has it, and the change in between."""
    gone = {(change.former, change.at.shift) for change in changes}
    found: dict[str, list[Seat]] = {}
    for worker, shift in plan:
        if (worker, shift) not in gone:
            found.setdefault(shift, []).append((worker, worker, None))
    for change in changes:
        found.setdefault(change.at.shift, []).append((change.former, change.worker, change))
    return found


def _when(shift: Shift, zone: ZoneInfo, lang: str) -> Row:
    start, end = shift.start.astimezone(zone), shift.end.astimezone(zone)
    weekday = format_date(start.date(), "EE", locale=lang).rstrip(".")
    return start.date(), weekday, f"{start:%H:%M}", f"{end:%H:%M}"
