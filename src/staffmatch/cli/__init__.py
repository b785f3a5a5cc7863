"""The command line: one file for each command and for what several share; `program` lists the commands."""

import sys
from typing import TYPE_CHECKING, Any

from staffmatch.cli.signals import leave_at_once

if TYPE_CHECKING:
    from staffmatch.cli.program import app

_NEEDS = (
    "The command line needs typer and rich. In a checkout: pip install '.[cli]'. Once published: pip install "
    "'staffmatch[cli]'."
)


def main() -> None:
    """Entry point of the command ``staffmatch``."""
    leave_at_once()
    app = _app()
    from staffmatch.cli.answering import FAULT
    from staffmatch.cli.screen import silence

    try:
        app(prog_name="staffmatch")
    except OSError:
        # The help, or a usage error, could not be written.
        silence(sys.stdout)
        sys.exit(FAULT)


def _app() -> Any:
    try:
        from staffmatch.cli.program import app
    except ModuleNotFoundError as error:
        if error.name not in ("typer", "rich"):
            raise
        sys.exit(_NEEDS)
    return app


def __getattr__(name: str) -> Any:
    # The imports take half a second, in which signals must already be handled.
    if name == "app":
        return _app()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["app", "main"]
