"""The points of a trade-off are the Pareto set of all plans."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.answers.what_if.excess import Excess
from staffmatch.formulation.pairs import Pairs
from staffmatch.formulation.rows import Linear
from staffmatch.formulation.variables import VariableRegistry
from staffmatch.objectives import Cost, EmptySeats, UncoveredHours
from staffmatch.records.bases import Term
from staffmatch.testing import accepts, conforms, plan_of, subsets
from tests.brute_force import possible_pairs
from tests.builders import demand, scenario, shift, worker
from tests.strategies import SINGLE, examples, rigid, scenarios, terms


def frontier(scene: sm.Scenario, first: Term, second: Term) -> list[tuple[int, int]]:
    """Of all plans, those that no other one dominates, in whole steps."""
    plans = (plan_of(chosen) for chosen in subsets(possible_pairs(scene)))
    values = {(v(first, scene, p), v(second, scene, p)) for p in plans if accepts(scene, p, scene.rules)}
    return sorted((a, b) for a, b in values if not any((x, y) != (a, b) and x <= a and y <= b for x, y in values))


def v(term: Term, scene: sm.Scenario, plan: sm.Plan) -> int:
    return term.weight * term.value(scene, plan)


def steps(tier: sm.TierResult) -> int:
    return round(tier.value * tier.per_unit)


def points(answer: sm.Tradeoff) -> list[tuple[int, int]]:
    return [(steps(point.first), steps(point.second)) for point in answer.points]


@st.composite
def questions(draw: st.DrawFn) -> tuple[sm.Scenario, Term, Term]:
    scene = rigid(draw(scenarios(most_pairs=6, pins=False)))
    usable = [kind for kind in SINGLE if set(kind.needs) <= {rule.kind for rule in scene.rules}]
    first, second = draw(st.permutations(usable).map(lambda listed: listed[:2]))
    return scene, draw(terms(first)), draw(terms(second))


@examples(30)
@given(questions())
def test_with_points_to_spare_they_are_the_whole_pareto_set(question: tuple[sm.Scenario, Term, Term]) -> None:
    scene, first, second = question
    answer = sm.tradeoff(scene, first, second, points=99, after_tiers=0)
    assert points(answer) == frontier(scene, first, second)
    assert answer.complete
    assert answer.rests_on == "exact"


@examples(15)
@given(questions(), st.integers(2, 4))
def test_fewer_points_are_some_of_them_with_both_ends(question: tuple[sm.Scenario, Term, Term], wanted: int) -> None:
    scene, first, second = question
    answer, whole = sm.tradeoff(scene, first, second, points=wanted, after_tiers=0), frontier(scene, first, second)
    found = points(answer)
    assert set(found) <= set(whole)
    assert len(found) == min(wanted, len(whole))
    assert (found[0], found[-1]) == (whole[0], whole[-1])
    assert answer.complete == (len(found) == len(whole))


DAY = demand("d", shift("long", 6, "06:00-14:00"), shift("short", 6, "15:00-19:00"), shift("third", 6, "20:00-23:00"))
KITCHEN = scenario([worker("ann", pay_cents_per_hour=1000), worker("bob", pay_cents_per_hour=1500)], [DAY])


def test_it_is_told_in_words_frames_and_notebooks() -> None:
    answer = sm.tradeoff(KITCHEN, "uncovered_hours", "cost", points=3)
    assert answer.text.startswith(
        "From 3 h of uncovered hours, with 140.00 EUR of cost, to 15 h, with 0.00 EUR: 3 points"
    )
    frame = answer.to_frame("pandas")
    assert list(frame["proven"]) == [True] * 3
    assert "<table>" in answer._repr_html_()
    assert [len(solution.assignments) for solution in answer.solutions] == list(frame["assignments"])
    assert all(sm.verify(solution.scenario, solution).ok for solution in answer.solutions)
    assert answer.to_dict()["text"] == answer.text


def test_tiers_in_front_are_held_at_their_best() -> None:
    answer = sm.tradeoff(KITCHEN, Cost(), "workers_used", points=9)
    assert [tier.value for tier in answer.held] == [3]
    assert all(point.assignments == 2 for point in answer.points)


def test_out_of_time_there_are_plans_with_bounds() -> None:
    answer = sm.tradeoff(sm.hamburg.scenario("small", seed=1), "uncovered_hours", "cost", points=4, time_limit=0)
    assert not answer.complete
    assert answer.rests_on == "bounds"
    assert "there may be others, beyond these ends as well" in answer.text
    for point in answer.points:
        assert point.second_bound is None or point.second_bound <= point.second.value


@pytest.mark.parametrize(
    ("given", "options", "advice"),
    [
        (("uncovered_hours", "costs"), {}, "Did you mean 'cost'?"),
        (("uncovered_hours", "change"), {}, r"objectives.Change\(...\)"),
        (("cost", "cost"), {}, "Give two terms that differ"),
        (("cost", "empty_seats"), {"points": 1}, "Give a whole number from 2 on"),
        (("cost", "empty_seats"), {"after_tiers": 3}, "The scenario has 2 tiers"),
    ],
)
def test_what_makes_no_sense_is_refused(given: tuple[Any, Any], options: dict[str, Any], advice: str) -> None:
    with pytest.raises(sm.InputError, match=advice):
        sm.tradeoff(KITCHEN, *given, **options)


def test_without_a_plan_there_is_nothing_to_trade() -> None:
    pins = [sm.Pin(worker="ann", shift=name) for name in ("long", "short", "third")]
    with pytest.raises(sm.InputError, match="it has no plan"):
        sm.tradeoff(KITCHEN.replace(pins=pins), "uncovered_hours", "cost")


class Shifts(Term):
    """Assignments, beyond one for each person; a term of one's own."""

    kind: str = "shifts"
    unit: ClassVar[str] = "shifts"

    def costs(self, pairs: Pairs, variables: VariableRegistry) -> Linear:
        return pairs.spans.sum(np.ones(len(pairs.spans), np.int64))

    def value(self, scenario: sm.Scenario, plan: sm.Plan) -> int:
        return len(plan)


def test_a_term_of_ones_own_is_as_good() -> None:
    answer = sm.tradeoff(KITCHEN, Shifts(), UncoveredHours(), points=9, after_tiers=0)
    assert points(answer) == frontier(KITCHEN, Shifts(), UncoveredHours())


@examples(30)
@given(questions(), st.integers(-3, 12))
def test_what_is_above_a_cap_is_counted_in_rows_as_by_value(question: tuple[sm.Scenario, Term, Term], cap: int) -> None:
    scene, first, _ = question
    steps = max(1, abs(first.value(scene, sm.Plan.of([])))) // 6
    assert conforms(Excess(of=first, cap=cap * steps), [scene]).plans


def test_terms_may_have_weights_and_parameters() -> None:
    answer = sm.tradeoff(KITCHEN, EmptySeats(weight=2), UncoveredHours(weight=3), points=9, after_tiers=0)
    assert points(answer) == frontier(KITCHEN, EmptySeats(weight=2), UncoveredHours(weight=3))
