"""Hours that are needed and covered, by skill and time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Real
from staffmatch.plot.time_axis import TimeAxis
from staffmatch.result.solution import Solution

# Rows and columns that a picture can hold.
MOST_SKILLS, MOST_COLUMNS = 24, 14 * 24


@dataclass(frozen=True)
class HoursBySkill:
    """``needed`` and ``covered`` hours by skill (None for none asked for) and column, which is ``hours`` long.

    The hours are those of the shifts, breaks not counted, spread evenly over their time. A seat that asks for several
    skills counts in the row of each: then it is ``shared``.
    """

    axis: TimeAxis
    hours: int
    skills: tuple[str | None, ...]
    needed: Real
    covered: Real
    shared: bool


def hours_by_skill(solution: Solution) -> HoursBySkill | None:
    """Skills with the most needed hours first; None if nothing is needed."""
    scenario = solution.scenario
    crew = Counter(one.shift for one in solution.assignments)
    shifts = [(demand, shift) for demand in scenario.demands if demand.needed for shift in demand.shifts]
    if not shifts:
        return None
    axis = TimeAxis(scenario.timezone, min(s.start for _, s in shifts), max(s.end for _, s in shifts))
    # Some hours that make up a day, or whole days.
    wide = next((one for one in (1, 2, 4, 8) if axis.end <= one * MOST_COLUMNS), 24)
    columns = int(np.ceil(axis.end / wide))
    minutes: defaultdict[str | None, Real] = defaultdict(lambda: np.zeros((2, columns)))
    shared = False
    # Shifts at the same time that ask for the same are counted at once.
    alike: Counter[tuple[tuple[str, ...], float, float, int, str]] = Counter()
    for demand, shift in shifts:
        asked = tuple(demand.skills)
        shared = shared or len(asked) > 1
        when = asked, axis.hours(shift.start), axis.hours(shift.end), shift.minutes
        alike[*when, "needed"] += demand.headcount
        alike[*when, "covered"] += min(demand.needed, crew[shift.id])
    for (asked, start, end, worked, kind), people in sorted(alike.items()):
        part = _spread(start / wide, end / wide, columns) * people * worked
        for skill in asked or (None,):
            minutes[skill][int(kind == "covered")] += part
    order = sorted(minutes, key=lambda skill: (-round(float(minutes[skill][0].sum())), skill or ""))
    needed, covered = np.stack([minutes[skill] for skill in order], axis=1) / 60
    return HoursBySkill(axis, wide, tuple(order), needed, covered, shared)


def _spread(start: float, end: float, columns: int) -> Real:
    """The part of a span that lies in each column."""
    left = np.arange(columns)
    inside = np.minimum(end, left + 1) - np.maximum(start, left)
    part: Real = np.maximum(inside, 0) / (end - start)
    return part
