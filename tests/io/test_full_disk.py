"""A disk that is full: whatever is written, the old content stays or there is none, and the error is one of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

import staffmatch as sm
from staffmatch.io.sheets import write_template
from tests.strategies import sample

resource = pytest.importorskip("resource", reason="only POSIX limits the size of files")


@contextmanager
def full_after(count: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as on a disk that has no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="module")
def large() -> sm.Solution:
    return sm.solve(sm.hamburg.scenario(workers=60, seats=20, days=3, seed=1))


@pytest.fixture(scope="module")
def small() -> sm.Solution:
    return sm.solve(sm.hamburg.scenario(workers=9, seats=4, days=3, seed=1))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def export(name: str, format: str | None, solution: sm.Solution, folder: Path) -> None:  # noqa: A002
    solution.export(folder / name, format=format)


def save(name: str, solution: sm.Solution, folder: Path) -> None:
    (folder / "kept").mkdir(exist_ok=True)
    solution.save(folder / name)
    solution.scenario.save(folder / name)


def lp_of_both_tiers(solution: sm.Solution, folder: Path) -> None:
    solution.export(folder / "second.lp", tier=2)


def page(solution: sm.Solution, folder: Path) -> None:
    sm.report(solution, folder / "plan.html")


WRITERS: dict[str, Callable[[sm.Solution, Path], None]] = {
    **{
        name: partial(export, name, None)
        for name in ("a.json", "a.xlsx", "a.parquet", "a.duckdb", "a.geojson", "a.ics", "a.mps", "a.lp", "a.html")
    },
    **{f"a folder of {kind}": partial(export, "folder", kind) for kind in ("csv", "parquet", "ics")},
    **{f"saved as {name}": partial(save, name) for name in ("b.json", "b.parquet", "kept")},
    "the second tier": lp_of_both_tiers,
    "the page": page,
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("room", sample((1000, 0), 1))
def test_what_does_not_fit_leaves_all_as_it_was(
    write: Callable[[sm.Solution, Path], None], room: int, large: sm.Solution, small: sm.Solution, tmp_path: Path
) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "notes.txt").write_text("mine")
    for before in (None,) if "kept" in str(write) else (None, small):
        if before:
            write(before, tmp_path)
        known = contents(tmp_path)
        with full_after(room), pytest.raises(sm.InputError) as error:
            write(large, tmp_path)
        (problem,) = error.value.problems
        assert problem.code == "unwritable_file"
        assert "large" in problem.text or "space" in problem.text or "write" in problem.text
        assert f"{os.sep}." not in problem.path.removeprefix(str(tmp_path)), "a draft is named"
        left = contents(tmp_path)
        if "a.duckdb" in left:
            # A database may have grown by what it does not hold.
            assert left.keys() - {"a.duckdb.wal"} == known.keys()
            assert sm.Scenario.load(tmp_path / "a.duckdb") == small.scenario
        else:
            assert left == known
        assert not [path for path in tmp_path.rglob(".*") if path.name.startswith((".a.", ".b.", ".folder", ".kept"))]
    write(large, tmp_path)


@pytest.mark.parametrize("excel", [False, True])
def test_a_template_that_does_not_fit_leaves_nothing(excel: bool, tmp_path: Path) -> None:
    with full_after(100), pytest.raises(sm.InputError) as error:
        write_template(tmp_path, excel=excel)
    assert error.value.problems[0].code == "unwritable_file"
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_could_not_be_written_can_still_be_used(large: sm.Solution, tmp_path: Path) -> None:
    with sm.Store(tmp_path / "a.duckdb") as store:
        with full_after(1000), pytest.raises(sm.InputError, match="cannot be written"):
            store.save_solution("plan", large)
        assert list(tmp_path.iterdir()) == []
        store.save_solution("plan", large)
        with full_after(1000), pytest.raises(sm.InputError, match="cannot be written"):
            store.save("other", large.scenario)
    with sm.Store(tmp_path / "a.duckdb") as store:
        assert store.load_solution("plan") == large
        assert list(store.scenarios) == ["plan"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_is_really_full(large: sm.Solution, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this system mounts no small disk")
    try:
        (disk / "filling").write_bytes(b"x" * 60_000)
        for name in ("a.json", "a.xlsx", "a.parquet", "a.duckdb", "a.lp"):
            with pytest.raises(sm.InputError, match="No space left on device"):
                large.export(disk / name)
            assert [path.name for path in disk.iterdir()] == ["filling"]
    finally:
        subprocess.run(["/bin/umount", str(disk)], check=True)
