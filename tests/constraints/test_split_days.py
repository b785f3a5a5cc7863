from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import staffmatch as sm
from staffmatch.constraints import Commute, Coverage, DailyRest, SplitDays
from staffmatch.domain.travel import Matrix
from staffmatch.formulation.cliques import greedy_cliques, overlaps
from tests.builders import (
    allowed,
    company,
    demand,
    example,
    home_shift,
    refused,
    scenario,
    shift,
    solved,
    violations,
    worker,
)
from tests.strategies import sample

TRAVEL = Matrix(names=("ward", "shop", "inn"), table=((0, 20, 5), (30, 0, 5), (5, 5, 0)))


def place(name: str) -> sm.Location:
    return sm.Location(lat=53.5, lon=10.0 + len(name) / 100, place=name)


def split(
    *shifts: tuple[str, sm.Shift], rule: SplitDays | None = None, rest: str = "days", **fields: Any
) -> sm.Scenario:
    """Each shift at a place of its own name; the lender is at the inn."""
    needs = [demand(f"d {one.id}", one, location=place(at)) for at, one in shifts]
    rules = [DailyRest(between=rest), rule or SplitDays()]
    return scenario([worker(**fields)], needs, rules, [company("lender", location=place("inn"))], travel=TRAVEL)


A = ("ward", shift("a", 6, "06:00-10:00"))
BOTH = ("w", "a"), ("w", "b")


def after(clock: str, at: str = "shop") -> tuple[str, sm.Shift]:
    return at, shift("b", 6, clock)


def test_the_empty_plan_is_not_split() -> None:
    assert violations(split(A)) == []


def test_the_way_is_enough_and_a_minute_less_is_not() -> None:
    allowed(split(A, after("10:20-14:00")), *BOTH)
    assert "19 min between 'a' and 'b'" in refused(split(A, after("10:19-14:00")), *BOTH)
    rule = SplitDays(minutes=15)
    allowed(split(A, after("10:35-14:00"), rule=rule), *BOTH)
    assert refused(split(A, after("10:20-14:00"), rule=rule), *BOTH) == example(SplitDays)


def test_the_way_is_that_from_the_earlier_to_the_later() -> None:
    back = ("shop", shift("a", 6, "06:00-10:00")), ("ward", shift("b", 6, "10:20-14:00"))
    assert "the way and 0 min take 30 min" in refused(split(*back), *BOTH)


def test_within_a_site_there_is_no_way_but_no_overlap_either() -> None:
    allowed(split(A, after("10:00-14:00", "ward")), *BOTH)
    scene = split(A, after("09:59-14:00", "ward"))
    assert [found.text.replace(" on 2020-04-06", "") for found in violations(scene, *BOTH)] == [
        "Worker 'w' has 'a' and 'b', which overlap by 1 min."
    ] * 2
    assert len(solved(scene)) == 1


@pytest.mark.parametrize(("minutes", "clock"), [(600, "20:00-21:00"), (None, "20:00-21:00"), (10**9, "23:00-23:30")])
def test_between_sites_without_a_way_no_day_is_split(minutes: int | None, clock: str) -> None:
    """Nobody commutes here: the ward and the shop are both next door to somebody whose home is not known."""
    rules = [DailyRest(between="days"), SplitDays(hours=None), Commute()]
    travel = Matrix(names=("ward", "shop", "inn"), table=((0, minutes, 5), (30, 0, 5), (5, 5, 0)))
    scene = split(A, after(clock)).replace(rules=[*rules, Coverage()], travel=travel)
    if minutes == 600:
        allowed(scene, *BOTH)
    else:
        assert refused(scene, *BOTH) == "Worker 'w' has no way from 'a' to 'b' on 2020-04-06."


def test_rest_between_shifts_forbids_what_rest_between_days_allows() -> None:
    scene = split(A, after("12:00-16:00"), rest="shifts")
    assert "2 h between" in refused(scene, *BOTH)


def test_the_day_is_no_longer_than_its_hours() -> None:
    allowed(split(A, after("15:00-19:00")), *BOTH)
    assert "is at work for 13.02 h from 'a' to 'b'" in refused(split(A, after("15:01-19:01")), *BOTH)
    allowed(split(A, after("15:01-19:01"), rule=SplitDays(hours=None)), *BOTH)


def test_a_single_long_shift_is_not_split() -> None:
    allowed(split(("ward", shift("a", 6, "06:00-21:00"))), ("w", "a"))


def test_a_cap_on_pieces_counts_those_at_home() -> None:
    three = A, after("11:00-12:00"), ("ward", shift("c", 6, "13:00-14:00"))
    all_three = (*BOTH, ("w", "c"))
    assert "works 3 pieces on 2020-04-06; the limit is 2" in refused(split(*three), *all_three)
    allowed(split(*three, rule=SplitDays(pieces=3)), *all_three)
    home = (home_shift(6, "16:00-18:00"),)
    assert "works 3 pieces" in refused(split(A, after("11:00-12:00"), home_shifts=home), *BOTH)


def test_the_way_from_the_lender_counts() -> None:
    home = (home_shift(6, "10:05-12:00"),)
    allowed(split(A, home_shifts=home), ("w", "a"))
    early = (home_shift(6, "10:04-12:00"),)
    assert "4 min between 'a' and a home shift" in refused(split(A, home_shifts=early), ("w", "a"))


def test_pieces_at_home_that_are_too_many_are_reported_and_leave_none() -> None:
    home = (home_shift(6, "12:00-13:00"), home_shift(6, "14:00-15:00"))
    scene = split(A, ("ward", shift("b", 7, "06:00-10:00")), home_shifts=home, rule=SplitDays(pieces=1))
    assert [found.text for found in SplitDays(pieces=1).preexisting_violations(scene)] == [
        "Worker 'w' works 2 pieces on 2020-04-06; the limit is 1."
    ]
    assert solved(scene) == {("w", "b")}


def test_a_job_of_two_pieces_is_looked_at_as_a_whole() -> None:
    need = demand("d", shift("a", 6, "06:00-10:00"), shift("b", 6, "10:05-14:00"), same_worker=True)
    rules = [DailyRest(between="days")]
    allowed(scenario([worker()], [need], [*rules, SplitDays()]), *BOTH)
    assert "5 min between" in refused(scenario([worker()], [need], [*rules, SplitDays(minutes=10)]), *BOTH)


def test_days_are_local_and_each_has_rest_before_the_next() -> None:
    late, early = ("ward", shift("a", 6, "16:00-22:00")), ("ward", shift("b", 7, "08:00-12:00"))
    assert "10 h between" in refused(split(late, early), *BOTH)


def test_a_scope_leaves_others_alone() -> None:
    tight = A, after("10:05-14:00")
    refused(split(*tight, rule=SplitDays(worker="w")), *BOTH)
    scene = split(*tight)
    team = [*scene.workers, worker("x", consent="declined")]
    assert violations(scene.replace(workers=team, rules=[SplitDays(worker="x"), *sm.DEFAULT_RULES[-1:]]), *BOTH) == []


@pytest.mark.parametrize("wrong", [{"pieces": 0}, {"minutes": -1}, {"hours": -1}, {"pieces": 25}])
def test_parameters_that_mean_nothing_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError):
        SplitDays(**wrong)


@pytest.mark.parametrize("seed", sample(range(20), 6))
def test_cliques_hold_every_conflict_and_no_other_and_none_can_grow(seed: int) -> None:
    dice = np.random.default_rng(seed)
    count = int(dice.integers(1, 40))
    owner = dice.integers(0, 4, count)
    one, other = np.triu_indices(count, 1)
    some = (owner[one] == owner[other]) & (dice.random(len(one)) < dice.random())
    one, other = one[some], other[some]
    table = np.zeros((count, count), bool)
    table[one, other] = table[other, one] = True
    row, item = greedy_cliques(owner, dice.integers(0, 99, count), one, other)
    covered = np.zeros_like(table)
    for clique in (item[row == number] for number in range(int(row.max(initial=-1)) + 1)):
        inside = np.ix_(clique, clique)
        assert (table[inside] | np.eye(len(clique), dtype=bool)).all()
        assert not table[clique].all(axis=0).any()
        covered[inside] = True
    np.fill_diagonal(covered, False)
    assert (covered == table).all()


@pytest.mark.parametrize("seed", sample(range(10), 4))
def test_overlaps_are_all_there_are(seed: int) -> None:
    dice = np.random.default_rng(seed)
    owner, start = dice.integers(0, 3, 20), dice.integers(0, 50, 20)
    end = start + dice.integers(1, 20, 20)
    one, other = overlaps(owner, start, end)
    met = (owner[:, None] == owner) & (start[:, None] < end) & (end[:, None] > start)
    expected = {(a, b) for a, b in zip(*np.nonzero(np.triu(met, 1)), strict=True)}
    assert {(min(a, b), max(a, b)) for a, b in zip(one.tolist(), other.tolist(), strict=True)} == expected
    assert (start[one] <= start[other]).all()
