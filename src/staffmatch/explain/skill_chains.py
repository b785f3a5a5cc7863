"""How somebody comes to a skill that a demand asks for: by the fewest steps in a row, of substitution or training."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from staffmatch.domain.trainings import Training
from staffmatch.messages.message import Message, Sentence
from staffmatch.models import Demand, Scenario, Shift, Worker

_CHAIN = Sentence(
    "skills.chain",
    "{worker:worker} comes to {skill:skill} in {n:count} step: {steps:and}.",
    "{worker:worker} comes to {skill:skill} in {n:count} steps: {steps:and}.",
)
_OWN = Sentence("skills.chain.own", "{skill:skill} at level {level:count}")
_IMPLIED = Sentence("skills.chain.implied", "{skill:skill} at level {level:count}, for which that stands")
_TAUGHT = Sentence("skills.chain.taught", "{skill:skill} at level {level:count} by the training {training:demand}")

_EVER = datetime(1, 1, 1, tzinfo=UTC)


class _Reached(NamedTuple):
    """A skill at a level from some time on, and how."""

    skill: str
    level: int
    ready: datetime
    steps: tuple[Message, ...]


def skill_chains(
    scenario: Scenario, worker: Worker, demand: Demand, shift: Shift, courses: Iterable[Training]
) -> tuple[Message, ...]:
    """A sentence for each skill of a demand that the worker has not of themselves at its level and comes to by what
    stands in for it, and by some trainings, before the shift and those held with it begin."""
    begins = min(one.start for one in demand.held_with(shift))
    reached, told = list(_reached(scenario, worker, [one for one in courses if one.ends <= begins])), list[Message]()
    for skill, needed in demand.skills.items():
        first = _first(reached, skill, needed, begins)
        if first is None:
            continue
        # What they have is no step.
        count = len({step for step in first.steps if step.code != _OWN.code})
        if count:
            told.append(_CHAIN(worker=worker.id, skill=skill, n=count, steps=first.steps))
    return tuple(told)


def _reached(scenario: Scenario, worker: Worker, courses: Collection[Training]) -> Iterator[_Reached]:
    """What the worker has, then what one more step leads to, and so on."""
    implied = {skill.id: skill.implies for skill in scenario.skills}
    found: list[_Reached] = []
    frontier = [
        _Reached(skill, level, _EVER, (_OWN(skill=skill, level=level),)) for skill, level in worker.skills.items()
    ]
    waiting = list(courses)
    while frontier or not found:
        yield from frontier
        found += frontier
        more = [
            _Reached(other, one.level - loss, one.ready, (*one.steps, _IMPLIED(skill=other, level=one.level - loss)))
            for one in frontier
            for other, loss in implied.get(one.skill, {}).items()
            if one.level > loss
        ]
        for course in list(waiting):
            if (way := _way_in(course.demand, found)) is not None:
                waiting.remove(course)
                more += [
                    _Reached(
                        skill,
                        level,
                        course.ends,
                        (*way, _TAUGHT(skill=skill, level=level, training=course.demand.id)),
                    )
                    for skill, level in course.demand.grants.items()
                ]
        frontier = [one for one in more if _first(found, one.skill, one.level, one.ready) is None]
        if not frontier:
            return


def _way_in(course: Demand, found: Sequence[_Reached]) -> tuple[Message, ...] | None:
    """The steps to all skills that a training builds on, one after the other; None where one is not reached."""
    opens = min(shift.start for shift in course.shifts)
    ways = [_first(found, skill, level, opens) for skill, level in course.skills.items()]
    merged: tuple[Message, ...] = ()
    # Long ones first: what others need is mostly among them, and what people have stands alone only where that is all.
    for way in sorted(ways, key=lambda one: -len(one.steps) if one else 0):
        if way is None:
            return None
        had = all(step.code == _OWN.code for step in way.steps)
        if not merged or not (had or set(way.steps) <= set(merged)):
            merged = (*(merged if any(step.code != _OWN.code for step in merged) else ()), *way.steps)
    return merged


def _first(found: Iterable[_Reached], skill: str, level: int, by: datetime) -> _Reached | None:
    """That with the fewest steps, since these are found first."""
    return next((one for one in found if one.skill == skill and one.level >= level and one.ready <= by), None)
