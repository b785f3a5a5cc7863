"""Hamburg in spring 2020: facts about the city, and a seeded generator of scenarios."""

from staffmatch.hamburg.facts import quarters, transit, waters
from staffmatch.hamburg.generator import scenario
from staffmatch.hamburg.sizes import PRESETS

__all__ = ["PRESETS", "quarters", "scenario", "transit", "waters"]
