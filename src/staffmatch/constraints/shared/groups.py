"""What rules about named groups of people have in common: who of a group is where at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int
from staffmatch.constraints.shared.sites import site_days
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputIssue
from staffmatch.formulation.rows import Pairs, VariableRegistry
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.field_types import WorkerId
from staffmatch.records.ragged import Lists


def _distinct(group: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(group)) < len(group):
        raise PydanticCustomError("repeated_member", "names somebody twice; name each person once")
    return group


Group = Annotated[tuple[WorkerId, ...], Field(min_length=2), AfterValidator(_distinct)]


class GroupRule(Rule):
    """About the people of each of ``groups`` by their ids, on one shift or, per ``site_day``, at one site on one day.

    A site is a borrower's location; a shift counts on the local day on which it starts.
    """

    groups: Annotated[tuple[Group, ...], Field(min_length=1, description="groups of ids of workers")]
    per: Annotated[Literal["shift", "site_day"], Field(description="where they meet")] = "shift"

    def _meetings(self, pairs: Pairs) -> tuple[Int, Int, Int]:
        """Every pair of a member wherever the group may meet, as (pair, number of the group, code of group and place).

        Codes of one group follow each other.
        """
        ids = pairs.columns.workers.ids
        number = {name: place for place, name in enumerate(ids)}
        member = np.array([number[name] for group in self.groups for name in group], np.int64)
        owner = np.repeat(np.arange(len(self.groups)), [len(group) for group in self.groups])
        pair, where = (np.arange(len(pairs)), pairs.job) if self.per == "shift" else site_days(pairs)
        entry, place = Lists.grouped(member, len(ids)).expand(pairs.worker[pair])
        group, where = owner[place], where[entry]
        return pair[entry], group, group * (int(where.max(initial=0)) + 1) + where

    def _present(
        self, pairs: Pairs, variables: VariableRegistry, pair: Int, cell: Int, *, earned: bool
    ) -> tuple[Int, Int]:
        """A column for each member and cell, as (column, cell): the pair where there is but one, else an indicator.

        Indicators are either earned, for rows that ask for them, or forced, for rows that limit them.
        """
        people = len(pairs.columns.workers.ids)
        key, at = np.unique(cell * people + pairs.worker[pair], return_inverse=True)
        several = np.bincount(at, minlength=len(key))[at] > 1
        if not several.any():
            return pair, cell
        name = f"{self.kind} {self.per} {self.groups} present"
        present = variables.indicators(name, pair[several], key[at[several]], forced=not earned, earned=earned)
        return np.r_[pair[~several], present.columns], np.r_[cell[~several], present.keys // people]

    def _met(self, scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str, set[str]]]:
        """Where anybody is: the place in words, the id of the shift or of the borrower, and who is there."""
        if self.per == "shift":
            for shift, crew in plan.crews(scenario).items():
                yield f"on shift {shift!r}", shift, {duty.worker.id for duty in crew}
        else:
            for (borrower, _, day), crew in plan.site_days(scenario).items():
                yield f"at {borrower!r} on {day.isoformat()}", borrower, {duty.worker.id for duty in crew}

    def problems(self, scenario: Scenario, path: str) -> Iterator[InputIssue]:
        known = set(scenario.ids("workers"))
        for place, group in enumerate(self.groups):
            for name in group:
                if name not in known:
                    near = get_close_matches(name, known, 1) if len(known) <= 10_000 else []
                    advice = f"Did you mean {near[0]!r}?" if near else "Correct the id, or leave it out."
                    where = f"{path}.groups[{place}]"
                    yield InputIssue("unknown_worker", where, f"there is no worker {name!r}.", advice, (name,))
