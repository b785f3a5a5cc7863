"""Small inputs that took long or stayed open, each with the value that is known to be right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyRest, LendingCap, WeeklyRest
from staffmatch.objectives import EmptySeats, PairCost, UncoveredHours, WorkersUsed
from tests import builders

BEGIN = datetime(2020, 4, 6, tzinfo=UTC)


def shift(name: str, at: float, length: float = 8.0) -> sm.Shift:
    """From so many hours after the beginning on."""
    start = BEGIN + timedelta(hours=at)
    return sm.Shift(id=name, start=start, end=start + timedelta(hours=length))


def demand(name: str, *shifts: sm.Shift, **fields: object) -> sm.Demand:
    return sm.Demand.model_validate({"id": name, "company": "borrower", "shifts": shifts} | fields)


def scenario(people: int, demands: list[sm.Demand], *rules: sm.Rule, **fields: object) -> sm.Scenario:
    kept = [rule for rule in sm.DEFAULT_RULES if rule.kind not in {one.kind for one in rules}]
    most = fields.pop("max_hours", None)
    workers = [builders.worker(f"w{n}", max_hours=most) for n in range(people)]
    return builders.scenario(workers, demands, [*kept, *rules]).replace(**fields)


def proven(made: sm.Scenario) -> list[float]:
    solution = sm.solve(made, threads=1)
    assert solution.status == "optimal"
    assert sm.verify(made, solution).ok
    return [tier.value for tier in solution.tiers]


def test_of_a_hundred_crumbs_within_one_rest_one_person_has_one() -> None:
    """Five minutes each, back to back within eight hours and twenty minutes: with eleven hours of rest it is one."""
    crumbs = demand("d", *(shift(f"s{i}", i / 12, 1 / 12) for i in range(100)))
    assert proven(scenario(1, [crumbs], tiers=[[EmptySeats()]])) == [99]


def test_sixty_tasks_of_a_minute_fill_an_hour() -> None:
    minutes = demand("d", *(shift(f"s{i}", i / 60, 1 / 60) for i in range(100)))
    assert proven(scenario(1, [minutes], DailyRest(hours=0), tiers=[[EmptySeats()]], max_hours=1)) == [40]


@pytest.mark.parametrize("hours", [36, 48])
def test_two_people_cover_a_week_of_days_within_their_weekly_rest(hours: int) -> None:
    days = demand("d", *(shift(f"s{i}", 24 * i + 7) for i in range(7)))
    assert proven(scenario(2, [days], WeeklyRest(hours=hours), tiers=[[UncoveredHours()]])) == [0]


def test_a_cap_of_two_leaves_one_of_three_seats_empty() -> None:
    demands = [demand(f"d{i}", shift(f"s{i}", 8)) for i in range(3)]
    assert proven(scenario(3, demands, LendingCap(lender="lender", people=2), tiers=[[EmptySeats()]])) == [1]


def test_a_wish_for_each_seat_is_granted_by_everybodys_best_roster() -> None:
    """Twelve people of 32 h, five days of eight seats, a wish for each seat of two days: all 40 are granted."""
    days = [demand(f"d{d}_{k}", shift(f"s{d}_{k}", 24 * d + 6)) for d in range(5) for k in range(8)]
    wishes = [(f"w{w}", f"s{d}_{k}") for w in range(12) for d in range(5) for k in range(8) if (w + d) % 2 == 0]
    who, which = zip(*wishes, strict=True)
    table = sm.PairTable(workers=who, shifts=which, costs=[-480] * len(who))
    made = scenario(12, days, pair_table=table, tiers=[[EmptySeats()], [PairCost()]], max_hours=32)
    made = made.replace(rules=[rule for rule in made.rules if rule.kind != "allowed_pairs"])
    assert proven(made) == [0, -480 * 6 * 5]


def test_tasks_tied_to_one_person_need_no_more_people_than_any_moment() -> None:
    dice = np.random.default_rng(3)
    starts = sorted(dice.integers(0, 480, 24).tolist())
    tasks = [shift(f"t{n}", at / 60 + 6, int(dice.integers(1, 5)) / 4) for n, at in enumerate(starts)]
    # The first and the last, the second and the last but one, and so on for four couples.
    couples = [demand(f"d{n}", tasks[n], tasks[-1 - n], same_worker=True) for n in range(4)]
    single = [demand(f"e{n}", task) for n, task in enumerate(tasks[4:-4])]
    made = scenario(8, [*couples, *single], DailyRest(hours=0), Coverage(), tiers=[[EmptySeats()], [WorkersUsed()]])
    busiest = max(sum(one.start <= task.start < one.end for one in tasks) for task in tasks)
    assert proven(made) == [0, busiest]
