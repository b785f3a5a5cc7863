"""Elimination counts: how many people each rule in turn leaves for a job.

Jobs for which the same people are left are asked about together: a mask is asked once for all those for which its
answer counts, and parts them only where it leaves them different people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.contracts import mask_of
from staffmatch.formulation.eligibility import Block, batches, split_blocks
from staffmatch.formulation.pairs import Pairs
from staffmatch.records.bases import LooksAt, Rule
from staffmatch.runtime.halting import asking


def elimination_counts(
    columns: Columns, rules: Sequence[Rule], jobs: Int, workers: Int | None = None, enough: Int | None = None
) -> Iterator[tuple[Rule, Int]]:
    """How many people (of all, or of some) each job has left after each rule in turn.

    A job left with fewer than ``enough`` by some rule is not examined further.
    """
    everyone = np.arange(len(columns.workers.ids)) if workers is None else workers
    left = np.full(len(jobs), len(everyone))
    least = np.minimum(0 if enough is None else enough, len(everyone))
    place = np.zeros(columns.jobs, np.int64)
    place[jobs] = np.arange(len(jobs))
    blocks: list[Block] = [(jobs, everyone)]
    for rule in rules:
        for asked, _ in blocks:
            left[place[asked]] = 0
        blocks = _after_rule(columns, rule, blocks)
        for asked, who in blocks:
            left[place[asked]] += len(who)
        yield rule, left.copy()
        open_ = (left > 0) & (left >= least)
        kept = [(asked[open_[place[asked]]], who) for asked, who in blocks]
        blocks = [(asked, who) for asked, who in kept if len(asked)]


def _after_rule(columns: Columns, rule: Rule, blocks: Iterable[Block]) -> list[Block]:
    """The parts of blocks that one rule allows; jobs of a block to which it leaves the same people stay together."""
    looks = rule.looks(columns.scenario)
    if looks == "time":
        blocks = [(same, who) for asked, who in blocks for same in columns.simultaneous(asked)]
    blocks = list(split_blocks(rule, columns, blocks))
    if type(rule).keep is Rule.keep:
        return blocks
    pieces = [
        (same, who, number) for number, (asked, who) in enumerate(blocks) for same in _alike(columns, looks, asked)
    ]
    left: dict[tuple[int, bytes], tuple[list[Int], Int]] = {}
    for (same, who, number), mask in zip(pieces, _masks(columns, rule, pieces), strict=True):
        if mask is None or mask.all():
            jobs, _ = left.setdefault((number, b""), ([], who))
        else:
            jobs, _ = left.setdefault((number, np.packbits(mask).tobytes()), ([], who[mask]))
        jobs.append(same)
    return [(np.concatenate(jobs), who) for jobs, who in left.values() if len(who)]


def _alike(columns: Columns, looks: LooksAt, jobs: Int) -> Iterator[Int]:
    """The jobs, those together for which one answer of a mask counts."""
    demand = columns.job_demand[jobs]
    code = {"demand": demand, "site": columns.demand_site[demand]}.get(looks, jobs)
    order = np.argsort(code, kind="stable")
    yield from np.split(jobs[order], np.flatnonzero(np.diff(code[order])) + 1)


def _masks(columns: Columns, rule: Rule, pieces: Iterable[tuple[Int, Int, int]]) -> Iterator[Mask | None]:
    """Whom of each piece one rule allows to its first job; None where that is everybody."""
    for batch in asking(batches(pieces)):
        sizes = [len(who) for _, who, _ in batch]
        worker = np.concatenate([who for _, who, _ in batch])
        mask = mask_of(rule, _Unreached(columns, (rule,), worker, np.repeat([jobs[0] for jobs, *_ in batch], sizes)))
        yield from [None] * len(batch) if mask is None else np.split(mask, np.cumsum(sizes)[:-1])


class _Unreached(Pairs):
    """Pairs whose commutes are computed once a mask asks for them, which most do not."""

    def __init__(self, columns: Columns, rules: tuple[Rule, ...], worker: Int, job: Int) -> None:
        vars(self).update(columns=columns, rules=rules, worker=worker, job=job)

    @cached_property
    def commute(self) -> Int:
        return self.columns.scenario.travel.ways(
            self.columns.workers.home[self.worker], self.columns.demands.site[self.demand]
        )
