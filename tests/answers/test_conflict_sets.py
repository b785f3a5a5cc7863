"""What is said not to hold together does not, in any plan; without any one member it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.answers.what_if.feasibility import CLOSED, MustFill, Part
from staffmatch.constraints import ConsecutiveDays, Coverage, DailyHours, DailyRest, LendingCap, Pins, SkillMix
from staffmatch.domain.plan import Plan
from staffmatch.records.bases import Rule
from staffmatch.testing import all_pairs, plan_of, subsets
from tests.builders import demand, scenario, shift, worker
from tests.strategies import examples, scenarios


@st.composite
def clashing(draw: st.DrawFn) -> tuple[sm.Scenario, list[str]]:
    """A scenario with pins and demands that must be filled, more often than not too many."""
    scene = draw(scenarios(most_pairs=6))
    needs = draw(st.lists(st.sampled_from(scene.ids("demands")), unique=True, max_size=2))
    every = [(one, name) for one in scene.ids("workers") for name in scene.ids("shifts")]
    pinned = draw(st.dictionaries(st.sampled_from(every), st.sampled_from((True, True, False)), max_size=3))
    pins = tuple(sm.Pin(worker=one, shift=name, assigned=into) for (one, name), into in pinned.items())
    rules = scene.rules if any(rule.keeps_pins for rule in scene.rules) else (*scene.rules, Pins())
    assume(needs or pins)
    return scene.replace(pins=pins, rules=rules), needs


Holds = Callable[[Iterable[Part]], bool]


def by_enumeration(scene: sm.Scenario) -> Holds:
    """Whether parts can all hold in some plan, by the checks of each."""
    plans = [plan_of(chosen) for chosen in subsets(all_pairs(scene))]
    known: dict[int, set[int]] = {}

    def kept(part: Part) -> set[int]:
        if id(part) not in known:
            known[id(part)] = {n for n, plan in enumerate(plans) if not breaks(part, plan)}
        return known[id(part)]

    def breaks(part: Part, plan: Plan) -> bool:
        if isinstance(part, sm.Pin):
            return ((part.worker, part.shift) in set(plan)) != part.assigned
        return any(True for _ in part.check(scene, plan))

    return lambda parts: bool(set(range(len(plans))).intersection(*map(kept, parts)))


def parts_of(scene: sm.Scenario, needs: list[str]) -> list[Part]:
    return [*(r for r in scene.rules if not r.keeps_pins), *(MustFill(demand=name) for name in needs), *scene.pins]


def meant(member: sm.ConflictMember, parts: list[Part], scene: sm.Scenario) -> Part:
    for part in parts:
        if isinstance(part, sm.Pin):
            found = (member.worker, member.shift) == (part.worker, part.shift)
        elif isinstance(part, MustFill):
            found = member.demand == part.demand
        else:
            found = member.place is not None and scene.rules[member.place] is part
        if found:
            return part
    raise AssertionError(member)


@examples(27)
@given(clashing())
def test_a_set_can_not_hold_and_any_one_less_can(drawn: tuple[sm.Scenario, list[str]]) -> None:
    scene, needs = drawn
    parts, holds = parts_of(scene, needs), by_enumeration(scene)
    answer = sm.conflicts(scene, must_fill=needs)
    assert answer.holds == holds(parts)
    assert answer.rests_on == "exact"
    for one in answer.sets:
        members = [meant(member, parts, scene) for member in one.members]
        assert one.minimal
        assert one.proof == "certificate"
        assert not holds(members)
        for left in members:
            assert holds(part for part in members if part is not left)
        for member in one.members:
            assert member.kind != "rule" or member.figures is not None


@examples(25)
@given(clashing(), st.randoms(use_true_random=False))
def test_all_sets_are_all_minimal_sets(drawn: tuple[sm.Scenario, list[str]], dice: Any) -> None:
    scene, needs = drawn
    rules = dice.sample(scene.rules, min(4, len(scene.rules)))
    scene = scene.model_copy(update={"rules": (Pins(), *(rule for rule in rules if not rule.keeps_pins))})
    parts, holds = parts_of(scene, needs), by_enumeration(scene)
    answer = sm.conflicts(scene, must_fill=needs, all=True)
    minimal: list[set[int]] = []
    for size in range(len(parts) + 1):
        for some in combinations(range(len(parts)), size):
            if not any(known <= set(some) for known in minimal) and not holds(parts[n] for n in some):
                minimal.append(set(some))
    named = [{parts.index(meant(m, parts, scene)) for m in one.members} for one in answer.sets]
    assert sorted(map(sorted, named)) == sorted(map(sorted, minimal))
    assert answer.complete


@examples(27)
@given(scenarios(most_pairs=6, complete=True))
def test_what_closed_rules_let_pass_they_let_pass_without_a_demand(scene: sm.Scenario) -> None:
    closed: list[Rule] = [
        rule
        for rule in scene.rules
        if rule.kind in CLOSED - {"pins"}
        and not (isinstance(rule, DailyRest) and rule.shortened is not None)
        and not (isinstance(rule, ConsecutiveDays) and rule.least is not None)
    ]
    for chosen in subsets(all_pairs(scene)):
        plan = plan_of(chosen)
        for rule in closed:
            if not any(True for _ in rule.check(scene, plan)):
                for need in scene.demands:
                    rest = Plan.of(pair for pair in plan if pair[1] not in {one.id for one in need.shifts})
                    assert not any(True for _ in rule.check(scene, rest)), (rule, plan, need.id)


LATE, EARLY = shift("late", 6, "14:00-22:00"), shift("early", 7, "04:00-12:00")
NIGHT = scenario(
    [worker("w"), worker("v", consent="declined")],
    [demand("a", LATE), demand("b", EARLY)],
    pins=[sm.Pin(worker="w", shift="late"), sm.Pin(worker="w", shift="early")],
)


def test_pins_are_named_with_the_rule_and_its_figures() -> None:
    answer = sm.conflicts(NIGHT)
    assert answer.text.startswith(
        "These cannot all hold: the pin of 'w' to 'late', the pin of 'w' to 'early' and the rule 'daily_rest'. "
        "The rule 'daily_rest': "
    )
    assert "6 h" in answer.text
    assert "11" in answer.text
    (found,) = sm.conflicts(NIGHT, all=True).sets
    assert [member.without for member in found.members] == [
        (("w", "early"),),
        (("w", "late"),),
        (("w", "early"), ("w", "late")),
    ]


def test_what_is_given_is_not_blamed() -> None:
    (found,) = sm.conflicts(NIGHT, hold=["daily_rest", NIGHT.pins[0]]).sets
    assert [(member.worker, member.shift) for member in found.members] == [("w", "early")]
    assert sm.conflicts(NIGHT, hold=["pins"]).text.startswith(
        "With what is given, this cannot hold: the rule 'daily_rest'"
    )
    assert sm.conflicts(NIGHT, hold=[NIGHT.pins[0]]).text.startswith(
        "With what is given, these cannot all hold: the pin"
    )
    (none,) = sm.conflicts(NIGHT, hold=["pins", DailyRest()]).sets
    assert none.members == ()
    assert "What is given cannot hold by itself." in sm.conflicts(NIGHT, hold=["pins", "daily_rest"]).text


def test_what_can_not_hold_by_itself_is_not_said_to_depend_on_anything_given() -> None:
    many = scenario([worker("w")], [demand("d", shift("s", 6, "06:00-14:00"), headcount=2)])
    answer = sm.conflicts(many, must_fill=["d"])
    assert answer.text.startswith("This cannot hold: that every seat of 'd' is filled.")
    assert not answer.sets[0].given


def test_demands_that_must_be_filled_clash_with_a_cap() -> None:
    needs = [demand(name, shift(name, 6, "08:00-16:00")) for name in ("x", "y", "z")]
    capped = scenario([worker(f"w{n}") for n in range(3)], needs, [DailyRest(), LendingCap(people=2)])
    answer = sm.conflicts(capped, must_fill=["x", "y", "z"], hold=["daily_rest"])
    assert "3 people away" in answer.text
    assert [member.kind for member in answer.sets[0].members] == ["must_fill"] * 3 + ["rule"]
    assert sm.conflicts(capped, must_fill=["x", "y"]).text == "All of it can hold together."


def test_nobody_of_a_role_says_how_many_are_asked_for() -> None:
    mix = SkillMix(roles=[{"skill": "rn", "level": 1, "people": 1}])
    scene = scenario(
        [worker("w")], [demand("d", shift("s", 6, "06:00-14:00"))], [Coverage(), mix], skills=[sm.Skill(id="rn")]
    )
    assert "needs 1 person with 'rn' at level 1" in sm.conflicts(scene, must_fill=["d"]).text


def test_both_ways_to_ask_agree_on_pins() -> None:
    solution = sm.solve(NIGHT)
    (found,) = sm.conflicts(NIGHT, hold=[rule for rule in NIGHT.rules if not isinstance(rule, Pins)]).sets
    assert {(one.worker, one.shift) for one in solution.conflicts} == {(m.worker, m.shift) for m in found.members}


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        ({"must_fill": ["c"]}, "there is no demand 'c'"),
        ({"must_fill": "a"}, r"must_fill=\['a'\]"),
        ({"hold": ["daily_rests"]}, "Did you mean 'daily_rest'"),
        ({"hold": [DailyHours(hours=3)]}, "which the scenario has not"),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, Any], advice: str) -> None:
    with pytest.raises(sm.InputError, match=advice):
        sm.conflicts(NIGHT, **options)


def test_out_of_time_nothing_is_guessed() -> None:
    answer = sm.conflicts(NIGHT, time_limit=0)
    assert (answer.holds, answer.sets, answer.rests_on) == (None, (), "bounds")
    assert "Time ran out" in answer.text
