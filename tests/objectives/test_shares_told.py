"""Shares from plan to plan, and how runs of tiers are named, counted and refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given

import staffmatch as sm
from staffmatch.constraints import HorizonHours, WeeklyHours
from staffmatch.domain.plan import Plan
from staffmatch.objectives import CompanyShare, Cost, Leximin, LoadOver, MaxLoad, Share, Spread, UncoveredHours, leximin
from staffmatch.objectives.shared.share_levels import levels_of
from staffmatch.records.accessors import tiers_in_full
from staffmatch.reports.proofs import proofs
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from staffmatch.result.tier_check import tier_value
from staffmatch.testing import accepts, all_pairs, plan_of, subsets
from tests.builders import demand, scenario, shift, worker
from tests.objectives.test_leximin import ordered
from tests.rule_strategies import SHARES
from tests.strategies import examples, scenarios

TEAM = [worker("ann"), worker("bob")]
NEEDS = [demand("d", *(shift(f"s{day}", day, "06:00-14:00") for day in (6, 7, 8)))]
SCENE = scenario(TEAM, NEEDS, tiers=[[UncoveredHours()], leximin(Share()), [Cost()]])


def test_targets_stay_with_those_who_are_there() -> None:
    share = Share(targets={"ann": 2, "bob": 1}, history={"bob": 3})
    solution = sm.evaluate(SCENE, Plan.of([("ann", "s6")]))
    alone = SCENE.replace(workers=TEAM[:1])
    after = share.after(solution, alone)
    assert (after.targets, after.history) == ({"ann": 2}, {"ann": 8})
    assert alone.replace(tiers=[[UncoveredHours()], [Spread(of=after)]]).tiers[1][0] == Spread(of=after)
    assert share.after(solution).targets == share.targets


def test_filled_seats_have_no_history() -> None:
    with pytest.raises(sm.InputError) as caught:
        CompanyShare(of="borrowers", count="filled").after(sm.evaluate(SCENE, Plan()))
    (found,) = caught.value.problems
    assert (found.code, found.path) == ("no_history", "count")


@pytest.mark.parametrize(
    ("share", "code", "path"),
    [
        ({"count": "filled"}, "literal_error", "tiers[0][0].of.count"),
        ({"of": "lenders", "histry": {}}, "extra_forbidden", "tiers[0][0].of.histry"),
        ({"targets": {"ann": 0}}, "greater_than_equal", "tiers[0][0].of.targets.ann"),
        ({"of": "people"}, "no_share", "tiers[0][0].of"),
        ({"of": ["lenders"]}, "no_share", "tiers[0][0].of"),
        ("workers", "no_share", "tiers[0][0].of"),
        (None, "no_share", "tiers[0][0].of"),
    ],
)
def test_a_bad_field_is_where_it_stands(share: Any, code: str, path: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        sm.Scenario.model_validate(SCENE.model_dump(mode="json") | {"tiers": [[{"kind": "spread", "of": share}]]})
    (found,) = caught.value.problems
    assert (found.code, found.path) == (code, path)


def test_levels_are_named_wherever_tiers_are() -> None:
    solution = sm.solve(SCENE)
    names = [f"load_over({level} h)" for level in (16, 8, 0)]
    assert [tier.term for tier in solution.tiers] == ["uncovered_hours", *names, "cost"]
    assert solution.to_frame("tiers", backend="pandas")["term"].tolist()[1:-1] == names
    assert sm.verify(SCENE, solution).ok
    other = sm.evaluate(SCENE, Plan.of([("ann", "s6"), ("ann", "s7"), ("ann", "s8")]))
    told = solution.diff(other)
    assert [tier.term for tier in told.tiers][1:-1] == names
    assert "load over 16 h" in told.text
    assert "Last über 16 h" in told.text_in("de")
    compared = sm.compare({"one": SCENE, "two": SCENE.replace(workers=[*TEAM, worker("cem")])})
    assert [tier.term for tier in compared["two"].tiers][1:-1] == names
    said = [one.name.replace(SPACE, " ") for one in proofs(solution, Words())]
    assert said[1:3] == ["Load over 8 h", "Load over 0 h"]
    weighed = SCENE.replace(tiers=[[UncoveredHours()], [LoadOver(level=450, weight=2), MaxLoad()]])
    assert sm.solve(weighed).tiers[1].term == "2 load_over(7.5 h) + max_load"


def test_tiers_are_counted_as_they_were_written() -> None:
    solution = sm.solve(SCENE)
    changed = SCENE.replace(workers=[*TEAM, worker("cem")])
    told = solution.replan(changed, after_tiers=2).replanned
    assert told is not None
    assert [tier.term for tier in told.tiers][-2:] == ["change", "cost"]
    first = solution.replan(changed, after_tiers=1).replanned
    assert first is not None
    assert [tier.term for tier in first.tiers][:2] == ["uncovered_hours", "change"]
    with pytest.raises(sm.InputError):
        solution.replan(changed, after_tiers=4)
    held = sm.tradeoff(SCENE, "cost", "max_load", after_tiers=2).held
    assert [tier.term for tier in held] == [tier.term for tier in solution.tiers[:-1]]
    with pytest.raises(sm.InputError):
        sm.tradeoff(SCENE, "cost", "max_load", after_tiers=4)


@pytest.mark.parametrize(
    ("rules", "most"),
    [
        ((), (24, 24)),
        ((HorizonHours(hours=20),), (20, 20)),
        ((HorizonHours(hours=20, price_cents=100),), (24, 24)),
        ((WeeklyHours(hours=20),), (20, 10)),
        ((WeeklyHours(hours=20), WeeklyHours(hours=30, worker="ann")), (20, 10)),
    ],
)
def test_hours_that_nobody_may_have_are_no_levels(rules: tuple[Any, ...], most: tuple[int, int]) -> None:
    team = [worker("ann"), worker("bob", max_hours_per_week=10)]
    scene = scenario(team, NEEDS, rules)
    for name, hours in zip(("ann", "bob"), most, strict=True):
        assert max(levels_of(Share(worker=name), scene)) == 60 * (hours // 8 * 8)


@pytest.mark.parametrize(
    "share", [Share(), Share(targets={"ann": 77, "bob": 40}), Share(history={"ann": 10**6}), Share(history={"bob": -9})]
)
def test_the_step_that_is_advised_is_enough(share: Share) -> None:
    days = [demand(f"d{n}", shift(f"m{n}", 6 + n % 20, "06:00-14:00", pause=n % 7)) for n in range(40)]
    scene = SCENE.replace(demands=days, tiers=[[UncoveredHours()]])
    with pytest.raises(sm.InputError) as caught:
        scene.replace(tiers=[leximin(share)])
    (found,) = caught.value.problems
    step = float(str(found.advice).split("such as ")[1].split(":")[0])
    assert 20 < len(tiers_in_full(scene.replace(tiers=[leximin(share, step=step)]))) <= 200


@examples(30)
@given(scenarios(most_pairs=6, pins=False), SHARES)
def test_no_plan_under_whole_rule_sets_has_better_loads(scene: sm.Scenario, fields: dict[str, Any]) -> None:
    share = fields["of"]
    try:
        scene = scene.replace(tiers=(scene.tiers[0], leximin(share), *scene.tiers[1:]))
    except sm.InputError:
        # Nobody is in scope, or there are too many levels.
        assume(False)
    plans = [plan for plan in map(plan_of, subsets(all_pairs(scene))) if accepts(scene, plan, scene.rules)]
    first = [tier_value(scene, plan, scene.tiers[0])[0] for plan in plans]
    best = [plan for plan, value in zip(plans, first, strict=True) if value == min(first)]
    solution = sm.solve(scene)
    assert solution.status == "optimal"
    assert ordered(share, scene, solution.plan) == min(ordered(share, scene, plan) for plan in best)
    (run,) = scene.tiers[1]
    assert isinstance(run, Leximin)
    assert all(one.load == one.bound for one in run.vector(solution))
