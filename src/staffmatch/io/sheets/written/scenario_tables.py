"""A scenario as tables, which read back as the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from staffmatch.io.sheets.columns_alike import CODES
from staffmatch.io.sheets.meaning import wishes
from staffmatch.io.sheets.meaning.priorities import HIGHER_FIRST
from staffmatch.io.sheets.meaning.skill_names import spelt_alike
from staffmatch.io.sheets.reading import as_json
from staffmatch.io.sheets.times import clocks
from staffmatch.io.sheets.written.record_rows import COMPANY, DEMAND, WORKER, numbered, record_rows
from staffmatch.models import DutyKind, Scenario, Shift, Wish, Worker, WorkTime

# A day by the clock may be shorter, where that is put forward.
_UNASKED = 23
_DUTY = ("duty", "duty_factor", "kind")
_SPAN = ("start", "end", "unpaid_break_minutes", *_DUTY)

Row = tuple[Any, ...]


def scenario_tables(scenario: Scenario) -> Iterator[tuple[str, list[Row]]]:
    """The tables of a scenario; without the first four, and availability, a reader would have to make assumptions."""
    zone = ZoneInfo(scenario.timezone)
    exact = spelt_alike(scenario)
    yield "companies", record_rows(scenario.companies, COMPANY, exact)
    # Without it people without a home would be taken to live farther away than the others.
    unknown = ("postal_code",) if any(one.home for one in scenario.workers) else ()
    yield "workers", record_rows(scenario.workers, (*WORKER, *unknown), exact)
    yield "demands", record_rows(scenario.demands, DEMAND, exact)
    shifts = [(need.id, shift) for need in scenario.demands for shift in need.shifts]
    yield "shifts", _work(("demand", "id"), ((n, s.id, *_span(s)) for n, s in shifts), zone)
    windows = ((w.id, window.start, window.end) for w in scenario.workers for window in w.availability)
    yield "availability", [("worker", "start", "end"), *_no_days(windows, 1, zone)]
    yield from _optional(scenario)
    settings = scenario.model_dump(mode="json", include={"travel", "rules", "tiers"})
    own = [held for w in scenario.workers for held in (*w.home_shifts, *w.past_shifts)]
    told = [
        ("timezone", scenario.timezone),
        *_longest([*(shift for _, shift in shifts), *own]),
        ("priority", HIGHER_FIRST),
        *((name, as_json(settings[name])) for name in ("travel", "rules", "tiers")),
    ]
    yield "settings", [("setting", "value"), *told]


def _span(held: Shift | WorkTime) -> Row:
    duty = None if held.duty is DutyKind.WORK else held.duty.value
    return held.start, held.end, held.unpaid_break_minutes, duty, held.duty_factor, held.kind


def _work(whose: Row, rows: Iterable[Row], zone: ZoneInfo) -> list[Row]:
    """Shifts below their head, with columns of duty where one has any."""
    held = [(*whose, *_SPAN), *_no_days(rows, len(whose), zone)]
    used = [at for at, name in enumerate(held[0]) if name not in _DUTY or any(row[at] is not None for row in held[1:])]
    return [tuple(row[at] for at in used) for row in held]


def _no_days(rows: Iterable[Row], place: int, zone: ZoneInfo) -> list[Row]:
    """The rows with the ends as 24:00 if all their starts and ends are at midnight, which would be read as days."""
    held = list(rows)
    if not all(clocks.local(one, zone).endswith(" 00:00") for row in held for one in row[place : place + 2]):
        return held
    ends = (f"{row[place + 1].astimezone(zone).date() - timedelta(days=1)} 24:00" for row in held)
    return [(*row[: place + 1], end, *row[place + 2 :]) for row, end in zip(held, ends, strict=True)]


def _until(instant: datetime | None, zone: ZoneInfo) -> datetime | str | None:
    """An instant; midnight as the end of a day, since as the start of one it would be read as the day."""
    if instant is None or not clocks.local(instant, zone).endswith(" 00:00"):
        return instant
    return f"{instant.astimezone(zone).date() - timedelta(days=1)} 24:00"


def _longest(work: list[Shift | WorkTime]) -> Iterator[Row]:
    """The setting that lets shifts over 24 hours, by the clock, be read without a question."""
    hours = max((held.end - held.start).total_seconds() / 3600 for held in work) if work else 0
    if hours > _UNASKED:
        yield "longest_shift", str(ceil(hours) + 1)


def _wished(worker: str, wish: Wish) -> Row:
    said = {name: getattr(wish, field) for name, field in wishes.FIELDS.items()}
    said["against"] = "against" if wish.against else "for"
    said["days"] = ", ".join(map(str, wish.days)) or None
    said["weekdays"] = ", ".join(name.capitalize() for name in wish.weekdays) or None
    said["must"] = wish.must or None
    return (worker, *said.values())


def _optional(scenario: Scenario) -> Iterator[tuple[str, list[Row]]]:
    zone = ZoneInfo(scenario.timezone)

    def of(worker: Worker) -> Iterator[Row]:
        return ((worker.id, *_span(held)) for held in worker.home_shifts)

    if rows := [row for worker in scenario.workers for row in of(worker)]:
        yield "home_shifts", _work(("worker",), rows, zone)
    if worked := [(worker.id, day, hours) for worker in scenario.workers for day, hours in worker.ledger.items()]:
        yield "ledger", [("worker", "date", "hours"), *worked]
    if stays := [(w.id, stay.company, stay.first, stay.last) for w in scenario.workers for stay in w.secondments]:
        yield "secondments", [("worker", "company", "first", "last"), *stays]
    if past := [(w.id, held.company, *_span(held)) for w in scenario.workers for held in w.past_shifts]:
        yield "past_shifts", _work(("worker", "company"), past, zone)
    if away := [(w.id, one.first, one.last, one.kind.value) for w in scenario.workers for one in w.absences]:
        yield "absences", [("worker", "start", "end", "kind"), *away]
    if said := [
        (w.id, one.company, one.state.value, _until(one.answer_by, zone))
        for w in scenario.workers
        for one in w.consents
    ]:
        yield "consents", [("worker", "company", "state", "answer_by"), *said]
    if wished := [_wished(worker.id, wish) for worker in scenario.workers for wish in worker.wishes]:
        yield "wishes", [("worker", *wishes.FIELDS), *wished]
    if scenario.skills:
        yield (
            "skills",
            [("id", "implies", "regulated", *CODES), *_skills(scenario)],
        )
    if table := scenario.pair_table:
        named = {"worker": table.workers, "shift": table.shifts, "demand": table.demands}
        columns = {k: v for k, v in (named | {"cost": table.costs, "hours": table.hours}).items() if v is not None}
        yield "pairs", [tuple(columns), *zip(*columns.values(), strict=True)]
    if scenario.pins:
        yield "pins", [("worker", "shift", "assigned"), *((p.worker, p.shift, p.assigned) for p in scenario.pins)]


def _skills(scenario: Scenario) -> Iterator[Row]:
    alike = spelt_alike(scenario)
    for one in scenario.skills:
        codes = {str(system): code for system, code in one.codes.items()}
        yield one.id, numbered(one.implies, alike), one.regulated or None, *(codes.get(name) for name in CODES)
