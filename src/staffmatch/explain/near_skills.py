"""Skills that only one side has: asked for and held by nobody, or held and asked for under a similar name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher

import numpy as np

from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Scenario
from staffmatch.records.dictionary_columns import DictionaryColumn, MapColumn

_ALIKE, _SHORTEST = 0.8, 4
# So many pairs of names are compared at most.
MOST_COMPARED = 200_000

_NOBODY = Sentence(
    "plausibility.skill_of_nobody",
    "Nobody has the skill {skill:skill}, for which {n:count} demand asks.",
    "Nobody has the skill {skill:skill}, for which {n:count} demands ask.",
)
_NOBODY_BUT = Sentence(
    "plausibility.skill_misspelt",
    "Nobody has the skill {skill:skill}, for which {n:count} demand asks; is {near:or-skill} meant? If it "
    "stands for the other, say so among the skills.",
    "Nobody has the skill {skill:skill}, for which {n:count} demands ask; is {near:or-skill} meant? If it "
    "stands for the other, say so among the skills.",
)
_UNASKED = Sentence(
    "plausibility.skill_unasked",
    "No demand asks for the skill {skill:skill}, which {n:count} person has; is {near:or-skill} meant? If the one "
    "stands for the other, say so among the skills.",
    "No demand asks for the skill {skill:skill}, which {n:count} people have; is {near:or-skill} meant? If the one "
    "stands for the other, say so among the skills.",
)


def skills_of_one_side(
    scenario: Scenario, held: MapColumn, asked: MapColumn
) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """A message and the skill for each; skills that the scenario itself relates are never asked about."""
    people, needs = counts(held.keys), counts(asked.keys)
    stands_for = {skill.id: tuple(skill.implies) for skill in scenario.skills}
    named = {name for rule in scenario.rules for name in rule.skills_named}
    named |= {name for tier in scenario.tiers for term in tier for name in term.skills_named}
    # What a training grants somebody may have in time.
    had = _reached({*people, *(name for demand in scenario.demands for name in demand.grants)}, stands_for)
    if len(people) * len(needs) > MOST_COMPARED:
        return
    for skill in sorted({*needs} - had):
        alike = near(skill, people)
        said = _NOBODY_BUT(skill=skill, n=needs[skill], near=alike) if alike else _NOBODY(skill=skill, n=needs[skill])
        yield said, (skill,)
    for skill in sorted({*people} - {*needs} - {*stands_for} - named):
        if alike := near(skill, {*needs} & had):
            yield _UNASKED(skill=skill, n=people[skill], near=alike), (skill,)


def counts(column: DictionaryColumn) -> Counter[str]:
    """How often each name stands in a column."""
    code = column.code
    found = np.bincount(code[code >= 0], minlength=len(column.values)).tolist()
    each: Counter[str] = Counter()
    for name, count in zip(column.values, found, strict=True):
        if count:
            each[name] += count
    return each


def _reached(held: Iterable[str], stands_for: dict[str, tuple[str, ...]]) -> set[str]:
    """The skills that are held, and those for which they stand."""
    found: set[str] = set()
    todo = list(held)
    while todo:
        if (skill := todo.pop()) not in found:
            found.add(skill)
            todo += stands_for.get(skill, ())
    return found


def near(name: str, among: Collection[str]) -> tuple[str, ...]:
    """Up to three similar names: one within the other, or few letters apart."""
    scores = sorted((-score, other) for other in among if (score := _likeness(name, other)) >= _ALIKE)
    return tuple(other for _, other in scores[:3])


def _likeness(one: str, other: str) -> float:
    a, b = sorted((one.casefold(), other.casefold()), key=lambda name: (len(name), name))
    if len(a) >= _SHORTEST and a in b:
        return 1.0
    # In this order whoever asks: the ratio is not symmetric.
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
