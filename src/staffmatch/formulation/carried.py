"""What a changed scenario has in common with one whose market is kept: the pairs of which nothing was touched.

Whether worker w may have job j depends on what is said of w and of j, on companies, skills, ways, rules and the pair
table, on pins that name the two, and on trainings: `Rule.keep` and `Rule.split` look at nothing else. So where all but
workers, other demands and pins is the same, pairs of a worker and a job that are the same in both scenarios stand, and
only the others are asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffmatch.arrays import Int, Mask
from staffmatch.formulation.columns import Columns
from staffmatch.formulation.eligibility import Block, eligible_pairs
from staffmatch.formulation.pairs import Pairs
from staffmatch.models import Scenario
from staffmatch.records.bases import Rule
from staffmatch.records.digest import record_digests

# Where more of workers × jobs is touched than one in so many, all is sooner asked for again.
_FEW = 4


@dataclass(frozen=True)
class Carried:
    """Pairs of a scenario that changed: ``worker`` and ``job`` give for each of the former scenario its number in the
    changed one, -1 where it is gone or touched; ``stay`` are the former pairs that stand, and ``place`` where each of
    them stands among all the pairs."""

    former: Pairs
    pairs: Pairs
    worker: Int
    job: Int
    stay: Int
    place: Int

    @classmethod
    def of(cls, former: Pairs, columns: Columns, rules: Sequence[Rule]) -> Carried | None:
        """None where what is in common is not known, or is little."""
        before = former.columns
        if not _comparable(before.scenario, columns.scenario) or not all(map(_looks_at_no_others, rules)):
            return None
        if _trainings(before) != _trainings(columns):
            return None
        worker = same_records(before.scenario, columns.scenario, "workers")
        worker[_pinned(before, columns.scenario)] = -1
        job = same_jobs(before, columns)
        people, jobs = (
            _touched(known, count) for known, count in ((worker, len(columns.workers.ids)), (job, columns.jobs))
        )
        if _FEW * (people.sum() * columns.jobs + jobs.sum() * len(people)) > len(people) * columns.jobs:
            return None
        stay = np.flatnonzero((worker[former.worker] >= 0) & (job[former.job] >= 0))
        who, what = worker[former.worker[stay]], job[former.job[stay]]
        everybody, untouched = np.arange(len(people)), np.flatnonzero(~jobs)
        blocks: list[Block] = [(np.flatnonzero(jobs), everybody), (untouched, np.flatnonzero(people))]
        more = eligible_pairs(columns, rules, [(js, ws) for js, ws in blocks if len(js) and len(ws)], len(stay))
        key, fresh = (w * columns.jobs + j for w, j in ((who, what), (more.worker, more.job)))
        at = np.searchsorted(key, fresh)
        pairs = Pairs(
            columns,
            tuple(rules),
            np.insert(who, at, more.worker),
            np.insert(what, at, more.job),
            np.insert(former.commute[stay], at, more.commute),
        )
        old = np.ones(len(pairs), bool)
        old[at + np.arange(len(at))] = False
        return cls(former, pairs, worker, job, stay, np.flatnonzero(old))


def _comparable(one: Scenario, other: Scenario) -> bool:
    """Whether all is the same that is neither a worker nor a demand, nor a pin."""
    same = all(getattr(one, name) == getattr(other, name) for name in ("timezone", "rules", "pair_table"))
    # Own travel models may hold what cannot be compared.
    ways = one.travel is other.travel or (
        type(one.travel) is type(other.travel) and one.travel.model_dump_json() == other.travel.model_dump_json()
    )
    return (
        same
        and ways
        and all(record_digests(one, name) == record_digests(other, name) for name in ("companies", "skills"))
    )


def _trainings(columns: Columns) -> list[bytes]:
    """What is said of demands that grant skills: it is about pairs with other demands as well."""
    digests = record_digests(columns.scenario, "demands")
    return [digests[place] for place in np.flatnonzero(columns.demands.training).tolist()]


def _looks_at_no_others(rule: Rule) -> bool:
    """What masks of own classes look at is not known."""
    masks = type(rule).keep is not Rule.keep or type(rule).split is not Rule.split
    return not masks or type(rule).__module__.startswith("staffmatch.")


def same_records(one: Scenario, other: Scenario, name: str) -> Int:
    """For each record of one scenario its place in another that has the same, -1 where none has."""
    known = {digest: place for place, digest in enumerate(record_digests(other, name))}  # type: ignore[arg-type]
    before = record_digests(one, name)  # type: ignore[arg-type]
    return np.fromiter((known.get(digest, -1) for digest in before), np.int64, len(before))


def same_jobs(before: Columns, columns: Columns) -> Int:
    """A demand that says the same has the same jobs, in the same order."""
    demand = same_records(before.scenario, columns.scenario, "demands")
    first, new_first = (np.searchsorted(one.job_demand, np.arange(len(one.demands.ids))) for one in (before, columns))
    number = np.arange(before.jobs) - first[before.job_demand]
    to = demand[before.job_demand]
    return np.where(to >= 0, new_first[to] + number, -1) if len(new_first) else to


def _pinned(before: Columns, scenario: Scenario) -> Int:
    """The workers whose pins have changed."""
    changed = {pin.worker for pin in {*before.scenario.pins} ^ {*scenario.pins}}
    return np.flatnonzero([name in changed for name in before.workers.ids]) if changed else np.empty(0, np.int64)


def _touched(known: Int, count: int) -> Mask:
    touched = np.ones(count, bool)
    touched[known[known >= 0]] = False
    return touched
