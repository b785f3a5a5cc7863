"""Executors that do what tests want: at once, in another order, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from staffmatch.shards.worker import Call


class AtOnce:
    """Runs each call as it comes; ``changed`` may change it first."""

    def __init__(self, changed: Callable[[Call], Call] = lambda call: call) -> None:
        self.calls: list[Call] = []
        self._changed = changed

    def submit(self, fn: Any, /, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        (call,) = args
        self.calls.append(call)
        try:
            future.set_result(fn(self._changed(call)))
        # As an executor does.
        except Exception as error:  # noqa: BLE001
            future.set_exception(error)
        return future


class Failing(AtOnce):
    """Raises an error for the calls that ``fails`` says."""

    def __init__(self, error: Exception, fails: Callable[[Call, int], bool]) -> None:
        super().__init__()
        self._error, self._fails = error, fails

    def submit(self, fn: Any, /, *args: Any) -> Future[Any]:
        (call,) = args
        if self._fails(call, len(self.calls)):
            self.calls.append(call)
            future: Future[Any] = Future()
            future.set_exception(self._error)
            return future
        return super().submit(fn, call)


class Never(AtOnce):
    """Answers nothing from its n-th call on."""

    def __init__(self, first: int) -> None:
        super().__init__()
        self._first = first

    def submit(self, fn: Any, /, *args: Any) -> Future[Any]:
        if len(self.calls) >= self._first:
            return Future()
        return super().submit(fn, *args)


class Answering(AtOnce):
    """Answers all calls with the same."""

    def __init__(self, said: object) -> None:
        super().__init__()
        self._said = said

    def submit(self, fn: Any, /, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(self._said)
        return future


def elsewhere(call: Call) -> Call:
    """The call as it reaches another machine, which has none of the files."""
    return replace(call, folder=f"{call.folder}-elsewhere")
