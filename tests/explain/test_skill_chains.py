"""How somebody comes to a skill: the chain of fewest steps."""

from __future__ import annotations

from typing import Any

import staffmatch as sm
from staffmatch.constraints import Skills
from tests.builders import demand, scenario, shift, worker

SHIFT = shift("s", 9, "08:00-16:00")
CREW = sm.Skill(id="cabin crew", implies={"first aid": 1, "service": 0})
SERVICE = sm.Skill(id="service", implies={"reception": 0})


def course(name: str, day: int, grants: dict[str, int], **fields: Any) -> sm.Demand:
    return demand(name, shift(f"{name}1", day, "09:00-15:00"), grants=grants, company="school", **fields)


def told(town: sm.Scenario, name: str = "s") -> list[str]:
    solution = sm.solve(town)
    return [one.text for one in solution.explain(worker="w", shift=name).chains]


def town(needs: dict[str, int], *courses: sm.Demand, **held: int) -> sm.Scenario:
    people = [worker(skills=held or {"cabin crew": 3})]
    return scenario(people, [*courses, demand("d", SHIFT, skills=needs)], [Skills()], skills=[CREW, SERVICE])


def test_what_one_has_needs_no_chain() -> None:
    assert told(town({"cabin crew": 2})) == []


def test_what_stands_in_is_told_with_the_level_that_is_left() -> None:
    assert told(town({"reception": 3})) == [
        "'w' comes to 'reception' in 2 steps: 'cabin crew' at level 3, 'service' at level 3, for which that stands and "
        "'reception' at level 3, for which that stands."
    ]


def test_a_training_builds_on_what_stands_in() -> None:
    tests = course("c", 6, {"test centre": 1}, skills={"first aid": 2})
    text = (
        "'w' comes to 'test centre' in 2 steps: 'cabin crew' at level 3, 'first aid' at level 2, for which that stands "
        "and 'test centre' at level 1 by the training 'c'."
    )
    assert told(town({"test centre": 1}, tests)) == [text]


def test_a_training_alone_is_one_step() -> None:
    assert told(town({"x": 1}, course("c", 6, {"x": 2}))) == [
        "'w' comes to 'x' in 1 step: 'x' at level 2 by the training 'c'."
    ]


def test_the_shortest_of_several_is_told() -> None:
    long = (course("a", 6, {"y": 1}), course("b", 7, {"x": 1}, skills={"y": 1}))
    (text,) = told(town({"x": 1}, *long))
    assert "in 2 steps: 'y' at level 1 by the training 'a' and 'x' at level 1 by the training 'b'" in text
    short = sm.solve(town({"x": 1}, *long, course("z", 8, {"x": 1})).with_rules())
    explained = short.explain(worker="w", shift="s")
    taken = {shift for _, shift in short.plan}
    assert ("z1" in taken) == ("'z'" in explained.chains[0].text)


def test_a_training_that_is_over_too_late_is_no_step() -> None:
    late = course("late", 10, {"x": 1})
    town_ = town({"x": 1}, late)
    answer = sm.solve(town_).explain(worker="w", shift="s")
    assert answer.forbidden
    assert answer.chains == ()


def test_all_that_a_training_builds_on_is_told() -> None:
    first, both = course("a", 6, {"y": 1}), course("b", 7, {"x": 1}, skills={"German": 3, "first aid": 2, "y": 1})
    (text,) = told(town({"x": 1}, first, both, **{"German": 4, "cabin crew": 3}))
    assert text == (
        "'w' comes to 'x' in 3 steps: 'cabin crew' at level 3, 'first aid' at level 2, for which that stands, 'y' at "
        "level 1 by the training 'a' and 'x' at level 1 by the training 'b'."
    )
    (text,) = told(town({"x": 1}, first, course("b", 7, {"x": 1}, skills={"German": 3, "y": 1}), German=4))
    assert "in 2 steps: 'y' at level 1 by the training 'a' and 'x' at level 1 by the training 'b'" in text
