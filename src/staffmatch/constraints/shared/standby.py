"""Standby that is rest: nothing else is done meanwhile, but for rules about rests, days and nights it is no work."""

from __future__ import annotations

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.relations import Groups, Relation
from staffmatch.formulation.time_windows import rests_of
from staffmatch.models import Demand, Scenario
from staffmatch.records.accessors import kept
from staffmatch.records.ragged import Lists
from staffmatch.records.remembered import columns_of_models


def any_standby(scenario: Scenario) -> bool:
    """Whether any shift of a demand is standby that is rest."""
    return kept(
        scenario,
        "_any_standby",
        lambda: bool(rests_of(columns_of_models(Demand, scenario.demands).inner("shifts")).any()),
    )


def worked(pairs: Pairs, spans: Relation) -> Relation:
    """Those of some spans that are work."""
    rest = pairs.columns.shift_rest
    return spans.where(~rest[spans["shift"]]) if rest.any() else spans


def meeting_standby(pairs: Pairs, spans: Relation) -> Groups:
    """The maximal sets of spans of one worker that share a moment, with standby among them."""
    sets = spans.overlapping("worker")
    asked = sets.total(pairs.columns.shift_rest[sets.relation["shift"]]) > 0
    return sets.relation.where(asked[sets.group]).by("worker", "clique")


def shifts_worked(jobs: Lists, rest: Mask) -> tuple[Int, Int]:
    """The shifts of jobs that are work, as (job, shift)."""
    work = ~rest[jobs.items]
    return jobs.owners[work], jobs.items[work]
