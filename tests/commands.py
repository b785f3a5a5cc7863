"""Commands and scripts of staffmatch as processes of their own that have nothing to load.

A process that has imported the library, and done nothing else, is copied for each, so that a run of the tests pays for
the imports once. Streams, signals and exit are the command's own. One command runs at a time.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import IO, Self

_SERVER = "import sys; from tests.commands import serve; serve(int(sys.argv[1]))"
_NUMBER = struct.Struct("q")


@dataclass(frozen=True)
class Done:
    code: int
    stdout: str
    stderr: str


class Command:
    """A command that runs: what it writes to the error stream can be read.

    ``code`` is run in its place, as that of ``python -c`` whose arguments are the words.
    """

    def __init__(
        self, *words: object, stdout: IO[str] | int, stderr: IO[str] | int | None = None, code: str | None = None
    ) -> None:
        self._line, self._code = _line(), None
        reader, writer = os.pipe()
        self.stderr = os.fdopen(reader, "r", encoding="utf-8")
        with open(os.devnull, "rb") as nothing, os.fdopen(writer, "wb") as end:  # noqa: PTH123
            streams = [nothing, stdout, end if stderr is None else stderr]
            numbers = [one if isinstance(one, int) else one.fileno() for one in streams]
            asked = {"words": [str(word) for word in words], "code": code}
            socket.send_fds(self._line, [json.dumps(asked).encode()], numbers)
            self.pid = self._answer()

    def _answer(self) -> int:
        found: int
        (found,) = _NUMBER.unpack(self._line.recv(_NUMBER.size, socket.MSG_WAITALL))
        return found

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def wait(self) -> int:
        """Its exit code, or the number of the signal that ended it, negative."""
        if self._code is None:
            self._code = self._answer()
        return self._code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and self._code is None:
            self.send_signal(signal.SIGKILL)
        self.stderr.close()
        self.wait()


def run(
    *words: object,
    stdout: IO[str] | int | None = None,
    stderr: IO[str] | int | None = None,
    code: str | None = None,
) -> Done:
    """A command, or a script, to its end, with what it writes to streams of which nothing is said."""
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8")) for _ in range(2)]
        streams = [file if given is None else given for file, given in zip(files, (stdout, stderr), strict=True)]
        with Command(*words, stdout=streams[0], stderr=streams[1], code=code) as command:
            ended = command.wait()
        for file in files:
            file.seek(0)
        return Done(ended, files[0].read(), files[1].read())


@cache
def _line() -> socket.socket:
    ours, theirs = socket.socketpair()
    with theirs:
        server = subprocess.Popen([sys.executable, "-c", _SERVER, str(theirs.fileno())], pass_fds=[theirs.fileno()])

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours


def serve(number: int) -> None:
    """Become each command that is asked for, in a copy; tell the copy's number, then its exit code."""
    import staffmatch.cli.program
    import staffmatch.engine.backends.highs
    from staffmatch.cli import main
    from staffmatch.records.bases import RULES

    # All that a scenario and a search load.
    assert RULES
    assert staffmatch.cli.program.app
    with socket.socket(fileno=number) as line:
        while True:
            asked, streams, _, _ = socket.recv_fds(line, 2**16, 3)
            if not asked:
                return
            if (process := os.fork()) == 0:
                break
            for stream in streams:
                os.close(stream)
            line.sendall(_NUMBER.pack(process))
            line.sendall(_NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])))
    for own, stream in enumerate(streams):
        os.dup2(stream, own)
        os.close(stream)
    told = json.loads(asked)
    sys.argv = ["staffmatch" if told["code"] is None else "-c", *told["words"]]
    if told["code"] is None:
        main()
    else:
        exec(told["code"], {"__name__": "__main__"})  # noqa: S102
