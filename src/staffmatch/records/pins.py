"""Pins: decisions that are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, Unpack

from staffmatch.records.field_types import Flag, Record, ShiftId, WorkerId

if TYPE_CHECKING:
    from staffmatch.records import signatures


class Pin(Record):
    """A fixed decision: the worker has the shift (``assigned``), or must not get it.

    >>> kept = sm.solve(scenario.replace(pins=[sm.Pin(worker="ana", shift="mon")]))
    >>> sorted(one.shift for one in kept.assignments if one.worker == "ana")
    ['mon', 'tue']
    """

    worker: WorkerId
    shift: ShiftId
    assigned: Flag = True

    if TYPE_CHECKING:

        def __init__(self, *, worker: str, shift: str, **options: Unpack[signatures.PinOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.PinChanges]) -> Self: ...
