"""Columns to pairs: rules split blocks of jobs × workers by index, then mask what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from staffmatch.arrays import Int
from staffmatch.bases import Rule
from staffmatch.columns import Columns
from staffmatch.engine.control import available_memory
from staffmatch.errors import LimitError
from staffmatch.rows import Pairs

Block = tuple[Int, Int]

# Pairs masked at a time: large enough for numpy, small enough for memory.
_CHUNK = 500_000

# What a pair takes in all, from pairing to the last relaxation, measured on the presets.
_BYTES_PER_PAIR = 1_000


def eligible_pairs(columns: Columns, rules: Sequence[Rule]) -> Pairs:
    """All pairs that pass every rule which looks at one worker and one job alone, sorted by worker and job."""
    jobs, workers = np.arange(columns.jobs), np.arange(len(columns.workers.ids))
    blocks = _blocks(columns, rules, jobs, workers)
    chunks = list(_affordable(_kept(raw, rules) for raw in _chunks(columns, rules, blocks)))
    names = ("worker", "job", "commute")
    none = [np.empty(0, np.int64)]
    found = [np.concatenate([getattr(chunk, name) for chunk in chunks] or none) for name in names]
    pairs = Pairs(columns, tuple(rules), *found)
    return pairs.take(np.argsort(pairs.worker * columns.jobs + pairs.job, kind="stable"))


def _affordable(chunks: Iterable[Pairs]) -> Iterator[Pairs]:
    """The chunks, as long as rows and relaxations of so many pairs will fit into memory."""
    memory, count = available_memory(), 0
    for chunk in chunks:
        count += len(chunk)
        if memory is not None and count * _BYTES_PER_PAIR > memory:
            needed, free = count * _BYTES_PER_PAIR / 1e9, memory / 1e9
            raise LimitError(
                f"More than {count:,} eligible pairs of people and jobs would need over {needed:.1f} GB to be solved, "
                f"and {free:.1f} GB are free. Narrow commutes or skills, or split the scenario by place or time."
            )
        yield chunk


def sieve(columns: Columns, rules: Sequence[Rule], jobs: Int, workers: Int | None = None) -> Iterator[tuple[Rule, Int]]:
    """How many people (of all, or of some) each job has left after each rule in turn."""
    everyone = np.arange(len(columns.workers.ids)) if workers is None else workers
    left = [(np.array([job]), everyone) for job in jobs.tolist()]
    for rule in rules:
        left = [_sifted(columns, rule, block) for block in left]
        yield rule, np.array([len(who) for _, who in left], np.int64)


def _sifted(columns: Columns, rule: Rule, block: Block) -> Block:
    """What one rule leaves of a block of one job."""
    split = list(_split(rule, columns, [block]))
    job, who = split[0] if split else (block[0], block[1][:0])
    if type(rule).keep is not Rule.keep and len(who):
        who = _kept(_pairs(columns, (), [(job, who)]), [rule]).worker
    return job, who


def _blocks(columns: Columns, rules: Sequence[Rule], jobs: Int, workers: Int) -> Iterable[Block]:
    blocks: Iterable[Block] = [(jobs, workers)]
    for rule in rules:
        if type(rule).split is not Rule.split:
            blocks = _split(rule, columns, blocks)
    return blocks


def _split(rule: Rule, columns: Columns, blocks: Iterable[Block]) -> Iterator[Block]:
    for jobs, workers in blocks:
        for fewer_jobs, fewer_workers in rule.split(columns, jobs, workers):
            if len(fewer_jobs) and len(fewer_workers):
                yield fewer_jobs, fewer_workers


def _chunks(columns: Columns, rules: Sequence[Rule], blocks: Iterable[Block]) -> Iterator[Pairs]:
    waiting: list[Block] = []
    size = 0
    for jobs, workers in blocks:
        waiting.append((jobs, workers))
        size += len(jobs) * len(workers)
        if size >= _CHUNK:
            yield _pairs(columns, rules, waiting)
            waiting, size = [], 0
    yield _pairs(columns, rules, waiting)


def _pairs(columns: Columns, rules: Sequence[Rule], blocks: Sequence[Block]) -> Pairs:
    """The product of each block, with the commute filled in."""
    none = [np.empty(0, np.int64)]
    worker = np.concatenate([np.tile(workers, len(jobs)) for jobs, workers in blocks] or none)
    job = np.concatenate([np.repeat(jobs, len(workers)) for jobs, workers in blocks] or none)
    home, site = columns.workers.home[worker], columns.demands.site[columns.job_demand[job]]
    commute = columns.scenario.travel.minutes(home, site)
    return Pairs(columns, tuple(rules), worker, job, commute)


def _kept(pairs: Pairs, rules: Sequence[Rule]) -> Pairs:
    for rule in rules:
        if len(pairs) and (mask := rule.keep(pairs)) is not None:
            pairs = pairs.take(mask)
    return pairs
