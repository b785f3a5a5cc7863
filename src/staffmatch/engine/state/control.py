"""When the search stops, and what it reports meanwhile."""

from __future__ import annotations

import math
import os
import reprlib
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from numbers import Integral, Real
from pathlib import Path
from time import monotonic
from types import FrameType
from typing import Any

import numpy as np

from staffmatch.arrays import Mask
from staffmatch.engine.backends.lp import Limits
from staffmatch.engine.search_params import SearchParams, in_force
from staffmatch.engine.state.plan_feed import PlanFeed
from staffmatch.engine.state.time_budget import STEPS, TimeBudget
from staffmatch.engine.state.trace import Event, Trace
from staffmatch.errors import IS, WHOLE_ADVICE, InputError, InputIssue, advice
from staffmatch.runtime.halting import interrupted


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


# The cgroup files with a container's limits: one in version 2, two in version 1.
_CGROUP = Path("/sys/fs/cgroup")
_QUOTAS = (("cpu.max",), ("cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"))


def available_threads() -> int:
    """The number of cores this process may use: its affinity, limited by its cgroup quota."""
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
    """The bytes that this process may still allocate, limited by free memory and its cgroup; None if unknown."""
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
    """The value as a finite Python number, else None."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None


def _shown(value: object) -> str:
    """A short text for any value; Python refuses to print very long integers."""
    long = isinstance(value, int) and value.bit_length() > 64
    return f"a number of {value.bit_length():,} bits" if long else reprlib.repr(value)  # type: ignore[attr-defined]


@dataclass
class Control:
    """The caller's limits and wishes, polled between native calls and, where a solver has callbacks, within them;
    ``time`` is the resulting budget."""

    time_limit: float | None = None
    gap: float = 0.0
    threads: int = field(default_factory=available_threads)
    seed: int = 0
    isolate: bool = True
    on_event: Callable[[Event], None] | None = None
    stop: Callable[[], bool] | None = None
    work_limit: float | None = None
    ended: Reason | None = None
    trace: Trace = field(default_factory=Trace)
    faults: list[str] = field(default_factory=list)
    params: SearchParams = field(default_factory=in_force)
    raised: BaseException | None = None
    on_solution: Callable[[Any], None] | None = None
    plans: PlanFeed | None = None
    expand: Callable[[Mask], Mask] | None = None
    asked: float = -math.inf
    time: TimeBudget = field(init=False)

    def __post_init__(self) -> None:
        """InputError for invalid options; threads are limited to those available.

        Numbers of any type, including NumPy's, become Python numbers. Seeds are taken modulo 2^31, as solvers require.
        """
        if problems := list(self._problems()):
            raise InputError(problems)
        self.time_limit, self.work_limit = _number(self.time_limit), _number(self.work_limit)
        self.time = TimeBudget(self.time_limit, self.work_limit)
        self.gap, self.isolate, self.seed = float(self.gap), bool(self.isolate), int(self.seed) % 2**31
        self.threads = 1 if self.work_limit is not None else min(int(self.threads), available_threads())

    def _problems(self) -> Iterator[InputIssue]:
        for name in ("time_limit", "work_limit", "gap"):
            given = getattr(self, name)
            number = _number(given)
            if (given is not None or name == "gap") and (number is None or number < 0):
                told = (advice.GAP_ADVICE if name == "gap" else advice.LIMIT_ADVICE)()
                yield InputIssue("bad_option", name, advice.NO_AMOUNT(value=_shown(given)), told)
        threads = _whole(self.threads)
        if threads is None or threads < 1:
            yield InputIssue("bad_option", "threads", IS(value=_shown(self.threads)), WHOLE_ADVICE(least=1))
        if _whole(self.seed) is None:
            yield InputIssue("bad_option", "seed", IS(value=_shown(self.seed)), advice.SEED_ADVICE())
        if not isinstance(self.isolate, bool | np.bool_):
            yield InputIssue("bad_option", "isolate", f"is {_shown(self.isolate)}.", "Give True or False.")
        for name in ("on_event", "on_solution", "stop"):
            given = getattr(self, name)
            if given is not None and not callable(given):
                yield InputIssue("bad_option", name, f"is {_shown(given)}, which cannot be called.", "Give a function.")

    def limits(self, until: float = math.inf, gap: float = 0.999) -> Limits:
        """The limits of a native call that may run until a moment of the clock."""
        time = self.time
        left = min(time.remaining, max(0.0, until - time.now))
        seconds, steps = (left, math.inf) if self.work_limit is None else (time.seconds_left, left * STEPS)
        return Limits(
            seconds,
            self.threads,
            self.seed,
            self.over,
            gap,
            self.isolate,
            steps,
            time.charge,
            self.fault,
            self.params.control.isolated_columns,
            self.params.backends,
        )

    def halted(self) -> bool:
        """Whether the caller has asked to stop, whatever time is left; once true, always true.

        Cheap enough to call often: the caller's function, which may be slow, is called only now and then.
        """
        if self.ended is None and monotonic() >= self.asked + self.params.control.pulse:
            self._poll()
        return self.ended in (Reason.STOPPED, Reason.INTERRUPTED)

    def over(self) -> bool:
        """Whether to stop now; once true, always true."""
        if self.ended is None:
            self._poll()
        if self.ended is None:
            if self.time.seconds_left <= 0:
                self.ended = Reason.TIME_LIMIT
            elif self.work_limit is not None and self.time.work >= self.work_limit:
                self.ended = Reason.WORK_LIMIT
        return self.ended is not None

    def fault(self, text: str) -> None:
        """Record a failure that was worked around."""
        self.faults.append(text)

    def improved(self, chosen: Mask) -> None:
        """Record the pairs of a better plan for the listener."""
        if self.plans is not None:
            self.plans.offer(chosen if self.expand is None else self.expand(chosen))
            self._show()

    @contextmanager
    def expanding(self, expand: Callable[[Mask], Mask]) -> Iterator[None]:
        """While inside, the search is over another problem: ``expand`` turns its choices into those of the whole."""
        self.expand = expand
        try:
            yield
        finally:
            self.expand = None

    def tell(
        self,
        phase: str,
        value: float | None = None,
        bound: float | None = None,
        tier: int | None = None,
        certified: float | None = None,
    ) -> None:
        event = self.trace.add(Event(phase, value, bound, self.time.seconds, tier, certified=certified))
        if self.on_event is not None and self.raised is None:
            with self._calling():
                self.on_event(event)

    def _poll(self) -> None:
        """Ask the caller whether to stop."""
        self.asked = monotonic()
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
        """An exception in the caller's function ends the search and is re-raised to the caller, with the plan."""
        try:
            yield
        # Any exception: `solve` raises it again.
        except BaseException as error:  # noqa: BLE001
            self.raised, self.ended = error, self.ended or Reason.STOPPED

    @contextmanager
    def listening(self) -> Iterator[None]:
        """While inside, Ctrl-C ends the search and not the program; a second one has Python's default effect.

        Off the main thread no handler is installed, since signals go to the main thread.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        former = signal.getsignal(signal.SIGINT)

        def interrupt(number: int, frame: FrameType | None) -> None:
            self.ended = Reason.INTERRUPTED
            interrupted(number)
            signal.signal(signal.SIGINT, former)

        if former is not signal.default_int_handler:
            yield
            return
        signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, former)
