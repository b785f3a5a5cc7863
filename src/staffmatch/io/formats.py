"""The registry of formats, in the order of the help; everything that reads or writes a file looks its format up here.

A name selects a format, or else the path's suffix. GeoJSON, iCalendar, MPS, LP and HTML cannot be read, since each
holds only part of a scenario. Of a plan's tables only the sheet of a workbook that people change is read back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from staffmatch.errors import InputError, InputIssue, Told, near_or
from staffmatch.io import parquet, readers, refusals, writers
from staffmatch.io.files import is_folder, is_stream
from staffmatch.io.plan_file import PlanFile
from staffmatch.io.sheets import Reading, read_sheets
from staffmatch.io.sheets.planned.reading import read_plan_book
from staffmatch.io.writers import Wanted
from staffmatch.models import Scenario
from staffmatch.privacy import Grain
from staffmatch.result.solution import Solution


@dataclass(frozen=True)
class Format:
    """A format: how to write, and where possible read, a scenario with its notes, a solution, and a plan alone.

    An empty suffix stands for a folder. ``reads`` are further suffixes for its reader. ``takes`` are the options of
    `export` that apply to it.
    """

    name: str
    suffixes: tuple[str, ...]
    what: str
    write: Callable[[Wanted], None]
    read: Callable[[Path], Reading] | None = None
    read_solution: Callable[[Path], Solution] | None = None
    read_plan: Callable[[Path, Scenario], PlanFile] | None = None
    reads: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


JSON = Format(
    "json",
    (".json",),
    "the whole scenario or solution, as every command reads it",
    writers.as_json,
    readers.json_scenario,
    readers.json_solution,
    readers.json_plan,
)
CSV = Format(
    "csv",
    ("",),
    "a folder of spreadsheets: the scenario, or the tables of a plan",
    writers.as_csv,
    read_sheets,
    reads=(".csv", ".tsv"),
    takes=("lang",),
)
XLSX = Format(
    "xlsx",
    (".xlsx",),
    "the same as one workbook",
    writers.as_sheets,
    read_sheets,
    read_plan=read_plan_book,
    reads=(".xlsm", ".xls", ".xlsb", ".ods", ".numbers"),
    takes=("lang",),
)
PARQUET = Format(
    "parquet",
    (".parquet", ""),
    "a folder of Parquet tables, of a million records too",
    writers.as_parquet,
    readers.parquet_scenario,
    readers.parquet_solution,
)
DUCKDB = Format(
    "duckdb",
    (".duckdb",),
    "a DuckDB file: the scenario, and its plan if given, by the name of the file",
    writers.as_duckdb,
    readers.duckdb_scenario,
    readers.duckdb_solution,
)
HTML = Format(
    "html",
    (".html", ".htm"),
    "a report of a plan: one page that needs nothing else",
    writers.as_html,
    takes=("former", "lang"),
)

FORMATS: tuple[Format, ...] = (
    JSON,
    CSV,
    XLSX,
    PARQUET,
    DUCKDB,
    Format("geojson", (".geojson",), "a map of companies, sites and assignments", writers.as_geojson, takes=("homes",)),
    Format(
        "ics",
        (".ics", ""),
        "calendars of a plan: one file, or a folder of workers and sites",
        writers.as_ical,
        takes=("former", "lang"),
    ),
    Format("mps", (".mps",), "the program of one tier for other solvers", writers.as_mps, takes=("tier", "after")),
    Format("lp", (".lp",), "the same, for people too", writers.as_lp, takes=("tier", "after")),
    HTML,
)
SCENARIOS = tuple(known for known in FORMATS if known.read)
SOLUTIONS = tuple(known for known in FORMATS if known.read_solution)
PLANS = tuple(known for known in FORMATS if known.read_solution or known.read_plan)


def format_of(
    path: str | Path,
    name: str | None = None,
    *,
    among: Sequence[Format] = FORMATS,
    use: Told | None = None,
    folder: str | None = None,
) -> Format:
    """The format in which to write a path: by name, else by suffix, else ``folder`` if there is no suffix.

    InputError if no format ``among`` those for this ``use`` has the suffix, or if it is not one of the named format.
    Pipes and devices have no suffix: the first format is written into them.
    """
    suffix, use = _suffix(path), use or refusals.USE_WRITTEN()
    if name is not None:
        return _matching_suffix(_named(name, among, use), path, suffix)
    found = next((known for known in among if suffix and suffix in known.suffixes), None)
    if found is not None:
        return found
    if is_stream(path):
        return among[0]
    if folder is not None and (not suffix or is_folder(path)):
        return _named(folder, among, use)
    raise _no_format(path, suffix, among, use)


def save(record: Scenario | Solution, path: str | Path, name: str | None = None, lang: str = "en") -> None:
    """Write what is read back as the same, in the format of the name or of the path's suffix.

    An existing folder receives a scenario as CSV, or as Parquet if it contains such tables already. ``lang`` is the
    language of a workbook's titles.
    """
    if isinstance(record, Scenario):
        among, use, plain = SCENARIOS, refusals.USE_SCENARIO_BACK(), CSV
    else:
        among, use, plain = SOLUTIONS, refusals.USE_SOLUTION_BACK(), PARQUET
    folder = (PARQUET if parquet.is_stored(path) else plain).name if is_folder(path) else None
    format_of(path, name, among=among, use=use, folder=folder).write(Wanted(record, Path(path), lang=lang))


def export(
    record: Scenario | Solution,
    path: str | Path,
    *,
    format: str | None = None,  # noqa: A002 - what users would call it
    homes: Grain | None = None,
    tier: int = 1,
    after: Solution | None = None,
    former: Solution | None = None,
    lang: str = "en",
) -> None:
    """Write a scenario, or as much of a solution as the format can hold.

    ``homes`` is for maps, see `staffmatch.io.geojson`; ``tier``, which counts from 1 (that of `Event` from 0), and
    ``after`` are for programs, see `staffmatch.io.program`, where an exported solution is used as ``after``; ``former``
    is for calendars, see `staffmatch.io.ical`; ``lang`` is the language of reports, calendars and tables of a plan.
    """
    chosen = format_of(path, format)
    given = {
        "homes": homes is not None,
        "tier": tier != 1,
        "after": after is not None,
        "former": former is not None,
        "lang": lang != "en",
    }
    for name in (name for name, is_given in given.items() if is_given and name not in chosen.takes):
        text = refusals.UNUSED_OPTION(name=chosen.name)
        raise InputError([InputIssue("unused_option", name, text, refusals.UNUSED_OPTION_ADVICE())])
    chosen.write(Wanted(record, Path(path), homes, tier, after, former, lang))


def read_scenario(path: str | Path) -> Reading:
    """The scenario at a path, with the assumptions made in reading it."""
    read = _format_at(path, SCENARIOS, refusals.USE_SCENARIO_READ()).read
    assert read is not None  # noqa: S101 (for the type checker)
    return read(Path(path))


def read_solution(path: str | Path) -> Solution:
    """The solution at a path, not yet attached to its scenario."""
    read = _format_at(path, SOLUTIONS, refusals.USE_SOLUTION_READ()).read_solution
    assert read is not None  # noqa: S101 (for the type checker)
    return read(Path(path))


def read_plan(path: str | Path, scenario: Scenario) -> PlanFile:
    """The plan at a path: of a solution, of pairs in JSON, or of a workbook that was changed by hand."""
    found = _format_at(path, PLANS, refusals.USE_PLAN_READ())
    if found.read_plan is not None:
        return found.read_plan(Path(path), scenario)
    assert found.read_solution is not None  # noqa: S101 (for the type checker)
    solution = found.read_solution(Path(path))
    return PlanFile(solution.plan, solution)


def solution_of(path: str | Path, scenario: Scenario) -> Solution:
    """The solution at a path, attached to its scenario; a plan without figures as `evaluate` makes one of it."""
    from staffmatch.solver import evaluate

    held = read_plan(path, scenario)
    if held.flaw is not None:
        raise held.flaw
    return evaluate(scenario, held.plan) if held.solution is None else held.solution.of(scenario)


def _format_at(path: str | Path, among: Sequence[Format], use: Told) -> Format:
    """The format of an existing path: of a folder by its content, of a file by its suffix; JSON without one."""
    suffix = _suffix(path)
    if is_folder(path):
        found = PARQUET if parquet.is_stored(path) else CSV
    elif not suffix:
        found = JSON
    else:
        found = next((known for known in FORMATS if suffix in (*known.suffixes, *known.reads)), None) or CSV
        if suffix not in (*found.suffixes, *found.reads):
            raise _no_format(path, suffix, among, use)
    if found not in among:
        raise _no_format(path, suffix, among, use)
    if found is JSON and _is_zip(path):
        text = refusals.OTHER_SUFFIX()
        raise InputError([InputIssue("other_suffix", str(path), text, refusals.OTHER_SUFFIX_ADVICE())])
    return found


def _named(name: str, among: Sequence[Format], use: Told) -> Format:
    for known in among:
        if known.name == name:
            return known
    names = [known.name for known in among]
    advice = near_or(name, names, refusals.NO_FORMAT_ADVICE(names=tuple(names)))
    raise InputError([InputIssue("unknown_format", "format", refusals.NO_FORMAT(name=name, use=use), advice)])


def _matching_suffix(known: Format, path: str | Path, suffix: str) -> Format:
    """The format, if it matches the suffix: a file with another format's suffix would be read as that."""
    others = {one for other in FORMATS if other is not known for one in (*other.suffixes, *other.reads)}
    if suffix in known.suffixes or is_stream(path) or ("" in known.suffixes and suffix not in others):
        return known
    named = tuple(filter(None, known.suffixes))
    text = refusals.NOT_CALLED_SO if known.suffixes[0] else refusals.NOT_CALLED_SO_FOLDER
    advice = refusals.ENDING_OR_NONE_ADVICE(endings=named) if named else refusals.NAME_FOLDER_ADVICE()
    raise InputError([InputIssue("other_suffix", str(path), text(name=known.name), advice)])


def _no_format(path: str | Path, suffix: str, among: Sequence[Format], use: Told) -> InputError:
    text = refusals.NO_FORMAT_SUFFIX(suffix=suffix, use=use)
    if not suffix:
        text = refusals.NO_FORMAT_FOLDER(use=use) if is_folder(path) else refusals.NO_SUFFIX(use=use)
    folders = tuple(known.name for known in among if "" in known.suffixes)
    endings = tuple(one for known in among for one in known.suffixes if one)
    advice = refusals.ENDING_ADVICE(endings=endings)
    if folders:
        advice = refusals.ENDING_OR_FOLDER_ADVICE(endings=endings, folders=folders)
    return InputError([InputIssue("unknown_format", str(path), text, advice)])


def _suffix(path: str | Path) -> str:
    """The suffix in lower case, or that of the link's target if the link has none."""
    return Path(path).suffix.lower() or ("" if is_stream(path) else Path(os.path.realpath(path)).suffix.lower())


def _is_zip(path: str | Path) -> bool:
    """Whether a file starts like a workbook; pipes are not tested, since they can be read only once."""
    if is_stream(path):
        return False
    try:
        with Path(path).open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False
