"""The job's process: reads a scenario from standard input, writes events, better plans and the end to standard
output."""

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

# Linux kills the process with the highest score here first when memory runs out: this one before the server, but after
# a solver's process.
_OOM = Path("/proc/self/oom_score_adj")


def serve() -> None:
    """Solve the request on standard input, until the caller says "stop" or closes the pipe."""
    to_parent = os.dup(sys.stdout.fileno())
    # Output printed by a native library or a rule must not be taken for a message.
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
        # The caller has ended.
        os._exit(1)


def _listen(from_parent: int, stopped: threading.Event) -> None:
    """Set ``stopped`` when the caller says so; exit when the caller closes the pipe, by finishing or by dying."""
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
        # The input comes from the process that started this one, and from nobody else.
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
    # Any exception is reported to the caller.
    except BaseException as error:  # noqa: BLE001
        return tell_error(error)
    return _told(b"result ", solution)


def _told(kind: bytes, solution: Solution) -> bytes:
    return kind + solution.model_dump_json().encode()
