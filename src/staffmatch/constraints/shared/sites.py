"""Where shifts and employers are, and the minutes between two sites."""

from __future__ import annotations

from math import nan

import numpy as np

from staffmatch.arrays import Int
from staffmatch.formulation.columns import Columns
from staffmatch.models import Location, Scenario


class Sites:
    """Sites by number: that of each shift, and of each company."""

    def __init__(self, columns: Columns) -> None:
        scenario = columns.scenario
        places = scenario.travel.places()
        bases = [
            (nan, nan, -1.0) if at is None else (at.lat, at.lon, float(places.get(at.place or "", -1)))
            for at in (company.location for company in scenario.companies)
        ]
        points = np.concatenate([columns.demands.site, np.array(bases, float).reshape(len(bases), 3)])
        self._points, place = np.unique(points, axis=0, return_inverse=True)
        demands = len(columns.demands.site)
        jobs = columns.job_shifts
        self.of_shift = np.zeros(len(columns.shift_ids), np.int64)
        self.of_shift[jobs.items] = place[columns.job_demand[jobs.owners]]
        self.of_company: Int = place[demands:]
        self._travel = scenario.travel

    def minutes(self, one: Int, other: Int) -> Int:
        """Minutes between the sites; none within a site."""
        count = max(1, len(self._points))
        ways, at = np.unique(one * count + other, return_inverse=True)
        origin, target = np.divmod(ways, count)
        minutes = self._travel.minutes(self._points[origin], self._points[target])
        return np.where(origin == target, 0, minutes)[at]


def way_between(scenario: Scenario, one: Location | None, other: Location | None) -> int:
    """Minutes from place to place; none where they are the same to the travel model, or one is not known."""
    if one is None or other is None:
        return 0
    places = scenario.travel.places()
    here, there = ((at.lat, at.lon, float(places.get(at.place or "", -1))) for at in (one, other))
    return 0 if here == there else int(scenario.travel.minutes(np.array([here]), np.array([there]))[0])
