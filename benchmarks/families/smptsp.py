"""Shift minimisation: fixed tasks, each worker qualified for some of them, and as few workers as can be.

Lines that begin with ``#`` and blank lines say nothing::

    Type = 1
    Jobs = N
    start end                   N lines, one for each task
    Qualifications = W
    k: i1 i2 ... ik             W lines, one for each worker: how many tasks, and which, from 0 on
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.families.base import Instance
from benchmarks.families.files import Files, Rows, malformed, text_of
from benchmarks.families.scenes import demands, pair_table, scenario, workers
from staffmatch import Scenario
from staffmatch.arrays import Int
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest
from staffmatch.objectives import EmptySeats, WorkersUsed

_LATEST = 10**7

Line = tuple[int, str]


class ShiftMinimisation(Files):
    folder, ending, best = "smptsp", ".dat", "upper_bound"

    def scenario(self, instance: Instance) -> Scenario:
        tasks, people, worker, task = read(instance.source)
        return scenario(
            workers(people),
            demands([(start, end) for start, end in tasks.tolist()]),
            pair_table(worker, task),
            [AllowedPairs(), DailyRest(hours=0), Coverage()],
            [[EmptySeats()], [WorkersUsed()]],
        )


def read(path: str) -> tuple[Int, int, Int, Int]:
    """(start, end) of the tasks, the number of workers, and (worker, task) of the qualifications."""
    lines = [(number, line.strip()) for number, line in enumerate(text_of(path).splitlines(), 1)]
    told: Sequence[Line] = [(number, line) for number, line in lines if line and not line.startswith("#")]
    _, told = _headed(path, told, "Type")
    jobs, told = _headed(path, told, "Jobs")
    tasks = _tasks(path, told[:jobs], jobs)
    people, told = _headed(path, told[jobs:], "Qualifications")
    if len(told) != people:
        raise malformed(path, "", f"announces {people} workers, but {len(told)} lines follow.")
    owner, task = _qualifications(path, told, jobs)
    return tasks, people, owner, task


def _headed(path: str, lines: Sequence[Line], name: str) -> tuple[int, Sequence[Line]]:
    """The number of the line ``name = number``, and the lines after it."""
    if not lines:
        raise malformed(path, "", f"ends before '{name} = ...'.")
    (number, line), *rest = lines
    word, _, count = line.partition("=")
    if word.strip() != name or not count.strip().isdecimal():
        raise malformed(path, f"line {number}", f"{line[:60]!r} is not '{name} = ' and a number.")
    return int(count), rest


def _tasks(path: str, lines: Sequence[Line], jobs: int) -> Int:
    if len(lines) != jobs:
        raise malformed(path, "", f"announces {jobs} tasks, but ends after {len(lines)}.")
    for number, line in lines:
        if len(line.split()) != 2:
            raise malformed(path, f"line {number}", f"{line[:60]!r} is not the start and the end of a task.")
    rows = Rows.of(path, " ".join(line for _, line in lines).split(), 2, "line", [number for number, _ in lines])
    start, end = rows.values.T
    rows.require((start >= 0) & (end <= _LATEST), f"a time is not within 0 and {_LATEST:,}.")
    rows.require(start < end, "the task ends before or as it starts.")
    return rows.values


def _qualifications(path: str, lines: Sequence[Line], jobs: int) -> tuple[Int, Int]:
    words: list[str] = []
    owner: list[int] = []
    for worker, (number, line) in enumerate(lines):
        count, colon, listed = line.partition(":")
        tasks = listed.split()
        if not colon or count.strip() != str(len(tasks)):
            raise malformed(
                path, f"line {number}", f"{line[:60]!r} does not begin with how many tasks it lists, and ':'."
            )
        words += tasks
        owner += [worker] * len(tasks)
    rows = Rows.of(path, words, 1, "line", [lines[worker][0] for worker in owner])
    task, who = rows.values[:, 0], np.array(owner, np.int64)
    rows.require((task >= 0) & (task < jobs), f"there is no such task among the {jobs}, counted from 0.")
    rows.require_distinct(who, task)
    return who, task
