"""Levels of a leximin: cuts between them hold for every plan, bounds at once are right, and levelling levels."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import Availability, ConsentRule, Coverage, DailyRest
from staffmatch.engine.bounds.objective_rows import bound_by_objectives
from staffmatch.engine.bounds.seat_relaxation import seat_bound
from staffmatch.engine.improvement.levelling import level_out
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.model.tier import Tier
from staffmatch.engine.state.candidate_columns import CandidateColumns
from staffmatch.engine.state.control import Control
from staffmatch.engine.state.incumbent import Incumbent
from staffmatch.engine.state.tier_search import TierSearch
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.integer_program import formulate
from staffmatch.objectives import Cost, LoadOver, MaxLoad, Share, Spread, UncoveredHours, leximin
from staffmatch.records.accessors import tiers_in_full
from tests.builders import company, demand, scenario, shift, worker
from tests.objectives.shares import drawn_share
from tests.strategies import sample

HOURS = ("06:00-14:00", "08:00-12:00", "14:00-20:00", "06:00-12:00")
RULES = (ConsentRule(), Availability(), Coverage(), DailyRest(hours=8))


def tiny(seed: int) -> sm.Scenario:
    dice = Random(seed)  # noqa: S311 - nothing here is secret
    people = [worker(f"w{n}", company=dice.choice(("bar", "spa"))) for n in range(3)]
    needs = [demand(f"d{n}", shift(f"s{n}", 3 + n % 3, dice.choice(HOURS)), company="port") for n in range(3)]
    scene = scenario(people, needs, RULES, [company(name) for name in ("bar", "spa", "port")])
    share = drawn_share(dice, scene)
    last = dice.choice((leximin(share), leximin(share), [Spread(of=share)], [Spread(of=share, among="used")]))
    return scene.replace(tiers=[[UncoveredHours()], last] if dice.random() < 0.7 else [last])


def problem_of(scene: sm.Scenario) -> Problem:
    return formulate(eligible_pairs(columns_of(scene), scene.rules), tiers_in_full(scene))


def plans(problem: Problem) -> list[np.ndarray]:
    """Every choice of pairs that breaks no row but perhaps a cut, completed."""
    every = (np.arange(2**problem.pairs)[:, None] >> np.arange(problem.pairs) & 1).astype(bool)
    completed = (problem.complete(chosen) for chosen in every)
    return [x for x in completed if problem.cut[problem.broken(x)].all()]


@pytest.mark.parametrize("seed", sample(range(8), 3))
def test_no_plan_breaks_a_cut_and_none_is_below_a_bound_at_once(seed: int) -> None:
    problem = problem_of(tiny(seed))
    left, values, floors, told = plans(problem), [], [], 0
    for objective in problem.objectives:
        assert not any(len(problem.broken(x)) for x in left)
        best = min(objective.value(x) for x in left)
        tier = Tier(problem, objective, tuple(zip(problem.objectives, values, strict=False)), floors=tuple(floors))
        for found in (seat_bound(tier), bound_by_objectives(tier)):
            assert found is None or found[0] <= best
            told += found is not None and found[0] == best
        left = [x for x in left if objective.value(x) == best]
        values.append(best)
        floors.append(best)
    assert told


def day(people: int, lengths: str) -> sm.Scenario:
    """One shift a day, of 6 h or 8 h, for people who can all work every day."""
    hours = {"6": "06:00-12:00", "8": "06:00-14:00"}
    needs = [demand(f"d{n}", shift(f"s{n}", 1 + n, hours[length])) for n, length in enumerate(lengths)]
    return scenario([worker(f"w{n}") for n in range(people)], needs, RULES)


def test_levelling_leaves_nobody_whom_a_move_or_an_exchange_could_help() -> None:
    problem = problem_of(day(4, "88866668").replace(tiers=[[UncoveredHours()], [LoadOver(level=14 * 60)]]))
    filled, over = problem.objectives
    chosen = np.zeros(problem.pairs, bool)
    chosen[np.unique(problem.seat, return_index=True)[1]] = True
    incumbent = Incumbent(problem, Control(threads=1), chosen)
    # All with one person at first.
    assert incumbent.values == (0, 42 * 60)
    level_out(TierSearch(Tier(problem, over, ((filled, 0),)), CandidateColumns(incumbent)))
    assert incumbent.values == (0, 0)
    assert not len(problem.broken(incumbent.x))
    minutes = np.array([480 if length == "8" else 360 for length in "88866668"])
    loads = np.zeros(4, np.int64)
    pairs = np.flatnonzero(incumbent.pairs)
    assert problem.timeline is not None
    np.add.at(loads, problem.timeline.block[pairs], minutes[problem.seat[pairs]])
    assert sorted(loads.tolist()) == [840] * 4


def test_a_run_of_levels_takes_neither_a_program_nor_a_tree() -> None:
    phases = set()
    scene = day(5, "8886668888").replace(tiers=[[UncoveredHours()], leximin(Share())])
    solution = sm.solve(scene, on_event=lambda event: phases.add(event.phase))
    assert solution.status == "optimal"
    assert all(tier.certified == tier.value for tier in solution.tiers)
    assert not phases & {"relaxation", "dive", "fix", "cases", "branch and bound"}
    assert not sm.verify(scene, solution).unproven


def test_what_is_left_of_a_shortage_is_shared_out_evenly_and_proven() -> None:
    # Four at once are one too many for three people: six of seven seats are filled, and four more on other days.
    crowd = demand("crowd", shift("c", 1, "06:00-14:00"), headcount=4)
    days = [demand(f"d{n}", shift(f"s{n}", 2 + n, "06:00-14:00")) for n in range(5)]
    scene = scenario([worker(f"w{n}") for n in range(3)], [crowd, *days], RULES)
    for term, value in ((Spread(), 8), (MaxLoad(), 24)):
        solution = sm.solve(scene.replace(tiers=[[UncoveredHours()], [term], [Cost()]]))
        assert [tier.certified for tier in solution.tiers[:2]] == [8, value]
        assert solution.tiers[1].value == value


def test_a_difference_among_those_used_is_never_below_zero() -> None:
    scene = day(3, "8866").replace(tiers=[[UncoveredHours()], [Spread(among="used")]])
    problem = problem_of(scene)
    tier = Tier(problem, problem.objectives[1], ((problem.objectives[0], 0),))
    found = bound_by_objectives(tier)
    assert found is not None
    assert found[0] == 0
    assert seat_bound(tier)[0] < 0
