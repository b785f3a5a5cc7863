"""Pairs listed by the user, as columns: the one model with a row for each of millions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self, Unpack

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from staffmatch.records.field_types import DemandId, Hours, Record, Score, ShiftId, WorkerId

if TYPE_CHECKING:
    from staffmatch.records import signatures


class PairTable(Record):
    """A platform's own pairs as columns: who may do what, at which cost, counting for how many hours.

    Give either ``shifts`` or ``demands`` (a row for all shifts of the demand). All columns have one length. ``costs``
    are integers of any unit, read by the term `PairCost`; ``hours`` replace the worked hours of each shift of the row.

    >>> table = sm.PairTable(workers=["ana", "ben"], demands=["ward", "ward"], costs=[0, 500])
    >>> scenario.replace(pair_table=table).pair_table.costs
    (0, 500)
    """

    workers: tuple[WorkerId, ...]
    shifts: tuple[ShiftId, ...] | None = None
    demands: tuple[DemandId, ...] | None = None
    costs: tuple[Score, ...] | None = None
    hours: tuple[Hours, ...] | None = None

    if TYPE_CHECKING:

        def __init__(self, *, workers: Sequence[str], **options: Unpack[signatures.PairTableOptions]) -> None: ...

        def replace(self, **changes: Unpack[signatures.PairTableChanges]) -> Self: ...

    @model_validator(mode="after")
    def _columns(self) -> Self:
        if (self.shifts is None) == (self.demands is None):
            raise PydanticCustomError("pair_table_target", "needs either shifts or demands, and not both")
        columns = {"shifts": self.shifts, "demands": self.demands, "costs": self.costs, "hours": self.hours}
        for name, column in columns.items():
            if column is not None and len(column) != len(self.workers):
                raise PydanticCustomError(
                    "ragged_pair_table",
                    "has columns of two lengths: {workers} in workers, {length} in {name}; give columns of one length",
                    {"workers": len(self.workers), "length": len(column), "name": name},
                )
        return self
