"""Each term on a plan worked out by hand, by `value` and through `solve`."""

from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyHours, PartnershipCost
from staffmatch.domain.plan import Plan
from staffmatch.domain.travel import Matrix
from staffmatch.objectives import (
    Change,
    CommuteMinutes,
    CommuteOver,
    CompanyShare,
    Cost,
    EmptySeats,
    LenderBurden,
    Leximin,
    LoadOver,
    LoadUnder,
    MaxLoad,
    MinLoad,
    OverQualification,
    PairCost,
    Partnerships,
    Preferences,
    Share,
    ShortTimeSaved,
    Spread,
    SpreadOfHours,
    Switches,
    UncoveredHours,
    UnmetDemands,
    Violations,
    Wishes,
    WorkersUsed,
    WorstCommute,
    WorstFillRate,
)
from staffmatch.records.bases import Term
from staffmatch.reports.proofs import proofs
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from staffmatch.result.tier_check import tier_value
from tests.builders import company, demand, example, scenario, shift, worker

HOME, NEAR, FAR = (sm.Location(lat=53.5, lon=10, place=name) for name in ("home", "near", "far"))
TRAVEL = Matrix(names=("home", "near", "far"), table=((0, 10, 25), (99, 0, 99), (99, 99, 0)))

# Early shift of 7.5 h and late shift of 3 h on the 6th; a pair of shifts of 8 h each for one person throughout.
NEEDS = [
    demand("kitchen", shift("early", 6, "06:00-14:00", pause=30), shift("late", 6, "18:00-21:00"), headcount=2),
    demand(
        "depot",
        shift("one", 7, "08:00-16:00"),
        shift("two", 8, "08:00-16:00"),
        company="depot",
        same_worker=True,
        priority=3,
        location=FAR,
        pay_cents_per_hour=1500,
    ),
]
TEAM = [
    worker("ann", home=HOME, pay_cents_per_hour=1200),
    worker("bob", pay_cents_per_hour=2000),
    worker("cem", company="other", home=HOME),
]
TABLE = sm.PairTable(
    workers=("ann", "ann", "bob", "cem"),
    shifts=("early", "one", "early", "late"),
    costs=(7, -20, 5, 100),
    hours=(7.5, 6.0, 1.0, 3.0),
)
PLAIN = scenario(TEAM, NEEDS, [Coverage()], [company("borrower", location=NEAR)], travel=TRAVEL)
TABLED = PLAIN.replace(pair_table=TABLE)
# Ann loses 20 h at home and can be lent for more, Bob loses more than he can be lent for.
LOST = {"ann": 20, "bob": 100}
LOSING = PLAIN.replace(workers=[one.replace(short_time_hours=LOST.get(one.id)) for one in TEAM])
# Ann would like to be in the depot and not be up early, Bob to be anywhere on Monday.
WISHING = PLAIN.replace(
    workers=[
        TEAM[0].replace(wishes=[sm.Wish(demand="depot", weight=3), sm.Wish(against=True, end="07:00", weight=5)]),
        TEAM[1].replace(wishes=[sm.Wish(weekdays=["monday"], weight=2), sm.Wish(shift="late", weight=9)]),
        TEAM[2],
    ]
)

EMPTY = Plan.of([])
PLAN = Plan.of([("ann", "early"), ("ann", "one"), ("ann", "two"), ("bob", "early")])

# Of 2 * 7.5 + 2 * 3 hours in the kitchen and 3 * 16 in the depot.
ALL_HOURS = (15 + 6 + 48) * 60


@pytest.mark.parametrize(
    ("term", "scene", "empty", "value"),
    [
        (UncoveredHours(), PLAIN, ALL_HOURS, 6 * 60),
        (UncoveredHours(), TABLED, ALL_HOURS, 6 * 60),
        (EmptySeats(), PLAIN, 6, 2),
        (CommuteMinutes(), PLAIN, 0, 2 * (10 + 25 + 25)),
        (Partnerships(), PLAIN, 0, 2),
        (WorkersUsed(), PLAIN, 0, 2),
        (UnmetDemands(), PLAIN, 2, 1),
        (WorstFillRate(), PLAIN, 10_000, 5_000),
        (WorstCommute(), PLAIN, 0, 25),
        (CommuteOver(minutes=10), PLAIN, 0, 2 * 2 * 15),
        (CommuteOver(minutes=25), PLAIN, 0, 0),
        (Switches(), PLAIN, 0, 1),
        (Change(plan=(("ann", "early"), ("cem", "late"))), PLAIN, 2, 1 + 3),
        (LenderBurden(), PLAIN, 0, (450 + 960 + 450) // 2),
        (SpreadOfHours(), PLAIN, 0, 450 + 960),
        (SpreadOfHours(lender="lender"), PLAIN, 0, 960),
        (SpreadOfHours(among="used"), PLAIN, 0, 960),
        (Spread(), PLAIN, 0, 450 + 960),
        (Spread(of=Share(count="shifts"), among="used"), PLAIN, 0, 2),
        (Spread(of=Share(targets={"ann": 2, "bob": 1, "cem": 1})), PLAIN, 0, 450 + 960),
        (MaxLoad(), PLAIN, 0, 450 + 960),
        (MaxLoad(of=Share(history={"cem": 40})), PLAIN, 2400, 2400),
        (MaxLoad(of=Share(history={"cem": 40}), among="used"), PLAIN, 0, 450 + 960),
        (MaxLoad(of=CompanyShare(of="lenders")), PLAIN, 0, 450 + 960 + 450),
        (MinLoad(), PLAIN, 0, 0),
        (MinLoad(among="used"), PLAIN, 0, -450),
        (MinLoad(of=CompanyShare(of="borrowers", count="filled")), PLAIN, 0, -5_000),
        (LoadOver(level=480), PLAIN, 0, 450 + 960 - 480),
        (LoadUnder(level=480), PLAIN, 3 * 480, 30 + 480),
        (Leximin(), PLAIN, 0, 450 + 960),
        (Leximin(of=Share(more_is="better")), PLAIN, 0, 0),
        (ShortTimeSaved(), PLAIN, 0, 0),
        (ShortTimeSaved(), LOSING, 0, -(20 * 60 + 450)),
        (Preferences(), PLAIN, 0, 0),
        (Wishes(), WISHING, 0, 5 - 2 - 2 * 3),
        (PairCost(), PLAIN, 0, 0),
        (PairCost(), TABLED, 0, 7 - 20 + 5),
        (Cost(), PLAIN, 0, 60 * (9000 + 24_000 + 15_000 + 2000)),
        (Cost(cents_per_commute_hour=0), PLAIN, 0, 60 * (9000 + 24_000 + 15_000)),
        (Cost(cents_per_commute_hour=0), TABLED, 0, 60 * (9000 + 9000 + 12_000 + 2000)),
    ],
)
def test_the_value_is_what_one_works_out_by_hand(term: Term, scene: sm.Scenario, empty: int, value: int) -> None:
    assert term.value(scene, EMPTY) == empty
    assert term.value(scene, PLAN) == value


def test_units_are_those_of_the_world() -> None:
    assert {term.model_fields["kind"].default: (term.unit, term.per_unit) for term in sm.objectives.TERMS} == {
        "uncovered_hours": ("h", 60),
        "empty_seats": ("seats", 1),
        "cost": ("EUR", 6000),
        "commute_minutes": ("min", 1),
        "partnerships": ("partnerships", 1),
        "pair_cost": ("points", 1),
        "workers_used": ("workers", 1),
        "unmet_demands": ("demands", 1),
        "worst_fill_rate": ("% lacking", 100),
        "worst_commute": ("min", 1),
        "commute_over": ("min", 1),
        "over_qualification": ("level h", 60),
        "preferences": ("points missed", 1),
        "switches": ("switches", 1),
        "change": ("assignments", 1),
        "lender_burden": ("h per head", 60),
        "spread_of_hours": ("h", 60),
        "short_time_saved": ("h", 60),
        "spread": ("h", 60),
        "max_load": ("h", 60),
        "min_load": ("h", 60),
        "load_over": ("h", 60),
        "load_under": ("h", 60),
        "leximin": ("h", 60),
        "wishes": ("points", 1),
        "violations": ("violations", 60),
    }


@pytest.mark.parametrize("term", [UncoveredHours(), EmptySeats(), UnmetDemands(), WorstFillRate()])
def test_with_nothing_to_lose_every_seat_that_can_be_is_filled(term: Term) -> None:
    (tier,) = sm.solve(PLAIN.replace(tiers=((term,),))).tiers
    assert (tier.value, tier.bound, tier.gap) == (0, 0, 0)


@pytest.mark.parametrize(
    "term",
    [
        Cost(),
        CommuteMinutes(),
        Partnerships(),
        WorkersUsed(),
        WorstCommute(),
        Switches(),
        LenderBurden(),
        SpreadOfHours(),
    ],
)
def test_what_only_costs_is_least_in_the_empty_plan(term: Term) -> None:
    solution = sm.solve(PLAIN.replace(tiers=((term,),)))
    assert (solution.tiers[0].value, len(solution.assignments)) == (0, 0)


def test_pairs_of_negative_cost_are_sought() -> None:
    solution = sm.solve(TABLED.replace(tiers=((PairCost(),),)))
    assert solution.tiers[0].value == -20
    assert set(solution.plan) == {("ann", "one"), ("ann", "two")}


def test_what_rules_charge_is_a_cost() -> None:
    charged = PLAIN.replace(rules=(Coverage(), PartnershipCost(cents=700)))
    assert Cost().value(charged, PLAN) - Cost().value(PLAIN, PLAN) == 2 * 700 * 60


def test_the_way_counts_once_a_day_for_a_job_and_for_each_job_of_a_day() -> None:
    twice = Plan.of([("ann", "early"), ("ann", "late")])
    assert CommuteMinutes().value(PLAIN, twice) == 2 * (10 + 10)
    day = demand("d", shift("a", 6, "06:00-08:00"), shift("b", 6, "10:00-12:00"), same_worker=True, location=NEAR)
    split = scenario(TEAM[:1], [day], [Coverage()], travel=TRAVEL)
    assert CommuteMinutes().value(split, Plan.of([("ann", "a"), ("ann", "b")])) == 2 * 10
    assert sm.solve(split.replace(tiers=((EmptySeats(),), (CommuteMinutes(),)))).tiers[1].value == 20


def test_workers_are_counted_once_however_much_they_do() -> None:
    assert WorkersUsed().value(PLAIN, Plan.of([("ann", "early"), ("ann", "late")])) == 1


def test_partnerships_are_counted_with_or_without_an_agreement() -> None:
    agreed = scenario(TEAM, NEEDS, [Coverage()], [company("lender", "borrower"), company("borrower")])
    assert Partnerships().value(agreed, Plan.of([("ann", "early"), ("cem", "early"), ("bob", "late")])) == 2


def test_the_terms_of_a_tier_add_up_by_weight_in_their_finest_steps() -> None:
    assert tier_value(PLAIN, PLAN, (UncoveredHours(weight=2), EmptySeats(weight=3))) == (2 * 360 + 3 * 60 * 2, 60)
    assert tier_value(PLAIN, PLAN, (Cost(), UncoveredHours())) == (3_000_000 + 100 * 360, 6000)


def test_weights_say_how_much_of_one_term_another_is_worth() -> None:
    need = demand("d", shift("s", 6, "08:00-16:00"), pay_cents_per_hour=1000)

    def seats(weight: int) -> int:
        tiers = ((EmptySeats(weight=weight), Cost()),)
        return len(sm.solve(scenario([worker()], [need], [Coverage()], tiers=tiers)).assignments)

    assert (seats(79), seats(81)) == (0, 1)


def test_an_earlier_tier_is_never_given_up_for_a_later_one() -> None:
    need = demand("d", shift("s", 6, "08:00-08:01"), pay_cents_per_hour=10**9)
    solution = sm.solve(scenario([worker()], [need], [Coverage()], tiers=((EmptySeats(),), (Cost(),))))
    assert len(solution.assignments) == 1
    assert solution.tiers[1].value == pytest.approx(10**7 / 60)


def test_levels_above_those_asked_for_count_by_the_hour_with_stand_ins() -> None:
    skills = (sm.Skill(id="nurse", implies={"care": 1}),)
    needs = [demand("d", shift("mo", 6, "08:00-14:00"), skills={"care": 1}, headcount=3)]
    team = [worker("ann", skills={"nurse": 5, "driver": 5}), worker("bob", skills={"care": 1})]
    scene = scenario(team, needs, skills=skills, tiers=[[OverQualification()]])
    assert OverQualification().value(scene, Plan.of([("ann", "mo"), ("bob", "mo")])) == 3 * 6 * 60


def test_people_go_where_they_like_it_best_as_far_as_there_are_seats() -> None:
    needs = [demand(name, shift(f"{name}1", 6, "08:00-14:00"), company=name) for name in ("bar", "spa")]
    team = [
        worker("ann", preferences={"spa": 3}),
        worker("bob", preferences={"spa": 5, "bar": -4}),
        worker("cem", preferences={"bar": -9, "spa": -9}),
    ]
    solution = sm.solve(scenario(team, needs, tiers=[[EmptySeats()], [Preferences()]]))
    assert set(solution.plan) == {("ann", "bar1"), ("bob", "spa1")}
    assert [tier.value for tier in solution.tiers] == [0, 3]


def test_one_borrower_each_is_no_switch_and_is_preferred() -> None:
    needs = [
        demand(name, *(shift(f"{name}{day}", day, "08:00-14:00") for day in (6, 7)), company=name)
        for name in ("bar", "spa")
    ]
    solution = sm.solve(scenario([worker("ann"), worker("bob")], needs, tiers=[[EmptySeats()], [Switches()]]))
    assert [(tier.value, tier.bound) for tier in solution.tiers] == [(0, 0), (0, 0)]
    assert len({(a.worker, a.borrower) for a in solution.assignments}) == 2


def test_what_is_planned_stays_unless_it_is_gone() -> None:
    former = (("bob", "early"), ("cem", "late"))
    solution = sm.solve(PLAIN.replace(tiers=((EmptySeats(),), (Change(plan=former),))))
    assert set(former) < set(solution.plan)
    assert solution.tiers[1].value == 4


def test_of_a_former_plan_what_is_gone_is_no_change() -> None:
    former = (("ann", "early"), ("dan", "late"), ("bob", "gone"))
    (tier,) = sm.solve(PLAIN.replace(tiers=((Change(plan=former),),))).tiers
    assert (tier.value, tier.bound) == (0, 0)


def test_hours_are_shared_out_as_evenly_as_they_can_be() -> None:
    needs = [demand("d", *(shift(f"s{day}", day, "08:00-14:00") for day in (6, 7, 8, 9)))]
    scene = scenario([worker("ann"), worker("bob")], needs, tiers=[[EmptySeats()], [SpreadOfHours()]])
    assert [tier.value for tier in sm.solve(scene).tiers] == [0, 0]


def test_the_burden_is_shared_by_heads() -> None:
    needs = [demand("d", *(shift(f"s{day}", day, "08:00-14:00") for day in (6, 7, 8)))]
    team = [worker("ann", company="small"), *(worker(name, company="large") for name in ("bob", "cem"))]
    (_, burden) = sm.solve(scenario(team, needs, tiers=[[EmptySeats()], [LenderBurden()]])).tiers
    assert (burden.value, burden.bound) == (6, 6)


# Two people for three seats in the kitchen and one in the depot; both like another place better.
WISHED = [sm.Wish(shift="early", weight=3)]
SHORT = PLAIN.replace(
    workers=[
        TEAM[0].replace(preferences={"depot": 3}, skills={"driver": 3}, short_time_hours=12, wishes=WISHED),
        TEAM[1].replace(home=HOME, preferences={"borrower": 2}, skills={"driver": 2}),
    ],
    demands=[NEEDS[0].replace(headcount=3), NEEDS[1].replace(skills={"driver": 1})],
    pair_table=sm.PairTable(
        workers=("ann", "ann", "ann", "ann", "bob", "bob", "bob", "bob"),
        shifts=("early", "late", "one", "two") * 2,
        costs=(7, 0, -2, 3, 5, 2, 1, 9),
    ),
)
PARAMETERS: dict[type[Term], dict[str, Any]] = {
    Change: {"plan": (("ann", "early"), ("bob", "one"), ("bob", "two"))},
    CommuteOver: {"minutes": 10},
    LoadOver: {"level": 480},
    LoadUnder: {"level": 480},
}


def test_without_demands_every_term_is_zero() -> None:
    given: dict[type[Term], dict[str, Any]] = {
        Change: {"plan": ()},
        CommuteOver: {"minutes": 0},
        LoadOver: {"level": 0},
        LoadUnder: {"level": 0},
    }
    tiers = [[kind(**given.get(kind, {}))] for kind in sm.objectives.TERMS]
    solution = sm.solve(scenario(TEAM, [], tiers=tiers))
    assert solution.status == "optimal"
    assert [tier.value for tier in solution.tiers] == [0] * len(tiers)


@pytest.mark.parametrize("kind", sm.objectives.TERMS)
def test_the_example_is_what_the_report_says(kind: type[Term]) -> None:
    term = kind(**PARAMETERS.get(kind, {}))
    before = () if term.needs else ((EmptySeats(),),)
    soft = [DailyHours(hours=9.25, soft=True)] if kind is Violations else []
    city = SHORT.replace(rules=[*SHORT.rules, *soft], tiers=(*before, (term,)))
    *_, proof = proofs(sm.solve(city), Words.of("en"))
    assert proof.text.replace(SPACE, " ") == example(kind)
