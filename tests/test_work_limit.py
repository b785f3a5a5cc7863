"""Under a work limit nothing but the scenario and the seed decides: no order of records, no clock, no process."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.engine.search_params import SearchParams, using
from tests.builders import in_other_order
from tests.engine.test_flow import auction_all
from tests.engine.test_search import CHARGED, placements, scarce
from tests.strategies import examples, sample, scenarios
from tests.test_mutants import in_pairs_of_days

# From nothing at all, over an end in each phase, to a proof.
WORK = (0, 0.01, 0.1, 1)


@cache
def town() -> sm.Scenario:
    """A little work ends amid the search; a proof takes branch and bound."""
    return hamburg.scenario(workers=40, seats=30, days=3, seed=4)


def same(scenario: sm.Scenario, work: float, **options: object) -> sm.Solution:
    """The solution, after two other orders of the records and the other way of calling solvers gave it as well."""
    solution = sm.solve(scenario, work_limit=work, seed=1, **options)  # type: ignore[arg-type]
    for order in (1, 2):
        other = in_other_order(scenario, order)
        again = sm.solve(other, work_limit=work, seed=1, isolate=order == 1, **options)  # type: ignore[arg-type]
        assert again.canonical_json() == solution.canonical_json()
        assert again.certificate == solution.certificate
        assert again.termination.work == solution.termination.work
    return solution


@examples(40)
@given(scenarios(), st.sampled_from((0, 1e-5, 1e-4, 1)))
def test_whatever_a_scenario_says(scenario: sm.Scenario, work: float) -> None:
    same(scenario, work)


BOTH = [
    *((0, "highs"), (0.001, "mathopt"), (0.004, "highs"), (1, "highs"), (1, "mathopt")),
    *((0.001, "highs"), (0, "mathopt"), (0.004, "mathopt")),
]


@pytest.mark.parametrize(("work", "backend"), sample(BOTH, 5))
def test_linear_programs_and_branch_and_bound(work: float, backend: str) -> None:
    found = same(town(), work, backend=backend)
    assert work > 0 or found.termination.reason == "work_limit"
    assert work < 1 or found.termination.reason == "proven"


@pytest.mark.parametrize("work", sample((0.01, 0.1, 0.001), 2))
def test_whole_rosters(work: float) -> None:
    with using(SearchParams.of({"at_once": {"most_columns": 0}})):
        same(in_pairs_of_days(21), work)


@pytest.mark.parametrize("work", sample(WORK[:-1], 2))
def test_prices_and_neighbourhoods(work: float) -> None:
    with using(CHARGED):
        same(hamburg.scenario("small", seed=4), work)


@pytest.mark.parametrize("work", sample(WORK[:-1], 2))
def test_rosters(work: float) -> None:
    same(scarce(20, 150, 1), work)


@pytest.mark.parametrize("work", [0, 1])
def test_flows(work: float) -> None:
    with using(SearchParams(flow=auction_all(1))):
        found = same(placements(40, 25, 1), work)
    assert found.termination.method == "min-cost flow"
    assert found.termination.reason == ("proven" if work else "work_limit")


@pytest.mark.parametrize("work", sample((1, 0.005), 1))
def test_a_process_of_its_own_finds_and_counts_the_same(work: float) -> None:
    with using(SearchParams.of({"control": {"isolated_columns": 0}})):
        same(town(), work)


def test_neither_the_process_nor_its_hashes_matter() -> None:
    code = """
from staffmatch import hamburg, solve
print(solve(hamburg.scenario(workers=40, seats=30, days=3, seed=4), work_limit=0.004).canonical_json())
"""
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            check=True,
            env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": hashes, "OPENBLAS_NUM_THREADS": threads},
        ).stdout
        for hashes, threads in (("1", "1"), ("2", "2"))
    }
    assert len(texts) == 1


def test_more_work_is_no_worse_and_is_said() -> None:
    little, much = (sm.solve(town(), work_limit=work) for work in (0.001, 1))
    assert [tier.value for tier in much.tiers] <= [tier.value for tier in little.tiers]
    assert little.termination.work_limit == 0.001
    assert little.termination.work >= 0.001


def test_time_still_ends_it() -> None:
    solution = sm.solve(town(), work_limit=100, time_limit=0)
    assert solution.termination.reason == "time_limit"


def test_canonical_json_holds_the_plan_and_its_proof_and_nothing_of_the_day() -> None:
    solution = sm.solve(town(), work_limit=1)
    content = json.loads(solution.canonical_json())
    assert set(content) == {"status", "reason", "tiers", "assignments", "shortages", "partnerships", "conflicts"}
    assert content["tiers"] == [tier.model_dump(mode="json") for tier in solution.tiers]
    assert {(one["worker"], one["shift"]) for one in content["assignments"]} == set(solution.plan)
    turned = solution.model_copy(update={"assignments": solution.assignments[::-1]})
    assert turned.canonical_json() == solution.canonical_json()


@pytest.mark.parametrize("work", [-1, float("inf"), float("nan"), True])
def test_a_work_limit_that_is_none_is_refused(work: float) -> None:
    with pytest.raises(sm.InputError) as caught:
        sm.solve(town(), work_limit=work)
    assert [problem.path for problem in caught.value.problems] == ["work_limit"]
