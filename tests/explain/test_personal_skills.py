from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.explain.personal_skills import personal_skills
from tests import builders


@pytest.mark.parametrize(
    "name",
    ["schwanger", "Schwangere Mitarbeiterin", "pregnant worker", "Jugendliche", "youth", "under 18", "U18",
     "schwerbehindert", "disabled", "Religion", "religion: jewish", "HIV", "krank", "Frau", "JArbSchG"],
)  # fmt: skip
def test_a_skill_that_looks_personal_is_told(name: str) -> None:
    ((message, ids),) = personal_skills([name, "care"])
    assert ids == (name,)
    assert "belongs in the worker's groups" in message.text


@pytest.mark.parametrize(
    "name",
    ["Pflege", "Krankenpflege", "Krankentransport", "Behindertenbetreuung", "youth work", "Jugendarbeit", "first aid",
     "Mannschaftsführung", "Datenmigration", "Schwangerenberatung", "disability care", "driver", "Mannheim"],
)  # fmt: skip
def test_work_with_people_is_a_skill(name: str) -> None:
    assert list(personal_skills([name])) == []


def test_it_is_an_oddity_of_either_side() -> None:
    people = [builders.worker("ana", skills={"youth": 1, "care": 1}, home=builders.HARBOUR)]
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"), skills={"care": 1}, location=builders.HARBOUR)
    assert [one.code for one in sm.oddities(builders.scenario(people, [need]))] == ["personal_skill"]
