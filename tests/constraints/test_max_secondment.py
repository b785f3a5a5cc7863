from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import MaxSecondment
from tests.builders import allowed, demand, example, refused, scenario, shift, solved, violations, worker

# From Monday, 6 April 2020 on.
DAYS = {name: shift(name, day, "08:00-12:00") for name, day in zip(("mo", "tu", "we", "th"), range(6, 10), strict=True)}


def stay(first: str, last: str, company: str = "borrower") -> sm.Secondment:
    return sm.Secondment(company=company, first=date.fromisoformat(first), last=date.fromisoformat(last))


def lent(*shifts: str, stays: Any = (), same_worker: bool = False, zone: str = "UTC", **fields: Any) -> sm.Scenario:
    """Breaks count unless the fields say otherwise."""
    need = demand("d", *(DAYS[name] for name in shifts), same_worker=same_worker)
    return scenario(
        [worker(secondments=stays)], [need], [MaxSecondment(**{"breaks_count": True} | fields)], timezone=zone
    )


def days(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple(("w", name) for name in names)


def test_nobody_has_to_go() -> None:
    assert violations(lent("mo", days=1)) == []
    assert violations(lent("mo", days=1, stays=[stay("2019-01-01", "2020-04-05")])) == []


def test_a_span_may_be_as_long_as_the_most() -> None:
    allowed(lent("mo", "tu", "we", days=3), *days("mo", "tu", "we"))
    text = refused(lent("mo", "tu", "we", days=2), *days("mo", "tu", "we"))
    assert text == "Worker 'w' is lent to 'borrower' for 3 days from 2020-04-06 to 2020-04-08; the limit is 2."


def test_the_days_between_count_as_well() -> None:
    assert "for 4 days" in refused(lent("mo", "th", days=3), *days("mo", "th"))


@pytest.mark.parametrize("most", [1, 2, 3, 4])
def test_rows_allow_what_lies_within_the_most(most: int) -> None:
    scene = lent(*DAYS, days=most)
    for size in range(5):
        for chosen in combinations(range(4), size):
            broken = violations(scene, *days(*(list(DAYS)[place] for place in chosen)))
            assert bool(broken) == (size > 1 and chosen[-1] - chosen[0] >= most)
    assert len(solved(scene)) == most


def test_an_earlier_secondment_is_continued() -> None:
    stays = [stay("2019-01-07", "2020-03-31")]
    allowed(lent("mo", "tu", stays=stays, days=457), *days("mo", "tu"))
    assert "for 457 days" in refused(lent("mo", "tu", stays=stays, days=456), *days("mo", "tu"))
    assert solved(lent("mo", "tu", stays=stays, days=456)) == {("w", "mo")}


@pytest.mark.parametrize(("break_days", "continued"), [(4, False), (5, True), (6, True)])
def test_a_longer_break_starts_the_count_afresh(break_days: int, continued: bool) -> None:
    # Of the 1st to the 5th of April none is worked.
    scene = lent("mo", stays=[stay("2020-03-01", "2020-03-31")], days=30, break_days=break_days)
    assert bool(violations(scene, *days("mo"))) == continued
    assert (solved(scene) == set()) == continued


def test_eighteen_months_and_a_break_of_three_are_the_law() -> None:
    stays = [stay("2018-10-09", "2020-01-04")]
    assert violations(lent("mo", stays=stays), *days("mo")) == []
    assert "for 547 days from 2018-10-08 to 2020-04-06; the limit is 546" in refused(
        lent("mo", stays=[stay("2018-10-08", "2020-01-04")]), *days("mo")
    )
    assert violations(lent("mo", stays=[stay("2018-10-08", "2020-01-03")]), *days("mo")) == []


def test_stays_that_reach_each_other_are_one() -> None:
    stays = [stay("2020-03-20", "2020-04-04"), stay("2020-03-01", "2020-03-10"), stay("2019-12-01", "2020-01-31")]
    text = refused(lent("mo", stays=stays, days=30, break_days=9), *days("mo"))
    assert "from 2020-03-01" in text


def test_who_continues_early_has_counted_from_the_first_day_when_it_is_late() -> None:
    """On Thursday alone the break is long enough; after Monday it is not."""
    scene = lent("mo", "th", stays=[stay("2020-03-25", "2020-04-02")], days=14, break_days=4)
    assert violations(scene, *days("mo")) == []
    assert violations(scene, *days("th")) == []
    assert "for 16 days" in refused(scene, *days("mo", "th"))
    assert len(solved(scene)) == 1


def test_stays_elsewhere_and_later_ones_do_not_count() -> None:
    elsewhere = sm.Company(id="other")
    stays = [stay("2018-01-01", "2020-04-05", "other"), stay("2020-05-01", "2020-06-01")]
    need = demand("d", DAYS["mo"])
    scene = scenario([worker(secondments=stays)], [need], [MaxSecondment(days=40)], [elsewhere])
    allowed(scene, *days("mo"))


def test_what_is_too_long_already_is_reported_and_not_made_longer() -> None:
    scene = lent("mo", "we", stays=[stay("2019-01-01", "2020-04-06")], days=400)
    (breach,) = sm.solve(scene).preexisting_violations
    assert breach.text == "Worker 'w' has been lent to 'borrower' for 462 days; the limit is 400."
    assert (breach.amount, breach.unit, breach.ids) == (62, "days", ("w", "borrower"))
    assert solved(scene) == set()
    assert sm.solve(lent("mo", stays=[stay("2019-01-01", "2019-01-31")], days=31)).preexisting_violations == ()


def test_a_job_of_several_shifts_lasts_from_its_first_to_its_last_day() -> None:
    assert solved(lent("mo", "we", same_worker=True, days=2)) == set()
    allowed(lent("mo", "we", same_worker=True, days=3), *days("mo", "we"))


def test_days_are_those_of_the_scenarios_timezone() -> None:
    night = demand("d", DAYS["mo"], shift("early", 7, "01:00-05:00"))
    scene = scenario([worker()], [night], [MaxSecondment(days=1)])
    assert "for 2 days from 2020-04-06 to 2020-04-07" in refused(scene, *days("mo", "early"))
    allowed(scene.replace(timezone="UTC"), *days("mo", "early"))


def test_people_outside_the_scope_may_stay() -> None:
    team = [worker(), worker("v", company="spa")]
    scene = scenario(team, [demand("d", *DAYS.values(), headcount=2)], [MaxSecondment(days=1, lender="spa")])
    assert len(solved(scene)) == 4 + 1


def test_who_has_been_there_too_long_is_a_reason_for_a_shortage() -> None:
    (shortage,) = sm.solve(lent("mo", stays=[stay("2019-01-01", "2020-04-05")], days=400)).shortages
    assert shortage.reason.rule == "max_secondment"
    assert "is lent to 'borrower' for no more than 400 days by then" in shortage.reason.text


@pytest.mark.parametrize(
    ("fields", "stays", "text"),
    [
        ({"days": 0}, (), "greater than or equal to 1"),
        ({"break_days": -1}, (), "greater than or equal to 0"),
        ({"skill": "cook"}, (), "nobody is known by skill 'cook'"),
        ({}, [{"company": "borrower", "first": "2020-02-01", "last": "2020-01-31"}], "Swap the two days"),
        ({}, [stay("2020-01-01", "2020-01-31", "borower")], "there is no company 'borower'. [w, borower] Did you mean"),
    ],
)
def test_contradictions_are_refused(fields: Any, stays: Any, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        lent("mo", stays=stays, **fields)
    assert text in str(caught.value)


def test_days_of_a_break_are_no_lending() -> None:
    stays = [stay("2019-01-07", "2020-03-31")]
    short = {"stays": stays, "breaks_count": False}
    allowed(lent("mo", "tu", days=452, **short), *days("mo", "tu"))
    assert refused(lent("mo", "tu", days=451, **short), *days("mo", "tu")) == example(MaxSecondment)


def test_stays_are_added_up_over_breaks_each_day_once() -> None:
    """20 days in January, 10 of February in two stays that overlap, and the 1st of April; then Monday."""
    stays = [
        stay("2020-01-11", "2020-01-30"),
        stay("2020-02-11", "2020-02-18"),
        stay("2020-02-15", "2020-02-20"),
        stay("2020-04-01", "2020-04-01"),
    ]
    short = {"stays": stays, "breaks_count": False, "break_days": 45}
    allowed(lent("mo", days=32, **short), *days("mo"))
    assert "for 32 days from 2020-01-11 to 2020-04-06" in refused(lent("mo", days=31, **short), *days("mo"))
    assert solved(lent("mo", days=2, **short | {"break_days": 30})) == {("w", "mo")}
    (found,) = MaxSecondment(days=30, break_days=45).preexisting_violations(lent("mo", **short))
    assert found.text == "Worker 'w' has been lent to 'borrower' for 31 days; the limit is 30."
