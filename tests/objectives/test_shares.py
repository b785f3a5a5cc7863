"""Shares: what counts, beside targets and with a history, and the ledger of give and take."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

import staffmatch as sm
from staffmatch.domain.plan import Plan
from staffmatch.objectives import (
    CompanyShare,
    EmptySeats,
    Leximin,
    LoadOver,
    LoadUnder,
    MaxLoad,
    MinLoad,
    Share,
    Spread,
    SpreadOfHours,
    UncoveredHours,
    leximin,
)
from staffmatch.testing import conforms
from tests.builders import company, demand, scenario, shift, worker
from tests.objectives.shares import drawn_share

# Friday and Saturday are the 3rd and 4th of April.
NEEDS = [
    demand("bar", shift("fri", 3, "20:00-02:00"), shift("sat", 4, "22:00-06:00"), headcount=2),
    demand("spa", shift("sun", 5, "17:00-23:00"), shift("mon", 6, "10:00-16:00"), company="spa"),
]
TEAM = [worker("ann"), worker("bob"), worker("cem", company="spa")]
SCENE = scenario(TEAM, NEEDS, companies=[company("lender"), company("borrower"), company("spa")])
PLAN = Plan.of([("ann", "fri"), ("ann", "sat"), ("ann", "sun"), ("bob", "sat"), ("bob", "mon")])


@pytest.mark.parametrize(
    ("share", "loads"),
    [
        (Share(), (1200, 840, 0)),
        (Share(count="shifts"), (3, 2, 0)),
        (Share(count="nights"), (2, 1, 0)),
        (Share(count="weekends"), (1, 1, 0)),
        (Share(lender="lender", history={"bob": -2.5}), (1200, 690)),
        (Share(targets={"ann": 4, "bob": 2, "cem": 1}), (1200, 1680, 0)),
        (CompanyShare(of="lenders"), (2040, 0)),
        (CompanyShare(of="borrowers", count="weekends"), (2, 1)),
        (CompanyShare(of="borrowers", count="filled"), (7500, 10_000)),
    ],
)
def test_loads_are_what_one_counts_by_hand(share: Any, loads: tuple[int, ...]) -> None:
    assert tuple(share.loads(SCENE, PLAN).values()) == loads


def test_filled_seats_are_parts_of_them() -> None:
    share = CompanyShare(of="borrowers", count="filled")
    assert share.loads(SCENE, PLAN)["borrower"] == Fraction(10_000 * 3, 4)
    assert (share.unit, share.per_unit, share.burden) == ("%", 100, False)


@pytest.mark.parametrize("seed", range(3))
def test_costs_are_values_for_every_plan(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - nothing here is secret
    needs = [NEEDS[0], demand("spa", shift("sun", 5, "17:00-23:00"), company="spa")]
    tiny = scenario([worker("ann"), worker("cem", company="spa")], needs, companies=SCENE.companies)
    share = drawn_share(dice, tiny)
    level = dice.choice((0, 1, 360))
    among: Any = dice.choice(("all", "used"))
    for term in (
        Spread(of=share, among=among),
        MaxLoad(of=share, among=among),
        MinLoad(of=share, among=among),
        LoadOver(of=share, level=level),
        LoadUnder(of=share, level=level),
        SpreadOfHours(among=among),
    ):
        conforms(term, [tiny])


def test_among_those_used_nobody_else_is_compared() -> None:
    idle = SCENE.replace(workers=[*TEAM, worker("dan", availability=[])])
    for among, least in (("all", 14), ("used", 0)):
        tiers: Any = [[EmptySeats()], [SpreadOfHours(among=among)]]
        needs = [demand("d", *(shift(f"s{day}", day, "08:00-15:00") for day in (6, 7)), headcount=3)]
        solution = sm.solve(idle.replace(demands=needs, tiers=tiers))
        assert (solution.tiers[1].value, solution.tiers[1].gap) == (least, 0)


def problem(**fields: Any) -> sm.InputIssue:
    with pytest.raises(sm.InputError) as caught:
        sm.Scenario.model_validate(SCENE.model_dump(mode="json") | {"tiers": [[{"kind": "spread", "of": fields}]]})
    (found,) = caught.value.problems
    return found


@pytest.mark.parametrize(
    ("fields", "code", "where", "ids"),
    [
        ({"history": {"an": 3}}, "unknown_share", ".history", ("an",)),
        ({"targets": {"ann": 1, "bob": 1, "cem": 1, "dan": 1}}, "unknown_share", ".targets", ("dan",)),
        ({"of": "lenders", "history": {"ann": 3}}, "unknown_share", ".history", ("ann",)),
        ({"targets": {"ann": 1}}, "missing_target", ".targets", ("bob", "cem")),
        ({"targets": {"ann": 9973, "bob": 9967, "cem": 1}}, "fine_targets", ".targets", ()),
        ({"shift_kind": "late"}, "unknown_kind", ".shift_kind", ("late",)),
        ({"lender": "sap"}, "unknown_scope", ".lender", ("sap",)),
    ],
)
def test_what_contradicts_the_scenario_is_refused(
    fields: dict[str, Any], code: str, where: str, ids: tuple[str, ...]
) -> None:
    found = problem(**fields)
    assert (found.code, found.path, found.ids) == (code, f"tiers[0][0].of{where}", ids)
    assert str(found.advice).endswith((".", "?"))


@pytest.mark.parametrize(
    "fields",
    [
        {"count": "filled"},
        {"of": "lenders", "count": "filled"},
        {"of": "borrowers", "count": "filled", "history": {"spa": 1}},
        {"count": "nights", "history": {"ann": 1.5}},
        {"history": {"ann": 0.001}},
        {"targets": {"ann": 0}},
    ],
)
def test_what_contradicts_itself_is_refused(fields: dict[str, Any]) -> None:
    assert problem(**fields).path.startswith("tiers[0][0].of")


def test_shares_read_back_and_take_pseudonyms() -> None:
    share = Share(count="nights", history={"bob": 1, "ann": 2}, targets={"ann": 2, "bob": 1, "cem": 1})
    given = CompanyShare(of="lenders", history={"spa": -3})
    scene = SCENE.replace(tiers=[[UncoveredHours()], leximin(share), [Spread(of=given)]])
    again = sm.Scenario.model_validate_json(scene.model_dump_json())
    assert again == scene
    assert again.digest() == scene.digest()
    hidden = scene.pseudonymise("a key of sixteen bytes or more", of=("workers", "companies"))
    (run,), (spread,) = hidden.tiers[1:]
    assert isinstance(run, Leximin)
    assert isinstance(spread, Spread)
    assert set(run.of.known[1]) < set(hidden.ids("workers"))
    assert set(spread.of.known[1]) < set(hidden.ids("companies"))


def test_kinds_of_shifts_count_alone() -> None:
    late = [shift(f"l{day}", day, "14:00-22:00").replace(kind="late") for day in (6, 7)]
    scene = SCENE.replace(demands=[demand("d", *late, shift("e", 8, "06:00-14:00"))])
    plan = Plan.of([("ann", "l6"), ("ann", "e"), ("bob", "l7")])
    assert list(Share(count="shifts", shift_kind="late").loads(scene, plan).values()) == [1, 1, 0]
    assert list(Share(shift_kind="late").loads(scene, plan).values()) == [480, 480, 0]
    conforms(MaxLoad(of=Share(shift_kind="late")), [scene.replace(workers=TEAM[:2])])


def test_a_history_goes_from_plan_to_plan() -> None:
    solution = sm.evaluate(SCENE, PLAN)
    share = Share(count="shifts", history={"bob": 4}).after(solution)
    assert share.history == {"ann": 3, "bob": 6, "cem": 0}
    smaller = SCENE.replace(workers=TEAM[:1])
    assert Share().after(solution, smaller).history == {"ann": 20}


def test_credits_add_up_to_nothing_and_spare_who_has_given() -> None:
    solution = sm.evaluate(SCENE, Plan.of([("ann", "sun"), ("cem", "fri")]))
    ledger = sm.objectives.Ledger().after(solution)
    assert ledger.credits == {"borrower": -6, "lender": 6, "spa": 0}
    assert sum(ledger.after(solution).credits.values()) == 0
    assert sm.objectives.Ledger.model_validate_json(ledger.model_dump_json()) == ledger
    needs = [demand("d", shift("s", 7, "10:00-16:00"))]
    following = SCENE.replace(demands=needs, tiers=[[UncoveredHours()], leximin(ledger.share(SCENE))])
    assert set(sm.solve(following).plan) == {("cem", "s")}
