"""The families of instances, by the name used on the command line."""

from benchmarks.families.base import Family, Instance
from benchmarks.families.gap import GeneralisedAssignment
from benchmarks.families.hamburg import Hamburg
from benchmarks.families.lap import LinearAssignment
from benchmarks.families.lending_shifts import LendingShifts
from benchmarks.families.nurse import NurseRostering
from benchmarks.families.placements import Placements
from benchmarks.families.quickstart import Quickstart
from benchmarks.families.smptsp import ShiftMinimisation
from benchmarks.families.workforce import WorkforceAllocation, WorkforceRepair

FAMILIES: dict[str, Family] = {
    "hamburg": Hamburg(),
    "lending-shifts": LendingShifts(),
    "placements": Placements(),
    "lap": LinearAssignment(),
    "gap": GeneralisedAssignment(),
    "smptsp": ShiftMinimisation(),
    "nurse": NurseRostering(),
    "quickstart": Quickstart(),
    "workforce": WorkforceAllocation(),
    "workforce-repair": WorkforceRepair(),
}

__all__ = ["FAMILIES", "Family", "Instance"]
