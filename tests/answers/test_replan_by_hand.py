"""Replanning by hand: what stays, what people say, what is refused, and one event after another."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import staffmatch as sm
from staffmatch.answers.what_now import replan_nearby, replan_search
from staffmatch.answers.what_now.carried_bound import carried_bound
from staffmatch.answers.what_now.common_columns import CommonColumns
from staffmatch.answers.what_now.replan_program import ReplanProgram, Terms
from staffmatch.engine.backends.lp import Answer, Status
from staffmatch.formulation.market import Market
from tests.builders import between, demand, scenario, shift, window, worker

EARLY, LATE = shift("early", 6, "06:00-14:00"), shift("late", 8, "06:00-14:00")
TEAM = [worker("ann"), worker("bob", pay_cents_per_hour=100), worker("cem", pay_cents_per_hour=200)]
SCENE = scenario(TEAM, [demand("d", EARLY), demand("e", LATE)])
BEFORE = sm.solve(SCENE)


HOUR = timedelta(hours=1)


def refusal(**options: Any) -> str:
    with pytest.raises(sm.InputError) as error:
        BEFORE.replan(SCENE, **options)
    assert all(one.advice for one in error.value.problems)
    return str(error.value)


def test_without_an_event_nothing_changes() -> None:
    after = BEFORE.replan()
    assert after.plan == BEFORE.plan
    assert after.replanned is not None
    assert (after.replanned.changes, after.replanned.proven) == (0, True)
    assert after.status == BEFORE.status == "optimal"
    assert [tier.certified for tier in after.tiers] == [tier.certified for tier in BEFORE.tiers]


def test_somebody_who_is_gone_is_no_change_and_whoever_comes_is_one() -> None:
    after = BEFORE.replan(SCENE.without(workers=["ann"]))
    told = after.replanned
    assert told is not None
    assert {(one.worker, one.shift) for one in BEFORE.assignments} == {("ann", "early"), ("ann", "late")}
    assert told.added == (("bob", "early"), ("bob", "late"))
    assert told.dropped == ()
    assert told.proven
    assert told.touched is not None
    assert (after.tiers[0].value, after.tiers[0].bound) == (0, 0)


def test_the_nearer_a_change_the_more_it_weighs() -> None:
    after = BEFORE.replan(SCENE.without(workers=["ann"]), freeze_before="2020-04-05T06:00+02:00")
    assert after.replanned is not None
    assert after.replanned.change.value == (13 - 1) + (13 - 3)
    plain = BEFORE.replan(SCENE.without(workers=["ann"]), weighted=False).replanned
    assert plain is not None
    assert plain.change.value == 2


def test_what_is_frozen_stays_even_where_another_would_be_cheaper() -> None:
    former = sm.evaluate(SCENE, sm.Plan.of([("cem", "early"), ("cem", "late")]))
    after = former.replan(after_tiers=None, freeze_before="2020-04-07T00:00+02:00")
    assert set(after.plan) == {("cem", "early"), ("ann", "late")}
    assert sm.verify(SCENE, after).ok


def test_with_at_most_so_many_changes_the_dearest_goes_first() -> None:
    former = sm.evaluate(SCENE, sm.Plan.of([("bob", "early"), ("cem", "late")]))
    assert set(former.replan(most_changes=2).plan) == {("bob", "early"), ("ann", "late")}
    assert set(former.replan(most_changes=4).plan) == {("ann", "early"), ("ann", "late")}


def test_what_people_answer_is_taken_as_pins() -> None:
    answers = {("ann", "early"): "declined", ("cem", "early"): "accepted", ("bob", "late"): "no answer"}
    after = BEFORE.replan(answers=answers)
    assert set(after.plan) == {("cem", "early"), ("ann", "late")}
    rows = pd.DataFrame([(*pair, said) for pair, said in answers.items()], columns=["worker", "shift", "answer"])
    assert BEFORE.replan(answers=rows).plan == after.plan
    assert len(after.scenario.pins) == 2
    again = after.replan(answers={("cem", "early"): "declined"})
    assert set(again.plan) == {("bob", "early"), ("ann", "late")}


def test_who_accepts_a_shift_consents() -> None:
    asked = SCENE.replace(workers=[TEAM[0], TEAM[1].replace(consent="offered")])
    after = sm.solve(asked).replan(asked.without(workers=["ann"]), answers={("bob", "late"): "accepted"})
    assert ("bob", "late") in set(after.plan)


def test_answers_that_can_not_all_be_kept_end_as_infeasible() -> None:
    both = scenario([worker("ann")], [demand("d", EARLY), demand("e", shift("over", 6, "10:00-18:00"))])
    said = {("ann", "early"): "accepted", ("ann", "over"): "accepted"}
    after = sm.solve(both).replan(answers=said)
    assert after.status == "infeasible"
    assert len(after.conflicts) == 2


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"after_tiers": 3}, "after_tiers: is 3, and the scenario has 2 tiers"),
        ({"after_tiers": -1}, "after_tiers: is -1"),
        ({"after_tiers": True}, "after_tiers: is True"),
        ({"most_changes": -1}, "most_changes: is -1, which is no number of changes"),
        ({"freeze_before": "2020-05-01T00:00+02:00"}, "after the last shift ends"),
        ({"freeze_before": "monday"}, "no time with an offset"),
        ({"answers": {("ann", "early"): "maybe"}}, "is said to have answered 'maybe'"),
        ({"answers": {("anne", "early"): "accepted"}}, "there is no worker 'anne'. Did you mean|Did you mean 'ann'"),
        ({"answers": {"ann": "accepted"}}, "Each key is a pair"),
        ({"answers": 3}, "is a int"),
        ({"answers": pd.DataFrame({"worker": ["ann"]})}, "has no column 'shift'"),
        ({"time_limit": -1}, "time_limit"),
    ],
)
def test_what_makes_no_sense_is_refused_with_advice(options: dict[str, Any], text: str) -> None:
    said = refusal(**options)
    assert any(part in said for part in text.split("|"))


def test_a_solution_without_a_plan_or_a_scenario_is_refused(tmp_path: Path) -> None:
    pins = [sm.Pin(worker="ann", shift="early"), sm.Pin(worker="bob", shift="early")]
    clash = sm.solve(SCENE.replace(pins=pins))
    with pytest.raises(sm.InputError, match="has no plan"):
        clash.replan(SCENE)
    BEFORE.save(tmp_path / "plan.json")
    alone = sm.Solution.model_validate_json((tmp_path / "plan.json").read_text())
    with pytest.raises(sm.InputError, match="read alone"):
        alone.replan()
    with pytest.raises(TypeError, match="A Scenario is wanted here"):
        BEFORE.replan("changed.json")  # type: ignore[arg-type]


def test_a_new_plan_is_saved_and_read_with_what_changed(tmp_path: Path) -> None:
    after = BEFORE.replan(SCENE.without(workers=["ann"]))
    for name in ("plan.json", "plan.duckdb"):
        after.save(tmp_path / name)
        read = sm.Solution.load(tmp_path / name, after.scenario)
        assert read.replanned == after.replanned
        assert sm.verify(after.scenario, read).ok
        assert read.replan(after.scenario.without(workers=["bob"])).replanned is not None


def test_the_verifier_finds_a_forged_change() -> None:
    after = BEFORE.replan(SCENE.without(workers=["ann"]))
    told = after.replanned
    assert told is not None
    forged = (
        {"added": told.added[:1]},
        {"added": (*told.added, ("cem", "late"))},
        {"dropped": (("bob", "early"),)},
        {"dropped": (("cem", "early"),)},
        {"after_tiers": 0},
        {"most_changes": 1},
        {"tiers": told.tiers[:2]},
        {"since": None},
        {"frozen_before": "2020-04-07T00:00+02:00"},
    )
    for fields in forged:
        wrong = after.model_copy(update={"replanned": type(told).model_validate(told.model_dump() | fields)})
        assert not sm.verify(after.scenario, wrong.of(after.scenario)).ok, fields


def test_stopped_at_once_it_still_ends_with_a_verified_plan() -> None:
    changed = SCENE.without(workers=["ann"])
    after = BEFORE.replan(changed, stop=lambda: True)
    assert sm.verify(changed, after).ok
    late = BEFORE.replan(changed, time_limit=0)
    assert sm.verify(changed, late).ok


def test_a_small_program_without_time_leaves_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Answer(Status.UNKNOWN)
    monkeypatch.setattr(replan_nearby, "solved", lambda *_: nothing)
    monkeypatch.setattr(replan_search, "_affordable", lambda *_: False)
    after = BEFORE.replan(SCENE.without(workers=["ann"]))
    assert after.replanned is not None
    assert (after.assignments, after.replanned.proven) == ((), False)
    assert after.replanned.touched == 4
    assert sm.verify(after.scenario, after).ok


def test_what_a_listener_raises_arrives_with_the_plan() -> None:
    def fail(event: sm.Event) -> None:
        if event.phase == "nearby":
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine") as raised:
        BEFORE.replan(SCENE.without(workers=["ann"]), on_event=fail)
    assert raised.value.solution.plan is not None  # type: ignore[attr-defined]


def test_twenty_events_in_a_row_stay_verified() -> None:
    dice = np.random.default_rng(3)
    now, proven = sm.solve(sm.hamburg.scenario(workers=60, seats=30, days=4, seed=4), time_limit=5), 0
    for number in range(20):
        scene, busy = now.scenario, sorted({one.worker for one in now.assignments})
        if number % 4 == 3:
            extra = demand(f"new{number}", shift(f"new{number}", 7, "08:00-16:00"), company=scene.ids("companies")[0])
            changed = scene.adding(demands=[extra])
        elif number % 4 == 2:
            one = now.assignments[int(dice.integers(len(now.assignments)))]
            changed = scene.replace(pins=(*scene.pins, sm.Pin(worker=one.worker, shift=one.shift, assigned=False)))
        else:
            changed = scene.without(workers=[busy[int(dice.integers(len(busy)))]])
        after = now.replan(changed, time_limit=3)
        assert sm.verify(changed, after).ok
        assert after.replanned is not None
        now, proven = after, proven + after.replanned.proven
    assert proven >= 10


def test_a_diff_says_who_gained_lost_and_moved() -> None:
    former = sm.evaluate(SCENE, sm.Plan.of([("ann", "early"), ("bob", "late")]))
    changed = SCENE.without(workers=["ann"]).adding(
        demands=[demand("f", shift("night", 6, "22:00-06:00"), company="borrower")]
    )
    now = sm.evaluate(changed, sm.Plan.of([("cem", "early"), ("bob", "night")]))
    diff = now.diff(former)
    assert [(one.worker, one.kind, one.gone) for one in diff.people] == [
        ("ann", "lost", True),
        ("bob", "moved", False),
        ("cem", "gained", False),
    ]
    assert (diff.same, diff.vanished, diff.rests_on) == (0, (), "recounted")
    assert diff.text == (
        "3 people have other shifts: 1 gained, 1 lost, 1 moved; unchanged assignments: 0. "
        "Before 0, now 8 h of uncovered hours. Before 8.00, now 24.00 EUR of cost. "
        "'ann' is no longer available and had 'early' at 'borrower' (Mon 06 Apr 06:00 to 14:00). "
        "'bob' gets 'night' at 'borrower' (Mon 06 Apr 22:00 to 06:00) and no longer has "
        "'late' at 'borrower' (Wed 08 Apr 06:00 to 14:00). "
        "'cem' gets 'early' at 'borrower' (Mon 06 Apr 06:00 to 14:00)."
    )
    frame = diff.to_frame("pandas")
    assert list(frame["change"]) == ["lost", "gained", "lost", "gained"]
    person = diff.person("cem")
    assert person is not None
    assert all(one.text in diff.text for one in person.messages())
    assert diff.person("nobody") is None
    assert now.diff(now).text.startswith("No assignment changes; 2 stay. As before 8 h of uncovered hours.")
    assert former.diff(now).vanished == ("night",)


def test_a_diff_tells_who_keeps_a_shift_that_is_at_another_time() -> None:
    former = sm.evaluate(SCENE, sm.Plan.of([("ann", "early"), ("bob", "late")]))
    later = [one.replace(start=one.start + HOUR, end=one.end + HOUR) for one in SCENE.demand("d").shifts]
    demands = [need.replace(shifts=later) if need.id == "d" else need for need in SCENE.demands]
    diff = sm.evaluate(SCENE.replace(demands=demands), former.plan).diff(former)
    (person,) = diff.people
    assert (person.worker, person.kind, diff.same) == ("ann", "retimed", 2)
    assert "'ann' still has 'early' at 'borrower' (Mon 06 Apr 07:00 to 15:00), at other times" in diff.text
    assert list(diff.to_frame("pandas")["change"]) == ["retimed"]


def test_a_diff_has_every_tier_of_either_plan() -> None:
    terms = [sm.objectives.UncoveredHours(), *(sm.objectives.CommuteOver(minutes=one) for one in (0, 30))]
    over = sm.evaluate(SCENE.replace(tiers=[[term] for term in terms]), sm.Plan.of([("ann", "early")]))
    plain = sm.evaluate(SCENE, over.plan)
    assert [(one.term, one.before is None, one.after is None) for one in over.diff(plain).tiers] == [
        ("uncovered_hours", False, False),
        ("commute_over", True, False),
        ("commute_over", True, False),
        ("cost", False, True),
    ]
    assert "the former plan has no such tier" in over.diff(plain).text
    with pytest.raises(TypeError, match="A Solution is wanted"):
        over.diff(3)  # type: ignore[arg-type]


def test_answers_that_contradict_each_other_are_refused() -> None:
    before = sm.evaluate(SCENE, sm.Plan.of([("ann", "early")]))
    said = {"worker": ["ann", "ann"], "shift": ["early", "early"], "answer": ["accepted", "declined"]}
    with pytest.raises(sm.InputError, match="both to have accepted and to have declined"):
        before.replan(answers=pd.DataFrame(said))
    same = pd.DataFrame(said | {"answer": ["accepted", "accepted"]})
    assert ("ann", "early") in before.replan(answers=same).plan
    with pytest.raises(sm.InputError, match="there is no worker 'nan'"):
        before.replan(answers=pd.DataFrame(said | {"worker": ["ann", None]}).astype({"worker": object}).fillna(np.nan))
    with pytest.raises(sm.InputError, match=r"answered \['accepted'\]"):
        before.replan(answers={("ann", "early"): ["accepted"]})  # type: ignore[dict-item]


def test_change_counts_what_could_still_stand() -> None:
    term = sm.objectives.Change(plan=[("gone", "early"), ("ann", "gone"), ("ann", "early")])
    solution = sm.solve(SCENE.replace(tiers=[[sm.objectives.EmptySeats()], [term]]))
    assert ("ann", "early") in set(solution.plan)
    assert solution.tiers[1].value == 1
    assert sm.solve(SCENE, start=sm.Plan.of(term.plan)).status == "optimal"


def test_a_window_that_becomes_narrower_is_an_event_as_any() -> None:
    away = TEAM[0].replace(availability=[window(6, "00:00-23:00")])
    after = BEFORE.replan(SCENE.replace(workers=[away, *TEAM[1:]]))
    assert set(after.plan) == {("ann", "early"), ("bob", "late")}
    assert after.replanned is not None
    assert after.replanned.added == (("bob", "late"),)
    assert between(6, "06:00-14:00")["start"] == EARLY.start


def test_a_plan_that_was_not_proven_is_mended_by_exchanges_near_what_is_lost() -> None:
    """Only ann and bob can do the nursing, bob has the desk that day, and cem could have that."""
    people = [
        worker("ann", skills={"nurse": 1}),
        worker("bob", skills={"nurse": 1, "desk": 1}),
        worker("cem", skills={"desk": 1}, pay_cents_per_hour=900),
    ]
    needs = [
        demand("ward", shift("nursing", 6, "06:00-14:00"), skills={"nurse": 1}),
        demand("hall", shift("desk", 6, "06:00-14:00"), skills={"desk": 1}),
    ]
    found = sm.solve(scenario(people, needs))
    assert set(found.plan) == {("ann", "nursing"), ("bob", "desk")}
    first = found.tiers[0].model_copy(update={"bound": -8.0, "gap": 8.0})
    unproven = found.model_copy(update={"tiers": (first, *found.tiers[1:])}).of(found.scenario).as_found()
    after = unproven.replan(found.scenario.without(workers=["ann"]))
    assert set(after.plan) == {("bob", "nursing"), ("cem", "desk")}
    told = after.replanned
    assert told is not None
    assert (told.changes, told.proven, told.change.bound) == (3, False, None)
    assert told.touched is not None
    assert sm.verify(after.scenario, after).ok


def test_of_a_plan_from_a_file_only_what_its_certificate_proves_is_carried(tmp_path: Path) -> None:
    BEFORE.save(tmp_path / "plan.json")
    loaded = sm.Solution.load(tmp_path / "plan.json", SCENE)
    changed = SCENE.without(workers=["ann"])
    after = loaded.replan(changed)
    assert after.replanned is not None
    assert (after.replanned.proven, after.replanned.touched is not None) == (True, True)
    assert after.tiers[0].bound == 0
    # What a file claims of its bound proves nothing.
    first = loaded.tiers[0].model_copy(update={"bound": 5.0})
    claimed = loaded.model_copy(update={"tiers": (first, *loaded.tiers[1:])}).of(SCENE)
    assert claimed.replan(changed).tiers[0].bound == 0
    bare = loaded.model_copy(update={"certificate": ()}).of(SCENE).replan(changed)
    assert bare.replanned is not None
    assert bare.replanned.touched is None


def test_whole_numbers_that_a_new_window_divides_otherwise_do_not_lose_the_bound() -> None:
    """Two of his hours' limits are one shift of two while all are of 8 h; a shift of 6 h makes them 20 half hours."""
    rules = [*sm.DEFAULT_RULES, sm.constraints.WeeklyHours(hours=10)]
    needs = [demand("d", EARLY, shift("mid", 7, "06:00-14:00")), demand("e", shift("short", 8, "06:00-12:00"))]
    ann = worker("ann", availability=[window(6, "00:00-23:59"), window(7, "00:00-23:59")])
    before = sm.solve(scenario([ann], needs).replace(rules=rules))
    wider = ann.replace(availability=[*ann.availability, window(8, "00:00-23:59")])
    changed = before.scenario.replace(workers=[wider])
    assert before.tiers[0].value == 8 + 6
    program = ReplanProgram.of(Market.of(changed), Market.of(before.scenario), before, Terms(1))
    carried = carried_bound(before, program, CommonColumns.of(program.before, program.market))
    assert carried is not None
    # Without regard to the limit, 6 h could be gained.
    assert carried.bound == 60 * 8
    assert before.replan(changed).tiers[0].value == 8 + 6
