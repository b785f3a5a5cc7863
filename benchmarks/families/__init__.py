"""The families of instances, by the name used on the command line."""

from benchmarks.families.base import Family, Instance
from benchmarks.families.hamburg import Hamburg

FAMILIES: dict[str, Family] = {"hamburg": Hamburg()}

__all__ = ["FAMILIES", "Family", "Instance"]
