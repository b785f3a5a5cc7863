"""Reads the scenario of every command, and loads its plugins."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Literal

import typer

from staffmatch.cli import refusals
from staffmatch.cli.progress import reading
from staffmatch.cli.screen import complain
from staffmatch.cli.speech import Speech
from staffmatch.cli.telling import NOTE
from staffmatch.errors import InputError, InputIssue, StaffmatchError, Told
from staffmatch.io.formats import read_scenario
from staffmatch.messages.message import Sentence
from staffmatch.models import Scenario

Notes = Literal["told", "counted", "silent"]

_COUNTED = Sentence(
    "cli.notes_counted",
    "{n:count} note on the sheets; `staffmatch validate {path}` tells it.",
    "{n:count} notes on the sheets; `staffmatch validate {path}` tells them.",
)

ScenarioPath = Annotated[Path, typer.Argument(help="A scenario: a JSON file, a folder of CSV, a workbook, or a store.")]
Plugins = Annotated[
    list[str] | None,
    typer.Option(
        help="A Python module that registers rules, terms or travel models, as package.module; it is run. Repeat it "
        "for several."
    ),
]


def scenario_from(
    path: Path,
    speech: Speech,
    plugins: Iterable[str] | None = None,
    *,
    notes: Notes = "told",
    odd: bool = True,
    quiet: bool = False,
) -> Scenario:
    """The scenario at a path, whose titles the ``speech`` hears.

    Assumptions made in reading a spreadsheet are printed, and what is ``odd`` in it. Where there is a plan, they have
    been told before, and are ``counted``; of a former scenario they are "silent". A terminal shows how far the reading
    is, unless ``quiet``.
    """
    use_plugins(plugins)
    with reading(path, speech.lang, quiet):
        try:
            read = read_scenario(path)
        except InputError as error:
            speech.hear(error.language)
            raise
        told = (*read.notes, *(one.message for one in (read.oddities if odd and notes != "silent" else ())))
    speech.hear(read.language)
    if notes == "counted" and told:
        told = (_COUNTED(n=len(told), path=str(path)),)
    for note in told if notes != "silent" else ():
        complain(NOTE(text=note).text_in(speech.lang))
    return read.scenario


def use_plugins(names: Iterable[str] | None) -> None:
    """Import modules that register classes; InputError if one is not found, or fails."""
    for name in names or ():
        if not all(part.isidentifier() for part in name.split(".")):
            raise InputError([_unusable(name, "bad_option", refusals.USE_PLUGINS(name=name), refusals.PLUGIN_ADVICE())])
        # Last, so that it cannot shadow packages found earlier on the path.
        if (folder := str(Path.cwd())) not in sys.path:
            sys.path.append(folder)
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            if not f"{name}.".startswith(f"{error.name}."):
                raise _failed(name, error) from error
            raise InputError(
                [_unusable(name, "unknown_plugin", refusals.UNKNOWN_PLUGIN(name=name), refusals.PLUGIN_ADVICE())]
            ) from None
        except StaffmatchError:
            raise
        except Exception as error:  # somebody else's module may raise anything
            raise _failed(name, error) from error


def _failed(name: str, error: Exception) -> InputError:
    text = refusals.BROKEN_PLUGIN(name=name, kind=type(error).__name__, error=str(error))
    return InputError([_unusable(name, "broken_plugin", text, refusals.BROKEN_PLUGIN_ADVICE())])


def _unusable(name: str, code: str, text: Told, advice: Told) -> InputIssue:
    return InputIssue(code, "--plugin", text, advice, (name,))
