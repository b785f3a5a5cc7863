"""ShortTimeSaved: hours of short time that lending saves, and no more than there are."""

from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import Budget, Coverage, Strike
from staffmatch.domain.plan import Plan
from staffmatch.objectives import NAMES, Cost, EmptySeats, ShortTimeSaved
from staffmatch.testing import conforms
from tests.builders import demand, scenario, shift, worker

NEEDS = [demand("d", *(shift(f"s{day}", day, "06:00-14:00") for day in (6, 7, 8)))]


def scene(*hours: float | None, **fields: object) -> sm.Scenario:
    people = [worker(f"w{number}", short_time_hours=lost) for number, lost in enumerate(hours)]
    return scenario(people, NEEDS, [Coverage()], tiers=[[ShortTimeSaved()]], **fields)


@pytest.mark.parametrize(
    ("hours", "saved"),
    [((None,), 0), ((0,), 0), ((5,), 5), ((8,), 8), ((8.5,), 8.5), ((24,), 24), ((100,), 24), ((8, 8.25), 16.25)],
)
def test_no_more_is_saved_than_is_lost_or_lent(hours: tuple[float | None, ...], saved: float) -> None:
    (tier,) = sm.solve(scene(*hours), threads=1).tiers
    assert (tier.value, tier.bound, tier.unit, tier.proof) == (-saved, -saved, "h", "certificate")


def test_hours_beyond_those_lost_save_nothing() -> None:
    short = scene(12)
    values = [
        ShortTimeSaved().value(short, Plan.of([("w0", f"s{day}") for day in days])) for days in ((), (6,), (6, 7))
    ]
    assert values == [0, -8 * 60, -12 * 60]


def test_it_is_the_same_in_formulation_and_value() -> None:
    assert conforms(ShortTimeSaved(), [scene(12, 6.5, None), scene(8)]).plans > 60


def test_people_on_short_time_are_lent_first() -> None:
    wanted = scene(None, 8, 12).replace(tiers=[[EmptySeats()], [ShortTimeSaved()]])
    solution = sm.solve(wanted, threads=1)
    assert [tier.value for tier in solution.tiers] == [0, -20]
    assert {worker for worker, _ in solution.plan} == {"w1", "w2"}


@pytest.mark.parametrize("cents", [9_599, 9_600])
def test_a_budget_just_reaches_or_does_not(cents: int) -> None:
    needs = [NEEDS[0].replace(pay_cents_per_hour=1200)]
    short = scene(8).replace(
        demands=needs, rules=[Coverage(), Budget(cents=cents)], tiers=[[ShortTimeSaved()], [Cost()]]
    )
    assert sm.solve(short, threads=1).tiers[0].value == (-8 if cents == 9_600 else 0)


def test_what_is_less_of_it_is_said_to_be_less_short_time() -> None:
    """The value is the change in short time, of which less is more that is saved."""
    least = NAMES["short_time_saved"]()
    assert (least.text, least.text_in("de")) == ("short time", "Kurzarbeit")
    solution = sm.solve(scene(8).replace(rules=[Coverage(), Strike(borrower="borrower")]), threads=1)
    told = solution.explain(shift="s6")
    assert "8 h less of short time" in told.text
    assert "Kurzarbeit 8 h niedriger" in told.text_in("de")
