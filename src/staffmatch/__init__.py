"""staffmatch decides who should work where when companies lend each other staff.

All public names are here; ``__init__.pyi`` says where each of them is, and each part is imported when it is first used.
"""

import ast
import logging
from importlib import import_module
from pathlib import Path
from typing import Any

from staffmatch.errors import frames_by as _frames_by
from staffmatch.records.registry import filled_by as _filled_by

__version__ = "0.1.0"

# Phases of the search are logged at INFO, invisibly unless the program configures logging.
logging.getLogger(__name__).addHandler(logging.NullHandler())

# The modules that register rules, terms, travel models and checks of scenarios.
_REGISTERED = ("constraints", "objectives", "domain.travel", "domain.validation")


def _fill() -> None:
    for room in _REGISTERED:
        import_module(f"{__name__}.{room}")


def _problem_frame(*args: Any) -> Any:
    return import_module(f"{__name__}.io.problems").problem_frame(*args)


_filled_by(_fill)
_frames_by(_problem_frame)


def _homes() -> dict[str, str]:
    """The module of each public name, as the stub imports it."""
    stub = ast.parse(Path(__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    found = (one for one in stub.body if isinstance(one, ast.ImportFrom))
    return {name.name: ".".join(filter(None, (__name__, one.module))) for one in found for name in one.names}


_HOMES = _homes()
__all__ = sorted(_HOMES)  # noqa: PLE0605 - the names are the stub's


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(_HOMES[name])
    if home is import_module(__name__) or not hasattr(home, name):
        # The name of a module; of those in this package each import sets the name.
        return import_module(f"{_HOMES[name]}.{name}")
    value = globals()[name] = getattr(home, name)
    return value


def __dir__() -> list[str]:
    """The public names, without this file's own helpers."""
    return sorted({*(name for name in globals() if name.startswith("__")), *_HOMES})
