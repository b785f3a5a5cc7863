"""Makes the modules of the caller's own rules importable in a process that has no working directory on its path.

A job's process must not run whatever lies in the working directory. But own rules are often there, and the caller has
already run their modules; so the process is sent the files of these modules, and finds no others.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

from staffmatch.errors import InputError, InputIssue
from staffmatch.jobs import refusals
from staffmatch.models import Scenario
from staffmatch.records.field_types import Record

# The file, None for a namespace package, and the folders of a package.
Files = Mapping[str, tuple[str | None, list[str] | None]]


def own_classes(scenario: Scenario) -> dict[str, type]:
    """The classes of the scenario's rules, terms and travel model that are not the library's, by their paths in the
    scenario."""
    placed: dict[str, Record] = {f"rules[{n}]": rule for n, rule in enumerate(scenario.rules)}
    placed |= {f"tiers[{n}][{m}]": term for n, tier in enumerate(scenario.tiers) for m, term in enumerate(tier)}
    placed["travel"] = scenario.travel
    return {path: type(one) for path, one in placed.items() if not type(one).__module__.startswith("staffmatch.")}


def module_files(scenario: Scenario) -> Files:
    """The files of each top-level module that defines one of the classes.

    InputError for a class that no other process could import.
    """
    classes = own_classes(scenario)
    if found := list(_homeless(classes)):
        raise InputError(found)
    tops = sorted({cls.__module__.partition(".")[0] for cls in classes.values()})
    return {name: (_file(sys.modules[name]), _folders(sys.modules[name])) for name in tops}


def _file(module: ModuleType) -> str | None:
    return None if module.__file__ is None else str(Path(module.__file__).resolve())


def _folders(module: ModuleType) -> list[str] | None:
    folders = getattr(module, "__path__", None)
    return None if folders is None else [str(Path(folder).resolve()) for folder in folders]


def _homeless(classes: Mapping[str, type]) -> Iterator[InputIssue]:
    for path, cls in classes.items():
        module = sys.modules.get(cls.__module__)
        known = cls.__module__.partition(".")[0] in sys.modules.keys() - {"__main__"}
        if not known or getattr(module, cls.__qualname__, None) is not cls:
            text, advice = refusals.NOT_IMPORTABLE(cls=cls.__name__), refusals.NOT_IMPORTABLE_ADVICE()
            yield InputIssue("class_not_importable", path, text, advice)


class OwnModules(MetaPathFinder):
    """Finds the modules that the caller has run, and no others."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self._files:
            return None
        file, folders = self._files[fullname]
        if file is None:
            spec = ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = folders
            return spec
        return spec_from_file_location(fullname, file, submodule_search_locations=folders)
