"""What one more is worth is what enumeration finds of the changed scenario."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.answers.what_if.variations import variations
from staffmatch.constraints import Coverage, HorizonHours, LendingCap, PartnershipCost, Skills
from tests.brute_force import MOST_PAIRS, least, possible_pairs
from tests.builders import demand, scenario, shift, worker
from tests.strategies import examples, scenarios

KINDS = ("skill", "district", "sector", "hour", "rule")


@examples(50)
@given(scenarios(most_pairs=6, default=True), st.sampled_from(KINDS))
def test_every_step_is_worth_what_enumeration_says(scene: sm.Scenario, by: Any) -> None:
    solution = sm.solve(scene)
    assume(solution.status == "optimal")
    answer = solution.sensitivity(by, most=2)
    before = least(scene)
    assert before is not None
    assert answer.rests_on == "exact"
    made = {step.what: step for group in variations(solution, by) for step in group}
    for effect in answer.effects:
        for step in effect.steps:
            if step.status == "refused":
                with pytest.raises(sm.InputError):
                    made[step.what].make()
                assert step.why
                continue
            other = made[step.what].make()
            if len(possible_pairs(other)) > MOST_PAIRS:
                continue
            after = least(other)
            assert (after is None) == (step.status == "infeasible")
            if after is not None:
                exact = [b - a for a, b in zip(before, after, strict=True)]
                steps = [round(c.change * tier.per_unit) for c, tier in zip(step.changes, solution.tiers, strict=True)]
                assert steps == exact
                assert all(c.least == c.most == c.change for c in step.changes)
    worths = [effect.worth or (0.0,) for effect in answer.effects]
    assert worths == sorted(worths)


@pytest.mark.full
@examples(200)
@given(scenarios(most_pairs=12, default=True), st.sampled_from(KINDS))
def test_every_step_of_two_hundred_scenarios_is_worth_what_solving_from_scratch_says(
    scene: sm.Scenario, by: Any
) -> None:
    solution = sm.solve(scene)
    assume(solution.status == "optimal")
    made = {step.what: step for group in variations(solution, by) for step in group}
    for step in [one for effect in solution.sensitivity(by).effects for one in effect.steps if one.status != "refused"]:
        other = sm.solve(made[step.what].make())
        assert other.status == step.status
        if other.status == "optimal":
            reached = zip(solution.tiers, other.tiers, strict=True)
            exact = [round(two.value * two.per_unit) - round(one.value * one.per_unit) for one, two in reached]
            units = [tier.per_unit for tier in solution.tiers]
            assert [round(c.change * unit) for c, unit in zip(step.changes, units, strict=True)] == exact
            assert all(c.least == c.most == c.change for c in step.changes)


WARD = demand("ward", shift("mon", 6, "06:00-14:00"), shift("tue", 7, "06:00-14:00"), skills={"care": 3}, headcount=2)
HALL = demand("hall", shift("wed", 8, "06:00-14:00"), skills={"forklift": 2})
TEAM = [
    worker("ann", skills={"care": 3}, max_hours=15, pay_cents_per_hour=1000),
    worker("bob", company="hotel", home=sm.Location(lat=53.55, lon=9.99), pay_cents_per_hour=1000),
]
SCENE = scenario(
    TEAM,
    [WARD, HALL],
    [Skills(), HorizonHours(), LendingCap(people=1)],
    [sm.Company(id="hotel", sector="I"), sm.Company(id="lender", sector="H")],
)
SOLUTION = sm.solve(SCENE)


def step(answer: sm.Sensitivity, text: str) -> sm.Step:
    (found,) = [one for effect in answer.effects for one in effect.steps if text in one.what.text]
    return found


def test_one_more_of_a_skill_is_one_like_who_has_it_or_is_given_it() -> None:
    answer = SOLUTION.sensitivity("skill")
    assert [effect.of for effect in answer.effects] == ["care", "forklift"]
    # A second carer has the tuesday; nobody can drive a forklift, until somebody like ann can.
    assert step(answer, "'care', one more").changes[0].change == -8
    assert step(answer, "'care', without 'ann'").changes[0].change == 8
    learned = step(answer, "with 'forklift' at level 2")
    assert (learned.direction, learned.changes[0].change) == ("more", -8)
    assert "8 h less of uncovered hours" in answer.text


def test_districts_are_hamburgs_or_the_names_of_places() -> None:
    assert [effect.of for effect in SOLUTION.sensitivity("district").effects] == ["Hamburg-Mitte"]
    elsewhere = scenario([worker(home=sm.Location(lat=48.1, lon=11.6, place="Giesing"))], [WARD])
    assert [effect.of for effect in sm.solve(elsewhere).sensitivity("district").effects] == ["Giesing"]


def test_sectors_are_those_of_the_lenders() -> None:
    answer = SOLUTION.sensitivity("sector")
    assert {effect.of for effect in answer.effects} == {"H", "I"}
    assert answer.effects[0].of == "H"


def test_an_hour_more_is_one_in_the_limits_of_a_person() -> None:
    answer = SOLUTION.sensitivity("hour")
    assert [effect.of for effect in answer.effects] == ["ann"]
    assert [one.changes[0].change for one in answer.effects[0].steps] == [-8, 0]
    none = sm.solve(scenario([worker("w")], [WARD])).sensitivity("hour")
    assert none.text == "There is nothing of that kind to have one more of."


def test_rules_are_left_out_and_moved_by_a_unit() -> None:
    priced = sm.solve(SCENE.replace(rules=(*SCENE.rules, PartnershipCost(cents=500))))
    answer = priced.sensitivity("rule")
    assert step(answer, "Without the rule 'skills'").changes[0].verdict == "less"
    assert step(answer, "'people' 2 in place of 1").changes[0].verdict == "equal"
    assert step(answer, "'people' 0 in place of 1").changes[0].change == 8
    # A unit of a figure in cents is a euro.
    assert step(answer, "'cents' 600 in place of 500").changes[1].change == 1
    refused = step(answer, "Without the rule 'coverage'")
    assert (refused.status, refused.changes) == ("refused", ())
    assert "not possible" in refused.message.text


def test_two_rules_of_one_kind_are_named_apart() -> None:
    bent = LendingCap(people=1, price_cents=500)
    needs = [demand("d", shift("s", 6, "06:00-14:00"))]
    made = scenario([worker("ann")], needs, rules=(*sm.DEFAULT_RULES, LendingCap(people=2, lender="lender"), bent))
    said = [one[0].what.text for one in variations(sm.solve(made), "rule") if one[0].of == "lending_cap"]
    assert said == [
        "Without the rule 'lending_cap' (at most 2 people of a lender are away at a time, for people of 'lender')",
        "Without the rule 'lending_cap' (at most 1 person of a lender is away at a time; each violation costs 5.00 "
        "EUR)",
    ]
    assert step(sm.solve(made).sensitivity("rule"), "Without the rule 'consent'")


def test_a_twin_has_the_same_rows_in_the_pair_table() -> None:
    table = sm.PairTable(workers=("ann", "ann"), shifts=("mon", "tue"), costs=(1, 2))
    listed = SCENE.replace(pair_table=table, rules=(sm.constraints.AllowedPairs(), *SCENE.rules))
    answer = sm.solve(listed).sensitivity("skill")
    assert step(answer, "'care', one more").changes[0].change == -8


def test_pins_may_be_in_the_way() -> None:
    short = worker("ann", max_hours=8)
    pinned = scenario([short], [demand("d", shift("mon", 6, "06:00-14:00"))], pins=[sm.Pin(worker="ann", shift="mon")])
    answer = sm.solve(pinned).sensitivity("hour")
    assert step(answer, "an hour less").status == "infeasible"
    assert "the pins cannot all be kept" in answer.text


def test_it_is_told_in_frames_and_notebooks() -> None:
    answer = SOLUTION.sensitivity("rule")
    frame = answer.to_frame("pandas")
    assert set(frame["verdict"]) == {"less", "more", "equal", "refused"}
    assert "<table>" in answer._repr_html_()
    assert answer.to_dict()["by"] == "rule"


def test_no_more_groups_than_asked_for_and_out_of_time_none() -> None:
    some = SOLUTION.sensitivity("sector", most=1)
    assert (len(some.effects), some.left_out) == (1, 1)
    assert "1 other was not looked at." in some.text
    late = SOLUTION.sensitivity("rule", time_limit=0)
    assert (late.effects, late.complete, late.rests_on) == ((), False, "bounds")
    assert late.text == "Time ran out before every step was solved."


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(sm.InputError, match="Did you mean 'skill'"):
        SOLUTION.sensitivity("skills")  # type: ignore[arg-type]
    with pytest.raises(sm.InputError, match="whole number from 1 on"):
        SOLUTION.sensitivity("skill", most=0)
    clash = scenario(
        [worker("w")], [WARD], [Coverage(), Skills(), sm.constraints.Pins()], pins=[sm.Pin(worker="w", shift="mon")]
    )
    with pytest.raises(sm.InputError, match="it has no plan"):
        sm.solve(clash).sensitivity("skill")
