from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Channels, Coverage
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations, worker

MO, TU = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00")


def lent(*channels: Any, people: Any = None, needs: Any = None, per: Any = "secondment", **lender: Any) -> sm.Scenario:
    rule = Channels(channels=channels, per=per)
    companies = [company("lender", **lender), company("borrower", corporate_group="harbour")]
    return scenario(people or [worker()], needs or [demand("d", MO, TU)], [rule], companies)


def charged(scene: sm.Scenario, *assigned: tuple[str, str]) -> float:
    """In cents."""
    return scene.rules[0].charge(scene, Plan.of(assigned)) / 60


def test_nobody_needs_a_channel_to_stay_at_home() -> None:
    assert violations(lent({"name": "licensed"}, {"name": "group"})) == []


def test_without_a_channel_nobody_is_lent_and_the_reasons_are_told() -> None:
    scene = lent({"name": "licensed"}, {"name": "group"}, needs=[demand("d", shift("s", 6, "08:00-16:00"))])
    text = refused(scene, ("w", "s"))
    assert text == example(Channels)
    (shortage,) = sm.solve(scene).shortages
    assert shortage.reason.text.startswith("0 of 1 person may be lent to 'borrower' with a licence or within a group;")


def test_occasional_lending_is_for_people_not_hired_for_it() -> None:
    allowed(lent({"name": "occasional"}), ("w", "mo"), ("w", "tu"))
    assert "'w' was hired for lending" in refused(
        lent({"name": "occasional"}, people=[worker(hired_for_lending=True)], needs=[demand("d", MO)]), ("w", "mo")
    )


def test_each_reason_is_told_once() -> None:
    hired = [worker(hired_for_lending=True)]
    text = refused(lent({"name": "occasional"}, {"name": "group"}, people=hired, needs=[demand("d", MO)]), ("w", "mo"))
    assert text.count("was hired") == 1


def test_a_group_lends_within() -> None:
    need = [demand("d", MO)]
    allowed(lent({"name": "group"}, needs=need, corporate_group="harbour"), ("w", "mo"))
    refused(lent({"name": "group"}, needs=need, corporate_group="other"), ("w", "mo"))
    hired = [worker(hired_for_lending=True)]
    refused(lent({"name": "group"}, people=hired, needs=need, corporate_group="harbour"), ("w", "mo"))


def test_a_second_job_is_at_one_company() -> None:
    need = [demand("d", MO)]
    allowed(lent({"name": "secondary_job"}, people=[worker(second_jobs=["borrower"])], needs=need), ("w", "mo"))
    refused(lent({"name": "secondary_job"}, people=[worker(second_jobs=["lender"])], needs=need), ("w", "mo"))


@pytest.mark.parametrize(("until", "planned"), [("2020-04-06", {"mo"}), ("2020-04-07", {"mo", "tu"})])
def test_a_licence_covers_its_last_day(until: str, planned: set[str]) -> None:
    scene = lent({"name": "licensed"}, licence_until=until)
    assert {name for _, name in solved(scene)} == planned


@pytest.mark.parametrize(("hours", "planned"), [("16:00-00:00", True), ("16:00-00:01", False)])
def test_midnight_ends_the_day_before(hours: str, planned: bool) -> None:
    scene = lent({"name": "licensed"}, needs=[demand("d", shift("late", 6, hours))], licence_until="2020-04-06")
    assert bool(solved(scene)) == planned


def test_shifts_that_are_taken_together_need_the_licence_to_their_end() -> None:
    scene = lent({"name": "licensed"}, needs=[demand("d", MO, TU, same_worker=True)], licence_until="2020-04-06")
    assert solved(scene) == set()
    assert {found.ids[1] for found in violations(scene, ("w", "mo"), ("w", "tu"))} == {"mo", "tu"}


def test_the_cheapest_open_channel_is_paid_once_for_each_secondment() -> None:
    scene = lent({"name": "occasional", "cents": 900}, {"name": "licensed", "cents": 500}, licence_until="2020-04-30")
    assert charged(scene, ("w", "mo"), ("w", "tu")) == 500
    assert sm.solve(scene).tiers[1].value == 5


def test_after_the_licence_another_channel_is_paid() -> None:
    scene = lent({"name": "occasional", "cents": 900}, {"name": "licensed", "cents": 500}, licence_until="2020-04-06")
    assert charged(scene, ("w", "mo"), ("w", "tu")) == 1400
    assert sm.solve(scene).tiers[1].value == 14
    found = sm.secondments(sm.solve(scene))
    assert [(one.channel, one.cents) for one in found] == [("licensed", 500), ("occasional", 900)]


def test_channels_may_cost_by_the_hour() -> None:
    scene = lent({"name": "occasional", "cents": 25}, per="hour")
    assert charged(scene, ("w", "mo"), ("w", "tu")) == 400
    assert sm.solve(scene).tiers[1].value == 4


@pytest.mark.parametrize(("most", "n"), [(1, 1), (2, 2), (None, 2)])
def test_days_by_a_channel_are_limited(most: int | None, n: int) -> None:
    scene = lent({"name": "occasional", "max_days": most})
    assert len(solved(scene)) == n
    found = violations(scene, ("w", "mo"), ("w", "tu"))
    assert [one.text for one in found] == (
        [] if n == 2 else ["Worker 'w' is lent occasionally on 2 days of the plan; the limit is 1."]
    )


@pytest.mark.parametrize(("hours", "n"), [(15.5, 1), (16, 2)])
def test_hours_a_week_by_a_channel_are_limited(hours: float, n: int) -> None:
    second = [worker(second_jobs=["borrower"])]
    scene = lent({"name": "secondary_job", "max_hours_per_week": hours}, people=second)
    assert len(solved(scene)) == n
    found = violations(scene, ("w", "mo"), ("w", "tu"))
    assert [(one.amount, one.unit) for one in found] == ([] if n == 2 else [(30, "min")])


def test_each_channel_is_named_once_and_one_must_be_possible() -> None:
    with pytest.raises(InputError, match="names a channel twice"):
        Channels(channels=[{"name": "group"}, {"name": "group", "cents": 1}])
    with pytest.raises(InputError, match="no company says until when"):
        lent({"name": "licensed"})


def test_it_is_about_the_people_in_scope() -> None:
    scene = lent({"name": "secondary_job"}, people=[worker(), worker("v")], needs=[demand("d", MO, headcount=2)])
    scene = scene.replace(rules=[Coverage(), Channels(channels=[{"name": "secondary_job"}], worker="w")])
    assert solved(scene) == {("v", "mo")}


def test_a_job_that_is_beyond_a_limit_by_itself_has_nobody() -> None:
    needs = [demand("d", MO, TU, same_worker=True)]
    for limit in ({"max_days": 1}, {"max_hours_per_week": 15.5}):
        scene = lent({"name": "occasional", **limit}, needs=needs)
        assert solved(scene) == set()
        assert {one.reason.rule for one in sm.solve(scene).shortages} == {"channels"}
