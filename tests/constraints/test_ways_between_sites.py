"""Ways between the sites of one day as working time: by hand, and rows against `check` for every small plan."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import (
    AverageHours,
    Commute,
    DailyHours,
    DailyRest,
    HorizonHours,
    RollingHours,
    WeeklyHours,
)
from staffmatch.constraints.shared.hours import WindowedHours
from staffmatch.domain.travel import Matrix
from staffmatch.testing import conforms
from tests.builders import at, between, company, demand, home_shift, scenario, shift, worker

NAMES = ("base", "a", "b", "c")
# From b to a and from base to c there is no way.
TABLE = ((0, 30, 45, None), (30, 0, 20, 60), (45, None, 0, 25), (50, 60, 25, 0))


def place(name: str) -> sm.Location:
    return sm.Location(lat=53.5, lon=10, place=name)


def city(rule: WindowedHours, needs: list[sm.Demand], table: Any = TABLE, **fields: Any) -> sm.Scenario:
    return scenario(
        [worker(**fields)],
        needs,
        [rule, DailyRest(hours=0), Commute()],
        companies=[company("lender", location=place("base")), company("borrower", location=place("c"))],
        travel=Matrix(names=NAMES, table=table),
    )


def need(where: str, hours: str, day: int = 6, **fields: Any) -> sm.Demand:
    name = f"{where}{day}{hours[:2]}"
    return demand(f"d{name}", shift(name, day, hours).replace(**fields), location=place(where))


def told(scene: sm.Scenario) -> list[str]:
    """What the first rule says of all shifts; rows and `check` agree on every part of the plan."""
    rule = scene.rules[0]
    conforms(rule, [scene])
    every = sm.Plan.of(("w", one.id) for demand in scene.demands for one in demand.shifts)
    return [found.text for found in rule.check(scene, every)]


RULES: tuple[WindowedHours, ...] = (
    DailyHours(hours=8.5, ways_between_sites=True),
    DailyHours(hours=8.5, per="24_hours", ways_between_sites=True),
    WeeklyHours(hours=8.5, ways_between_sites=True),
    RollingHours(hours=8.5, days=2, ways_between_sites=True),
    AverageHours(hours=8.5, weeks=1, ways_between_sites=True),
    HorizonHours(hours=8.5, ways_between_sites=True),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind} {getattr(rule, 'per', '')}")
def test_the_way_counts_from_the_first_minute_too_many(rule: WindowedHours) -> None:
    """Twice four hours and 20 minutes from a to b: 8 h 20 min."""
    needs = [need("a", "08:00-12:00"), need("b", "13:00-17:00")]
    assert not told(city(rule, needs))
    just, short = rule.replace(hours=(8 * 60 + 20) / 60), rule.replace(hours=(8 * 60 + 19) / 60)
    assert not told(city(just, needs))
    assert told(city(just.replace(ways_between_sites=False, hours=8), needs)) == []
    (said,) = told(city(short, needs))
    assert "is lent for 8.333 h" in said
    assert " with 20 min between sites where 8.317 h are left" in said


def test_home_shifts_are_at_the_employer_and_past_ones_at_their_company() -> None:
    rule = DailyHours(hours=8, ways_between_sites=True)
    after = [need("a", "13:00-17:00")]
    assert told(city(rule.replace(hours=8.5), after, home_shifts=(home_shift(6, "08:00-12:00"),))) == []
    assert told(city(rule, after, home_shifts=(home_shift(6, "08:00-12:00"),))) == [
        "Worker 'w' is lent for 4.5 h on 2020-04-06 with 30 min between sites where 4 h are left of 8 h."
    ]
    past = sm.PastShift(company="borrower", start=at(6, "08:00"), end=at(6, "12:00"))
    assert told(city(rule, after, past_shifts=(past,))) == [
        "Worker 'w' is lent for 5 h on 2020-04-06 with 60 min between sites where 4 h are left of 8 h."
    ]


def test_ways_at_home_are_there_before_anybody_is_lent() -> None:
    past = sm.PastShift(company="borrower", start=at(6, "04:00"), end=at(6, "08:00"))
    scene = city(
        DailyHours(hours=8, ways_between_sites=True),
        [need("a", "15:00-16:00", 7)],
        home_shifts=(home_shift(6, "09:00-13:00"),),
        past_shifts=(past,),
    )
    assert [one.text for one in scene.rules[0].preexisting_violations(scene)] == [
        "Worker 'w' has 8.833 h before the plan or at home on 2020-04-06; the limit is 8 h."
    ]


def test_only_ways_of_shifts_in_a_row_count() -> None:
    """From a by b to c it is 20 and 25 minutes, straight on 60."""
    ends = [need("a", "08:00-10:00"), need("c", "14:00-16:00")]
    rule = DailyHours(hours=5, ways_between_sites=True)
    assert told(city(rule, ends)) == []
    assert told(city(rule.replace(hours=4.95), ends))
    between = [*ends, need("b", "11:00-11:15")]
    assert told(city(rule, between)) == []
    assert told(city(rule.replace(hours=4.95), between)) == [
        "Worker 'w' is lent for 5 h on 2020-04-06 with 45 min between sites where 4.95 h are left of 4.95 h."
    ]


def test_without_a_way_or_a_place_nothing_counts() -> None:
    rule = DailyHours(hours=8, ways_between_sites=True)
    assert not told(city(rule, [need("b", "08:00-12:00"), need("a", "13:00-17:00")]))
    nowhere = demand("d", shift("x", 6, "08:00-12:00"), company="lost")
    scene = city(rule, [need("a", "13:00-17:00")])
    companies = (*scene.companies, company("lost"))
    assert not told(scene.replace(companies=companies, demands=[*scene.demands, nowhere]))
    standby = need("a", "08:00-12:00", duty="standby")
    assert not told(city(rule, [standby, need("b", "13:00-17:00")]))


def test_a_working_day_of_24_hours_holds_the_ways_of_shifts_that_begin_in_it() -> None:
    rule = DailyHours(hours=8, per="24_hours", ways_between_sites=True)
    assert told(city(rule, [need("a", "08:00-12:00"), need("b", "13:00-17:00")])) == [
        "Worker 'w' is lent for 8.333 h in the 24 h from 2020-04-06 at 08:00 with 20 min between sites where 8 h are "
        "left of 8 h."
    ]
    # On two days there is no way between.
    assert not told(city(rule, [need("a", "20:00-23:59"), need("b", "06:00-10:00", 7)]))


def test_a_plan_with_ways_is_solved_and_verified() -> None:
    rule = DailyHours(hours=8, ways_between_sites=True)
    needs = [need("a", "08:00-12:00"), need("a", "12:00-16:00"), need("b", "12:30-16:30")]
    solution = sm.solve(city(rule, needs), time_limit=10)
    assert {shift for _, shift in solution.plan} == {"a608", "a612"}
    assert solution.tiers[0].gap == 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind} {getattr(rule, 'per', '')}")
def test_rows_and_check_agree_on_random_days(rule: WindowedHours) -> None:
    draw = np.random.default_rng(18)
    for number, narrowed in product(range(3), (False, True)):
        table = [[int(draw.integers(0, 200)) for _ in NAMES] for _ in NAMES]

        def some(name: str) -> dict[str, Any]:
            begin = at(6, "00:00") + timedelta(hours=int(draw.integers(4, 40)))
            return {"start": begin, "end": begin + timedelta(hours=int(draw.integers(1, 6)))}

        needs = [
            demand(f"d{name}", sm.Shift(id=name, **some(name)), location=place(str(draw.choice(NAMES))))
            for name in "vwxyz"
        ]
        home = tuple(sm.WorkTime(**some("h")) for _ in range(number))
        past = (sm.PastShift(company="borrower", **between(6, "00:00-03:00")),)
        hours = rule.replace(hours=int(draw.integers(6, 16)), **({"demand": "dv"} if narrowed else {}))
        scene = city(hours, needs, table, home_shifts=home, past_shifts=past if number else ())
        conforms(hours, [scene])
        conforms(hours, [scene.replace(rules=[one for one in scene.rules if one.kind != "daily_rest"])])
