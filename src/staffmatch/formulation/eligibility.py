"""From columns to eligible pairs: rules split blocks of jobs × workers by index, then mask the rest.

Who may come is computed once for each demand, and who is free once for all jobs at the same times; a pair is in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar, get_args

import numpy as np
from scipy.sparse import csr_array

from staffmatch.arrays import Int, Mask, owners_of
from staffmatch.engine.state.control import available_memory
from staffmatch.errors import LimitError
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.contracts import mask_of
from staffmatch.formulation.pairs import Pairs
from staffmatch.messages.message import Sentence
from staffmatch.records.bases import LooksAt, Rule
from staffmatch.records.ragged import Lists
from staffmatch.runtime.halting import asking

# Jobs and workers.
Block = tuple[Int, Int]

# Jobs, the workers who may come to each of them, and their commutes.
Found = tuple[Int, Int, Int]

_T = TypeVar("_T", bound=tuple[Any, ...])

_MANY_PAIRS = Sentence(
    "error.limit.pairs",
    "More than {n:count} eligible pairs of people and jobs would need over {needed:number} GB to be solved, and "
    "{free:number} GB are free. Narrow commutes or skills, or split the scenario by place or time.",
)
_MANY_BLOCKS = Sentence(
    "error.limit.blocks",
    "More than {n:count} eligible pairs of people and demands would need over {needed:number} GB to be solved, and "
    "{free:number} GB are free. Narrow commutes or skills, or split the scenario by place or time.",
)

# Pairs masked at a time: large enough for numpy, small enough for memory.
_CHUNK = 500_000

# Bytes that a pair takes in all, from pairing to the last relaxation, measured on the presets; and bytes of a pair of
# worker and demand.
_BYTES_PER_PAIR, _BYTES_PER_BLOCK = 1_000, 16


def eligible_pairs(
    columns: Columns, rules: Sequence[Rule], asked_for: Sequence[Block] | None = None, known: int = 0
) -> Pairs:
    """All pairs that pass every rule on one worker and one job, sorted by worker and job.

    Some blocks of workers and jobs are asked for, of which no two have a job in common, or all; ``known`` pairs beside
    them take memory too.
    """
    looks = [rule.looks(columns.scenario) for rule in rules]
    job, demand, site, time = (
        [rule for rule, looked in zip(rules, looks, strict=True) if looked == what] for what in get_args(LooksAt)
    )
    everything = [(np.arange(columns.jobs), np.arange(len(columns.workers.ids)))]
    blocks: Iterable[Block] = everything if asked_for is None else asked_for
    for rule in job + demand + site:
        blocks = split_blocks(rule, columns, blocks)
    asked = list(_affordable(_by_demand(columns, blocks), _MANY_BLOCKS, _BYTES_PER_BLOCK))
    welcome = list(_masked(columns, demand, _in_reach(columns, site, asked)))
    found = _masked(columns, job + time, _available(columns, time, welcome))
    return _in_order(columns, rules, list(_affordable(found, _MANY_PAIRS, _BYTES_PER_PAIR, known)))


def _in_order(columns: Columns, rules: Sequence[Rule], found: Sequence[Found]) -> Pairs:
    """The pairs by counting sort, in time linear in their number."""
    job = np.array([jobs[0] for jobs, *_ in found], np.int64)
    order = np.argsort(job, kind="stable")
    sizes = np.bincount(job, [len(workers) for _, workers, _ in found], columns.jobs).astype(np.int64)
    worker, commute = (
        np.concatenate([found[place][part] for place in order.tolist()] or [np.empty(0, np.int32)]) for part in (1, 2)
    )
    shape = columns.jobs, len(columns.workers.ids)
    table = csr_array((commute, worker, np.r_[0, np.cumsum(sizes)].astype(np.int32)), shape).tocsc()
    return Pairs(
        columns,
        tuple(rules),
        owners_of(table.indptr),
        table.indices.astype(np.int64),
        table.data.astype(np.int64),
    )


def _affordable(found: Iterable[_T], said: Sentence, size: int, known: int = 0) -> Iterator[_T]:
    """Pass items on while pairs of that size, with those known, will fit into memory, else raise LimitError."""
    memory, count = available_memory(), known
    for one in asking(found):
        count += len(one[1])
        if memory is not None and count * size > memory:
            needed, free = count * size / 1e9, memory / 1e9
            raise LimitError(said(n=count, needed=round(needed, 1), free=round(free, 1)))
        yield one


def _by_demand(columns: Columns, blocks: Iterable[Block]) -> Iterator[Block]:
    for jobs, workers in blocks:
        demand = columns.job_demand[jobs]
        if (demand == demand[0]).all():
            yield jobs, workers
            continue
        order = np.argsort(demand, kind="stable")
        for same in np.split(jobs[order], np.flatnonzero(np.diff(demand[order])) + 1):
            yield same, workers


def _in_reach(columns: Columns, rules: Sequence[Rule], asked: Sequence[Block]) -> Iterator[Found]:
    """Who may come to each site, and their commute, which is the same for all jobs there."""
    first = np.array([jobs[0] for jobs, _ in asked], np.int64)
    site = np.unique(columns.demands.site[columns.job_demand[first]], axis=0, return_inverse=True)[1].ravel()
    marked = np.zeros(len(columns.workers.ids), bool)
    minutes = np.full(len(marked), -1)
    by_site = Lists.grouped(site, int(site.max(initial=-1)) + 1)
    here = [by_site[number].tolist() for number in range(len(by_site.lengths))]
    sites = ((asked[blocks[0]][0], _union([asked[block][1] for block in blocks], marked)) for blocks in here)
    for blocks, (_, reached, commute) in zip(here, _masked(columns, rules, _travelled(columns, sites)), strict=True):
        if len(blocks) == 1:
            yield asked[blocks[0]][0], _compact(reached), _compact(commute)
            continue
        minutes[reached] = commute
        for block in blocks:
            jobs, workers = asked[block]
            way = minutes[workers]
            if (way < 0).any():
                workers, way = workers[way >= 0], way[way >= 0]
            yield jobs, _compact(workers), _compact(way)
        minutes[reached] = -1


def _travelled(columns: Columns, blocks: Iterable[Block]) -> Iterator[Found]:
    """Blocks of one site each with their commutes, computed together."""
    for batch in asking(batches(blocks)):
        sizes = [len(workers) for _, workers in batch]
        home = columns.workers.home[np.concatenate([workers for _, workers in batch])]
        site = columns.demands.site[columns.job_demand[[jobs[0] for jobs, _ in batch]]]
        minutes = columns.scenario.travel.ways(home, np.repeat(site, sizes, axis=0))
        for (jobs, workers), commute in zip(batch, np.split(minutes, np.cumsum(sizes)[:-1]), strict=True):
            yield jobs, workers, commute


def _masked(columns: Columns, rules: Sequence[Rule], found: Iterable[Found]) -> Iterator[Found]:
    """The lists after masking; the first job of each stands for all of them."""
    rules = [rule for rule in rules if type(rule).keep is not Rule.keep]
    if not rules:
        yield from found
        return
    for batch in asking(batches(found)):
        sizes = [len(workers) for _, workers, _ in batch]
        worker, commute = (np.concatenate([one[part] for one in batch], dtype=np.int64) for part in (1, 2))
        job = np.repeat([jobs[0] for jobs, *_ in batch], sizes)
        pairs, left = _kept(Pairs(columns, tuple(rules), worker, job, commute), rules)
        if len(left) == len(worker):
            yield from batch
            continue
        ends = np.searchsorted(left, np.cumsum(sizes))[:-1]
        lists = (np.split(_compact(column), ends) for column in (pairs.worker, pairs.commute))
        for (jobs, *_), workers, minutes in zip(batch, *lists, strict=True):
            yield jobs, workers, minutes


def _compact(values: Int) -> Int:
    """The values in half the memory if they fit."""
    return values.astype(np.int32) if values.max(initial=0) < 2**31 else values


def _union(lists: Sequence[Int], marked: Mask) -> Int:
    """The union of the lists; the marks are false before and after."""
    if len(lists) == 1:
        return lists[0].astype(np.int64)
    for listed in lists:
        marked[listed] = True
    found = np.flatnonzero(marked)
    marked[found] = False
    return found


def _available(columns: Columns, timed: Sequence[Rule], welcome: Sequence[Found]) -> Iterator[Found]:
    """Who may come to a job and is free, computed once for all jobs at the same times."""
    if not welcome:
        return
    job = np.concatenate([jobs for jobs, *_ in welcome])
    group = np.repeat(np.arange(len(welcome)), [len(jobs) for jobs, *_ in welcome])
    marked = np.zeros(len(columns.workers.ids), bool)
    everybody = _union([workers for _, workers, _ in welcome], marked)
    by_times = Lists.grouped(columns.job_times[job], int(columns.job_times.max()) + 1)
    for times in np.flatnonzero(by_times.lengths).tolist():
        at_once = by_times[times]
        lists = [welcome[number][1] for number in group[at_once].tolist()]
        few = sum(map(len, lists)) < len(everybody)
        blocks: Iterable[Block] = [(np.unique(job[at_once]), _union(lists, marked) if few else everybody)]
        for rule in timed:
            blocks = split_blocks(rule, columns, blocks)
        for jobs, able in blocks:
            marked[able] = True
            for place in at_once[np.isin(job[at_once], jobs)].tolist():
                _, workers, commute = welcome[group[place]]
                free = marked[workers]
                if not free.all():
                    workers, commute = workers[free], commute[free]
                yield job[place : place + 1], workers, commute
            marked[able] = False


def batches(found: Iterable[_T]) -> Iterator[list[_T]]:
    """Batches of blocks, or pieces, of about a chunk."""
    waiting: list[_T] = []
    size = 0
    for one in found:
        waiting.append(one)
        size += len(one[1])
        if size >= _CHUNK:
            yield waiting
            waiting, size = [], 0
    if waiting:
        yield waiting


def split_blocks(rule: Rule, columns: Columns, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that one rule makes of others, without the empty ones."""
    for jobs, workers in asking(blocks):
        for fewer_jobs, fewer_workers in rule.split(columns, jobs, workers):
            if len(fewer_jobs) and len(fewer_workers):
                yield fewer_jobs, fewer_workers


def _kept(pairs: Pairs, rules: Sequence[Rule]) -> tuple[Pairs, Int]:
    """The pairs after masking, and their indices."""
    left: Int | None = None
    for rule in asking(rules):
        if len(pairs) and (mask := mask_of(rule, pairs)) is not None:
            left = np.flatnonzero(mask) if left is None else left[mask]
            pairs = pairs.take(mask)
    return pairs, np.arange(len(pairs)) if left is None else left
