"""The verifier finds whatever is wrong in a solution: correct ones are spoilt in one place at a time."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from functools import cache
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from rich.console import Console

import staffmatch as sm
from staffmatch import evaluate
from staffmatch.constraints import DEFAULT_RULES, DailyRest, PartnershipCost, Pins
from staffmatch.messages.message import Message
from staffmatch.objectives import Cost, EmptySeats, PairCost
from staffmatch.reports.console import summary
from staffmatch.result import reason_check
from staffmatch.result.solution import Conflict, Solution
from staffmatch.result.verifier import verify
from tests.builders import HARBOUR, company, demand, scenario, shift, worker
from tests.strategies import examples, scenarios

Spoilt = Callable[[Solution], Solution]


@cache
def mixed() -> Solution:
    """Five assignments, two partnerships of which one is new, one shift short."""
    needs = [
        demand(
            "d", shift("a", 6, "08:00-16:00"), shift("b", 7, "08:00-16:00", pause=30), headcount=2, location=HARBOUR
        ),
        demand("e", shift("x", 8, "08:00-12:00"), skills={"cook": 2}, headcount=3),
    ]
    people = [
        worker("ann", home=sm.Location(lat=53.56, lon=9.9), pay_cents_per_hour=1333, skills={"cook": 3}),
        worker("bob", company="third", pay_cents_per_hour=1250),
        worker("eva", company="borrower"),
        worker("sam", consent="declined", skills={"cook": 5}),
    ]
    companies = [company("lender", "borrower"), company("borrower")]
    return sm.solve(scenario(people, needs, [*DEFAULT_RULES, PartnershipCost(cents=999)], companies))


@cache
def throughout() -> Solution:
    """One person has to do both shifts, and the pair table counts its own hours."""
    need = demand("d", shift("a", 6, "08:00-16:00"), shift("b", 7, "08:00-16:00"), same_worker=True)
    table = sm.PairTable(workers=("w", "v"), demands=("d", "d"), hours=(6.0, 7.0))
    people = [worker(pay_cents_per_hour=1000), worker("v", pay_cents_per_hour=1000)]
    return sm.solve(scenario(people, [need], pair_table=table))


def changed(field: str, at: int, **changes: Any) -> Spoilt:
    """One record of one table with other values."""

    def spoil(solution: Solution) -> Solution:
        records = list(getattr(solution, field))
        records[at] = records[at].model_copy(update=changes)
        return solution.model_copy(update={field: tuple(records)})

    return spoil


def dropped(field: str, at: int) -> Spoilt:
    def spoil(solution: Solution) -> Solution:
        records = getattr(solution, field)
        return solution.model_copy(update={field: records[:at] + records[at + 1 :]})

    return spoil


def repeated(field: str, at: int, **changes: Any) -> Spoilt:
    """One record once more, perhaps with other values."""

    def spoil(solution: Solution) -> Solution:
        records = getattr(solution, field)
        return solution.model_copy(update={field: (*records, records[at].model_copy(update=changes))})

    return spoil


def reason(**changes: Any) -> Spoilt:
    """The first shortage for another reason."""

    def spoil(solution: Solution) -> Solution:
        other = solution.shortages[0].reason.model_copy(update=changes)
        return changed("shortages", 0, reason=other)(solution)

    return spoil


def ended(reason: str) -> Spoilt:
    return lambda solution: solution.model_copy(
        update={"termination": solution.termination.model_copy(update={"reason": reason})}
    )


def with_fields(**changes: Any) -> Spoilt:
    return lambda solution: solution.model_copy(update=changes)


CLAIMED = Conflict(worker="ann", shift="a", message=Message.of("It can not be kept."))
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


# Which rule a violation is of, and what is counted.
COUNTED = {("figures", "figures"), ("pins", "pins"), ("plan", "ids"), ("plan", "assignments")}
COUNTED |= {("coverage", "people"), ("partners", "pairs"), ("consent", "pairs")}

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


BEYOND_MEASURE = (1.7e308, -1.7e308, 5e-324, 2.0**53 + 2, math.inf, -math.inf, math.nan)
NO_NUMBERS = {text: text for text in ("1e400", "NaN", "-Infinity", '"NaN"', '"12"')}
NO_NUMBERS |= {"10^400": "1" + "0" * 400, "10^5000": "1" + "0" * 5000}
SCALES = {"0": 0, "-1": -1, "-60": -60, "10^400": 10**400, "-10^5000": -(10**5000)}


@pytest.mark.parametrize("tier", [0, 1])
@pytest.mark.parametrize("field", ["value", "bound", "certified", "gap"])
@pytest.mark.parametrize("number", BEYOND_MEASURE)
def test_figures_beyond_all_measure_are_violations(tier: int, field: str, number: float) -> None:
    assert not verify(mixed().scenario, changed("tiers", tier, **{field: number})(mixed())).ok


@pytest.mark.parametrize("per_unit", SCALES.values(), ids=SCALES.keys())
def test_scales_beyond_all_measure_are_violations(per_unit: int) -> None:
    result = verify(mixed().scenario, changed("tiers", 0, per_unit=per_unit)(mixed()))
    assert [violation.rule for violation in result.violations] == ["figures"]
    assert "The scale of 'uncovered_hours'" in result.violations[0].text


@pytest.mark.parametrize("text", NO_NUMBERS.values(), ids=NO_NUMBERS.keys())
@pytest.mark.parametrize("field", ["value", "bound", "certified", "gap"])
def test_figures_that_are_no_numbers_are_refused_as_they_are_read(field: str, text: str) -> None:
    told = json.loads(mixed().model_dump_json())
    told["tiers"][0][field] = "here"
    with pytest.raises(sm.InputError):
        Solution.model_validate_json(json.dumps(told).replace('"here"', text))


@pytest.mark.parametrize("field", ["value", "bound", "certified", "gap"])
@pytest.mark.parametrize("number", [1.7e308, -1.7e308, 5e-324])
def test_figures_beyond_all_measure_can_be_shown(field: str, number: float) -> None:
    """Whoever looks at a file before it is verified sees what it says."""
    spoilt = changed("tiers", 1, **{field: number})(mixed()).of(mixed().scenario)
    assert sm.report(spoilt)
    Console(file=StringIO()).print(summary(spoilt))
    assert number in spoilt.to_frame("tiers")[field].to_list()


@pytest.mark.parametrize("cost", [10**11 + 1, -(10**11) - 7, 3 * 10**11 + 1])
def test_values_that_floats_can_not_hold_are_verified(cost: int) -> None:
    """Of more than 2^53 steps a float says the nearest it can; value and bound are told alike."""
    table = sm.PairTable(workers=("w",), shifts=("s",), costs=(cost,))
    tier = (PairCost(weight=100), Cost())
    solution = sm.solve(
        scenario(
            [worker()], [demand("d", shift("s", 6, "08:00-16:00"))], pair_table=table, tiers=[(EmptySeats(),), tier]
        )
    )
    assert (solution.status, len(solution.assignments)) == ("optimal", 1)
    assert abs(solution.tiers[1].value * 6000) > 2**53
    assert verify(solution.scenario, solution).ok


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


def without_plan() -> Solution:
    pins = tuple(sm.Pin(worker=name, shift="s") for name in ("v", "w"))
    need = demand("d", shift("s", 6, "08:00-16:00"))
    return sm.solve(scenario([worker("v"), worker("w")], [need], pins=pins))


def test_a_scenario_without_a_plan_is_verified_as_such() -> None:
    solution = without_plan()
    assert solution.status == "infeasible"
    assert verify(solution.scenario, solution).ok


def test_a_solution_without_a_plan_belongs_to_its_scenario() -> None:
    solution = without_plan()
    (found,) = verify(solution.scenario, solution.model_copy(update={"scenario_digest": "0" * 64})).violations
    digest = solution.scenario.digest()
    assert found.text == f"The scenario's digest is stated as {'0' * 64} and recomputed as {digest}."


@pytest.mark.parametrize("field", ["assignments", "tiers", "shortages", "partnerships"])
def test_a_solution_without_a_plan_states_nothing_of_one(field: str) -> None:
    solution = without_plan()
    assert not verify(solution.scenario, solution.model_copy(update={field: getattr(mixed(), field)})).ok


def test_a_scenario_whose_empty_plan_is_fine_is_not_infeasible() -> None:
    nothing = with_fields(status="infeasible", assignments=(), tiers=(), shortages=(), partnerships=())
    assert not verify(mixed().scenario, nothing(mixed())).ok


def infeasible() -> Solution:
    """Ann is pinned to two shifts at a time."""
    need = [demand(name, shift(f"{name}1", 6, "08:00-16:00")) for name in ("d", "e")]
    pins = [sm.Pin(worker="ann", shift="d1"), sm.Pin(worker="ann", shift="e1")]
    return sm.solve(scenario([worker("ann")], need).replace(pins=pins))


def test_pins_that_clash_are_confirmed() -> None:
    assert infeasible().status == "infeasible"
    assert verify(infeasible().scenario, infeasible()).ok


@pytest.mark.parametrize("other", ["08:00-16:00", "07:00-09:00"])
@pytest.mark.parametrize("out", [True, False])
def test_a_pin_to_a_shift_is_a_pin_to_all_that_its_person_takes(other: str, out: bool) -> None:
    """Without `Coverage`, no rule says that a plan with one shift of a job alone is none."""
    one, two = shift("one", 6, other), shift("two", 7 if out else 6, "08:00-16:00")
    pins = [sm.Pin(worker="ann", shift="one"), *([sm.Pin(worker="ann", shift="two", assigned=False)] if out else [])]
    scene = scenario([worker("ann")], [demand("d", one, two, same_worker=True)], [Pins(), DailyRest(hours=0)])
    solution = sm.solve(scene.replace(pins=pins))
    assert [(conflict.worker, conflict.shift) for conflict in solution.conflicts] == [("ann", "one")]


@pytest.mark.parametrize(
    ("spoil", "text", "ids"),
    [
        (with_fields(conflicts=()), "Whether pins are said to clash is stated as False and recomputed as True.", ()),
        (dropped("conflicts", 0), "The pins are said to clash, but together they break no rule.", ("ann",)),
        (
            changed("conflicts", 0, worker="ghost"),
            "Worker 'ghost' is not pinned to shift 'd1'.",
            ("ghost", "d1"),
        ),
        (
            with_fields(status="unknown"),
            "Whether pins are said to clash is stated as True and recomputed as False.",
            (),
        ),
        (ended("proven"), "Whether it ended as infeasible is stated as False and recomputed as True.", ()),
    ],
    ids=["none is named", "one is left out", "somebody else", "nothing is known", "another end"],
)
def test_a_claim_that_pins_clash_is_not_taken_on_trust(spoil: Spoilt, text: str, ids: tuple[str, ...]) -> None:
    found = verify(infeasible().scenario, spoil(infeasible())).violations
    assert (text, ids) in [(one.text, one.ids) for one in found]
    assert {one.amount for one in found} == {1}
    assert {(one.rule, one.unit) for one in found} <= COUNTED


def test_a_pin_that_can_be_kept_is_no_reason_to_give_up() -> None:
    claimed = infeasible()
    kept = claimed.scenario.replace(pins=claimed.scenario.pins[:1])
    false = claimed.model_copy(update={"scenario_digest": kept.digest(), "conflicts": claimed.conflicts[:1]})
    assert not verify(kept, false).ok


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
