"""What skills and trainings contradict among themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from staffmatch.domain import refusals
from staffmatch.domain.trainings import circular_trainings
from staffmatch.errors import InputIssue
from staffmatch.models import Scenario


def skill_problems(scenario: Scenario) -> Iterator[InputIssue]:
    """Regulated skills that others imply, circles of skills and of trainings."""
    yield from _regulated_and_implied(scenario)
    found = list(_skill_cycles(scenario))
    yield from found or circular_trainings(scenario)


def _regulated_and_implied(scenario: Scenario) -> Iterator[InputIssue]:
    regulated = {skill.id for skill in scenario.skills if skill.regulated}
    for place, skill in enumerate(scenario.skills):
        for other in regulated & skill.implies.keys():
            text = refusals.REGULATED_IMPLIED(skill=skill.id, other=other)
            advice = refusals.REGULATED_IMPLIED_ADVICE(skill=skill.id, other=other)
            path = f"skills[{place}].implies.{other}"
            yield InputIssue("regulated_skill_implied", path, text, advice, (skill.id, other))


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
