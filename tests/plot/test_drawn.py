"""What is drawn are the figures of the plan."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

import staffmatch as sm
from staffmatch.plot.bars import Bar, Row, lanes, largest, profile
from staffmatch.plot.city_map import WIDEST
from staffmatch.plot.coverage_map import runs
from staffmatch.plot.hours_by_skill import hours_by_skill
from staffmatch.plot.performance_profile import gaps_by_peer
from staffmatch.plot.picture import places_that_add_up
from staffmatch.plot.spots import spots
from staffmatch.plot.style import colours_of
from staffmatch.plot.time_axis import TimeAxis
from staffmatch.reports.ground import in_hamburg
from staffmatch.reports.plane import Plane
from tests.builders import at, demand, scenario, shift, worker
from tests.plot.drawn import bars, names_of_rows, row_of, said, texts
from tests.reports.made import made, plan_of, ward_and_depot

HAMBURG, BERLIN = sm.Location(lat=53.55, lon=9.99), sm.Location(lat=52.52, lon=13.40)


def spans(ax: Axes) -> Counter[str]:
    """The hours of the bars in each row, in minutes."""
    found: Counter[str] = Counter()
    for bar in bars(ax):
        found[row_of(ax, bar)] += round(bar.get_width() * 60)
    return found


def crowd(people: int, companies: int, lenders: int = 1) -> sm.Solution:
    """So many people, each on a shift of eight hours, at so many borrowers."""
    needs = [
        demand(f"d{n}", shift(f"s{n}", 6 + n % 3, "08:00-16:00"), company=f"b{n % companies}") for n in range(people)
    ]
    workers = [worker(f"w{n}", company=f"l{n % lenders}") for n in range(people)]
    return made(scenario(workers, needs, rules=[]), *((f"w{n}", f"s{n}") for n in range(people)))


def test_bars_are_as_long_as_the_shifts() -> None:
    plan = plan_of(ward_and_depot())
    names = {"ana": "ana Petersen", "cem": "cem Petersen"}
    # From start to end, breaks included.
    assert spans(sm.plot.timeline(plan)) == {names["ana"]: 2 * 510, names["cem"]: 480}
    assert spans(sm.plot.timeline(plan, by="company")) == {
        "Hotel Elbe": 1500, "Klinik Nord": 1020, "depot": 480,
    }  # fmt: skip


def test_empty_seats_are_hollow_bars_of_their_demand() -> None:
    ax = sm.plot.timeline(plan_of(ward_and_depot()), by="demand")
    assert spans(ax) == {"care": 4 * 510, "drive": 2 * 480}
    assert sum(bar.get_hatch() is not None for bar in bars(ax)) == 3
    assert "empty seat" in texts(ax)


def test_a_day_on_which_the_clock_changes_has_its_own_length() -> None:
    axis = TimeAxis("Europe/Berlin", at(28, "08:00", 3), at(30, "08:00", 3))
    assert [end - start for _, start, end in axis.days] == [24, 23, 24]
    assert axis.hours(at(30, "01:00", 3)) == 48
    night = TimeAxis("Europe/Berlin", at(24, "20:00", 10), at(25, "00:00", 10))
    assert len(night.days) == 1


def test_many_people_are_drawn_by_lender_and_many_lenders_summed_up() -> None:
    ax = sm.plot.timeline(crowd(60, companies=3, lenders=2))
    assert names_of_rows(ax) == ["l0", "l1"]
    assert "one for each lender" in said(ax)
    assert "max. 10" in said(ax)
    ax = sm.plot.timeline(crowd(60, companies=3, lenders=50))
    assert len(names_of_rows(ax)) == 40
    assert names_of_rows(ax)[-1] == "11 others"
    assert "the last one sums up 11 others" in said(ax)
    assert "d1" not in names_of_rows(sm.plot.timeline(crowd(60, companies=3), by="demand"))


def test_rows_that_are_summed_up_keep_their_hours() -> None:
    rows = [Row(f"r{n}", (Bar(0, n, "red", hours=n),)) for n in range(1, 100)]
    shown = largest(rows, "others")
    assert sum(row.hours for row in shown) == sum(row.hours for row in rows)
    assert shown[-1].name == "others"
    assert min(row.hours for row in shown[:-1]) == 61


def test_lanes_never_overlap_and_are_as_few_as_can_be() -> None:
    dice = np.random.default_rng(1)
    found = [Bar(start, start + length, "red") for start, length in dice.integers(1, 9, (60, 2)).tolist()]
    placed = lanes(found)
    for lane in set(placed):
        own = sorted(bar for bar, one in zip(found, placed, strict=True) if one == lane)
        assert all(one.end <= other.start for one, other in pairwise(own))
    moments = np.unique([edge for bar in found for edge in (bar.start, bar.end)])
    counts = profile(found, moments)
    assert max(placed) + 1 == counts.max()
    assert (counts[:-1] * np.diff(moments)).sum() == sum(bar.end - bar.start for bar in found)
    assert counts[-1] == 0


def test_hours_by_skill_add_up() -> None:
    plan = plan_of(ward_and_depot())
    found = hours_by_skill(plan)
    assert found is not None
    figures = plan.figures()
    assert found.skills == ("nurse", None)
    assert found.needed.sum() == pytest.approx(figures.hours_needed)
    assert found.covered.sum() == pytest.approx(figures.hours_covered)
    # Half of the ward's seats, and of the depot's.
    assert set((found.covered[found.needed > 0] / found.needed[found.needed > 0]).round(9).tolist()) == {0.5}
    ax = sm.plot.coverage(plan)
    assert spans(ax) == {"nurse": 2 * 9 * 60, "no skill required": 8 * 60}
    assert [text for text in texts(ax) if "/" in text] == ["16.0 / 32.0", "7.5 / 15.0"]


def test_runs_are_of_one_share() -> None:
    needed, covered = np.array([0, 2, 4, 2, 0, 1]), np.array([0, 1, 2, 2, 0, 0])
    assert list(runs(covered, needed)) == [(1, 3, 0.5), (3, 4, 1.0), (5, 6, 0.0)]


def test_columns_are_wider_for_longer_plans_and_the_picture_says_so() -> None:
    needs = [demand("d", *(shift(f"s{n}", 1 + n, "06:00-14:00") for n in range(28)), skills={"a": 1, "b": 2})]
    ax = sm.plot.coverage(made(scenario([worker()], needs, rules=[])))
    assert "A column is 2 hours." in said(ax)
    assert "asks for several skills" in said(ax)
    many = [demand(f"d{n}", shift(f"s{n}", 6, "06:00-14:00"), skills={f"skill{n}": 1}) for n in range(30)]
    rows = names_of_rows(sm.plot.coverage(made(scenario([worker()], many, rules=[]))))
    assert len(rows) == 24
    assert rows[-1].startswith("7")


def test_cells_of_the_matrix_are_the_hours_of_the_partnerships() -> None:
    plan = plan_of(ward_and_depot())
    ax = sm.plot.partnerships(plan)
    numbers = [one.get_text() for one in ax.texts if one.get_text()[-1:].isdigit()]
    hours = [f"{one.minutes / 60:.1f}" for one in plan.partnerships]
    total = sum(one.minutes for one in plan.partnerships) / 60
    assert Counter(hours) <= Counter(numbers)
    assert f"{total:g} h in 2 partnerships, 1 of them new." in said(ax)
    assert sum(patch.get_fill() is False or patch.get_facecolor()[3] == 0 for patch in ax.patches) == 1


def test_a_large_matrix_sums_up_the_others() -> None:
    ax = sm.plot.partnerships(crowd(40, companies=40, lenders=40))
    rows = names_of_rows(ax)
    assert len(rows) == 31
    assert rows[-2].startswith("11")
    assert "320" in texts(ax)


def test_arrows_are_as_wide_as_the_hours() -> None:
    plan = plan_of(ward_and_depot())
    ax = sm.plot.map(plan)
    widths = [one.get_linewidth() for one in ax.patches if isinstance(one, FancyArrowPatch)]
    minutes = [one.minutes for one in plan.partnerships]
    assert widths == pytest.approx([WIDEST * one / max(minutes) for one in sorted(minutes, reverse=True)])
    assert "3 of 6 seats filled, 23.5 h lent." in said(ax)
    assert {"Klinik Nord", "Hotel Elbe", "depot"} <= set(texts(ax))


def test_elsewhere_the_map_has_no_hamburg_but_lines_of_its_own() -> None:
    def city(at: sm.Location, **more: object) -> sm.Scenario:
        companies = [sm.Company(id="borrower", location=at), sm.Company(id="lender", location=at)]
        return scenario([worker()], [demand("d", shift("s", 6, "06:00-14:00"))], companies=companies, **more)

    assert "ALTONA" in texts(sm.plot.map(city(HAMBURG)))
    assert "rapid transit" not in said(sm.plot.map(city(BERLIN)))
    assert "ALTONA" not in texts(sm.plot.map(city(BERLIN)))
    stops = [sm.travel.Station(id=name, at=BERLIN) for name in "ab"]
    own = sm.travel.Transit(stations=stops, lines=[sm.travel.Line(id="u", stops=("a", "b"), minutes=(3.0,))])
    assert "rapid transit" in said(sm.plot.map(city(BERLIN, travel=own)))
    assert in_hamburg([(53.55, 9.99), (53.6, 10.0), (48.1, 11.6)])


def test_too_many_arrows_are_summed_up_and_nothing_is_lost() -> None:
    plan = crowd(90, companies=90, lenders=90)
    companies = [
        one.replace(location=sm.Location(lat=53.5 + (n % 13) / 120, lon=9.9 + (n % 17) / 100))
        for n, one in enumerate(plan.scenario.companies)
    ]
    known = plan.scenario.replace(companies=companies)
    found = spots(known, plan.plan)
    assert found is not None
    assert found.square_km is None
    assert sum(flow.minutes for flow in found.flows) == 90 * 480
    assert sum(site.seats for site in found.sites) == 90
    assert {site.at for site in found.sites} <= {(one.lat, one.lon) for one in sm.hamburg.quarters()}
    assert "sites of a quarter are drawn as one" in said(sm.plot.map(made(known, *plan.plan)))
    far = [one.replace(location=sm.Location(lat=one.location.lat - 5, lon=one.location.lon)) for one in companies]
    elsewhere = spots(known.replace(companies=far), plan.plan)
    assert elsewhere is not None
    assert elsewhere.square_km == 1
    assert sum(flow.minutes for flow in elsewhere.flows) == 90 * 480


def test_hours_without_a_place_are_told() -> None:
    companies = [sm.Company(id="lender", location=HAMBURG)]
    needs = [
        demand("d", shift("s", 6, "06:00-14:00"), location=HAMBURG),
        demand("e", shift("t", 7, "06:00-14:00")),
    ]
    plan = made(scenario([worker()], needs, companies=companies, rules=[]), ("w", "s"), ("w", "t"))
    assert "8 h have no place on the map" in said(sm.plot.map(plan))


def test_the_plane_is_true_to_scale_and_knows_the_antimeridian() -> None:
    (x1, y1), (x2, y2) = Plane([(0.0, 179.9), (0.0, -179.9)]).project([(0.0, 179.9), (0.0, -179.9)])
    assert math.hypot(x2 - x1, y2 - y1) == pytest.approx(0.2 * 111.195, rel=1e-3)
    (west, east), (south, north) = Plane([(53.5, 10.0)]).extent
    assert east - west == north - south == 4


def test_value_and_bound_end_as_the_tier_does() -> None:
    solution = sm.solve(ward_and_depot(), work_limit=1)
    ax = sm.plot.progress(solution)
    tier = solution.tiers[0]
    ends = [line.get_ydata()[-1] for line in ax.lines if len(line.get_xdata()) > 1]  # type: ignore[arg-type]
    assert set(ends) <= {tier.value, tier.bound}
    assert len(ends) >= 2
    word = {"certificate": "Proven optimal.", "solver": "Optimal by a solver's word."}
    assert tier.gap == 0
    assert word[tier.proof or ""] in said(ax)


def test_points_of_the_frontier_are_where_they_are() -> None:
    curve = sm.tradeoff(ward_and_depot(), "uncovered_hours", "cost", points=3, threads=1)
    ax = sm.plot.frontier(curve)
    drawn = [(line.get_xdata()[0], line.get_ydata()[0]) for line in ax.lines if line.get_marker() == "o"]  # type: ignore[index]
    assert drawn == [(point.first.value, point.second.value) for point in curve.points]
    assert "there are no others" in said(ax) or "there may be others" in said(ax)


def test_gaps_are_to_the_best_known_value_and_skips_are_not_counted() -> None:
    rows = [
        {"family": "f", "instance": "a", "peer": None, "status": "optimal", "value": 100, "best_known": 100},
        {"family": "f", "instance": "a", "peer": "p", "status": "feasible", "value": 150},
        {"family": "f", "instance": "a", "peer": "p", "status": "feasible", "value": 110},
        {"family": "f", "instance": "b", "peer": None, "status": "feasible", "value": 52, "best_known": 50},
        {"family": "f", "instance": "b", "peer": "p", "status": "unknown", "value": None},
        {"family": "f", "instance": "c", "peer": None, "status": "feasible", "value": 0.5},
        {"family": "f", "instance": "c", "peer": "p", "status": "skipped", "value": None},
        {"family": "f", "instance": "d", "peer": "p", "status": "unknown", "value": None, "best_known": 1},
    ]
    gaps, count = gaps_by_peer(rows)
    assert count == 3
    assert gaps[None] == pytest.approx([0, 0, 4])
    assert gaps["p"] == [pytest.approx(10), math.inf]
    ax = sm.plot.gap_profile(rows)
    assert "p (2 of 3)" in texts(ax)
    ends = [line.get_ydata()[-1] for line in ax.lines]  # type: ignore[index]
    assert ends == pytest.approx([100, 50])


def test_the_funnel_has_the_numbers_of_the_explanation() -> None:
    plan = plan_of(ward_and_depot())
    why = plan.explain(shift="tue", time_limit=0)
    ax = sm.plot.funnel(why)
    drawn = Counter(round(bar.get_width()) for bar in bars(ax) if bar.get_width())
    left = [step.left for step in why.funnel if step.left] + [step.before - step.left for step in why.funnel]
    assert Counter(left) <= drawn
    assert names_of_rows(ax)[0] == "Everybody"
    where = plan.explain(worker="ben", time_limit=0)
    ax = sm.plot.funnel(where)
    assert "What ben Petersen could do" in texts(ax)
    assert max(bar.get_width() for bar in bars(ax)) == 3


def test_changes_are_those_of_the_diff() -> None:
    known = ward_and_depot()
    diff = plan_of(known).diff(made(known, ("ben", "mon"), ("cem", "night"), ("ana", "tue")))
    ax = sm.plot.changes(diff)
    assert "Assignments: 1 gained, 1 lost, 2 as before." in said(ax)
    assert {row_of(ax, bar): bar.get_hatch() for bar in bars(ax)} == {"ana Petersen": None, "ben Petersen": "//////"}
    assert [round(bar.get_width() * 60) for bar in bars(ax)] == [510, 510]


def test_many_changes_are_counted_by_borrower() -> None:
    plan = crowd(60, companies=3)
    ax = sm.plot.changes(made(plan.scenario).diff(plan))
    assert "Assignments: 0 gained, 60 lost, 0 as before." in said(ax)
    assert sum(bar.get_width() for bar in bars(ax)) == -60
    assert names_of_rows(ax) == ["b0", "b1", "b2"]
    labels = [one.get_text() for one in ax.findobj(Text)]  # type: ignore[attr-defined]
    assert "assignments" in labels


def test_a_timeline_of_the_busiest_and_of_some_people() -> None:
    plan = plan_of(ward_and_depot())
    assert names_of_rows(sm.plot.timeline(plan, top=1)) == ["ana Petersen"]
    ax = sm.plot.timeline(plan, workers=["cem"])
    assert spans(ax) == {"cem Petersen": 480}
    assert spans(sm.plot.timeline(plan, workers="cem")) == spans(ax)
    assert sum(bar.get_hatch() is not None for bar in bars(sm.plot.timeline(plan, by="demand", top=1))) == 0
    with pytest.raises(sm.InputError, match="cem"):
        sm.plot.timeline(plan, workers=["cemm"])
    with pytest.raises(sm.InputError, match="whole number"):
        sm.plot.timeline(plan, top=0)


def test_people_with_equally_many_hours_are_drawn_by_id() -> None:
    assert sorted(names_of_rows(sm.plot.timeline(crowd(5, companies=2), top=2))) == ["w0", "w1"]


def test_a_company_has_one_colour_whoever_is_drawn() -> None:
    plan = crowd(12, companies=4)
    colours = {row_of(ax, bar): bar.get_facecolor() for ax in [sm.plot.timeline(plan)] for bar in bars(ax)}
    for name in ("w1", "w3"):
        (bar,) = bars(sm.plot.timeline(plan, workers=[name]))
        assert bar.get_facecolor() == colours[name]
    assert len(set(colours.values())) == 4
    few, known = colours_of("abc", "c"), colours_of("abc", "abc")
    assert few["c"] == known["c"]
    many = [str(n) for n in range(20)]
    assert len(set(colours_of(many, ["0", "9", "18"]).values())) == 3


def test_hours_are_shown_with_the_decimals_that_add_up() -> None:
    assert places_that_add_up(np.array([120.0, 60])) == 0
    assert places_that_add_up(np.array([120.0, 90])) == 1
    assert places_that_add_up(np.array([120.0, 15])) == 2
    needs = [demand(f"d{n}", shift(f"s{n}", 6 + n, "08:00-16:30"), company="clinic") for n in range(2)]
    people = [worker("ana", company="hotel"), worker("cem", company="inn")]
    ax = sm.plot.partnerships(made(scenario(people, needs, rules=[]), ("ana", "s0"), ("cem", "s1")))
    assert [one.get_text() for one in ax.texts if "." in one.get_text()][:2] == ["8.5", "8.5"]
    assert "17.0" in texts(ax)


def test_companies_at_one_point_stand_apart_and_have_names() -> None:
    # Lender and borrowers share a postal code.
    companies = [sm.Company(id=name, location=HAMBURG) for name in ("hotel", "clinic", "depot")]
    needs = [demand(f"d{n}", shift(f"s{n}", 6, "08:00-16:00"), company=n) for n in ("clinic", "depot")]
    people = [worker("ana", company="hotel"), worker("cem", company="hotel")]
    shown = scenario(people, needs, rules=[]).replace(companies=companies)
    plan = made(shown, ("ana", "sclinic"), ("cem", "sdepot"))
    found = spots(plan.scenario, plan.plan)
    assert found is not None
    assert found.apart
    assert len({one.at for one in (*found.sites, *found.lenders)}) == 3
    assert {flow.end for flow in found.flows} == set(found.sites)
    ax = sm.plot.map(plan)
    assert {"hotel", "clinic", "depot"} <= set(texts(ax))
    assert "side by side" in said(ax)
