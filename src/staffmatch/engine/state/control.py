"""When to stop, and what to tell meanwhile."""

from __future__ import annotations

import math
import os
import reprlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from numbers import Integral, Real
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.state.plan_feed import PlanFeed
from staffmatch.engine.state.trace import Event, Trace
from staffmatch.errors import InputError, InputIssue

# Steps of work, each about an entry of an array that is touched, to the unit: about a second's work.
STEPS = 10**9

# A limit of about 30 years is none: solvers count in 64 bits.
_FOR_EVER = 1e9

# Seconds between two questions to the caller where questions are frequent.
_PULSE = 0.02


class Reason(StrEnum):
    """Why the search ended."""

    PROVEN = "proven"
    GAP = "gap"
    TIME_LIMIT = "time_limit"
    WORK_LIMIT = "work_limit"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    INFEASIBLE = "infeasible"
    UNPROVEN = "unproven"


# Where control groups say what a container may use: version 2 in one file, version 1 in two.
_CGROUP = Path("/sys/fs/cgroup")
_QUOTAS = (("cpu.max",), ("cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"))


def available_threads() -> int:
    """Cores this process may use: its affinity, and its cgroup's quota where there is one."""
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for files in _QUOTAS:
        try:
            quota, period = (int(word) for file in files for word in (_CGROUP / file).read_text().split())
        except (OSError, ValueError):
            # No such file, or "max".
            continue
        if quota > 0:
            return max(1, min(affinity, quota // period))
    return affinity


def available_memory() -> int | None:
    """Bytes that this process may still take: what is free of the machine and of its cgroup; None if unknown."""
    try:
        lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
        free = 1024 * int(lines["MemAvailable"].split()[0])
    except (OSError, KeyError, ValueError):
        return None
    try:
        most = int((_CGROUP / "memory.max").read_text())
        return max(0, min(free, most - int((_CGROUP / "memory.current").read_text())))
    except (OSError, ValueError):
        return free


def _number(value: object) -> float | None:
    """As a Python number; None where it is none, or not finite."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _left(limit: float, spent: float) -> float:
    return max(0.0, limit - spent) if limit < _FOR_EVER else math.inf


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None


def _shown(value: object) -> str:
    """Short, whatever it is: Python refuses to write out long numbers."""
    long = isinstance(value, int) and value.bit_length() > 64
    return f"a number of {value.bit_length():,} bits" if long else reprlib.repr(value)  # type: ignore[attr-defined]


@dataclass
class Control:
    """The caller's limits and wishes, asked between native calls and, where a solver calls back, within them.

    ``reserve`` is kept of the time limit for what follows the search. Under a work limit all shares are of work, which
    is counted, and time can do no more than end the search early.
    """

    time_limit: float | None = None
    gap: float = 0.0
    threads: int = field(default_factory=available_threads)
    seed: int = 0
    isolate: bool = True
    on_event: Callable[[Event], None] | None = None
    stop: Callable[[], bool] | None = None
    started: float = field(default_factory=time.monotonic)
    ended: Reason | None = None
    reserve: float = 0.0
    work_limit: float | None = None
    steps: int = 0
    trace: Trace = field(default_factory=Trace)
    faults: list[str] = field(default_factory=list)
    raised: BaseException | None = None
    on_solution: Callable[[Any], None] | None = None
    plans: PlanFeed | None = None
    asked: float = -math.inf

    def __post_init__(self) -> None:
        """InputError for what makes no sense; threads beyond those that this process may use are not taken.

        Numbers of any kind, NumPy's too, become Python's. Seeds count modulo 2^31, as they do for the solvers.
        """
        if problems := list(self._problems()):
            raise InputError(problems)
        self.time_limit, self.work_limit = _number(self.time_limit), _number(self.work_limit)
        self.gap, self.isolate, self.seed = float(self.gap), bool(self.isolate), int(self.seed) % 2**31
        self.threads = 1 if self.work_limit is not None else min(int(self.threads), available_threads())

    def _problems(self) -> Iterator[InputIssue]:
        for name in ("time_limit", "work_limit", "gap"):
            given = getattr(self, name)
            number = _number(given)
            if (given is not None or name == "gap") and (number is None or number < 0):
                advice = "Give 0.01." if name == "gap" else "Give a finite number from 0 on, or None for no limit."
                yield InputIssue("bad_option", name, f"is {_shown(given)}, which is no amount.", advice)
        threads = _whole(self.threads)
        if threads is None or threads < 1:
            yield InputIssue("bad_option", "threads", f"is {_shown(self.threads)}.", "Give a whole number from 1 on.")
        if _whole(self.seed) is None:
            yield InputIssue("bad_option", "seed", f"is {_shown(self.seed)}.", "Give a whole number.")
        if not isinstance(self.isolate, bool | np.bool_):
            yield InputIssue("bad_option", "isolate", f"is {_shown(self.isolate)}.", "Give True or False.")
        for name in ("on_event", "on_solution", "stop"):
            given = getattr(self, name)
            if given is not None and not callable(given):
                yield InputIssue(
                    "bad_option", name, f"is {_shown(given)}, which can not be called.", "Give a function."
                )

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def work(self) -> float:
        """Units of work done."""
        return self.steps / STEPS

    def charge(self, steps: int) -> None:
        """Count work: about as many steps as entries of arrays were touched."""
        self.steps += steps

    @property
    def now(self) -> float:
        """The clock of the search: units of work under a work limit, else seconds."""
        return self.seconds if self.work_limit is None else self.work

    @property
    def remaining(self) -> float:
        """What is left on the clock of the search."""
        return self._seconds_left if self.work_limit is None else _left(self.work_limit, self.work)

    @property
    def _seconds_left(self) -> float:
        return math.inf if self.time_limit is None else _left(self.time_limit, self.reserve + self.seconds)

    def limits(self, until: float = math.inf, gap: float = 0.999) -> Limits:
        """What a native call may take until a moment of the clock."""
        left = min(self.remaining, max(0.0, until - self.now))
        seconds, steps = (left, math.inf) if self.work_limit is None else (self._seconds_left, left * STEPS)
        return Limits(seconds, self.threads, self.seed, self.over, gap, self.isolate, steps, self.charge, self.fault)

    def halted(self) -> bool:
        """Whether the caller wants no more, however much time is left; once true, always true.

        Fit to be asked often: the caller's answer may be dear, so it is asked for now and then.
        """
        if self.ended is None and time.monotonic() >= self.asked + _PULSE:
            self._heed()
        return self.ended in (Reason.STOPPED, Reason.INTERRUPTED)

    def over(self) -> bool:
        """Whether to stop now; once true, always true."""
        if self.ended is None:
            self._heed()
        if self.ended is None:
            if self._seconds_left <= 0:
                self.ended = Reason.TIME_LIMIT
            elif self.work_limit is not None and self.work >= self.work_limit:
                self.ended = Reason.WORK_LIMIT
        return self.ended is not None

    def fault(self, text: str) -> None:
        """Remember what went wrong and was done without."""
        self.faults.append(text)

    def improved(self, chosen: Mask) -> None:
        """Remember the pairs of a better plan for whoever wants to see it."""
        if self.plans is not None:
            self.plans.offer(chosen)
            self._show()

    def tell(
        self,
        phase: str,
        value: float | None = None,
        bound: float | None = None,
        tier: int | None = None,
        certified: float | None = None,
    ) -> None:
        event = self.trace.add(Event(phase, value, bound, self.seconds, tier, certified=certified))
        if self.on_event is not None and self.raised is None:
            with self._calling():
                self.on_event(event)

    def _heed(self) -> None:
        """Ask the caller whether to stop."""
        self.asked = time.monotonic()
        self._show()
        if self.stop is not None:
            with self._calling():
                if self.stop():
                    self.ended = Reason.STOPPED

    def _show(self) -> None:
        if self.plans is not None and self.ended is None:
            with self._calling():
                self.plans.flush()

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """What the caller's own function raises ends the search, and arrives at the caller with the plan."""
        try:
            yield
        # Whatever it is: `solve` raises it again.
        except BaseException as error:  # noqa: BLE001
            self.raised, self.ended = error, self.ended or Reason.STOPPED

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Let Ctrl-C end the search, not the program, while inside; a second one is Python's own again.

        Off the main thread nothing is installed: signals are the main thread's.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        former = signal.getsignal(signal.SIGINT)

        def interrupt(number: int, frame: FrameType | None) -> None:
            self.ended = Reason.INTERRUPTED
            signal.signal(signal.SIGINT, former)

        if former is not signal.default_int_handler:
            yield
            return
        signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, former)
