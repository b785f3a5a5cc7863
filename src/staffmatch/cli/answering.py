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
from staffmatch.errors import InternalError, StaffmatchError, both, told_in
from staffmatch.messages.message import Message, Sentence

if TYPE_CHECKING:
    from staffmatch.result.solution import Solution

_INTERRUPTED = Sentence("cli.interrupted_early", "Interrupted before the work was done.")
_OWN_FAULT = Sentence(
    "cli.own_fault", "A fault of staffmatch, please report it with the scenario that shows it: {error}"
)
_SYSTEM = Sentence("cli.system", "The system did not do what was asked: {what}.")
_UNFORESEEN = Sentence("cli.unforeseen", "An unforeseen {kind}: a fault of staffmatch, please report it.")
_WHERE = Sentence("cli.where", "STAFFMATCH_DEBUG=1 shows where.")

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
    speech = Speech()
    try:
        speech.ask(lang)
        with raising():
            yield speech
    except typer.Exit:
        raise
    except InternalError as error:
        _fault(_OWN_FAULT(error=str(error)), speech)
    except StaffmatchError as error:
        complain(error.text_in(speech.lang))
        raise typer.Exit(BAD_INPUT) from None
    except KeyboardInterrupt as error:
        complain(_INTERRUPTED().text_in(speech.lang))
        raise typer.Exit(TERMINATED if isinstance(error, Terminated) else INTERRUPTED) from None
    except OSError as error:
        silence(sys.stdout)
        _fault(_SYSTEM(what=error.strerror or type(error).__name__), speech)
    # The last resort: exit code 1 has another meaning, and a traceback may quote personal data.
    except Exception as error:  # noqa: BLE001
        _fault(_UNFORESEEN(kind=type(error).__name__), speech)


def _fault(message: Message, speech: Speech) -> NoReturn:
    debugging = bool(os.environ.get("STAFFMATCH_DEBUG"))
    if debugging:
        traceback.print_exc()
    complain(told_in(message if debugging else both(message, _WHERE()), speech.lang))
    raise typer.Exit(FAULT) from None
