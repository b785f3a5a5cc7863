"""Commute: nobody travels longer or farther than they said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import asin, cos, radians, sin, sqrt
from typing import ClassVar, Literal

import numpy as np

from staffmatch.arrays import Int, Mask, Real
from staffmatch.constraints.shared.pair_rule import WaivableRule
from staffmatch.domain.plan import Plan, Violation
from staffmatch.domain.travel import EARTH_RADIUS_KM, UNREACHABLE, kilometres
from staffmatch.formulation.columns import UNLIMITED, Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Location, Scenario, Shift

# This few pairs are masked more quickly than they are looked up on the map.
_FEW = 50_000

# Kilometres by which two ways of computing one distance may differ.
_HAIR = 1e-9


_NO_WAY = Sentence("commute.no_way", "Worker {worker:worker} has no way to shift {shift:shift}.")
_LONG = Sentence(
    "commute.minutes",
    "Worker {worker:worker} travels {minutes:count} min to shift {shift:shift} but accepts {limit:count} min.",
)
_FAR = Sentence(
    "commute.km", "Worker {worker:worker} travels {km:number} km to shift {shift:shift} but accepts {limit:amount} km."
)
_NEAR = Sentence(
    "commute.wants",
    "has a way there within their commute limit",
    "have a way there within their commute limit",
)


class Commute(WaivableRule):
    """Only pairs with ``minutes(home, site) <= max_commute_minutes`` and ``km(home, site) <= max_commute_km``.

    Minutes one way by the scenario's travel model, kilometres in a straight line. Where a home or a site is not
    known, the commute is taken to be 0. Where the travel model knows of no way, nobody is sent, whatever their limit
    and the scope; a scenario whose travel model has such places needs this rule.

    Example: "Worker 'w' travels 40 min to shift 's' but accepts 39 min."
    """

    kind: Literal["commute"] = "commute"
    looks_at = "site"
    keeps_ways: ClassVar[bool] = True

    def able(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        if len(jobs) * len(workers) < _FEW:
            yield jobs, workers
            return
        radius = self._radius(columns, workers)
        at = columns.workers.home[workers]
        # A worker whose reach is unbounded, or whose home is unknown, is near to everything.
        everywhere = np.isnan(at[:, 0]) | ~np.isfinite(radius)
        sites, site = np.unique(columns.demands.site[columns.job_demand[jobs]], axis=0, return_inverse=True)
        site = site.ravel()
        bounded = np.flatnonzero(~everywhere)
        near = _within(at[bounded], sites, float(radius[bounded].max(initial=0)))
        for number in range(len(sites)):
            here = jobs[site == number]
            if np.isnan(sites[number, 0]):
                yield here, workers
            else:
                reached = np.r_[bounded[near[number]], np.flatnonzero(everywhere)]
                yield here, workers[np.sort(reached)]

    def _radius(self, columns: Columns, workers: Int) -> Real:
        minutes = columns.workers.max_commute_minutes[workers]
        distinct, which = np.unique(minutes, return_inverse=True)
        reach = [
            np.inf if limit >= UNLIMITED else columns.scenario.travel.radius_km(float(limit)) for limit in distinct
        ]
        radius: Real = np.minimum(np.array(reach, float)[which], columns.workers.max_commute_km[workers])
        return radius

    def keep(self, pairs: Pairs) -> Mask:
        workers = pairs.columns.workers
        short = pairs.commute <= workers.max_commute_minutes[pairs.worker]
        limit = workers.max_commute_km[pairs.worker]
        limited = np.flatnonzero(np.isfinite(limit))
        distance = kilometres(workers.home[pairs.worker[limited]], pairs.columns.demands.site[pairs.demand[limited]])
        short[limited[distance > limit[limited] + _HAIR]] = False
        return self.beside_scope(pairs, short) & (pairs.commute < UNREACHABLE)

    def check(self, scenario: Scenario, plan: Plan) -> Iterator[Violation]:
        for worker, _, shift, _, commute, _ in plan.duties(scenario):
            if commute >= UNREACHABLE:
                said = _NO_WAY(worker=worker.id, shift=shift.id)
                yield Violation(self.kind, said, 1, "ways", (worker.id, shift.id))
        for worker, demand, shift, _, commute, _ in self.selected(scenario, plan).duties(scenario):
            who = (worker.id, shift.id)
            minutes, limit = worker.max_commute_minutes, worker.max_commute_km
            if minutes is not None and minutes < commute < UNREACHABLE:
                said = _LONG(worker=worker.id, minutes=commute, shift=shift.id, limit=minutes)
                yield Violation(self.kind, said, commute - minutes, "min", who)
            site = scenario.site_of(demand)
            if limit is not None and worker.home and site and (far := _haversine(worker.home, site)) > limit + _HAIR:
                said = _FAR(worker=worker.id, km=round(far, 1), shift=shift.id, limit=limit)
                yield Violation(self.kind, said, far - limit, "km", who)

    def wants(self, scenario: Scenario, demand: Demand, shift: Shift) -> Message | str:
        return _NEAR()


def _within(points: Real, centres: Real, radius_km: float) -> list[Int]:
    """For each centre the indices of the points within a distance, measured straight through the earth."""
    from scipy.spatial import KDTree

    known = ~np.isnan(centres[:, 0])
    found: list[Int] = [np.empty(0, np.int64)] * len(centres)
    if len(points) and known.any():
        hits = KDTree(_on_sphere(points)).query_ball_point(_on_sphere(centres[known]), radius_km + 1e-6)
        for centre, hit in zip(np.flatnonzero(known), hits, strict=True):
            found[centre] = np.array(hit, np.int64)
    return found


def _on_sphere(points: Real) -> Real:
    lat, lon = np.radians(points[:, 0]), np.radians(points[:, 1])
    unit: Real = np.c_[np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    return EARTH_RADIUS_KM * unit


def _haversine(a: Location, b: Location) -> float:
    rise, run = radians(b.lat - a.lat) / 2, radians(b.lon - a.lon) / 2
    chord = sin(rise) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(run) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
