"""Which shifts a wish is about, for the term `Wishes` and as a must."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import Availability, Coverage
from staffmatch.domain.plan import Plan
from staffmatch.formulation import wishes as columns_module
from staffmatch.formulation.encoding import columns_of
from staffmatch.formulation.wishes import WishColumns
from staffmatch.objectives import EmptySeats, Wishes
from tests.builders import demand, refused, scenario, shift, solved, violations, worker
from tests.strategies import examples, scenarios, wishes

DAY, NIGHT = shift("day", 6, "08:00-16:00"), shift("night", 6, "22:00-06:00").replace(kind="night")
NEXT = shift("next", 7, "00:00-08:00")
NEEDS = [demand("d", DAY, NIGHT), demand("e", NEXT)]


def wishing(*wishes: sm.Wish, needs: Any = NEEDS, **fields: Any) -> sm.Scenario:
    return scenario([worker(wishes=wishes)], needs, [Availability()], **fields)


def frames_of(scene: sm.Scenario) -> dict[str, Any]:
    return {name: scene.to_frame(name, "pandas") for name in ("companies", "workers", "demands", "shifts")}


def counted(scene: sm.Scenario) -> dict[str, int]:
    """What each shift counts for the only worker; by the columns and by the term's value, which agree."""
    columns = columns_of(scene)
    number = np.arange(len(columns.shift_ids))
    found = WishColumns.of(columns).points_of(np.zeros_like(number), number)
    by_plan = {name: Wishes().value(scene, Plan.of([("w", name)])) for name in columns.shift_ids}
    assert dict(zip(columns.shift_ids, found.tolist(), strict=True)) == by_plan
    return {name: points for name, points in by_plan.items() if points}


@pytest.mark.parametrize(
    ("wish", "about"),
    [
        ({"days": ["2020-04-06"]}, {"day", "night"}),
        ({"days": ["2020-04-07"]}, {"night", "next"}),
        ({"days": ["2020-04-07", "2020-04-05", "2020-04-06"]}, {"day", "night", "next"}),
        ({"days": ["2020-04-08"], "until": "2020-04-30"}, set()),
        ({"days": ["2020-04-01"], "until": "2020-04-06"}, {"day", "night"}),
        ({"weekdays": ["tuesday", "sunday"]}, {"night", "next"}),
        ({"days": ["2020-04-06"], "weekdays": ["tuesday"]}, set()),
        ({"start": "16:00", "end": "22:00"}, set()),
        ({"start": "15:59"}, {"day", "night"}),
        ({"end": "00:01"}, {"night", "next"}),
        ({"days": ["2020-04-06"], "start": "21:00", "end": "07:00"}, {"night", "next"}),
        ({"days": ["2020-04-07"], "start": "21:00", "end": "07:00"}, set()),
        ({"days": ["2020-04-07"], "start": "06:00", "end": "07:00"}, {"next"}),
        ({"shift": "next"}, {"next"}),
        ({"demand": "d"}, {"day", "night"}),
        ({"kind": "night"}, {"night"}),
        ({"demand": "d", "days": ["2020-04-07"]}, {"night"}),
        ({"shift": "next", "demand": "d"}, set()),
    ],
)
def test_a_wish_is_about_the_shifts_of_which_all_is_true(wish: dict[str, Any], about: set[str]) -> None:
    assert counted(wishing(sm.Wish(**wish, weight=3))) == dict.fromkeys(about, -3)
    assert counted(wishing(sm.Wish(**wish, against=True))) == dict.fromkeys(about, 1)


def test_days_end_at_midnight_and_begin_with_it() -> None:
    needs = [demand("d", shift("until", 6, "16:00-00:00"), shift("from", 7, "00:00-04:00"))]
    assert counted(wishing(sm.Wish(days=["2020-04-07"]), needs=needs)) == {"from": -1}
    assert counted(wishing(sm.Wish(days=["2020-04-06"]), needs=needs)) == {"until": -1}


def test_local_days_are_those_of_the_scenario() -> None:
    assert counted(wishing(sm.Wish(days=["2020-04-06"]), timezone="America/New_York")) == {
        "day": -1,
        "night": -1,
        "next": -1,
    }


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
@pytest.mark.parametrize("clock", [("02:00", "03:00"), ("02:30", "02:45"), ("01:00", "02:00"), ("03:00", "04:00")])
def test_where_the_clock_is_changed_both_count_the_same(month: int, day: int, clock: tuple[str, str]) -> None:
    skipped = "02" if month == 3 else "none"
    hours = [f"{hour:02d}:{minute:02d}" for hour in range(5) for minute in (0, 30) if f"{hour:02d}" != skipped]
    spans = [shift(one, day, f"{one}-{other}", month=month) for one, other in pairwise(hours)]
    found = counted(wishing(sm.Wish(start=clock[0], end=clock[1]), needs=[demand("d", *spans)]))
    assert found or month == 3


def test_wishes_about_the_same_shift_add_up_and_count_for_each_shift() -> None:
    scene = wishing(sm.Wish(days=["2020-04-06"], weight=5), sm.Wish(kind="night", against=True, weight=7))
    assert counted(scene) == {"day": -5, "night": 2}
    assert Wishes().value(scene, Plan.of([("w", "day"), ("w", "night")])) == -3


def test_a_plan_grants_what_it_can() -> None:
    people = [worker("ann", wishes=[sm.Wish(shift="day", weight=2)]), worker("bob", wishes=[sm.Wish(shift="day")])]
    scene = scenario(people, [demand("d", DAY)], [Availability()], tiers=[[EmptySeats()], [Wishes()]])
    solution = sm.solve(scene)
    assert set(solution.plan) == {("ann", "day")}
    assert [tier.value for tier in solution.tiers] == [0, -2]
    # Nobody is lent for the sake of wishes against, and for wishes alone people are.
    assert solved(scene.replace(tiers=[[Wishes()]])) == {("ann", "day")}


def test_a_must_is_kept_and_counts_nothing() -> None:
    scene = wishing(sm.Wish(days=["2020-04-06"], against=True, must=True), needs=[demand("d", DAY)])
    assert refused(scene, ("w", "day")) == "Worker 'w' is not available for shift 'day'."
    assert Wishes().value(scene, Plan.of([("w", "day")])) == 0
    assert violations(scene) == []


def test_a_must_about_one_of_several_jobs_at_the_same_time() -> None:
    needs = [demand("d", DAY), demand("e", DAY.replace(id="other")), demand("f", NEXT, NIGHT, same_worker=True)]
    wish = sm.Wish(demand="d", against=True, must=True)
    people = [worker("ann", wishes=[wish, sm.Wish(kind="night", against=True, must=True)]), worker("bob")]
    scene = scenario(people, needs, [Availability()])
    assert sm.testing.conforms(Availability(), [scene])
    assert {"ann"} == {name for name, place in sm.solve(scene).plan if place == "other"}


@given(scene=scenarios(default=True), data=st.data())
@examples(100)
def test_columns_and_value_agree(scene: sm.Scenario, data: st.DataObject) -> None:
    scene = scene.replace(workers=[one.replace(wishes=data.draw(wishes(scene.demands))) for one in scene.workers])
    columns = columns_of(scene)
    pairs = [(person, name) for person in columns.workers.ids for name in columns.shift_ids]
    people, shifts = (np.arange(len(ids)) for ids in (columns.workers.ids, columns.shift_ids))
    found = WishColumns.of(columns).points_of(np.repeat(people, len(shifts)), np.tile(shifts, len(people)))
    assert found.tolist() == [Wishes().value(scene, Plan.of([pair])) for pair in pairs]


def test_parts_of_the_people_are_looked_up_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [worker(f"w{n}", wishes=[sm.Wish(days=["2020-04-06"], weight=n + 1)] if n % 3 else []) for n in range(9)]
    columns = columns_of(scenario(people, NEEDS))
    who, what = np.repeat(np.arange(9), 3), np.tile(np.arange(3), 9)
    whole = WishColumns.of(columns).points_of(who, what)
    assert whole.any()
    monkeypatch.setattr(columns_module, "_AT_ONCE", 3)
    assert (WishColumns.of(columns).points_of(who, what) == whole).all()


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        ({}, "says nothing about the shifts that are meant"),
        ({"until": "2020-04-07"}, "has an until without one day before it"),
        ({"days": ["2020-04-08"], "until": "2020-04-07"}, "has an until without one day before it"),
        ({"days": ["2020-04-08"], "must": True}, "Pin the person to a shift"),
        (
            {"days": ["2020-04-08"], "must": True, "against": True, "weight": 2},
            "has a weight though it must be granted",
        ),
        ({"days": ["2020-04-08"], "weight": 0}, "1"),
        ({"start": "24:00"}, "start"),
        ({"weekdays": ["caturday"]}, "weekdays"),
    ],
)
def test_what_makes_no_sense_is_refused(wish: dict[str, Any], text: str) -> None:
    with pytest.raises(sm.InputError, match=text):
        sm.Wish(**wish)
    # The same from columns.
    frames = frames_of(wishing())
    with pytest.raises(sm.InputError):
        sm.Scenario.from_frames(**frames | {"workers": frames["workers"].assign(wishes=[[wish]])})


@pytest.mark.parametrize(
    ("wishes", "code", "path"),
    [
        ([sm.Wish(shift="dya")], "unknown_shift", "workers[0].wishes[0].shift"),
        ([sm.Wish(demand="f")], "unknown_demand", "workers[0].wishes[0].demand"),
        ([sm.Wish(kind="nigth")], "unknown_shift_kind", "workers[0].wishes[0].kind"),
        ([sm.Wish(kind="night"), sm.Wish(kind="night", against=True)], "contradictory_wishes", "workers[0].wishes[1]"),
    ],
)
def test_what_names_nothing_or_contradicts_itself_is_refused(wishes: list[sm.Wish], code: str, path: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        wishing(*wishes)
    (found,) = caught.value.problems
    assert (found.code, found.path) == (code, path)
    assert "w" in found.ids


def test_a_must_without_the_rule_that_keeps_it_is_refused() -> None:
    wish = sm.Wish(kind="night", against=True, must=True)
    with pytest.raises(sm.InputError, match="1 wish that must be kept would be ignored"):
        scenario([worker(wishes=[wish])], NEEDS, [Coverage()])


def test_wishes_about_what_is_taken_out_go_with_it() -> None:
    wishes = [sm.Wish(shift="night"), sm.Wish(kind="night"), sm.Wish(demand="e"), sm.Wish(days=["2020-04-06"])]
    assert wishing(*wishes).without(shifts=["night"]).workers[0].wishes == tuple(wishes[2:])
    assert wishing(*wishes).without(demands=["e"]).workers[0].wishes == (*wishes[:2], wishes[3])


def test_wishes_are_in_no_repr_and_in_files_and_frames() -> None:
    scene = wishing(
        sm.Wish(days=[date(2020, 4, 6)], weekdays=["monday"]), sm.Wish(kind="night", against=True, weight=9)
    )
    assert "night" not in repr(scene.workers[0])
    assert sm.Scenario.model_validate_json(scene.model_dump_json()) == scene
    again = sm.Scenario.from_frames(**frames_of(scene), rules=scene.rules)
    assert again.workers[0].wishes == scene.workers[0].wishes
    assert again.digest() == scene.digest() != wishing().digest()


def test_no_reason_says_what_was_wished() -> None:
    wish = sm.Wish(weekdays=["monday"], start="07:00", against=True, must=True)
    solution = sm.solve(wishing(wish, needs=[demand("d", DAY)]))
    (shortage,) = solution.shortages
    told = [
        shortage.model_dump_json(),
        solution.explain(shift="day").text,
        solution.explain(shift="day", worker="w").text,
    ]
    assert not [text for text in told if "wish" in text.lower()]
    assert all("availab" in text for text in told)
    assert "Make" not in told[1]
