"""What rules about named groups of people have in common: who of a group is where at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int
from staffmatch.constraints import refusals
from staffmatch.constraints.shared.bends import Bends, times
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.shared.touched import on_each_day
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputIssue, near_or
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.formulation.rows import RowBlock
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.field_types import WorkerId
from staffmatch.records.ragged import Lists


def _distinct(group: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(group)) < len(group):
        raise PydanticCustomError("repeated_member", "names somebody twice; name each person once")
    return group


Group = Annotated[tuple[WorkerId, ...], Field(min_length=2), AfterValidator(_distinct)]


_SHIFT = Sentence("group.on_shift", "on shift {shift:shift}")
_SITE = Sentence("group.at_site", "at {borrower:company} on {day:day}")


class GroupRule(Bends, PlacedRule):
    """About the people of each of ``groups`` by their ids, on one shift or, per ``site_day``, at one site on one day.

    A site is a borrower's location.
    """

    amounts = "people"
    # Whether a shift counts on every local day on which it has minutes, or on the one on which it starts.
    touches: ClassVar[bool] = False

    selects = ("groups", "per")

    groups: Annotated[tuple[Group, ...], Field(min_length=1, description="groups of ids of workers")]
    per: Annotated[Literal["shift", "site_day"], Field(description="where they meet")] = "shift"

    def _meetings(self, pairs: Pairs) -> Relation:
        """Every pair of a member wherever the group may meet, with the columns ``group``, its number, and ``place``."""
        ids = pairs.columns.workers.ids
        number = {name: place for place, name in enumerate(ids)}
        member = np.array([number[name] for group in self.groups for name in group], np.int64)
        owner = np.repeat(np.arange(len(self.groups)), [len(group) for group in self.groups])
        mine, spans = (self.in_scope(pairs, one) for one in (pairs.relation, pairs.spans))
        if self.per == "shift":
            where = mine.assign(place=mine["job"])
        else:
            where = on_each_day(pairs.columns, spans) if self.touches else spans
            where = where.assign(place=where.by("site", "day").group)
        entry, at = Lists.grouped(member, len(ids)).expand(where["worker"])
        return where.where(entry).assign(group=owner[at])

    def _each(self, pairs: Pairs, block: RowBlock, place: Int) -> RowBlock:
        """The rows of these places, those about shifts taken together once for each shift."""
        return times(block, pairs.columns.job_shifts.lengths[place]) if self.per == "shift" else block

    def _met(self, scenario: Scenario, plan: Plan) -> Iterator[tuple[Message, str, set[str]]]:
        """Where anybody is: the place in words, the id of the shift or of the borrower, and who is there."""
        plan = self.selected(scenario, plan)
        if self.per == "shift":
            for shift, crew in plan.crews(scenario).items():
                yield _SHIFT(shift=shift), shift, {duty.worker.id for duty in crew}
        else:
            for (borrower, _, day), crew in plan.site_days(scenario, touched=self.touches).items():
                yield _SITE(borrower=borrower, day=day.isoformat()), borrower, {duty.worker.id for duty in crew}

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        yield from super().problems(scenario, path)
        known = set(scenario.ids("workers"))
        for place, group in enumerate(self.groups):
            for name in group:
                if name not in known:
                    advice = near_or(name, known, refusals.UNKNOWN_ID_ADVICE())
                    where = f"{path}.groups[{place}]"
                    yield InputIssue("unknown_worker", where, refusals.UNKNOWN_WORKER(name=name), advice, (name,))
