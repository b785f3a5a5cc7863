"""The caller's side of a job's process: the request, the messages, the end."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any, cast

from staffmatch.errors import JobError, StaffmatchError
from staffmatch.jobs import refusals
from staffmatch.jobs.events import EventLog
from staffmatch.jobs.messages import messages, read_error, read_event, send
from staffmatch.jobs.own_modules import Files
from staffmatch.jobs.serve import serve
from staffmatch.messages.message import Message
from staffmatch.runtime.child import start_child

# Seconds after which a process that has closed its pipe is killed.
_LONGEST_END = 5.0


class JobProcess:
    """A process working on one request. ``over`` is set when it has ended and nothing more will be known.

    Then either ``result`` holds its answer, or ``failure`` says why there is none. ``plan`` is the newest plan. It is
    ``killed`` if the caller ended it.
    """

    def __init__(self, files: Files, request: Callable[[], Any]) -> None:
        """``request`` makes what is sent, in the sending thread, since a city takes a while."""
        self.log, self.over = EventLog(), threading.Event()
        self.plan: bytes | None = None
        self.result: bytes | None = None
        self.failure: StaffmatchError | None = None
        self.killed = False
        self._owner = os.getpid()
        self._sending = threading.Lock()
        try:
            self.child: subprocess.Popen[bytes] = start_child(serve)
        except OSError as error:
            raise JobError(refusals.NO_PROCESS(what=error.strerror or type(error).__name__)) from error
        # A program does not wait for its jobs when it ends.
        self._thread = threading.Thread(
            target=self._converse, args=(files, request), name="staffmatch-job", daemon=True
        )
        self._sending.acquire()
        try:
            self._thread.start()
        except RuntimeError as error:
            self._reap(0.0)
            raise JobError(refusals.NO_THREAD()) from error

    @property
    def is_own(self) -> bool:
        """Whether this process started it, and is not a forked copy of the one that did."""
        return os.getpid() == self._owner

    def stop(self) -> bool:
        """Ask it to stop; False while its request is still being sent."""
        if not self._sending.acquire(blocking=False):
            return False
        try:
            # It has already ended.
            with suppress(OSError, ValueError):
                to_child = cast(IO[bytes], self.child.stdin)
                to_child.write(b"s")
                to_child.flush()
        finally:
            self._sending.release()
        return True

    def kill(self) -> None:
        """Kill it; does nothing in a forked copy of the caller's process."""
        if self.is_own:
            self.killed = not self.over.is_set()
            self.child.kill()

    def join(self, seconds: float | None = None) -> None:
        """Wait for its thread, which ends after the process; a large scenario is first prepared to the end."""
        self._thread.join(seconds)

    def _converse(self, files: Files, request: Callable[[], Any]) -> None:
        """Send the request, read the messages, see it end; the caller holds the lock on sending."""
        try:
            try:
                content = _pickled(request)
                pipe = cast(IO[bytes], self.child.stdin).fileno()
                # What it said before it ended is read all the same.
                with suppress(OSError):
                    send(pipe, json.dumps(files).encode())
                    send(pipe, content)
            finally:
                self._sending.release()
            self._listen()
        except OSError:
            self.failure = self.failure or self._lost(None)
        except StaffmatchError as error:
            self.failure = error
        # Bytes can be wrong in any way.
        except Exception as error:  # noqa: BLE001
            self.failure = self._lost(refusals.NONSENSE_OF(kind=type(error).__name__))
        finally:
            self._reap(0.0)
            self.over.set()
            self.log.end()

    def _listen(self) -> None:
        for kind, content in messages(cast(IO[bytes], self.child.stdout).fileno()):
            if kind == b"event":
                self.log.add(read_event(content))
            elif kind == b"plan":
                self.plan = content
            elif kind == b"result":
                self.result = content
                return
            elif kind == b"error":
                self.failure = read_error(content)
                return
            else:
                raise JobError(refusals.LOST_BECAUSE(why=refusals.NONSENSE()))
        self.failure = self._lost(None)

    def _lost(self, why: Message | None) -> JobError:
        return JobError(refusals.LOST_BECAUSE(why=why or _exit(self._reap(_LONGEST_END))))

    def _reap(self, patience: float) -> int:
        """Its exit code, once it has ended."""
        try:
            code = self.child.wait(patience) if patience else self.child.poll()
        except subprocess.TimeoutExpired:
            code = None
        if code is None:
            self.child.kill()
            code = self.child.wait()
        for pipe in (self.child.stdin, self.child.stdout):
            # What was written to a process that has ended can no longer be flushed.
            with suppress(OSError):
                cast(IO[bytes], pipe).close()
        return code


def _pickled(request: Callable[[], Any]) -> bytes:
    try:
        return pickle.dumps(request(), pickle.HIGHEST_PROTOCOL)
    # Objects of users' own classes can fail in any way.
    except Exception as error:
        raise JobError(refusals.NOT_SENT(kind=type(error).__name__, error=str(error))) from error


def _exit(code: int) -> Message:
    return refusals.SIGNAL(signal=signal.Signals(-code).name) if code < 0 else refusals.CODE(code=code)
