"""A working directory full of other people's files: none of them is run, by the command or by a child process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.engine.backends.subprocess_solver import serve
from staffmatch.runtime import child
from tests.strategies import sample

# What a child imports by itself or through a library, before or after it runs our own line.
NAMES = (
    *("numpy", "scipy", "highspy", "ortools", "staffmatch", "sitecustomize", "usercustomize"),
    *("io", "queue", "subprocess", "threading", "json", "zipfile", "random", "encodings"),
)
LIBRARY = Path(sm.__file__).parents[1]
# The command, made to send every program away.
COMMAND = """
from staffmatch.cli import main
from staffmatch.engine.search_params import SearchParams, using

inside = using(SearchParams.of({"control": {"isolated_columns": 0}}))
inside.__enter__()
"""


@pytest.fixture
def trap(tmp_path: Path) -> str:
    """A module that leaves a trace when it is run."""
    return (
        f"import sys\nwith open({str(tmp_path / 'trace')!r}, 'a') as file:\n    print(__name__, sys.argv, file=file)\n"
    )


@pytest.fixture
def city(tmp_path: Path) -> Path:
    rules = [*sm.DEFAULT_RULES, sm.constraints.MinSecondment(days=2)]
    scenario = sm.hamburg.scenario(workers=60, seats=30, days=3, seed=1).replace(rules=rules)
    scenario.save(tmp_path / "city.json")
    return tmp_path / "city.json"


def hostile(folder: Path, trap: str) -> Path:
    """The folder with a module and a package of every name."""
    for name in NAMES:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text(trap)
        (folder / f"{name}.py").write_text(trap)
    return folder


def run_in(folder: Path, *words: object, path: str = str(LIBRARY)) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": path}
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def traces(folder: Path) -> list[str]:
    return (folder / "trace").read_text().splitlines() if (folder / "trace").exists() else []


@pytest.mark.parametrize("path", sample((f".{os.pathsep}{LIBRARY}", f"{LIBRARY}{os.pathsep}", str(LIBRARY)), 2))
def test_a_child_is_of_this_library_alone_wherever_it_is_started(path: str, tmp_path: Path, trap: str) -> None:
    """The path of whoever starts it may name the working directory in any way, and by then lead elsewhere."""
    folder = hostile(tmp_path / "data", trap)
    code = (
        "import os, sys; from staffmatch.runtime.child import start_child\n"
        "from staffmatch.engine.backends.subprocess_solver import serve\n"
        f"os.chdir({str(folder)!r}); sys.path[:0] = ['', '.', 'data', os.getcwd()]\n"
        "child = start_child(serve); child.communicate(b''); sys.exit(child.returncode)"
    )
    done = run_in(tmp_path, "-c", code, path=path)
    assert done.returncode == 0, done.stderr
    assert traces(tmp_path) == []
    assert run_in(folder, "-c", "import numpy").returncode == 0
    assert traces(tmp_path) != [], "the trap does not work"


def test_the_command_runs_nothing_that_lies_beside_the_data(tmp_path: Path, trap: str, city: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "staffmatch").write_text(f"{COMMAND}main()\n")
    done = run_in(
        hostile(tmp_path / "data", trap),
        tmp_path / "bin" / "staffmatch",
        "solve",
        city,
        "--out",
        tmp_path / "plan.json",
    )
    assert done.returncode == 0, done.stderr
    assert "Written" in done.stdout
    assert traces(tmp_path) == []


def test_what_python_puts_on_the_path_for_m_does_not_reach_a_child(tmp_path: Path, trap: str, city: Path) -> None:
    """By then the command has loaded all that it needs: the working directory turns hostile under its feet."""
    folder = tmp_path / "data"
    folder.mkdir()
    loaded = "import pathlib, sys, tests.test_security as own\nown.sm.solve(own.sm.Scenario.load(sys.argv[2]))\n"
    turned = f"own.hostile(pathlib.Path.cwd(), {trap!r})\n"
    (folder / "command.py").write_text(f"{COMMAND}{loaded}{turned}main()\n")
    path = os.pathsep.join(map(str, (LIBRARY, Path(__file__).parents[1])))
    done = run_in(folder, "-m", "command", "solve", city, "--out", tmp_path / "plan.json", path=path)
    assert done.returncode == 0, done.stderr
    assert "Written" in done.stdout
    assert traces(tmp_path) == []


@pytest.mark.parametrize("module", ["staffmatch", "staffmatch.cli"])
def test_the_safe_way_to_run_the_module(module: str, tmp_path: Path, trap: str) -> None:
    done = run_in(hostile(tmp_path / "data", trap), "-P", "-m", module, "--version")
    assert done.stdout.strip() == sm.__version__, done.stderr
    assert traces(tmp_path) == []


def test_a_safe_path_is_absolute_and_finds_the_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", "relative", str(tmp_path), str(tmp_path / "link"), str(tmp_path / "b")])
    assert child.safe_path() == [str(tmp_path / "b"), str(LIBRARY)]
    monkeypatch.chdir(LIBRARY)
    monkeypatch.setattr(sys, "path", [str(LIBRARY), str(tmp_path / "b")])
    assert child.safe_path() == [str(tmp_path / "b"), str(LIBRARY)]


def test_a_child_is_started_where_the_working_directory_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with child.start_child(serve) as started:
        started.communicate(b"")
    assert started.returncode == 0


def test_no_process_is_started_but_by_the_one_module_for_it() -> None:
    starts = re.compile(
        r"\b(Popen\(|subprocess\.(run|call|check_)|os\.(system|spawn|exec|popen|fork)|multiprocessing|ProcessPool)"
    )
    found = {
        path.relative_to(LIBRARY / "staffmatch").as_posix()
        for path in (LIBRARY / "staffmatch").rglob("*.py")
        if starts.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"runtime/child.py"}
