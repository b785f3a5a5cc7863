"""Leximin and the terms about shares, against every plan of tiny scenarios."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Availability, ConsentRule, Coverage, DailyRest
from staffmatch.domain.plan import Plan
from staffmatch.objectives import CompanyShare, Share, UncoveredHours, leximin
from staffmatch.testing import all_pairs, plan_of, subsets
from tests.builders import company, demand, scenario, shift, worker

HOURS = ("06:00-14:00", "06:00-12:00", "14:00-18:00", "22:00-06:00")
RULES = (ConsentRule(), Availability(), Coverage(), DailyRest(hours=8))


def tiny(seed: int) -> sm.Scenario:
    """Two or three people of two lenders, three or four shifts of two borrowers over a week end."""
    draw = random.Random(seed)
    people = [worker(f"w{n}", company=draw.choice(("bar", "spa"))) for n in range(draw.choice((2, 3, 3)))]
    count = 12 // len(people)
    needs = [
        demand(
            f"d{n}",
            shift(f"s{n}", draw.choice((3, 4, 5, 6)), draw.choice(HOURS)),
            company=draw.choice(("port", "ward")),
            headcount=draw.choice((1, 1, 2)),
        )
        for n in range(count)
    ]
    companies = [company(name) for name in ("bar", "spa", "port", "ward")]
    return scenario(people, needs, RULES, companies)


def allowed(scene: sm.Scenario) -> list[Plan]:
    plans = (plan_of(chosen) for chosen in subsets(all_pairs(scene)))
    return [plan for plan in plans if not any(found for rule in scene.rules for found in rule.check(scene, plan))]


def ordered(share: Share | CompanyShare, scene: sm.Scenario, plan: Plan) -> tuple[Fraction, ...]:
    """The loads from the worst on, each the less the better."""
    loads = share.loads(scene, plan).values()
    return tuple(sorted(loads if share.burden else (-load for load in loads))[::-1])


def shares(seed: int) -> Share | CompanyShare:
    draw = random.Random(-seed - 1)
    count: Any = draw.choice(("hours", "hours", "shifts", "nights", "weekends"))
    more_is: Any = draw.choice((None, None, "better"))
    history = {"w0": draw.choice((-8, 4, 7))} if draw.random() < 0.3 else {}
    targets = {"w0": 1, "w1": 2, "w2": 3} if draw.random() < 0.3 else {}
    of: Any = draw.choice(("workers", "workers", "lenders", "borrowers", "filled"))
    if of == "filled":
        return CompanyShare(of="borrowers", count="filled")
    if of == "workers":
        return Share(count=count, more_is=more_is, history=history, targets=targets)
    return CompanyShare(of=of, count=count, more_is=more_is, history={"bar": 3, "port": 5} if history else {})


@pytest.mark.parametrize("seed", range(int(__import__("os").environ.get("SEEDS", "40"))))
def test_leximin_is_the_best_of_all_plans(seed: int) -> None:
    scene, share = tiny(seed), shares(seed)
    known = set(scene.ids("workers"))
    if isinstance(share, Share) and share.targets:
        share = share.replace(targets={name: one for name, one in share.targets.items() if name in known})
    covered = random.Random(seed).random() < 0.7
    first = ((UncoveredHours(),),) if covered else ()
    scene = scene.replace(tiers=(*first, leximin(share)))
    solution = sm.solve(scene, threads=1)
    plans = allowed(scene)
    if covered:
        least = min(UncoveredHours().value(scene, plan) for plan in plans)
        plans = [plan for plan in plans if UncoveredHours().value(scene, plan) == least]
    assert solution.status == "optimal"
    assert ordered(share, scene, solution.plan) == min(ordered(share, scene, plan) for plan in plans)
    assert sm.verify(scene, solution).ok
