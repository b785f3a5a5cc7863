"""No forgery passes: certificates of what is solved are changed at random, and never prove what is not true."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

import staffmatch as sm
from staffmatch import hamburg
from staffmatch.constraints import ConsecutiveDays, Coverage, DailyRest
from staffmatch.engine.model.problem import Problem
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.errors import InputError
from staffmatch.objectives import EmptySeats
from staffmatch.result.certificate import certified
from staffmatch.result.tier_proof import TierProof
from tests.builders import demand, problem_of, scenario, shift, worker
from tests.engine.test_search import placements, scarce
from tests.mutating import mutated
from tests.strategies import sample

Told = list[dict[str, Any]]

# As the second opinion once drew them.
PROVEN = Path(__file__).parent / "data" / "proven"
# Trees of cases, the longest of 97; links; divisors; rosters, with and without cases, and whole ones; a flow.
SOLVED: dict[str, Callable[[], sm.Scenario]] = {
    **{f"hamburg {seed}": lambda seed=seed: hamburg.scenario("small", seed=seed) for seed in (4, 16, 18, 19)},  # type: ignore[misc]
    **{f"drawn {path.stem}": lambda path=path: sm.Scenario.load(path) for path in sorted(PROVEN.glob("*.json"))},  # type: ignore[misc]
    **{f"rosters {seed}": lambda seed=seed: scarce(8, 60, seed) for seed in (1, 2)},  # type: ignore[misc]
    "whole rosters": lambda: in_pairs_of_days(10),
    "flow": lambda: placements(15, 10, 0),
}


def in_pairs_of_days(days: int) -> sm.Scenario:
    """Two people for a shift a day, two to three days in a row each."""
    demands = [demand(f"d{n}", shift(f"s{n}", 6 + n, "08:00-16:00")) for n in range(days)]
    rules = [DailyRest(), ConsecutiveDays(days=3, least=2), Coverage()]
    return scenario([worker("v"), worker("w")], demands, rules, tiers=[[EmptySeats()]])


@cache
def solved(name: str) -> tuple[Problem, tuple[int, ...], Told]:
    """What is to be proven of a scenario, the optimum of each tier, and what proves it."""
    scenario = SOLVED[name]()
    # However slow the machine is, the whole of it is to be proven.
    with using(SearchParams.of({"cases": {"least_certified": 60}, "at_once": {"most_columns": 0}})):
        solution, problem = sm.solve(scenario), problem_of(scenario)
    optimum = tuple(round(tier.value * tier.per_unit) for tier in solution.tiers)
    assert certified(problem, optimum, solution.certificate) == optimum
    return problem, optimum, [proof.model_dump(mode="json") for proof in solution.certificate if proof is not None]


def test_the_certificates_are_of_all_kinds() -> None:
    proofs = {name: solved(name)[2] for name in SOLVED}
    assert all(proofs.values())
    some = [proof for told in proofs.values() for proof in told]
    assert max(len(proof["cases"]) for proof in some) > 10
    assert any(max(proof["divisors"], default=0) > 1 for proof in some)
    assert any(case["link_prices"] for proof in some for case in (proof, *proof["cases"]))
    assert any(proof["own_rows"] for proof in some)
    assert {(proof["rosters"], bool(proof["cases"])) for proof in some} == {(r, c) for r in (0, 1) for c in (0, 1)}


def bolder(dice: Random, told: Told) -> Told:
    """The same certificates, one of them changed as somebody would who wants it to prove more."""
    told = [dict(proof, cases=[dict(case) for case in proof["cases"]]) for proof in told]
    proof = dice.choice(told)
    case = dice.choice([proof, *proof["cases"]])
    factor = dice.choice((2, 3, 1000, 2**40))
    match dice.randrange(9):
        case 0:
            case["prices"] = [factor * price for price in case["prices"]]
        case 1:
            case["scale"] = max(0, case["scale"] // factor)
        case 2:
            proof["aim"] = (proof["aim"] or 0) + dice.choice((1, factor))
            for leaf in proof["cases"]:
                leaf["scale"] = dice.choice((0, leaf["scale"]))
        case 3:
            case["earlier"] = [factor * price - 1 for price in case["earlier"]]
        case 4:
            proof["divisors"] = [dice.choice((divisor + 1, factor)) for divisor in proof["divisors"]]
        case 5:
            proof["rosters"], proof["row_group"] = True, dice.randrange(-1, 12)
            proof["own_rows"] = dice.random() < 0.5
        case 6:
            case["link_prices"] = [factor * price for price in case["link_prices"]]
        case 7:
            case["rows"] = [row + dice.choice((-1, 0, 1)) for row in case["rows"]]
        case 8:
            other = dice.choice(told)
            keys = dice.sample(sorted(other), dice.randint(1, len(other)))
            proof.update({key: other[key] for key in keys})
    return told


def read(told: Any) -> list[TierProof | None] | None:
    """As a file with it would be read; None where it is refused."""
    if not isinstance(told, list):
        return None
    try:
        return [None if proof is None else TierProof.model_validate(proof) for proof in told]
    except InputError:
        return None


def exaggerated(name: str, seeds: range) -> Iterator[tuple[int, tuple[int | None, ...]]]:
    """Seeds of certificates that prove more than is true."""
    problem, optimum, told = solved(name)
    for seed in seeds:
        dice = Random(seed)  # noqa: S311 - nothing here is secret
        other = bolder(dice, told) if dice.random() < 0.5 else told
        proofs = read(mutated(dice, other) if other is told or dice.random() < 0.2 else other)
        if proofs is None:
            continue
        bounds = certified(problem, optimum, [*proofs, *(None for _ in optimum)][: len(optimum)])
        if any(bound is not None and bound > least for bound, least in zip(bounds, optimum, strict=True)):
            yield seed, bounds


@pytest.mark.parametrize("name", SOLVED)
def test_no_mutant_of_a_certificate_proves_more_than_is_true(name: str) -> None:
    assert list(exaggerated(name, range(20))) == []


@pytest.mark.full
@pytest.mark.parametrize("first", range(1_000, 2_000, 100))
@pytest.mark.parametrize("name", SOLVED)
def test_no_mutant_of_a_certificate_proves_more_than_is_true_at_length(name: str, first: int) -> None:
    assert list(exaggerated(name, range(first, first + 100))) == []


@pytest.mark.parametrize("name", ["rosters 1", "hamburg 16", "drawn 141"])
def test_no_rows_are_taken_for_capacities_that_are_none(name: str) -> None:
    """Rosters within the rows of each group, at the prices of each tier and of its cases."""
    problem, optimum, told = solved(name)
    for number, proof in enumerate(told):
        for case in (proof, *(case for case in proof["cases"][:8] if case["scale"])):
            for row_group in {*problem.row_group.tolist()}:
                prices = {key: value for key, value in case.items() if key not in ("column", "cases")}
                prices |= {"divisors": proof["divisors"], "rosters": True, "row_group": row_group}
                proofs = [None] * number + [TierProof(**prices)]
                bound = certified(problem, optimum, proofs)[number]
                assert bound is None or bound <= optimum[number]


@pytest.mark.parametrize("name", sample(("hamburg 16", "drawn 141", "rosters 1"), 2))
def test_no_mutant_of_a_certificate_needs_much_memory(name: str) -> None:
    solved(name)
    tracemalloc.start()
    try:
        assert list(exaggerated(name, range(500, 530))) == []
        assert tracemalloc.get_traced_memory()[1] < 500 * 2**20
    finally:
        tracemalloc.stop()
