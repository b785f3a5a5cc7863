"""Where the rows of seats stand among the rows of the whole market, which no process forms.

A certificate names rows by their places in the formulation: the groups of rules in turn, of each the rows that can
bind. Groups about one person each are as high as those of all shards together, and a job's row can bind where it has
more pairs than seats. So the places are known without the pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int
from staffmatch.constraints.coverage import Coverage
from staffmatch.errors import UnsupportedRule
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.integer_program import Origin, rule_blocks
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.records.bases import Rule
from staffmatch.shards import refusals
from staffmatch.shards.shard import Survey, of_one_person


@dataclass(frozen=True)
class Layout:
    """The jobs whose seats have a row, with their seats and the place of the first row; the place of the row group that
    bounds rosters, None if there is none."""

    jobs: Int
    seats: Int
    first_row: int
    row_group: int | None


def layout_of(columns: Columns, rules: Sequence[Rule], surveys: Sequence[Survey], capacity: Origin | None) -> Layout:
    """The places in the market of all shards; UnsupportedRule if a rule in front of the seats keeps them from being
    known."""
    heights = _heights(surveys)
    groups: list[Origin] = []
    jobs: Int = np.empty(0, np.int64)
    seats: Int = np.empty(0, np.int64)
    row = first_row = 0
    for place, rule in enumerate(rules):
        if type(rule).rows is Rule.rows:
            continue
        own = of_one_person(rule)
        mine = sorted((origin, height) for origin, height in heights.items() if origin[0] == place)
        known = own and all(height is not None for _, height in mine)
        if isinstance(rule, Coverage):
            for origin, found, most, height in _seat_blocks(columns, rules, place, rule, surveys):
                if len(found):
                    jobs, seats, first_row = found, most, row
                groups.append(origin)
                row += height
        elif known:
            groups += [origin for origin, height in mine if height]
            row += sum(height or 0 for _, height in mine)
        elif _asked_for_later(rules[place + 1 :], capacity is not None and capacity[0] > place):
            raise UnsupportedRule(refusals.IN_FRONT(rule=rule.kind))
        else:
            break
    return Layout(jobs, seats, first_row, groups.index(capacity) if capacity in groups else None)


def _asked_for_later(rules: Sequence[Rule], capacity: bool) -> bool:
    """Whether seats or the group that bounds rosters are among these rules."""
    return capacity or any(isinstance(rule, Coverage) for rule in rules)


def _heights(surveys: Sequence[Survey]) -> dict[Origin, int | None]:
    found, unknown = Counter[Origin](), set[Origin]()
    for survey in surveys:
        for origin, height in survey.heights.items():
            found[origin] += height or 0
            unknown |= {origin} if height is None else set()
    return {origin: None if origin in unknown else height for origin, height in found.items()}


def _seat_blocks(
    columns: Columns, rules: Sequence[Rule], place: int, rule: Coverage, surveys: Sequence[Survey]
) -> list[tuple[Origin, Int, Int, int]]:
    """The blocks of the rule of seats: origin, jobs and seats of its rows if they bound seats, and height.

    They are made of one pair more than a job has seats, if it has so many: what is beyond that changes no row.
    """
    eligible = np.sum([survey.eligible for survey in surveys], axis=0)
    enough = columns.demands.headcount[columns.job_demand] + (rule.most_extra or 0) + 1
    few = np.minimum(eligible, enough)
    job = np.repeat(np.arange(columns.jobs), few)
    worker = np.arange(len(job)) - np.repeat(np.cumsum(few) - few, few)
    order = np.lexsort((job, worker))
    pairs = Pairs(columns, tuple(rules), worker[order], job[order], np.zeros(len(job), np.int64))
    blocks: list[tuple[Origin, Int, Int, int]] = []
    for origin, block in rule_blocks(pairs, place, VariableRegistry(len(pairs))):
        if not len(block.lower):
            continue
        height = len(block.lower)
        # The first block bounds seats, the others are about crews.
        jobs: Int = np.empty(height if origin[1] == 0 else 0, np.int64)
        if len(jobs):
            jobs[block.row] = pairs.job[block.column]
        blocks.append((origin, jobs, block.upper[: len(jobs)], height))
    return blocks


def candidates_of(columns: Columns, rules: Sequence[Rule], worker: Int, job: Int) -> Pairs:
    """Some pairs of the market, by worker and job."""
    code = np.unique(worker * columns.jobs + job)
    worker, job = code // max(1, columns.jobs), code % max(1, columns.jobs)
    sites = columns.demands.site[columns.job_demand[job]]
    ways = columns.scenario.travel.ways(columns.workers.home[worker], sites)
    return Pairs(columns, tuple(rules), worker, job, ways.astype(np.int64))
