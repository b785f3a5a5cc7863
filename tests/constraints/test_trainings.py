from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import Budget, DailyRest, Partners, PartnershipCost, PartnershipLimit, Skills
from staffmatch.constraints.skill_mix import Role, SkillMix
from staffmatch.domain.plan import Plan
from staffmatch.objectives import Cost, EmptySeats, OverQualification, UncoveredHours, UnmetDemands, WorstFillRate
from staffmatch.objectives.load_under import LoadUnder
from staffmatch.objectives.shared.share import CompanyShare
from staffmatch.testing import conforms
from tests.brute_force import least, stated
from tests.builders import (
    allowed,
    demand,
    in_other_order,
    scenario,
    shift,
    solved,
    violations,
    window,
    worker,
)
from tests.strategies import examples

WORK = shift("s", 8, "08:00-16:00")
NURSE = sm.Skill(id="nurse", implies={"care": 1})


def course(name: str = "c", day: int = 6, hours: str = "09:00-15:00", **fields: Any) -> sm.Demand:
    taught = {"grants": {"care": 1}, "company": "school"} | fields
    return demand(name, shift(f"{name}1", day, hours), **taught)


def trained(*courses: sm.Demand, needs: dict[str, int] | None = None, **fields: Any) -> sm.Scenario:
    people = fields.pop("workers", [worker()])
    wards = fields.pop("wards", [demand("d", WORK, skills={"care": 1} if needs is None else needs)])
    return scenario(people, [*courses, *wards], [Skills(), *fields.pop("rules", ())], **fields)


def test_who_takes_the_training_may_have_the_shift() -> None:
    allowed(trained(course()), ("w", "c1"), ("w", "s"))


def test_who_does_not_take_it_may_not() -> None:
    (found,) = violations(trained(course()), ("w", "s"))
    assert found.text == (
        "Worker 'w' has 'care' at level 0 when shift 's' begins, which asks for level 1, and takes no training that "
        "grants it; 'c' would be in time."
    )


def test_what_is_learnt_counts_from_the_end_of_the_training() -> None:
    allowed(trained(course(day=8, hours="06:00-08:00")), ("w", "c1"), ("w", "s"))
    late = trained(course(day=8, hours="06:00-08:01"))
    assert violations(late, ("w", "c1"), ("w", "s"))[0].text.startswith("Worker 'w' has 'care' at level 0 but shift")
    assert solved(late) == set()


def test_a_training_that_teaches_nothing_is_refused() -> None:
    with pytest.raises(sm.InputError) as caught:
        sm.Demand.training("c", "school", {}, [window(6, "09:00-15:00")], seats=4)
    (issue,) = caught.value.problems
    assert (issue.code, issue.path, issue.ids) == ("teaches_nothing", "grants", ("c",))
    assert str(issue) == (
        "grants: the training 'c' teaches nothing. [c] "
        "Give the skills that people have afterwards with their levels, such as dict(care=1)."
    )
    assert issue.text_in("de") == "die Schulung „c“ vermittelt nichts."


def test_a_training_of_several_days_counts_from_the_end_of_the_last() -> None:
    two = sm.Demand.training(
        "c", "school", {"care": 1}, [window(6, "09:00-15:00"), window(7, "09:00-15:00")], seats=4, cents_per_person=9900
    )
    assert [one.id for one in two.shifts] == ["c/1", "c/2"]
    city = trained(two)
    allowed(city, ("w", "c/1"), ("w", "c/2"), ("w", "s"))
    assert {found.rule for found in violations(city, ("w", "c/1"), ("w", "s"))} == {"skills", "coverage"}
    between = trained(two, wards=[demand("d", shift("s", 7, "06:00-08:00"), skills={"care": 1})])
    assert solved(between) == set()


def test_it_has_to_grant_the_level() -> None:
    assert solved(trained(course(), needs={"care": 2})) == set()
    allowed(trained(course(grants={"care": 2}), needs={"care": 2}), ("w", "c1"), ("w", "s"))


def test_what_it_grants_stands_in_for_other_skills() -> None:
    allowed(trained(course(grants={"nurse": 2}), skills=[NURSE]), ("w", "c1"), ("w", "s"))
    assert solved(trained(course(grants={"nurse": 1}), skills=[NURSE])) == set()


def test_levels_do_not_add_up() -> None:
    twice = (course("a"), course("b", day=7))
    assert solved(trained(*twice, needs={"care": 2})) == set()


def test_a_training_may_build_on_another() -> None:
    city = trained(course("a", grants={"basics": 1}), course("b", 7, skills={"basics": 1}))
    allowed(city, ("w", "a1"), ("w", "b1"), ("w", "s"))
    assert "'basics' at level 0" in violations(city, ("w", "b1"), ("w", "s"))[0].text
    assert solved(trained(course("b", 6, grants={"basics": 1}), course("a", 6, skills={"basics": 1}))) == set()


def test_who_has_the_skill_needs_no_training() -> None:
    assert solved(trained(course(), workers=[worker(skills={"care": 1})])) == {("w", "s")}


def test_seats_of_a_training_are_few() -> None:
    people = [worker(name) for name in ("u", "v", "w")]
    wards = [demand("d", WORK, headcount=3, skills={"care": 1})]
    few = trained(course(headcount=2), workers=people, wards=wards)
    plan = solved(few)
    assert len([one for _, one in plan if one == "c1"]) == 2
    assert len(plan) == 4


def test_its_hours_are_work() -> None:
    near = trained(course(day=7, hours="15:00-23:00"), rules=[DailyRest()])
    assert solved(near) == set()
    assert any(found.rule == "daily_rest" for found in violations(near, ("w", "c1"), ("w", "s")))


def test_nobody_is_missing_on_a_training() -> None:
    tiers = [[UncoveredHours()], [EmptySeats()], [UnmetDemands()], [WorstFillRate()]]
    city = trained(course(headcount=7), tiers=tiers)
    for plan, figures in ((Plan(), [8 * 60, 1, 1, 10_000]), (Plan.of([("w", "c1")]), [8 * 60, 1, 1, 10_000])):
        assert [tier[0].value(city, plan) for tier in city.tiers] == figures
    solution = sm.solve(city)
    assert [tier.value for tier in solution.tiers] == [0, 0, 0, 0]
    assert solution.shortages == ()
    assert sm.verify(city, solution).ok
    for tier in tiers:
        assert conforms(tier[0], [city, trained(course(headcount=7), wards=())]).plans


def test_a_training_costs_pay_and_a_fee_for_each_person() -> None:
    paid = course(cents_per_person=4500, pay_cents_per_hour=1000)
    city = trained(paid, tiers=[[UncoveredHours()], [Cost()]])
    assert sm.solve(city).tiers[1].value == 6 * 10 + 45
    assert conforms(Cost(), [city]).plans
    several = sm.Demand.training(
        "c", "school", {"care": 1}, [window(6, "09:00-10:00"), window(7, "09:00-10:00")], seats=1, cents_per_person=700
    )
    assert sm.solve(trained(several, tiers=[[UncoveredHours()], [Cost()]])).tiers[1].value == 7


def test_a_budget_counts_the_fee_once_for_each_person() -> None:
    two = sm.Demand.training(
        "c", "school", {"care": 1}, [window(6, "09:00-10:00"), window(7, "09:00-10:00")], seats=2, cents_per_person=700
    )
    people = [worker("v"), worker("w")]
    wards = [demand("d", WORK, headcount=2, skills={"care": 1})]
    for whole in (False, True):
        for cents, filled in ((1400, 2), (1399, 1)):
            limit = Budget(cents=cents, total=whole, with_charges=whole)
            city = trained(two, workers=people, wards=wards, rules=[limit])
            assert len([one for _, one in solved(city) if one == "s"]) == filled
            both = [(name, one) for name in ("v", "w") for one in ("c/1", "c/2", "s")]
            assert [found.rule for found in violations(city, *both)] == ["budget"] * (cents < 1400)
    assert "costs 14.00 EUR in all; the budget is 13.99 EUR" in violations(city, *both)[0].text
    assert conforms(Budget(cents=700), [trained(course(cents_per_person=700, headcount=2), workers=people)]).plans


def test_the_part_of_seats_that_are_filled_is_one_of_work() -> None:
    share = CompanyShare(of="borrowers", count="filled")
    more = demand("more", shift("m", 9, "08:00-09:00"), company="school", grants={"x": 1})
    for one in (course(headcount=3), course(headcount=3, company="borrower")):
        city = trained(one, *([] if one.company == "borrower" else [more]), tiers=[[UncoveredHours()]])
        assert share.targets_of(city) == {"borrower": 1}
        assert share.loads(city, Plan.of([("w", "c1")])) == {"borrower": 0}
        assert share.loads(city, Plan.of([("w", "c1"), ("w", "s")])) == {"borrower": 10_000}
        assert conforms(LoadUnder(of=share, level=100), [city]).plans


def test_who_takes_no_training_is_told_so() -> None:
    city = trained(course(company="lender"), rules=[Partners()])
    asked = sm.solve(city).explain(shift="s")
    assert "Nothing keeps" not in asked.text
    assert "'w' has 'care' at level 0 when shift 's' begins, which asks for level 1, and takes no" in asked.text


def test_at_ones_own_employer_there_is_no_training() -> None:
    """As docs/trainings.md says: a company apart holds it, and is lent to like any other."""
    own = trained(course(company="lender"), rules=[Partners()])
    assert solved(own) == set()
    assert "is employed by 'lender' itself" in violations(own, ("w", "c1"))[0].text
    school = [sm.Company(id="lender", agreements=("school",))]
    rules = [Partners(), PartnershipCost(cents=5000), PartnershipLimit(borrowers=1)]
    apart = trained(course(), companies=school, rules=rules[:2], tiers=[[UncoveredHours()], [Cost()]])
    assert sm.solve(apart).tiers[1].value == 50
    assert solved(trained(course(), companies=school, rules=rules)) == set()


def test_what_is_learnt_fills_no_role_and_is_no_over_qualification() -> None:
    mix = SkillMix(roles=[Role(skill="care", people=1)])
    wards = [demand("d", WORK)]
    assert solved(trained(course(grants={"care": 3}), wards=wards, rules=[mix])) == set()
    taught = trained(course(grants={"care": 3}), tiers=[[UncoveredHours()], [OverQualification()]])
    assert [tier.value for tier in sm.solve(taught).tiers] == [0, 0]


def test_maps_and_notebooks_count_its_seats_apart() -> None:
    city = trained(course(headcount=7, company="borrower"))
    (site,) = (one["properties"] for one in sm.solve(city).to_geojson()["features"] if one["id"].startswith("site/"))
    assert (site["seats"], site["filled"], site["training_seats"], site["trained"]) == (1, 1, 7, 1)
    html = city._repr_html_()
    assert "1 in 1\N{NO-BREAK SPACE}shift" in html
    assert "1 training with room for 7" in html


def test_a_training_that_costs_more_than_it_brings_is_not_taken() -> None:
    tiers = [[Cost(), UncoveredHours(weight=1)]]
    assert solved(trained(course(cents_per_person=10**6), tiers=tiers)) == set()


def test_a_skill_that_one_could_learn_is_no_reason_of_an_empty_seat() -> None:
    wards = [demand("d", WORK, headcount=2, skills={"care": 1})]
    city = trained(course(headcount=1), workers=[worker("v"), worker("w")], wards=wards)
    solution = sm.solve(city)
    (short,) = solution.shortages
    assert (short.shift, short.missing, short.reason.rule) == ("s", 1, "contested")
    assert sm.verify(city, solution).ok


def test_reasons_tell_of_trainings_in_time() -> None:
    city = trained(course(), workers=[worker("w")], wards=[demand("d", WORK, headcount=1, skills={"care": 1, "x": 1})])
    (short,) = sm.solve(city).shortages
    assert short.reason.rule == "skills"
    assert "has care at level 1 or above and x at level 1 or above, or can learn what is missing in time: 'c'" in (
        short.reason.text
    )


def test_verify_finds_who_works_untrained() -> None:
    city = trained(course())
    solution = sm.solve(city)
    forged = solution.model_copy(update={"assignments": tuple(a for a in solution.assignments if a.shift == "s")})
    assert "skills" in {found.rule for found in sm.verify(city, forged).violations}


def test_a_training_that_is_added_changes_what_is_kept() -> None:
    people = [worker(f"w{number}") for number in range(12)]
    wards = [demand(f"d{number}", shift(f"s{number}", 8, "08:00-16:00"), skills={"care": 1}) for number in range(12)]
    before = trained(workers=people, wards=wards)
    assert sm.solve(before).tiers[0].value == 96
    after = before.replace(demands=[*before.demands, course(headcount=12, company="borrower")])
    assert sm.solve(after).tiers[0].value == 0


def test_parts_of_a_training_are_refused() -> None:
    with pytest.raises(sm.InputError) as found:
        demand("c", shift("a", 6, "09:00-15:00"), shift("b", 7, "09:00-15:00"), grants={"care": 1})
    assert "training_in_parts" in {one.code for one in found.value.problems}


@pytest.mark.parametrize(
    ("courses", "ids"),
    [
        ([course("a", grants={"x": 1}, skills={"y": 1}), course("b", grants={"y": 1}, skills={"x": 1})], ("a", "b")),
        ([course("a", grants={"x": 2}, skills={"x": 1})], ("a",)),
    ],
)
def test_circles_of_trainings_are_refused(courses: list[sm.Demand], ids: tuple[str, ...]) -> None:
    with pytest.raises(sm.InputError) as found:
        trained(*courses)
    (problem,) = found.value.problems
    assert (problem.code, problem.path, problem.ids) == ("training_circle", "demands[0].skills", ids)
    assert problem.advice


def test_somebody_who_has_the_skill_opens_a_circle() -> None:
    courses = [course("a", grants={"x": 1}, skills={"y": 1}), course("b", grants={"y": 1}, skills={"x": 1})]
    trained(*courses, workers=[worker(skills={"x": 1})])


def test_what_nobody_grants_is_a_shortage_and_no_circle() -> None:
    trained(course("a", grants={"x": 1}, skills={"y": 1}), course("b", grants={"z": 1}, skills={"x": 1}))


@st.composite
def towns(draw: st.DrawFn) -> sm.Scenario:
    """Two people, two shifts and two trainings, of skills of which one stands in for another."""
    level, some = st.integers(1, 3), st.sampled_from(("care", "nurse", "basics"))
    held = st.dictionaries(some, level, max_size=1)
    people = [worker(name, skills=draw(held), pay_cents_per_hour=draw(st.integers(0, 3))) for name in ("v", "w")]
    courses = [
        course(
            name,
            draw(st.integers(6, 8)),
            draw(st.sampled_from(("06:00-08:00", "09:00-15:00"))),
            grants=draw(st.dictionaries(some, level, min_size=1, max_size=2)),
            skills=draw(st.sampled_from(({}, {}, {"basics": 1}))),
            headcount=draw(st.integers(1, 2)),
            cents_per_person=draw(st.integers(0, 400)),
        )
        for name in ("a", "b")
    ]
    needs = st.dictionaries(st.sampled_from(("care", "nurse")), level, min_size=1, max_size=2)
    wards = [
        demand("d", WORK, skills=draw(needs), headcount=draw(st.integers(1, 2))),
        demand("e", *(shift(f"e{day}", day, "08:00-12:00") for day in (9, 10)), skills=draw(needs), same_worker=True),
    ]
    rules = draw(st.sampled_from(((), (DailyRest(),))))
    tiers = draw(st.sampled_from(([[UncoveredHours()], [Cost()]], [[Cost(), EmptySeats(weight=10**4)]])))
    if any("basics" in one.skills for one in courses):
        # Somebody has it: no circle.
        people[0] = people[0].replace(skills={"basics": 3})
    return trained(*courses, workers=people, wards=wards, rules=rules, tiers=tiers, skills=[NURSE])


@examples(60)
@given(towns(), st.integers(0, 99))
def test_as_good_as_the_best_of_all_plans(town: sm.Scenario, seed: int) -> None:
    solution = sm.solve(town)
    assert solution.status == "optimal"
    assert stated(solution) == least(town)
    assert sm.verify(town, solution).ok
    other = sm.solve(in_other_order(town, seed))
    assert other.plan == solution.plan


@examples(40)
@given(towns())
def test_rows_are_what_is_checked(town: sm.Scenario) -> None:
    assert conforms(Skills(), [town]).plans
