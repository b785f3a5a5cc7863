"""What skills and trainings contradict among themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from staffmatch.domain import refusals
from staffmatch.domain.trainings import circular_trainings
from staffmatch.errors import InputIssue
from staffmatch.models import Scenario


def skill_problems(scenario: Scenario) -> Iterator[InputIssue]:
    """Circles of skills, then of trainings."""
    found = list(_skill_cycles(scenario))
    yield from found or circular_trainings(scenario)


def _skill_cycles(scenario: Scenario) -> Iterator[InputIssue]:
    for group in _circles({skill.id: tuple(skill.implies) for skill in scenario.skills}):
        if len(group) > 1:
            names = sorted(group)
            text = refusals.SKILL_CYCLE(skills=tuple(names))
            yield InputIssue("skill_cycle", "skills", text, refusals.SKILL_CYCLE_ADVICE(), tuple(names))
    for place, skill in enumerate(scenario.skills):
        if skill.id in skill.implies:
            yield InputIssue(
                "skill_cycle",
                f"skills[{place}].implies",
                refusals.SKILL_IMPLIES_ITSELF(),
                refusals.SKILL_IMPLIES_ITSELF_ADVICE(),
                (skill.id,),
            )


def _circles(implied: Mapping[str, tuple[str, ...]]) -> Iterator[set[str]]:
    """The strongly connected components, or none where all are of one skill, which needs no library to see."""
    try:
        TopologicalSorter(implied).prepare()
    except CycleError:
        import networkx as nx

        arcs = ((skill, other) for skill, others in implied.items() for other in others)
        yield from nx.strongly_connected_components(nx.DiGraph(arcs))
