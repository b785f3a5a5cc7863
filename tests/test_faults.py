"""Whatever goes wrong around a search ends with a verified plan or an error of ours; docs/faults.md lists it.

Faults are real where they can be: processes are killed, memory and files are limited, signals are sent.
"""

from __future__ import annotations

import io
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pytest
from typer.testing import CliRunner

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.cli import app
from staffmatch.engine.backends import subprocess_solver
from staffmatch.engine.backends.highs import HighsSession
from staffmatch.engine.backends.lp import Limits, SolverFault, Status
from staffmatch.engine.network import flow, residual_network
from staffmatch.engine.params import FlowParams
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.runtime import child
from tests.commands import Command, run
from tests.engine.test_flow import kept, market
from tests.engine.test_search import placements
from tests.engine.test_subprocess_solver import knapsacks
from tests.engine.test_subprocess_solver import limits as unhurried
from tests.strategies import sample

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits and devices of Linux")
unix = pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")


@pytest.fixture(scope="module")
def city() -> sm.Scenario:
    """Its second tier needs branch and bound."""
    return hamburg.scenario("small", seed=4)


@pytest.fixture(scope="module")
def best(city: sm.Scenario) -> sm.Solution:
    return sm.solve(city, threads=1)


@pytest.fixture
def isolated() -> Iterator[None]:
    """Branch and bound runs in a process of its own, however small."""
    with using(SearchParams.of({"control": {"isolated_columns": 0}})):
        yield


def holds(solution: sm.Solution) -> bool:
    verified = sm.verify(solution.scenario, solution, reason_check_limit=2_000)
    return verified.ok and not sm.certificate.check(solution.scenario, solution)


class Killed(subprocess.Popen[bytes]):
    """A child; the first ones are killed when their moment comes."""

    number, victims, moment, messages = 0, 1, "", 0
    replied = False
    current: Killed

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        Killed.number, Killed.current, Killed.messages = Killed.number + 1, self, 0
        self.at("born")

    def at(self, moment: str) -> None:
        if moment == Killed.moment and Killed.number <= Killed.victims:
            assert self.stdout is not None
            # It stands still while it is seen whether it has begun to answer, however slow the machine is.
            self.send_signal(signal.SIGSTOP)
            if self.returncode is None:
                os.waitpid(self.pid, os.WUNTRACED)
            Killed.replied = bool(select.select([self.stdout], [], [], 0)[0])
            self.kill()
            self.wait()


@pytest.fixture
def killing(isolated: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Have so many children killed at a moment."""
    send, read = subprocess_solver._send, subprocess_solver._read

    def sending(pipe: Any, message: subprocess_solver.Message) -> None:
        buffer = io.BytesIO()
        send(buffer, message)
        content = buffer.getvalue()
        for name, part in (("asked", content[:4]), ("amid", content[4 : len(content) // 2])):
            pipe.write(part)
            pipe.flush()
            Killed.current.at(name)
        pipe.write(content[len(content) // 2 :])
        pipe.flush()
        Killed.current.at("told")
        for name, seconds in (("soon", 0.02), ("loading", 0.1), ("late", 0.2)):
            if Killed.moment == name:
                time.sleep(seconds)
                Killed.current.at(name)

    def reading(pipe: Any) -> subprocess_solver.Message | None:
        Killed.current.at(f"before message {Killed.messages + 1}")
        message = read(pipe)
        Killed.messages += 1
        Killed.current.at(f"after message {Killed.messages}")
        return message

    def arrange(moment: str, victims: int) -> None:
        Killed.number, Killed.moment, Killed.victims, Killed.replied = 0, moment, victims, False

    monkeypatch.setattr(subprocess_solver.subprocess, "Popen", Killed)
    monkeypatch.setattr(subprocess_solver, "_send", sending)
    monkeypatch.setattr(subprocess_solver, "_read", reading)
    return arrange


MOMENTS = [
    *("born", "amid", "soon", "before message 1", "after message 1"),
    *("asked", "told", "loading", "late", "before message 2", "after message 2"),
]


@unix
@pytest.mark.parametrize("moment", sample(MOMENTS, 5))
def test_a_child_that_is_killed_is_replaced(
    moment: str, city: sm.Scenario, best: sm.Solution, killing: Callable[[str, int], None]
) -> None:
    killing(moment, 1)
    solution = sm.solve(city, threads=1)
    assert (solution.status, solution.tiers) == ("optimal", best.tiers)
    assert holds(solution)
    assert all("process was lost" in fault for fault in solution.termination.faults)
    # A small program may have said all it had to say before.
    assert Killed.replied or moment[-1] in "12" or len(solution.termination.faults) == 1


@unix
@pytest.mark.parametrize("moment", sample(("born", "before message 1", "told"), 2))
def test_children_that_are_all_killed_cost_a_proof_and_not_the_plan(
    moment: str, city: sm.Scenario, best: sm.Solution, killing: Callable[[str, int], None]
) -> None:
    killing(moment, 1_000)
    solution = sm.solve(city, threads=1)
    assert holds(solution)
    assert solution.termination.reason in ("proven", "unproven")
    assert solution.termination.faults
    for found, right in zip(solution.tiers, best.tiers, strict=True):
        assert found.bound is not None
        assert found.bound <= right.value <= found.value
    assert solution.tiers[0].value == best.tiers[0].value


@unix
def test_a_killed_child_is_named_by_its_signal(killing: Callable[[str, int], None]) -> None:
    killing("told", 2)
    faults: list[str] = []
    answer = subprocess_solver.solve_apart(knapsacks(5, 30, 0), "highs", told(faults), None, lambda _: None)
    assert answer.status is Status.UNKNOWN
    assert faults == ["A solver's process was lost: it was ended by SIGKILL."] * 2


def told(faults: list[str]) -> Limits:
    return replace(unhurried(), fault=faults.append)


def replying(content: str) -> str:
    """The code of a child that takes its request and then writes the bytes that an expression makes."""
    return f"""
import io, sys
import numpy as np
def message(**fields):
    buffer = io.BytesIO()
    np.savez(buffer, **fields)
    return len(buffer.getvalue()).to_bytes(8, "little") + buffer.getvalue()
size = int.from_bytes(sys.stdin.buffer.read(8), "little")
sys.stdin.buffer.read(size)
sys.stdout.buffer.write({content})
"""


POINT = "over=True, status='optimal', steps=0, value=1.0"
NONSENSE = {
    "garbage": "b'Segmentation fault, as it were'",
    "half a head": "b'1234'",
    "a flipped byte": "bytes(b ^ (n == 60) for n, b in enumerate(message(over=True, x=np.zeros(99))))",
    "more than memory holds": "b'1234567' + bytes([127]) + b'rest'",
    "no such status": "message(over=True, steps=0, status='perfect')",
    "a short point": f"message({POINT}, x=np.zeros(3))",
    "objects": f"message({POINT}, x=np.array([{{}}], object))",
    "a fault of its own": "message(over=True, fault='memory ran out')",
    "nothing": "b''",
    "no content": "bytes(8)",
    "truncated": "message(over=True)[:-20]",
    "no end": "message(value=1.0)",
    "no status": "message(over=True, steps=0)",
    "a value in words": "message(over=False, value='little')",
    "a bound of nothing": "message(over=True, steps=0, status='unknown', bound=np.nan)",
    "a point of nothing": f"message({POINT}, x=np.full(30, np.nan))",
}


def child_that_runs(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every child is sent this instead of a function of the library."""
    begin = "import sys; sys.path[:] = sys.argv[1:]\n"
    monkeypatch.setattr(child, "_RUN", begin + code.replace("{", "{{").replace("}", "}}"))


@pytest.mark.parametrize("name", sample(NONSENSE, 8))
def test_a_reply_that_makes_no_sense_is_a_fault_and_no_answer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    child_that_runs(replying(NONSENSE[name]), monkeypatch)
    faults: list[str] = []
    answer = subprocess_solver.solve_apart(knapsacks(5, 30, 0), "highs", told(faults), None, lambda _: None)
    assert (answer.status, answer.x, answer.bound) == (Status.UNKNOWN, None, None)
    assert len(faults) == 2
    assert all(fault.startswith("A solver's process was lost: ") for fault in faults)


@pytest.mark.parametrize("code", sample(("raise SystemExit(3)", replying("b'garbage' * 99"), ""), 2))
def test_without_a_child_that_answers_there_is_still_a_plan(
    code: str, city: sm.Scenario, isolated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that_runs(code, monkeypatch)
    solution = sm.solve(city, threads=1)
    assert holds(solution)
    assert "A solver's process was lost" in solution.termination.faults[0]


@pytest.mark.parametrize("code", ["", replying("message(over=True, flow=np.zeros(3))"), replying("b'garbage'")])
def test_a_flow_without_a_child_that_answers_is_a_plan_without_a_proof(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_that_runs(code, monkeypatch)
    monkeypatch.setattr(residual_network, "matching", lambda *_: None)
    net, costs = market(0, 60, 40, 3)
    faults: list[str] = []
    limits = replace(unhurried(), isolate=True, fault=faults.append)
    found = flow.cheapest(net, costs, lambda: limits, FlowParams(seconds_per_pair=1e9))
    assert not found.proven
    assert kept(net, found)
    assert faults


def no_memory(*_: object, **__: object) -> Any:
    raise MemoryError


@pytest.mark.parametrize("place", ["__init__", "add_columns", "relax", "solve"])
def test_a_solver_without_memory_costs_a_proof_and_not_the_plan(
    place: str, city: sm.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HighsSession, place, no_memory)
    solution = sm.solve(city, threads=1)
    assert holds(solution)
    assert any("memory ran out" in fault for fault in solution.termination.faults)


@pytest.mark.parametrize("thrown", [SolverFault("HiGHS ended with kSolveError"), RuntimeError("no thread")])
def test_a_solver_that_fails_costs_a_proof_and_not_the_plan(
    thrown: Exception, city: sm.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(highspy.Highs):  # type: ignore[misc]
        def run(self) -> Any:
            raise thrown

    monkeypatch.setattr(highspy, "Highs", Failing)
    solution = sm.solve(city, threads=1)
    assert solution.status == "feasible"
    assert holds(solution)
    assert any(str(thrown) in fault for fault in solution.termination.faults)


def test_a_system_that_starts_no_process_costs_a_proof_and_not_the_plan(
    city: sm.Scenario, isolated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> Any:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess_solver.subprocess, "Popen", none)
    solution = sm.solve(city, threads=1)
    assert holds(solution)
    assert "Resource temporarily unavailable" in solution.termination.faults[0]


def test_memory_that_runs_out_amid_a_request_costs_a_proof_and_not_the_plan(
    city: sm.Scenario, isolated: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> Any:
        raise ValueError("I/O operation on closed file.")

    monkeypatch.setattr(np, "savez", closed)
    solution = sm.solve(city, threads=1)
    assert holds(solution)
    assert any("memory ran out" in fault for fault in solution.termination.faults)


def test_a_flow_without_memory_is_the_first_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = placements(12, 8, 0)
    monkeypatch.setattr("staffmatch.engine.network.placements.cheapest", no_memory)
    solution = sm.solve(alone)
    assert (solution.status, solution.termination.reason) == ("feasible", "unproven")
    assert solution.assignments
    assert holds(solution)
    assert solution.termination.method == "min-cost flow"
    assert solution.termination.faults == ("The flow came to nothing: memory ran out.",)


@pytest.mark.parametrize(
    "name",
    [
        "solver.columns_of",
        "formulation.market.eligible_pairs",
        "formulation.market.formulation",
        "explain.stated.shortages",
        "result.telling.verify",
    ],
)
def test_without_memory_for_anything_else_the_error_says_so(
    name: str, city: sm.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("staffmatch.formulation.market._kept", OrderedDict())
    monkeypatch.setattr(f"staffmatch.{name}", no_memory)
    with pytest.raises(sm.LimitError, match="Memory ran out"):
        sm.solve(city, time_limit=0)


LIMITED = """
import resource, sys
import staffmatch as sm
from staffmatch.engine.search_params import SearchParams, using
params = SearchParams.of({"control": {"isolated_columns": int(sys.argv[2])}})
scenario = sm.hamburg.scenario(workers=600, seats=300, days=7, seed=1)
sm.solve(sm.hamburg.scenario("small", seed=4), threads=1, time_limit=0)
pages = int(open("/proc/self/statm").read().split()[0])
most = pages * resource.getpagesize() + int(sys.argv[1]) * 2**20
resource.setrlimit(resource.RLIMIT_AS, (most, most))
try:
    with using(params):
        solution = sm.solve(scenario, threads=1, time_limit=1)
except sm.StaffmatchError as error:
    print(type(error).__name__)
else:
    print(sm.verify(scenario, solution, reason_check_limit=0).ok)
"""


@linux
@pytest.mark.parametrize(
    ("megabytes", "apart_from"),
    sample(((0, 10_000), (48, 10_000), (8, 10_000), (48, 0)), 2),
)
def test_little_memory_leaves_a_verified_plan_or_a_typed_error(megabytes: int, apart_from: int) -> None:
    done = run(megabytes, apart_from, code=LIMITED)
    assert done.stdout.strip() in ("True", "LimitError"), done.stderr


@linux
def test_a_child_ends_with_its_parent() -> None:
    code = """
from staffmatch.engine.backends.subprocess_solver import solve_apart
from tests.engine.test_subprocess_solver import knapsacks, limits
solve_apart(knapsacks(60, 400, 0), "highs", limits(), None, lambda _: print("found", flush=True))
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "found\n"
        child = int(Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text())
        assert Path(f"/proc/{child}/oom_score_adj").read_text() == "1000\n"
        parent.kill()
    # The test run ends it otherwise.
    while alive(child):
        time.sleep(0.05)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


PHASES = ["read", "pair", "formulate", "greedy", "bound", "relaxation", "at once"]
PHASES += ["certified", "explain", "verify", "done"]
FIRST = ("pair", "greedy", "relaxation", "explain", "verify")


class Refusal(Exception):
    """Raised by a caller."""


@dataclass(frozen=True)
class Unchangeable(Exception):
    """An error that takes no attributes."""

    text: str = "no"


@pytest.mark.parametrize("phase", sample([*FIRST, *(phase for phase in PHASES if phase not in FIRST)], len(FIRST)))
def test_what_a_listener_raises_arrives_with_the_best_plan(phase: str, city: sm.Scenario, best: sm.Solution) -> None:
    heard: list[str] = []

    def listen(event: sm.Event) -> None:
        heard.append(event.phase)
        if event.phase == phase:
            raise Refusal(phase)

    with pytest.raises(Refusal, match=phase) as caught:
        sm.solve(city, on_event=listen, threads=1)
    assert heard.index(phase) == len(heard) - 1
    solution: sm.Solution = caught.value.solution  # type: ignore[attr-defined]
    assert holds(solution)
    assert solution.explained == (phase not in PHASES[:3])
    assert bool(solution.assignments) == solution.explained
    if phase in ("verify", "done"):
        assert (solution.status, solution.tiers) == ("optimal", best.tiers)


@pytest.mark.parametrize("calls", sample((1, 3, 30, 2, 10), 3))
def test_what_a_stop_raises_arrives_with_the_best_plan(calls: int, city: sm.Scenario) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        if len(asked) == calls:
            raise Refusal
        return False

    with pytest.raises(Refusal) as caught:
        sm.solve(city, stop=stop, threads=1)
    assert len(asked) == calls
    assert holds(caught.value.solution)  # type: ignore[attr-defined]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(4), Unchangeable(), sm.InputError([])])
def test_any_exception_carries_the_plan(error: BaseException, city: sm.Scenario) -> None:
    def listen(event: sm.Event) -> None:
        if event.phase == "relaxation":
            raise error

    with pytest.raises(type(error)) as caught:
        sm.solve(city, on_event=listen, threads=1)
    assert caught.value is error
    assert holds(vars(error)["solution"])


def test_an_answer_that_is_neither_true_nor_false_arrives_too(city: sm.Scenario) -> None:
    with pytest.raises(ValueError, match="ambiguous") as caught:
        sm.solve(city, stop=lambda: np.zeros(2))  # type: ignore[arg-type, return-value]
    assert holds(vars(caught.value)["solution"])


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "scenario.json"
    hamburg.scenario(workers=600, seats=300, days=7, seed=1).save(path)
    return path


SIGNALS = [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "stopped")]
PHASES_OF_SIGNALS = [
    *((*SIGNALS[0], "read"), (*SIGNALS[1], "relaxation"), (*SIGNALS[1], "read"), (*SIGNALS[0], "relaxation")),
    *((*sent, phase) for sent in SIGNALS for phase in ("formulate", "greedy")),
]


@unix
@pytest.mark.parametrize(("sent", "code", "reason", "phase"), sample(PHASES_OF_SIGNALS, 2))
def test_a_signal_saves_the_best_plan(
    sent: signal.Signals, code: int, reason: str, phase: str, saved: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    with Path(os.devnull).open("w") as nothing, Command("solve", saved, "--out", plan, stdout=nothing) as process:
        while phase not in process.stderr.readline():
            pass
        process.send_signal(sent)
        assert "Traceback" not in process.stderr.read()
        assert process.wait() == code
    solution = sm.Solution.load(plan, sm.Scenario.load(saved))
    assert solution.termination.reason == reason
    assert holds(solution)


@unix
@pytest.mark.parametrize(("sent", "code", "_"), SIGNALS)
@pytest.mark.parametrize("seconds", sample((0.0, 0.2, 0.1, 0.4), 2))
def test_a_signal_while_the_command_loads_leaves_no_traceback(
    sent: signal.Signals, code: int, _: str, seconds: float, saved: Path, tmp_path: Path
) -> None:
    """From the first line of the program on; before that there is nothing but Python."""
    program = "import os; from staffmatch.cli import main, signals; signals.leave_at_once(); os.write(1, b'!'); main()"
    words = [sys.executable, "-c", program, "solve", str(saved), "--out", str(tmp_path / "plan.json")]
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        time.sleep(seconds)
        process.send_signal(sent)
        assert b"Traceback" not in process.stderr.read()
        assert process.wait() == code


@unix
@pytest.mark.parametrize(("sent", "code", "_"), SIGNALS)
def test_a_signal_while_the_plan_is_saved_waits_for_that(
    sent: signal.Signals, code: int, _: str, city: sm.Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = sm.Solution.save

    def saving(solution: sm.Solution, path: Path) -> None:
        signal.raise_signal(sent)
        save(solution, path)

    city.save(tmp_path / "scenario.json")
    monkeypatch.setattr(sm.Solution, "save", saving)
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    words = ["solve", str(tmp_path / "scenario.json"), "--out", str(tmp_path / "plan.json")]
    assert CliRunner().invoke(app, words).exit_code == code
    assert holds(sm.Solution.load(tmp_path / "plan.json", city))
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


@unix
def test_whoever_ignores_signals_goes_on_doing_so(city: sm.Scenario, tmp_path: Path) -> None:
    """As under nohup."""
    city.save(tmp_path / "scenario.json")
    code = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); from staffmatch.cli import main; main()"
    words = [sys.executable, "-c", code, "solve", tmp_path / "scenario.json", "--out", tmp_path / "plan.json"]
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        process.stderr.read()
        assert process.wait() == 0


@unix
@pytest.mark.parametrize("words", [["--help"], ["schema"], ["inspect"], ["solve"]])
def test_a_reader_that_leaves_early_is_no_fault(words: list[str], city: sm.Scenario, tmp_path: Path) -> None:
    city.save(tmp_path / "scenario.json")
    if words[0] in ("inspect", "solve"):
        words = [*words, str(tmp_path / "scenario.json")]
    if words[0] == "solve":
        words += ["--out", str(tmp_path / "plan.json")]
    reader, writer = os.pipe()
    os.close(reader)
    done = run(*words, stdout=writer)
    os.close(writer)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert words[0] != "solve" or (done.code, (tmp_path / "plan.json").exists()) == (0, True)


@linux
@pytest.mark.parametrize(("stream", "code"), [("stdout", 70), ("stderr", 0)])
def test_a_full_disk_behind_the_screen_costs_no_plan(stream: str, code: int, city: sm.Scenario, tmp_path: Path) -> None:
    city.save(tmp_path / "scenario.json")
    with Path("/dev/full").open("w") as full:
        done = run("solve", tmp_path / "scenario.json", "--out", tmp_path / "plan.json", **{stream: full})
    assert done.code == code
    assert "Traceback" not in done.stderr
    assert holds(sm.Solution.load(tmp_path / "plan.json", city))


@linux
@pytest.mark.parametrize("words", [["--help"], ["solve", "--such"], ["validate", "nowhere.json"]])
def test_a_full_disk_behind_the_screen_leaves_no_traceback(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        assert run(*words, stdout=full, stderr=full).code in (2, 70)


@linux
def test_a_full_disk_leaves_the_former_file(best: sm.Solution, tmp_path: Path) -> None:
    names = ("plan.json", "plan.xlsx")
    for name in names:
        (tmp_path / name).write_text("the former plan")
    best.scenario.save(tmp_path / "scenario.json")
    best.save(tmp_path / "best.json")
    code = """
import resource, sys
import staffmatch as sm
folder, *names = sys.argv[1:]
scenario = sm.Scenario.load(f"{folder}/scenario.json")
solution = sm.Solution.load(f"{folder}/best.json", scenario)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
for name in names:
    try:
        solution.export(f"{folder}/{name}")
    except sm.InputError as error:
        print(error.problems[0].code)
"""
    done = run(tmp_path, *names, code=code)
    assert done.stdout.split() == ["unwritable_file"] * 2, done.stderr
    assert [(tmp_path / name).read_text() for name in names] == ["the former plan"] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["best.json", *names, "scenario.json"])


GOOD: dict[str, Callable[[], dict[str, Any]]] = {
    "single": lambda: {"time_limit": np.float32(60), "gap": np.float32(0.01), "seed": np.int32(5)},
    "whole": lambda: {"time_limit": np.int64(60), "threads": np.int64(1), "seed": np.uint8(5)},
    "work": lambda: {"work_limit": np.float16(2), "isolate": np.bool_(False)},
    "long": lambda: {"time_limit": 1e300, "seed": 10**400, "gap": 1e300, "threads": 10**5000},
    "negative seed": lambda: {"seed": -1},
    "long by the other solver": lambda: {"time_limit": 1e300, "work_limit": 1e300, "backend": "mathopt"},
    "long and apart": lambda: {"time_limit": 1e12, "seed": 10**400, "threads": 1},
}


@pytest.mark.parametrize("name", GOOD)
def test_numbers_of_any_kind_are_options(name: str, isolated: None) -> None:
    city = hamburg.scenario(workers=60, seats=30, days=3, seed=1)
    solution = sm.solve(city, **{"threads": 1} | GOOD[name]())
    assert holds(solution)
    assert sm.Solution.model_validate_json(solution.model_dump_json()).of(city) == solution
    assert json.loads(solution.canonical_json())


BAD: dict[str, dict[str, Any]] = {
    "beyond": {"time_limit": 10**400},
    "far beyond": {"time_limit": 10**5000},
    "nothing": {"time_limit": np.float32("nan")},
    "endless": {"work_limit": float("inf")},
    "below": {"gap": -np.float32(1)},
    "no gap": {"gap": None},
    "text": {"time_limit": "5"},
    "a table": {"time_limit": np.array([1.0, 2.0])},
    "half a thread": {"threads": 1.5},
    "no thread": {"threads": -(10**5000)},
    "a seed in words": {"seed": "one"},
    "a truth": {"seed": True},
    "isolated": {"isolate": np.zeros(2)},
    "deaf": {"on_event": 5},
    "halting": {"stop": True},
    "another start": {"start": "plan.json"},
    "another back-end": {"backend": "cplex"},
    "back-ends": {"backend": ["highs"]},
}


@pytest.mark.parametrize("name", BAD)
def test_an_option_that_makes_no_sense_is_refused_before_any_work(
    name: str, city: sm.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("staffmatch.solver.columns_of", no_memory)
    with pytest.raises(sm.InputError) as caught:
        sm.solve(city, **BAD[name])
    assert [problem.path for problem in caught.value.problems] == list(BAD[name])
    assert len(str(caught.value)) < 500


def test_a_back_end_that_is_not_installed_says_what_to_install(
    city: sm.Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    monkeypatch.setattr("staffmatch.solver.columns_of", no_memory)
    with pytest.raises(sm.InputError, match=r"highspy is not installed\. Run pip install highspy"):
        sm.solve(city, backend="highs")


def test_without_highspy_the_other_back_end_is_taken(city: sm.Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    assert sm.solve(city, threads=1).status == "optimal"


@pytest.fixture(autouse=True)
def _no_child_is_left() -> Iterator[None]:
    yield
    if sys.platform == "linux":
        own = os.getpid()
        left = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        assert not any(
            "staffmatch.engine.backends.subprocess_solver" in Path(f"/proc/{one}/cmdline").read_text() for one in left
        )


def test_the_page_on_faults_names_tests_that_there_are() -> None:
    root = Path(__file__).parents[1]
    shown = [row.rsplit("|", 2)[1] for row in (root / "docs/faults.md").read_text().splitlines() if row.startswith("|")]
    named = {name for cell in shown for name in re.findall(r"`(\w+)`", cell)}
    texts = "".join(path.read_text() for path in (root / "tests").rglob("test_*.py"))
    assert len(named) > 20
    assert all(f"def test_{name}(" in texts for name in named)
