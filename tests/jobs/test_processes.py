"""What becomes of a job's process, and of its caller, when one of them is not as it should be."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.jobs import process
from tests.commands import run
from tests.strategies import sample
from tests.test_security import LIBRARY, hostile, run_in, traces, trap

__all__ = ["trap"]

_LONG = 120.0

RULE = """
from typing import Literal

import numpy as np

import staffmatch as sm


class Own(sm.Rule):
    kind: Literal["own"] = "own"

    def keep(self, pairs):
        {keep}

    def check(self, scenario, plan):
        return iter(())
"""
JOB = """
import sys
import staffmatch as sm
from {module} import Own
town = sm.hamburg.scenario(workers=20, seats=10, days=2, seed=1)
town = town.replace(rules=[*town.rules, Own()])
if __name__ == "__main__":
    try:
        with sm.submit(town) as job:
            print(len(job.result().assignments))
    except sm.StaffmatchError as error:
        print(type(error).__name__, getattr(error, "solution", None), error)
"""


@pytest.fixture(scope="module")
def town() -> sm.Scenario:
    return sm.hamburg.scenario(workers=20, seats=10, days=2, seed=1)


def replaced(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """A process that does something else."""

    def start(function: Callable[[], None]) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(process, "start_child", start)


def frame(content: str) -> str:
    return f"os.write(1, len({content!r}).to_bytes(8, 'little') + {content!r}.encode());"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "ended with code 0"),
        ("import os; os._exit(3)", "ended with code 3"),
        ("import os; os.write(1, b'Segm')", "makes no sense"),
        ("import os; os.write(1, bytes([255] * 20))", "makes no sense"),
        ("import os; os.write(1, bytes([9] + [0] * 7) + b'event')", "makes no sense"),
        (f"import os; {frame('hello')}", "makes no sense"),
        (f"import os; {frame('event {}')}", "makes no sense"),
        (f"import os; {frame('event [1, 2]')}", "makes no sense"),
        (f"import os; {frame('error []')}", "makes no sense"),
        (f"import os; {frame('result {}')} import time; time.sleep(60)", "makes no sense"),
        (f"import os; {frame('result nothing')}", "makes no sense"),
    ],
)
def test_a_reply_that_makes_no_sense_is_a_typed_error(
    monkeypatch: pytest.MonkeyPatch, town: sm.Scenario, code: str, said: str
) -> None:
    replaced(monkeypatch, code)
    job = sm.submit(town)
    with pytest.raises(sm.JobError, match=said) as caught:
        job.result(_LONG)
    assert caught.value.solution is None


def test_a_plan_that_makes_no_sense_is_a_typed_error(monkeypatch: pytest.MonkeyPatch, town: sm.Scenario) -> None:
    replaced(monkeypatch, f"import os; {frame('plan {}')}")
    job = sm.submit(town)
    with pytest.raises(sm.JobError):
        job.result(_LONG)


def test_a_scenario_that_can_not_be_sent_is_a_typed_error(monkeypatch: pytest.MonkeyPatch, town: sm.Scenario) -> None:
    monkeypatch.setattr("staffmatch.jobs.job._as_columns", lambda scenario: lambda: scenario)
    job = sm.submit(town)
    with pytest.raises(sm.JobError, match="cannot be sent"):
        job.result(_LONG)
    assert job.done()


def test_a_process_that_never_answers_can_be_cancelled(monkeypatch: pytest.MonkeyPatch, town: sm.Scenario) -> None:
    """It does not even read its request, which fills the pipe."""
    replaced(monkeypatch, "import time; time.sleep(600)")
    job = sm.submit(sm.hamburg.scenario("small", seed=1))
    began = time.monotonic()
    job.cancel()
    assert time.monotonic() - began < 1
    assert job.result(0).assignments == ()


def test_a_system_that_starts_no_process_or_thread(monkeypatch: pytest.MonkeyPatch, town: sm.Scenario) -> None:
    def refuse(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(sm.JobError, match="thread"):
            sm.submit(town)

    def none(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(process, "start_child", none)
    with pytest.raises(sm.JobError, match="temporarily unavailable"):
        sm.submit(town)


def own_rule(folder: Path, module: str, keep: str) -> None:
    place = folder / f"{module.replace('.', '/')}.py"
    place.parent.mkdir(exist_ok=True, parents=True)
    place.write_text(RULE.format(keep=keep))
    (folder / "app.py").write_text(JOB.format(module=module))


@pytest.mark.parametrize("module", sample(("shop.rules.own", "own_rules"), 1))
def test_a_rule_of_the_working_directory_is_found_and_nothing_else_there(
    tmp_path: Path, trap: str, module: str
) -> None:
    """The caller runs with its own folder on the path, as web servers do, and this folder turns hostile later."""
    own_rule(tmp_path, module, "return np.zeros(len(pairs), bool)")
    (tmp_path / "later.py").write_text(
        f"import pathlib, app, tests.test_security as own\nown.hostile(pathlib.Path.cwd(), {trap!r})\n"
        "with app.sm.submit(app.town) as job:\n    print(len(job.result().assignments))\n"
    )
    path = os.pathsep.join(map(str, (LIBRARY, Path(__file__).parents[2])))
    done = run_in(tmp_path, "-m", "later", path=path)
    assert done.stdout.strip() == "0", done.stderr
    assert traces(tmp_path.parent) == traces(tmp_path) == []


def test_a_job_in_a_hostile_folder_runs_nothing_there(tmp_path: Path, trap: str) -> None:
    folder = hostile(tmp_path / "data", trap)
    code = (
        f"import os, sys; import staffmatch as sm; os.chdir({str(folder)!r}); sys.path[:0] = ['', '.', os.getcwd()]\n"
        "town = sm.hamburg.scenario(workers=20, seats=10, days=2, seed=1)\n"
        "print(sm.submit(town).result().status)"
    )
    # The caller's own imports come first, in a folder where nothing lies.
    warm = "import staffmatch as sm; sm.submit, sm.hamburg.scenario(workers=9, seats=4, days=2, seed=1)\n"
    done = run_in(tmp_path, "-c", warm + code)
    assert done.stdout.strip() == "optimal", done.stderr
    assert traces(tmp_path) == []


def test_what_fails_in_a_rule_of_ones_own_arrives(tmp_path: Path) -> None:
    own_rule(tmp_path, "own_rules", "raise KeyError('no such night')")
    done = run_in(tmp_path, "app.py")
    assert done.stdout.startswith("JobError None"), done.stderr
    assert "KeyError: 'no such night'" in done.stdout


def test_a_rule_that_can_not_be_imported_elsewhere_is_refused(town: sm.Scenario, tmp_path: Path) -> None:
    class Local(sm.Rule):
        kind: str = "local"

    with pytest.raises(sm.InputError, match="cannot import the class Local") as caught:
        sm.submit(town.model_copy(update={"rules": (Local(),)}))
    assert [problem.path for problem in caught.value.problems] == ["rules[0]"]
    (tmp_path / "app.py").write_text(
        RULE.format(keep="return None") + JOB.format(module="__main__").replace("from __main__ import Own", "")
    )
    done = run_in(tmp_path, "app.py")
    assert done.stdout.startswith("InputError"), done.stderr


@pytest.mark.parametrize("end", sample(("", "os.kill(os.getpid(), 9)", "os._exit(0)"), 2))
def test_a_program_ends_without_its_jobs_and_they_end_with_it(end: str) -> None:
    code = (
        "import os, staffmatch as sm\n"
        "job = sm.submit(sm.hamburg.scenario(workers=600, seats=300, days=7, seed=1), time_limit=600)\n"
        "next(job.events()); print(job.pid, flush=True)\n"
    )
    began = time.monotonic()
    done = run(code=code + end)
    assert time.monotonic() - began < _LONG, done.stderr
    until = time.monotonic() + _LONG
    while is_alive(int(done.stdout)):
        assert time.monotonic() < until
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_copy_of_the_process_has_no_part_in_the_job() -> None:
    """A server that forks its workers may hold one; the copy neither waits for ever nor ends the original's."""
    code = (
        "import os, staffmatch as sm\n"
        "town = sm.hamburg.scenario(workers=20, seats=10, days=2, seed=1)\n"
        "job = sm.submit(town)\n"
        "if not (copy := os.fork()):\n"
        "    for use in (job.result, job.cancel, job.events, job.best):\n"
        "        try:\n            use()\n"
        "        except sm.JobError as error:\n            print('copy', error, flush=True)\n"
        "    print(sm.submit(town).result().status, flush=True)\n"
        "    with job:\n        pass\n"
        "    raise SystemExit\n"
        "os.waitpid(copy, 0)\n"
        "print('original', job.result().status)\n"
    )
    done = run(code=code)
    assert done.code == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["copy", "copy", "copy", "copy", "optimal", "original"], done.stderr
    assert lines[-1] == "original optimal"
