"""Kinds of shifts that rules name, such as early or night."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from staffmatch.constraints import refusals
from staffmatch.errors import InputIssue, near_or
from staffmatch.models import Scenario
from staffmatch.records.accessors import workers_with


def kinds_known(scenario: Scenario) -> set[str]:
    """The kinds of all shifts, home shifts and past shifts."""
    people = [worker for _, worker in workers_with(scenario, "home_shifts", "past_shifts")]
    lent = {shift.kind for demand in scenario.demands for shift in demand.shifts}
    home = {work.kind for worker in people for work in (*worker.home_shifts, *worker.past_shifts)}
    return {kind for kind in lent | home if kind is not None}


def kind_problems(named: Iterable[tuple[str, str]], scenario: Scenario, path: str) -> Iterator[InputIssue]:
    """Of kinds, each with the field that names it, those that no shift has."""
    known = sorted(kinds_known(scenario))
    for field, kind in named:
        if kind not in known:
            text, advice = refusals.UNKNOWN_KIND(kind=kind), near_or(kind, known, refusals.UNKNOWN_KIND_ADVICE())
            yield InputIssue("unknown_kind", f"{path}.{field}", text, advice, (kind,))
