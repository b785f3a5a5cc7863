"""The search's side of the executor: calls to all shards, their answers, and what becomes of lost ones.

Nothing is decided by the order in which answers come. A call that fails is made again once; what fails twice, or an
executor that takes no more calls, ends the asking and names the shard.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from staffmatch.engine.backends.lp import described
from staffmatch.engine.state.control import Control
from staffmatch.formulation.integer_program import Origin
from staffmatch.shards.shard import Survey
from staffmatch.shards.sources import Folder
from staffmatch.shards.worker import Call, Missing, Question, Sources, answer


class Executor(Protocol):
    """What runs calls: an executor of concurrent.futures, or whatever else gives such futures."""

    def submit(self, fn: Any, /, *args: Any) -> Future[Any]: ...


class OutOfTime(Exception):
    """The search is over before all shards have answered."""


class LostShard(Exception):
    """A shard could not be asked."""

    def __init__(self, shard: int, what: str) -> None:
        super().__init__(shard, what)
        self.shard, self.what = shard, what


@dataclass
class Crew:
    """All shards of a search; ``capacity`` is the block that bounds rosters, once it is chosen."""

    executor: Executor
    folder: Folder
    control: Control
    shards: int
    capacity: Origin | None = None
    choose: bool = True
    _attempts: dict[int, int] = field(default_factory=dict)

    def ask(self, questions: Mapping[int, Question | None]) -> list[Any]:
        """The answers of some shards, in their order.

        OutOfTime once the search is over, LostShard if one of them cannot be had.
        """
        waiting: dict[Future[Any], int] = {}
        answers: dict[int, Any] = {}
        self._attempts.clear()
        try:
            for shard, question in questions.items():
                waiting[self._submitted(self._call(shard, question))] = shard
            while waiting:
                done, _ = wait(waiting, self.control.params.shards.pulse, FIRST_COMPLETED)
                for future in done:
                    shard = waiting.pop(future)
                    question = questions[shard]
                    found = self._answer(future, shard, Survey if question is None else question.answer)
                    if isinstance(found, Call):
                        found = replace(found, question=question)
                        waiting[self._submitted(found)] = shard
                    else:
                        answers[shard] = found
                if waiting and self.control.over():
                    raise OutOfTime
        finally:
            for future in waiting:
                future.cancel()
        found = [answers[shard] for shard in questions]
        self.control.time.charge(sum(getattr(one, "work", 0) for one in found))
        return found

    def all(self, question: Question | None) -> list[Any]:
        """The answers of all shards to one question."""
        return self.ask(dict.fromkeys(range(self.shards), question))

    def some(self, shards: Sequence[int], question: Question | None) -> list[Any]:
        return self.ask(dict.fromkeys(shards, question))

    def _call(self, shard: int, question: Question | None) -> Call:
        params = self.control.params.shards
        return Call(self.folder.path, shard, os.getpid(), question, params, self.capacity, self.choose)

    def _submitted(self, call: Call) -> Future[Any]:
        try:
            return self.executor.submit(answer, call)
        # Whatever an executor raises, it takes no call.
        except Exception as error:
            raise LostShard(call.shard, f"the executor takes no more calls ({described(error)}).") from error

    def _answer(self, future: Future[Any], shard: int, wanted: type) -> Any:
        """The answer, or the call to make in its place."""
        try:
            found = _required(future.result(), wanted)
        except (BrokenExecutor, CancelledError) as error:
            raise LostShard(shard, f"the executor has died ({described(error)}).") from error
        # Any exception of a worker: memory, a pickle that fails, a rule of the caller's own.
        except Exception as error:
            attempts = self._attempts[shard] = self._attempts.get(shard, 0) + 1
            if attempts >= self.control.params.shards.attempts:
                raise LostShard(shard, f"{described(error)}.") from error
            self.control.fault(f"Shard {shard + 1} of {self.shards} was lost and is made again: {described(error)}.")
            return self._call(shard, None)
        if isinstance(found, Missing):
            content = Path(self.folder.seats), Path(self.folder.people(shard))
            return replace(self._call(shard, None), sources=Sources(*(file.read_bytes() for file in content)))
        return found


def _required(found: Any, wanted: type) -> Any:
    if not isinstance(found, wanted | Missing):
        raise TypeError(f"what came back is a {type(found).__name__}")
    return found
