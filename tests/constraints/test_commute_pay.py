from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import CommutePay
from staffmatch.domain.plan import Plan
from staffmatch.domain.travel import Matrix
from staffmatch.objectives import Cost, EmptySeats
from staffmatch.reports.proofs import proofs
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from tests.builders import company, demand, example, scenario, shift, solved, violations, worker

# 0.1 degrees of latitude are 11.12 km.
HOME, SITE = (sm.Location(lat=lat, lon=10, place=name) for name, lat in (("home", 53.5), ("site", 53.6)))
TRAVEL = Matrix(names=("home", "site"), table=((0, 25), (99, 0)))
MO, TU, LATE = shift("mo", 6, "06:00-10:00"), shift("tu", 7, "06:00-10:00"), shift("late", 6, "12:00-16:00")


def commuting(*needs: sm.Demand, rule: CommutePay | None = None, **fields: Any) -> sm.Scenario:
    people = [worker("ann", **{"home": HOME} | fields), worker("bob", home=SITE)]
    tiers = ((EmptySeats(),), (Cost(cents_per_commute_hour=0),))
    rules = [rule or CommutePay(cents_per_minute=10)]
    return scenario(people, needs, rules, [company("borrower", location=SITE)], travel=TRAVEL, tiers=tiers)


def charged(scene: sm.Scenario, *assigned: tuple[str, str]) -> float:
    """In cents."""
    return scene.rules[0].charge(scene, Plan.of(assigned)) / 60


def test_who_does_not_go_is_not_paid() -> None:
    scene = commuting(demand("d", MO))
    assert violations(scene) == []
    assert charged(scene) == 0


def test_minutes_are_paid_there_and_back() -> None:
    assert charged(commuting(demand("d", MO)), ("ann", "mo")) == 2 * 25 * 10


def test_whole_kilometres_are_paid_there_and_back() -> None:
    scene = commuting(demand("d", MO), rule=CommutePay(cents_per_km=30))
    assert charged(scene, ("ann", "mo")) == 2 * 11 * 30
    assert charged(scene, ("bob", "mo")) == 0


def test_both_are_added_up_once_for_each_job_and_day() -> None:
    rule = CommutePay(cents_per_minute=1, cents_per_km=1)
    once = commuting(demand("d", MO, LATE, TU, same_worker=True), rule=rule)
    assert charged(once, ("ann", "mo"), ("ann", "late"), ("ann", "tu")) == 2 * 2 * (25 + 11)
    each = commuting(demand("d", MO, LATE), rule=rule)
    assert charged(each, ("ann", "mo"), ("ann", "late")) == 2 * 2 * (25 + 11)


@pytest.mark.parametrize("fields", [{"home": None}, {"home": SITE}])
def test_an_unknown_home_and_one_next_door_cost_nothing(fields: dict[str, Any]) -> None:
    scene = commuting(demand("d", MO), rule=CommutePay(cents_per_minute=1, cents_per_km=1), **fields)
    assert charged(scene, ("ann", "mo")) == 0


def test_it_is_a_cost_of_the_plan_and_who_lives_near_is_preferred() -> None:
    scene = commuting(demand("d", MO, headcount=2))
    assert proofs(sm.solve(scene), Words.of("en"))[1].text.replace(SPACE, " ") == example(CommutePay)
    dear = scene.replace(demands=[demand("d", MO)])
    assert solved(dear) == {("bob", "mo")}


def test_only_people_in_scope_are_paid() -> None:
    assert charged(commuting(demand("d", MO), rule=CommutePay(cents_per_km=1, worker="bob")), ("ann", "mo")) == 0
    scene = commuting(demand("d", MO, headcount=2), rule=CommutePay(cents_per_minute=10, worker="bob"))
    assert sm.solve(scene).tiers[1].value == 0


@pytest.mark.parametrize("rates", [{}, {"cents_per_km": 0}, {"cents_per_minute": -1}, {"cents_per_km": 0.5}])
def test_a_rate_is_of_whole_cents_and_there_is_one(rates: Any) -> None:
    with pytest.raises(sm.InputError):
        CommutePay(**rates)
