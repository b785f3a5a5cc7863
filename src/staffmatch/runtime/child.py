"""A child process that runs a function of this library, and nothing that happens to lie in its working directory.

Python puts the working directory, or what the caller's program has put there, first on the path of what it starts, so
that a file ``numpy.py`` beside somebody's data would be run. Every process that this library starts is started here.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# The path comes as arguments: in a variable, a folder with a colon in its name would be taken for two.
_RUN = "import sys; sys.path[:] = sys.argv[1:]; from {module} import {name}; {name}()"
_LIBRARY = Path(__file__).resolve().parents[2]


def _working_folder() -> str:
    """Nothing where it has been removed."""
    try:
        return os.path.realpath(os.curdir)
    except FileNotFoundError:
        return ""


_BEGAN = _working_folder()


def start_child(function: Callable[[], None]) -> subprocess.Popen[bytes]:
    """The same interpreter on a function at the top of one of our modules, its standard input and output as pipes."""
    run = _RUN.format(module=function.__module__, name=function.__name__)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    # A constant line but for folders, which are arguments: there is nothing to be injected.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-P", "-c", run, *safe_path()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )


def safe_path() -> list[str]:
    """Where modules are looked for: as here, but in no relative folder and not in the working directory, now or when
    this library was loaded; the library itself is found wherever it lies."""
    working = {_BEGAN, _working_folder()}
    kept = [
        entry
        for entry in sys.path
        if isinstance(entry, str) and Path(entry).is_absolute() and os.path.realpath(entry) not in working
    ]
    # At the end: there it can not stand in for what others are to provide.
    return kept if str(_LIBRARY) in map(os.path.realpath, kept) else [*kept, str(_LIBRARY)]
