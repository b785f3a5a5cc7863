"""What is meant by what somebody types: a shift by its demand, a time by the clock on the wall."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from staffmatch.cli import refusals
from staffmatch.errors import bad_option
from staffmatch.io.sheets.cells import Wrong
from staffmatch.io.sheets.times.clocks import Clock, moment
from staffmatch.messages import names_of
from staffmatch.models import Scenario
from staffmatch.result.solution import Solution

_LISTED = 12


def shift_meant(solution: Solution, said: str | None) -> str | None:
    """The id of a shift said by its id, by how only one begins, or by the demand that has it; else what was said.

    InputError, with those that may be meant, if there are several; if some of them have empty seats, those alone.
    """
    ids = solution.scenario.ids("shifts")
    if said is None or said in ids:
        return said
    found = [one for one in ids if one.startswith(f"{said} ")] or _of_demand(solution, said)
    if len(found) < 2:
        return next(iter(found), said)
    empty = {one.shift for one in solution.shortages}
    asked = [one for one in found if one in empty] or found
    text = refusals.SEVERAL_SHIFTS(said=said, n=len(found), empty=len(empty.intersection(found)))
    raise bad_option("--shift", text, refusals.SEVERAL_SHIFTS_ADVICE(shifts=tuple(asked[:_LISTED])))


def _of_demand(solution: Solution, said: str) -> list[str]:
    names = names_of(solution.scenario)
    return [
        shift.id
        for demand in solution.scenario.demands
        if said in (demand.id, names.get(("demand", demand.id)))
        for shift in demand.shifts
    ]


def moment_meant(scenario: Scenario, option: str, said: str | None) -> str | None:
    """A time without an offset as one of the scenario's time zone; anything else is left as it is.

    InputError for a local time that the clock skips or repeats.
    """
    try:
        local = datetime.fromisoformat(said or "")
    except ValueError:
        return said
    if local.tzinfo is not None:
        return said
    try:
        clock = Clock(None, local.hour * 60 + local.minute)
        return moment(clock, local.date(), ZoneInfo(scenario.timezone)).isoformat()
    except Wrong as wrong:
        raise bad_option(option, wrong.text, wrong.advice) from None
