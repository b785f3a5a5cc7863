"""Reads the scenario of every command, and loads its plugins."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from staffmatch.cli.screen import complain
from staffmatch.errors import InputError, InputIssue, StaffmatchError
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


def scenario_from(
    path: Path, plugins: Iterable[str] | None = None, *, notes: bool = True, odd: bool = True
) -> Scenario:
    """The scenario at a path; assumptions made in reading a spreadsheet are printed, and what is ``odd`` in it.

    Without ``notes``, neither: of a former scenario, they would be told twice.
    """
    use_plugins(plugins)
    reading = read_scenario(path)
    told = (*reading.notes, *(one.text for one in (reading.oddities if odd else ())))
    for note in told if notes else ():
        complain(f"Note: {note}")
    return reading.scenario


def use_plugins(names: Iterable[str] | None) -> None:
    """Import modules that register classes; InputError if one is not found, or fails."""
    for name in names or ():
        if not all(part.isidentifier() for part in name.split(".")):
            raise InputError([_unusable(name, "bad_option", f"{name!r} is no name of a module.", _ADVICE)])
        # Last, so that it cannot shadow packages found earlier on the path.
        if (folder := str(Path.cwd())) not in sys.path:
            sys.path.append(folder)
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            if not f"{name}.".startswith(f"{error.name}."):
                raise _failed(name, error) from error
            raise InputError([_unusable(name, "unknown_plugin", f"there is no module {name!r}.", _ADVICE)]) from None
        except StaffmatchError:
            raise
        except Exception as error:  # somebody else's module may raise anything
            raise _failed(name, error) from error


_ADVICE = "Give one as package.module, installed or in the working directory."


def _failed(name: str, error: Exception) -> InputError:
    text = f"the module {name!r} can not be imported: {type(error).__name__}: {error}"
    return InputError([_unusable(name, "broken_plugin", text, "Mend the module.")])


def _unusable(name: str, code: str, text: str, advice: str) -> InputIssue:
    return InputIssue(code, "--plugin", text, advice, (name,))
