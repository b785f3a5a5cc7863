from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.constraints import AllowedPairs
from staffmatch.formulation.encoding import columns_of
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


PEOPLE = [worker(name) for name in "uvwx"]
NEEDS = [demand("d", EARLY, LATE, same_worker=True), demand("e", shift("lone", 7, "06:00-14:00"))]
ROWS = [(person.id, name) for person in PEOPLE for name in ("early", "late", "lone")]


@given(st.sets(st.sampled_from(ROWS)), st.sets(st.integers(0, 3)), st.permutations([0, 1]))
def test_of_the_people_asked_about_each_job_keeps_those_listed_for_all_its_shifts(
    rows: set[tuple[str, str]], asked: set[int], jobs: list[int]
) -> None:
    names, shifts = (tuple(row[part] for row in sorted(rows)) for part in (0, 1))
    columns = columns_of(scenario(PEOPLE, NEEDS, RULES, pair_table=sm.PairTable(workers=names, shifts=shifts)))
    blocks = AllowedPairs().split(columns, np.array(jobs), np.array(sorted(asked), np.int64))
    held = {0: ("early", "late"), 1: ("lone",)}
    assert [(job.tolist(), who.tolist()) for job, who in blocks] == [
        ([job], [n for n in sorted(asked) if all((PEOPLE[n].id, name) in rows for name in held[job])]) for job in jobs
    ]


def test_what_a_plan_finds_listed_has_the_hours_and_the_cost_of_its_row() -> None:
    plan, of_shifts = sm.Plan.of([("w", "early"), ("w", "late")]), {"workers": ("x", "w"), "shifts": ("late", "late")}
    people, needs = [worker(), worker("x")], [demand("d", EARLY, LATE)]
    by_shift = sm.PairTable(**of_shifts, costs=(1, 7), hours=(3, 5))
    assert plan.listed(scenario(people, needs, pair_table=by_shift)) == {("w", "late"): (5.0, 7)}
    by_demand = sm.PairTable(workers=("x", "w"), demands=("d", "d"), costs=(1, 7))
    both = {("w", "early"): (None, 7), ("w", "late"): (None, 7)}
    assert plan.listed(scenario(people, needs, pair_table=by_demand)) == both
    assert plan.listed(scenario(people, needs)) == {}
