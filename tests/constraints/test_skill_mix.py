from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import SkillMix
from tests.builders import allowed, demand, example, refused, scenario, shift, solved, violations
from tests.builders import worker as person

EARLY, LATE = shift("early", 6, "06:00-10:00"), shift("late", 6, "12:00-16:00")
NURSE, DRIVER = {"skill": "nurse", "level": 3}, {"skill": "driver"}
ANN, BOB, CEM = person("ann", skills={"nurse": 3}), person("bob", skills={"nurse": 2}), person("cem")
BOTH = person("dan", skills={"nurse": 4, "driver": 1})


def ward(*people: sm.Worker, roles: Any = (NURSE,), headcount: int = 2, **fields: Any) -> sm.Scenario:
    return scenario(people, [demand("d", EARLY, headcount=headcount)], [SkillMix(roles=roles, **fields)])


def test_nobody_is_no_crew() -> None:
    assert violations(ward(BOB, CEM)) == []


def test_with_the_skill_among_them_the_others_may_come() -> None:
    allowed(ward(ANN, CEM), ("ann", "early"), ("cem", "early"))
    text = refused(ward(BOB, CEM), ("bob", "early"), ("cem", "early"))
    assert text == "Shift 'early' needs 1 person with 'nurse' at level 3; its crew of 2 people fills 0 of 1 place."
    assert solved(ward(BOB, CEM)) == set()


def test_a_level_lower_is_enough_where_it_is_asked_for() -> None:
    allowed(ward(BOB, CEM, roles=[NURSE | {"level": 2}]), ("bob", "early"), ("cem", "early"))


def test_as_many_people_as_the_role_asks_for() -> None:
    roles = [NURSE | {"level": 2, "people": 2}]
    allowed(ward(ANN, BOB, CEM, roles=roles, headcount=3), *((name, "early") for name in ("ann", "bob", "cem")))
    assert "its crew of 2 people fills 1 of 2 places" in refused(
        ward(ANN, CEM, roles=roles), ("ann", "early"), ("cem", "early")
    )


def test_nobody_fills_two_roles() -> None:
    scene = ward(BOTH, CEM, roles=[NURSE, DRIVER])
    assert refused(scene, ("dan", "early"), ("cem", "early")) == example(SkillMix)
    assert solved(scene) == set()


def test_unless_that_is_wanted() -> None:
    allowed(ward(BOTH, CEM, roles=[NURSE, DRIVER], twice=True), ("dan", "early"), ("cem", "early"))


def test_who_can_do_more_leaves_the_role_to_who_can_do_less() -> None:
    roles = [NURSE, DRIVER | {"people": 1}]
    allowed(ward(ANN, BOTH, roles=roles), ("ann", "early"), ("dan", "early"))


def test_three_roles_need_three_people_even_where_any_two_are_filled() -> None:
    allround = [person(name, skills={"a": 1, "b": 1, "c": 1}) for name in ("ann", "bob")]
    roles = [{"skill": name} for name in "abc"]
    scene = ward(*allround, CEM, roles=roles, headcount=3)
    assert "fills 2 of 3" in refused(scene, ("ann", "early"), ("bob", "early"), ("cem", "early"))


def test_a_skill_that_stands_in_counts_at_its_loss() -> None:
    doctor = person("eve", skills={"doctor": 4})
    skills = (sm.Skill(id="doctor", implies={"nurse": 1}),)
    scene = scenario([doctor], [demand("d", EARLY)], [SkillMix(roles=[NURSE])], skills=skills)
    allowed(scene, ("eve", "early"))
    assert "fills 0 of 1" in refused(scene.replace(workers=[doctor.replace(skills={"doctor": 3})]), ("eve", "early"))


def test_each_crew_is_looked_at_by_itself() -> None:
    needs = [demand("d", EARLY, LATE, headcount=2)]
    scene = scenario(
        [ANN.replace(declined_companies=("x",)), CEM], needs, [SkillMix(roles=[NURSE])], companies=[sm.Company(id="x")]
    )
    assert [violation.ids for violation in violations(scene, ("ann", "early"), ("cem", "late"))] == [("late", "d")]
    assert len(solved(scene)) == 4


def test_the_mix_may_be_that_of_one_borrower_or_of_one_demand() -> None:
    needs = [demand("d", EARLY), demand("e", LATE), demand("f", shift("f", 7, "06:00-10:00"), company="spa")]

    def taken(**scope: str) -> set[str]:
        nearly = CEM.replace(skills={"nurse": 2})
        return {name for _, name in solved(scenario([nearly], needs, [SkillMix(roles=[NURSE], **scope)]))}

    assert taken() == set()
    assert taken(borrower="borrower") == {"f"}
    assert taken(demand="e") == {"early", "f"}
    assert taken(borrower="spa", demand="f") == {"early", "late"}


@pytest.mark.parametrize(
    ("fields", "code", "text"),
    [
        ({"roles": []}, "too_short", "at least 1 item"),
        ({"roles": [NURSE | {"level": 7}]}, "less_than_equal", "less than or equal to 6"),
        ({"demand": "e"}, "unknown_scope", "there is no demand 'e'."),
        ({"demand": "d", "borrower": "spa"}, "empty_scope", "there is no shift at 'spa' for 'd'."),
        ({"borrower": "borower"}, "unknown_scope", "Did you mean 'borrower'?"),
        (
            {"demand": "d", "roles": [NURSE | {"people": 2}, DRIVER]},
            "mix_above_headcount",
            "the roles take 3 people and the demand 'd' has 2 seats.",
        ),
    ],
)
def test_a_mix_is_of_few_known_people_at_a_known_place(fields: dict[str, Any], code: str, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        scenario(
            [ANN],
            [demand("d", EARLY, headcount=2), demand("s", LATE, company="spa")],
            [SkillMix(**{"roles": [NURSE]} | fields)],
        )
    assert code in {problem.code for problem in caught.value.problems}
    assert text in str(caught.value)


def test_one_person_in_two_roles_needs_fewer_seats() -> None:
    rules = [SkillMix(roles=[NURSE, DRIVER], demand="d", twice=True)]
    allowed(scenario([BOTH], [demand("d", EARLY)], rules), ("dan", "early"))
