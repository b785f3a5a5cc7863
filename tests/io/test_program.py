"""MPS and LP: names that people can read, and the same optimum for a solver that reads the file alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import highspy
import pytest
from hypothesis import given
from ortools.linear_solver.python import model_builder

import staffmatch as sm
from staffmatch.constraints import Budget, MinSecondment, OnboardingCost, PartnershipCost
from staffmatch.engine.state.control import available_threads
from staffmatch.formulation.eligibility import eligible_pairs
from staffmatch.formulation.encoding import columns_of
from staffmatch.io.program import program
from staffmatch.objectives import PairCost, UncoveredHours, WorkersUsed, WorstCommute
from staffmatch.result.decoding import encode_plan
from tests.builders import demand, scenario, shift, worker
from tests.reports.made import conflicting, ward_and_depot
from tests.strategies import examples, scenarios


def read(text: str, path: Path) -> Any:
    path.write_text(text)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("mip_rel_gap", 0.0)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    return highs


def optimum(text: str, path: Path) -> int | None:
    """The value in whole steps; None where there is no plan."""
    highs = read(text, path)
    # All instances share one pool of threads, which cannot be used in two sizes.
    highs.setOptionValue("threads", available_threads())
    highs.run()
    if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None
    assert highs.getModelStatus() in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)
    return round(highs.getObjectiveValue())


@pytest.mark.parametrize(("suffix", "write"), [("mps", sm.Scenario.to_mps), ("lp", sm.Scenario.to_lp)])
@examples(40)
@given(known=scenarios())
def test_another_solver_that_reads_the_file_finds_the_same_optimum_of_every_tier(
    suffix: str, write: Callable[..., str], tmp_path_factory: pytest.TempPathFactory, known: sm.Scenario
) -> None:
    path = tmp_path_factory.getbasetemp() / f"model.{suffix}"
    solution = sm.solve(known)
    if solution.status == "infeasible":
        assert optimum(write(known), path) is None
        return
    for number, tier in enumerate(solution.tiers, 1):
        assert optimum(write(known, number, solution), path) == round(tier.value * tier.per_unit)


def test_both_formats_say_the_same_and_a_third_reader_agrees(tmp_path: Path) -> None:
    known = sm.hamburg.scenario(workers=60, seats=24, days=3, seed=1)
    solution = sm.solve(known)
    for number, tier in enumerate(solution.tiers, 1):
        wanted = round(tier.value * tier.per_unit)
        text = known.to_mps(number, solution)
        assert optimum(text, tmp_path / "m.mps") == wanted
        assert optimum(known.to_lp(number, solution), tmp_path / "m.lp") == wanted
        third = model_builder.Model()
        assert third.import_from_mps_string(text)
        solver = model_builder.Solver("scip")
        assert solver.solve(third) == model_builder.SolveStatus.OPTIMAL
        assert round(solver.objective_value) == wanted


def names(known: sm.Scenario, tmp_path: Path) -> tuple[list[str], list[str]]:
    found = [read(text, tmp_path / f"m.{kind}") for kind, text in (("mps", known.to_mps()), ("lp", known.to_lp()))]
    columns = [sorted(highs.getColName(n)[1] for n in range(highs.getNumCol())) for highs in found]
    rows = [sorted(highs.getRowName(n)[1] for n in range(highs.getNumRow())) for highs in found]
    assert columns[0] == columns[1]
    assert rows[0] == rows[1]
    return columns[0], rows[0]


def test_columns_name_companies_people_and_shifts_and_rows_their_rule(tmp_path: Path) -> None:
    known = ward_and_depot().replace(
        rules=[
            *sm.DEFAULT_RULES[7:],
            PartnershipCost(cents=100),
            OnboardingCost(cents=1),
            MinSecondment(days=2),
            Budget(cents=1),
        ],
        tiers=[[UncoveredHours(), WorkersUsed(), WorstCommute(), sm.objectives.Cost()]],
    )
    columns, rows = names(known, tmp_path)
    assert "x.hotel.ana.ward.mon" in columns
    assert "y.lender_borrower.hotel.ward" in columns
    assert "y.worker_borrower.ana.ward" in columns
    assert "y.worker.ana" in columns
    assert "z.worst_commute.0.bit0" in columns
    assert {"coverage.mon", "daily_rest.ana", "min_secondment.ana", "budget", "link"} <= set(rows)


def test_a_job_of_several_shifts_has_the_name_of_its_demand(tmp_path: Path) -> None:
    shifts = [shift(name, day, "06:00-14:00") for name, day in (("mon", 6), ("tue", 7))]
    columns, _ = names(scenario([worker("ana")], [demand("care", *shifts, same_worker=True)]), tmp_path)
    assert columns == ["x.lender.ana.borrower.care"]


def test_names_are_safe_and_no_two_alike(tmp_path: Path) -> None:
    people = ["Jörg Öz", "Joerg Oez", "a-b", "a b", "a_b", "1e5", "<= 3", "x" * 200, "x" * 199 + "y", "山田"]
    needs = [demand("3", shift("+ 2 \\", 6, "06:00-14:00"), headcount=5)]
    known = scenario([worker(name) for name in people], needs)
    columns, _ = names(known, tmp_path)
    assert len(columns) == len(set(columns)) == len(people)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.]{0,254}", name) for name in columns)
    assert {f"x.lender.{name}.borrower._2_" for name in ("Joerg_Oez", "a_b", "1e5", "_3", "_")} <= set(columns)
    assert {"x.lender.Joerg_Oez.borrower._2__2", "x.lender.a_b.borrower._2__3"} <= set(columns)
    assert optimum(known.to_lp(), tmp_path / "m.lp") == optimum(known.to_mps(), tmp_path / "m.mps") == 0


def test_numbers_stay_whole_however_large(tmp_path: Path) -> None:
    table = sm.PairTable(workers=["w"], shifts=["s"], costs=[-(10**12) + 1])
    known = scenario([worker()], [demand("d", shift("s", 6, "06:00-14:00"))], pair_table=table, tiers=[[PairCost()]])
    assert f"-{10**12 - 1} x.lender.w.borrower.s" in known.to_lp()
    assert optimum(known.to_mps(), tmp_path / "m.mps") == -(10**12) + 1


@pytest.mark.parametrize("known", [sm.Scenario(), scenario([], [demand("d", shift("s", 6, "06:00-14:00"))])])
def test_a_scenario_without_pairs_is_a_program_too(known: sm.Scenario, tmp_path: Path) -> None:
    wanted = round(sm.solve(known).tiers[0].value * 60)
    assert optimum(known.to_mps(), tmp_path / "m.mps") == optimum(known.to_lp(), tmp_path / "m.lp") == wanted


def test_pins_without_a_pair_leave_no_plan(tmp_path: Path) -> None:
    pins = [sm.Pin(worker="w", shift="s")]
    person = worker(consent="declined")
    known = scenario([person], [demand("d", shift("s", 6, "06:00-14:00"))], pins=pins)
    assert sm.solve(known).status == "infeasible"
    assert optimum(known.to_mps(), tmp_path / "m.mps") is None
    assert optimum(known.to_lp(), tmp_path / "m.lp") is None


def test_the_header_says_which_tier_it_is_and_in_which_unit() -> None:
    known = ward_and_depot()
    assert known.to_lp().startswith("\\ tier 1 of 2: uncovered_hours, counted in 1/60 of h\n")
    assert known.to_mps(2, sm.solve(known)).startswith("* tier 2 of 2: cost, counted in 1/6000 of EUR\n")


@pytest.mark.parametrize("write", [sm.Scenario.to_mps, sm.Scenario.to_lp])
def test_a_later_tier_needs_a_solution_of_the_scenario_that_has_a_plan(write: Callable[..., str]) -> None:
    def code_of(*words: Any) -> str:
        with pytest.raises(sm.InputError) as error:
            write(known, *words)
        return error.value.problems[0].code

    known = ward_and_depot()
    assert code_of(0) == code_of(3) == "bad_tier"
    assert code_of(2) == "missing_solution"
    assert code_of(2, sm.solve(sm.Scenario())) == "other_scenario"
    assert code_of(2, conflicting(known)) == "no_plan"
    solution = sm.solve(known)
    someone = solution.assignments[0].model_copy(update={"worker": "nobody"})
    assert code_of(2, solution.model_copy(update={"assignments": (someone,)})) == "broken_plan"


def test_a_later_tier_holds_what_the_plan_reaches_whatever_its_solution_states() -> None:
    known = ward_and_depot()
    solution = sm.solve(known)
    boasting = tuple(tier.model_copy(update={"value": -1.7e308}) for tier in solution.tiers)
    assert known.to_lp(2, solution.model_copy(update={"tiers": boasting})) == known.to_lp(2, solution)


def test_the_answer_of_another_solver_comes_back_as_a_plan() -> None:
    known = sm.hamburg.scenario(workers=30, seats=10, days=2, seed=1)
    names, plan = program(known).columns, sm.solve(known).plan
    pairs = eligible_pairs(columns_of(known), known.rules)
    taken = encode_plan(pairs, plan).astype(float).tolist()
    values = [*(0.99999 * one for one in taken), *([0.0] * (len(names) - len(taken)))]
    assert sm.Plan.from_columns(names, values, known) == plan
    told = [(name, value) for name, value in zip(names, values, strict=True) if value][::-1]
    assert sm.Plan.from_columns([name for name, _ in told], [value for _, value in told], known) == plan
    for bad, value, code in (("x.a", 1, "unknown_column"), (names[0], 0.5, "fractional_value")):
        with pytest.raises(sm.InputError) as error:
            sm.Plan.from_columns([bad], [value], known)
        assert error.value.problems[0].code == code
    with pytest.raises(sm.InputError, match="a value for each name"):
        sm.Plan.from_columns(names[:2], [0.0], known)
