"""What was read off models, taken over for the next list of models that holds most of the same objects.

Models are frozen, so one object says the same for good. A scenario that is made of another shares all records with it
but the changed ones, and what a record says is read once for both.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np

from staffmatch.arrays import Int
from staffmatch.records.field_types import Record
from staffmatch.records.sequence import Records

T = TypeVar("T")

# Lists of each kind of records that are remembered: those of a scenario and of the one that it changes into.
_KEPT = 2

# Where more than one in so many is new, all are read again; and once as many have been added as there were at first.
_FEW = 4


class _Read(Generic[T]):
    """Models, by which their objects live and keep their addresses, and what was read off them."""

    def __init__(self, models: Sequence[Record], made: T, added: int) -> None:
        self.models, self.made, self.added = tuple(models), made, added
        self.rows = {id(model): row for row, model in enumerate(models)}


class Remembered(Generic[T]):
    """``read`` makes something of models; ``changed(made, rows, more)`` is the same of the models that stand in some
    rows of what was read followed by more."""

    def __init__(
        self, read: Callable[[type[Record], Sequence[Any]], T], changed: Callable[[T, Int, T | None], T]
    ) -> None:
        self._read, self._changed = read, changed
        self._kept: dict[type[Record], deque[_Read[T]]] = {}
        self._lock = Lock()

    def of(self, kind: type[Record], models: Sequence[Any]) -> T:
        """What is read off the models, from scratch or with what was read off the same objects before."""
        with self._lock:
            known = list(self._kept.get(kind, ()))
        for one in known:
            rows = np.fromiter((one.rows.get(id(model), -1) for model in models), np.int64, len(models))
            fresh = np.flatnonzero(rows < 0)
            if _FEW * len(fresh) <= len(models) and one.added + len(fresh) <= len(one.models):
                return self._taken_over(kind, models, one, rows, fresh)
        made = self._read(kind, models)
        self._keep(kind, _Read(models, made, 0))
        return made

    def _taken_over(self, kind: type[Record], models: Sequence[Any], one: _Read[T], rows: Int, fresh: Int) -> T:
        if not len(fresh):
            same = len(models) == len(one.models) and bool((rows == np.arange(len(rows))).all())
            return one.made if same else self._changed(one.made, rows, None)
        rows[fresh] = len(one.models) + np.arange(len(fresh))
        made = self._changed(one.made, rows, self._read(kind, [models[row] for row in fresh.tolist()]))
        self._keep(kind, _Read(models, made, one.added + len(fresh)))
        return made

    def _keep(self, kind: type[Record], read: _Read[T]) -> None:
        with self._lock:
            self._kept.setdefault(kind, deque(maxlen=_KEPT)).appendleft(read)


def _joined(columns: Records[Any], rows: Int, more: Records[Any] | None) -> Records[Any]:
    return (columns if more is None else columns.followed_by(more)).take(rows).compact()


_columns: Remembered[Records[Any]] = Remembered(Records.of, _joined)


def columns_of_models(kind: type[Record], models: Sequence[Any]) -> Records[Any]:
    """The columns of models, as `Records.of` reads them; such as are columns already are returned as they are."""
    return models if isinstance(models, Records) else _columns.of(kind, models)
