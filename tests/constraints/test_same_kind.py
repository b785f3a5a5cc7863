from __future__ import annotations

from staffmatch.constraints import SameKind
from tests.builders import allowed, example, refused, solved, violations
from tests.constraints.test_successions import at_home, kinds

EARLY, LATE, NEXT = (6, "early"), (8, "late"), (13, "late")


def test_a_week_has_one_kind_of_shift() -> None:
    city = kinds(EARLY, (7, "early"), LATE, NEXT, rule=SameKind())
    assert refused(city, ("w", "early6"), ("w", "late8")) == example(SameKind)
    assert violations(city) == []
    assert solved(city) == {("w", "early6"), ("w", "early7"), ("w", "late13")}


def test_a_day_or_the_whole_plan() -> None:
    allowed(kinds(EARLY, LATE, rule=SameKind(per="day")), ("w", "early6"), ("w", "late8"))
    assert refused(kinds((6, "late"), EARLY, rule=SameKind(per="day")), ("w", "early6"), ("w", "late6")) == (
        "Worker 'w' has shifts of the kinds 'early' and 'late' on 2020-04-06."
    )
    assert len(solved(kinds(EARLY, NEXT, rule=SameKind(per="horizon")))) == 1


def test_shifts_without_a_kind_go_with_all() -> None:
    city = kinds(EARLY, LATE, rule=SameKind())
    (need,) = city.demands
    plain = need.replace(shifts=(need.shifts[0], need.shifts[1].replace(kind=None)))
    allowed(city.replace(demands=[plain]), ("w", "early6"), ("w", "late8"))


def test_the_kind_at_home_is_the_weeks() -> None:
    assert solved(kinds(EARLY, LATE, rule=SameKind(), home_shifts=[at_home(9, "late")])) == {("w", "late8")}
    both = kinds(EARLY, LATE, (10, "night"), rule=SameKind(), home_shifts=[at_home(9, "late"), at_home(11, "early")])
    assert [one.amount for one in SameKind().preexisting_violations(both)] == [1]
    assert solved(both) == {("w", "early6"), ("w", "late8")}
