"""Native calls that can not be interrupted, in a process of their own that can be ended.

Presolve and the first nodes of a large program listen to nobody for many seconds, and flows not at all. The child gets
the arrays through its standard input and sends every better solution and bound at once: ending it loses nothing. It is
the same interpreter on this module, not a copy of the caller's program: scripts need no guard, web workers no care.
"""

from __future__ import annotations

import io
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import IO, Any, cast

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Real
from staffmatch.child import start_child
from staffmatch.engine.lp import Answer, BackendName, Limits, Program, Status, open_session
from staffmatch.engine.mincost import Arrows, least_cost
from staffmatch.errors import InternalError

# The child is given so long to say what it has once its time is over.
_GRACE = 0.25
_PULSE = 0.05

Message = dict[str, Any]


def solve_apart(
    program: Program,
    backend: BackendName | None,
    limits: Limits,
    start: Real | None,
    on_bound: Callable[[float], None],
) -> Answer:
    """As `Session.solve`, but over within a fraction of a second once ``limits`` say so."""
    best = Answer(Status.UNKNOWN)
    for message in _heard_of(_request(program, backend, limits, start), limits, _GRACE):
        best = _heard(best, message)
        if best.bound is not None:
            on_bound(float(best.bound))
        if message["over"]:
            limits.charge(int(message["steps"]))
    return best


def flow_apart(arrows: Arrows, limits: Limits) -> Int | None:
    """As `least_cost`, but None once ``limits`` say so."""
    for message in _heard_of({field.name: getattr(arrows, field.name) for field in fields(arrows)}, limits):
        return cast(Int, message["flow"])
    return None


def _heard_of(request: Message, limits: Limits, grace: float = 0.0) -> Iterator[Message]:
    """The messages of a process that is sent a request; it is ended after its last one, and when the limits say so."""
    deadline = time.monotonic() + limits.seconds + grace
    with start_child(serve) as child:
        to_child, from_child = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        messages: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        threading.Thread(target=_receive, args=(from_child, messages), daemon=True).start()
        try:
            _send(to_child, request)
            while time.monotonic() < deadline and not limits.stop():
                try:
                    message = messages.get(timeout=_PULSE)
                except queue.Empty:
                    continue
                if message is None:
                    raise InternalError(f"The solver's process ended with code {child.wait()}.")
                yield message
                if message["over"]:
                    break
        finally:
            child.kill()


def _heard(best: Answer, message: Message) -> Answer:
    """The answer so far, with what has come in."""
    known = {name: message[name] for name in ("value", "bound", "x") if name in message}
    status = Status(str(message["status"])) if message["over"] else Status.FEASIBLE if "x" in message else best.status
    return replace(best, status=status, **known)


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
    request = _read(sys.stdin.buffer)
    if request is None:
        return
    if "tail" in request:
        _send(out, {"over": True, "flow": least_cost(Arrows(**request | {"supply": int(request["supply"])}))})
    else:
        _serve_program(request, out)


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
    np.savez(buffer, **message)
    pipe.write(len(buffer.getbuffer()).to_bytes(8, "little"))
    pipe.write(buffer.getbuffer())
    pipe.flush()


def _read(pipe: IO[bytes]) -> Message | None:
    size = int.from_bytes(pipe.read(8), "little")
    content = pipe.read(size)
    if not size or len(content) < size:
        return None
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)


def _receive(pipe: IO[bytes], messages: queue.SimpleQueue[Message | None]) -> None:
    while (message := _read(pipe)) is not None:
        messages.put(message)
    messages.put(None)
