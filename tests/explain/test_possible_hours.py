"""No plan has more hours between two companies than are told: every plan of tiny scenarios is looked at."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import assume, given

import staffmatch as sm
from staffmatch.explain.possible_hours import possible_hours, without_unasked_consent
from staffmatch.formulation.encoding import columns_of
from staffmatch.testing import accepts, plan_of, subsets
from tests.brute_force import possible_pairs
from tests.builders import company, demand, home_shift, scenario, shift, window, worker
from tests.strategies import examples, scenarios


def told(given_scenario: sm.Scenario) -> dict[tuple[str, str], tuple[int, int]]:
    """Minutes and people by lender and borrower."""
    columns = columns_of(given_scenario)
    everybody = np.arange(len(columns.company_ids))
    found = possible_hours(columns, everybody, everybody)
    pairs = zip(found.lender.tolist(), found.borrower.tolist(), strict=True)
    names = [(columns.company_ids[one], columns.company_ids[other]) for one, other in pairs]
    return dict(zip(names, zip(found.minutes.tolist(), found.people.tolist(), strict=True), strict=True))


@given(scenarios())
@examples(40)
def test_no_plan_has_more_hours_between_two_companies(drawn: sm.Scenario) -> None:
    agreed = drawn.replace(rules=without_unasked_consent(drawn.rules), pins=())
    pairs = possible_pairs(agreed)
    assume(0 < len(pairs) <= 7)
    most = told(agreed)
    for chosen in subsets(pairs):
        plan = plan_of(chosen)
        if not accepts(agreed, plan, agreed.rules):
            continue
        between: Counter[tuple[str, str]] = Counter()
        people: dict[tuple[str, str], set[str]] = {}
        for duty in plan.duties(agreed):
            sides = duty.worker.company, duty.demand.company
            between[sides] += duty.minutes
            people.setdefault(sides, set()).add(duty.worker.id)
        for sides, minutes in between.items():
            if sides[0] != sides[1]:
                assert minutes <= most[sides][0]
                assert len(people[sides]) <= most[sides][1]


@given(scenarios())
@examples(20)
def test_consent_that_is_not_asked_for_yet_changes_nothing(drawn: sm.Scenario) -> None:
    everybody = [w.replace(consent="accepted" if w.consent == "offered" else w.consent) for w in drawn.workers]
    assert told(drawn) == told(drawn.replace(workers=everybody))


def test_a_flow_by_hand_is_what_a_plan_reaches() -> None:
    # Two nurses, of whom one is at home on Tuesday; the ward wants two on Monday, one on Tuesday and one on Wednesday.
    people = [
        worker("ana", company="hotel", skills={"care": 1}, consent="offered"),
        worker("ben", company="hotel", skills={"care": 1}, home_shifts=[home_shift(7, "06:00-14:00")]),
        worker("cem", company="hotel"),
        worker("dee", company="hotel", skills={"care": 1}, consent="declined"),
    ]
    needs = [
        demand("mon", shift("m", 6, "06:00-14:00", pause=30), company="clinic", skills={"care": 1}, headcount=2),
        demand("tue", shift("t", 7, "06:00-14:00"), shift("n", 7, "16:00-20:00"), company="clinic", skills={"care": 1}),
        demand("wed", shift("w", 8, "06:00-14:00"), company="clinic", skills={"care": 1}),
    ]
    found = told(scenario(people, needs, companies=[company("hotel"), company("clinic")]))
    assert found == {("hotel", "clinic"): (2 * 450 + 480 + 480, 2)}


def test_hours_of_week_and_plan_bound_what_a_person_can_lend() -> None:
    week = [demand(f"d{n}", shift(f"s{n}", n, "06:00-14:00"), company="clinic") for n in range(6, 13)]
    companies = [company("hotel"), company("clinic")]

    def minutes(**limits: object) -> int:
        return told(scenario([worker("ana", company="hotel", **limits)], week, companies=companies))["hotel", "clinic"][
            0
        ]

    assert minutes() == 48 * 60
    assert minutes(max_hours_per_week=20) == 20 * 60
    assert minutes(max_hours=9) == 9 * 60
    assert minutes(home_shifts=[home_shift(6, "06:00-14:00")], max_hours_per_week=20) == 12 * 60
    assert minutes(availability=[window(7, "06:00-14:00")]) == 8 * 60


def test_shifts_that_exclude_each_other_count_once() -> None:
    near = [shift("a", 6, "06:00-10:00"), shift("b", 6, "10:00-16:00"), shift("c", 7, "02:00-09:00")]
    needs = [demand("d", *near, company="clinic")]
    companies = [company("hotel"), company("clinic")]
    people = [worker("ana", company="hotel")]
    assert told(scenario(people, needs, companies=companies))["hotel", "clinic"] == (13 * 60, 1)
    free = [rule for rule in sm.DEFAULT_RULES if rule.kind != "daily_rest"]
    assert told(scenario(people, needs, rules=free, companies=companies))["hotel", "clinic"] == (17 * 60, 1)
