"""The verifier finds whatever is wrong in a solution: correct ones are spoilt in one place at a time."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch import evaluate
from staffmatch.messages.message import Message
from staffmatch.result import reason_check
from staffmatch.result.contents import Conflict
from staffmatch.result.solution import Solution
from staffmatch.result.verifier import verify
from tests.spoilt import COUNTED, Spoilt, changed, dropped, ended, mixed, reason, repeated, throughout, with_fields
from tests.strategies import examples, scenarios

CLAIMED = Conflict(worker="ann", shift="a", message=Message.of("It cannot be kept."))

SPOILT: dict[str, Spoilt] = {
    "an assignment is missing": dropped("assignments", 0),
    "all assignments are missing": with_fields(assignments=()),
    "an assignment is listed twice": repeated("assignments", 0),
    "somebody has two seats at a time": repeated("assignments", 0, shift="x", demand="e"),
    "somebody who declined is planned": repeated("assignments", 0, worker="sam"),
    "somebody is lent to their own company": changed("assignments", 0, worker="eva", lender="borrower"),
    "a worker is swapped": changed("assignments", 0, worker="bob"),
    "a seat too many is filled": repeated("assignments", 0, worker="eva"),
    "the worker is unknown": changed("assignments", 0, worker="nobody"),
    "the shift is unknown": changed("assignments", 0, shift="never"),
    "the demand is another": changed("assignments", 0, demand="e"),
    "the demand is unknown": changed("assignments", 0, demand="nothing"),
    "the lender is another": changed("assignments", 0, lender="third"),
    "the borrower is another": changed("assignments", 0, borrower="third"),
    "the minutes are another": changed("assignments", 0, minutes=481),
    "the way is longer": changed("assignments", 0, commute_minutes=1),
    "the first tier is better": changed("tiers", 0, value=0.0),
    "the second tier is better": changed("tiers", 1, value=0.0001),
    "a bound is above its value": changed("tiers", 0, bound=10_000.0),
    "a bound is below its value": changed("tiers", 0, bound=0.0),
    "a bound is unknown": changed("tiers", 1, bound=None),
    "bound and gap are unknown": changed("tiers", 1, bound=None, gap=None),
    "the gap is not that of the bound": changed("tiers", 0, gap=0.5),
    "the gap is unknown": changed("tiers", 0, gap=None),
    "the scale is another": changed("tiers", 0, per_unit=1),
    "a tier is missing": dropped("tiers", 1),
    "a tier is listed twice": repeated("tiers", 1),
    "no tier is listed": with_fields(tiers=()),
    "the status is too modest": with_fields(status="feasible"),
    "the status denies the plan": with_fields(status="infeasible"),
    "the status knows nothing of the plan": with_fields(status="unknown"),
    "a shortage is missing": dropped("shortages", 0),
    "a shortage is listed twice": repeated("shortages", 0),
    "a shortage is invented": repeated("shortages", 0, shift="a", demand="d"),
    "a shortage is elsewhere": changed("shortages", 0, shift="a", demand="d"),
    "fewer seats are missing": changed("shortages", 0, missing=1),
    "the headcount of a shortage is another": changed("shortages", 0, headcount=4),
    "the rule of a reason is another": reason(rule="commute"),
    "fewer people are left": reason(left=0),
    "more people were there": reason(before=4),
    "a reason says something else": reason(message=Message.of("2 of 3 people have cook.")),
    "a bound lies between two steps": changed("tiers", 0, bound=7.999),
    "a bound a hair above its value": changed("tiers", 1, bound=math.nextafter(479.0083333333333, 1e9)),
    "more is certified than is bound": changed("tiers", 0, certified=8.1),
    "a certified bound lies between two steps": changed("tiers", 0, certified=7.999),
    "something is certified, and no bound is known": changed("tiers", 0, bound=None, gap=None),
    "it is said to have run out of time": ended("time_limit"),
    "it is said to be infeasible": ended("infeasible"),
    "pins are said to clash": with_fields(conflicts=(CLAIMED,)),
    "the demand of a shortage is another": changed("shortages", 0, demand="d"),
    "a new partnership is called old": changed("partnerships", 1, new=False),
    "an old partnership is called new": changed("partnerships", 0, new=True),
    "the minutes of a partnership are another": changed("partnerships", 0, minutes=1),
    "the workers of a partnership are more": changed("partnerships", 0, workers=2),
    "the assignments of a partnership are fewer": changed("partnerships", 0, assignments=2),
    "a partnership is missing": dropped("partnerships", 0),
    "a partnership is listed twice": repeated("partnerships", 0),
    "a partnership is turned round": changed("partnerships", 0, lender="borrower", borrower="lender"),
    "the scenario is another": with_fields(scenario_digest="0" * 64),
}


# Something that is said of what is spoilt, and of whom.
SAID: dict[str, tuple[str, ...]] = {
    "an assignment is listed twice": ("Worker 'ann' has shift 'a' 2 times.", "ann", "a"),
    "the worker is unknown": ("There is no worker 'nobody'.", "nobody"),
    "the shift is unknown": ("There is no shift 'never'.", "never"),
    "the minutes are another": (
        "The detail of 'ann' on 'a' is stated as ('d', 'lender', 'borrower', 481, 23) "
        "and recomputed as ('d', 'lender', 'borrower', 480, 23).",
        "ann",
        "a",
    ),
    "the first tier is better": ("The value of 'uncovered_hours' is stated as 0.0 and recomputed as 8.0.",),
    "a bound is above its value": ("The bound of 'uncovered_hours', 10000.0, exceeds its value, 8.0.",),
    "a bound is below its value": (
        "The bound of 'uncovered_hours' is stated as 0.0, but 8.0 is said to be certified.",
    ),
    "bound and gap are unknown": (
        "What the bound of 'cost' rests on is stated as certificate and recomputed as None.",
    ),
    "the gap is unknown": ("The gap of 'uncovered_hours' is stated as None and recomputed as 0.0.",),
    "the scale is another": ("The scale of 'uncovered_hours' is stated as 1 and recomputed as 60.",),
    "a tier is missing": ("The number of tiers is stated as 1 and recomputed as 2.",),
    "the status is too modest": ("The status is stated as feasible and recomputed as optimal.",),
    "the status denies the plan": ("Whether it ended as infeasible is stated as False and recomputed as True.",),
    "the status knows nothing of the plan": ("The solution is unknown but states a plan.",),
    "a shortage is missing": ("The shortage of 'x' is stated as None and recomputed as ('e', 2, 3).", "x"),
    "a shortage is listed twice": ("The number of shortages is stated as 2 and recomputed as 1.",),
    "a bound lies between two steps": ("The bound of 'uncovered_hours', 7.999, is no multiple of its step.",),
    "more is certified than is bound": ("The certified bound of 'uncovered_hours', 8.1, exceeds its value, 8.0.",),
    "pins are said to clash": (f"The pins that clash is stated as ({CLAIMED!r},) and recomputed as ().",),
    "it is said to be infeasible": ("Whether it ended with a proof is stated as False and recomputed as True.",),
    "a partnership is listed twice": ("The number of partnerships is stated as 3 and recomputed as 2.",),
    "a partnership is turned round": (
        "The partnership of 'lender' and 'borrower' is stated as None and recomputed as (False, 3, 1, 1170).",
        "lender",
        "borrower",
    ),
}


def test_the_solution_to_be_spoilt_has_something_of_everything() -> None:
    solution = mixed()
    assert [(a.worker, a.shift) for a in solution.assignments] == [
        ("ann", "a"),
        ("ann", "b"),
        ("ann", "x"),
        ("bob", "a"),
        ("bob", "b"),
    ]
    assert [(s.shift, s.missing) for s in solution.shortages] == [("x", 2)]
    assert [(p.lender, p.new) for p in solution.partnerships] == [("lender", False), ("third", True)]


@pytest.mark.parametrize("make", [mixed, throughout])
def test_what_solve_returns_is_verified(make: Callable[[], Solution]) -> None:
    solution = make()
    assert solution.assignments
    result = verify(solution.scenario, solution)
    assert result.ok
    result.raise_if_violated()
    assert verify(solution.scenario, solution.plan).ok


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_spoilt_solution_is_not_verified(spoil: Spoilt) -> None:
    solution = spoil(mixed())
    result = verify(mixed().scenario, solution)
    assert not result.ok
    assert {one.amount for one in result.violations} == {1}
    assert {(one.rule, one.unit) for one in result.violations} <= COUNTED
    with pytest.raises(sm.StaffmatchError, match="violations:"):
        result.raise_if_violated()


@pytest.mark.parametrize("spoilt", SAID)
def test_a_violation_says_what_is_wrong_and_of_whom(spoilt: str) -> None:
    found = verify(mixed().scenario, SPOILT[spoilt](mixed())).violations
    text, *ids = SAID[spoilt]
    assert (text, tuple(ids)) in [(one.text, one.ids) for one in found]


@pytest.mark.parametrize(
    "spoil",
    [
        dropped("assignments", 0),
        changed("assignments", 1, worker="v"),
        changed("assignments", 0, minutes=480),
        changed("partnerships", 0, minutes=960),
        changed("tiers", 1, value=160.0),
    ],
)
def test_a_spoilt_solution_for_one_person_throughout_is_not_verified(spoil: Spoilt) -> None:
    assert not verify(throughout().scenario, spoil(throughout())).ok


def test_a_plan_alone_is_held_against_the_rules() -> None:
    scene = mixed().scenario
    (found,) = verify(scene, sm.Plan.of([("sam", "a")])).violations
    assert (found.rule, found.ids) == ("consent", ("sam", "a"))


def test_the_empty_plan_keeps_all_rules() -> None:
    assert verify(mixed().scenario, sm.Plan.of([])).ok


def test_unknown_ids_are_named_instead_of_looked_up() -> None:
    found = verify(mixed().scenario, sm.Plan.of([("nobody", "never")])).violations
    assert [violation.ids for violation in found] == [("nobody",), ("never",)]


def test_the_solution_of_a_changed_scenario_is_not_verified() -> None:
    scene = mixed().scenario
    cheaper = [one.replace(pay_cents_per_hour=1) for one in scene.workers]
    assert not verify(scene.replace(workers=cheaper), mixed()).ok


def test_all_violations_are_listed_in_the_error() -> None:
    solution = changed("assignments", 0, minutes=1)(dropped("shortages", 0)(mixed()))
    with pytest.raises(sm.StaffmatchError) as caught:
        verify(mixed().scenario, solution).raise_if_violated()
    assert "'ann' on 'a'" in str(caught.value)
    assert "The shortage of 'x'" in str(caught.value)


@examples(60)
@given(scenarios(most_pairs=8, complete=True))
def test_reasons_are_the_same_however_many_people_are_looked_up_at_a_time(scene: sm.Scenario) -> None:
    shifts = [(need, one) for need in scene.demands for one in need.shifts]
    whole = reason_check.reasons(scene, shifts, sm.Plan(), proven=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reason_check, "_PEOPLE", 1)
        assert reason_check.reasons(scene, shifts, sm.Plan(), proven=False) == whole
    assert [reason_check.reasons(scene, [asked], sm.Plan(), proven=False)[0] for asked in shifts] == whole


@pytest.mark.parametrize(
    ("spoil", "rule", "amount", "words"),
    [
        (changed("assignments", 0, shift="never"), "plan", 1, "There is no shift 'never'."),
        (repeated("assignments", 0), "plan", 1, "Worker 'ann' has shift 'a' 2 times."),
        (with_fields(status="feasible"), "figures", 1, "The status is stated as feasible and recomputed as optimal."),
        (ended("time_limit"), "figures", 1, "Whether it ended with a proof is stated as False and recomputed as True."),
        (changed("tiers", 0, bound=9.0, gap=0.125), "figures", 1, "'uncovered_hours', 9.0, exceeds its value, 8.0."),
        (changed("tiers", 0, bound=7.999), "figures", 1, "7.999, is no multiple of its step."),
        (changed("tiers", 0, gap=2e-9), "figures", 1, "The gap of 'uncovered_hours' is stated as 2e-09"),
    ],
)
def test_a_violation_says_what_is_wrong(spoil: Spoilt, rule: str, amount: float, words: str) -> None:
    found = verify(mixed().scenario, spoil(mixed())).violations
    assert any(one.rule == rule and one.amount == amount and words in one.text for one in found)


def test_a_plan_that_is_not_proven_is_verified_as_feasible() -> None:
    told = evaluate(mixed().scenario, mixed().plan)
    assert told.status == "feasible"
    assert verify(told.scenario, told).ok
    assert not verify(told.scenario, told.model_copy(update={"status": "optimal"})).ok


def test_a_bound_of_a_search_that_was_stopped_is_unproven() -> None:
    told = changed("tiers", 0, bound=0.0)(sm.solve(mixed().scenario, stop=lambda: True))
    result = verify(mixed().scenario, told)
    assert not result.ok
    assert [one.rule for one in result.unproven] == ["certificate"]
