from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyRest, LendingCap
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.formulation.variables import VariableRegistry
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations
from tests.builders import worker as person

EARLY, LATE, NOON = shift("early", 6, "06:00-14:00"), shift("late", 6, "14:00-22:00"), shift("noon", 6, "08:00-16:00")
CARE = {"skills": {"care": 1}}
TEAM = [*(person(name, company="hotel", **CARE) for name in ("ann", "bob", "cem")), person("dan", company="spa")]


def lending(*needs: sm.Demand, rest: float | None = None, people: int = 2, **fields: Any) -> sm.Scenario:
    rules = [LendingCap(people=people, **fields), *([] if rest is None else [DailyRest(hours=rest)])]
    return scenario(TEAM, needs, rules)


def test_nobody_away_is_always_within_the_cap() -> None:
    assert violations(lending(demand("d", EARLY), people=0)) == []


def test_as_many_as_the_cap_may_be_away_and_one_more_may_not() -> None:
    wide = lending(demand("d", NOON, headcount=4), skill="care")
    allowed(wide.replace(rules=[LendingCap(people=3), Coverage()]), *((one.id, "noon") for one in TEAM))
    assert refused(wide, ("ann", "noon"), ("bob", "noon"), ("cem", "noon")) == example(LendingCap)
    assert len(solved(wide)) == 2 + 1


def test_the_issue_s_own_words_mean_something() -> None:
    scene = scenario(TEAM, [demand("d", NOON)], [sm.constraints.LendingCap(lender="hotel", people=5)])
    assert sm.solve(scene).status == "optimal"


def test_each_lender_has_the_cap_to_itself() -> None:
    assert len(solved(lending(demand("d", NOON, headcount=4), people=1))) == 2


def test_a_cap_of_none_keeps_everybody_at_home() -> None:
    scene = lending(demand("d", NOON, headcount=4), people=0, lender="hotel")
    assert solved(scene) == {("dan", "noon")}
    assert "'hotel' has 1 person away" in refused(scene, ("ann", "noon"))


def test_shifts_that_only_touch_are_never_away_together() -> None:
    scene = lending(demand("d", EARLY), demand("e", LATE), people=1, lender="hotel")
    assert violations(scene, ("ann", "early"), ("bob", "late")) == []
    later = lending(demand("d", EARLY), demand("e", shift("late", 6, "13:59-22:00")), people=1, lender="hotel")
    assert "on 2020-04-06 at 13:59; the cap is 1" in refused(later, ("ann", "early"), ("bob", "late"))


def test_per_day_shifts_count_together_that_lie_on_it() -> None:
    scene = lending(demand("d", EARLY), demand("e", LATE), people=1, lender="hotel", per="day")
    text = refused(scene, ("ann", "early"), ("bob", "late"))
    assert text == "'hotel' has 2 people away on 2020-04-06; the cap is 1."
    assert violations(scene, ("ann", "early"), ("ann", "late")) == []


def test_a_night_counts_on_both_of_its_days() -> None:
    needs = demand("d", shift("night", 6, "22:00-06:00")), demand("e", shift("tue", 7, "01:00-05:00"))
    text = refused(lending(*needs, people=1, per="day", lender="hotel"), ("ann", "night"), ("bob", "tue"))
    assert text == "'hotel' has 2 people away on 2020-04-07; the cap is 1."
    till_midnight = demand("d", shift("night", 6, "16:00-00:00")), needs[1]
    assert violations(lending(*till_midnight, people=1, per="day"), ("ann", "night"), ("bob", "tue")) == []
    assert "on 2020-04-07 at 01:00" in refused(lending(*needs, people=1), ("ann", "night"), ("bob", "tue"))


@pytest.mark.parametrize("per", ["moment", "day"])
@pytest.mark.parametrize("rest", [None, 0, 9])
def test_somebody_with_two_shifts_is_one_person(per: str, rest: float | None) -> None:
    needs = demand("d", EARLY), demand("e", shift("after", 6, "23:00-00:00"))
    scene = lending(*needs, rest=rest, people=1, per=per, lender="hotel")
    assert violations(scene, ("ann", "early"), ("ann", "after")) == []
    assert len(solved(scene)) == 2


def test_without_rest_overlapping_shifts_of_one_person_are_one_person_away() -> None:
    scene = lending(demand("d", EARLY), demand("e", NOON), people=1, lender="hotel")
    allowed(scene.replace(workers=TEAM[:1]), ("ann", "early"), ("ann", "noon"))
    assert "has 2 people away on 2020-04-06 at 08:00" in refused(scene, ("ann", "early"), ("bob", "noon"))


def test_a_job_of_several_shifts_takes_a_place_at_each() -> None:
    whole = demand("d", EARLY, shift("tue", 7, "06:00-14:00"), same_worker=True)
    scene = lending(whole, demand("e", shift("tuesday", 7, "08:00-12:00")), people=1, lender="hotel")
    assert "2020-04-07 at 08:00" in refused(scene, ("ann", "early"), ("ann", "tue"), ("bob", "tuesday"))


def test_the_longest_excess_is_told_once_at_its_worst() -> None:
    scene = lending(demand("d", EARLY, NOON, shift("mid", 6, "10:00-12:00"), headcount=3), people=1, lender="hotel")
    (found,) = violations(scene, ("ann", "early"), ("bob", "noon"), ("cem", "mid"))
    assert (found.amount, found.ids) == (2, ("hotel",))
    assert "on 2020-04-06 at 10:00" in found.text


def columns(scene: sm.Scenario) -> tuple[int, int]:
    """How many rows, and how many indicators."""
    pairs = eligible_pairs(columns_of(scene), scene.rules)
    variables = VariableRegistry(len(pairs))
    rows = [len(block.lower) for block in scene.rules[0].rows(pairs, variables)]
    return sum(rows), variables.width - len(pairs)


def test_with_rest_one_row_a_moment_is_enough_and_nobody_needs_an_indicator() -> None:
    needs = [demand(f"d{hour}", shift(f"s{hour}", 6, f"{hour:02}:00-{hour + 8}:00")) for hour in range(2, 12)]
    assert columns(lending(*needs, rest=11, people=1, lender="hotel")) == (3, 0)
    assert columns(lending(*needs, people=1, lender="hotel"))[1] > 0
    assert columns(lending(*needs, rest=11, people=3, lender="hotel")) == (0, 0)


def test_per_day_the_rest_lifts_the_links() -> None:
    """Both early shifts are cut in half for two people: away for a half each, were they linked one by one."""
    needs = [demand("d", EARLY), demand("e", NOON), demand("f", shift("after", 6, "23:00-00:00"))]
    scene = lending(*needs, rest=0, people=1, lender="hotel", per="day")
    pairs = eligible_pairs(columns_of(scene), scene.rules)
    problem = formulate(pairs, scene.tiers)
    halves = np.where(pairs.columns.shifts.end[pairs.job] - pairs.columns.shifts.start[pairs.job] == 480, 0.5, 0)
    x = np.r_[halves, np.full(problem.width - problem.pairs, 0.5)]
    pair, indicator = problem.links
    assert (x[pair] <= x[indicator]).all()
    assert (problem.matrix @ x > problem.upper)[problem.cut].any()


@pytest.mark.parametrize("wrong", [{"people": -1}, {"people": 1.5}, {"people": 1, "per": "week"}, {}])
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        LendingCap(**wrong)


def test_a_company_without_people_is_refused() -> None:
    with pytest.raises(sm.InputError, match="there is nobody of 'borrower'"):
        scenario(TEAM, [demand("d", NOON)], [LendingCap(people=1, lender="borrower")], [company("borrower")])
