"""Limits of working time in windows that do not overlap, which may be exceeded at a price."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

import numpy as np
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from staffmatch.constraints.shared.bends import Bends
from staffmatch.constraints.shared.hours import WindowedHours
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import RowBlock
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.models import Scenario, Worker
from staffmatch.records.digest import once
from staffmatch.records.field_types import minutes_of


class BendingHours(Bends, WindowedHours):
    """``n_wt >= Σ_j h_j x_wj - max(0, H_w - hours at home)`` counts the minutes beyond the limit of a rule that bends.

    A window in which only some shifts are in scope counts if any of these is worked: with z_wt = 1 then, and M the most
    that there can be beyond the limit, ``n_wt >= Σ_j h_j x_wj - max(0, H_w - hours at home) - M (1 - z_wt)``.
    """

    @model_validator(mode="after")
    def _without_ways(self) -> Self:
        if self.bent and self.ways_between_sites:
            text = "counts ways, which have no price by the hour; drop price_cents and soft, or ways_between_sites"
            raise PydanticCustomError("no_amount", text)
        return self

    def _most_in_all(self, scenario: Scenario, worker: Worker) -> int | None:
        """What the windows of all shifts have room for, if all minutes of all shifts count."""
        limits = [hours for hours in (self.hours, getattr(worker, str(self.own))) if hours is not None]
        windows = once(scenario, self, lambda: self._windows_of_all(scenario))
        return windows * min(map(minutes_of, limits)) if limits and windows is not None else None

    def _windows_of_all(self, scenario: Scenario) -> int | None:
        shifts = [shift for demand in scenario.demands for shift in demand.shifts]
        if not self.everywhere() or self.exceptions(scenario) or any(one.counted(600) != 600 for one in shifts):
            return None
        return len({start for one in shifts for start in self.window_starts(scenario.local(one.start).date())})

    def overruns(self, pairs: Pairs, variables: VariableRegistry) -> Iterator[RowBlock]:
        if not self.narrowed(pairs.columns.scenario):
            yield from super().overruns(pairs, variables)
            return
        lent = self.in_windows(pairs)
        beyond = lent.total("counted") - self.spare(pairs.columns, lent)
        told = self.chosen_spans(pairs, lent.relation)
        asked = (np.bincount(lent.group, told, len(lent)) > 0) & (beyond > 0)
        chosen = lent.relation.where(told & asked[lent.group]).by("worker", "window").any(variables)
        held = lent.relation.where(asked[lent.group]).by("worker", "window")
        total = held.sum("counted") + chosen.by("worker", "window").sum(beyond[asked])
        yield total <= (self.spare(pairs.columns, held) + beyond[asked])
