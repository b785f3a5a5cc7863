"""Native calls that can not be interrupted, in a process of their own that can be ended.

Presolve and the first nodes of a large program listen to nobody for many seconds, and flows not at all. The child gets
the arrays through its standard input and sends every better solution and bound at once: ending it loses nothing. It is
the same interpreter on this module, not a copy of the caller's program: scripts need no guard, web workers no care.

A child that dies, or says what can not be understood, is a fault that is remembered; a second one goes on from there,
and after that the search goes on with what the two have said. A child ends with its parent, and the system takes it
first where memory is short.
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
from dataclasses import fields, replace
from pathlib import Path
from typing import IO, Any, TypeVar, cast

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Real
from staffmatch.engine.backends.lp import Answer, BackendName, Limits, Program, Status, described, open_session
from staffmatch.engine.backends.min_cost_flow import Arrows, least_cost
from staffmatch.runtime.child import start_child

# The child is given so long to say what it has once its time is over.
_GRACE = 0.25
_PULSE = 0.05

# A child that has said its last ends within so many seconds, and a thread begins.
_LONGEST_MOMENT = 5.0

_NONSENSE = "what it sent makes no sense"

# So often a call is tried: once more where a child is lost.
_ATTEMPTS = 2

# Where Linux is told which process to end first when memory is short.
_FIRST_TO_GO = Path("/proc/self/oom_score_adj")

T = TypeVar("T")

Message = dict[str, Any]


class _Lost(Exception):
    """A child died, or what it sent makes no sense."""


def solve_apart(
    program: Program,
    backend: BackendName | None,
    limits: Limits,
    start: Real | None,
    on_bound: Callable[[float], None],
) -> Answer:
    """As `Session.solve`, but over within a fraction of a second once ``limits`` say so."""
    best = Answer(Status.UNKNOWN)

    def attempt(left: Limits) -> None:
        nonlocal best
        request = _request(program, backend, left, start if best.x is None else best.x)
        with closing(_heard_of(request, left, _GRACE)) as messages:
            for message in messages:
                best, steps = _heard(best, message, len(program.costs))
                limits.charge(steps)
                if best.bound is not None:
                    on_bound(best.bound)

    _persistently(limits, attempt)
    return best


def flow_apart(arrows: Arrows, limits: Limits) -> Int | None:
    """As `least_cost`, but None once ``limits`` say so, or where every child is lost."""

    def attempt(left: Limits) -> Int | None:
        request = {field.name: getattr(arrows, field.name) for field in fields(arrows)}
        with closing(_heard_of(request, left)) as messages:
            for message in messages:
                flow = message.get("flow")
                if flow is None or flow.shape != arrows.cost.shape or flow.dtype.kind != "i":
                    raise _Lost(_NONSENSE)
                return cast(Int, flow)
        return None

    return _persistently(limits, attempt)


def _persistently(limits: Limits, attempt: Callable[[Limits], T]) -> T | None:
    """What comes of the first attempt whose child is not lost, within what is left of the limits."""
    end = time.monotonic() + limits.seconds
    for _ in range(_ATTEMPTS):
        left = replace(limits, seconds=end - time.monotonic())
        if left.over:
            break
        try:
            return attempt(left)
        except _Lost as lost:
            limits.fault(f"A solver's process was lost: {lost}.")
    return None


def _heard_of(request: Message, limits: Limits, grace: float = 0.0) -> Generator[Message, None, None]:
    """The messages of a process that is sent a request; it is ended after its last one, and when the limits say so."""
    deadline = time.monotonic() + limits.seconds + grace
    try:
        with start_child(serve) as child:
            to_child, from_child = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
            try:
                messages = _listening(from_child, child)
                _send(to_child, request)
                while time.monotonic() < deadline and not limits.stop():
                    try:
                        message = messages.get(timeout=_PULSE)
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
        # It could not be started, or was gone before it had its request.
        raise _Lost(error.strerror or type(error).__name__) from error


def _heard(best: Answer, message: Message, width: int) -> tuple[Answer, int]:
    """The answer so far, with what has come in; and the work that was done for it, once it is over."""
    try:
        value, bound = (float(message[name]) if name in message else None for name in ("value", "bound"))
        x = message.get("x", best.x)
        status = Status.FEASIBLE if "x" in message else best.status
        status, steps = (Status(str(message["status"])), int(message["steps"])) if message["over"] else (status, 0)
    except (KeyError, TypeError, ValueError) as error:
        raise _Lost(_NONSENSE) from error
    finite = all(number is None or math.isfinite(number) for number in (value, bound))
    if not finite or (x is not None and not _is_point(x, width)):
        raise _Lost(_NONSENSE)
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
        "presolve": program.presolve,
        "unit": program.unit,
        "backend": backend or "",
        "limits": (limits.seconds, limits.threads, limits.seed, limits.gap, limits.steps),
    }
    return request if start is None else request | {"start": start}


def serve() -> None:
    """The child: one request from standard input, messages on standard output."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a native library prints must not be taken for a message.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(OSError):
        _FIRST_TO_GO.write_text("1000")
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
    # The parent tells it: a traceback would stand in the middle of the caller's own output.
    except Exception as error:  # noqa: BLE001
        _send(out, {"over": True, "fault": described(error)})


def _end_with_parent() -> None:
    """Its end of the pipe closes when it is done, or gone."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def _serve_program(request: Message, out: IO[bytes]) -> None:
    matrix = csr_array((request["data"], request["indices"], request["indptr"]), shape=tuple(request["shape"]))
    program = Program(
        matrix, request["lower"], request["upper"], request["costs"], bool(request["presolve"]), float(request["unit"])
    )
    seconds, threads, seed, gap, steps = request["limits"].tolist()
    work: list[int] = []
    limits = Limits(seconds, int(threads), int(seed), lambda: False, gap, steps=steps, charge=work.append)
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
        # An archive in which memory ran out fails once more as it is closed.
        raise MemoryError from error
    pipe.write(len(buffer.getbuffer()).to_bytes(8, "little"))
    pipe.write(buffer.getbuffer())
    pipe.flush()


def _read(pipe: IO[bytes]) -> Message | None:
    """The next message; None where there is none any more."""
    head = pipe.read(8)
    if not head:
        return None
    size = int.from_bytes(head, "little")
    content = pipe.read(size)
    if len(content) < size or len(head) < 8:
        raise EOFError
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def _listening(pipe: IO[bytes], child: subprocess.Popen[bytes]) -> queue.SimpleQueue[Message | _Lost]:
    """What the child says, as it comes; a thread receives it.

    `threading.Thread.start` would wait for ever for a thread that has no memory to begin.
    """
    messages: queue.SimpleQueue[Message | _Lost] = queue.SimpleQueue()
    try:
        _thread.start_new_thread(_receive, (pipe, child, messages))
        messages.get(timeout=_LONGEST_MOMENT)
    except (RuntimeError, queue.Empty) as error:
        raise _Lost("no thread could be started to listen to it") from error
    return messages


def _receive(pipe: IO[bytes], child: subprocess.Popen[bytes], messages: queue.SimpleQueue[Message | _Lost]) -> None:
    """Says that it is there; whatever ends it is a message as well."""
    messages.put({})
    try:
        while (message := _read(pipe)) is not None:
            known = message if "over" in message else _Lost(_NONSENSE)
            messages.put(_Lost(str(message["fault"])) if "fault" in message else known)
        messages.put(_Lost(_ending(child.wait(_LONGEST_MOMENT))))
    # What can be wrong with bytes is open-ended; all of it means that the child is lost.
    except Exception as error:  # noqa: BLE001
        messages.put(_Lost(f"what it sent can not be read ({type(error).__name__})"))


def _ending(code: int) -> str:
    return f"it was ended by {signal.Signals(-code).name}" if code < 0 else f"it ended with code {code}"
