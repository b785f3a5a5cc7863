from __future__ import annotations

import staffmatch as sm
from staffmatch.constraints import AllowedPairs
from tests.builders import allowed, demand, example, refused, scenario, shift, violations, worker

RULES = [AllowedPairs()]
EARLY = shift("early", 6, "06:00-14:00")
LATE = shift("late", 8, "14:00-22:00")


def listed(**columns: tuple[str, ...]) -> sm.Scenario:
    return scenario([worker()], [demand("d", EARLY, LATE)], RULES, pair_table=sm.PairTable(**columns))


def test_without_a_table_everybody_may_do_everything() -> None:
    allowed(scenario([worker()], [demand("d", EARLY)], RULES), ("w", "early"))


def test_the_empty_plan_is_in_every_table() -> None:
    assert violations(listed(workers=(), shifts=())) == []


def test_an_empty_table_allows_nobody() -> None:
    text = refused(listed(workers=(), shifts=()), ("w", "late"))
    assert text == example(AllowedPairs)


def test_a_listed_shift_is_allowed_and_another_of_its_demand_is_not() -> None:
    table = listed(workers=("w",), shifts=("early",))
    allowed(table, ("w", "early"))
    assert "'late'" in refused(table, ("w", "late"))


def test_a_listed_demand_allows_all_its_shifts() -> None:
    allowed(listed(workers=("w",), demands=("d",)), ("w", "early"), ("w", "late"))


def test_who_keeps_all_shifts_needs_all_of_them_in_the_table() -> None:
    throughout = demand("d", EARLY, LATE, same_worker=True)
    both = sm.PairTable(workers=("w", "w"), shifts=("late", "early"))
    one = sm.PairTable(workers=("w",), shifts=("early",))
    allowed(scenario([worker()], [throughout], RULES, pair_table=both), ("w", "early"), ("w", "late"))
    assert "'late'" in refused(scenario([worker()], [throughout], RULES, pair_table=one), ("w", "early"), ("w", "late"))
