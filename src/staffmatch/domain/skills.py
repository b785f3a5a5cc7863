"""The skill graph: which skill substitutes for which, and how many levels are lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter

from staffmatch.models import Scenario, Skill
from staffmatch.records.digest import once


def implied(skills: Iterable[Skill]) -> dict[str, dict[str, int]]:
    """For each declared skill, all skills it substitutes for, including itself, with the fewest levels lost.

    graphlib.CycleError where skills imply each other in a circle, which a scenario refuses.
    """
    implies = {skill.id: skill.implies for skill in skills}
    reach: dict[str, dict[str, int]] = {}
    for skill in TopologicalSorter(implies).static_order():
        losses = reach[skill] = {skill: 0}
        for other, loss in implies.get(skill, {}).items():
            for further, more in reach[other].items():
                losses[further] = min(loss + more, losses.get(further, loss + more))
    return reach


def reach_of(scenario: Scenario) -> dict[str, dict[str, int]]:
    """The same for a scenario's declared skills."""
    return once(scenario, reach_of, lambda: implied(scenario.skills))


def effective(held: Mapping[str, int], reach: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """A person's levels after implications: the best over all skills held, without levels below 1."""
    levels: dict[str, int] = {}
    for skill, level in held.items():
        for other, loss in reach.get(skill, {skill: 0}).items():
            if level - loss >= 1:
                levels[other] = max(levels.get(other, 0), level - loss)
    return levels
