"""Single records of a scenario, and scenarios derived from one: with fewer records, with more, with pseudonyms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import numpy as np

from staffmatch.errors import InputError, InputIssue, did_you_mean, near_ids
from staffmatch.messages.message import Sentence
from staffmatch.records import refusals
from staffmatch.records.accessors import TABLES, TableName, first_start, positions, shift_positions
from staffmatch.records.sequence import Records
from staffmatch.records.wishes import still_meant
from staffmatch.records.work_history import PastShift

if TYPE_CHECKING:
    from staffmatch.domain.plan import Duty
    from staffmatch.entities import Demand, Worker
    from staffmatch.models import Scenario
    from staffmatch.privacy import Homes, Kind
    from staffmatch.records.pair_table import PairTable
    from staffmatch.records.places_and_times import WorkTime
    from staffmatch.result.solution import Solution

Found = TypeVar("Found")

_ONE: Mapping[TableName, str] = {
    "companies": "company",
    "workers": "worker",
    "demands": "demand",
    "shifts": "shift",
}
# The fields in which records name companies.
_LISTS = {
    "companies": ("agreements",),
    "workers": (
        *("accepted_companies", "declined_companies", "preferences", "secondments", "past_shifts"),
        *("consents", "second_jobs"),
    ),
    "demands": ("accepted_lenders", "declined_lenders"),
}
UNKNOWN = {
    kind: Sentence(f"error.records.unknown_{kind}", f"there is no {kind} {{name:id}} in the scenario.")
    for kind in _ONE.values()
}


def record(scenario: Scenario, name: TableName, wanted: str) -> Any:
    """The record with an id; InputError, with similar ids, if there is none."""
    place = positions(scenario, name).get(wanted)
    if place is None:
        raise InputError([_unknown(scenario, name, wanted)])
    return getattr(scenario, name)[place]


def _unknown(scenario: Scenario, name: TableName, wanted: str) -> InputIssue:
    advice = did_you_mean(near_ids(wanted, scenario.ids(name), 3), refusals.UNKNOWN_ONE_CHECK_ID_ADVICE())
    text = UNKNOWN[_ONE[name]](name=wanted)
    return InputIssue(f"unknown_{_ONE[name]}", name, text, advice, (wanted,))


def without(scenario: Scenario, **gone: Iterable[str]) -> Scenario:
    """The scenario without some records, and without what belongs to them or refers to them.

    With a company go its workers and demands, with a demand its shifts, and with the last of its shifts a demand. Rules
    that refer to a removed record are refused: only the user knows how to change them.
    """
    out = {name: _known(scenario, name, gone[name]) for name in TABLES}
    out["workers"] |= {worker for worker, company in _owners(scenario, "workers") if company in out["companies"]}
    out["demands"] |= {demand for demand, company in _owners(scenario, "demands") if company in out["companies"]}
    demands, fewer = scenario.ids("demands"), set[str]()
    left: dict[str, int] = {}
    for shift, (place, _) in shift_positions(scenario).items():
        name = demands[place]
        left[name] = left.get(name, 0) + (shift not in out["shifts"])
        fewer |= {name} if shift in out["shifts"] else set()
    out["demands"] |= {name for name in fewer if not left[name]}
    out["shifts"] |= {
        shift for shift, (place, _) in shift_positions(scenario).items() if demands[place] in out["demands"]
    }
    changes: dict[str, Any] = {name: _left(scenario, name, out) for name in ("companies", "workers")}
    changes["demands"] = _with_fewer_shifts(_left(scenario, "demands", out), fewer - out["demands"], out["shifts"])
    changes["workers"] = _still_wishing(changes["workers"], changes["demands"])
    if scenario.pair_table is not None:
        changes["pair_table"] = _pairs_left(scenario.pair_table, out)
    pins = (pin for pin in scenario.pins if pin.worker not in out["workers"] and pin.shift not in out["shifts"])
    return scenario.replace(**changes, pins=tuple(pins))


def _known(scenario: Scenario, name: TableName, wanted: Iterable[str]) -> set[str]:
    """The ids as a set; InputError for an unknown one."""
    asked = {wanted} if isinstance(wanted, str) else set(wanted)
    if unknown := sorted(asked.difference(scenario.ids(name))):
        raise InputError(_unknown(scenario, name, one) for one in unknown)
    return asked


def _owners(scenario: Scenario, name: str) -> Iterator[tuple[str, str]]:
    records: Sequence[Any] = getattr(scenario, name)
    if isinstance(records, Records):
        return zip(records.single("id").listed(), records.single("company").listed(), strict=True)
    return ((one.id, one.company) for one in records)


def _left(scenario: Scenario, name: TableName, out: Mapping[TableName, Collection[str]]) -> Sequence[Any]:
    """The records that remain, without references to removed companies."""
    records: Sequence[Any] = getattr(scenario, name)
    if isinstance(records, Records):
        stay = np.array([one not in out[name] for one in scenario.ids(name)], bool)
        records = records if stay.all() else records.take(np.flatnonzero(stay))
    else:
        records = [one for one in records if one.id not in out[name]]
    if not out["companies"]:
        return records
    return [_unnamed(one, _LISTS[name], out["companies"]) for one in records]


def _unnamed(one: Any, fields: Iterable[str], companies: Collection[str]) -> Any:
    changes: dict[str, Any] = {}
    for name in fields:
        held = getattr(one, name)
        if isinstance(held, dict):
            kept: Any = {company: value for company, value in held.items() if company not in companies}
        else:
            kept = held and tuple(value for value in held if getattr(value, "company", value) not in companies)
        if kept != held:
            changes[name] = kept
    return one.model_copy(update=changes) if changes else one


def _still_wishing(workers: Sequence[Worker], demands: Sequence[Demand]) -> Sequence[Worker]:
    """The workers without wishes about shifts, demands and kinds of which nothing is left."""
    if not (len(workers.filled("wishes")) if isinstance(workers, Records) else any(one.wishes for one in workers)):
        return workers
    left = {(shift.id, demand.id, shift.kind) for demand in demands for shift in demand.shifts}
    shifts, names, kinds = (set(one) for one in (zip(*left, strict=True) if left else ((), (), ())))
    kinds |= {work.kind for one in workers for work in (*one.home_shifts, *one.past_shifts)}
    return [
        one.model_copy(update={"wishes": still_meant(one.wishes, shifts, names, kinds)}) if one.wishes else one
        for one in workers
    ]


def _with_fewer_shifts(demands: Sequence[Any], fewer: Collection[str], out: Collection[str]) -> Sequence[Any]:
    if not fewer:
        return demands
    return [
        one.model_copy(update={"shifts": tuple(shift for shift in one.shifts if shift.id not in out)})
        if one.id in fewer
        else one
        for one in demands
    ]


def _pairs_left(table: PairTable, out: Mapping[TableName, Collection[str]]) -> PairTable:
    targets, gone = (table.shifts, out["shifts"]) if table.shifts is not None else (table.demands, out["demands"])
    rows = zip(table.workers, targets or (), strict=True)
    stay = [n for n, (worker, target) in enumerate(rows) if worker not in out["workers"] and target not in gone]
    if len(stay) == len(table.workers):
        return table
    columns = {name: getattr(table, name) for name in type(table).model_fields}
    kept = {name: held and tuple(held[row] for row in stay) for name, held in columns.items()}
    return table.model_copy(update=kept)


def adding(scenario: Scenario, more: Mapping[str, Iterable[Any]]) -> Scenario:
    """The scenario with more records, which are validated together with it."""
    longer: dict[str, Any] = {name: (*getattr(scenario, name), *new) for name, new in more.items() if new}
    return scenario.replace(**longer)


def with_past(scenario: Scenario, solution: Solution) -> Scenario:
    """The scenario with the work of a former plan as past shifts, see `Scenario.with_past`."""
    solution.require_plan()
    former = solution.scenario
    rosters, here = solution.plan.rosters(former), set(scenario.ids("workers"))
    known = {worker.id: worker for worker in former.workers if worker.id in here}
    return scenario.replace(
        workers=[
            _with_past(scenario, one, known[one.id], former, rosters.get(one.id, ())) if one.id in known else one
            for one in scenario.workers
        ]
    )


def _with_past(scenario: Scenario, one: Worker, before: Worker, former: Scenario, lent: Iterable[Duty]) -> Worker:
    begins, said = first_start(scenario), {(work.start, work.end) for work in (*one.home_shifts, *one.past_shifts)}
    at_home = before.at_home(ZoneInfo(former.timezone))
    past = [
        *before.past_shifts,
        *(_past(before.company, work, work.minutes) for work in at_home if begins is None or work.end <= begins),
        *(_past(duty.demand.company, duty.shift, duty.minutes) for duty in lent),
    ]
    more = [work for work in past if (work.start, work.end) not in said]
    if not more:
        return one
    found = sorted([*one.past_shifts, *more], key=lambda work: (work.start, work.end, work.company))
    return one.model_copy(update={"past_shifts": tuple(found)})


def _past(company: str, work: WorkTime, minutes: int) -> PastShift:
    """A shift that took so many minutes of work, no more than it lasts."""
    pause = max(0, work.minutes + work.unpaid_break_minutes - minutes)
    return PastShift(
        company=company,
        start=work.start,
        end=work.end,
        unpaid_break_minutes=pause,
        duty=work.duty,
        duty_factor=work.duty_factor,
        kind=work.kind,
    )


def pseudonymised(scenario: Scenario, key: bytes | str, of: Iterable[Kind], homes: Homes) -> Scenario:
    from staffmatch import privacy

    return privacy.pseudonymised(scenario, key, of=of, homes=homes)


def restored(scenario: Scenario, found: Found, key: bytes | str, of: Iterable[Kind]) -> Found:
    from staffmatch import privacy

    made: Found = privacy.restored(scenario, found, key, of=of)
    return made
