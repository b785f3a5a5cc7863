"""What a scenario breaks before anybody is lent, found in columns without a look at everybody."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.constraints import (
    AverageHours,
    ConsecutiveDays,
    Coverage,
    DailyHours,
    DailyRest,
    HomeReserve,
    HorizonHours,
    MaxSecondment,
    NightWork,
    RecallNotice,
    RollingHours,
    SplitDays,
    SundaysAndHolidays,
    WeeklyHours,
    WeeklyRest,
)
from staffmatch.records import sequence
from staffmatch.records.bases import Rule
from staffmatch.records.dictionary_columns import shapes
from staffmatch.records.sequence import Records
from staffmatch.result.contents import PreexistingViolation
from tests.builders import company, demand, home_shift, scenario, shift, worker
from tests.strategies import examples, scenarios


def columnar(scene: sm.Scenario) -> sm.Scenario:
    return scene.model_copy(update={"workers": Records.of(sm.Worker, scene.workers)})


def crowd(scene: sm.Scenario) -> sm.Scenario:
    """Everybody four times: as they are, with low limits, at another company without skills, and as they are."""
    other = scene.companies[-1].id
    limits: dict[str, Any] = dict.fromkeys(("max_hours_per_day", "max_hours_per_week", "max_hours"), 2)
    changes: tuple[dict[str, Any], ...] = ({}, limits, {"company": other, "skills": {}}, {})
    people = [
        one.replace(**change, id=f"{one.id}{'+' * number}")
        for number, change in enumerate(changes)
        for one in scene.workers
    ]
    return scene.model_copy(update={"workers": tuple(people)})


@examples(60)
@given(scenarios(most_pairs=4, complete=True, pins=False))
def test_columns_break_what_the_same_models_break_and_in_the_same_order(scene: sm.Scenario) -> None:
    scene = crowd(scene)
    assert PreexistingViolation.of(columnar(scene)) == PreexistingViolation.of(scene)


BUSY = (
    tuple(home_shift(day, hours) for day in range(6, 13) for hours in ("08:00-12:00", "15:00-02:00")),
    (home_shift(7, "22:00-08:00"), home_shift(8, "12:00-20:00"), home_shift(11, "22:00-08:00")),
    (home_shift(7, "08:00-16:00"),),
    (),
)
LONG_LENT = (sm.Secondment(company="hotel", first=date(2020, 1, 7), last=date(2020, 3, 1)),)
BUSY_PEOPLE = [
    worker(
        f"w{number}",
        company=("lender", "hotel")[number // 4 % 2],
        skills=({}, {"cook": 2}, {"chef": 1})[number % 3],
        home_shifts=BUSY[number % 4],
        ledger={date(2020, 4, 5): 9.0} if number % 5 == 0 else {},
        secondments=LONG_LENT if number % 7 == 5 else (),
        max_hours_per_day=(None, 4)[number % 11 == 0],
    )
    for number in range(60)
]
BUSY_SCENE = scenario(
    BUSY_PEOPLE,
    [demand("d", shift("mo", 6, "08:00-16:00"), skills={"cook": 1})],
    companies=[company("hotel")],
    skills=(sm.Skill(id="chef", implies={"cook": 0}),),
)


@pytest.mark.parametrize("scope", [{}, {"lender": "hotel"}, {"worker": "w40"}, {"skill": "cook"}], ids=str)
@pytest.mark.parametrize(
    ("rule", "options"),
    [
        (DailyRest, {"hours": 20}),
        (DailyRest, {"shortened": 10}),
        (WeeklyRest, {"hours": 60}),
        (WeeklyRest, {"hours": 60, "per": "seven_days"}),
        (ConsecutiveDays, {"days": 2}),
        (NightWork, {"in_a_row": 0, "hours": 1, "rest": 48}),
        (SundaysAndHolidays, {}),
        (SundaysAndHolidays, {"work": True, "free_sundays": 1, "weeks": 1}),
        (SplitDays, {"pieces": 1}),
        (MaxSecondment, {"days": 5}),
        (DailyHours, {"hours": 6}),
        (WeeklyHours, {"hours": 6}),
        (HorizonHours, {"hours": 6}),
        (RollingHours, {"days": 2, "hours": 6}),
        (AverageHours, {"weeks": 2, "hours": 4}),
        (HomeReserve, {"people": 40}),
        (RecallNotice, {"people": 40, "hours": 2}),
    ],
)
def test_each_rule_finds_the_same_in_columns(rule: type[Any], options: dict[str, Any], scope: dict[str, str]) -> None:
    asked = rule(**options, **scope)
    found = list(asked.preexisting_violations(BUSY_SCENE))
    assert list(asked.preexisting_violations(columnar(BUSY_SCENE))) == found
    whom = {name for name, one in asked.members(BUSY_SCENE).items()} | {"lender", "hotel"}
    assert {violation.ids[0] for violation in found} <= whom
    assert found


@examples(60)
@given(scenarios(most_pairs=4))
def test_rows_are_of_one_kind_where_they_hold_the_same(scene: sm.Scenario) -> None:
    people = crowd(scene).workers
    columns = Records.of(sm.Worker, people).columns
    for name in shapes(sm.Worker):
        kinds = columns[name].row_codes.tolist()
        for one, other in combinations(range(len(people)), 2):
            same = getattr(people[one], name) == getattr(people[other], name)
            assert (kinds[one] == kinds[other]) == same, name


RULES: list[Rule] = [DailyRest(), DailyHours(), WeeklyHours(hours=20), ConsecutiveDays(days=3), Coverage()]
USUAL, LONG = (home_shift(6, "08:00-16:00"),), (home_shift(6, "08:00-20:00"), home_shift(8, "08:00-18:00"))
STAFF = [
    worker(f"w{number}", company="hotel", home_shifts=LONG if number in (7, 20) else USUAL if number % 2 else ())
    for number in range(30)
]
HOTEL = columnar(scenario(STAFF, [demand("d", shift("mo", 9, "08:00-16:00"))], RULES, [company("hotel")]))


def test_no_model_is_built_of_those_who_are_like_somebody_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    whole = Records.made

    def noted(self: Records[sm.Worker], row: int) -> sm.Worker:
        if self.kind is sm.Worker:
            made.append(row)
        return whole(self, row)

    monkeypatch.setattr(Records, "made", noted)
    assert [(breach.rule, breach.ids) for breach in PreexistingViolation.of(HOTEL)] == [
        ("daily_hours", ("w7",)),
        ("daily_hours", ("w20",)),
        ("weekly_hours", ("w7",)),
        ("weekly_hours", ("w20",)),
    ]
    assert sorted(made) == [1, 7, 20]


def test_of_many_models_only_some_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequence, "_KEPT", 1)
    people = Records.of(sm.Worker, STAFF)
    assert people[7] is people[7]
    assert people[8] is not people[8]
    assert people == STAFF


def test_models_share_what_is_the_same_within_them() -> None:
    people = Records.of(sm.Worker, STAFF)
    assert people[7].home_shifts[0] is people[20].home_shifts[0]
    assert people[7].home_shifts[0] is not people[7].home_shifts[1]
    assert people[7].skills is not people[20].skills
