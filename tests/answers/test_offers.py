"""Whom to ask: those who could be added to the plan, in an order that no other way of asking beats by its bound."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.answers.whom_to_ask.askable import Askable
from staffmatch.constraints import LendingCap
from staffmatch.domain.plan import Plan
from staffmatch.testing import Pair, accepts, all_pairs
from tests.builders import demand, in_other_order, scenario, shift, worker
from tests.strategies import examples, scenarios

CHANCES = (0.1, 0.25, 0.5, 0.8, 1.0)
Asked = tuple[str, tuple[str, ...]]


@st.composite
def markets(draw: st.DrawFn) -> tuple[sm.Scenario, dict[tuple[str, str], float]]:
    """A scenario in which many have not answered, and how likely each is to accept each shift."""
    scene = draw(scenarios(most_pairs=8, default=True))
    answers = st.sampled_from(("offered", "offered", "offered", "accepted", "declined"))
    scene = scene.replace(workers=tuple(one.replace(consent=draw(answers)) for one in scene.workers))
    said = {(one, name): draw(st.sampled_from(CHANCES)) for one, job in all_pairs(scene) for name in job}
    return scene, said


def willing(scene: sm.Scenario) -> sm.Scenario:
    return scene.replace(
        workers=[one.replace(consent="accepted") if one.consent == "offered" else one for one in scene.workers]
    )


def addable(scene: sm.Scenario, plan: Plan) -> list[Pair]:
    """Who has not answered or is willing, and could be added to the plan, judged by the rules' own checks."""
    would = willing(scene)
    full = {name for name, crew in plan.crews(scene).items() if len(crew) >= crew[0].demand.headcount}
    return [(one, job) for one, job in all_pairs(scene) if job_fits(would, plan, one, job) and not full & set(job)]


def job_fits(would: sm.Scenario, plan: Plan, one: str, job: tuple[str, ...]) -> bool:
    new = {(one, name) for name in job}
    return not new & set(plan) and accepts(would, Plan.of({*plan, *new}), would.rules)


def hours_of(scene: sm.Scenario) -> dict[str, float]:
    return {shift.id: demand.priority * shift.minutes / 60 for demand in scene.demands for shift in demand.shifts}


def best(scene: sm.Scenario, plan: Plan, chances: dict[Pair, float], contacts: int) -> float:
    """The most hours that any way of asking is expected to fill; who accepts gets the seat, and all is to fit."""
    would, hours, pairs = willing(scene), hours_of(scene), list(chances)

    @cache
    def fits(plan: Plan, one: int) -> bool:
        return job_fits(would, plan, *pairs[one])

    @cache
    def most(left: frozenset[int], plan: Plan, messages: int) -> float:
        found = 0.0
        for one in left if messages else ():
            if fits(plan, one):
                (name, job), p = pairs[one], chances[pairs[one]]
                after = Plan.of({*plan, *((name, shift) for shift in job)})
                yes = sum(hours[shift] for shift in job) + most(left - {one}, after, messages - 1)
                found = max(found, p * yes + (1 - p) * most(left - {one}, plan, messages - 1))
        return found

    return most(frozenset(range(len(pairs))), plan, contacts)


@examples(40)
@given(markets(), st.integers(0, 3))
def test_the_bound_holds_for_every_way_of_asking_and_the_list_is_one(
    market: tuple[sm.Scenario, dict[tuple[str, str], float]], contacts: int
) -> None:
    scene, said = market
    solution = sm.solve(scene)
    assume(solution.status == "optimal")
    open_ = [(one, tuple(sorted(job))) for one, job in addable(scene, solution.plan)]
    chances = {(one, job): min(said[one, name] for name in job) for one, job in open_}
    assume(len(chances) <= 7)
    found = sm.offers(solution, contacts=contacts, probabilities=said)
    assert {(offer.worker, tuple(sorted(offer.shifts))) for offer in found} <= set(chances)
    most = best(scene, solution.plan, chances, contacts)
    assert found.bound <= found.before - most + 1e-6
    assert found.after >= found.before - most - 1e-6
    if found.rests_on == "exact":
        assert found.after == pytest.approx(found.before - most, abs=1e-5)
    if len({one for one, _ in chances}) == len(chances):
        # Nobody is wanted twice, so that all are on the list while messages last.
        assert found.rests_on == "exact"
    many = sm.offers(solution, contacts=20, probabilities=dict.fromkeys(said, 0.5), overbooking=1)
    assert {offer.worker for offer in many} == {one for one, _ in chances}


@examples(30)
@given(scenarios(most_pairs=8), st.data())
def test_whoever_could_be_added_by_themselves_may_be_asked_whatever_the_rules(
    scene: sm.Scenario, data: st.DataObject
) -> None:
    # A rule about consent may want what it likes: who has not answered may be asked.
    answers = st.sampled_from(("offered", "accepted", "declined"))
    scene = scene.replace(workers=tuple(one.replace(consent=data.draw(answers)) for one in scene.workers))
    solution = sm.solve(scene)
    assume(solution.status == "optimal")
    open_ = {one.id for one in scene.workers if one.consent != "declined"}
    found = Askable.of(solution, ())
    columns, pairs = found.pairs.columns, found.pairs.take(found.which)
    told = {
        (columns.workers.ids[worker], tuple(columns.shift_ids[shift] for shift in columns.job_shifts[job]))
        for worker, job in zip(pairs.worker.tolist(), pairs.job.tolist(), strict=True)
    }
    assert {(one, tuple(sorted(job))) for one, job in told} == {
        (one, tuple(sorted(job))) for one, job in addable(scene, solution.plan) if one in open_
    }


@examples(30)
@given(markets(), st.integers(1, 4), st.integers(0, 99))
def test_the_order_of_the_input_does_not_matter(
    market: tuple[sm.Scenario, dict[tuple[str, str], float]], contacts: int, seed: int
) -> None:
    scene, said = market
    solution = sm.solve(scene)
    assume(solution.status == "optimal")
    other = sm.evaluate(in_other_order(scene, seed), solution.plan)
    turned = {pair: said[pair] for pair in reversed(said)}

    def answer(solution: sm.Solution, said: Any) -> dict[str, Any]:
        return sm.offers(solution, contacts=contacts, probabilities=said, overbooking=0.3).to_dict()

    assert answer(other, turned) == answer(solution, said)


@examples(20)
@given(markets(), st.integers(0, 99))
def test_whoever_accepts_of_those_asked_at_once_can_be_put_to_the_shift(
    market: tuple[sm.Scenario, dict[tuple[str, str], float]], seed: int
) -> None:
    scene, said = market
    solution = sm.solve(scene)
    assume(solution.status == "optimal")
    found, dice = sm.offers(solution, contacts=8, probabilities=said), np.random.default_rng(seed)
    taken = [offer for offer in found.now if dice.random() < 0.5]
    plan = {*solution.plan, *((offer.worker, name) for offer in taken for name in offer.shifts)}
    assert accepts(willing(scene), Plan.of(plan), scene.rules)


WARD = demand("ward", shift("mon", 6, "06:00-14:00"), headcount=2, skills={"care": 1})
HALL = demand("hall", shift("day", 6, "08:00-12:00"), priority=3)
TEAM = [
    worker("ann", consent="offered", skills={"care": 2}),
    worker("bob", consent="offered", skills={"care": 1}),
    worker("eve", consent="declined", skills={"care": 1}),
    worker("joe", consent="withdrawn", skills={"care": 1}),
]
SCENE = scenario(TEAM, [WARD, HALL])
SOLUTION = sm.solve(SCENE)
SAID = {("ann", "mon"): 0.5, ("bob", "mon"): 0.25, ("ann", "day"): 0.25, ("bob", "day"): 0.2, ("eve", "mon"): 1.0}


def test_a_person_is_asked_for_one_of_two_shifts_at_the_same_time() -> None:
    found = sm.offers(SOLUTION, contacts=2, probabilities=SAID)
    # 8 h at 1/2 beat 4 h of priority 3 at 1/4; for bob 12 at 1/5 beat 8 at 1/4.
    assert [(offer.worker, offer.shift, offer.gain) for offer in found] == [
        ("ann", "mon", 4.0),
        ("bob", "day", pytest.approx(2.4)),
    ]
    assert (found.before, found.after) == (28.0, pytest.approx(21.6))
    assert found.bound == pytest.approx(21)
    assert found.rests_on == "bounds"
    assert [offer.wave for offer in found] == [1, 1]
    assert found.text == (
        "28 h are uncovered, times priority; with 2 messages, 21.6 h are expected to be. "
        "No way of asking one after another is expected to leave less than 21 h. "
        "Ask now: 'ann' for 'mon' (50 %) and 'bob' for 'day' (20 %)."
    )


def test_two_seats_are_asked_for_at_once_and_the_third_waits() -> None:
    team = [worker(name, consent="offered") for name in ("a", "b", "c")]
    solution = sm.solve(scenario(team, [demand("ward", shift("mon", 6, "06:00-14:00"), headcount=2)]))
    found = sm.offers(solution, contacts=3, probabilities=lambda worker, shift: 0.5)
    assert [(offer.worker, offer.wave, offer.sent) for offer in found] == [("a", 1, 1.0), ("b", 1, 1.0), ("c", 2, 0.75)]
    assert found.after == pytest.approx(16 - 8 * (0.5 + 0.5 + 0.75 * 0.5))
    assert found.rests_on == "exact"
    assert [offer.worker for offer in found.now] == ["a", "b"]
    assert "After the answers 1 other follows in this order, unless the seat is taken." in found.text
    # All three accept with probability 1/8.
    at_once = sm.offers(solution, contacts=3, probabilities=lambda worker, shift: 0.5, overbooking=0.125)
    assert [offer.wave for offer in at_once] == [1, 1, 1]
    assert at_once.after == pytest.approx(found.after)
    capped = sm.offers(solution, contacts=3, probabilities=lambda worker, shift: 0.5, overbooking=1, at_once=1)
    assert [offer.wave for offer in capped] == [1, 1, 2]


def test_a_cap_of_the_lender_holds_for_all_who_are_asked() -> None:
    team = [worker(name, consent="offered") for name in ("a", "b", "c")]
    needs = [demand(name, shift(f"{name}1", 6, "06:00-14:00")) for name in ("x", "y")]
    solution = sm.solve(scenario(team, needs, [*sm.DEFAULT_RULES, LendingCap(people=1)]))
    found = sm.offers(solution, contacts=5, probabilities=lambda worker, shift: 0.5)
    # One of them goes, whoever it is; none is left for the other shift.
    assert [(offer.worker, offer.shift) for offer in found] == [("a", "x1"), ("b", "x1"), ("c", "x1")]
    assert found.bound < found.after


def test_a_crew_that_one_person_can_not_make_is_left_out() -> None:
    need = demand("ward", shift("mon", 6, "06:00-14:00"), headcount=3, min_crew=2)
    found = sm.offers(sm.solve(scenario([worker(consent="offered")], [need])), contacts=2)
    assert (len(found), found.crews) == (0, ("mon",))
    assert found.text == (
        "Nobody can be asked for an empty seat. "
        "Shift 'mon' needs more people at once than one, and nobody is asked for it."
    )


def test_all_shifts_of_a_demand_that_wants_one_person_are_one_question() -> None:
    need = demand("ward", shift("mon", 6, "06:00-14:00"), shift("tue", 7, "06:00-14:00"), same_worker=True)
    solution = sm.solve(scenario([worker(consent="offered")], [need]))
    found = sm.offers(solution, contacts=1, probabilities={("w", "mon"): 0.75, ("w", "tue"): 0.5})
    assert [(offer.shifts, offer.probability, offer.gain) for offer in found] == [(("mon", "tue"), 0.5, 8.0)]
    assert len(found.to_frame("pandas")) == 2
    assert len(sm.offers(solution, contacts=1, asked=[("w", "tue")])) == 0


def test_who_was_asked_or_is_pinned_out_is_not_asked_again() -> None:
    found = sm.offers(SOLUTION, contacts=4, asked=[("ann", "mon"), ("bob", "day")], probabilities=SAID)
    assert {(offer.worker, offer.shift) for offer in found} == {("ann", "day"), ("bob", "mon")}
    after = SOLUTION.replan(answers={("ann", "mon"): "declined", ("bob", "mon"): "accepted"})
    left = sm.offers(after, contacts=4, probabilities=SAID)
    assert {(offer.worker, offer.shift) for offer in left} == {("ann", "day")}


def test_without_messages_nothing_is_expected_to_change() -> None:
    found = sm.offers(SOLUTION, contacts=0)
    assert (len(found), found.after, found.bound, found.rests_on) == (0, 28.0, 28.0, "exact")


def test_the_model_has_commute_and_pay_and_all_it_assumes_can_be_given() -> None:
    far, near = sm.Location(lat=53.70, lon=10.00), sm.Location(lat=53.55, lon=10.00)
    team = [
        worker("far", consent="offered", home=far),
        worker("near", consent="offered", home=near),
        worker("rich", consent="offered", home=near, pay_cents_per_hour=3000),
        worker("poor", consent="offered", home=near, pay_cents_per_hour=1000),
    ]
    need = demand("ward", shift("mon", 6, "06:00-14:00"), location=near, pay_cents_per_hour=1500)
    solution = sm.solve(scenario(team, [need]))

    def chances(**model: Any) -> dict[str, float]:
        found = sm.offers(solution, contacts=9, probabilities=sm.Acceptance(**model))
        return {offer.worker: offer.probability for offer in found}

    told = chances()
    assert told["far"] < told["near"] == told["rich"] < told["poor"]
    flat = chances(per_hour_of_commute=0, per_tenth_more_pay=0, offered=0.3)
    assert flat == pytest.approx(dict.fromkeys(told, 0.3))
    # Half as much again is five tenths.
    odds = told["poor"] / (1 - told["poor"]) / (told["near"] / (1 - told["near"]))
    assert odds == pytest.approx(np.exp(0.3 * 5))
    with pytest.raises(ValueError, match="less than 1"):
        sm.Acceptance(offered=1)


def test_frames_mappings_and_functions_say_the_same() -> None:
    import pandas as pd

    rows = [(worker, shift, chance) for (worker, shift), chance in SAID.items()]
    frame = pd.DataFrame(rows, columns=["worker", "shift", "probability"])
    by_mapping, by_frame, by_function = (
        sm.offers(SOLUTION, contacts=3, probabilities=given)
        for given in (SAID, frame, lambda worker, shift: np.float64(SAID[worker, shift]))
    )
    assert by_mapping == by_frame == by_function


def test_answers_are_data_and_show_themselves() -> None:
    found = sm.offers(SOLUTION, contacts=3, probabilities=SAID)
    assert json.loads(json.dumps(found.to_dict()))["offers"][0]["worker"] == "ann"
    assert found[0].message.text == "'ann' for 'mon' (50 %)"
    assert "<td>ann</td>" in found._repr_html_()
    assert list(found.to_frame("polars")["rank"]) == [1, 2]


@pytest.mark.parametrize(
    ("options", "path", "code"),
    [
        ({"contacts": -1}, "contacts", "bad_option"),
        ({"contacts": True}, "contacts", "bad_option"),
        ({"at_once": 0}, "at_once", "bad_option"),
        ({"overbooking": 1.5}, "overbooking", "bad_option"),
        ({"overbooking": float("nan")}, "overbooking", "bad_option"),
        ({"overbooking": "much"}, "overbooking", "bad_option"),
        ({"asked": "ann"}, "asked", "bad_option"),
        ({"asked": ["ann"]}, "asked", "bad_option"),
        ({"asked": [("an", "mon")]}, "asked", "unknown_worker"),
        ({"probabilities": {("ann", "mon"): 1.01}}, "probabilities", "bad_option"),
        ({"probabilities": {("ann", "mon"): -0.1}}, "probabilities", "bad_option"),
        ({"probabilities": {("ann", "mon"): float("nan")}}, "probabilities", "bad_option"),
        ({"probabilities": {("ann", "mon"): True}}, "probabilities", "bad_option"),
        ({"probabilities": {("ann", "mon"): None}}, "probabilities", "bad_option"),
        ({"probabilities": lambda worker, shift: 2}, "probabilities", "bad_option"),
        ({"probabilities": {"ann": 0.5}}, "probabilities", "bad_option"),
        ({"probabilities": {("an", "mon"): 0.5}}, "probabilities", "unknown_worker"),
        ({"probabilities": {("ann", "man"): 0.5}}, "probabilities", "unknown_shift"),
        ({"probabilities": 0.5}, "probabilities", "bad_option"),
    ],
)
def test_what_makes_no_sense_is_refused_with_advice(options: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        sm.offers(SOLUTION, **{"contacts": 3} | options)
    issue = caught.value.problems[0]
    assert (issue.path, issue.code) == (path, code)
    assert issue.advice


def test_a_frame_needs_its_columns() -> None:
    import pandas as pd

    with pytest.raises(sm.InputError, match="no column 'probability'"):
        sm.offers(SOLUTION, contacts=3, probabilities=pd.DataFrame({"worker": ["ann"], "shift": ["mon"]}))


def test_ask_take_the_answers_and_ask_again_in_a_small_city() -> None:
    scene = sm.hamburg.scenario("small", seed=2)
    people = [one.replace(consent="offered") if place % 3 else one for place, one in enumerate(scene.workers)]
    plan, dice = sm.solve(scene.replace(workers=people), time_limit=20), np.random.default_rng(1)
    left, asked, first = 12, set[tuple[str, str]](), sm.offers(plan, contacts=12)
    uncovered = [plan.tiers[0].value]
    while left and (wave := sm.offers(plan, contacts=left, asked=asked).now):
        assert len(wave) <= left
        answers = {
            (offer.worker, offer.shift): dice.choice(["accepted", "declined", "no answer"], p=[0.4, 0.4, 0.2])
            for offer in wave
        }
        left, asked = left - len(wave), asked | answers.keys()
        accepted = {pair for pair, said in answers.items() if said == "accepted"}
        plan = plan.replan(answers=answers, time_limit=20)
        sm.verify(plan.scenario, plan).raise_if_violated()
        assert accepted <= set(plan.plan)
        uncovered.append(plan.tiers[0].value)
    assert left == 0
    assert first.after < first.before == uncovered[0]
    assert uncovered == sorted(uncovered, reverse=True)
    assert uncovered[-1] < uncovered[0]


def test_nobody_is_asked_for_what_has_begun() -> None:
    people = [worker("ann"), worker("ben", consent="offered"), worker("cem", consent="offered")]
    needs = [demand("d", shift("early", 6, "06:00-14:00"), shift("late", 8, "14:00-20:00"), headcount=2)]
    scene = scenario(people, needs)
    plan = sm.solve(scene)
    assert {one.shift for one in sm.offers(plan, contacts=9).offers} == {"early", "late"}
    after = plan.replan(scene, freeze_before="2020-04-06T07:00+02:00")
    assert {one.shift for one in sm.offers(after, contacts=9).offers} == {"late"}
