"""Ctrl-C while a command answers: the answer so far is told, and the exit code says that it is not the whole."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest
import typer

import staffmatch as sm
from staffmatch.cli.asking import asking
from staffmatch.runtime import halting
from tests import builders
from tests.commands import Command

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals differ on Windows")

# Each tells when it is in the midst of its work, and is at it until somebody ends it.
_RANKING = """
from staffmatch.answers.who_else import recommend as module
ranked = module.ranked

def slow(asked, pairs, k, control):
    tell("at work")
    while not control.over():
        sleep(0.01)
    return ranked(asked, pairs, k, control)

module.ranked = slow
"""
_FIXES = """
from staffmatch.answers.why.fixes import Fixing
found = Fixing.found

def slow(self):
    tell("at work")
    while not self._resolver.over:
        sleep(0.01)
    return found(self)

Fixing.found = slow
"""
_WAITING = """
from staffmatch.answers.what_if import compare as module
module.WORTH_A_PROCESS = 0.0
module.available_threads = lambda: 2
waiting = module._await

def slow(jobs, clock, limit):
    tell(*(job.pid for job in jobs))
    waiting(jobs, clock, limit)

module._await = slow
"""
_RUN = """
import sys
from time import sleep

def tell(*words):
    print(*words, file=sys.stderr, flush=True)

{patch}
from staffmatch.cli import main
main()
"""


def interrupted(patch: str, *words: object) -> tuple[int, str, str, str]:
    """The exit code, what was told at work, standard output and the rest of standard error."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        Command(*words, stdout=out, code=_RUN.format(patch=patch)) as process,
    ):
        at_work = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        error, code = process.stderr.read(), process.wait()
        out.seek(0)
        return code, at_work, out.read(), error


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Ann has a seat that Bob could have as well, and Cem, who could have the other, has not answered."""
    people = [builders.worker("ann"), builders.worker("bob"), builders.worker("cem", skills={"care": 2})]
    people[2] = people[2].replace(consent="offered")
    needs = [
        builders.demand("door", builders.shift("mon", 6, "08:00-16:00")),
        builders.demand("ward", builders.shift("tue", 7, "08:00-16:00"), skills={"care": 2}),
    ]
    scenario = builders.scenario(people, needs)
    scenario.save(tmp_path / "city.json")
    sm.solve(scenario, threads=1).save(tmp_path / "plan.json")
    return tmp_path / "city.json", tmp_path / "plan.json"


def test_recommend_tells_the_bounds_that_it_has(files: tuple[Path, Path]) -> None:
    code, at_work, out, error = interrupted(_RANKING, "recommend", *files, "--shift", "mon", "--time-limit", 600)
    assert (code, at_work) == (130, "at work\n"), error
    assert out.startswith("Shift 'mon' is filled by 'ann'; anybody else would have that seat instead.\n")
    assert "Time ran out: there may be better plans, within the bounds." in out
    assert error == "Interrupted: the answer is what was known by then.\n"


def test_explain_tells_what_it_has_counted_and_found(files: tuple[Path, Path]) -> None:
    code, _, out, error = interrupted(_FIXES, "explain", *files, "--shift", "tue", "--time-limit", 600, "--json")
    assert code == 130, error
    answer = json.loads(out)
    assert answer["complete"] is False
    assert [step["rule"] for step in answer["funnel"]] == ["consent", "skills"]


def test_compare_keeps_what_it_has_and_leaves_no_process_behind(files: tuple[Path, Path], tmp_path: Path) -> None:
    for name, seed in (("east", 1), ("west", 2)):
        sm.hamburg.scenario(workers=400, seats=200, days=7, seed=seed).save(tmp_path / f"{name}.json")
    several = (files[0], tmp_path / "east.json", tmp_path / "west.json")
    code, at_work, out, error = interrupted(_WAITING, "compare", *several, "--json")
    assert code == 130, error
    cases = json.loads(out)["cases"]
    assert [case["name"] for case in cases] == ["city", "east", "west"]
    assert cases[0]["status"] == "optimal"
    assert {case["status"] for case in cases[1:]} <= {"feasible", "unknown"}
    assert len(at_work.split()) == 2
    for pid in map(int, at_work.split()):
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(("meant", "told"), [(0, 130), (1, 130), (3, 3)])
def test_what_is_cut_short_is_told_before_what_it_found_but_not_before_that_there_is_no_plan(
    meant: int, told: int
) -> None:
    @asking()
    def command() -> None:
        halting.interrupted(signal.SIGINT)
        raise typer.Exit(meant)

    with pytest.raises(typer.Exit) as ended:
        command()
    assert ended.value.exit_code == told
