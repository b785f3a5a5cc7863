"""All choices of one worker, where these are few: many cases then need a product each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.result.certificate.own_columns import OwnColumns

_MOST = 20_000


@dataclass(frozen=True)
class OwnChoices:
    """``taken`` has a row for each choice that keeps the rows, over the ``columns``: pairs, then indicators."""

    columns: Int
    taken: Int
    pairs: int

    @classmethod
    def of(cls, own: OwnColumns, most: int = _MOST) -> OwnChoices | None:
        """None if there are more than ``most`` on the way."""
        pairs, rows = len(own.columns), np.arange(own.rows)
        taken: Int = np.zeros((1, pairs + len(own.indicators)), np.int64)
        activity: Int = np.zeros((1, own.rows), np.int64)
        for at in range(pairs):
            more, added = taken.copy(), activity + own.pair[:, at]
            more[:, at] = 1
            for number in np.flatnonzero(own.member[:, at]).tolist():
                turns = more[:, pairs + number] == 0
                added[turns] += own.indicator[:, number]
                more[turns, pairs + number] = 1
            activity, able = own.settled(at + 1, rows, np.concatenate([activity, added]))
            taken, activity = np.concatenate([taken, more])[able], activity[able]
            if len(taken) > most:
                return None
        return cls(np.r_[own.columns, own.indicators], taken, pairs)

    def least(self, rest: Int, must: Mask, banned: Mask) -> int | None:
        """The least total of ``rest`` over the choices with all pairs that ``must`` be there and none that is
        ``banned``; None if there is none."""
        chosen = self.taken[:, : self.pairs]
        able = chosen[:, must].all(axis=1) & ~chosen[:, banned].any(axis=1)
        return int((self.taken[able] @ rest[self.columns]).min()) if able.any() else None
