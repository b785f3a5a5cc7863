from __future__ import annotations

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import MinSecondment
from tests.builders import allowed, demand, example, problem_of, refused, scenario, shift, solved, violations, worker

MO, TU, WE = (shift(name, day, "08:00-12:00") for name, day in (("mo", 6), ("tu", 7), ("we", 8)))
MO_LATE = shift("late", 6, "14:00-18:00")


def lent(*shifts: sm.Shift, days: int = 2, zone: str = "Europe/Berlin") -> sm.Scenario:
    """For one person only: a least for everybody that the plan has no days for is refused."""
    return scenario([worker()], [demand("d", *shifts)], [MinSecondment(days=days, worker="w")], timezone=zone)


def test_nobody_has_to_go() -> None:
    assert violations(lent(MO, days=366)) == []


def test_a_least_of_one_day_says_nothing() -> None:
    allowed(lent(MO, days=1), ("w", "mo"))


def test_as_many_days_as_the_least_are_enough() -> None:
    allowed(lent(MO, TU), ("w", "mo"), ("w", "tu"))
    allowed(lent(MO, TU, WE, days=3), ("w", "mo"), ("w", "tu"), ("w", "we"))


def test_a_day_less_is_not_enough() -> None:
    text = refused(lent(MO, TU, days=3), ("w", "mo"), ("w", "tu"))
    assert text == example(MinSecondment)
    assert solved(lent(MO, TU, days=3)) == set()


def test_two_shifts_on_one_day_are_one_day() -> None:
    assert "on 1 day; the minimum is 2" in refused(lent(MO, MO_LATE), ("w", "mo"), ("w", "late"))
    allowed(lent(MO, MO_LATE, TU), ("w", "mo"), ("w", "late"), ("w", "tu"))


def test_a_night_shift_counts_on_the_day_it_starts() -> None:
    night = shift("night", 6, "22:00-06:00")
    assert "on 1 day" in refused(lent(MO, night), ("w", "mo"), ("w", "night"))
    allowed(lent(night, TU), ("w", "night"), ("w", "tu"))


def test_days_are_those_of_the_scenarios_timezone() -> None:
    early = shift("early", 7, "01:00-05:00")
    allowed(lent(MO, early), ("w", "mo"), ("w", "early"))
    assert "on 1 day" in refused(lent(MO, early, zone="UTC"), ("w", "mo"), ("w", "early"))


def test_days_at_two_borrowers_do_not_add_up() -> None:
    needs = [demand("d", MO), demand("e", TU, company="other")]
    apart = scenario([worker()], needs, [MinSecondment(days=2, lender="lender")])
    assert [violation.ids for violation in violations(apart, ("w", "mo"), ("w", "tu"))] == [
        ("w", "borrower"),
        ("w", "other"),
    ]
    assert solved(apart) == set()


def test_days_at_two_demands_of_one_borrower_add_up() -> None:
    needs = [demand("d", MO), demand("e", TU)]
    allowed(scenario([worker()], needs, [MinSecondment(days=2)]), ("w", "mo"), ("w", "tu"))


def test_two_workers_do_not_add_up() -> None:
    people = [worker(), worker("v")]
    scene = scenario(people, [demand("d", MO, TU)], [MinSecondment(days=2)])
    assert len(violations(scene, ("w", "mo"), ("v", "tu"))) == 2
    assert len({person for person, _ in solved(scene)}) == 1


def test_others_than_those_in_scope_may_go_for_a_day() -> None:
    people = [worker(), worker("v", consent="declined"), worker("x", skills={"care": 1})]
    scene = scenario(people, [demand("d", MO, headcount=3)], [MinSecondment(days=2, skill="care")])
    assert solved(scene) == {("w", "mo"), ("v", "mo")}
    assert "'x' is at 'borrower' on 1 day" in refused(scene, ("w", "mo"), ("x", "mo"))


def test_the_shifts_of_a_demand_for_one_person_bring_all_their_days() -> None:
    throughout = demand("d", MO, TU, same_worker=True)
    allowed(scenario([worker()], [throughout], [MinSecondment(days=2)]), ("w", "mo"), ("w", "tu"))
    assert solved(scenario([worker()], [throughout], [MinSecondment(days=3, worker="w")])) == set()


def test_too_few_people_for_the_seats_is_explained() -> None:
    scene = scenario([worker()], [demand("d", MO, headcount=2)], [MinSecondment(days=1)])
    (shortage,) = sm.solve(scene).shortages
    assert (shortage.missing, shortage.reason.left) == (1, 1)


def test_a_relaxation_sees_where_there_are_too_few_days() -> None:
    """Half a person on each of two days would keep half of three days."""
    problem = problem_of(lent(MO, TU, days=3))
    assert (problem.matrix[:, : problem.pairs] @ np.full(problem.pairs, 0.01) > problem.upper).any()


def test_shifts_of_one_day_that_exclude_each_other_ask_for_another_day_together() -> None:
    """Half of each of two shifts on Monday are no stay of two days with half of one on Tuesday."""
    scene = lent(MO, MO_LATE, TU)
    halves = np.full(3, 0.5)
    for rules, enough in ((scene.rules, True), ((*scene.rules, sm.constraints.DailyRest(hours=11)), False)):
        problem = problem_of(scene.replace(rules=rules))
        asking = problem.matrix[np.isin(problem.row_group, problem.lazy)]
        assert asking.shape[1] == len(halves)
        assert (asking @ halves >= 0).all() == enough


def test_a_least_for_everybody_that_the_plan_has_no_days_for_is_refused() -> None:
    needs = [demand("d", MO, TU, MO_LATE), demand("e", WE, company="lab")]
    assert scenario([worker()], needs, [MinSecondment(days=2)]).rules
    assert scenario([worker()], needs, [MinSecondment(days=3, worker="w")]).rules
    assert scenario([worker()], [], [MinSecondment(days=366)]).rules
    with pytest.raises(sm.InputError) as caught:
        scenario([worker()], needs, [MinSecondment(days=3)])
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.ids) == ("minimum_above_plan", "rules[0].days", ("borrower",))
    assert "at least 3 days, but 'borrower' has shifts on 2 days and no borrower on more" in problem.text


def test_what_is_too_short_lacks_so_many_days() -> None:
    (found,) = violations(lent(MO, TU, WE, days=3), ("w", "mo"))
    assert (found.amount, found.unit, found.ids) == (2, "days", ("w", "borrower"))


def test_two_shifts_of_a_day_are_one_day_of_three() -> None:
    scene = lent(MO, MO_LATE, TU, WE, days=3)
    allowed(scene, ("w", "mo"), ("w", "late"), ("w", "tu"), ("w", "we"))
    (found,) = violations(scene, ("w", "mo"), ("w", "late"), ("w", "tu"))
    assert found.amount == 1
    assert solved(lent(MO, MO_LATE, TU, days=3).replace(rules=scene.rules)) == set()


def test_whoever_has_hours_for_one_of_two_days_stays_at_home() -> None:
    rules = [MinSecondment(days=2), sm.constraints.HorizonHours()]
    assert solved(scenario([worker(max_hours=4)], [demand("d", MO, TU)], rules)) == set()
    assert solved(scenario([worker(max_hours=8)], [demand("d", MO, TU)], rules)) == {("w", "mo"), ("w", "tu")}


def earlier(*spans: tuple[str, str]) -> list[sm.Secondment]:
    return [sm.Secondment(company="borrower", first=first, last=last) for first, last in spans]


def gone_on(*shifts: sm.Shift, stays: list[sm.Secondment], **fields: int) -> sm.Scenario:
    return scenario([worker(secondments=stays)], [demand("d", *shifts)], [MinSecondment(**fields)])


def test_days_of_a_stay_that_goes_on_count() -> None:
    stays = earlier(("2020-04-03", "2020-04-05"))
    allowed(gone_on(MO, stays=stays, days=4), ("w", "mo"))
    assert "on 4 days; the minimum is 5" in refused(gone_on(MO, stays=stays, days=5), ("w", "mo"))
    assert "on 1 day; the minimum is 4" in refused(gone_on(TU, stays=stays, days=4), ("w", "tu"))
    allowed(gone_on(TU, stays=stays, days=4, break_days=1), ("w", "tu"))


def test_a_later_day_belongs_to_the_stay_that_an_earlier_one_continues() -> None:
    scene = gone_on(MO, WE, stays=earlier(("2020-04-03", "2020-04-05")), days=5)
    allowed(scene, ("w", "mo"), ("w", "we"))
    assert "on 1 day" in violations(scene, ("w", "we"))[0].text
    assert "on 4 days" in violations(scene, ("w", "mo"))[0].text


def test_stays_that_continue_each_other_are_one() -> None:
    stays = earlier(("2020-04-01", "2020-04-03"), ("2020-04-03", "2020-04-05"), ("2020-03-01", "2020-03-20"))
    allowed(gone_on(MO, stays=stays, days=6), ("w", "mo"))
    assert "on 6 days" in refused(gone_on(MO, stays=stays, days=7), ("w", "mo"))
