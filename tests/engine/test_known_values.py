"""Instances at full length, each with the value that is known to be right; shifts begin so many hours after 02:00."""

from __future__ import annotations

from random import Random

import pytest

import staffmatch as sm
from staffmatch.constraints import ConsecutiveDays, Coverage, DailyRest, WeeklyRest
from staffmatch.objectives import EmptySeats, PairCost, SpreadOfHours, UncoveredHours, WorkersUsed
from tests.engine.test_small_cases import demand, proven, scenario, shift


@pytest.mark.parametrize(("people", "days"), [(15, 22), (21, 30)])
def test_shifts_that_can_not_be_shared_out_evenly_differ_by_one(people: int, days: int) -> None:
    """One of 8 h each day: all hours are multiples of 8, and days / people is not whole."""
    needs = [demand(f"d{i}", shift(f"s{i}", 24 * i + 8)) for i in range(days)]
    assert proven(scenario(people, needs, tiers=[[UncoveredHours()], [SpreadOfHours()]])) == [0, 8]


@pytest.mark.full
def test_a_thousand_crumbs_of_five_minutes_fill_no_more_than_their_rests_let() -> None:
    """Back to back for 83 h under eleven hours of rest: eight of them."""
    crumbs = demand("d", *(shift(f"s{i}", i / 12, 1 / 12) for i in range(1000)))
    assert proven(scenario(1, [crumbs], tiers=[[EmptySeats()]], max_hours=40)) == [992]


@pytest.mark.full
def test_an_hour_holds_sixty_of_four_thousand_minutes() -> None:
    tasks = demand("d", *(shift(f"s{i}", i / 60, 1 / 60) for i in range(4000)))
    assert proven(scenario(1, [tasks], DailyRest(hours=0), tiers=[[EmptySeats()]], max_hours=1)) == [3940]


@pytest.mark.parametrize("hours", [35, 48])
def test_four_people_cover_two_weeks_of_three_shifts_within_their_weekly_rest(hours: int) -> None:
    needs = [
        demand(k, *(shift(f"{k}{i}", 24 * i + at) for i in range(14))) for k, at in (("M", 5), ("A", 13), ("N", 21))
    ]
    assert proven(scenario(4, needs, WeeklyRest(hours=hours), tiers=[[UncoveredHours()]])) == [0]


def test_wishes_are_bounded_at_once_by_what_each_person_can_have() -> None:
    """Sixty people of 32 h, five days of forty seats: fifty have a wish of -480 for each seat of one day, ten for none.

    By the seats alone each of 200 would be wished for.
    """
    days = [demand(f"d{d}_{k}", shift(f"s{d}_{k}", 24 * d + 6)) for d in range(5) for k in range(40)]
    wishes = [(f"w{w}", f"s{d}_{k}") for w in range(60) for d in range(5) for k in range(40) if (w + d) % 6 == 0]
    who, which = zip(*wishes, strict=True)
    table = sm.PairTable(workers=who, shifts=which, costs=[-480] * len(who))
    made = scenario(60, days, pair_table=table, tiers=[[EmptySeats()], [PairCost()]], max_hours=32)
    made = made.replace(rules=[rule for rule in made.rules if rule.kind != "allowed_pairs"])
    events: list[sm.Event] = []
    solution = sm.solve(made, threads=1, on_event=events.append)
    assert [(tier.value, tier.bound, tier.certified) for tier in solution.tiers] == [(0, 0, 0), (-24_000,) * 3]
    assert next(event.bound for event in events if event.term == "pair_cost") == -24_000


def tied_tasks(number: int = 110) -> list[sm.Demand]:
    """Tasks of a day, a fifth of which want the same person as a later one."""
    draw = Random(3)  # noqa: S311 - nothing here is secret
    spans = [(at, at + draw.choice((15, 30, 30, 30, 45, 60))) for at in (draw.randrange(480) for _ in range(number))]
    tasks, needs, taken = sorted(spans), list[sm.Demand](), set[int]()
    for j in range(number):
        if j in taken:
            continue
        group = [j]
        if draw.random() < 0.2:
            later = [q for q in range(j + 1, min(number, j + 40)) if q not in taken and tasks[q][0] >= tasks[j][1]]
            group += [draw.choice(later)] if later else []
        taken |= set(group)
        parts = [shift(f"t{q}", tasks[q][0] / 60 + 6, (tasks[q][1] - tasks[q][0]) / 60) for q in group]
        needs.append(demand(f"d{j}", *parts, same_worker=len(group) > 1))
    return needs


def test_fifteen_people_do_all_tasks_of_a_day_though_some_are_tied() -> None:
    rules = [DailyRest(hours=0), Coverage()]
    made = scenario(20, tied_tasks(), tiers=[[EmptySeats()], [WorkersUsed()]])
    assert proven(made.replace(rules=rules)) == [0, 15]


@pytest.mark.full
def test_a_run_of_days_leaves_128_hours_and_the_plan_that_does_is_proven() -> None:
    """102 people on 28 days, 88 seats a day, at most six days in a row: 46, 35 and 21 on the three shifts, each off on
    one day of each week, leave four early shifts a week, and no plan leaves fewer."""
    shifts = (("M", 4, 40, 46), ("A", 12, 30, 35), ("N", 20, 18, 21))
    needs = [
        demand(k, *(shift(f"{k}{i}", 24 * i + at) for i in range(28)), headcount=seats) for k, at, seats, _ in shifts
    ]
    made = scenario(102, needs, ConsecutiveDays(days=6), tiers=[[UncoveredHours()]])
    crew = [(k, place % 7) for k, _, _, people in shifts for place in range(people)]
    by_hand = [(f"w{w}", f"{k}{day}") for w, (k, off) in enumerate(crew) for day in range(28) if day % 7 != off]
    assert sm.verify(made, sm.Plan.of(by_hand)).ok
    solution = sm.solve(made, threads=1, start=sm.Plan.of(by_hand))
    assert (solution.status, solution.tiers[0].value, solution.tiers[0].certified) == ("optimal", 128, 128)
