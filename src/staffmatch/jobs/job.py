"""`submit`: solve in a separate process, with a handle on it."""

from __future__ import annotations

import threading
import weakref
from types import TracebackType
from typing import Any, Self

from staffmatch.domain.plan import Plan
from staffmatch.engine.backends.lp import BackendName, require_backend
from staffmatch.engine.state.control import Control, available_threads
from staffmatch.errors import JobError, StaffmatchError, require_type
from staffmatch.jobs import refusals
from staffmatch.jobs.events import Events
from staffmatch.jobs.own_modules import module_files
from staffmatch.jobs.process import JobProcess
from staffmatch.models import Company, Demand, Scenario, Worker
from staffmatch.records.sequence import Records
from staffmatch.result.solution import Solution
from staffmatch.solver import former_plan, solve

# Seconds in which a cancelled process may explain and verify what it has, and in which its thread ends.
_GRACE, _REST = 0.6, 0.2


def submit(
    scenario: Scenario,
    *,
    time_limit: float | None = None,
    work_limit: float | None = None,
    gap: float = 0.0,
    threads: int | None = None,
    seed: int = 0,
    start: Solution | Plan | None = None,
    backend: BackendName | None = None,
    isolate: bool = True,
) -> Job:
    """Run `solve` in a separate process; returns at once, and may be called from any thread.

    The options are those of `solve`, with `Job.events` in place of ``on_event`` and `Job.cancel` in place of ``stop``.
    Time counts from when the process has read the scenario, about a second later. TypeError if ``scenario`` is not a
    Scenario, InputError for invalid options or a rule class that the process cannot import, JobError if no process can
    be started.

    >>> with sm.submit(scenario, time_limit=10) as job:
    ...     found = job.result()
    >>> found.status
    'optimal'
    """
    require_type(scenario, Scenario)
    require_backend(backend)
    cores = available_threads() if threads is None else threads
    Control(time_limit, gap, cores, seed, isolate, work_limit=work_limit)
    options = {
        "time_limit": time_limit,
        "work_limit": work_limit,
        "gap": gap,
        "threads": threads,
        "seed": seed,
        "start": former_plan(start),
        "backend": backend,
        "isolate": isolate,
    }
    return Job(scenario, options)


class Job:
    """A search in a separate process. As a context manager it is cancelled on exit unless it is done.

    All methods may be called from any thread. A job without references is ended.

    >>> with sm.submit(scenario) as job:
    ...     found = job.result()
    >>> found.status
    'optimal'
    """

    def __init__(self, scenario: Scenario, options: dict[str, Any]) -> None:
        self.scenario = scenario
        self._process = JobProcess(module_files(scenario), lambda: (_as_columns(scenario), options))
        self._end = weakref.finalize(self, self._process.kill)
        self._reading = threading.Lock()
        self._read: tuple[bytes, Solution] | None = None

    @property
    def pid(self) -> int:
        """The id of its process."""
        return self._process.child.pid

    def done(self) -> bool:
        """Whether the process has ended, for whatever reason."""
        return self._process.killed or self._process.over.is_set()

    def best(self) -> Solution | None:
        """The best plan so far, verified in the job's process; bounds are known once the job is done.

        None while there is no plan, or if no plan keeps all pins.
        """
        self._require_owner()
        told = self._process.result or self._process.plan
        solution = None if told is None else self._solution(told)
        return None if solution is None or solution.status in ("infeasible", "unknown") else solution

    def events(self) -> Events:
        """All events, from the first one on, for ``for`` or ``async for``; the loop ends with the job."""
        self._require_owner()
        return Events(self._process.log)

    def cancel(self) -> None:
        """End the job within a second; the best plan so far becomes its result."""
        self._require_owner()
        # If the scenario is still being sent, there is nothing to wait for.
        if not self.done() and self._process.stop():
            self._process.over.wait(_GRACE)
        if not self.done():
            self._process.kill()
        self._process.join(_REST)

    def result(self, timeout: float | None = None) -> Solution:
        """The solution, once the job is done; TimeoutError after ``timeout`` seconds.

        Raises what `solve` raises, and JobError if the process was lost or something else failed in it; both have the
        best plan as ``solution``, or None. A cancelled job returns its best plan, with the reason "stopped".
        """
        self._require_owner()
        if not self._process.killed and not self._process.over.wait(timeout):
            raise TimeoutError(f"The job is not done after {timeout:g} s.")
        if self._process.result is not None:
            return self._solution(self._process.result)
        if self._process.killed:
            # Without a plan, the result is that of a `solve` stopped at once.
            return self.best() or solve(self.scenario, stop=lambda: True)
        raise self._failed()

    def _failed(self) -> StaffmatchError:
        error = self._process.failure or JobError(refusals.LOST())
        vars(error)["solution"] = self.best()
        return error

    def _solution(self, told: bytes) -> Solution:
        """Read the process's solution, once."""
        with self._reading:
            if self._read is None or self._read[0] is not told:
                try:
                    solution = Solution.model_validate_json(told).of(self.scenario)
                except StaffmatchError as error:
                    raise JobError(refusals.LOST_BECAUSE(why=refusals.NONSENSE())) from error
                self._read = told, solution.as_found()
            return self._read[1]

    def _require_owner(self) -> None:
        """A forked copy of the process does not own the job."""
        if not self._process.is_own:
            raise JobError(refusals.COPIED())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Only the owner cancels, not a forked copy.
        if self._process.is_own:
            self.cancel()
            self._process.join()

    def __repr__(self) -> str:
        return f"<Job {self.pid}: {'done' if self.done() else 'at work'}>"


def _as_columns(scenario: Scenario) -> Scenario:
    """The same scenario as columns, which are quick to send: 5,000 people take an eighth of the time of JSON."""
    kinds: dict[str, Any] = {"companies": Company, "workers": Worker, "demands": Demand}
    held = {name: Records.of(kind, getattr(scenario, name)) for name, kind in kinds.items()}
    # Rebuilt, without cached models.
    fresh = {name: Records(one.kind, one.size, one.columns, one.origin) for name, one in held.items()}
    return scenario.model_copy(update=fresh)
