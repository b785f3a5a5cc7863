"""Child processes that run a function of this library and import nothing from the working directory.

Python puts the working directory, or whatever the caller's program has put there, first on the path of a new process,
so a file ``numpy.py`` beside somebody's data would be executed. Every process of this library is started here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# The path is passed as arguments: in a variable, a folder with a colon in its name would be split.
_RUN = "import sys; sys.path[:] = sys.argv[1:]; from {module} import {name}; {name}()"
_LIBRARY = Path(__file__).resolve().parents[2]


def _working_folder() -> str:
    """The working directory, or "" if it has been removed."""
    try:
        return os.path.realpath(os.curdir)
    except FileNotFoundError:
        return ""


_BEGAN = _working_folder()


def start_child(function: Callable[[], None]) -> subprocess.Popen[bytes]:
    """Run a top-level function of one of our modules in a new interpreter, with pipes as its standard input and
    output."""
    run = _RUN.format(module=function.__module__, name=function.__name__)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    # The code is constant and folders are arguments, so nothing can be injected.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-c", run, *safe_path()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )


def safe_path() -> list[str]:
    """The import path without relative folders and without the working directory, now or when this library was loaded;
    the library itself stays importable wherever it is installed."""
    working = {_BEGAN, _working_folder()}
    kept = [
        entry
        for entry in sys.path
        if isinstance(entry, str) and Path(entry).is_absolute() and os.path.realpath(entry) not in working
    ]
    # Last, so that it cannot shadow packages found earlier on the path.
    return kept if str(_LIBRARY) in map(os.path.realpath, kept) else [*kept, str(_LIBRARY)]
