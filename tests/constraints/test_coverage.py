from __future__ import annotations

from typing import Any

import staffmatch as sm
from staffmatch.constraints import Coverage
from tests.builders import allowed, demand, example, refused, scenario, shift, solved, violations, worker

A, B = shift("a", 6, "08:00-16:00"), shift("b", 7, "08:00-16:00")


def team(size: int, *shifts: sm.Shift, **fields: Any) -> sm.Scenario:
    return scenario([worker(f"w{number}") for number in range(size)], [demand("d", *shifts, **fields)], [Coverage()])


def test_nobody_has_to_come() -> None:
    assert violations(team(3, A, headcount=3, min_crew=3)) == []


def test_as_many_people_as_seats_are_allowed() -> None:
    allowed(team(2, A, headcount=2), ("w0", "a"), ("w1", "a"))


def test_one_more_than_the_seats_is_too_many() -> None:
    crowded = team(3, A, headcount=2)
    assert len(solved(crowded)) == 2
    text = refused(crowded, ("w0", "a"), ("w1", "a"), ("w2", "a"))
    assert text == example(Coverage)


def test_seats_are_counted_shift_by_shift() -> None:
    allowed(team(1, A, B, headcount=1), ("w0", "a"), ("w0", "b"))


def test_a_crew_of_the_least_size_is_of_use() -> None:
    allowed(team(2, A, headcount=3, min_crew=2), ("w0", "a"), ("w1", "a"))


def test_a_crew_below_the_least_size_is_of_no_use() -> None:
    small = team(1, A, headcount=3, min_crew=2)
    assert solved(small) == set()
    assert refused(small, ("w0", "a")) == "Shift 'a' has a crew of 1; fewer than 2 are of no use."


def test_each_shift_has_a_crew_of_its_own() -> None:
    crew = team(2, A, B, headcount=2, min_crew=2)
    allowed(crew, *((f"w{number}", name) for number in (0, 1) for name in ("a", "b")))
    assert len(violations(crew, ("w0", "a"), ("w1", "b"))) == 2


def test_a_least_crew_of_one_says_nothing() -> None:
    allowed(team(1, A, headcount=3, min_crew=1), ("w0", "a"))


def test_crews_compete_for_people() -> None:
    needs = [demand("d", A, headcount=3, min_crew=3), demand("e", shift("x", 6, "08:00-16:00"), headcount=1)]
    people = [worker(f"w{number}", max_hours=8.0) for number in range(3)]
    rules = [Coverage(), sm.constraints.HorizonHours()]
    allowed(scenario(people, needs, rules), ("w0", "a"), ("w1", "a"), ("w2", "a"))
    assert {name for _, name in solved(scenario(people[:2], needs, rules))} == {"x"}


def test_one_person_throughout_has_all_shifts() -> None:
    allowed(team(1, A, B, same_worker=True), ("w0", "a"), ("w0", "b"))


def test_a_part_of_what_one_person_has_to_do_throughout_is_refused() -> None:
    (found,) = violations(team(1, A, B, same_worker=True), ("w0", "a"))
    assert found.text == "Worker 'w0' has only some shifts of 'd', which wants one person throughout."
    assert found.ids == ("w0", "d")


def test_two_people_do_not_share_what_one_has_to_do_throughout() -> None:
    found = violations(team(2, A, B, same_worker=True), ("w0", "a"), ("w1", "b"))
    assert [violation.ids for violation in found] == [("w0", "d"), ("w1", "d")]


def test_without_same_worker_two_people_may_share_a_demand() -> None:
    assert violations(team(2, A, B), ("w0", "a"), ("w1", "b")) == []


def test_a_crew_throughout_has_the_least_size_on_each_shift() -> None:
    crew = team(2, A, B, headcount=2, min_crew=2, same_worker=True)
    allowed(crew, *((f"w{number}", name) for number in (0, 1) for name in ("a", "b")))
    assert solved(team(1, A, B, headcount=2, min_crew=2, same_worker=True)) == set()


def test_a_crew_for_which_there_is_nobody_at_all_stays_at_home() -> None:
    crew, last = {"headcount": 2, "min_crew": 2}, shift("last", 8, "08:00-16:00")
    needs = [demand("d", A, B, **crew), demand("e", last, skills={"dive": 5}, **crew)]
    assert solved(scenario([worker("v"), worker("w")], needs)) == {(name, on) for name in "vw" for on in "ab"}
