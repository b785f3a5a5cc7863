"""``python -m docs.pictures``: the pictures of docs/pictures.md, into docs/pictures.

All are of the synthetic Hamburg, and but for the course of the search they are the same on every run: the plan is found
within a limit of work. The rows of benchmarks are kept beside them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes

import staffmatch as sm
from benchmarks.rows import read

FOLDER = Path(__file__).parent / "pictures"
ROWS = FOLDER / "gap_profile.jsonl"
# A shift for which rule by rule fewer people are left, and two people who fall ill.
_SHIFT, _ILL = "d01-0406", ("w004", "w019")


@cache
def city() -> sm.Scenario:
    return sm.hamburg.scenario("small", seed=1)


@cache
def plan() -> sm.Solution:
    return sm.solve(city(), work_limit=20, threads=1)


def _changes() -> Axes:
    after = plan().replan(city().without(workers=_ILL), threads=1)
    return sm.plot.changes(after.diff(plan()))


def _frontier() -> Axes:
    village = sm.hamburg.scenario(workers=60, seats=30, days=5, seed=1)
    return sm.plot.frontier(sm.tradeoff(village, "uncovered_hours", "cost", points=8, threads=1))


PICTURES: dict[str, Callable[[], Axes]] = {
    "map": lambda: sm.plot.map(plan()),
    "map_scenario": lambda: sm.plot.map(city(), homes="quarter"),
    "timeline": lambda: sm.plot.timeline(plan()),
    "timeline_demand": lambda: sm.plot.timeline(plan(), by="demand"),
    "timeline_company": lambda: sm.plot.timeline(plan(), by="company"),
    "coverage": lambda: sm.plot.coverage(plan()),
    "partnerships": lambda: sm.plot.partnerships(plan()),
    "progress": lambda: sm.plot.progress(plan(), tier=2),
    "frontier": _frontier,
    "gap_profile": lambda: sm.plot.gap_profile(read(ROWS)),
    "funnel": lambda: sm.plot.funnel(plan().explain(shift=_SHIFT, time_limit=0)),
    "changes": _changes,
}


def main(names: list[str] | None = None) -> None:
    """Draw all, or those named."""
    mpl.use("Agg")
    FOLDER.mkdir(exist_ok=True)
    for name in names or PICTURES:
        path = FOLDER / f"{name}.svg"
        sm.plot.save(PICTURES[name](), path)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
