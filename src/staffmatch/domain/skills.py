"""The skill graph: which skill substitutes for which, and how many levels are lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import networkx as nx

from staffmatch.models import Scenario, Skill
from staffmatch.records.digest import once


def skill_graph(skills: Iterable[Skill]) -> nx.DiGraph[str]:
    """Arcs lead from a skill to those it implies, weighted by the levels lost."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for skill in skills:
        graph.add_node(skill.id)
        graph.add_weighted_edges_from((skill.id, other, loss) for other, loss in skill.implies.items())
    return graph


def implied(skills: Iterable[Skill]) -> dict[str, dict[str, int]]:
    """For each declared skill, all skills it substitutes for, including itself, with the fewest levels lost."""
    paths = nx.all_pairs_dijkstra_path_length(skill_graph(skills), weight="weight")
    return {skill: {other: int(loss) for other, loss in losses.items()} for skill, losses in paths}


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
