from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import PayFloor
from staffmatch.constraints.pay_floor import GERMAN_MINIMUM_WAGE
from tests.builders import allowed, demand, example, refused, scenario, shift, violations, worker

EARLY = shift("early", 6, "08:00-16:00")


def paid(
    there: int, at_home: int = 0, *shifts: sm.Shift, zone: str = "Europe/Berlin", compared: int = 0, **fields: Any
) -> sm.Scenario:
    pay = {"pay_cents_per_hour": there, "comparable_pay_cents_per_hour": compared}
    need = demand("d", *(shifts or (EARLY,)), same_worker=True, **pay)
    return scenario([worker("ann", pay_cents_per_hour=at_home)], [need], [PayFloor(**fields)], timezone=zone)


def test_nobody_needs_no_pay() -> None:
    assert violations(paid(0)) == []


def test_as_much_as_comparable_people_earn_is_enough() -> None:
    allowed(paid(1500, compared=1500), ("ann", "early"))
    allowed(paid(1600, compared=1500), ("ann", "early"))
    assert refused(paid(1200, compared=1500), ("ann", "early")) == example(PayFloor)


def test_a_cent_less_is_not_enough() -> None:
    assert "pays 14.99 EUR" in refused(paid(1499, compared=1500), ("ann", "early"))
    allowed(paid(1499, compared=1500, equal_pay=False), ("ann", "early"))


def test_the_higher_of_both_pays_is_paid() -> None:
    allowed(paid(1200, 1500, compared=1500), ("ann", "early"))
    assert "pays 14.99 EUR" in refused(paid(1200, 1499, compared=1500), ("ann", "early"))
    allowed(paid(1200, 1500), ("ann", "early"))


def test_without_pay_of_comparable_people_only_the_minimum_wage_is_due() -> None:
    allowed(paid(0, 1500), ("ann", "early"))
    text = refused(paid(0, 934), ("ann", "early"))
    assert text == "Shift 'early' pays 9.34 EUR an hour where worker 'ann' is due 9.35 EUR, the minimum wage."
    found = [one.code for one in PayFloor(minimum_wage={}).problems(paid(1000), "rules[0]")]
    assert found == ["nothing_to_compare"]
    assert not [*PayFloor(minimum_wage={}).problems(paid(1000, compared=900), "rules[0]")]


def test_the_minimum_wage_of_2020_is_the_least() -> None:
    allowed(paid(935, 900), ("ann", "early"))
    assert "is due 9.35 EUR" in refused(paid(934, 900), ("ann", "early"))
    allowed(paid(934, 900, minimum_wage={}, compared=900), ("ann", "early"))


def test_after_midnight_the_wage_of_the_new_day_is_due() -> None:
    night, evening = shift("n", 7, "22:00-06:00"), shift("n", 7, "16:00-00:00")
    steps = {date(2020, 4, 8): 1000}
    assert "is due 10.00 EUR" in refused(paid(950, 0, night, minimum_wage=steps), ("ann", "n"))
    allowed(paid(950, 0, evening, minimum_wage=steps), ("ann", "n"))
    days = shift("n", 6, "22:00-22:00")
    three = {date(2020, 4, 6): 800, date(2020, 4, 7): 1000, date(2020, 4, 8): 900}
    assert "is due 10.00 EUR" in refused(paid(950, 0, days, minimum_wage=three), ("ann", "n"))


def test_the_table_has_the_dates_and_cents_of_the_law() -> None:
    since = list(GERMAN_MINIMUM_WAGE)
    assert since == sorted(since)
    assert list(GERMAN_MINIMUM_WAGE.values()) == sorted(GERMAN_MINIMUM_WAGE.values())
    assert (GERMAN_MINIMUM_WAGE[date(2015, 1, 1)], GERMAN_MINIMUM_WAGE[date(2022, 10, 1)]) == (850, 1200)


def test_a_wage_counts_from_its_day_on_and_may_fall() -> None:
    steps = {date(2020, 4, 6): 1000, date(2020, 4, 8): 900}
    days = [shift(f"s{day}", day, "08:00-16:00") for day in (5, 6, 7, 8)]

    def fits(pay: int, one: sm.Shift) -> bool:
        return not violations(paid(pay, 0, one, minimum_wage=steps), ("ann", one.id))

    assert [fits(950, one) for one in days] == [True, False, False, True]
    allowed(paid(950, 0, days[0], minimum_wage=steps), ("ann", "s5"))
    assert "10.00 EUR" in refused(paid(950, 0, *days[1:2], minimum_wage=steps), ("ann", "s6"))


def test_a_job_of_several_shifts_is_paid_for_each_of_its_days() -> None:
    shifts = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00")
    steps = {date(2020, 4, 7): 1000}
    assert "Shift 'tu' pays 9.50 EUR" in refused(
        paid(950, 0, *shifts, minimum_wage=steps), ("ann", "mo"), ("ann", "tu")
    )


@pytest.mark.parametrize(("zone", "due"), [("Europe/Berlin", False), ("UTC", True)])
def test_the_day_is_that_of_the_scenarios_timezone(zone: str, due: bool) -> None:
    night = shift("night", 7, "00:30-08:00")
    steps = {date(2020, 4, 6): 1000, date(2020, 4, 7): 900}
    assert bool(violations(paid(950, 0, night, zone=zone, minimum_wage=steps), ("ann", "night"))) == due


def test_others_than_those_in_scope_take_what_they_get() -> None:
    need = demand("d", EARLY, pay_cents_per_hour=1000, comparable_pay_cents_per_hour=1500, headcount=2)
    team = [worker(name, pay_cents_per_hour=1200) for name in ("ann", "bob")]
    scene = scenario(team, [need], [PayFloor(worker="ann")])
    allowed(scene, ("bob", "early"))
    assert [violation.ids for violation in violations(scene, ("ann", "early"))] == [("ann", "early")]


def test_seats_that_nobody_can_be_paid_for_are_explained() -> None:
    (shortage,) = sm.solve(paid(1200, 1000, compared=1500)).shortages
    assert shortage.reason.rule == "pay_floor"
    assert shortage.reason.text == (
        "0 of 1 person earns the 15.00 EUR an hour of comparable people at 'borrower' (§ 8 (1) AÜG); 1 is needed."
    )


@pytest.mark.parametrize("wages", [{"2020-13-01": 900}, {"2020-01-01": -1}, {"2020-01-01": 9.35}])
def test_a_wage_is_of_whole_cents_from_a_day_on(wages: Any) -> None:
    with pytest.raises(sm.InputError):
        PayFloor(minimum_wage=wages)
