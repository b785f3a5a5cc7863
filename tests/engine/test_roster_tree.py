"""Branch and price: a tree of cases over whole rosters proves what other ways prove; a spoilt one proves no more."""

from __future__ import annotations

import numpy as np
import pytest

import staffmatch as sm
from staffmatch import certificate
from staffmatch.constraints import DailyRest, MaxShifts, MinHours
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.objectives import PairCost
from staffmatch.result.certificate import certified
from staffmatch.result.certificate.own_choices import OwnChoices
from staffmatch.result.certificate.own_columns import OwnColumns
from staffmatch.result.certificate.own_least import least_cost
from staffmatch.result.tier_proof import TierProof
from tests.builders import demand, problem_of, scenario, shift, worker
from tests.engine.test_rosters import PAIRS, problem

HOURS = ("06:00-14:00", "14:00-22:00")

# Nothing but the tree can close a tier.
ALONE = SearchParams.of(
    {
        "at_once": {"most_columns": 0},
        "rosters": {"most_near": 0, "most_whole": 0},
        "cases": {"least_certified": 60},
    }
)


def ward(seed: int) -> sm.Scenario:
    """Four people who work three shifts or none, and bring more or less on each: ten seats are no threes."""
    dice = np.random.default_rng(seed)
    people = [worker(f"w{n}") for n in range(4)]
    shifts = [
        demand(f"d{day}{part}", shift(f"s{day}{part}", 6 + day, hours), headcount=1)
        for day in range(5)
        for part, hours in enumerate(HOURS)
    ]
    rows = [(one.id, each.shifts[0].id, int(dice.integers(-20, 0))) for one in people for each in shifts]
    who, which, costs = zip(*rows, strict=True)
    rules = [DailyRest(), MaxShifts(shifts=3, per="week"), MinHours(hours=24)]
    table = sm.PairTable(workers=who, shifts=which, costs=costs)
    return scenario(people, shifts, rules, pair_table=table, tiers=[[PairCost()]])


@pytest.fixture(scope="module")
def closed() -> list[tuple[int, sm.Solution]]:
    """Solutions of a few wards that a tree had to close."""
    found = []
    for seed in (0, 1, 5):
        with using(ALONE):
            solution = sm.solve(ward(seed), threads=1)
        if any(proof is not None and proof.own_cases for proof in solution.certificate):
            found.append((seed, solution))
    return found


def test_a_tree_proves_the_optimum_in_integers(closed: list[tuple[int, sm.Solution]]) -> None:
    assert len(closed) >= 2
    for seed, solution in closed:
        assert solution.status == "optimal"
        assert all(tier.proof == "certificate" for tier in solution.tiers)
        assert [tier.value for tier in solution.tiers] == [tier.value for tier in sm.solve(ward(seed)).tiers]
        assert sm.verify(ward(seed), solution).ok


def test_a_spoilt_tree_proves_no_more(closed: list[tuple[int, sm.Solution]]) -> None:
    for seed, solution in closed:
        assert certificate.check(ward(seed), solution) == ()
        (proof,), (tier,) = solution.certificate, solution.tiers
        assert proof is not None
        value, one = round(tier.value * tier.per_unit), problem_of(ward(seed))
        assert certified(one, (value,), (proof,)) == (value,)
        *weaker, bent = (
            certified(one, (value,), (spoilt,))[0] for spoilt in _spoilt(proof, np.random.default_rng(seed))
        )
        assert all(bound is None or bound < value for bound in weaker)
        assert bent is None or bent <= value


def _spoilt(proof: TierProof, dice: np.random.Generator) -> list[TierProof]:
    """With a case less, a case more, without best rosters, and with prices of another size."""
    cases, at = list(proof.cases), int(dice.integers(len(proof.cases)))
    dearer = cases[at].model_copy(update={"prices": tuple(3 * price + 1 for price in cases[at].prices)})
    return [
        proof.model_copy(update={"cases": tuple(cases[:-1])}),
        proof.model_copy(update={"cases": (*cases, cases[-1])}),
        proof.model_copy(update={"own_cases": False}),
        proof.model_copy(update={"cases": (*cases[:at], dearer, *cases[at + 1 :])}),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_few_choices_have_the_least_that_states_have(seed: int) -> None:
    one, dice = problem(seed), np.random.default_rng(seed + 400)
    rest = dice.integers(-9, 6, one.width)
    bound, must = dice.random(PAIRS) < 0.2, dice.random(PAIRS) < 0.1
    (family,), first = one.indicators, one.timeline.block == one.timeline.block[0]
    mine = np.r_[first, np.isin(np.arange(family.count), family.group[first])]
    rows = np.flatnonzero(abs(one.matrix) @ ~mine == 0)
    own = OwnColumns.of(one, one.timeline, np.flatnonzero(mine), rows)
    must, banned = (must & ~bound)[own.columns], bound[own.columns]
    choices = OwnChoices.of(own)
    assert choices is not None
    every = np.array([one.complete(((number >> np.arange(PAIRS)) & 1).astype(bool)) for number in range(2**PAIRS)])
    activity = every @ one.matrix[rows].toarray().T
    kept = ((activity >= one.lower[rows]) & (activity <= one.upper[rows])).all(axis=1) & ~every[:, ~mine].any(axis=1)
    kept &= every[:, own.columns[must]].all(axis=1) & ~every[:, own.columns[banned]].any(axis=1)
    least = int((every[kept] @ rest).min()) if kept.any() else None
    assert choices.least(rest, must, banned) == least
    # Where long rows leave no choice, states by short ones still have a least.
    assert least is None or least_cost(own, rest, must, banned) == least
    assert not len(choices.taken) or OwnChoices.of(own, most=len(choices.taken) - 1) is None
