"""Figures: each number against one counted by hand."""

from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.reports.figures import Commute, DayHours, Flow
from staffmatch.reports.gather import figures
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from tests.builders import at, demand, scenario, shift, worker
from tests.reports.made import NO_DRIVER, NO_NURSE, conflicting, made, plan_of, shortage, tier, ward_and_depot


def plain(text: str) -> str:
    return text.replace(SPACE, " ")


def test_the_headline_counts_seats_people_hours_and_partnerships() -> None:
    found = figures(plan_of(ward_and_depot()))
    head = found.headline
    assert (head.seats, head.filled, plain(found.share)) == (6, 3, "50 %")
    assert (head.workers, head.lent) == (3, 2)
    assert head.demanded_minutes == (4 * 8 + 2 * 7.5) * 60
    assert head.covered_minutes == head.lent_minutes == (2 * 8 + 7.5) * 60
    assert (head.partnerships, head.new_partnerships) == (2, 1)


def test_cost_is_pay_and_time_on_the_way_and_charges() -> None:
    known = ward_and_depot()
    known = known.replace(rules=(*known.rules, sm.constraints.PartnershipCost(cents=30_000)))
    solution = plan_of(known)
    cost = figures(solution).headline.cost
    minutes = next(a.commute_minutes for a in solution.assignments if a.worker == "ana")
    assert cost.pay == 16 * 20 + 7.5 * 10
    assert cost.commute == pytest.approx(2 * 2 * minutes / 60 * 10)
    assert cost.charges == 300
    assert cost.total == pytest.approx(sm.objectives.Cost().value(known, solution.plan) / 6000)


def test_sectors_are_those_of_the_borrowers_the_largest_first() -> None:
    found = figures(plan_of(ward_and_depot()))
    assert found.coverage_title == "Coverage by sector of the borrower"
    assert [(s.code, s.name, s.seats, s.filled) for s in found.coverage] == [
        ("Q", "Health and social work", 4, 2),
        (None, "Sector not given", 2, 1),
    ]


def test_where_no_borrower_says_its_sector_each_stands_for_itself() -> None:
    known = ward_and_depot()
    bare = known.replace(companies=[company.replace(sector=None) for company in known.companies])
    found = figures(plan_of(bare))
    assert found.coverage_title == "Coverage by borrower"
    assert [(s.seats, s.filled) for s in found.coverage] == [(4, 2), (2, 1)]
    assert {s.name for s in found.coverage} <= {company.name or company.id for company in known.companies}


def test_of_many_borrowers_the_small_ones_stand_together() -> None:
    needs = [demand(f"d{n}", shift(f"s{n}", 6, "08:00-16:00"), company=f"c{n}", headcount=n + 1) for n in range(14)]
    coverage = figures(made(scenario([worker()], needs))).coverage
    assert [(one.name.replace(SPACE, " "), one.seats) for one in coverage[-2:]] == [("c2", 3), ("2 others", 3)]


def test_hours_belong_to_the_local_day_on_which_a_shift_starts() -> None:
    found = figures(plan_of(ward_and_depot()))
    monday, tuesday = at(6, "00:00").date(), at(7, "00:00").date()
    assert found.days == (DayHours(monday, (16 + 15) * 60, int(15.5 * 60)), DayHours(tuesday, 16 * 60, 8 * 60))
    assert found.period == (monday, tuesday)
    tokyo = scenario([worker()], [demand("d", shift("s", 6, "20:00-23:00"))], timezone="Asia/Tokyo")
    assert [one.day.day for one in figures(made(tokyo)).days] == [7]


def test_a_day_without_demand_is_listed_as_empty() -> None:
    known = scenario([worker()], [demand("d", shift("a", 6, "08:00-10:00"), shift("b", 8, "08:00-10:00"))])
    assert [(one.day.day, one.demanded) for one in figures(made(known)).days] == [(6, 120), (7, 0), (8, 120)]


def test_flows_and_partnerships_are_sorted_by_hours() -> None:
    found = figures(plan_of(ward_and_depot()))
    assert found.flows == (Flow("I", "Q", 960), Flow("I", None, 450))
    assert [(p.lender, p.borrower, p.new, p.minutes) for p in found.partnerships] == [
        ("Hotel Elbe", "Klinik Nord", False, 960),
        ("Hotel Elbe", "depot", True, 450),
    ]


def test_a_name_that_stands_for_several_companies_is_told_apart_by_id() -> None:
    found = figures(plan_of(ward_and_depot(name="Hotel Elbe")))
    assert (found.partnerships[0].lender, found.partnerships[0].borrower) == ("Hotel Elbe (hotel)", "Hotel Elbe (ward)")


def test_commutes_from_unknown_homes_are_left_out() -> None:
    solution = plan_of(ward_and_depot())
    minutes = next(a.commute_minutes for a in solution.assignments if a.worker == "ana")
    assert minutes > 0
    assert figures(solution).commute == Commute((*[0] * (minutes // 10), 2), minutes, unknown=1)


def test_shortages_are_sorted_by_missing_seats_times_priority_times_hours() -> None:
    found = figures(plan_of(ward_and_depot()))
    worst, other = found.shortfalls
    assert (worst.demand, worst.missing, worst.seats, worst.minutes, worst.reason) == ("care", 2, 4, 960, NO_NURSE)
    assert (other.demand, other.missing, other.seats, other.minutes, other.reason) == ("drive", 1, 2, 450, NO_DRIVER)
    assert plain(worst.when) == "Mon 6 Apr, 06:00–14:30 and 1 more shift"
    assert plain(other.when) == "Mon 6 Apr, 22:00–06:00 +1"
    assert plain(worst.skills) == "nurse ≥ 2"
    assert found.reasons == (("No one with the skills", 2), ("Too far to travel", 1))


def test_shortages_of_equal_weight_keep_the_order_of_the_scenario() -> None:
    names = ["c", "a", "b"]
    known = scenario([worker()], [demand(name, shift(f"{name}1", 6, "08:00-10:00")) for name in names])
    empty = [shortage(name, f"{name}1", 1, 1, "none") for name in names]
    assert [short.demand for short in figures(made(known, shortages=empty)).shortfalls] == names


@pytest.mark.parametrize(
    ("term", "unit", "value", "bound", "first", "later"),
    [
        (
            "empty_seats",
            "seats",
            312,
            312,
            "Empty seats: 312 seats, proven: no plan has less.",
            "Empty seats: 312 seats, proven: no plan that is as good in the tiers before has less.",
        ),
        (
            "uncovered_hours",
            "h",
            312,
            309.005,
            "Uncovered hours: 312 h, and no plan has less than 309 h (gap 0.96 %).",
            "Uncovered hours: 312 h, and no plan that is as good in the tiers before has less than 309 h (gap 0.96 %).",
        ),
        (
            "cost",
            "EUR",
            -1234.5,
            None,
            "Cost: -€1,234.50; how much less is possible is not known.",
            "Cost: -€1,234.50; how much less is possible is not known.",
        ),
        (
            "2 cost + own_term",
            "EUR",
            9_000,
            8_999.999,
            "2 × Cost + own term: €9,000.00, and no plan has less than €8,999.99 (gap < 0.01 %).",
            "2 × Cost + own term: €9,000.00, and no plan that is as good in the tiers before has less than €8,999.99 "
            "(gap < 0.01 %).",
        ),
    ],
)
def test_what_is_proven_is_said_in_a_sentence(
    term: str, unit: str, value: float, bound: float | None, first: str, later: str
) -> None:
    one = tier(term, unit, value, bound, certified=bound)
    known = scenario([worker()], [demand("d", shift("s", 6, "08:00-10:00"))])
    found = made(known, tiers=(one, one)).as_found()
    assert [plain(proof.text) for proof in figures(found).proofs] == [first, later]


def test_whose_word_a_bound_is_is_said_where_no_certificate_proves_it() -> None:
    known = scenario([worker()], [demand("d", shift("s", 6, "08:00-10:00"))])
    alone, short = tier("empty_seats", "seats", 3, 3), tier("empty_seats", "seats", 3, 3, certified=2)
    found = figures(made(known, status="optimal", tiers=(alone, short)).as_found())
    assert [plain(proof.text) for proof in found.proofs] == [
        "Empty seats: 3 seats, and no plan has less, by a solver's word.",
        "Empty seats: 3 seats, and no plan that is as good in the tiers before has less, by a solver's word; proven is "
        "2 seats.",
    ]
    assert found.verdict == "Optimal by a solver's word"


def test_what_a_file_says_of_itself_is_no_proof() -> None:
    known = scenario([worker()], [demand("d", shift("s", 6, "08:00-10:00"))])
    found = sm.solve(known)
    told = tuple(one.model_copy(update={"certified": None, "proof": "solver"}) for one in found.tiers)
    bare = found.model_copy(update={"tiers": told, "certificate": ()})
    read = figures(bare)
    assert read.verdict == "Optimal by a solver's word"
    assert not read.proofs[0].proven
    higher = tuple(one.model_copy(update={"value": one.value + 1}) for one in told)
    doubted = figures(bare.model_copy(update={"tiers": higher}))
    assert doubted.verdict == "Not confirmed"
    assert "recomputed" in doubted.ending


def test_weighted_hours_are_called_so() -> None:
    text = figures(plan_of(ward_and_depot())).proofs[0].text
    assert plain(text).startswith("Uncovered hours (times priority): 55.5 h, and no plan has less than 54 h")


def test_conflicts_and_empty_scenarios_have_figures_too() -> None:
    known = ward_and_depot()
    found = figures(conflicting(known))
    assert (found.has_plan, len(found.conflicts), found.headline.filled) == (False, 2, 0)
    nothing = figures(made(scenario([], [])))
    assert (nothing.headline.seats, nothing.period, nothing.days, nothing.sites) == (0, None, (), ())


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0, 0, "0 %"), (1, 10**6, "0.1 %"), (10**6 - 1, 10**6, "99.9 %"), (3, 3, "100 %")]
)
def test_only_all_is_hundred_percent(part: int, whole: int, text: str) -> None:
    assert plain(Words.of("en").percent(part, whole)) == text
