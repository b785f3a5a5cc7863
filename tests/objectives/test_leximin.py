"""Leximin against every plan of tiny scenarios."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Availability, ConsentRule, Coverage, DailyRest
from staffmatch.domain.plan import Plan
from staffmatch.objectives import Cost, Leximin, LoadOver, Share, UncoveredHours, leximin
from staffmatch.objectives.shared.share import AnyShare
from staffmatch.objectives.shared.share_levels import levels_of
from staffmatch.records.accessors import tiers_in_full
from staffmatch.testing import all_pairs, plan_of, subsets
from tests.builders import company, demand, scenario, shift, worker
from tests.objectives.shares import drawn_share

HOURS = ("06:00-14:00", "08:00-12:00", "14:00-22:00", "22:00-06:00")
RULES = (ConsentRule(), Availability(), Coverage(), DailyRest(hours=8))
COMPANIES = [company(name) for name in ("bar", "spa", "port", "ward")]


def tiny(seed: int) -> sm.Scenario:
    """Two or three people of two lenders, three or four shifts of two borrowers, from Friday to Monday."""
    dice = Random(seed)  # noqa: S311 - nothing here is secret
    people = [worker(f"w{n}", company=dice.choice(("bar", "spa"))) for n in range(dice.choice((2, 3)))]
    lengths = HOURS if dice.random() < 0.8 else (*HOURS, "06:00-12:00")
    needs = [
        demand(
            f"d{n}",
            shift(f"s{n}", dice.choice((3, 4, 5, 6)), dice.choice(lengths)),
            company=dice.choice(("port", "ward")),
            headcount=dice.choice((1, 1, 2)),
        )
        for n in range(4 if len(people) == 2 else 3)
    ]
    return scenario(people, needs, RULES, COMPANIES)


def allowed(scene: sm.Scenario) -> list[Plan]:
    plans = (plan_of(chosen) for chosen in subsets(all_pairs(scene)))
    rules = [rule for rule in scene.rules if rule.kind in ("coverage", "daily_rest")]
    return [plan for plan in plans if not any(True for rule in rules for _ in rule.check(scene, plan))]


def ordered(share: AnyShare, scene: sm.Scenario, plan: Plan) -> list[Fraction]:
    """The loads from the worst on, each the less the better."""
    loads = share.loads(scene, plan).values()
    return sorted(loads if share.burden else (-load for load in loads), reverse=True)


def require_leximin(seed: int) -> None:
    dice, scene = Random(seed), tiny(seed)  # noqa: S311 - nothing here is secret
    share = drawn_share(dice, scene)
    plans = allowed(scene)
    if dice.random() < 0.7:
        scene = scene.replace(tiers=(*scene.tiers[:1], leximin(share)))
        least = min(UncoveredHours().value(scene, plan) for plan in plans)
        plans = [plan for plan in plans if UncoveredHours().value(scene, plan) == least]
    else:
        scene = scene.replace(tiers=[leximin(share)])
    loads = [load for plan in plans for load in share.loads(scene, plan).values()]
    assert {ceil(load) if share.burden else floor(load) for load in loads} <= set(levels_of(share, scene))
    solution = sm.solve(scene)
    assert solution.status == "optimal"
    assert ordered(share, scene, solution.plan) == min(ordered(share, scene, plan) for plan in plans)
    (run,) = scene.tiers[-1]
    assert isinstance(run, Leximin)
    vector = run.vector(solution)
    assert [one.load for one in vector] == [one.bound for one in vector]
    best = ordered(share, scene, solution.plan)
    assert [abs(one.load) for one in vector] == [abs(float(load / share.per_unit)) for load in best]


@pytest.mark.parametrize("seed", [0, 1, 3, 4, 5])
def test_no_plan_has_better_loads_from_the_worst_on(seed: int) -> None:
    require_leximin(seed)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(200))
def test_no_plan_of_200_scenarios_has_better_loads(seed: int) -> None:
    require_leximin(seed)


# One early shift a day: only Ann can do Monday's and Tuesday's, the others share the rest of the week.
STUCK = scenario(
    [
        worker("ann", skills={"crane": 1}),
        *(
            worker(name, availability=[sm.TimeWindow(start="2020-04-08T00:00+02:00", end="2020-04-12T00:00+02:00")])
            for name in ("bob", "cem")
        ),
    ],
    [
        demand("crane", *(shift(f"c{day}", day, "06:00-14:00") for day in (6, 7)), skills={"crane": 1}),
        demand("dock", *(shift(f"k{day}", day, "06:00-14:00") for day in (8, 9, 10, 11))),
    ],
)


def test_whoever_cannot_be_helped_does_not_hold_up_the_others() -> None:
    scene = STUCK.replace(tiers=[[UncoveredHours()], leximin(Share()), [Cost()]])
    solution = sm.solve(scene)
    assert sorted(Share().loads(scene, solution.plan).values()) == [16 * 60] * 3
    apart = scene.replace(workers=[one for one in scene.workers if one.id != "cem"])
    solution = sm.solve(apart)
    assert {one.party: (one.load, one.bound) for one in Leximin().vector(solution)} == {
        "ann": (24, 24),
        "bob": (24, 24),
    }
    spread = sm.solve(apart.replace(workers=[*apart.workers, worker("dan", availability=[])]))
    # Dan can't be lent at all: the spread is 24 h whatever the others do, and they share all the same.
    assert [(one.party, one.load) for one in Leximin().vector(spread)] == [("ann", 24), ("bob", 24), ("dan", 0)]


def test_a_run_has_a_result_for_each_level_and_reads_back() -> None:
    scene = STUCK.replace(tiers=[[UncoveredHours()], leximin(Share()), [Cost()]])
    run = tiers_in_full(scene)
    assert [term.level for (term,) in run if isinstance(term, LoadOver)] == [60 * hours for hours in range(40, -1, -8)]
    solution = sm.solve(scene)
    assert [(tier.term, tier.value, tier.gap) for tier in solution.tiers[1:-1]] == [
        *[(f"load_over({level} h)", 0, 0) for level in (40, 32, 24, 16)],
        ("load_over(8 h)", 24, 0),
        ("load_over(0 h)", 48, 0),
    ]
    assert sm.verify(scene, solution).ok
    assert not sm.verify(scene, solution).unproven
    again = sm.Scenario.model_validate_json(scene.model_dump_json())
    assert again == scene
    assert again.digest() == scene.digest()
    assert sm.Solution.model_validate_json(solution.model_dump_json()).of(again).tiers == solution.tiers
    worse = solution.tiers[5].model_copy(update={"value": 16.0})
    forged = solution.model_copy(update={"tiers": (*solution.tiers[:5], worse, *solution.tiers[6:])})
    assert not sm.verify(scene, forged).ok


def test_steps_tell_multiples_apart_alone() -> None:
    scene = STUCK.replace(tiers=[[UncoveredHours()], leximin(Share(), step=16)])
    assert [tier[0].level for tier in tiers_in_full(scene)[1:]] == [60 * 32, 60 * 16, 0]
    assert all(one.bound is None for one in Leximin(step=16).vector(sm.solve(scene)))


def test_the_order_of_people_makes_no_difference() -> None:
    scene = STUCK.replace(tiers=[[UncoveredHours()], leximin(Share())])
    turned = scene.replace(workers=scene.workers[::-1], demands=scene.demands[::-1])
    one, other = sm.solve(scene), sm.solve(turned)
    assert [tier.value for tier in one.tiers] == [tier.value for tier in other.tiers]
    assert [tier.bound for tier in one.tiers] == [tier.bound for tier in other.tiers]
    assert turned.digest() == scene.digest()


def problem(scene: sm.Scenario, *tiers: list[Any]) -> Any:
    with pytest.raises(sm.InputError) as caught:
        scene.replace(tiers=tiers)
    (found,) = caught.value.problems
    return found


def test_leximin_stands_alone_and_looks_at_so_many_levels() -> None:
    found = problem(STUCK, [UncoveredHours(), Leximin()])
    assert (found.code, found.path) == ("leximin_alone", "tiers[0][1]")
    assert problem(STUCK, [Leximin(weight=2)]).code == "leximin_alone"
    days = [demand(f"d{n}", shift(f"m{n}", 6 + n % 20, "06:00-14:00", pause=n % 7)) for n in range(40)]
    found = problem(STUCK.replace(demands=days), [Leximin()])
    assert (found.code, found.path, found.advice) == (
        "many_levels",
        "tiers[0][0].step",
        "Give it a step, such as 1: then loads are told apart at multiples of it alone.",
    )


def test_a_run_of_tiers_is_no_axis_of_a_tradeoff() -> None:
    with pytest.raises(sm.InputError, match="run of tiers"):
        sm.tradeoff(STUCK, "leximin", "cost")
