"""`solve` against the oracle on tiny random scenarios, and what must hold between one scenario and another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.engine import search
from staffmatch.engine.search_params import SearchParams, using
from tests.brute_force import least, stated
from tests.builders import in_other_order
from tests.strategies import examples, sample, scenarios

BACKENDS = (None, "highs", "mathopt")


def agree(scenario: sm.Scenario) -> None:
    expected = least(scenario)
    for backend in BACKENDS:
        solution = sm.solve(scenario, backend=backend)
        assert stated(solution) == expected, backend
        assert solution.status == ("infeasible" if expected is None else "optimal"), backend
        assert all(tier.gap == 0 and tier.bound == tier.value for tier in solution.tiers), backend
        assert sm.verify(scenario, solution).ok, backend


@examples(120)
@given(scenarios())
def test_solve_finds_what_brute_force_finds(scenario: sm.Scenario) -> None:
    agree(scenario)


@pytest.mark.full
@examples(2000)
@given(scenarios())
def test_solve_finds_what_brute_force_finds_at_length(scenario: sm.Scenario) -> None:
    agree(scenario)


def agree_in_combination(number: int, count: int) -> None:
    @examples(count)
    @given(scenarios(combination=number))
    def combined(scenario: sm.Scenario) -> None:
        agree(scenario)

    combined()


@pytest.mark.parametrize("number", sample(range(6), 3))
def test_rules_and_terms_work_in_combination(number: int) -> None:
    agree_in_combination(number, 5)


@pytest.mark.full
@pytest.mark.parametrize("number", range(500))
def test_rules_and_terms_work_in_500_combinations(number: int) -> None:
    agree_in_combination(number, 10)


@examples(60)
@given(scenarios(), st.integers(0, 99))
def test_the_order_of_records_changes_nothing(scenario: sm.Scenario, seed: int) -> None:
    other = in_other_order(scenario, seed)
    assert other.digest() == scenario.digest()
    assert stated(sm.solve(other)) == stated(sm.solve(scenario))


@examples(60)
@given(scenarios(default=True, pins=False), st.data())
def test_one_more_worker_never_makes_it_worse(scenario: sm.Scenario, data: st.DataObject) -> None:
    twin = data.draw(st.sampled_from(scenario.workers)).replace(id="twin")
    more = scenario.replace(workers=(*scenario.workers, twin))
    with_twin, without = stated(sm.solve(more)), stated(sm.solve(scenario))
    assert with_twin is not None
    assert without is not None
    assert with_twin <= without


@examples(60)
@given(scenarios())
def test_a_former_solution_is_taken_as_a_start(scenario: sm.Scenario) -> None:
    first = sm.solve(scenario)
    again = sm.solve(scenario, start=first)
    assert again.status == first.status
    assert stated(again) == stated(first)


@pytest.mark.parametrize("first_pairs", [1, 4_000])
def test_every_path_of_the_engine_keeps_its_bounds(first_pairs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No network, prices instead of linear programs, parts instead of the whole."""
    monkeypatch.setattr(search, "network", lambda _: None)
    relaxation = {"charged_links": -1, "scarce": -1.0}
    whole = {"at_once": {"most_columns": 0}}
    params = SearchParams.of(whole | {"relaxation": relaxation, "tier": {"first_pairs": first_pairs}})

    @examples(60)
    @given(scenarios(pins=False))
    def bounded(scenario: sm.Scenario) -> None:
        with using(params):
            best, solution = least(scenario), sm.solve(scenario, threads=1, time_limit=20)
        assert sm.verify(scenario, solution).ok
        assert best is not None
        found = stated(solution)
        assert found is not None
        assert found >= best
        assert solution.status == "feasible" or found == best
        for number, tier in enumerate(solution.tiers):
            if tier.bound is not None and found[:number] == best[:number]:
                assert round(tier.bound * tier.per_unit) <= best[number]

    bounded()
