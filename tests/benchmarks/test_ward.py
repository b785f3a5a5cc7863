"""The penalty and the limits of nurse rosters, counted apart from rules and terms."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

import staffmatch as sm
from benchmarks.families.nurse import offset, roster_of, scenario_of
from benchmarks.families.ward import Ward
from tests.benchmarks.tiny import WARD

# What keeps every limit but the penalty of 3: 2 for the shift that a does not get, 1 for the one that a gets.
BEST = {("a", 1): "E", ("a", 2): "E", ("a", 3): "L", ("b", 0): "L"}


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    path = tmp_path / "ward.txt"
    path.write_text(WARD)
    return Ward.read(str(path))


def test_the_least_penalty_is_that_of_the_tier(ward: Ward) -> None:
    cells = list(product(ward.nurses, range(ward.days)))
    rosters = [
        {cell: kind for cell, kind in zip(cells, kinds, strict=True) if kind}
        for kinds in product(("", *ward.kinds), repeat=len(cells))
    ]
    kept = [roster for roster in rosters if not any(ward.broken(roster))]
    assert min(map(ward.penalty, kept)) == ward.penalty(BEST) == 3
    solution = sm.solve(scenario_of(ward))
    roster = roster_of(solution.plan)
    assert not [*ward.broken(roster)]
    assert ward.penalty(roster) == solution.tiers[1].value + offset(ward) == 3


@pytest.mark.parametrize(
    ("change", "limit"),
    [
        ({("b", 1): "L"}, "b: days off"),
        ({("a", 0): "L"}, "a: shifts of a kind"),
        ({("a", 0): "E"}, "a: most minutes"),
        ({("b", 0): ""}, "b: least minutes"),
        ({("a", 0): "E"}, "a: most days in a row"),
        ({("b", 2): "L"}, "b: least days in a row"),
        ({("a", 1): "L"}, "a: successions"),
    ],
)
def test_a_broken_limit_is_told(ward: Ward, change: dict[tuple[str, int], str], limit: str) -> None:
    roster = {cell: kind for cell, kind in (BEST | change).items() if kind}
    assert limit in [*ward.broken(roster)]


def test_people_missing_and_too_many_cost(ward: Ward) -> None:
    assert ward.penalty({cell: kind for cell, kind in BEST.items() if cell != ("b", 0)}) == 103
    assert ward.penalty(BEST | {("b", 3): "L"}) == 3 + 3 + 1
