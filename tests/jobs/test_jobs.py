"""A job: what `solve` finds, from a process of its own, which may be asked, cancelled and lost."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import staffmatch as sm

# Long enough for any machine.
_LONG = 120.0


@pytest.fixture(scope="module")
def town() -> sm.Scenario:
    return sm.hamburg.scenario(workers=20, seats=10, days=2, seed=1)


@pytest.fixture(scope="module")
def city() -> sm.Scenario:
    """One that takes longer than anybody waits here."""
    return sm.hamburg.scenario(workers=600, seats=300, days=7, seed=1)


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """No thread and no child, alive or dead."""
    before, threads = children(), set(threading.enumerate())
    yield
    gc.collect()
    for thread in set(threading.enumerate()) - threads:
        thread.join(_LONG)
    assert set(threading.enumerate()) <= threads
    assert children() <= before


def children() -> set[str]:
    own = os.getpid()
    tasks = Path(f"/proc/{own}/task").iterdir()
    found: set[str] = set()
    for task in tasks:
        # A thread may end between the two looks.
        with suppress(FileNotFoundError, ProcessLookupError):
            found |= {*(task / "children").read_text().split()}
    return found


def with_a_plan(job: sm.Job) -> sm.Solution:
    """The first plan that it tells."""
    until = time.monotonic() + _LONG
    while (best := job.best()) is None:
        assert not job.done(), job.result()
        assert time.monotonic() < until
        time.sleep(0.05)
    return best


def test_a_job_comes_to_what_solve_comes_to(town: sm.Scenario) -> None:
    with sm.submit(town, work_limit=5, seed=3) as job:
        events = list(job.events())
        solution = job.result()
        assert job.done()
        assert solution.canonical_json() == sm.solve(town, work_limit=5, seed=3).canonical_json()
        assert solution.found_here
        assert job.best() is solution
        assert job.result() is solution
        assert [event.phase for event in (events[0], events[-1])] == ["read", "done"]
        assert all(isinstance(event, sm.Event) for event in events)
        assert list(job.events()) == events, "who comes late hears it all"
        assert job.cancel() is None, "after the end there is nothing to cancel"
        assert job.result() is solution
        assert "done" in repr(job)


def test_the_best_plan_so_far_is_verified_and_gets_better(city: sm.Scenario) -> None:
    with sm.submit(city, time_limit=600) as job:
        first = with_a_plan(job)
        assert first.status == "feasible"
        assert first.assignments
        assert sm.verify(city, first, reason_check_limit=0).ok
        assert {tier.bound for tier in first.tiers} == {None}
        value = first.tiers[0].value, first.tiers[1].value
        until = time.monotonic() + _LONG
        while time.monotonic() < until:
            best = with_a_plan(job)
            if (best.tiers[0].value, best.tiers[1].value) < value:
                break
            time.sleep(0.05)
        else:
            pytest.fail("it got no better")


def test_a_cancelled_job_is_back_within_a_second_with_its_plan(city: sm.Scenario) -> None:
    job = sm.submit(city, time_limit=600)
    first = with_a_plan(job)
    began = time.monotonic()
    job.cancel()
    assert time.monotonic() - began < 1
    assert job.done()
    solution = job.result(timeout=0)
    assert solution.termination.reason == "stopped"
    assert [tier.value for tier in solution.tiers] <= [tier.value for tier in first.tiers]
    assert sm.verify(city, solution, reason_check_limit=0).ok
    assert job.best() is solution
    job.cancel()
    assert job.result() is solution


def test_a_job_cancelled_at_once_lends_nobody(town: sm.Scenario) -> None:
    job = sm.submit(town)
    began = time.monotonic()
    job.cancel()
    assert time.monotonic() - began < 1
    assert job.result().assignments == ()
    assert job.result().status == "feasible"
    assert list(job.events()) == [] or job.result().explained


def test_a_job_is_cancelled_while_its_scenario_is_made_ready(
    town: sm.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(scenario: sm.Scenario) -> sm.Scenario:
        time.sleep(1.5)
        return scenario

    monkeypatch.setattr("staffmatch.jobs.job._as_columns", slow)
    job = sm.submit(town)
    began = time.monotonic()
    job.cancel()
    assert time.monotonic() - began < 1
    assert job.done()
    assert job.result(0).assignments == ()


def test_a_job_whose_process_is_killed_says_so_with_its_last_plan(city: sm.Scenario) -> None:
    job = sm.submit(city, time_limit=600)
    best = with_a_plan(job)
    os.kill(job.pid, signal.SIGKILL)
    with pytest.raises(sm.JobError, match="ended by SIGKILL") as caught:
        job.result(_LONG)
    assert caught.value.solution == job.best()
    assert [tier.value for tier in caught.value.solution.tiers] <= [tier.value for tier in best.tiers]
    assert job.done()
    assert list(job.events())[-1].phase != "done"
    with pytest.raises(sm.JobError):
        job.result()


def test_a_process_that_is_killed_before_it_has_a_plan(town: sm.Scenario) -> None:
    job = sm.submit(town)
    os.kill(job.pid, signal.SIGKILL)
    with pytest.raises(sm.JobError, match="SIGKILL") as caught:
        job.result(_LONG)
    assert caught.value.solution is None
    assert job.best() is None


def test_whoever_can_not_wait_is_told(city: sm.Scenario) -> None:
    with sm.submit(city, time_limit=600) as job:
        with pytest.raises(TimeoutError, match="is not done"):
            job.result(timeout=0.01)
        assert not job.done()
        assert "at work" in repr(job)


def test_what_makes_no_sense_is_refused_before_any_process_starts(town: sm.Scenario) -> None:
    before = children()
    with pytest.raises(sm.InputError, match="time_limit"):
        sm.submit(town, time_limit=-1)
    with pytest.raises(sm.InputError, match="threads"):
        sm.submit(town, threads=0)
    with pytest.raises(sm.InputError, match="backend"):
        sm.submit(town, backend="gurobi")  # type: ignore[arg-type]
    with pytest.raises(sm.InputError, match="start"):
        sm.submit(town, start="plan.json")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Scenario"):
        sm.submit("scenario.json")  # type: ignore[arg-type]
    assert children() == before


def test_a_former_plan_is_the_first_one(town: sm.Scenario) -> None:
    former = sm.solve(town)
    for start in (former, former.plan):
        with sm.submit(town, start=start, time_limit=0) as job:
            assert job.result(_LONG).plan == former.plan


def test_pins_that_can_not_be_kept_leave_no_best_plan(town: sm.Scenario) -> None:
    shift = town.demands[0].shifts[0].id
    company = town.demands[0].company
    own = next(worker.id for worker in town.workers if worker.company != company)
    far = town.replace(
        rules=[*town.rules, sm.constraints.AllowedPairs()],
        pair_table=sm.PairTable(workers=["w01"], shifts=[shift]),
        pins=[sm.Pin(worker=own if own != "w01" else "w02", shift=shift)],
    )
    with sm.submit(far) as job:
        assert job.result(_LONG).status == "infeasible"
        assert job.best() is None


def test_many_jobs_of_many_threads(town: sm.Scenario) -> None:
    found: list[str] = []

    def work() -> None:
        with sm.submit(town, work_limit=5) as job:
            found.append(job.result(_LONG).canonical_json())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len(set(found)) == 1


def test_events_for_asyncio_hold_up_nobody(town: sm.Scenario) -> None:
    async def phases(job: sm.Job) -> list[str]:
        return [event.phase async for event in job.events()]

    async def work() -> None:
        jobs = [sm.submit(town, work_limit=5), sm.submit(town, work_limit=5)]
        beats = 0

        async def beat() -> None:
            nonlocal beats
            while not all(job.done() for job in jobs):
                beats += 1
                await asyncio.sleep(0.01)

        first, again, second, _ = await asyncio.gather(*map(phases, [jobs[0], *jobs]), beat())
        assert first == again
        assert first[-1] == second[-1] == "done"
        assert beats > 5
        assert jobs[0].result(0).canonical_json() == jobs[1].result(0).canonical_json()

    asyncio.run(work())


def test_a_task_that_no_longer_listens_leaves_nothing_behind(city: sm.Scenario) -> None:
    async def listen(job: sm.Job) -> None:
        async for _ in job.events():
            pass

    with sm.submit(city, time_limit=600) as job:
        with pytest.raises(asyncio.TimeoutError):
            asyncio.run(asyncio.wait_for(listen(job), 0.5))
        assert not job.done()
        with_a_plan(job)


def test_a_job_that_nobody_holds_is_ended(city: sm.Scenario) -> None:
    job = sm.submit(city, time_limit=600)
    pid = job.pid
    del job
    gc.collect()
    until = time.monotonic() + _LONG
    while str(pid) in children():
        assert time.monotonic() < until
        time.sleep(0.02)
