"""Every family reads its format exactly, says where a file goes wrong, and finds its files and best-known values."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import staffmatch as sm
from benchmarks.families import FAMILIES, Instance
from benchmarks.measure import row
from staffmatch.formulation.integer_program import Scale
from tests.benchmarks.tiny import TINY, Tiny, run_of
from tests.brute_force import least

_WORK = '{"teams": ["t"], "tasks": ["a"], "calendar": {}, %s, "original_start": {"a": 0}, "original_end": %s}'
_LATE = '"disruption": {"new_start": {"x": 1}, "new_end": {"x": 9}}'

MALFORMED = [
    ("lending-shifts", "a.txt", "S 0 8 8\n", "has 0 lines 'H'"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\nS 0 8 8\nA 0 0\n", "line 3: 'A 0 0' is none of"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\nX 0 8 8\n", "line 2: 'X 0 8 8' is none of"),
    ("lending-shifts", "a.txt", "H 1 2 8 10\nS 0 8 8\n", "line 1: announces 2 shifts, but the file has 1"),
    ("lending-shifts", "a.txt", "H 1 1 8 0\nS 0 8 8\n", "line 1: the penalty"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\n\nS 8 8 0\n", "line 3: the shift ends before"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\nS 0 8 9\n", "line 2: the shift counts more hours"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\nS 0 8 8\nA 1 0 5\n", "line 3: there is no such shift"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\nS 0 8 8\nA 0 1 5\n", "line 3: there is no such worker"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\nS 0 8 8\nA 0 0 5\nA 0 0 6\n", "line 4: the pair has been listed"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\nS 0 8 8\nA 0 0 5.5\n", "line 3: '5.5' is not a whole number"),
    ("lending-shifts", "a.txt", "H 1 1 8 10\nS 0 8 8\nA 0 0 9000000000000000000\n", "line 3: a number is beyond"),
    ("lap", "assign2.txt", "", "is empty"),
    ("lap", "assign1.txt", "1 1 2 3", "arc 1: an end is not within 1 and 1"),
    ("lap", "assign2.txt", "2 1 2 3 4 5", "5 numbers follow the size 2: neither 4 costs nor arcs"),
    ("lap", "assign2.txt", "2 1 2 x 4", "number 4: 'x' is not a whole number"),
    ("lap", "assign0.txt", "0", "number 1: the size is less than 1"),
    ("lap", "assignp2.txt", "2\n1 1 5\n1 1 6\n", "arc 2: the pair has been listed"),
    ("gap", "g.txt", "2", "does not begin with the numbers of agents and of jobs"),
    ("gap", "g.txt", "1 2  1 1  1 1", "holds 6 numbers; 1 agents and 2 jobs make 7"),
    ("gap", "g.txt", "1 1  5  -1  3", "number 4: an amount is not within"),
    ("smptsp", "s.dat", "", "ends before 'Type = ...'"),
    ("smptsp", "s.dat", "Type = 1\nJobs = two\n", "line 2: 'Jobs = two' is not 'Jobs = ' and a number"),
    ("smptsp", "s.dat", "Type = 1\nJobs = 2\n0 5\n", "announces 2 tasks, but ends after 1"),
    ("smptsp", "s.dat", "Type = 1\nJobs = 1\n0 5 7\nQualifications = 0\n", "line 3: '0 5 7' is not the start"),
    ("smptsp", "s.dat", "Type = 1\nJobs = 1\n5 5\nQualifications = 0\n", "line 3: the task ends before"),
    ("smptsp", "s.dat", "Type = 1\nJobs = 1\n0 5\nQualifications = 2\n1: 0\n", "announces 2 workers, but 1 lines"),
    ("smptsp", "s.dat", "Type = 1\nJobs = 1\n0 5\nQualifications = 1\n2: 0\n", "line 5: '2: 0' does not begin with"),
    ("smptsp", "s.dat", "Type = 1\nJobs = 1\n0 5\nQualifications = 1\n1: 1\n", "line 5: there is no such task"),
    ("quickstart", "q.json", "{", "line 1: is not JSON"),
    ("quickstart", "q.json", '{"start": "2020-04-06"}', "lacks 'days' somewhere"),
    ("quickstart", "q.json", '{"start": "2020-04-06", "days": 1, "emp": 3}', "something else than a roster"),
    (
        "quickstart",
        "q.json",
        '{"start": "2020-04-06", "days": 1, "emp": [], "shifts": [{}]}',
        "lacks 'start' somewhere",
    ),
    ("workforce", "w.json", "{", "line 1: is not JSON"),
    ("nurse", "w.txt", "SECTION_SHIFTS\nE,480,\n", "has no section HORIZON"),
    ("nurse", "w.txt", "SECTION_HORIZON\n2\nSECTION_SHIFTS\nE,long,\n", "line 4: is no line of SHIFTS"),
    ("nurse", "w.txt", "SECTION_HORIZON\n2\nSECTION_DAYS_OFF\nann,1\n", "names 'ann', which is neither"),
    ("workforce", "w.json", '{"teams": []}', "has no 'tasks'"),
    ("workforce", "w.json", _WORK % ('"same_allocation": [["a", "b"]]', '{"a": 9}'), "there is no task 'b'"),
    ("workforce", "w.json", _WORK % ('"same_allocation": []', '{"b": 0}'), "does not say when every task is"),
    ("workforce-repair", "w.json", _WORK % ('"base_solution": {"allocation": []}', '{"a": 9}'), "every task a team"),
    ("workforce-repair", "w.json", _WORK % ('"base_solution": {"allocation": [7]}', '{"a": 9}'), "every task a team"),
    ("workforce-repair", "w.json", _WORK % (_LATE, '{"a": 9}'), "not of the same tasks"),
]


@pytest.mark.parametrize("tiny", TINY, ids=lambda tiny: tiny.name)
def test_the_optimum_by_hand_is_that_of_all_plans_and_that_of_the_row(tiny: Tiny, tmp_path: Path) -> None:
    scene = tiny.scenario(tmp_path)
    steps_of = zip(least(scene) or (), scene.tiers, strict=True)
    assert tuple(steps / Scale.of(tier).per_unit for steps, tier in steps_of) == tiny.tiers
    found = row(run_of(tiny.family), tiny.write(tmp_path))
    assert (found["status"], found["verified"], found["value"]) == ("optimal", True, tiny.value)
    assert [tier["value"] for tier in found["tiers"]] == list(tiny.tiers)  # type: ignore[attr-defined]
    assert found["bound"] == tiny.tiers[min(FAMILIES[tiny.family].value_tier, len(tiny.tiers) - 1)]


@pytest.mark.parametrize(("family", "name", "text", "said"), MALFORMED)
def test_a_malformed_file_is_named_with_the_place(family: str, name: str, text: str, said: str, tmp_path: Path) -> None:
    instance = Tiny(family, name, text, (), None).write(tmp_path)
    with pytest.raises(sm.InputError) as caught:
        FAMILIES[family].scenario(instance)
    assert str(tmp_path / name) in str(caught.value)
    assert said in str(caught.value)


def test_what_only_pretends_to_be_compressed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_text("H 0 0 0 1\n")
    with pytest.raises(sm.InputError, match="compressed"):
        FAMILIES["lending-shifts"].scenario(Instance.of(str(path)))


def test_without_files_the_data_folder_is_run_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b/2.txt", "b/1.txt.gz", "a/3.txt", "a/3.sol", "best_known.csv"):
        (tmp_path / "gap" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "gap" / name).touch()
    monkeypatch.setenv("STAFFMATCH_DATA", str(tmp_path))
    assert [instance.name for instance in FAMILIES["gap"].instances([], None, 0)] == ["3.txt", "1.txt.gz", "2.txt"]
    with pytest.raises(sm.InputError, match=r"lap holds no \*\.txt"):
        FAMILIES["lap"].instances([], None, 0)
    monkeypatch.delenv("STAFFMATCH_DATA")
    with pytest.raises(sm.InputError, match="STAFFMATCH_DATA"):
        FAMILIES["gap"].instances([], None, 0)


def test_a_plain_name_is_a_file_here_or_the_only_one_of_its_name_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, data = tmp_path / "here", tmp_path / "data"
    for file in (here / "1.txt", data / "gap/a/1.txt", data / "gap/a/2.txt", data / "gap/b/3.txt", data / "gap/3.txt"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    monkeypatch.chdir(here)
    monkeypatch.setenv("STAFFMATCH_DATA", str(data))

    def sources(*paths: str) -> list[str]:
        return [instance.source for instance in FAMILIES["gap"].instances(paths, None, 0)]

    assert sources("1.txt", "2.txt", "4.txt") == ["1.txt", str(data / "gap/a/2.txt"), "4.txt"]
    assert sources("../b/2.txt") == ["../b/2.txt"]
    with pytest.raises(sm.InputError, match=r"several '3\.txt'"):
        sources("3.txt")
    monkeypatch.delenv("STAFFMATCH_DATA")
    assert sources("2.txt") == ["2.txt"]


def test_best_known_values_stand_beside_the_file_or_one_folder_up(tmp_path: Path) -> None:
    family = FAMILIES["gap"]
    (tmp_path / "one").mkdir()
    mine, other = Instance.of(str(tmp_path / "one" / "g.txt.gz")), Instance.of(str(tmp_path / "one" / "h.txt.gz"))
    assert family.best_known(mine) is None
    table = "set,instance,best_known_min_cost\ntwo,g,7\none,g,12\none,h,\n"
    (tmp_path / "best_known.csv").write_text(table)
    assert (family.best_known(mine), family.best_known(other)) == (12, None)
    (tmp_path / "one" / "best_known.csv").write_text("instance,best_known_min_cost\ng,11\n")
    assert family.best_known(mine) == 11
    (tmp_path / "one" / "best_known.csv").write_text("instance,best_known_min_cost\ng,eleven\n")
    with pytest.raises(sm.InputError, match="line 2: 'eleven'"):
        family.best_known(mine)


@pytest.mark.parametrize(
    ("family", "source", "preset"),
    [
        ("lending-shifts", "generate:30:20:2:40", None),
        ("lending-shifts", "generate:30:0:2:40:1", None),
        ("placements", "generate:3:x:2:1:0", None),
        ("placements", "some/file.txt", None),
        ("hamburg", "generate:1:2:3", None),
        ("hamburg", "", "huge"),
        ("lap", "", "small"),
        ("placements", "", "small"),
    ],
)
def test_a_wrong_call_is_an_input_error(family: str, source: str, preset: str | None) -> None:
    with pytest.raises(sm.InputError):
        [FAMILIES[family].scenario(i) for i in FAMILIES[family].instances([source] if source else [], preset, 0)]


@pytest.mark.skipif("STAFFMATCH_DATA" not in os.environ, reason="STAFFMATCH_DATA names no folder of real instances")
@pytest.mark.parametrize(
    ("family", "file", "optimum"),
    [
        ("lending-shifts", "a.txt", 49_745),
        ("lap", "assign100.txt.gz", 305),
        ("lap", "assignp800.txt.gz", 2_239),
        ("gap", "cattrysse1994/gap1-0.txt.gz", 261),
        ("smptsp", "krishnamoorthy137/data_2_24_40_33.dat.gz", 20),
        ("workforce-repair", "scenario_0.json.gz", 109),
    ],
)
def test_real_instances_reach_their_known_optima(family: str, file: str, optimum: int) -> None:
    path = Path(os.environ["STAFFMATCH_DATA"]) / vars(type(FAMILIES[family]))["folder"] / file
    if not path.exists():
        pytest.skip(f"there is no {path}")
    found = row(run_of(family), Instance.of(str(path)))
    assert (found["status"], found["value"], found["bound"], found["verified"]) == ("optimal", optimum, optimum, True)
    assert found["best_known"] in (optimum, None)
