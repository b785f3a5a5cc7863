"""One instance of each kind of work beside what people would use instead, in some ten minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from benchmarks.families import FAMILIES, Instance
from benchmarks.families.base import is_generated, wrong_call
from benchmarks.measure import measure, said
from benchmarks.rows import Row
from benchmarks.run import Run
from benchmarks.table import table
from staffmatch import StaffmatchError


@dataclass(frozen=True)
class Entry:
    """An instance, by its name in the family's folder or as its generator has it, a peer, and seconds for either."""

    family: str
    instance: str
    peer: str
    seconds: float


ENTRIES = (
    Entry("hamburg", "generate:200:80:7:1", "highs", 30),
    Entry("hamburg", "generate:5000:2000:14:1", "greedy", 90),
    Entry("lending-shifts", "b.txt", "cpsat", 40),
    Entry("quickstart", "large.json.gz", "cpsat-rosters", 30),
    Entry("nurse", "Instance3.txt", "cpsat-nurses", 30),
    Entry("nurse", "Instance10.txt", "cpsat-nurses", 60),
    Entry("workforce", "instance_64.json.gz", "cpsat-intervals", 20),
    Entry("smptsp", "data_78_199_688_66.dat.gz", "cpsat", 30),
    Entry("gap", "e20100.txt.gz", "highs", 40),
    Entry("lap", "assign800.txt.gz", "scipy-lap", 30),
)


def report(entries: Sequence[Entry] = ENTRIES, measure: Callable[[Run, Instance], Row] = measure) -> Iterator[str]:
    """A line for each measurement as it ends, then the table; what can not be measured says why."""
    rows: list[Row] = []
    for entry in entries:
        try:
            instance = _found(entry)
            for peer in (None, entry.peer):
                row = measure(Run(entry.family, peer, entry.seconds, 1, 0, None), instance)
                rows.append(row)
                yield f"{entry.family}, {instance.name}, {peer or 'staffmatch'}: {row['status']}, {row['value']}"
        except (StaffmatchError, BrokenProcessPool) as error:
            yield f"{entry.family}, {entry.instance}: left out, {said(error)}"
    yield "\n" + table(rows)


def _found(entry: Entry) -> Instance:
    family = FAMILIES[entry.family]
    if is_generated(entry.instance):
        return Instance.of(entry.instance)
    for instance in family.instances([], None, 0):
        if instance.name == entry.instance:
            return instance
    raise wrong_call(f"the folder of {entry.family} does not hold {entry.instance}.")
