"""What looks odd before anybody solves: each by itself, by ids, whatever the order and the form of the records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import staffmatch as sm
from staffmatch.cli import app
from tests import builders
from tests.messages.filled import require_filled
from tests.strategies import examples, scenarios

HOME = builders.HARBOUR
FORKLIFT = {"certificates": [{"id": "forklift", "until": "2020-12-31"}]}
MUNICH = sm.Location(lat=48.137, lon=11.575)


def town(**changes: Any) -> sm.Scenario:
    """Two people and a demand about which nothing is odd."""
    people = [
        builders.worker(name, **{"home": HOME, "skills": {"care": 1}} | changes.get(name, {}))
        for name in ("ana", "ben")
    ]
    need = {"skills": {"care": 1}, "location": HOME} | changes.get("ward", {})
    shift = changes.get("shift", builders.shift("early", 6, "06:00-14:00"))
    return builders.scenario(people, [builders.demand("ward", shift, **need)])


def codes(scenario: sm.Scenario) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.ids) for one in sm.oddities(scenario)]


def test_nothing_is_odd_in_a_plain_scenario_or_in_an_empty_one() -> None:
    assert codes(town()) == codes(builders.scenario([], [])) == []
    with pytest.raises(TypeError):
        sm.oddities("plan.json")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"ana": {"pay_cents_per_hour": 240_000}}, [("pay", ("ana",))]),
        ({"ana": {"pay_cents_per_hour": 10_000}}, []),
        ({"ward": {"pay_cents_per_hour": 10_001}}, [("pay_of_demand", ("ward",))]),
        ({"shift": builders.shift("long", 6, "06:00-22:01")}, [("long_shift", ("long",))]),
        ({"shift": builders.shift("full", 6, "06:00-22:00")}, []),
        ({"ben": {"availability": ()}}, [("never_free", ("ben",))]),
        ({"ben": {"availability": [builders.window(5, "06:00-14:00")]}}, [("free_at_other_times", ("ben",))]),
        ({"ana": {"max_hours": 0}}, [("no_hours", ("ana",))]),
        ({"ben": {"wishes": [sm.Wish(weekdays=["monday"])]}}, [("wishes_uncounted", ("ben",))]),
        ({"ben": {"wishes": [sm.Wish(weekdays=["monday"], against=True, must=True)]}}, []),
        ({"ana": {"accepted_companies": ()}}, [("accepts_nobody", ("ana",))]),
        ({"ana": {"consent": "declined"}}, []),
        ({name: {"consent": "offered"} for name in ("ana", "ben")}, [("nobody_agreed", ())]),
        ({"ward": {"skills": {"cook": 1}}}, [("skill_of_nobody", ("cook",))]),
        ({"ward": {"skills": {"Care": 1}}}, [("skill_misspelt", ("Care",))]),
        ({"ward": {"certificates": ["fork"]}}, [("certificate_of_nobody", ("fork",))]),
        ({"ana": FORKLIFT, "ward": {"certificates": ["forklift"]}}, []),
        (
            {"ana": FORKLIFT, "ward": {"certificates": ["Forklift"]}},
            [("certificate_misspelt", ("Forklift",))],
        ),
        (
            {"ana": FORKLIFT, "ben": {"certificates": [{"id": "fork lift"}]}, "ward": {"certificates": ["forklift"]}},
            [("certificate_unasked", ("fork lift",))],
        ),
        ({"ana": {"skills": {"care": 1, "pregnant": 1}}}, [("personal_skill", ("pregnant",))]),
        ({"ward": {"location": None}}, [("no_sites", ())]),
    ],
)
def test_what_is_odd_is_told_by_itself(changes: dict[str, Any], found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert codes(town(**changes)) == found


def test_a_shift_in_another_year_and_a_home_far_from_all_sites() -> None:
    people = [builders.worker(f"w{n:02}", home=HOME if n else MUNICH) for n in range(12)]
    shifts = [builders.shift(f"s{n}", n, "06:00-14:00") for n in range(6, 9)]
    late = sm.Shift(id="late", start="2022-04-06T06:00+02:00", end="2022-04-06T14:00+02:00")
    near = sm.Location(lat=53.6, lon=10.0)
    made = builders.scenario(people, [builders.demand("d", *shifts, late, location=near)])
    assert codes(made) == [("far_shift", ("late",)), ("far_home", ("w00",))]
    # Where several live far away it is no slip.
    some = [builders.worker(f"w{n:02}", home=HOME if n > 2 else MUNICH) for n in range(12)]
    assert codes(builders.scenario(some, [builders.demand("d", *shifts, location=near)])) == []


def test_one_point_for_a_whole_town_is_odd_where_there_are_many() -> None:
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"), location=HOME)
    people = [builders.worker(f"w{n}", home=HOME if n % 2 else MUNICH) for n in range(10)]
    (odd,) = sm.oddities(builders.scenario(people, [need]))
    assert (odd.code, "In 50 % of the pairs" in odd.text) == ("same_point", True)
    assert codes(builders.scenario([*people[:9], people[0].replace(id="x")], [need])) == []


def test_many_are_counted_and_the_first_are_named() -> None:
    people = [builders.worker(f"w{n:02}", home=HOME, pay_cents_per_hour=10_100 + n) for n in range(20)]
    site = sm.Location(lat=53.6, lon=10.0)
    made = builders.scenario(people, [builders.demand("d", builders.shift("s", 6, "06:00-14:00"), location=site)])
    (odd,) = sm.oddities(made)
    assert odd.text.startswith("20 people earn more than 100.00 EUR an hour, up to 101.19: 'w00', 'w01', ")
    assert "'w07', 12 more." in odd.text
    assert len(odd.ids) == 20
    assert json.loads(json.dumps(odd.to_dict())) == {"code": "pay", "text": odd.text, "ids": list(odd.ids)}


def test_skills_that_the_scenario_relates_are_not_asked_about() -> None:
    people = [builders.worker("ana", skills={"Pflegekraft": 1}, home=HOME), builders.worker("ben", home=HOME)]
    need = builders.demand("d", builders.shift("s", 6, "06:00-14:00"), skills={"Pflege": 1}, location=HOME)
    made = builders.scenario(people, [need])
    assert codes(made) == [("skill_misspelt", ("Pflege",))]
    assert codes(made.replace(skills=[sm.Skill(id="Pflegekraft", implies={"Pflege": 0})])) == []
    both = made.replace(workers=[*made.workers, builders.worker("cem", skills={"Pflege": 1}, home=HOME)])
    assert codes(both) == [("skill_unasked", ("Pflegekraft",))]
    assert codes(both.replace(skills=[sm.Skill(id="Pflegekraft")])) == []


@given(scenarios(), st.integers(0, 9))
@examples(20)
def test_order_and_form_of_the_records_change_nothing(scenario: sm.Scenario, seed: int) -> None:
    found = sm.oddities(scenario)
    assert sm.oddities(builders.in_other_order(scenario, seed)) == found
    again = sm.Scenario.model_validate_json(scenario.model_dump_json())
    assert sm.oddities(again) == found == sm.inspect(scenario).oddities
    for one in found:
        require_filled(one.message)


def test_the_commands_show_what_is_odd(tmp_path: Path) -> None:
    path = tmp_path / "town.json"
    town(ana={"pay_cents_per_hour": 240_000}).save(path)

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, [*words])
        assert result.exit_code == 0
        return " ".join(result.output.split())

    assert "Odd: 1 person earns more than 100.00 EUR an hour, up to 2,400.00: 'ana'." in run("validate", str(path))
    assert json.loads(run("validate", str(path), "--json"))["oddities"][0]["ids"] == ["ana"]
    assert "What looks odd" in run("inspect", str(path))
    frame = sm.inspect(sm.Scenario.load(path)).to_frame("oddities", "polars")
    assert frame["ids"].to_list() == ["ana"]


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        ({}, []),
        ({"valid_from": "2020-04-06", "valid_until": "2020-04-06", "checked": "2019-04-06"}, []),
        ({"valid_from": "2020-04-07"}, ["law_not_yet"]),
        ({"valid_until": "2020-04-05"}, ["law_over"]),
        ({"checked": "2019-04-05"}, ["law_unchecked"]),
    ],
)
def test_law_of_another_time_than_the_plan_is_odd(dates: dict[str, str], found: list[str]) -> None:
    because = sm.LegalBasis.model_validate({"paragraph": "§ 5 (1) ArbZG", **dates})
    scenario = town().with_rules(sm.constraints.DailyRest(because=because))
    odd = sm.oddities(scenario)
    assert [one.code for one in odd] == found
    for one in odd:
        require_filled(one.message)


def last_nights(**changes: Any) -> sm.Scenario:
    """Three people who are free until the end of 7 April, and a night shift for two that begins on it."""
    whole = [builders.window(6, "00:00-00:00"), builders.window(7, "00:00-00:00")]
    people = [
        builders.worker(name, availability=changes.get(name, whole), skills={"care": 1}, home=HOME)
        for name in ("ana", "ben", "cem")
    ]
    night = builders.shift("night", 7, changes.get("hours", "22:00-06:00"))
    return builders.scenario(people, [builders.demand("ward", night, headcount=2, skills={"care": 1}, location=HOME)])


def test_a_night_shift_of_the_last_day_is_told_with_those_who_are_free_until_midnight() -> None:
    (odd,) = sm.oddities(last_nights())
    assert (odd.code, odd.ids) == ("free_until_midnight", ("ana", "ben", "cem"))
    assert "3 people are free only until the end of 2020-04-07" in odd.text
    assert "06:00" in odd.text
    assert "write their availability to 2020-04-08" in odd.text
    longer = [builders.window(6, "00:00-00:00"), builders.window(7, "00:00-00:00"), builders.window(8, "00:00-12:00")]
    (odd,) = sm.oddities(last_nights(ana=longer))
    assert odd.ids == ("ben", "cem")


def test_it_is_not_odd_where_enough_are_free_or_no_shift_runs_over_midnight() -> None:
    throughout = [builders.window(6, "00:00-00:00"), builders.window(7, "12:00-12:00")]
    assert codes(last_nights(ana=throughout, ben=throughout)) == []
    assert codes(last_nights(hours="14:00-22:00")) == codes(last_nights(hours="16:00-00:00")) == []
    evening = [builders.window(7, "12:00-20:00")]
    assert codes(last_nights(ana=evening, ben=evening)) == [
        ("free_at_other_times", ("ana", "ben")),
        ("free_until_midnight", ("cem",)),
    ]
