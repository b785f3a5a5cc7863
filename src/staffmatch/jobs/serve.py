"""A job's process: one scenario from standard input; events, better plans and how it ended on standard output."""

from __future__ import annotations

import _thread
import json
import os
import pickle
import sys
import threading
from contextlib import suppress
from pathlib import Path

from staffmatch.jobs.messages import receive, send, tell_error, tell_event
from staffmatch.jobs.own_modules import OwnModules
from staffmatch.result.solution import Solution
from staffmatch.solver import solve

# Where Linux is told which process to end first when memory is short: before the server, after a solver's process.
_OOM = Path("/proc/self/oom_score_adj")


def serve() -> None:
    """Solve what standard input holds, until the caller says "stop" or is gone."""
    to_parent = os.dup(sys.stdout.fileno())
    # Whatever a native library or a rule prints must not be taken for a message.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(OSError):
        _OOM.write_text("500")
    from_parent = sys.stdin.fileno()
    files, request = receive(from_parent), receive(from_parent)
    if files is None or request is None:
        return
    stopped = threading.Event()
    _thread.start_new_thread(_listen, (from_parent, stopped))
    try:
        send(to_parent, _answer(files, request, stopped, to_parent))
    except OSError:
        # The caller is gone.
        os._exit(1)


def _listen(from_parent: int, stopped: threading.Event) -> None:
    """The caller's end of the pipe closes when it has no more use for this, or is gone."""
    while os.read(from_parent, 1):
        stopped.set()
    os._exit(1)


def _answer(files: bytes, request: bytes, stopped: threading.Event, to_parent: int) -> bytes:
    speaking = threading.Lock()

    def say(content: bytes) -> None:
        with speaking:
            send(to_parent, content)

    try:
        sys.meta_path.insert(0, OwnModules(json.loads(files)))
        # Written by the process that started this one, and by nobody else.
        scenario, options = pickle.loads(request)  # noqa: S301
        solution = solve(
            scenario,
            on_event=lambda event: say(tell_event(event)),
            on_solution=lambda better: say(_told(b"plan ", better)),
            stop=stopped.is_set,
            **options,
        )
    except BrokenPipeError:
        raise
    # Whatever it is, it is told to the caller.
    except BaseException as error:  # noqa: BLE001
        return tell_error(error)
    return _told(b"result ", solution)


def _told(kind: bytes, solution: Solution) -> bytes:
    return kind + solution.model_dump_json().encode()
