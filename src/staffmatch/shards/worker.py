"""What runs in a worker of an executor: it finds the shard that a call is about, or makes it, and asks it.

A shard is looked for in this process, then among the files of the search, and is made of its sources otherwise. Where
these are not on this machine, the worker says so and is sent them. So a lost worker costs time and nothing else.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast
from uuid import uuid4

from staffmatch.engine.shard_params import ShardParams
from staffmatch.formulation.integer_program import Origin
from staffmatch.models import Scenario
from staffmatch.runtime.child import safe_path
from staffmatch.shards.shard import shard_of
from staffmatch.shards.sources import Folder, People


class Question(Protocol):
    """What a ``part`` of a shard can be asked; its ``answer`` has the ``work`` that it took."""

    @property
    def part(self) -> str: ...

    @property
    def answer(self) -> type: ...

    def asked(self, shard: Any) -> Any: ...


@dataclass(frozen=True)
class Sources:
    """The pickles of a scenario without its people, and of the people of a shard, as this library made them."""

    seats: bytes
    people: bytes


@dataclass(frozen=True)
class Call:
    """A question to one shard, None for its survey alone; ``process`` is that of the search.

    ``capacity`` is the block that bounds rosters, unless the shard may ``choose`` one. ``sources`` come with a call
    only if the worker has asked for them.
    """

    folder: str
    shard: int
    process: int
    question: Question | None
    params: ShardParams
    capacity: Origin | None = None
    choose: bool = False
    sources: Sources | None = None


class Missing:
    """The answer of a worker that needs the sources of a shard."""


_kept: OrderedDict[tuple[str, int, str], Any] = OrderedDict()
_seats: dict[str, Scenario] = {}


def answer(call: Call) -> Any:
    """The shard's answer, or `Missing`."""
    with _safe_imports(call.process):
        part = "survey" if call.question is None else call.question.part
        found = _part(call, part)
        return found if call.question is None or isinstance(found, Missing) else call.question.asked(found)


@contextmanager
def _safe_imports(process: int) -> Iterator[None]:
    """In another process than that of the search, nothing is imported from the working directory meanwhile."""
    if os.getpid() == process:
        yield
        return
    before, sys.path[:] = sys.path[:], safe_path()
    try:
        yield
    finally:
        sys.path[:] = before


def _part(call: Call, part: str) -> Any:
    key, folder = (call.folder, call.shard, part), Folder(Path(call.folder))
    if (found := _kept.get(key)) is not None:
        return found
    file = folder.made(call.shard, part)
    if file.exists():
        # Written by this library into a folder that nobody else may write to.
        found = pickle.loads(file.read_bytes())  # noqa: S301
    else:
        scenario = _scenario(call, folder)
        if scenario is None:
            return Missing()
        shard = shard_of(scenario, call.capacity, call.choose, call.params)
        for name in ("survey", "problem", "priced"):
            _put_down(getattr(shard, name), folder.made(call.shard, name))
        found = getattr(shard, part)
    _keep(key, found, call.params.kept)
    return found


def _scenario(call: Call, folder: Folder) -> Scenario | None:
    """The scenario of the shard's people; None where its sources are neither here nor sent along."""
    seats, people = folder.seats, folder.people(call.shard)
    if call.sources is None and not people.exists():
        return None
    if call.folder not in _seats:
        content = seats.read_bytes() if call.sources is None else call.sources.seats
        _seats.clear()
        _seats[call.folder] = pickle.loads(content)  # noqa: S301 - as above
    content = people.read_bytes() if call.sources is None else call.sources.people
    return cast(People, pickle.loads(content)).joined(_seats[call.folder])  # noqa: S301 - as above


def _put_down(part: object, file: Path) -> None:
    """Write a part for the other processes of this machine; whole, or not at all where there is no room."""
    if not file.parent.exists():
        return
    unready = file.with_name(f"{file.name}-{uuid4().hex}")
    with suppress(OSError):
        unready.write_bytes(pickle.dumps(part))
        unready.replace(file)
    unready.unlink(missing_ok=True)


def _keep(key: tuple[str, int, str], part: Any, most: int) -> None:
    """Keep a part in this process, in place of those of other searches and of the oldest ones."""
    for other in [other for other in list(_kept) if other[0] != key[0]]:
        _kept.pop(other, None)
    _kept[key] = part
    while len(_kept) > most:
        _kept.popitem(last=False)
