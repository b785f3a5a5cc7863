"""Shared by both generators: who is near enough and has the skill."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.spatial import cKDTree

from staffmatch.arrays import Int, Real


def near_and_able(home: Real, has: Int, place: Real, needs: Int, km: float) -> tuple[Int, Int]:
    """(person, place) with the needed skill and within reach, skill by skill."""
    none = np.empty(0, np.int64)
    found = [(none, none), *_by_skill(home, has, place, needs, km)]
    return np.concatenate([who for who, _ in found]), np.concatenate([which for _, which in found])


def _by_skill(home: Real, has: Int, place: Real, needs: Int, km: float) -> Iterator[tuple[Int, Int]]:
    for skill in np.unique(needs).tolist():
        who, which = np.flatnonzero((has == skill).any(1)), np.flatnonzero(needs == skill)
        if len(who):
            near = cKDTree(home[who]).query_ball_point(place[which], km)
            counts = np.fromiter(map(len, near), np.int64, len(near))
            yield who[np.concatenate([np.asarray(some, np.int64) for some in near])], np.repeat(which, counts)
