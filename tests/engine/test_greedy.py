"""The first plan: the cheapest pairs that fit, no row without room for more, and none broken that bounds indicators."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from staffmatch.constraints import Apart, Budget, ContactLimit, Coverage, PartnershipCost
from staffmatch.engine.construction.greedy import greedy
from staffmatch.engine.model.problem import SEAT, WORKER, Objective, Problem
from staffmatch.records.bases import Rule
from tests.builders import demand, problem_of, scenario, shift, worker
from tests.strategies import sample

PAIRS, SEATS, WORKERS = 30, 8, 4


def problem(seed: int) -> Problem:
    """Each pair fills one seat and takes some of one worker's room; all are worth having."""
    dice = np.random.default_rng(seed)
    every = np.arange(PAIRS)
    seat, worker = np.sort(dice.integers(0, SEATS, PAIRS)), dice.integers(0, WORKERS, PAIRS)
    rows = np.r_[seat, SEATS + worker]
    weights = np.r_[np.ones(PAIRS, np.int64), dice.integers(1, 6, PAIRS)]
    return Problem(
        pairs=PAIRS,
        matrix=csr_array((weights, (rows, np.r_[every, every])), shape=(SEATS + WORKERS, PAIRS)),
        lower=np.full(SEATS + WORKERS, -np.inf),
        upper=np.r_[dice.integers(1, 3, SEATS), dice.integers(3, 8, WORKERS)].astype(float),
        side=np.repeat(np.array([SEAT, WORKER], np.int8), [SEATS, WORKERS]),
        row_group=np.repeat([0, 1], [SEATS, WORKERS]),
        seat=seat,
        timeline=None,
        indicators=(),
        objectives=(Objective(0, -dice.integers(1, 50, PAIRS)),),
    )


@pytest.mark.parametrize("seed", sample(range(20), 6))
def test_what_is_left_out_does_not_fit_any_more(seed: int) -> None:
    instance = problem(seed)
    chosen = greedy(instance)
    assert not len(instance.broken(chosen))
    for pair in np.flatnonzero(~chosen).tolist():
        assert len(instance.broken(chosen | (np.arange(PAIRS) == pair)))


@pytest.mark.parametrize("seed", sample(range(20), 6))
def test_wanted_pairs_come_first_as_far_as_they_fit(seed: int) -> None:
    instance = problem(seed)
    former = greedy(problem(seed))
    assert (greedy(instance, former) == former).all()
    everything = greedy(instance, np.ones(PAIRS, bool))
    assert everything[0] == (instance.matrix[:, [0]].toarray().ravel() <= instance.upper).all()
    assert not len(instance.broken(everything))


TEAM = [worker(f"w{n}", company=f"hotel {n % 3}", pay_cents_per_hour=1000) for n in range(6)]
NEEDS = [
    demand(f"d{n}", shift(f"early {n}", 6, "06:00-10:00"), shift(f"late {n}", 6, "12:00-16:00"), headcount=2)
    for n in range(2)
]
RULES = (
    ContactLimit(lenders=1),
    Apart(groups=[("w0", "w1"), ("w1", "w2", "w3")], per="site_day"),
    Budget(cents=33_000, with_charges=True),
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_the_first_plan_breaks_no_row_over_indicators_and_fills_seats(rule: Rule) -> None:
    problem = problem_of(scenario(TEAM, NEEDS, [rule, PartnershipCost(cents=5_000)]))
    everything = np.ones(problem.pairs, bool)
    assert len(problem.broken(problem.complete(everything)))
    for wanted in (None, everything):
        chosen = greedy(problem, wanted)
        assert chosen.sum() >= 3
        assert not len(problem.broken(problem.complete(chosen)))


@pytest.mark.parametrize("cheap", [("a", "c"), ("b", "d"), ("c", "d")])
def test_those_who_come_along_in_a_crew_are_the_cheapest(cheap: tuple[str, str]) -> None:
    people = [worker(name, pay_cents_per_hour=1000 if name in cheap else 2000) for name in "abcd"]
    crew = demand("crew", shift("s", 6, "08:00-16:00"), headcount=2, min_crew=2)
    problem = problem_of(scenario(people, [crew], [Coverage()]))
    assert ["abcd"[pair] for pair in np.flatnonzero(greedy(problem))] == [*cheap]
