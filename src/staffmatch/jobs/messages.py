"""The messages between a job's two processes: length-prefixed frames of bytes.

The caller's process is trusted and sends a pickle; the job's process answers in JSON, since its bytes must not be able
to create arbitrary objects in the caller.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from staffmatch.engine.state.trace import Event
from staffmatch.errors import (
    InputError,
    InputIssue,
    InternalError,
    JobError,
    LimitError,
    StaffmatchError,
    Told,
    UnsupportedRule,
)
from staffmatch.jobs import refusals

# A plan of a city takes some megabytes, so a longer frame is not one of ours.
LONGEST = 2**32

_ISSUES = TypeAdapter(tuple[InputIssue, ...])
_TOLD: TypeAdapter[Told] = TypeAdapter(Told)
_ERRORS = {cls.__name__: cls for cls in (UnsupportedRule, LimitError, InternalError)}


def send(pipe: int, content: bytes) -> None:
    """Write a frame; OSError if the pipe is closed."""
    left = memoryview(len(content).to_bytes(8, "little") + content)
    while left:
        left = left[os.write(pipe, left) :]


def receive(pipe: int) -> bytes | None:
    """The next frame; None at the end of the stream, ValueError if it is truncated or too long."""
    head = _exactly(pipe, 8)
    if not head:
        return None
    size = int.from_bytes(head, "little")
    if len(head) < 8 or size > LONGEST:
        raise ValueError
    content = _exactly(pipe, size)
    if len(content) < size:
        raise ValueError
    return content


def _exactly(pipe: int, size: int) -> bytes:
    parts, left = [], size
    # Unbuffered, so that another reader of the pipe misses nothing.
    while left and (part := os.read(pipe, min(left, 2**20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def tell_event(event: Event) -> bytes:
    return b"event " + json.dumps(event).encode()


def read_event(content: bytes) -> Event:
    """Parse an event; ValueError or TypeError if it is invalid."""
    phase, *numbers = json.loads(content)
    value, bound, seconds, tier, term, certified = numbers
    return Event(str(phase), _real(value), _real(bound), float(seconds), tier, term, _real(certified))


def _real(value: Any) -> float | None:
    return None if value is None else float(value)


def tell_error(error: BaseException) -> bytes:
    if isinstance(error, InputError):
        told = {"kind": "InputError", "problems": _ISSUES.dump_python(error.problems, mode="json")}
        return b"error " + json.dumps({**told, "count": error.count}).encode()
    kind = type(error).__name__
    said = error.told if isinstance(error, StaffmatchError) and kind in _ERRORS else f"{kind}: {error}"
    return b"error " + json.dumps({"kind": kind, "told": _TOLD.dump_python(said, mode="json")}).encode()


def read_error(content: bytes) -> StaffmatchError:
    """The error as the caller's own `solve` would have raised it; one that is not the library's becomes a
    `JobError`."""
    told = json.loads(content)
    if told["kind"] == "InputError":
        error = InputError(_ISSUES.validate_python(told["problems"]))
        error.count = int(told["count"])
        return error
    if told["kind"] in _ERRORS:
        return _ERRORS[told["kind"]](_TOLD.validate_python(told["told"]))
    return JobError(refusals.ELSEWHERE(text=str(told["told"])))


def parts(content: bytes) -> tuple[bytes, bytes]:
    """The kind of a message, and its content."""
    kind, _, rest = content.partition(b" ")
    return kind, rest


def messages(pipe: int) -> Iterator[tuple[bytes, bytes]]:
    """The messages of the other side, until it closes the pipe."""
    while (content := receive(pipe)) is not None:
        yield parts(content)
