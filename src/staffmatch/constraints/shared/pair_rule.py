"""Conditions on one worker and one job, for the pairs that a scope names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Self

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from staffmatch.arrays import Int, Mask
from staffmatch.constraints.shared.scoped_rule import ScopedRule
from staffmatch.domain.plan import Plan
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Relation
from staffmatch.models import Scenario
from staffmatch.records.field_types import Flag


class PairRule(ScopedRule):
    """A condition on pairs: those that it is not about pass."""

    def split(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        for some, people, about in self.parts(columns, jobs, workers):
            if about:
                yield from self.able(columns, some, people)
            else:
                yield some, people

    def able(self, columns: Columns, jobs: Int, workers: Int) -> Iterable[tuple[Int, Int]]:
        """`split` of a block of which it is about every pair."""
        yield jobs, workers

    def beside_scope(self, pairs: Pairs, passing: Mask) -> Mask:
        """The mask of the pairs that pass, and of those that it is not about."""
        if self.everywhere() and not self.exceptions(pairs.columns.scenario):
            return passing
        return pairs.without(self.in_scope(pairs, pairs.where(~passing)))


class WaivableRule(PairRule):
    """A condition without a figure, which an overriding rule can only take away: ``applies=False``."""

    applies: Annotated[Flag, Field(description="whether it holds in its scope, or takes away wider ones there")] = True

    @model_validator(mode="after")
    def _waives(self) -> Self:
        if not (self.applies or self.overrides):
            raise PydanticCustomError("waives_nothing", "does not apply and overrides nothing; set overrides to true")
        return self

    def parts(self, columns: Columns, jobs: Int, workers: Int) -> Iterator[tuple[Int, Int, bool]]:
        return super().parts(columns, jobs, workers) if self.applies else iter([(jobs, workers, False)])

    def in_scope(self, pairs: Pairs, entries: Relation) -> Relation:
        return super().in_scope(pairs, entries) if self.applies else entries.where(np.zeros(len(entries), bool))

    def selected(self, scenario: Scenario, plan: Plan) -> Plan:
        return super().selected(scenario, plan) if self.applies else Plan.looked_up(scenario, (), plan.listed(scenario))
