"""The formats that are written, in the order in which help lists them; a suffix or a name chooses one.

Absent is the reading of GeoJSON, iCalendar, MPS and LP: each holds but a part of a scenario. Absent is HTML, which is a
page and no data: `staffmatch.report` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from staffmatch.errors import InputError, InputIssue
from staffmatch.io import parquet
from staffmatch.io.files import make_folder, whole_folder, write_text
from staffmatch.io.ical import calendars, save_calendars
from staffmatch.io.sheets import write_scenario, write_solution
from staffmatch.io.store import Store
from staffmatch.models import Scenario
from staffmatch.privacy import Grain
from staffmatch.result.solution import Solution


@dataclass(frozen=True)
class Export:
    """What is to be written: a scenario, with a solution of it where there is one, to a file or a folder."""

    scenario: Scenario
    path: Path
    solution: Solution | None = None
    homes: Grain | None = None
    tier: int = 1
    former: Solution | None = None


@dataclass(frozen=True)
class Format:
    """One way to write, and the options that mean something to it; with an empty suffix it also writes a folder."""

    name: str
    suffixes: tuple[str, ...]
    what: str
    write: Callable[[Export], None]
    takes: tuple[str, ...] = ()


def _json(wanted: Export) -> None:
    """As text, whatever the path ends in."""
    record = wanted.scenario if wanted.solution is None else wanted.solution
    write_text(wanted.path, record.model_dump_json() + "\n")


def _csv(wanted: Export) -> None:
    if wanted.path.suffix.lower() == ".xlsx":
        text = "is the name of a workbook, and CSV is written to a folder."
        raise InputError(
            [InputIssue("other_suffix", str(wanted.path), text, "Name a folder, or leave the format out.")]
        )
    _sheets(wanted)


def _xlsx(wanted: Export) -> None:
    if wanted.path.suffix.lower() != ".xlsx":
        text = "would not be opened as a workbook by that name."
        raise InputError([InputIssue("other_suffix", str(wanted.path), text, "Let it end in .xlsx.")])
    _sheets(wanted)


def _sheets(wanted: Export) -> None:
    """The scenario, which reads back as the same; or the tables of a solution."""
    if wanted.solution is None:
        write_scenario(wanted.scenario, wanted.path)
    else:
        wanted.solution.require_plan()
        write_solution(wanted.solution, wanted.path)


def _parquet(wanted: Export) -> None:
    """The scenario, and beside it the solution where there is one."""
    parquet.write_scenario(wanted.scenario, wanted.path)
    if wanted.solution is not None:
        parquet.write_solution(wanted.solution, wanted.path)


def _duckdb(wanted: Export) -> None:
    """Both by the name of the file."""
    with Store(wanted.path) as store, store.at_once():
        store.save(wanted.path.stem, wanted.scenario)
        if wanted.solution is not None:
            store.save_solution(wanted.path.stem, wanted.solution)


def _geojson(wanted: Export) -> None:
    shown = wanted.scenario if wanted.solution is None else wanted.solution
    write_text(wanted.path, json.dumps(shown.to_geojson(wanted.homes), ensure_ascii=False) + "\n")


def _ical(wanted: Export) -> None:
    """One file of the whole plan, or a folder with ``workers`` and ``sites``, a calendar each."""
    if wanted.solution is None:
        text = "a calendar is one of a plan, and there is no solution."
        raise InputError(
            [InputIssue("missing_solution", str(wanted.path), text, "Solve first, and give the solution.")]
        )
    if wanted.path.suffix:
        (plan,) = calendars(wanted.solution, "plan", former=wanted.former).values()
        write_text(wanted.path, plan)
        return
    wanted.solution.require_plan()
    with whole_folder(wanted.path) as draft:
        save_calendars(wanted.solution, make_folder(draft / "workers"), "worker", former=wanted.former)
        save_calendars(wanted.solution, make_folder(draft / "sites"), "site", former=wanted.former)


def _mps(wanted: Export) -> None:
    write_text(wanted.path, wanted.scenario.to_mps(wanted.tier, wanted.solution))


def _lp(wanted: Export) -> None:
    write_text(wanted.path, wanted.scenario.to_lp(wanted.tier, wanted.solution))


FORMATS: tuple[Format, ...] = (
    Format("json", (".json",), "the whole scenario or solution, as every command reads it", _json),
    Format("csv", ("",), "a folder of spreadsheets: the scenario, or the tables of a plan", _csv),
    Format("xlsx", (".xlsx",), "the same as one workbook", _xlsx),
    Format("parquet", (".parquet", ""), "a folder of Parquet tables, of a million records too", _parquet),
    Format(
        "duckdb", (".duckdb",), "a DuckDB file: the scenario, and its plan if given, by the name of the file", _duckdb
    ),
    Format("geojson", (".geojson",), "a map of companies, sites and assignments", _geojson, ("homes",)),
    Format("ics", (".ics", ""), "calendars of a plan: one file, or a folder of workers and sites", _ical, ("former",)),
    Format("mps", (".mps",), "the program of one tier for other solvers", _mps, ("tier",)),
    Format("lp", (".lp",), "the same, for people too", _lp, ("tier",)),
)


def format_of(path: str | Path, name: str | None = None) -> Format:
    """The format with that name, or with the suffix of the path; a folder needs a name."""
    suffix = Path(path).suffix.lower()
    if name is not None:
        named = {known.name: known for known in FORMATS}
        if name in named:
            return named[name]
        near = get_close_matches(name, named, 1)
        advice = f"Did you mean {near[0]!r}?" if near else f"Choose among {', '.join(named)}."
        raise InputError([InputIssue("unknown_format", "format", f"there is no format {name!r}.", advice)])
    for known in FORMATS:
        if suffix and suffix in known.suffixes:
            return known
    text = f"the suffix {suffix!r} is that of no format." if suffix else "has no suffix that would say the format."
    names = ", ".join(known.name for known in FORMATS)
    raise InputError([InputIssue("unknown_format", str(path), text, f"Name the format: {names}.")])


def export(
    scenario: Scenario,
    path: str | Path,
    *,
    solution: Solution | None = None,
    format: str | None = None,  # noqa: A002 - what users would call it
    homes: Grain | None = None,
    tier: int = 1,
    former: Solution | None = None,
) -> None:
    """Write a scenario, and of a solution what the format can hold of it.

    ``homes`` is for maps, see `staffmatch.io.geojson`; ``tier`` for programs, see `staffmatch.io.program`; ``former``
    for calendars, see `staffmatch.io.ical`.
    """
    chosen = format_of(path, format)
    for name, given in (("homes", homes is not None), ("tier", tier != 1), ("former", former is not None)):
        if given and name not in chosen.takes:
            text = f"means nothing to the format {chosen.name!r}."
            raise InputError([InputIssue("unused_option", name, text, "Leave it out, or choose another format.")])
    chosen.write(Export(scenario, Path(path), solution, homes, tier, former))
