"""Rows of seats lifted to indicators say nothing new of whole plans and more of fractions."""

from __future__ import annotations

import numpy as np

import staffmatch as sm
from staffmatch.constraints import BorrowersPerWorker, ContactLimit, DailyRest, HorizonHours, PartnershipCost
from staffmatch.engine.model.problem import Problem
from tests.builders import demand, problem_of, scenario, shift, worker

TEAM = [worker("ann"), worker("bob"), worker("cem", company="other")]
SHIFTS = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00")


def formulated(*rules: sm.Rule, headcount: int = 1) -> Problem:
    scene = scenario(TEAM, [demand("d", *SHIFTS, headcount=headcount)], rules)
    return problem_of(scene)


def cuts(problem: Problem) -> list[dict[int, int]]:
    """The entries of each cut, by column."""
    rows = np.flatnonzero(np.isin(problem.row_group, problem.cuts))
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
    assert set(problem.row_group[broken]) <= set(problem.cuts)
    assert len(broken) == 1


def test_every_indicator_that_pairs_force_is_lifted() -> None:
    assert len(cuts(formulated(ContactLimit(lenders=1)))) == 2


LONG = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00"), shift("we", 8, "08:00-14:00")


def test_half_a_partnership_does_not_carry_all_hours_of_a_person_in_halves() -> None:
    """8, 8 and 6 h, each half, are 11 of 14 h, and half of these are 7 h."""
    rules = [HorizonHours(hours=14), PartnershipCost(cents=100)]
    scene = scenario([worker("ann"), worker("bob")], [demand("d", *LONG, headcount=2)], rules)
    problem = problem_of(scene)
    halves = np.full(problem.width, 0.5)
    broken = np.flatnonzero(problem.matrix @ halves > problem.upper)
    assert set(problem.row_group[broken]) <= set(problem.cuts)
    of_ann = [4, 4, 3, 0, 0, 0, -7]
    assert of_ann in problem.matrix[broken].toarray().tolist()
    quarters = np.where(np.arange(problem.width) < problem.pairs, 0.25, 0.5)
    assert (problem.matrix @ quarters <= problem.upper).all()


def test_hours_that_fit_for_whoever_rests_are_not_lifted() -> None:
    """Of three shifts of 8 h on one day nobody has more than one."""
    day = [shift(name, 6, "08:00-16:00") for name in "abc"]
    shifts = *day, shift("tu", 7, "08:00-12:00")
    rules = [HorizonHours(hours=12), DailyRest(), PartnershipCost(cents=100)]
    scene = scenario([worker("ann"), worker("bob")], [demand("d", *shifts, headcount=2)], rules)
    problem = problem_of(scene)
    lifted = problem.matrix[(problem.matrix.toarray()[:, problem.pairs :] < 0).any(axis=1)]
    assert lifted.toarray().tolist() == [[1, 1, 1, 0, 0, 0, 0, 0, -1], [0, 0, 0, 0, 1, 1, 1, 0, -1]]


def test_what_is_one_persons_own_has_no_hours_lifted_to_it() -> None:
    needs = [demand("d", *LONG), demand("e", shift("th", 9, "08:00-12:00"), company="lab")]
    scene = scenario([worker("ann"), worker("bob")], needs, [HorizonHours(hours=14), BorrowersPerWorker(borrowers=1)])
    problem = problem_of(scene)
    assert not (problem.matrix.toarray()[:, problem.pairs :] < 0).any()
