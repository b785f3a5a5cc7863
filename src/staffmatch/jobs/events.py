"""The events of a job, for threads and for asyncio."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from staffmatch.engine.state.trace import Event

# Events kept for late listeners.
_MOST = 2_000


class EventLog:
    """The latest events, numbered from 0; waiting listeners are woken by each, and by the end."""

    def __init__(self) -> None:
        self._kept: deque[Event] = deque(maxlen=_MOST)
        self._count = 0
        self._changed = threading.Condition()
        self._wakers: set[Callable[[], None]] = set()
        self.ended = False

    def add(self, event: Event) -> None:
        with self._changed:
            self._kept.append(event)
            self._count += 1
            self._tell()

    def end(self) -> None:
        with self._changed:
            self.ended = True
            self._tell()

    def _tell(self) -> None:
        self._changed.notify_all()
        for wake in self._wakers:
            wake()

    def since(self, number: int) -> tuple[Event | None, int, bool]:
        """The first event from a number on, the number after it, and whether more may follow."""
        with self._changed:
            number = max(number, self._count - len(self._kept))
            if number < self._count:
                return self._kept[number - self._count], number + 1, True
            return None, number, not self.ended

    def wait(self, number: int) -> None:
        """Wait for an event with this number, or for the end."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended or self._count > number)

    def wake(self, waker: Callable[[], None]) -> None:
        with self._changed:
            self._wakers.add(waker)

    def forget(self, waker: Callable[[], None]) -> None:
        with self._changed:
            self._wakers.discard(waker)


class Events:
    """Events from the first one kept to the last, as an iterator for ``for`` and ``async for``.

    It ends with the job. Every iterator that `Job.events` returns starts at the first event.

    >>> with sm.submit(scenario) as job:
    ...     phases = [event.phase for event in job.events()]
    >>> phases[-1]
    'done'
    """

    def __init__(self, log: EventLog) -> None:
        self._log, self._number = log, 0

    def __iter__(self) -> Events:
        return self

    def __next__(self) -> Event:
        while True:
            event, self._number, more = self._log.since(self._number)
            if event is not None:
                return event
            if not more:
                raise StopIteration
            self._log.wait(self._number)

    def __aiter__(self) -> Events:
        return self

    async def __anext__(self) -> Event:
        loop, woken = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            # Nobody waits in a closed event loop.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(woken.set)

        self._log.wake(wake)
        try:
            while True:
                event, self._number, more = self._log.since(self._number)
                if event is not None:
                    return event
                if not more:
                    raise StopAsyncIteration
                await woken.wait()
                woken.clear()
        finally:
            self._log.forget(wake)
