"""What a plan that was changed by hand costs and breaks."""

from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest
from staffmatch.domain.plan import Plan
from staffmatch.explain import plan_changes as module
from staffmatch.explain.plan_changes import plan_changes
from staffmatch.messages import names_of
from tests import builders
from tests.messages.filled import require_filled

NAMED = (("w1", "Meyer", 1500), ("w2", "Schulz", 1000), ("w3", "Ott", 1000))


def ward() -> sm.Scenario:
    people = [builders.worker(one, pay_cents_per_hour=pay).replace(name=name) for one, name, pay in NAMED]
    shifts = [builders.shift("early", 6, "06:00-14:00"), builders.shift("late", 6, "17:00-21:00")]
    need = builders.demand("ward", *shifts).replace(name="Station 4")
    return builders.scenario(people, [need], rules=[DailyRest(hours=11)])


def told(changes: sm.PlanChanges, scenario: sm.Scenario) -> list[str]:
    for message in changes.messages():
        require_filled(message)
    return [message.text_in("en", names_of(scenario)) for message in changes.messages()]


def test_a_change_says_in_one_line_what_it_costs_and_breaks() -> None:
    scenario = ward()
    before = Plan.of([("w2", "early"), ("w1", "late")])
    changes = sm.plan_changes(scenario, before, Plan.of([("w1", "early"), ("w1", "late")]))
    line, total = told(changes, scenario)
    assert line == (
        "Mon 06 Apr 06:00 to 14:00, Station 4: Meyer instead of Schulz: +40.00 EUR, breaks: Worker Meyer has 3 h "
        "between 'early' and 'late'; 11 h are due (§ 5 (1) ArbZG)."
    )
    assert total == "1 change in all: +40.00 EUR."
    (change,) = changes.changes
    assert (changes.ok, change.broken, changes.same) == (False, changes.broken, 1)
    assert change.effect().text.startswith("Change: +40.00 EUR, breaks: ")


def test_lines_add_up_and_a_seat_may_be_cleared_or_have_one_more() -> None:
    scenario = ward()
    changes = plan_changes(
        scenario, Plan.of([("w2", "early"), ("w1", "late")]), Plan.of([("w2", "early"), ("w3", "early")])
    )
    first, second, total = told(changes, scenario)
    # Whoever is beyond the seats covers no hours.
    assert first.startswith("Mon 06 Apr 06:00 to 14:00, Station 4: Ott in addition: +80.00 EUR")
    assert ", breaks: Shift 'early' has 2 people" in first
    assert second == (
        "Mon 06 Apr 17:00 to 21:00, Station 4: nobody instead of Meyer: +4 h of uncovered hours, -60.00 EUR"
    )
    assert total == "2 changes in all: +4 h of uncovered hours, +20.00 EUR."
    for number in (0, 1):
        steps = [step.amount for change in changes.changes for step in change.costs or () if step.term == TERMS[number]]
        tier = changes.tiers[number]
        assert sum(steps) == pytest.approx((tier.after or 0) - (tier.before or 0))


TERMS = ("uncovered_hours", "cost")


def test_who_was_replaced_by_whom_is_taken_from_the_sheet() -> None:
    scenario = builders.scenario(
        [builders.worker(f"w{number}") for number in range(4)],
        [builders.demand("d", builders.shift("s", 6, "06:00-14:00"), headcount=2)],
    )
    before, after = Plan.of([("w0", "s"), ("w1", "s")]), Plan.of([("w2", "s"), ("w3", "s")])
    told_so = plan_changes(scenario, before, after, [("s", "w0", "w3"), ("s", "w9", "w2")]).changes
    assert [(one.former, one.worker) for one in told_so] == [("w0", "w3"), ("w1", "w2")]
    in_order = plan_changes(scenario, before, after).changes
    assert [(one.former, one.worker) for one in in_order] == [("w0", "w2"), ("w1", "w3")]


def test_what_was_broken_before_and_what_is_mended_is_told_apart() -> None:
    scenario = ward()
    broken, well = Plan.of([("w1", "early"), ("w1", "late")]), Plan.of([("w1", "early"), ("w2", "late")])
    assert told(plan_changes(scenario, broken, broken), scenario)[1].startswith("Broken before as well: Worker Meyer")
    line, total, mended = told(plan_changes(scenario, broken, well), scenario)
    assert line.endswith("Schulz instead of Meyer: -20.00 EUR")
    assert (total, mended.startswith("No longer broken: Worker Meyer")) == ("1 change in all: -20.00 EUR.", True)


def test_an_unchanged_plan_says_so() -> None:
    scenario = ward()
    plan = Plan.of([("w1", "early")])
    changes = plan_changes(scenario, plan, plan)
    assert told(changes, scenario) == ["No seat was changed; 1 assignment stays."]
    assert changes.ok


def test_a_change_without_effect_and_a_plan_too_large_to_count(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = ward()
    before, after = Plan.of([("w2", "early")]), Plan.of([("w3", "early")])
    line, total = told(plan_changes(scenario, before, after), scenario)
    assert line.endswith("Ott instead of Schulz: costs the same, breaks nothing")
    assert total == "1 change in all: as good as before in every tier."
    monkeypatch.setattr(module, "_COUNTED", 1)
    changes = plan_changes(scenario, before, Plan.of([("w1", "early")]))
    line, why, total = told(changes, scenario)
    assert not changes.counted
    assert (line.endswith("Meyer instead of Schulz: not counted"), "too large" in why) == (True, True)
    assert total == "1 change in all: +40.00 EUR."


def test_unknown_ids_are_refused() -> None:
    with pytest.raises(sm.InputError, match="There is no shift 'night'"):
        plan_changes(ward(), Plan(), Plan.of([("w1", "night")]))
