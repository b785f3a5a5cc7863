"""How work is shared, and who gives and takes."""

from __future__ import annotations

from staffmatch.reports.fairness import Fairness, fairness
from staffmatch.result.solution import Solution
from tests.builders import demand, scenario, shift, worker
from tests.reports.made import made, plan_of, ward_and_depot


def of(solution: Solution) -> Fairness:
    return fairness(solution, solution.plan.duties(solution.scenario))


def test_hours_shifts_nights_and_weekends_of_those_who_are_lent() -> None:
    found = of(plan_of(ward_and_depot()))
    told = {one.count: (one.people, one.least, one.median, one.most) for one in found.shared}
    assert told == {
        "hours": (2, 7.5, 11.75, 16.0),
        "shifts": (2, 1, 1.5, 2),
        "nights": (2, 0, 0.5, 1),
        "weekends": (2, 0, 0, 0),
    }
    assert found.bins == (1, 0, 1)


def test_what_companies_give_and_take_adds_up_to_nothing() -> None:
    found = of(plan_of(ward_and_depot())).companies
    balances = [(one.company, one.balance) for one in found]
    assert balances == [("Hotel Elbe", 1410), ("Klinik Nord", -960), ("depot", -450)]
    assert sum(one.balance for one in found) == 0
    hotel, ward = found[0], found[1]
    assert (hotel.people, hotel.lent_people, hotel.seats) == (3, 2, 0)
    assert (ward.seats, ward.filled) == (4, 2)


def test_more_than_eighty_hours_are_one_bin() -> None:
    days = [shift(f"s{day}", day, "06:00-18:00") for day in range(1, 10)]
    found = of(made(scenario([worker()], [demand("d", *days)], rules=[]), *(("w", one.id) for one in days)))
    assert found.bins == (0,) * 10 + (1,)


def test_where_nobody_is_lent_nothing_is_shared() -> None:
    found = of(made(ward_and_depot()))
    assert (found.shared, found.bins) == ((), ())
    assert {one.filled for one in found.companies} == {0}
