"""Native calls that cannot be interrupted, run in a child process that can be killed.

Presolve and the first nodes of a large program do not poll for many seconds, flows not at all. The child receives
arrays on standard input and sends every better solution and bound at once, so killing it loses nothing. It runs the
same interpreter on this module and does not import the caller's program: scripts need no main guard, and it is safe in
web workers.

A child that dies or sends something unintelligible is recorded as a fault; a second child continues from what the first
one sent, and after that the search goes on with what it has. A child ends with its parent, and is the first process
that Linux kills when memory runs out.
"""

from __future__ import annotations

import _thread
import io
import math
import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import astuple, fields, replace
from pathlib import Path
from typing import IO, Any, TypeVar, cast

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Real
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Program, Status, described, open_session
from staffmatch.engine.backends.min_cost_flow import Arrows, least_cost
from staffmatch.engine.params import BackendParams
from staffmatch.runtime.child import start_child

_UNINTELLIGIBLE = "what it sent makes no sense"

# Linux kills the process with the highest score here first when memory runs out.
_OOM_SCORE = Path("/proc/self/oom_score_adj")

T = TypeVar("T")

Message = dict[str, Any]


class _Lost(Exception):
    """The child died, or sent something unintelligible."""


def solve_apart(
    program: Program,
    backend: BackendName | None,
    limits: Limits,
    start: Real | None,
    on_bound: Callable[[float], None],
) -> Answer:
    """As `Session.solve`, but returns within a fraction of a second once the ``limits`` are reached."""
    best = Answer(Status.UNKNOWN)

    def attempt(left: Limits) -> None:
        nonlocal best
        request = _request(program, backend, left, start if best.x is None else best.x)
        with closing(_messages_of(request, left, limits.params.grace)) as messages:
            for message in messages:
                best, steps = _updated(best, message, len(program.costs))
                limits.charge(steps)
                if best.bound is not None:
                    on_bound(best.bound)

    _with_retries(limits, attempt)
    return best


def flow_apart(arrows: Arrows, limits: Limits) -> Int | None:
    """As `least_cost`; None once the limits are reached, or if every child is lost."""

    def attempt(left: Limits) -> Int | None:
        request = {field.name: getattr(arrows, field.name) for field in fields(arrows)}
        with closing(_messages_of(request, left)) as messages:
            for message in messages:
                flow = message.get("flow")
                if flow is None or flow.shape != arrows.cost.shape or flow.dtype.kind != "i":
                    raise _Lost(_UNINTELLIGIBLE)
                return cast(Int, flow)
        return None

    return _with_retries(limits, attempt)


def _with_retries(limits: Limits, attempt: Callable[[Limits], T]) -> T | None:
    """The result of the first attempt whose child is not lost, within the remaining limits."""
    end = time.monotonic() + limits.seconds
    for _ in range(limits.params.attempts):
        left = replace(limits, seconds=end - time.monotonic())
        if left.over:
            break
        try:
            return attempt(left)
        except _Lost as lost:
            limits.fault(f"A solver's process was lost: {lost}.")
    return None


def _messages_of(request: Message, limits: Limits, grace: float = 0.0) -> Generator[Message, None, None]:
    """The messages of a child that is sent ``request``; it is killed after its last message, or when the limits are
    reached."""
    deadline = time.monotonic() + limits.seconds + grace
    try:
        with start_child(serve) as child:
            to_child, from_child = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
            try:
                messages = _start_receiver(from_child, child, limits.params.process_end)
                _send(to_child, request)
                while time.monotonic() < deadline and not limits.stop():
                    try:
                        message = messages.get(timeout=limits.params.process_pulse)
                    except queue.Empty:
                        continue
                    if isinstance(message, _Lost):
                        raise message
                    yield message
                    if message["over"]:
                        break
            finally:
                child.kill()
    except OSError as error:
        # The child could not be started, or died before it had read its request.
        raise _Lost(error.strerror or type(error).__name__) from error


def _updated(best: Answer, message: Message, width: int) -> tuple[Answer, int]:
    """The answer updated by a message, and the work done, which comes with the last message."""
    try:
        value, bound = (float(message[name]) if name in message else None for name in ("value", "bound"))
        x = message.get("x", best.x)
        status = Status.FEASIBLE if "x" in message else best.status
        status, steps = (Status(str(message["status"])), int(message["steps"])) if message["over"] else (status, 0)
    except (KeyError, TypeError, ValueError) as error:
        raise _Lost(_UNINTELLIGIBLE) from error
    finite = all(number is None or math.isfinite(number) for number in (value, bound))
    if not finite or (x is not None and not _is_point(x, width)):
        raise _Lost(_UNINTELLIGIBLE)
    bounds = [number for number in (best.bound, bound) if number is not None]
    return Answer(status, x, best.value if value is None else value, max(bounds, default=None)), steps


def _is_point(x: np.ndarray, width: int) -> bool:
    return x.shape == (width,) and x.dtype.kind == "f" and bool(np.isfinite(x).all())


def _request(program: Program, backend: BackendName | None, limits: Limits, start: Real | None) -> Message:
    matrix = program.matrix
    request = {
        "shape": matrix.shape,
        "data": matrix.data,
        "indices": matrix.indices,
        "indptr": matrix.indptr,
        "lower": program.lower,
        "upper": program.upper,
        "costs": program.costs,
        "most": program.upper_bounds,
        "presolve": program.presolve,
        "unit": program.unit,
        "backend": backend or "",
        "params": astuple(limits.params),
        "limits": (limits.seconds, limits.threads, limits.seed, limits.gap, limits.steps),
    }
    return request if start is None else request | {"start": start}


def serve() -> None:
    """The child's main function: read one request from standard input, write messages to standard output."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Output printed by a native library must not be taken for a message.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(OSError):
        _OOM_SCORE.write_text("1000")
    request = _read(sys.stdin.buffer)
    if request is None:
        return
    _thread.start_new_thread(_end_with_parent, ())
    try:
        if "tail" in request:
            _send(out, {"over": True, "flow": least_cost(Arrows(**request | {"supply": int(request["supply"])}))})
        else:
            _serve_program(request, out)
    except OSError:
        # The parent is gone.
        os._exit(1)
    # The parent reports the error; a traceback would appear in the middle of the caller's own output.
    except Exception as error:  # noqa: BLE001
        _send(out, {"over": True, "fault": described(error)})


def _end_with_parent() -> None:
    """End this process when the parent closes its end of the pipe, by finishing or by dying."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _serve_program(request: Message, out: IO[bytes]) -> None:
    matrix = csr_array((request["data"], request["indices"], request["indptr"]), shape=tuple(request["shape"]))
    program = Program(
        matrix,
        request["lower"],
        request["upper"],
        request["costs"],
        bool(request["presolve"]),
        float(request["unit"]),
        most=request["most"],
    )
    seconds, threads, seed, gap, steps = request["limits"].tolist()
    work: list[int] = []
    params = BackendParams(*request["params"].tolist())
    limits = Limits(
        seconds, int(threads), int(seed), lambda: False, gap, steps=steps, charge=work.append, params=params
    )
    session = open_session(program, str(request["backend"]) or None)  # type: ignore[arg-type]

    told = -np.inf

    def on_bound(bound: float) -> None:
        nonlocal told
        if bound > told:
            told = bound
            _send(out, {"over": False, "bound": bound})

    def on_solution(value: float, x: Real) -> None:
        _send(out, {"over": False, "value": value, "x": x})

    answer = session.solve(limits, request.get("start"), on_bound, on_solution)
    known = {name: getattr(answer, name) for name in ("value", "bound", "x") if getattr(answer, name) is not None}
    _send(out, {"over": True, "status": answer.status.value, "steps": sum(work)} | known)


def _send(pipe: IO[bytes], message: Message) -> None:
    buffer = io.BytesIO()
    try:
        np.savez(buffer, **message)
    except ValueError as error:
        # An archive that ran out of memory raises ValueError when it is closed.
        raise MemoryError from error
    pipe.write(len(buffer.getbuffer()).to_bytes(8, "little"))
    pipe.write(buffer.getbuffer())
    pipe.flush()


def _read(pipe: IO[bytes]) -> Message | None:
    """The next message, or None at the end of the stream."""
    head = pipe.read(8)
    if not head:
        return None
    size = int.from_bytes(head, "little")
    content = pipe.read(size)
    if len(content) < size or len(head) < 8:
        raise EOFError
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def _start_receiver(
    pipe: IO[bytes], child: subprocess.Popen[bytes], patience: float
) -> queue.SimpleQueue[Message | _Lost]:
    """A queue of the child's messages, filled by a thread.

    `threading.Thread.start` would wait for ever for a thread that has no memory to start.
    """
    messages: queue.SimpleQueue[Message | _Lost] = queue.SimpleQueue()
    try:
        _thread.start_new_thread(_receive, (pipe, child, messages, patience))
        messages.get(timeout=patience)
    except (RuntimeError, queue.Empty) as error:
        raise _Lost("no thread could be started to listen to it") from error
    return messages


def _receive(
    pipe: IO[bytes], child: subprocess.Popen[bytes], messages: queue.SimpleQueue[Message | _Lost], patience: float
) -> None:
    """Put an empty message to confirm that the thread runs, then every message; whatever ends it is put as well."""
    messages.put({})
    try:
        while (message := _read(pipe)) is not None:
            known = message if "over" in message else _Lost(_UNINTELLIGIBLE)
            messages.put(_Lost(str(message["fault"])) if "fault" in message else known)
        messages.put(_Lost(_exit_text(child.wait(patience))))
    # Bytes can be wrong in any way; all of it means that the child is lost.
    except Exception as error:  # noqa: BLE001
        messages.put(_Lost(f"what it sent cannot be read ({type(error).__name__})"))


def _exit_text(code: int) -> str:
    return f"it was ended by {signal.Signals(-code).name}" if code < 0 else f"it ended with code {code}"
