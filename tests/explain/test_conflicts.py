"""Pins that cannot be kept say which rule they break, and by how much."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

import staffmatch as sm
from staffmatch.records.bases import Rule
from tests import builders

MON = builders.shift("mon", 6, "06:00-14:00")
LATE = builders.shift("late", 6, "18:00-22:00")
OVER = builders.shift("over", 6, "10:00-18:00")
TUE = builders.shift("tue", 7, "06:00-14:00")
WED = builders.shift("wed", 8, "06:00-14:00")


def clash(pins: Sequence[tuple[str, str]], rules: Sequence[Rule] = sm.DEFAULT_RULES, **fields: object) -> list[str]:
    """The texts of a scenario's conflicts, which its verifier confirms."""
    people = [builders.worker("ann"), builders.worker("bob")]
    needs = [builders.demand(shift.id, shift, **fields) for shift in (MON, LATE, OVER, TUE, WED)]
    pinned = [sm.Pin(worker=worker, shift=shift) for worker, shift in pins]
    solution = sm.solve(builders.scenario(people, needs, rules=rules, pins=pinned))
    assert solution.status == "infeasible"
    assert sm.verify(solution.scenario, solution).ok
    texts = [conflict.text for conflict in solution.conflicts]
    assert len(set(texts)) == len(texts)
    return texts


def test_two_that_overlap_name_the_rule_with_its_numbers_once() -> None:
    first, second = clash([("ann", "mon"), ("ann", "over")])
    assert first.startswith(
        "No plan keeps all of these pins: 'ann' on 'mon', 'ann' on 'over'. By the rule 'daily_rest'"
    )
    assert "overlap by 240 min" in first
    assert second == "The pin of 'ann' on 'over' clashes with that of 'ann' on 'mon', by the rule 'daily_rest'."


def test_too_short_a_rest_says_how_long_it_is_and_has_to_be() -> None:
    first, _ = clash([("ann", "late"), ("ann", "tue"), ("bob", "wed")])
    assert "'wed'" not in first
    assert "8 h" in first
    assert "11" in first


def test_a_seat_that_two_are_pinned_to_is_one_of_coverage() -> None:
    first, _ = clash([("ann", "mon"), ("bob", "mon")])
    assert "By the rule 'coverage'" in first


def test_what_a_part_of_the_plan_breaks_is_not_blamed() -> None:
    # A crew of one is too small as well, but others could join it.
    first, _ = clash([("ann", "mon"), ("ann", "over")], headcount=2, min_crew=2)
    assert "By the rule 'daily_rest'" in first


def test_a_pin_that_a_rule_excludes_says_why() -> None:
    people = [builders.worker("ann", consent="declined")]
    pins = [sm.Pin(worker="ann", shift="mon")]
    solution = sm.solve(builders.scenario(people, [builders.demand("d", MON)], pins=pins))
    (text,) = [conflict.text for conflict in solution.conflicts]
    assert text.startswith("The rule 'consent' excludes worker 'ann' from shift 'mon': ")


@pytest.mark.parametrize("days", [1, 2])
def test_three_that_exceed_a_number_of_days_are_named_together(days: int) -> None:
    rules = [*sm.DEFAULT_RULES, sm.constraints.MaxSecondment(days=days)]
    texts = clash([("ann", "mon"), ("ann", "tue"), ("ann", "wed")], rules)
    assert "By the rule 'max_secondment'" in texts[0]
    assert all("'max_secondment'" in text for text in texts)
