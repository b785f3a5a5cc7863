"""Rows of seats lifted to indicators say nothing new of whole plans and more of fractions."""

from __future__ import annotations

import numpy as np

import staffmatch as sm
from staffmatch.compiling import columns_of
from staffmatch.constraints import ContactLimit, PartnershipCost
from staffmatch.engine.problem import Problem
from staffmatch.formulation import formulate
from staffmatch.pairing import eligible_pairs
from tests.builders import demand, scenario, shift, worker

TEAM = [worker("ann"), worker("bob"), worker("cem", company="other")]
SHIFTS = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00")


def formulated(*rules: sm.Rule, headcount: int = 1) -> Problem:
    scene = scenario(TEAM, [demand("d", *SHIFTS, headcount=headcount)], rules)
    return formulate(eligible_pairs(columns_of(scene), scene.rules), scene.tiers)


def cuts(problem: Problem) -> list[dict[int, int]]:
    """The entries of each cut, by column."""
    rows = np.flatnonzero(np.isin(problem.family, problem.cuts))
    assert not problem.upper[rows].any()
    matrix = problem.matrix[rows]
    return [
        dict(zip(matrix.indices[a:b].tolist(), matrix.data[a:b].tolist(), strict=True))
        for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    ]


def test_all_people_of_a_lender_for_a_seat_hang_on_its_partnership_together() -> None:
    problem = formulated(PartnershipCost(cents=100))
    lender = problem.indicators[0].first
    # Pairs are those of ann, bob and cem with Monday and Tuesday; cem is alone in the other company.
    assert cuts(problem) == [{0: 1, 2: 1, lender: -1}, {1: 1, 3: 1, lender: -1}]


def test_where_there_are_no_more_people_than_seats_the_links_say_it_all() -> None:
    assert cuts(formulated(PartnershipCost(cents=100), headcount=2)) == []


def test_half_a_partnership_does_not_carry_a_whole_person_in_two_halves() -> None:
    problem = formulated(PartnershipCost(cents=100))
    halves = np.zeros(problem.width)
    halves[[0, 2, problem.indicators[0].first]] = 0.5
    pair, indicator = problem.links
    assert (halves[pair] <= halves[indicator]).all()
    broken = np.flatnonzero(problem.matrix @ halves > problem.upper)
    assert set(problem.family[broken]) <= set(problem.cuts)
    assert len(broken) == 1


def test_every_indicator_that_pairs_force_is_lifted() -> None:
    assert len(cuts(formulated(ContactLimit(lenders=1)))) == 2
