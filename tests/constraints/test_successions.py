from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Successions
from staffmatch.objectives import Cost, UncoveredHours
from tests.builders import allowed, between, demand, example, refused, scenario, solved, violations, worker

HOURS = {"early": "06:00-14:00", "late": "14:00-22:00", "night": "22:00-06:00"}
LATE_EARLY = Successions(forbidden=[("late", "early")])


def kinds(*told: tuple[int, str], rule: sm.Rule = LATE_EARLY, **fields: Any) -> sm.Scenario:
    """A shift of each kind on a day of April, with the id ``early6``."""
    shifts = [sm.Shift(id=f"{kind}{day}", **between(day, HOURS[kind]), kind=kind) for day, kind in told]
    return scenario([worker(**fields)], [demand("d", *shifts)], [rule])


def at_home(day: int, kind: str) -> sm.WorkTime:
    return sm.WorkTime(**between(day, HOURS[kind]), kind=kind)


def test_no_early_shift_on_the_day_after_a_late_one() -> None:
    city = kinds((6, "late"), (7, "early"), (8, "early"))
    assert refused(city, ("w", "late6"), ("w", "early7")) == example(Successions)
    assert violations(city) == []
    assert len(solved(city)) == 2


def test_the_other_way_round_and_a_day_later_are_fine() -> None:
    allowed(kinds((6, "early"), (7, "late"), (9, "early")), ("w", "early6"), ("w", "late7"), ("w", "early9"))


def test_home_shifts_and_past_shifts_are_followed_and_follow() -> None:
    assert solved(kinds((6, "early"), (6, "late"), home_shifts=[at_home(7, "early")])) == {("w", "early6")}
    past = [sm.PastShift(company="lender", **between(5, HOURS["late"]), kind="late")]
    assert solved(kinds((6, "early"), (6, "late"), past_shifts=past)) == {("w", "late6")}


def test_what_is_so_at_home_is_told_and_not_charged() -> None:
    city = kinds((7, "early"), home_shifts=[at_home(6, "late"), at_home(7, "early")])
    assert [one.amount for one in LATE_EARLY.preexisting_violations(city)] == [1]
    allowed(city, ("w", "early7"))


def test_a_kind_may_not_follow_itself() -> None:
    rule = Successions(forbidden=[("night", "night")])
    assert len(solved(kinds((6, "night"), (7, "night"), (8, "night"), rule=rule))) == 2


def test_each_pair_of_kinds_counts_at_a_price() -> None:
    rule = Successions(forbidden=[("late", "early"), ("night", "early"), ("night", "late")], price_cents=100)
    city = kinds((6, "late"), (6, "night"), (7, "early"), (7, "late"), rule=rule)
    solution = sm.solve(city.replace(tiers=[[UncoveredHours()], [Cost(cents_per_commute_hour=0)]]))
    found = sm.verify(solution.scenario, solution)
    assert found.ok
    assert len(found.charged) == solution.tiers[1].value == 3


def test_kinds_that_no_shift_has_and_pairs_listed_twice_are_refused() -> None:
    with pytest.raises(sm.InputError, match=r"no shift is of the kind 'erly'.*Did you mean 'early'") as error:
        kinds((6, "late"), (7, "early"), rule=Successions(forbidden=[("late", "erly")]))
    (problem,) = error.value.problems
    assert (problem.code, problem.path, problem.ids) == ("unknown_kind", "rules[0].forbidden[0]", ("erly",))
    with pytest.raises(sm.InputError, match="twice"):
        Successions(forbidden=[("late", "early"), ("late", "early")])
