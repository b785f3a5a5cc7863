"""`recommend` and `take` against the oracle: the best plan with a pair is the best of all plans that have it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.answers.who_else import forced_pair
from staffmatch.answers.who_else.bounds import Asked
from staffmatch.answers.who_else.candidates import Candidate, Recommendation
from staffmatch.domain.plan import Plan
from staffmatch.testing import Pair, accepts, plan_of, subsets
from tests.brute_force import possible_pairs, stated, values
from tests.builders import demand, in_other_order, shift, window, worker
from tests.builders import scenario as market
from tests.strategies import examples, scenarios

Values = tuple[int, ...]


def best_with_each(scenario: sm.Scenario) -> dict[Pair, Values]:
    """The least value of all plans that have a pair, for each pair that some plan has."""
    best: dict[Pair, Values] = {}
    for chosen in subsets(possible_pairs(scenario)):
        plan = plan_of(chosen)
        if accepts(scenario, plan, scenario.rules):
            value = values(scenario, plan)
            best |= {pair: min(value, best.get(pair, value)) for pair in chosen}
    return best


def told(solution: sm.Solution, candidate: Candidate) -> Values:
    """The values of a candidate's plan, in whole steps."""
    rows = zip(candidate.effects, solution.tiers, strict=True)
    return tuple(round((effect.value or 0) * tier.per_unit) for effect, tier in rows)


def pair_of(candidate: Candidate) -> Pair:
    return candidate.worker, tuple(sorted(candidate.shifts))


def questions(scenario: sm.Scenario) -> Iterator[dict[str, str]]:
    yield from ({"shift": name} for name in scenario.ids("shifts"))
    yield from ({"worker": name} for name in scenario.ids("workers"))


def agree(scenario: sm.Scenario, seed: int) -> None:
    solution = sm.solve(scenario)
    assume(solution.status == "optimal")
    best = {(one, tuple(sorted(job))): value for (one, job), value in best_with_each(scenario).items()}
    now = set(solution.plan)
    every = list(questions(scenario))
    for question in [every[(seed + number) % len(every)] for number in range(min(3, len(every)))]:
        found = solution.recommend(**question, k=12, time_limit=None)
        asked = "".join(question.values())
        wanted = {
            pair: value
            for pair, value in best.items()
            if asked in (pair[0], *pair[1]) and (pair[0], pair[1][0]) not in now
        }
        assert {pair_of(one): told(solution, one) for one in found} == wanted
        assert found.rests_on == "exact"
        assert [told(solution, one) for one in found] == sorted(wanted.values())
        assert [one.rank for one in found] == [
            1 + sum(value < told(solution, one) for value in wanted.values()) for one in found
        ]
        if len(found) > 1:
            first = solution.recommend(**question, k=1, time_limit=None)
            assert first[0] == found[0]
            assert first.rests_on == "exact"


@examples(27)
@given(scenarios(most_pairs=8), st.integers(0, 99))
def test_values_and_order_are_those_of_all_plans(scenario: sm.Scenario, seed: int) -> None:
    agree(scenario, seed)


@examples(20)
@given(scenarios(most_pairs=8), st.data())
def test_no_plan_as_good_with_the_candidate_changes_fewer_assignments(
    scenario: sm.Scenario, data: st.DataObject
) -> None:
    solution = sm.solve(scenario)
    assume(solution.status == "optimal")
    now = set(solution.plan)
    found = solution.recommend(shift=data.draw(st.sampled_from(scenario.ids("shifts"))), k=12, time_limit=None)
    plans = [set(plan_of(chosen)) for chosen in subsets(possible_pairs(scenario))] if len(found) else []
    for candidate in found:
        own = {(candidate.worker, name) for name in candidate.shifts}
        least = min(
            len(plan ^ now)
            for plan in plans
            if own <= plan
            and accepts(scenario, Plan.of(plan), scenario.rules)
            and values(scenario, Plan.of(plan)) == told(solution, candidate)
        )
        assert candidate.fewest
        assert len(set(solution.take(candidate).plan) ^ now) == least
        assert len(own) + sum(len(move.gained) + len(move.lost) for move in candidate.moves) == least


@examples(27)
@given(scenarios(most_pairs=8), st.integers(0, 500))
def test_what_prices_say_is_true_of_all_plans(scenario: sm.Scenario, seed: int) -> None:
    solution = sm.solve(scenario)
    assume(solution.status == "optimal")
    asked, ids = Asked.of(solution), scenario.ids("workers")
    for (one, job), value in best_with_each(scenario).items():
        own = asked.by_worker[asked.workers[one]]
        pair = int(own[asked.pairs.job[own] == asked.shifts[job[0]]][0])
        assert asked.least(pair) <= value
        assert one in ids


@examples(20)
@given(scenarios(most_pairs=8), st.data())
def test_whoever_is_taken_has_the_shift_in_a_verified_plan(scenario: sm.Scenario, data: st.DataObject) -> None:
    solution = sm.solve(scenario)
    assume(solution.status == "optimal")
    found = solution.recommend(shift=data.draw(st.sampled_from(scenario.ids("shifts"))), k=12)
    assume(len(found) > 0)
    candidate = data.draw(st.sampled_from(found.candidates))
    after = solution.take(candidate)
    assert sm.verify(scenario, after).ok
    assert not sm.verify(scenario, after).unproven
    assert {(candidate.worker, name) for name in candidate.shifts} <= set(after.plan)
    assert stated(after) == told(solution, candidate)
    for tier in after.tiers:
        assert tier.bound is None or tier.bound <= tier.value
    if stated(after) == stated(solution):
        assert after.status == "optimal"
    # What follows is asked of the next plan, by the bounds that it took over.
    again = after.recommend(worker=candidate.worker, time_limit=None)
    assert not {name for one in again for name in one.shifts} & set(candidate.shifts)


@examples(20)
@given(scenarios(most_pairs=8, default=True), st.integers(0, 99))
def test_the_order_of_records_changes_nothing(scenario: sm.Scenario, seed: int) -> None:
    other = in_other_order(scenario, seed)
    one, same = sm.solve(scenario), sm.solve(other)
    assume(one.status == "optimal" and set(one.plan) == set(same.plan))
    for name in scenario.ids("shifts"):
        found = one.recommend(shift=name, k=2, time_limit=None)
        assert [(c.worker, c.rank, c.effects) for c in found] == [
            (c.worker, c.rank, c.effects) for c in same.recommend(shift=name, k=2, time_limit=None)
        ]


def ward() -> sm.Solution:
    """Two seats, of which 'ana' has one, 'bo' the other; 'cara' is free."""
    care = {"care": 1}
    needs = [
        demand("day", shift("mon", 6, "06:00-14:00"), company="clinic", skills=care),
        demand("late", shift("tue", 7, "06:00-14:00"), company="clinic", skills=care),
    ]
    people = [
        worker(
            "ana",
            skills=care,
            availability=(window(6, "05:00-23:00"), window(7, "05:00-23:00")),
            pay_cents_per_hour=2000,
        ),
        worker(
            "bo",
            skills=care,
            availability=(window(6, "05:00-23:00"), window(7, "05:00-23:00")),
            pay_cents_per_hour=2500,
        ),
        worker("cara", skills=care, availability=(window(6, "05:00-23:00"),), pay_cents_per_hour=3000),
    ]
    return sm.solve(market(people, needs))


def test_a_filled_seat_says_who_has_it_and_what_somebody_else_would_change() -> None:
    solution = ward()
    (holder,) = [one.worker for one in solution.assignments if one.shift == "mon"]
    found = solution.recommend(shift="mon")
    assert found.holders == (holder,)
    assert found.empty == 0
    assert holder not in [one.worker for one in found]
    assert f"Shift 'mon' is filled by '{holder}'" in found.text
    assert "The order is proven." in found.text
    assert [one.rank for one in found] == [1, 2]
    assert isinstance(found, Recommendation)
    assert json.loads(json.dumps(found.to_dict()))["candidates"][0]["worker"] == found[0].worker
    assert len(found) == len(list(found)) == 2


def test_the_best_is_told_with_its_price_and_with_who_moves() -> None:
    solution = ward()
    found = {one.worker: one for one in solution.recommend(shift="mon")}
    cara = found["cara"]
    assert cara.rests_on == "exact"
    (hours, cost) = cara.effects
    assert (hours.change, hours.exact, hours.proof) == (0, True, "certificate")
    assert cost.change is not None
    assert cost.change > 0
    assert f"{cost.change:.2f} EUR more of cost" in cara.text
    after = solution.take(cara)
    assert ("cara", "mon") in after.plan
    assert after.tiers[0].bound == after.tiers[0].value
    assert after.tiers[1].bound == solution.tiers[1].bound


def test_several_shifts_are_asked_at_once() -> None:
    solution = ward()
    found = solution.recommend(shifts=["tue", "mon"], k=1)
    assert list(found) == ["tue", "mon"]
    assert found["mon"] == solution.recommend(shift="mon", k=1)


def test_a_loaded_solution_answers_as_the_one_that_was_saved(tmp_path: pytest.TempPathFactory) -> None:
    solution = ward()
    solution.save(f"{tmp_path}/plan.json")
    loaded = sm.Solution.load(f"{tmp_path}/plan.json", solution.scenario)
    assert loaded.recommend(shift="mon") == solution.recommend(shift="mon")


def test_without_time_there_are_bounds_and_no_guess() -> None:
    solution = ward()
    found = solution.recommend(shift="mon", time_limit=0)
    assert (found.rests_on, found.in_time) == ("bounds", False)
    assert "Time ran out" in found.text
    exact = {one.worker: one for one in solution.recommend(shift="mon")}
    for one in found:
        assert not one.planned
        for bounded, proven in zip(one.effects, exact[one.worker].effects, strict=True):
            assert bounded.value is None
            assert bounded.bound is None or (proven.value is not None and bounded.bound <= proven.value)
    with pytest.raises(sm.InputError, match="longer time_limit") as refused:
        solution.take(found[0])
    assert refused.value.problems[0].code == "no_plan"


def test_what_is_open_for_another_reason_than_time_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forced_pair, "MOST_FREE", 0)
    solution = sm.evaluate(ward().scenario, ward().plan)
    found = solution.recommend(shift="mon", time_limit=3600)
    assert (found.rests_on, found.in_time) == ("bounds", True)
    assert "The order is not proven: there may be better plans, within the bounds." in found.text
    assert "Time ran out" not in found.text


@pytest.mark.parametrize(
    ("asked", "code", "advice"),
    [
        ({"shift": "mno"}, "unknown_shift", "Did you mean 'mon'?"),
        ({"worker": "aan"}, "unknown_worker", "Did you mean 'ana'?"),
        ({"shift": ["mon"]}, "unknown_shift", "Did you mean 'mon'?"),
        ({"shifts": 3}, "bad_option", "Give a shift=, a worker= or several shifts=."),
        ({"shift": "mon", "k": 0}, "bad_option", "from 1 on"),
        ({"shift": "mon", "k": True}, "bad_option", "from 1 on"),
        ({"shift": "mon", "time_limit": -1}, "bad_option", "from 0 on"),
        ({}, "bad_option", "Give a shift=, a worker= or several shifts=."),
        ({"shift": "mon", "worker": "ana"}, "bad_option", "Give a shift=, a worker= or several shifts=."),
        ({"shift": "mon", "shifts": ["tue"]}, "bad_option", "Give a shift=, a worker= or several shifts=."),
        ({"shifts": "mon"}, "bad_option", "Give a shift=, a worker= or several shifts=."),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, object], code: str, advice: str) -> None:
    with pytest.raises(sm.InputError) as refused:
        ward().recommend(**asked)  # type: ignore[call-overload]
    (found,) = refused.value.problems
    assert found.code == code
    assert advice in found.advice


def test_a_solution_without_a_plan_has_nobody_to_recommend() -> None:
    scenario = ward().scenario
    clash = scenario.replace(
        pins=(sm.Pin(worker="ana", shift="mon"), sm.Pin(worker="bo", shift="mon")),
    )
    with pytest.raises(sm.InputError, match="has no plan"):
        sm.solve(clash).recommend(shift="mon")


def test_a_candidate_is_taken_by_the_plan_it_was_found_for() -> None:
    solution = ward()
    cara = next(one for one in solution.recommend(shift="mon") if one.worker == "cara")
    after = solution.take(cara)
    with pytest.raises(sm.InputError, match="another plan") as refused:
        after.take(cara)
    assert refused.value.problems[0].code == "other_solution"
    people = [worker(name, pay_cents_per_hour=1000 + 100 * place) for place, name in enumerate("abc")]
    needs = [demand("d", shift("s", 6, "08:00-16:00")), demand("e", shift("t", 7, "08:00-16:00"))]
    first = sm.solve(market(people, needs))
    late = first.recommend(shift="t")[0]
    # It fits beside this plan as well, where it does something else than was told.
    with pytest.raises(sm.InputError, match="another plan"):
        first.take(first.recommend(shift="s")[0]).take(late)
    with pytest.raises(sm.InputError, match="cannot be taken"):
        solution.take("cara")  # type: ignore[arg-type]


def test_who_can_never_have_it_is_named_and_not_recommended() -> None:
    """'bo' is pinned to the one seat, so that 'ana' is possible by herself and in no plan."""
    needs = [demand("day", shift("mon", 6, "06:00-14:00"))]
    scenario = market([worker("ana"), worker("bo")], needs, pins=(sm.Pin(worker="bo", shift="mon"),))
    found = sm.solve(scenario).recommend(shift="mon", time_limit=None)
    assert found.impossible == ("ana",)
    assert found.possible == len(found) == 0
    assert found.rests_on == "exact"
