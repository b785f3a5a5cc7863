"""Whoever can take an instance comes to the same optimum; whoever cannot says why, and a plan counts once verified."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import staffmatch as sm
from benchmarks.families import FAMILIES, Instance
from benchmarks.measure import row
from benchmarks.peers import PEERS, Answer, Peer
from benchmarks.peers.base import tiers_of
from benchmarks.run import Run
from tests.benchmarks.tiny import TINY, Tiny, run_of

EXACT = ["cpsat", "cpsat-intervals", "cpsat-rosters", "highs", "scipy-milp", "mincostflow", "scipy-lap"]
TAKEN = [(tiny, peer) for tiny in TINY for peer in EXACT if tiny.family in (PEERS[peer].families or FAMILIES)]


@pytest.mark.parametrize(("tiny", "peer"), TAKEN, ids=lambda value: getattr(value, "name", value))
def test_peers_agree_on_the_optimum(tiny: Tiny, peer: str, tmp_path: Path) -> None:
    found = row(run_of(tiny.family, peer), tiny.write(tmp_path))
    if peer == "scipy-lap" and tiny.value is None:
        assert (found["status"], found["value"], found["verified"]) == ("infeasible", None, None)
        return
    assert (found["status"], found["verified"], found["value"]) == ("optimal", True, tiny.value)
    assert [(tier["value"], tier["bound"]) for tier in found["tiers"]] == [(v, v) for v in tiny.tiers]  # type: ignore[attr-defined]
    assert found["phases"].keys() == {"load", "build", "solve"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("source", ["placements generate:40:6:3:2:1", "hamburg generate:30:12:4:1"])
def test_peers_agree_with_staffmatch_on_generated_instances(source: str) -> None:
    family, name = source.split()
    own = row(run_of(family), Instance.of(name))
    assert own["status"] == "optimal"
    for peer in EXACT:
        found = row(run_of(family, peer), Instance.of(name))
        if found["status"] == "skipped":
            assert peer not in ("cpsat", "highs", "scipy-milp")
        else:
            assert [tier["value"] for tier in found["tiers"]] == [tier["value"] for tier in own["tiers"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("tiny", [tiny for tiny in TINY if tiny.value is not None], ids=lambda tiny: tiny.name)
def test_a_linear_program_alone_bounds_the_first_tier(tiny: Tiny, tmp_path: Path) -> None:
    found = row(run_of(tiny.family, "highs-lp"), tiny.write(tmp_path))
    assert (found["status"], found["value"], found["verified"]) == ("relaxed", None, None)
    bound = found["bound"]
    assert isinstance(bound, float)
    assert 0.5 * tiny.tiers[0] <= bound <= tiny.tiers[0]


@pytest.mark.parametrize("peer", ["cpsat", "highs", "highs-lp", "scipy-milp"])
def test_without_time_a_peer_has_no_plan_and_says_so(peer: str, tmp_path: Path) -> None:
    found = row(run_of("lending-shifts", peer, time_limit=0), TINY[0].write(tmp_path))
    assert (found["status"], found["value"], found["verified"], found["uncovered"]) == ("unknown", None, None, None)


def test_a_peer_that_can_not_take_the_family_is_a_row_with_the_reason() -> None:
    for peer in ("mincostflow", "scipy-lap", "timefold"):
        found = row(run_of("hamburg", peer), Instance.of("generate:20:8:3:2"))
        assert (found["status"], found["value"], found["seconds"]) == ("skipped", None, None)
        assert "takes only" in str(found["reason"])


def test_timefold_without_jars_or_time_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = TINY[0].write(tmp_path)
    monkeypatch.delenv("TIMEFOLD_JARS", raising=False)
    assert "TIMEFOLD_JARS" in str(row(run_of("lending-shifts", "timefold"), instance)["reason"])
    assert "time limit" in str(row(run_of("lending-shifts", "timefold", time_limit=None), instance)["reason"])
    monkeypatch.setenv("TIMEFOLD_JARS", str(tmp_path))
    assert "timefold-solver-core" in str(row(run_of("lending-shifts", "timefold"), instance)["reason"])


@pytest.mark.skipif("TIMEFOLD_JARS" not in os.environ, reason="TIMEFOLD_JARS names no folder with Timefold's jars")
@pytest.mark.parametrize("tiny", TINY[:3], ids=lambda tiny: tiny.name)
def test_timefold_finds_tiny_optima(tiny: Tiny, tmp_path: Path) -> None:
    found = row(run_of("lending-shifts", "timefold", time_limit=1), tiny.write(tmp_path))
    assert (found["status"], found["verified"], found["value"], found["bound"]) == ("feasible", True, tiny.value, None)


def test_a_missing_library_is_a_reason_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(PEERS, "highs", Peer(PEERS["highs"].solve, modules=("no_such_solver",)))
    found = row(run_of("lending-shifts", "highs"), TINY[0].write(tmp_path))
    assert found["status"] == "skipped"
    assert "no_such_solver" in str(found["reason"])


def test_a_plan_that_breaks_a_rule_has_no_value(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def reckless(scenario: sm.Scenario, run: Run) -> Answer:
        plan = sm.Plan.of([("w0", "s0"), ("w0", "s1")])
        return Answer("feasible", plan, tiers_of(scenario, plan, [0]))

    monkeypatch.setitem(PEERS, "reckless", Peer(reckless))
    found = row(run_of("lending-shifts", "reckless"), TINY[0].write(tmp_path))
    assert (found["verified"], found["value"], found["gap"]) == (False, None, None)
