"""How a command ends: exit codes, and errors as sentences."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from staffmatch.cli.screen import complain, silence
from staffmatch.cli.signals import INTERRUPTED, TERMINATED, Terminated, raising
from staffmatch.cli.speech import Speech
from staffmatch.errors import InternalError, StaffmatchError

if TYPE_CHECKING:
    from staffmatch.result.solution import Solution

OK, VIOLATED, BAD_INPUT, NO_PLAN, FAULT = 0, 1, 2, 3, 70


def code(solution: Solution, signals: Collection[int] = ()) -> int:
    """The exit code for how a solution ended, and for the signals received."""
    if solution.status in ("infeasible", "unknown"):
        return NO_PLAN
    if signal.SIGTERM in signals:
        return TERMINATED
    return INTERRUPTED if solution.termination.reason == "interrupted" or signals else OK


@contextmanager
def answering(lang: str | None = None) -> Iterator[Speech]:
    """Turn errors into a sentence and an exit code; ``lang`` is the language asked for, if any."""
    try:
        with raising():
            yield Speech(lang)
    except typer.Exit:
        raise
    except InternalError as error:
        _fault(f"A fault of staffmatch, please report it with the scenario that shows it: {error}")
    except StaffmatchError as error:
        complain(str(error))
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt as error:
        complain("Interrupted before the work was done.")
        raise typer.Exit(TERMINATED if isinstance(error, Terminated) else INTERRUPTED) from None
    except OSError as error:
        silence(sys.stdout)
        _fault(f"The system did not do what was asked: {error.strerror or type(error).__name__}.")
    # The last resort: exit code 1 has another meaning, and a traceback may quote personal data.
    except Exception as error:  # noqa: BLE001
        _fault(f"An unforeseen {type(error).__name__}: a fault of staffmatch, please report it.")


def _fault(text: str) -> NoReturn:
    if os.environ.get("STAFFMATCH_DEBUG"):
        traceback.print_exc()
    else:
        text += " STAFFMATCH_DEBUG=1 shows where."
    complain(text)
    raise typer.Exit(FAULT) from None
