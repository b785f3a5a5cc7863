"""PayPremium: what hours at night, on Sundays and on holidays cost more."""

from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Budget, Coverage, PayPremium
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError
from staffmatch.objectives import Cost, EmptySeats
from staffmatch.reports.proofs import proofs
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from staffmatch.testing import conforms
from tests.builders import demand, example, scenario, shift, solved, worker

# In April 2020: Good Friday is the 10th, Easter Sunday the 12th, Easter Monday the 13th.
NIGHT, FRIDAY, SUNDAY = "22:00-07:00", 10, 12
TIERS = ((EmptySeats(),), (Cost(cents_per_commute_hour=0),))


def paid(rule: PayPremium, day: int, clock: str, pause: int = 0, cents: int = 1200, **fields: Any) -> sm.Scenario:
    need = demand("d", shift("s", day, clock, pause=pause), pay_cents_per_hour=cents)
    return scenario([worker("w")], [need], [rule], tiers=TIERS, **fields)


def premium(rule: PayPremium, day: int, clock: str, pause: int = 0, cents: int = 1200, **fields: Any) -> float:
    """In cents, the same by `charge` and in the formulation."""
    scene = paid(rule, day, clock, pause, cents, **fields)
    conforms(rule, [scene])
    return rule.charge(scene, Plan.of([("w", "s")])) / 60


def test_hours_of_the_night_have_a_premium() -> None:
    # Seven hours of nine at 12 EUR.
    assert premium(PayPremium(night=25), 6, NIGHT) == 7 * 300
    assert premium(PayPremium(night=25), 6, "06:00-22:00") == 0
    assert premium(PayPremium(night=25, start="20:00"), 6, "18:00-21:00") == 300
    assert premium(PayPremium(night=25, start="00:00", end="05:00"), 6, NIGHT) == 5 * 300


def test_a_shift_with_few_hours_at_night_is_no_night_work() -> None:
    rule = PayPremium(night=25, night_hours=2)
    assert premium(rule, 6, "18:00-01:00") == 0
    assert premium(rule, 6, "18:00-01:01") == 121 * 5


def test_the_unpaid_break_lies_where_least_is_due() -> None:
    assert premium(PayPremium(night=25), 6, NIGHT, pause=120) == 7 * 300
    assert premium(PayPremium(night=25), 6, NIGHT, pause=180) == 6 * 300


def test_sundays_and_holidays_begin_and_end_at_midnight() -> None:
    assert premium(PayPremium(sunday=50), SUNDAY - 1, NIGHT) == 7 * 600
    assert premium(PayPremium(sunday=50), SUNDAY, NIGHT) == 2 * 600
    assert premium(PayPremium(holiday=125, state="HH"), FRIDAY, NIGHT) == 2 * 1500
    # Easter Sunday is a holiday in Brandenburg alone.
    assert premium(PayPremium(holiday=125, state="HH"), SUNDAY, "08:00-16:00") == 0
    assert premium(PayPremium(holiday=125, state="BB"), SUNDAY, "08:00-16:00") == 8 * 1500


def test_a_sunday_that_is_a_holiday_has_the_higher_of_the_two() -> None:
    assert premium(PayPremium(sunday=50, holiday=125, state="BB"), SUNDAY, "08:00-16:00") == 8 * 1500
    assert premium(PayPremium(sunday=50, holiday=25, state="BB"), SUNDAY, "08:00-16:00") == 8 * 600


@pytest.mark.parametrize(("together", "cents"), [("sum", 1 * 900 + 1 * 600 + 6 * 300), ("highest", 2 * 600 + 6 * 300)])
def test_at_night_on_a_sunday_both_are_due_or_the_higher(together: Any, cents: int) -> None:
    assert premium(PayPremium(night=25, sunday=50, together=together), SUNDAY, NIGHT) == cents


def test_a_night_over_the_change_of_the_clock_has_real_hours() -> None:
    needs = [
        demand("march", sm.Shift(id="s", start="2020-03-28T23:00+01:00", end="2020-03-29T06:00+02:00")),
        demand("october", sm.Shift(id="t", start="2020-10-24T23:00+02:00", end="2020-10-25T06:00+01:00")),
    ]
    rule = PayPremium(night=25)
    scene = scenario([worker("w", pay_cents_per_hour=400)], needs, [rule])
    assert rule.charge(scene, Plan.of([("w", "s")])) == 6 * 100 * 60
    assert rule.charge(scene, Plan.of([("w", "t")])) == 8 * 100 * 60
    conforms(rule, [scene])


def test_it_is_rounded_up_to_a_sixtieth_of_a_cent_for_each_shift() -> None:
    # One minute at 1 cent an hour and 1 per cent are a hundredth of a sixtieth.
    assert premium(PayPremium(night=1), 6, "22:00-23:01", cents=1) * 60 == 1


def test_minutes_are_those_of_the_pair_table() -> None:
    table = sm.PairTable(workers=("w",), shifts=("s",), hours=(1.0,))
    assert premium(PayPremium(night=25), 6, NIGHT, pair_table=table) == 300
    table = sm.PairTable(workers=("w",), shifts=("s",), hours=(20.0,))
    assert premium(PayPremium(night=25), 6, NIGHT, pair_table=table) == 7 * 300


def test_it_is_about_its_scope() -> None:
    assert premium(PayPremium(night=25, borrower="borrower"), 6, NIGHT) == 2100
    assert premium(PayPremium(night=25, group="nobody"), 6, NIGHT) == 0


def test_the_cost_is_told() -> None:
    rule = PayPremium(night=25, sunday=50)
    need = demand("d", shift("s", SUNDAY, "14:30-00:00", pause=30), pay_cents_per_hour=1000)
    solution = sm.solve(scenario([worker("w")], [need], [rule], tiers=TIERS), threads=1)
    # 9 h at 10 EUR and half as much on Sunday, a quarter for the last of them.
    assert solution.tiers[1].value == 90 + 45 + 2.5
    assert proofs(solution, Words.of("en"))[1].text.replace(SPACE, " ") == example(PayPremium)


@pytest.mark.parametrize("cents", [11_699, 11_700])
def test_a_budget_with_charges_just_pays_or_does_not(cents: int) -> None:
    rule = PayPremium(night=25)
    # 8 h at 12 EUR, 7 of them at night.
    scene = paid(rule, 6, "22:00-06:00")
    scene = scene.replace(rules=[Coverage(), rule, Budget(cents=cents, with_charges=True)])
    assert solved(scene) == ({("w", "s")} if cents == 11_700 else set())


def test_two_for_different_hours_stand_beside_each_other() -> None:
    scene = scenario([worker("w")], [demand("d", shift("s", 6, NIGHT))], [])
    rules = PayPremium(night=25), PayPremium(sunday=50)
    assert scene.with_rules(*rules).rules[-2:] == rules
    assert scene.with_rules(*rules, PayPremium(night=30)).rules[-2:] == (PayPremium(night=30), rules[1])


@pytest.mark.parametrize(
    ("fields", "code", "advice"),
    [
        ({}, "no_premium", "Give night, sunday or holiday"),
        ({"holiday": 125}, "holiday_without_state", "Give the state"),
        ({"night": 25, "start": "06:00"}, "empty_night", "Let it end at another time"),
        ({"night": 25, "borrower": "nobody"}, "unknown_scope", ""),
    ],
)
def test_what_contradicts_is_refused(fields: dict[str, Any], code: str, advice: str) -> None:
    with pytest.raises(InputError) as refused:
        paid(PayPremium(**fields), 6, NIGHT)
    assert refused.value.problems[0].code == code
    assert advice in str(refused.value)
