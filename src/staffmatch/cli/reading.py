"""Reads the scenario of every command, and loads its plugins."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli import refusals
from staffmatch.cli.screen import complain
from staffmatch.cli.speech import Speech
from staffmatch.cli.telling import NOTE
from staffmatch.errors import InputError, InputIssue, StaffmatchError, Told
from staffmatch.io.formats import read_scenario
from staffmatch.models import Scenario

ScenarioPath = Annotated[Path, typer.Argument(help="A scenario: a JSON file, a folder of CSV, a workbook, or a store.")]
Plugins = Annotated[
    list[str] | None,
    typer.Option(
        help="A Python module that registers rules, terms or travel models, as package.module; it is run. Repeat it "
        "for several."
    ),
]


def scenario_from(path: Path, speech: Speech, plugins: Iterable[str] | None = None, *, odd: bool = True) -> Scenario:
    """The scenario at a path, whose titles the ``speech`` hears.

    Assumptions made in reading a spreadsheet are printed, and what is ``odd`` in it.
    """
    use_plugins(plugins)
    try:
        reading = read_scenario(path)
    except InputError as error:
        speech.hear(error.language)
        raise
    speech.hear(reading.language)
    for note in (*reading.notes, *(one.message for one in (reading.oddities if odd else ()))):
        complain(NOTE(text=note).text_in(speech.lang))
    return reading.scenario


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
