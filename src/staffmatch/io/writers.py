"""The writers of the formats in `staffmatch.io.formats`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from staffmatch.errors import InputError, InputIssue
from staffmatch.io import parquet, refusals
from staffmatch.io.files import make_folder, whole_folder, write_text
from staffmatch.io.ical import calendars, save_calendars
from staffmatch.io.sheets import write_scenario, write_solution
from staffmatch.io.store import Store
from staffmatch.models import Scenario
from staffmatch.privacy import Grain
from staffmatch.result.solution import Solution


@dataclass(frozen=True)
class Wanted:
    """What to write: a scenario, or a solution with its scenario, and the caller's options."""

    record: Scenario | Solution
    path: Path
    homes: Grain | None = None
    tier: int = 1
    after: Solution | None = None
    former: Solution | None = None
    lang: str = "en"

    @property
    def solution(self) -> Solution | None:
        return self.record if isinstance(self.record, Solution) else None

    @property
    def scenario(self) -> Scenario:
        return self.record if isinstance(self.record, Scenario) else self.record.scenario


def as_json(wanted: Wanted) -> None:
    indent = None if wanted.solution is None else 1
    write_text(wanted.path, wanted.record.model_dump_json(indent=indent) + "\n")


def as_csv(wanted: Wanted) -> None:
    if parquet.is_stored(wanted.path):
        text = refusals.STALE_SHEET()
        raise InputError([InputIssue("stale_sheet", str(wanted.path), text, refusals.STALE_SHEET_ADVICE())])
    as_sheets(wanted)


def as_sheets(wanted: Wanted) -> None:
    """A scenario, which reads back as the same, or the tables of a solution, for people."""
    if wanted.solution is None:
        write_scenario(wanted.scenario, wanted.path, wanted.lang)
    else:
        wanted.solution.require_plan()
        write_solution(wanted.solution, wanted.path, wanted.lang)


def as_parquet(wanted: Wanted) -> None:
    """The scenario, and the solution beside it if there is one."""
    parquet.write_scenario(wanted.scenario, wanted.path)
    if wanted.solution is not None:
        parquet.write_solution(wanted.solution, wanted.path)


def as_duckdb(wanted: Wanted) -> None:
    """Both under the name of the file; other names in it are kept."""
    with Store(wanted.path) as store, store.at_once():
        store.save(wanted.path.stem, wanted.scenario)
        if wanted.solution is not None:
            store.save_solution(wanted.path.stem, wanted.solution)


def as_geojson(wanted: Wanted) -> None:
    write_text(wanted.path, json.dumps(wanted.record.to_geojson(wanted.homes), ensure_ascii=False) + "\n")


def as_ical(wanted: Wanted) -> None:
    """One file of the whole plan, or a folder with ``workers`` and ``sites``, one calendar each."""
    solution = _required(wanted, "a calendar")
    if wanted.path.suffix.lower() == ".ics":
        (plan,) = calendars(solution, "plan", former=wanted.former, lang=wanted.lang).values()
        write_text(wanted.path, plan)
        return
    solution.require_plan()
    options: dict[str, Any] = {"former": wanted.former, "lang": wanted.lang}
    with whole_folder(wanted.path) as draft:
        save_calendars(solution, make_folder(draft / "workers"), "worker", **options)
        save_calendars(solution, make_folder(draft / "sites"), "site", **options)


def as_mps(wanted: Wanted) -> None:
    write_text(wanted.path, wanted.scenario.to_mps(wanted.tier, wanted.after or wanted.solution))


def as_lp(wanted: Wanted) -> None:
    write_text(wanted.path, wanted.scenario.to_lp(wanted.tier, wanted.after or wanted.solution))


def as_html(wanted: Wanted) -> None:
    from staffmatch.reports import report

    report(_required(wanted, "a report"), wanted.path, lang=wanted.lang, former=wanted.former)


def _required(wanted: Wanted, what: str) -> Solution:
    if wanted.solution is None:
        text = refusals.MISSING_SOLUTION(what=what)
        raise InputError([InputIssue("missing_solution", str(wanted.path), text, refusals.MISSING_SOLUTION_ADVICE())])
    return wanted.solution
