"""Seats that nobody can tell apart as one row: the same plans, the same optimum, no weaker proofs."""

from __future__ import annotations

from itertools import product
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import AllowedPairs, Coverage, DailyRest, MaxShifts, PartnershipLimit, Pins, Skills
from staffmatch.engine.model.exact import linked_minimum, weighed
from staffmatch.engine.model.merged_seats import MergedSeats
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.proof import Proof
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.control import Control
from staffmatch.objectives import EmptySeats, PairCost, Spread
from staffmatch.result.certificate import Checker
from staffmatch.result.decoding import encode_proof
from tests.brute_force import least, stated
from tests.builders import demand, in_other_order, problem_of, scenario, shift, worker
from tests.strategies import examples

HOURS = ("06:00-14:00", "10:00-18:00", "22:00-06:00")


@st.composite
def doubles(draw: st.DrawFn, people: int = 3, seats: int = 4) -> sm.Scenario:
    """Few people, and seats of which some ask for the same at the same time and some cost somebody more."""
    able = st.sampled_from([{}, {"lift": 1}])
    workers = [worker(f"w{n}", skills=draw(able)) for n in range(draw(st.integers(1, people)))]
    shifts = [(draw(st.integers(6, 7)), draw(st.sampled_from(HOURS)), draw(able)) for _ in range(2)]
    demands, rows = [], []
    for n in range(draw(st.integers(2, seats))):
        at, (day, hours, skills) = draw(st.sampled_from(list(enumerate(shifts))))
        headcount = draw(st.integers(1, 2))
        demands.append(demand(f"d{n}", shift(f"s{n}", day, hours), skills=skills, headcount=headcount))
        rows += [(one.id, f"s{n}", 10 * at + len(one.skills)) for one in workers]
    if draw(st.booleans()):
        place = draw(st.integers(0, len(rows) - 1))
        rows[place] = (*rows[place][:2], draw(st.integers(-5, 5)))
    who, which, costs = zip(*rows, strict=True)
    pins = [sm.Pin(worker=who[0], shift=which[0])] if draw(st.booleans()) else []
    rules = [
        Skills(),
        Pins(),
        AllowedPairs(),
        DailyRest(),
        MaxShifts(shifts=draw(st.integers(1, 2)), per="week"),
        Coverage(),
    ]
    table = sm.PairTable(workers=who, shifts=which, costs=costs)
    tiers = [[EmptySeats()], [PairCost()], [Spread()]][: draw(st.integers(2, 3))]
    skills = [sm.Skill(id="lift")]
    return scenario(workers, demands, rules, pair_table=table, tiers=tiers, skills=skills, pins=pins)


def choices(problem: Problem) -> list[np.ndarray]:
    """All choices of pairs that break no row."""
    every = (np.array(bits, bool) for bits in product((False, True), repeat=problem.pairs))
    return [chosen for chosen in every if not len(problem.broken(problem.complete(chosen)))]


@examples(60)
@given(doubles(seats=3))
def test_merged_choices_are_those_of_the_whole(scenario: sm.Scenario) -> None:
    problem = problem_of(scenario)
    assume(problem.pairs <= 8)
    merged = MergedSeats.of(problem)
    assume(merged is not None)
    assert merged.problem.pairs < problem.pairs
    whole, part = choices(problem), choices(merged.problem)
    found = {tuple(merged.reduced(chosen)) for chosen in whole}
    assert found == {tuple(chosen) for chosen in part}
    for chosen in part:
        expanded = merged.expanded(chosen)
        assert not len(problem.broken(problem.complete(expanded)))
        assert (merged.reduced(expanded) == chosen).all()
        values = merged.problem.values(merged.problem.complete(chosen))
        assert problem.values(problem.complete(expanded)) == values


@examples(60)
@given(doubles(), st.data())
def test_any_duals_prove_as_much_of_the_whole(scenario: sm.Scenario, data: st.DataObject) -> None:
    problem = problem_of(scenario)
    merged = MergedSeats.of(problem)
    assume(merged is not None)
    dice = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    values = tuple(dice.integers(-20, 20, len(problem.objectives)).tolist())
    number = data.draw(st.integers(0, len(values) - 1))
    earlier = tuple(zip(merged.problem.objectives[:number], values, strict=False))
    tier, nothing = (
        Tier(merged.problem, merged.problem.objectives[number], earlier),
        np.zeros(merged.problem.width, bool),
    )
    rows = dice.integers(-30, 30, len(tier.upper)) / dice.integers(1, 4)
    proof = Proof(np.where(np.isfinite(tier.lower), rows, np.minimum(rows, 0)), divisors=tuple(tier.divisors))
    priced = weighed(tier, proof)
    bound, _ = linked_minimum(merged.problem, priced.reduced, ~nothing)
    proven = tier.objective.constant + tier.objective.step * -(-(priced.fixed + bound) // proof.scale)
    checked = Checker(problem, values).bound(number, encode_proof(merged.proof(proof, tier, nothing), number))
    assert checked is not None
    assert checked >= proven


@examples(20)
@given(doubles(), st.integers(0, 99))
def test_the_optimum_is_found_and_proven_whatever_the_order(scenario: sm.Scenario, seed: int) -> None:
    assume(len(scenario.workers) * len(scenario.demands) <= 12)
    solution = sm.solve(scenario, work_limit=5)
    assert stated(solution) == least(scenario)
    assert sm.verify(scenario, solution).ok
    with patch.object(MergedSeats, "of", return_value=None):
        assert stated(sm.solve(scenario, work_limit=5)) == stated(solution)
    other = sm.solve(in_other_order(scenario, seed), work_limit=5)
    assert other.canonical_json() == solution.canonical_json()
    if solution.status == "optimal":
        assert [tier.certified for tier in solution.tiers] == [tier.value for tier in solution.tiers]


def alike(*demands: sm.Demand, **fields: object) -> MergedSeats | None:
    people = [worker("v"), worker("w")]
    rules = fields.pop("rules", [DailyRest()])
    return MergedSeats.of(problem_of(scenario(people, demands, rules, tiers=[[EmptySeats()]], **fields)))


def test_seats_at_the_same_time_are_one_with_the_sum_of_places() -> None:
    found = alike(demand("a", shift("a", 6, "08:00-16:00")), demand("b", shift("b", 6, "08:00-16:00"), headcount=2))
    assert found is not None
    assert found.problem.pairs == 2
    # Three places for two people: nobody has to stand back, and no row says so.
    assert found.problem.capacity.tolist() == [2]
    assert (found.row_of == -1).any()
    assert found.expanded(np.ones(2, bool)).tolist() == [True, False, False, True]


@pytest.mark.parametrize(
    ("fields", "rules"),
    [
        ({"skills": {"lift": 1}}, [DailyRest(), Skills()]),
        ({"company": "other"}, [DailyRest(), PartnershipLimit(lenders=1)]),
        ({"min_crew": 2, "headcount": 2}, [DailyRest()]),
    ],
    ids=["skill", "partner", "crew"],
)
def test_seats_that_somebody_can_tell_apart_stay_two(fields: dict[str, object], rules: list[sm.Rule]) -> None:
    one = demand("a", shift("a", 6, "08:00-16:00"), headcount=2)
    other = demand("b", shift("b", 6, "08:00-16:00"), **({"headcount": 2} | fields))
    assert alike(one, other, rules=rules, skills=[sm.Skill(id="lift")]) is None


def test_seats_that_one_person_could_take_both_stay_two() -> None:
    line = [demand(name, shift(name, 6, "08:00-16:00")) for name in "ab"]
    assert alike(*line, rules=[DailyRest(hours=0), Coverage()]) is not None
    assert alike(*line, rules=[Coverage()]) is None


def test_a_listener_gets_plans_of_the_whole() -> None:
    demands = [demand(f"d{n}", shift(f"s{n}", 6 + n // 3, "08:00-16:00")) for n in range(9)]
    rules = [DailyRest(), MaxShifts(shifts=2, per="week"), Coverage()]
    found: list[sm.Solution] = []
    planned = scenario([worker(f"w{n}") for n in range(4)], demands, rules, tiers=[[EmptySeats()], [Spread()]])
    assert MergedSeats.of(problem_of(planned)) is not None
    best = sm.solve(planned, on_solution=found.append, start=sm.solve(planned))
    assert found
    assert all(sm.verify(planned, one).ok for one in (*found, best))
    assert best.status == "optimal"


def test_control_expands_only_within_the_search() -> None:
    control = Control()
    with control.expanding(lambda chosen: ~chosen):
        assert control.expand is not None
    assert control.expand is None
