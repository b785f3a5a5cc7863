"""Rests that are owed: of a roster, the shortened ones that no extended one makes up for.

It tells of finished rosters; `shortened` has the rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from itertools import pairwise, product
from typing import NamedTuple
from zoneinfo import ZoneInfo

from staffmatch.constraints.shared.pieces import Piece

Rest = tuple[Piece, Piece]


class Owed(NamedTuple):
    """After a rest of less than the ``normal`` one an ``extended`` one is owed: at once, or ``within`` some time before
    or after, or in the same local ``month``."""

    normal: timedelta
    extended: timedelta
    within: timedelta
    month: bool
    zone: ZoneInfo

    def at_once(self, pieces: list[Piece]) -> Iterator[tuple[Piece, Piece, Piece]]:
        """Every three pieces in a row of which the first rest is shortened and the second not extended."""
        for one, two, three in zip(pieces, pieces[1:], pieces[2:], strict=False):
            if two.start - one.end < self.normal and three.start - two.end < self.extended:
                yield one, two, three

    def in_time(self, pieces: list[Piece], but: Collection[Rest] = ()) -> list[Rest]:
        """Shortened rests that find no extended one for themselves; the earliest take the earliest.

        What follows the last piece is extended.
        """
        rests = list(pairwise(pieces))
        extended = [one.end for one, two in rests if two.start - one.end >= self.extended]
        extended = sorted(extended + [last.end for last in pieces[-1:]])
        shortened = [(one, two) for one, two in rests if two.start - one.end < self.normal and (one, two) not in but]
        return self._lost(shortened, extended)

    def _lost(self, shortened: list[Rest], extended: list[datetime]) -> list[Rest]:
        lost = []
        for rest in sorted(shortened, key=lambda rest: rest[0].end):
            taken = next((begins for begins in extended if self._near(begins, rest[0].end)), None)
            if taken is None:
                lost.append(rest)
            else:
                extended.remove(taken)
        return lost

    def at_once_beside(self, pieces: list[Piece], told: Collection[str]) -> Iterator[tuple[Piece, Piece, Piece]]:
        """Every three pieces, not only in a row, of which the first rest is shortened and the second not extended, one
        of them at least being among those ``told``."""
        for two in pieces:
            before = [one for one in pieces if timedelta(0) <= two.start - one.end < self.normal]
            after = [three for three in pieces if timedelta(0) <= three.start - two.end < self.extended]
            for one, three in product(before, after):
                if one.name in told or two.name in told or three.name in told:
                    yield one, two, three

    def in_time_beside(self, pieces: list[Piece], told: Collection[str]) -> list[Rest]:
        """`in_time` of the rests after or before pieces among those ``told``, which any long rest makes up for."""
        shortened, extended = list[Rest](), list[datetime]()
        for place, one in enumerate(pieces):
            following = pieces[place + 1 :]
            if all(other.start - one.end >= self.extended for other in following):
                extended.append(one.end)
            soon = (other for other in following if timedelta(0) <= other.start - one.end < self.normal)
            shortened += [(one, other) for other in soon if one.name in told or other.name in told][:1]
        return self._lost(shortened, sorted(extended))

    def _near(self, one: datetime, other: datetime) -> bool:
        return abs(one - other) <= self.within or (self.month and self._month(one) == self._month(other))

    def _month(self, moment: datetime) -> tuple[int, int]:
        local = moment.astimezone(self.zone)
        return local.year, local.month
