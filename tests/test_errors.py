from __future__ import annotations

import json

import pytest

import staffmatch as sm
from staffmatch.constraints import Skills
from staffmatch.errors import counted
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from tests.builders import demand, scenario, shift, worker


@pytest.mark.parametrize(
    ("amount", "said"), [(0, "0 people"), (1, "1 person"), (2, "2 people"), (12_000, "12,000 people")]
)
def test_one_is_said_in_the_singular(amount: int, said: str) -> None:
    assert counted(amount, "person", "people") == said


@pytest.mark.parametrize(("amount", "said"), [(1, "1 seat"), (12_000, "12,000 seats")])
def test_what_is_counted_stays_on_one_line(amount: int, said: str) -> None:
    assert Words.of("en").count(amount, "seats") == said.replace(" ", SPACE)


def test_a_value_of_one_has_its_unit_in_the_singular() -> None:
    words = Words.of("en")
    said = [words.quantity(value, "points missed") for value in (1, 1.0, 0.5, 2)]
    assert [text.replace(SPACE, " ") for text in said] == [
        "1 point missed",
        "1 point missed",
        "0.5 points missed",
        "2 points missed",
    ]
    assert words.quantity(1, "kg of my own").endswith("1" + SPACE + "kg of my own")


@pytest.mark.parametrize(
    ("able", "people", "said"),
    [
        (0, 1, "0 of 1 person has cook at level 1 or above; 2 are needed."),
        (1, 2, "1 of 2 people has cook at level 1 or above; 2 are needed."),
        (0, 2, "0 of 2 people have cook at level 1 or above; 2 are needed."),
    ],
)
def test_a_reason_agrees_with_the_number_of_people(able: int, people: int, said: str) -> None:
    team = [worker(f"w{n}", skills={"cook": 1} if n < able else {}) for n in range(people)]
    need = demand("d", shift("s", 6, "08:00-16:00"), skills={"cook": 1}, headcount=2)
    (shortage,) = sm.solve(scenario(team, [need], [Skills()])).shortages
    assert shortage.reason.text == said


def test_every_error_can_be_sent_as_a_dictionary_or_as_json() -> None:
    with pytest.raises(sm.InputError) as error:
        sm.Worker(id="w", company="c", max_hours=-1, consent="maybe")
    told = error.value.to_dict()
    assert (told["error"], told["count"], len(told["problems"])) == ("InputError", 2, 2)
    assert json.loads(error.value.to_json()) == told
    (problem, *_) = error.value.problems
    assert json.loads(problem.to_json()) == problem.to_dict() == told["problems"][0]
    for kind in (sm.StaffmatchError, sm.LimitError, sm.InternalError, sm.UnsupportedRule):
        assert kind("no").to_dict() == {"error": kind.__name__, "text": "no"}
