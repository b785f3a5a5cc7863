"""explain(): what it says is true, as every plan of tiny scenarios shows."""

from __future__ import annotations

import math
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.answers.resolving import steps
from staffmatch.answers.why.changes import KINDS
from staffmatch.answers.why.witness import WantedSeats
from staffmatch.domain.plan import Plan
from staffmatch.errors import InputError
from staffmatch.records.bases import Rule
from staffmatch.solver import evaluate, solve
from staffmatch.testing import accepts, conforms, plan_of, subsets
from tests import builders
from tests.brute_force import MOST_PAIRS, least, possible_pairs
from tests.strategies import examples, scenarios

DAY = "08:00-16:00"


def solved(scenario: sm.Scenario) -> sm.Solution:
    solution = sm.solve(scenario, threads=1)
    assume(solution.status == "optimal")
    return solution


def shift_of(scenario: sm.Scenario, name: str) -> tuple[sm.Demand, sm.Shift]:
    return next((demand, one) for demand in scenario.demands for one in demand.shifts if one.id == name)


def broken_alone(scenario: sm.Scenario, rule: Rule, worker: str, name: str) -> bool:
    demand, shift = shift_of(scenario, name)
    plan, anyway = Plan.of((worker, one.id) for one in demand.held_with(shift)), set(rule.check(scenario, Plan()))
    return any(not found.mendable and found not in anyway for found in rule.check(scenario, plan))


@examples(30)
@given(scenarios(most_pairs=8), st.data())
def test_what_is_said_of_a_shift_is_true(scenario: sm.Scenario, data: st.DataObject) -> None:
    solution = sm.solve(scenario, threads=1)
    if solution.status != "optimal" or not scenario.ids("shifts"):
        return
    missing = {one.shift: one.missing for one in solution.shortages}
    name = data.draw(st.sampled_from(sorted(missing) or scenario.ids("shifts")))
    found = solution.explain(shift=name, allow=[data.draw(st.sampled_from(KINDS))])
    assert found.text
    assert found.to_dict()["shift"] == name
    the_funnel_counts_whom_each_rule_refuses(scenario, found)
    for fix in found.fixes:
        the_fix_reaches_what_it_says(solution, fix, missing[name])
    if found.witness is not None:
        no_plan_fills_all_seats(scenario, name, found.witness)


def the_funnel_counts_whom_each_rule_refuses(scenario: sm.Scenario, found: sm.ShiftExplanation) -> None:
    left, steps_ = set(scenario.ids("workers")), []
    for rule in scenario.rules:
        masks = type(rule).keep is not Rule.keep or type(rule).split is not Rule.split
        out = {worker for worker in left if masks and broken_alone(scenario, rule, worker, found.shift)}
        if out:
            steps_.append((rule.kind, len(left), len(left) - len(out), tuple(sorted(out))))
        left -= out
    assert [(step.rule, step.before, step.left, step.out) for step in found.funnel] == steps_
    assert found.eligible == tuple(sorted(left))


def the_fix_reaches_what_it_says(solution: sm.Solution, fix: sm.Fix, missing: int) -> None:
    taken = fix.applied(solution)
    assert sm.verify(fix.scenario, taken).ok
    assert {one.shift: one.missing for one in taken.shortages}.get(fix.shift, 0) == missing - fix.filled < missing
    assert steps(taken) < steps(solution)
    assert [(one.before, one.after) for one in fix.tiers] == [
        (one.value, other.value) for one, other in zip(solution.tiers, taken.tiers, strict=True)
    ]
    if fix.rests_on == "exact" and len(possible_pairs(fix.scenario)) <= MOST_PAIRS:
        assert least(fix.scenario) == steps(taken)


def the_best_of_both_differ_as_it_says(scenario: sm.Scenario, fix: sm.Fix) -> None:
    """The optima of the two scenarios, by enumeration, differ by what the fix is said to be worth."""
    if max(len(possible_pairs(one)) for one in (scenario, fix.scenario)) > MOST_PAIRS:
        return
    before, after = least(scenario), least(fix.scenario)
    assert before is not None
    assert after is not None
    assert not fix.sure or after < before
    for tier, one, other, said in zip(fix.tiers, before, after, fix.worth, strict=True):
        scale = next(t.per_unit for t in fix.solution.tiers if t.term == tier.term)
        assert said.least is None or round(said.least * scale) <= other - one
        assert said.most is None or other - one <= round(said.most * scale)


@examples(15)
@given(scenarios(most_pairs=6), st.data())
def test_what_the_present_plan_lacks_is_no_effect_of_a_fix(scenario: sm.Scenario, data: st.DataObject) -> None:
    best = solved(scenario)
    kept = set(data.draw(st.sampled_from(list(subsets(list(best.plan))))))
    assume(accepts(scenario, Plan.of(kept), scenario.rules))
    solution = evaluate(scenario, Plan.of(kept), former=data.draw(st.sampled_from([best, None])))
    assume(solution.shortages)
    shift = data.draw(st.sampled_from([one.shift for one in solution.shortages]))
    for fix in solution.explain(shift=shift).fixes:
        the_best_of_both_differ_as_it_says(scenario, fix)


def test_a_fix_beside_a_plan_that_is_not_the_best_says_what_is_due_to_it() -> None:
    people = [builders.worker("ana", skills={"care": 2}), builders.worker("cem", skills={"care": 2}, consent="offered")]
    needs = [
        builders.demand("ward", builders.shift("mon", 6, DAY), skills={"care": 2}),
        builders.demand("door", builders.shift("tue", 6, DAY), priority=3),
    ]
    scenario = builders.scenario(people, needs)
    best, plan = sm.solve(scenario, threads=1), Plan.of([("ana", "mon")])
    # At best 8 h are uncovered; the present plan has 24.
    (fix,) = evaluate(scenario, plan, former=best).explain(shift="tue", allow=["person"]).fixes
    assert fix.sure
    assert fix.text == (
        "Ask 'cem' to accept being lent. Then 1 more seat of 'tue' is filled: at least 8 h less of uncovered hours. "
        "The plan that was found has 24 h less of uncovered hours than the present one."
    )
    (fix,) = evaluate(scenario, plan).explain(shift="tue", allow=["person"]).fixes
    assert not fix.sure
    assert "and no tier is proven to change" in fix.text
    assert fix.text.endswith("without the change there may be one as good.")


def no_plan_fills_all_seats(scenario: sm.Scenario, name: str, witness: sm.Witness) -> None:
    heads = {one: shift_of(scenario, one)[0].headcount for one in witness.shifts}
    assert name in witness.shifts
    pairs = possible_pairs(scenario)
    for chosen in subsets(pairs) if len(pairs) <= MOST_PAIRS else ():
        plan = plan_of(chosen)
        crews = [shift for _, shift in plan]
        filled = all(crews.count(one) >= heads[one] for one in witness.shifts)
        assert not (filled and accepts(scenario, plan, scenario.rules))
    if witness.kind == "hall":
        assert witness.capacity < witness.seats


@examples(40)
@given(scenarios(most_pairs=8), st.data())
def test_the_loss_of_a_pair_is_that_of_every_plan_with_it(scenario: sm.Scenario, data: st.DataObject) -> None:
    assume(scenario.ids("shifts"))
    solution = solved(scenario)
    worker, name = data.draw(st.sampled_from([(w, s) for w in scenario.ids("workers") for s in scenario.ids("shifts")]))
    found = solution.explain(worker=worker, shift=name)
    pairs = possible_pairs(scenario)
    assume(len(pairs) <= MOST_PAIRS)
    if found.forbidden:
        assert not any(
            (worker, name) in set(plan_of(chosen)) and accepts(scenario, plan_of(chosen), scenario.rules)
            for chosen in subsets(pairs)
        )
        return
    pin = sm.Pin(worker=worker, shift=name, assigned=not found.planned)
    pins = (*(one for one in scenario.pins if (one.worker, one.shift) != (worker, name)), pin)
    rules = scenario.rules if any(r.keeps_pins for r in scenario.rules) else (*scenario.rules, sm.constraints.Pins())
    best = least(scenario.replace(pins=pins, rules=rules))
    assert (best is None) == found.impossible
    if best is not None:
        assert found.loss is not None
        assert found.loss.exact
        number = found.loss.tier - 1
        before = steps(solution)
        assert best[:number] == before[:number]
        assert round(found.loss.least * solution.tiers[number].per_unit) == best[number] - before[number]
        assert best[number] != before[number] or number == len(before) - 1
        # Without time, the loss lies between the bounds that are told.
        early = solution.explain(worker=worker, shift=name, time_limit=0).loss
        if early is not None and early.tier == found.loss.tier:
            assert early.least <= found.loss.least <= (math.inf if early.most is None else early.most)


def test_seats_that_a_cap_keeps_apart_are_a_minimal_set_with_the_rule_that_is_needed() -> None:
    needs = [builders.demand(name, builders.shift(name, 6, DAY)) for name in ("s", "t")]
    scenario = builders.scenario([builders.worker("a"), builders.worker("b")], needs)
    capped = scenario.replace(rules=[*scenario.rules, sm.constraints.LendingCap(people=1)])
    solution = sm.solve(capped, threads=1)
    (empty,) = solution.shortages
    found = solution.explain(shift=empty.shift, allow=()).witness
    assert found is not None
    assert (found.kind, set(found.shifts), found.rules) == ("minimal", {"s", "t"}, ("lending_cap", "daily_rest"))
    _, rules, cap, rest = [one.text for one in found.messages()]
    assert rules == "By 2 rules together: 'lending_cap' and 'daily_rest'."
    # Of each rule what it has against a plan that fills both: its own figures.
    assert cap.startswith("Without the rule 'lending_cap': 'lender' has 2 people away")
    assert "the cap is 1" in cap
    assert rest.startswith("Without the rule 'daily_rest': ")
    assert "overlap by 480 min" in rest


def test_the_cheapest_use_of_somebody_idle_is_solved() -> None:
    needs = [builders.demand("d", builders.shift("s", 6, DAY)), builders.demand("e", builders.shift("t", 7, DAY))]
    people = [builders.worker("a", pay_cents_per_hour=1000), builders.worker("b", pay_cents_per_hour=1500)]
    dear = builders.scenario(people, needs).replace(tiers=[[sm.objectives.EmptySeats()], [sm.objectives.Cost()]])
    found = sm.solve(dear, threads=1).explain(worker="b")
    assert (found.shifts, found.rests_on) == ((), "exact")
    assert found.cheapest is not None
    assert (found.cheapest.shifts, found.cheapest.loss.least, found.cheapest.loss.exact) == (("s",), 40, True)
    assert found.text.endswith("The cheapest use of 'b' is 's'; with it the best plan has 40.00 EUR more of cost.")


def test_a_pair_that_bounds_settle_is_not_solved_again(monkeypatch: pytest.MonkeyPatch) -> None:
    solution = two_seats()

    def solved(*_: object, **__: object) -> sm.Solution:
        raise AssertionError("solved again")

    monkeypatch.setattr("staffmatch.answers.options.solve", solved)
    found = solution.explain(worker="a", shift="s")
    assert found.loss is not None
    assert (found.loss.least, found.loss.most, found.loss.proof) == (16, 16, "certificate")


def two_seats() -> sm.Solution:
    needs = [
        builders.demand("d", builders.shift("s", 6, DAY)),
        builders.demand("e", builders.shift("t", 6, DAY), priority=3),
    ]
    people = [builders.worker("a"), builders.worker("b", consent="offered"), builders.worker("c", consent="declined")]
    return sm.solve(builders.scenario(people, needs), threads=1)


def test_two_seats_that_share_one_person_are_a_hall_violator() -> None:
    found = two_seats().explain(shift="s")
    assert found.witness is not None
    assert (found.witness.kind, found.witness.shifts, found.witness.people) == ("hall", ("s", "t"), ("a",))
    assert found.funnel[0].near is not None
    assert found.funnel[0].near.text == "1 accepted, 1 has not answered and 1 declined."
    assert "'a' has 't', which is too close to it." in found.text
    assert [fix.kinds for fix in found.fixes] == [("person",), ("person",), ("people",), ("drop",)]
    assert "8 h less of uncovered hours" in found.fixes[0].text


def test_a_change_of_one_of_two_rules_of_a_kind_says_which() -> None:
    caps = (sm.constraints.LendingCap(people=0, lender="lender"), sm.constraints.LendingCap(people=1, soft=True))
    people, need = [builders.worker("a")], builders.demand("d", builders.shift("s", 6, DAY))
    tiers = [*sm.DEFAULT_TIERS, [sm.objectives.Violations()]]
    made = builders.scenario(people, [need], rules=(*sm.DEFAULT_RULES, *caps), tiers=tiers)
    said = sm.solve(made, threads=1).explain(shift="s").text
    assert (
        "Set 'people' of the rule 'lending_cap' (at most 0 people of a lender are away at a time, for people of "
        "'lender') from 0 to 1."
    ) in said


def test_the_nearest_says_how_far_off_they_are() -> None:
    far = sm.Location(lat=53.6, lon=9.98)
    person = builders.worker("a", home=far, max_commute_minutes=20)
    scenario = builders.scenario(
        [person], [builders.demand("d", builders.shift("s", 6, DAY), location=builders.HARBOUR)]
    )
    found = sm.solve(scenario, threads=1).explain(shift="s")
    way = 20 + round(found.funnel[0].amount or 0)
    assert f"The nearest would need {way} min, {way - 20} more than accepted." in found.text
    assert found.fixes[0].scenario.worker("a").max_commute_minutes == way


def test_two_changes_where_no_single_one_fills_it() -> None:
    person = builders.worker("a", company="other", consent="offered", skills={"cook": 1})
    need = builders.demand("d", builders.shift("s", 6, DAY), skills={"cook": 2})
    solution = sm.solve(builders.scenario([person], [need]), threads=1)
    (fix, *_) = solution.explain(shift="s", allow=["person"]).fixes
    assert fix.kinds == ("person", "person")
    assert not fix.applied(solution).shortages


def test_only_allowed_kinds_of_changes_are_tried() -> None:
    for kind in KINDS:
        assert {one for fix in two_seats().explain(shift="s", allow=[kind]).fixes for one in fix.kinds} <= {kind}


def test_a_person_is_told_where_they_are_and_what_they_are_worth() -> None:
    solution = two_seats()
    assert (
        solution.explain(worker="a").text == "'a' has 't'. Without 'a' the best plan has 24 h more of uncovered hours."
    )
    idle = solution.explain(worker="b")
    assert (idle.shifts, idle.excluded, idle.rests_on) == ((), (("consent", 2),), "recounted")


def test_a_pair_says_what_forbids_it_or_what_it_costs() -> None:
    solution = two_seats()
    assert solution.explain(worker="c", shift="s").rules == ("consent",)
    assert "with it the best plan has 16 h more of uncovered hours." in solution.explain(worker="a", shift="s").text
    assert "without that the best plan has 24 h" not in solution.explain(worker="a", shift="t").text
    assert "'t' is filled by 'a'. Without 'a' there the best plan has 16 h" in solution.explain(shift="t").text


def test_a_witness_needs_the_shift_that_was_asked_about() -> None:
    """'t' has too few people by itself, whatever 's' does: it is no witness that the two compete."""
    needs = [
        builders.demand("d", builders.shift("s", 6, DAY)),
        builders.demand("e", builders.shift("t", 6, DAY), headcount=3, priority=3),
    ]
    solution = sm.solve(builders.scenario([builders.worker("a"), builders.worker("b")], needs), threads=1)
    assert solution.explain(shift="s", allow=()).witness is None


def test_a_witness_counts_on_nothing_that_other_work_makes_good() -> None:
    """On 's' and 'z' alone 'a' has one day with each borrower, of two; with 't' and 'y' beside them 'a' has both."""

    def needs(name: str, day: int, company: str, priority: int) -> sm.Demand:
        return builders.demand(f"d{name}", builders.shift(name, day, DAY), company=company, priority=priority)

    dear = [needs(name, day, "y", 9) for name, day in (("v", 8), ("y", 9), ("z", 10))]
    listed = [needs("s", 8, "x", 1), needs("t", 7, "x", 1), *dear]
    rules = [*sm.DEFAULT_RULES, sm.constraints.MinSecondment(days=2)]
    scenario = builders.scenario([builders.worker("a")], listed, rules)
    witness = sm.solve(scenario, threads=1).explain(shift="s", allow=()).witness
    assert witness is not None
    assert witness.shifts == ("s", "v")
    assert sm.evaluate(scenario, Plan.of(("a", name) for name in "styz")).plan


@examples(20)
@given(scenarios(most_pairs=8), st.data())
def test_seats_that_are_wanted_are_counted_in_rows_as_by_value(scenario: sm.Scenario, data: st.DataObject) -> None:
    assume(any(rule.kind == "coverage" for rule in scenario.rules))
    wanted = data.draw(st.lists(st.sampled_from(scenario.ids("shifts")), min_size=1, unique=True))
    jobs = {one.id for need in scenario.demands for one in need.shifts if need.same_worker or one.id in wanted}
    term = WantedSeats(shifts=tuple(sorted({*wanted, *jobs})))
    assert conforms(term, [scenario.replace(pins=())]).plans


def test_seats_that_are_compete_share_their_people() -> None:
    """Nine seats at a time share six people; no shift has too few by itself."""
    needs = [
        builders.demand(f"d{n}", builders.shift(f"s{n}", 6, DAY), skills={"rn": 1}, headcount=3, priority=4 - n)
        for n in (1, 2, 3)
    ]
    people = [builders.worker(f"w{n}", skills={"rn": 1} if n < 6 else {}) for n in range(8)]
    witness = sm.solve(builders.scenario(people, needs), threads=1).explain(shift="s3", allow=()).witness
    assert witness is not None
    assert (witness.kind, witness.seats, witness.capacity, len(witness.people)) == ("hall", 9, 6, 6)


def test_a_person_whom_the_pins_need_is_said_to_be_needed() -> None:
    need = builders.demand("d", builders.shift("u", 6, DAY), builders.shift("v", 7, DAY), same_worker=True)
    people = [builders.worker("a"), builders.worker("b")]
    solution = sm.solve(builders.scenario(people, [need], pins=[sm.Pin(worker="a", shift="u")]), threads=1)
    needed = "'a' has 'v', and no plan without that keeps the pins."
    assert solution.explain(worker="a", shift="v").text == needed
    whole = solution.explain(shift="v")
    assert whole.text == f"'v' is filled by 'a'. {needed}"
    assert (whole.complete, whole.rests_on) == (True, "exact")


def test_ctrl_c_ends_the_whole_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it comes too late to end the search that is under way."""
    solution, limits = two_seats(), list[float | None]()

    def interrupted(scenario: sm.Scenario, **options: Any) -> sm.Solution:
        limits.append(options["time_limit"])
        found = solve(scenario, **options)
        if len(limits) == 1:
            signal.raise_signal(signal.SIGINT)
        return found

    monkeypatch.setattr("staffmatch.answers.options.solve", interrupted)
    before = signal.getsignal(signal.SIGINT)
    for ask in (
        lambda: solution.explain(shift="s"),
        lambda: solution.sensitivity("rule"),
        lambda: sm.tradeoff(solution.scenario, "uncovered_hours", "cost"),
        lambda: sm.compare(dict.fromkeys("abc", solution.scenario)),
    ):
        limits.clear()
        assert ask().text
        assert not any(limits[1:])
        assert len(limits) <= 3
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("limit", [-1, "3", float("nan"), float("inf"), True])
def test_a_time_limit_is_an_amount(limit: Any) -> None:
    with pytest.raises(InputError, match="which is no amount"):
        two_seats().explain(shift="s", time_limit=limit)


def test_without_time_it_says_so() -> None:
    found = two_seats().explain(shift="s", time_limit=0)
    assert (found.fixes, found.complete, found.rests_on) == ((), False, "bounds")
    assert "Time ran out" in found.text


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "nothing_asked"),
        ({"shift": "S"}, "unknown_shift"),
        ({"shift": ["s"]}, "unknown_shift"),
        ({"worker": "nobody"}, "unknown_worker"),
        ({"shift": "s", "allow": ["luck"]}, "bad_option"),
    ],
)
def test_bad_questions_are_refused_with_advice(asked: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as error:
        two_seats().explain(**asked)
    assert [(one.code, bool(one.advice)) for one in error.value.problems] == [(code, True)]


def test_a_fix_is_for_its_own_scenario_and_a_solution_needs_a_plan_that_holds() -> None:
    solution = two_seats()
    fix = solution.explain(shift="s").fixes[0]
    with pytest.raises(InputError, match="another scenario"):
        fix.applied(fix.solution)
    extra = solution.assignments[0].model_copy(update={"worker": "c"})
    broken = sm.Solution.model_validate(solution.model_dump() | {"assignments": (extra,)}).of(solution.scenario)
    with pytest.raises(InputError, match="consent"):
        broken.explain(shift="s")
    assert sm.Solution.model_validate(solution.model_dump()).of(solution.scenario).explain(shift="s").text
    read = sm.Solution.model_validate(solution.model_dump())
    with pytest.raises(InputError, match="read alone"):
        read.explain(shift="s")


def test_the_page_says_what_is_said() -> None:
    text = (Path(__file__).parents[2] / "docs" / "ask_why.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    known: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "ask_why.md", "exec"), known)  # noqa: S102 (the page is ours)
    solution, why, fix = known["solution"], known["why"], known["fix"]
    quoted = " ".join(line[2:] for line in text.splitlines() if line.startswith("> ")).removesuffix(" […]")
    assert why.text.startswith(quoted)
    assert f'"{fix.text}"' in text
    assert f'"{solution.explain(worker="ana").text}"' in text
    assert solution.explain(worker="ben", shift="mon").rules == ("skills",)
    assert (
        "with it the best plan has 16 h more of uncovered hours. " in solution.explain(worker="ana", shift="mon").text
    )
    assert not known["after"].shortages


def test_one_more_person_of_either_lender_is_one_line() -> None:
    needs = [builders.demand("d", builders.shift("s", 6, DAY), skills={"care": 1})]
    firms = [builders.company(name) for name in ("a", "b", "borrower")]
    people = [builders.worker("w1", company="a"), builders.worker("w2", company="b")]
    scene = builders.scenario(people, needs, companies=firms)
    found = sm.solve(scene, threads=1).explain(shift="s", allow=["people"])
    (fix,) = found.fixes
    assert fix.changes[0].text == "Find one more person of 'a' or 'b' with 'care' at level 1."
    assert len(fix.scenario.workers) == 3
    assert fix.applied(sm.solve(scene, threads=1)).assignments
