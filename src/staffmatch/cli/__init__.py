"""The command line: one file for each command, what they share beside them, all listed in `program`."""

import sys

try:
    from staffmatch.cli.program import app, main
except ModuleNotFoundError as error:
    if error.name not in ("typer", "rich"):
        raise
    sys.exit("The command line needs typer and rich: pip install 'staffmatch[cli]'")

__all__ = ["app", "main"]
