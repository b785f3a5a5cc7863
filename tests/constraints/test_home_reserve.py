from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyRest, HomeReserve
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.variables import VariableRegistry
from tests.builders import allowed, demand, example, home_shift, refused, scenario, shift, solved, violations
from tests.builders import worker as person

NOON, EVENING = shift("noon", 6, "08:00-16:00"), shift("evening", 6, "18:00-22:00")
DAY = home_shift(6, "06:00-14:00")


def staff(*names: str, home: sm.WorkTime = DAY, **fields: Any) -> list[sm.Worker]:
    return [person(name, company="hotel", home_shifts=(home,), skills={"care": 1}, **fields) for name in names]


def reserved(*people: sm.Worker, needs: Any = None, headcount: int = 4, **fields: Any) -> sm.Scenario:
    rule = HomeReserve(**{"people": 2} | fields)
    return scenario(people, [demand("d", *(needs or [NOON]), headcount=headcount)], [rule])


def test_with_nobody_lent_the_reserve_stays() -> None:
    assert violations(reserved(*staff("ann", "bob"))) == []


def test_who_is_beyond_the_reserve_may_go() -> None:
    scene = reserved(*staff("ann", "bob", "cem"), skill="care")
    assert len(solved(scene)) == 1
    assert violations(scene, ("ann", "noon")) == []
    assert refused(scene, ("ann", "noon"), ("bob", "noon")) == example(HomeReserve)


def test_who_is_not_rostered_is_not_missed() -> None:
    scene = reserved(*staff("ann", "bob"), person("cem", company="hotel"), person("dan", company="spa"))
    allowed(scene, ("cem", "noon"), ("dan", "noon"))


def test_lent_work_beside_the_home_shift_takes_nobody_from_it() -> None:
    allowed(reserved(*staff("ann", "bob"), needs=[EVENING]), ("ann", "evening"), ("bob", "evening"))
    touching = shift("touching", 6, "14:00-22:00")
    allowed(reserved(*staff("ann", "bob"), needs=[touching]), ("ann", "touching"), ("bob", "touching"))


def test_per_day_it_does() -> None:
    scene = reserved(*staff("ann", "bob", "cem"), needs=[EVENING], per="day")
    text = refused(scene, ("ann", "evening"), ("bob", "evening"))
    assert text == "'hotel' lends 2 of the 3 people rostered at home on 2020-04-06; the reserve is 2."
    with_rest = scene.replace(rules=[*scene.rules, DailyRest(hours=2)])
    assert len(solved(with_rest)) == 1
    tomorrow = reserved(*staff("ann", "bob"), needs=[shift("tue", 7, "18:00-22:00")], per="day")
    allowed(tomorrow, ("ann", "tue"), ("bob", "tue"))


def test_only_those_rostered_at_the_same_time_stand_in() -> None:
    late = staff("cem", "dan", home=home_shift(6, "13:00-20:00"))
    scene = reserved(*staff("ann", "bob"), *late)
    assert solved(scene) == set()
    assert "lends 1 of the 2 people rostered at home on 2020-04-06 at 08:00" in refused(scene, ("ann", "noon"))


def test_a_breach_is_reported_and_not_made_worse() -> None:
    scene = reserved(*staff("ann"), person("bob", company="hotel"))
    solution = sm.solve(scene)
    assert [(a.worker, a.shift) for a in solution.assignments] == [("bob", "noon")]
    (breach,) = solution.preexisting_violations
    assert breach.text == "'hotel' has rostered 1 of the 2 people who are to stay at home on 2020-04-06 at 06:00."
    assert (breach.amount, breach.unit, breach.ids) == (1, "people", ("hotel",))
    assert "lends 1 of the 1 person" in refused(scene, ("ann", "noon"))


def test_where_nobody_is_rostered_nothing_is_breached() -> None:
    scene = reserved(*staff("ann", "bob"))
    assert list(scene.rules[0].preexisting_violations(scene)) == []


def test_a_reserve_that_the_roster_misses_for_a_while_binds_before_and_after() -> None:
    """Three are at home until ten, one until twelve; the one stays, of the three only one may go."""
    team = [*staff("ann"), *staff("bob", "cem", home=home_shift(6, "06:00-10:00"))]
    scene = reserved(*team, needs=[shift("a", 6, "06:00-10:00"), shift("b", 6, "11:00-12:00")])
    assert violations(scene, ("bob", "a")) == []
    assert "at 06:00" in refused(scene, ("bob", "a"), ("cem", "a"))
    assert "lends 1 of the 1 person rostered at home on 2020-04-06 at 11:00" in refused(scene, ("ann", "b"))


def test_home_shifts_of_one_person_that_overlap_are_one_person() -> None:
    twice = person("ann", company="hotel", home_shifts=(DAY, home_shift(6, "08:00-12:00")))
    scene = reserved(twice, *staff("bob"))
    assert "lends 1 of the 2 people" in refused(scene, ("bob", "noon"))


def test_a_row_for_many_moments_where_one_says_it_all() -> None:
    team = [p for hour in range(6) for p in staff(f"w{hour}", home=home_shift(6, f"{hour:02}:00-{hour + 9:02}:00"))]
    needs = [shift(f"s{hour}", 6, f"{hour:02}:00-{hour + 9:02}:00") for hour in range(6)]
    scene = reserved(*team, needs=needs, people=1)
    pairs = eligible_pairs(columns_of(scene), scene.rules)
    *_, block = scene.rules[0].rows(pairs, VariableRegistry(len(pairs)))
    moments = {at for one in team for at in (one.home_shifts[0].start, one.home_shifts[0].end)}
    assert 0 < len(block.lower) < len(moments)


def test_a_reserve_above_all_staff_is_refused() -> None:
    with pytest.raises(sm.InputError) as caught:
        reserved(*staff("ann", "bob"), person("cem", company="spa"), people=3)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.ids) == ("reserve_above_staff", "rules[0].people", ("hotel",))
    assert problem.text == "3 people are to be kept, but 'hotel' has 2 and no lender has more."


def test_a_scope_leaves_others_alone() -> None:
    scene = reserved(*staff("ann", "bob"), lender="hotel").replace(
        rules=[HomeReserve(people=1, lender="hotel", skill="care"), Coverage()]
    )
    assert len(solved(scene)) == 1


@pytest.mark.parametrize("wrong", [{"people": -1}, {"people": 1, "per": "week"}, {}])
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        HomeReserve(**wrong)
