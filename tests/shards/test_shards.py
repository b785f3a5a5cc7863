"""Markets in shards: bounds that hold, plans that keep all rules, and executors that fail."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from pickle import PicklingError

import pytest

import staffmatch as sm
from staffmatch import certificate
from staffmatch.constraints import LendingCap, PartnershipCost
from staffmatch.engine.search_params import SearchParams, using
from staffmatch.objectives import MaxLoad
from staffmatch.shards import worker as shard_worker
from tests import brute_force
from tests.builders import demand, scenario, shift, worker
from tests.engine.test_search import scarce
from tests.shards.executors import Answering, AtOnce, Failing, Never, elsewhere

# Several shards of few people, few rounds, and no second look at the certificate as a whole.
SMALL = SearchParams.of(
    {"shards": {"least_people": 2, "least": 4, "rounds": [4, 4, 8], "again": 3, "fills": 1, "checked_pairs": 0}}
)

# Units of work for each search.
WORK = 0.3


@pytest.fixture(autouse=True)
def _small() -> Iterator[None]:
    with using(SMALL):
        yield


def tiny(seed: int) -> sm.Scenario:
    return scarce(4, 5, seed)


def market(seed: int = 1) -> sm.Scenario:
    """Two tiers, for people who are scarce."""
    return scarce(10, 24, seed).replace(tiers=[[sm.objectives.UncoveredHours()], [sm.objectives.PairCost()]])


@cache
def at_once() -> tuple[sm.Solution, int]:
    """What a calm executor finds of the market, and in how many calls."""
    executor = AtOnce()
    with using(SMALL):
        return sm.solve(market(), executor=executor, work_limit=WORK), len(executor.calls)


@pytest.mark.parametrize("seed", range(5))
def test_bounds_hold_and_tiny_plans_are_best(seed: int) -> None:
    case = tiny(seed)
    if len(brute_force.possible_pairs(case)) > brute_force.MOST_PAIRS:
        pytest.skip("too many pairs for brute force")
    solution = sm.solve(case, executor=AtOnce(), work_limit=WORK)
    (least,) = brute_force.least(case) or ()
    (tier,) = solution.tiers
    assert tier.bound is not None
    assert tier.bound <= least == tier.value
    assert certificate.check(case, solution) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_sums_over_shards_are_what_the_certificate_proves(seed: int) -> None:
    executor = AtOnce()
    solution = sm.solve(market(seed), executor=executor, work_limit=WORK)
    assert len({call.shard for call in executor.calls}) == 4
    assert all(tier.certified is not None for tier in solution.tiers)
    assert certificate.check(solution.scenario, solution) == ()
    assert sm.verify(solution.scenario, solution).ok
    whole = sm.solve(market(seed), work_limit=1)
    assert whole.tiers[0].gap == 0
    assert solution.tiers[0].certified <= whole.tiers[0].value <= solution.tiers[0].value  # type: ignore[operator]


@pytest.mark.parametrize("change", ["dearer", "other rows", "another tier"])
def test_forged_certificates_are_refused(change: str) -> None:
    solution, _ = at_once()
    first, second = solution.certificate
    assert first is not None
    assert second is not None
    forged = {
        "dearer": (first.replace(prices=tuple(2 * price for price in first.prices)), second),
        "other rows": (first.replace(rows=tuple(row + 1 for row in first.rows)), second),
        "another tier": (first, second.replace(earlier=(2 * second.earlier[0],))),
    }[change]
    assert certificate.check(solution.scenario, solution.model_copy(update={"certificate": forged}))


def test_plans_are_the_same_for_any_number_of_workers() -> None:
    case = market()
    texts = set()
    for workers in (1, 2, 3):
        with ThreadPoolExecutor(workers) as pool:
            texts.add(sm.solve(case, executor=pool, work_limit=WORK).canonical_json())
    backwards = case.replace(workers=case.workers[::-1], demands=case.demands[::-1])
    texts.add(sm.solve(backwards, executor=AtOnce(), work_limit=WORK).canonical_json())
    assert len(texts) == 1


def test_processes_find_the_same_and_die_without_taking_the_plan_with_them() -> None:
    case = market()
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        solution = sm.solve(case, executor=pool, work_limit=WORK)
        assert solution.canonical_json() == at_once()[0].canonical_json()
        pool.submit(os._exit, 1)
        with pytest.raises(sm.ShardError, match=r"Shard 1 of 4 was lost .*the executor") as caught:
            sm.solve(case, executor=pool, work_limit=WORK, start=solution)
    assert caught.value.shard == 0
    assert caught.value.solution.plan == solution.plan


def test_an_executor_that_dies_later_leaves_the_best_plan_with_its_bound() -> None:
    late = at_once()[1] - 3
    executor = Failing(RuntimeError("cannot schedule new futures after shutdown"), lambda _, n: n >= late)
    solution = sm.solve(market(), executor=executor, work_limit=WORK)
    assert solution.assignments
    assert solution.tiers[0].certified is not None
    assert any("lost, and the search ended" in fault for fault in solution.termination.faults)
    assert certificate.check(solution.scenario, solution) == ()


def test_a_pickle_that_fails_is_told_with_its_shard() -> None:
    executor = Failing(PicklingError("cannot pickle this"), lambda call, _: call.shard == 2)
    with pytest.raises(sm.ShardError, match=r"Shard 3 of 4 .*cannot pickle this") as caught:
        sm.solve(market(), executor=executor, work_limit=WORK)
    assert caught.value.shard == 2
    assert caught.value.solution.status == "feasible"
    assert not caught.value.solution.assignments


def test_an_answer_that_makes_no_sense_is_none() -> None:
    with pytest.raises(sm.ShardError, match=r"Shard 1 of 4 .*a NoneType"):
        sm.solve(market(), executor=Answering(None), work_limit=WORK)


def test_a_shard_whose_worker_runs_out_of_memory_is_made_again() -> None:
    executor = Failing(MemoryError(), lambda _, n: n == 9)
    solution = sm.solve(market(), executor=executor, work_limit=WORK)
    assert any("is made again: memory ran out" in fault for fault in solution.termination.faults)
    assert solution.canonical_json() == at_once()[0].canonical_json()


def test_a_worker_without_the_files_is_sent_the_sources() -> None:
    executor = AtOnce(elsewhere)
    solution = sm.solve(market(), executor=executor, work_limit=WORK)
    assert any(call.sources is not None for call in executor.calls)
    assert solution.canonical_json() == at_once()[0].canonical_json()


@pytest.mark.parametrize("answered", [0, 12])
def test_a_future_that_never_comes_does_not_hold_up_whoever_stops(answered: int) -> None:
    asked = iter(range(10**6))
    executor = Never(answered)
    solution = sm.solve(market(), executor=executor, stop=lambda: len(executor.calls) >= answered and next(asked) > 3)
    assert solution.termination.reason == "stopped"
    assert sm.verify(solution.scenario, solution).ok


def test_rules_of_several_people_bind_plans_and_not_bounds() -> None:
    case = market()
    capped = case.with_rules(LendingCap(people=3), PartnershipCost(cents=10_000)).replace(
        tiers=[[sm.objectives.UncoveredHours()], [sm.objectives.Cost()]]
    )
    solution = sm.solve(capped, executor=AtOnce(), work_limit=WORK)
    assert sm.verify(capped, solution).ok
    assert certificate.check(capped, solution) == ()
    assert solution.tiers[0].certified <= sm.solve(capped, work_limit=1).tiers[0].value  # type: ignore[operator]


def test_pins_are_kept_and_pins_that_clash_prove_nothing() -> None:
    needs = [demand(f"d{n}", shift(f"s{n}", 6 + n % 2, "08:00-16:00")) for n in range(4)]
    case = scenario([worker(f"w{n}") for n in range(6)], needs)
    pinned = case.replace(pins=[sm.Pin(worker="w5", shift="s0", assigned=True)])
    assert ("w5", "s0") in sm.solve(pinned, executor=AtOnce(), work_limit=WORK).plan
    both = [sm.Pin(worker="w5", shift=name, assigned=True) for name in ("s0", "s2")]
    assert sm.solve(case.replace(pins=both), executor=AtOnce(), work_limit=WORK).status == "unknown"


def test_what_shards_cannot_serve_is_refused() -> None:
    case = market()
    with pytest.raises(sm.UnsupportedRule, match="max_load"):
        sm.solve(case.replace(tiers=[[MaxLoad()]]), executor=AtOnce())
    in_front = case.replace(rules=[LendingCap(people=3), *case.rules])
    with pytest.raises(sm.UnsupportedRule, match="lending_cap"):
        sm.solve(in_front, executor=AtOnce())
    with pytest.raises(sm.InputError, match="submit"):
        sm.solve(case, executor=7)  # type: ignore[arg-type]
    with pytest.raises(sm.InputError, match="together with an executor"):
        sm.solve(case, executor=AtOnce(), on_solution=print)


def test_nobody_and_nothing_to_do() -> None:
    for case in (scenario([], [demand("d", shift("s", 6, "08:00-16:00"))]), scenario([worker()], [])):
        solution = sm.solve(case, executor=AtOnce(), work_limit=WORK)
        assert solution.status == "optimal"
        assert sm.verify(case, solution).ok


def test_workers_import_nothing_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path])
    with shard_worker._safe_imports(os.getpid() + 1):
        assert not {"", str(tmp_path)} & set(sys.path)
    assert str(tmp_path) in sys.path


@pytest.mark.full
def test_dask_serves() -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: extra dask")
    local = distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None)
    with local as cluster, distributed.Client(cluster) as client:
        solution = sm.solve(market(), executor=client.get_executor(), work_limit=WORK)
    assert solution.canonical_json() == at_once()[0].canonical_json()
