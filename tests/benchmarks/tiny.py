"""Instances small enough to be solved by hand, one or more of each family, with their optima."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path

import staffmatch as sm
from benchmarks.families import FAMILIES, Instance
from benchmarks.run import Run


@dataclass(frozen=True)
class Tiny:
    """``tiers`` are the least values of the tiers; ``value`` is the family's, None where no plan is complete."""

    family: str
    name: str
    text: str
    tiers: tuple[int, ...]
    value: int | None

    def write(self, folder: Path) -> Instance:
        path = folder / self.name
        path.write_bytes(gzip.compress(self.text.encode()) if self.name.endswith(".gz") else self.text.encode())
        return Instance.of(str(path))

    def scenario(self, folder: Path) -> sm.Scenario:
        return FAMILIES[self.family].scenario(self.write(folder))


_SHIFTS = """\
S 6 14 8
S 14 22 8
S 30 38 8
A 0 0 10
A 0 1 20
A 1 0 5
A 2 0 7
A 2 1 1
"""

# Two teams; b and c overlap, so that one of them wants the second team, and a goes with c.
_DAY = """{"teams": ["t0", "t1", "t2"], "tasks": ["a", "b", "c"], "calendar": {"t0": [[0, 90]], "t1": [[0, 120]]},
"compatible_teams": {"b": ["t1", "t2"]}, "same_allocation": [["c", "a"]],
"original_start": {"a": 0, "b": 30, "c": 40}, "original_end": {"a": 30.0, "b": 50, "c": 90}"""
_PLAN = (
    """, "base_solution": {"allocation": [1, 1, 1]}, "additional_constraint": {"team_used_constraint": {"2": false}}"""
)

_ROSTER = """{"start": "2020-04-06", "days": 2, "emp": [
{"name": "Ann", "skills": ["Nurse", "Doctor"], "un": ["2020-04-07"], "ud": [], "de": ["2020-04-06"]},
{"name": "Bob", "skills": ["Nurse"], "un": [], "ud": ["2020-04-07"], "de": []}], "shifts": [
{"id": "0", "start": "2020-04-06T06:00:00", "end": "2020-04-06T14:00:00", "loc": "Ward", "skill": "Doctor"},
{"id": "1", "start": "2020-04-06T22:00:00", "end": "2020-04-07T06:00:00", "loc": "Ward", "skill": "Nurse"},
{"id": "2", "start": "2020-04-07T14:00:00", "end": "2020-04-07T22:00:00", "loc": "Ward", "skill": "Nurse"}]}"""

TINY = [
    # 8 h are one shift a person: the second and the third are cheapest, one seat stays empty.
    Tiny("lending-shifts", "one-each.txt", "H 2 3 8 100\n" + _SHIFTS, (106,), 106),
    # The first and the third shift have 16 h between them, the second and the third only 8.
    Tiny("lending-shifts", "two-each.txt.gz", "H 2 3 16 100\n" + _SHIFTS, (26,), 26),
    # A break: 24 h at the place, 9 of them worked.
    Tiny("lending-shifts", "breaks.txt", "H 1 2 17 7\nS 0 24 9\nS 48 56 8\nA 0 0 1\nA 1 0 2\n", (3,), 3),
    Tiny("lap", "assign3.txt", " 3\n 4 1\n 3 2 0 5 3\n 2 2\n", (0, 5), 5),
    Tiny("lap", "assignp3.txt.gz", "3\n1 1 4\n1 2 1\n2 1 2\n2 2 0\n3 3 2\n", (0, 5), 5),
    Tiny("lap", "assignp2.txt", "2\n1 1 4\n2 1 3\n", (1, 3), None),
    # Only agent 1 can take job 2, which leaves no room there.
    Tiny("gap", "two-three.txt", "2 3  1 5 4  3 2 6  2 2 3  2 2 3  4 3", (0, 12), 12),
    Tiny("gap", "too-small.txt.gz", "2 3\n1 5 4\n3 2 6\n2 2 3\n2 2 3\n1 2\n", (2, 2), None),
    # Tasks 0 and 2 touch, task 1 overlaps both.
    Tiny(
        "smptsp",
        "three.dat.gz",
        "# a comment\nType = 1\n\nJobs = 3\n0 10\n5 15\n10 20\nQualifications = 3\n2: 2 0\n1: 1\n3: 0 1 2\n",
        (0, 2),
        2,
    ),
    Tiny("workforce", "day.json.gz", _DAY + "}", (0, 2, 60), 2),
    # Team 1 is away while b is: nobody else may do it, and a and c, which it could not both have done, go to team 0.
    Tiny("workforce-repair", "away.json", _DAY + _PLAN + ', "disruption": {"disruptions": [[45, 60, 1]]}}', (1, 5), 5),
    # An hour later, b is no longer in the way.
    Tiny(
        "workforce-repair",
        "late.json.gz",
        _DAY
        + _PLAN
        + ', "disruption": {"new_start": {"x": 0, "y": 90, "z": 40}, "new_end": {"x": 30, "y": 110, "z": 90}}}',
        (0, 0),
        0,
    ),
    # Ann alone knows how, but is away while the second shift is; Bob would rather not be there on its second day.
    Tiny("quickstart", "roster.json", _ROSTER, (1, 480 - 480, 0), None),
    Tiny("smptsp", "nobody.dat", "Type = 1\nJobs = 2\n0 5\n5 9\nQualifications = 2\n1: 0\n0:\n", (1, 1), None),
]


def run_of(family: str, peer: str | None = None, time_limit: float | None = 20) -> Run:
    return Run(family, peer, time_limit, threads=1, seed=0, plans=None)
