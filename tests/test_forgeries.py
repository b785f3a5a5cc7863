"""No forgery passes: what solutions state is changed at random, and found out, or else it is true."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

import staffmatch as sm
from staffmatch import certificate, evaluate
from staffmatch.errors import InputError
from tests import builders
from tests.adversary import scenarios as adversary
from tests.adversary.model import SecondOpinion
from tests.mutating import mutated
from tests.strategies import sample

CLASHING = (28, 41, 58, 213)
# Among the first: trees of cases, new partnerships, breaches, shortages, and pins that clash.
SEEDS = (30, 13, 108, 139, 6, 99, 4, 43, 90, 144, 193, 262, *CLASHING)
FIRST = 6

BARE: dict[str, Any] = dict.fromkeys(
    ("tiers", "assignments", "shortages", "partnerships", "preexisting_violations"), ()
)


@cache
def opinion(seed: int) -> SecondOpinion:
    return SecondOpinion(adversary.scenario(seed))


@cache
def least(seed: int, earlier: tuple[int, ...]) -> int | None:
    return opinion(seed).least(earlier)


@cache
def solved(seed: int) -> sm.Solution:
    return sm.solve(adversary.scenario(seed)).model_copy(update={"trace": ()})


@cache
def plain(seed: int, kept: int) -> sm.Solution | None:
    """Some of the assignments of a plan, with all that there is to say of them; None where they break a rule."""
    plan = sm.Plan.of(list(solved(seed).plan)[:kept])
    return None if opinion(seed).values_of(plan) is None else evaluate(solved(seed).scenario, plan)


def forged(dice: Random, seed: int) -> dict[str, Any]:
    """A plan, seldom the best, of which it is said that there is none better."""
    best = solved(seed)
    found = plain(seed, dice.randint(0, len(best.assignments)))
    told = (found or best).model_dump(mode="json")
    proofs = best.model_dump(mode="json")["certificate"]
    for number, tier in enumerate(told["tiers"]):
        certified = dice.choice((None, tier["value"], best.tiers[number].certified))
        proof = "certificate" if certified == tier["value"] else "solver"
        tier.update(bound=tier["value"], gap=0.0, certified=certified, proof=proof)
    told.update(status="optimal", certificate=dice.choice((proofs, proofs, [], proofs[1:])), trace=[])
    told["termination"]["reason"] = "proven"
    return told


def said_to_clash(dice: Random, seed: int) -> dict[str, Any]:
    """Some of the pins, seldom those that clash: it is said that no plan keeps them, and proven as of others."""
    told = dict(BARE, scenario_digest=solved(seed).scenario_digest, status="infeasible")
    told["termination"] = solved(seed).termination.model_dump(mode="json") | {"reason": "infeasible"}
    pins = [pin for pin in solved(seed).scenario.pins if pin.assigned]
    said = {"code": "text", "values": {"text": "It cannot be kept."}}
    told["conflicts"] = [
        {"worker": pin.worker, "shift": pin.shift, "message": said}
        for pin in dice.sample(pins, dice.randint(0, len(pins)))
    ]
    proofs = [solved(one).infeasibility for one in {seed, *CLASHING}]
    told["infeasibility"] = dice.choice([proof.model_dump(mode="json") for proof in proofs if proof is not None])
    return told


def mutants(seed: int, numbers: range) -> Iterator[tuple[int, sm.Solution]]:
    """What could be read from a file, by the number of each."""
    for number in numbers:
        dice = Random(number)  # noqa: S311 - nothing here is secret
        kind = dice.random()
        if kind < 0.4 and solved(seed).scenario.pins:
            told = said_to_clash(dice, seed)
        elif kind < 0.4 and solved(seed).status == "optimal":
            told = forged(dice, seed)
        else:
            told = solved(seed).model_dump(mode="json")
        told = told if kind < 0.2 else mutated(dice, told)
        try:
            yield number, sm.Solution.model_validate(told)
        except InputError:
            continue


def found_out(scenario: sm.Scenario, told: sm.Solution) -> bool:
    verified = sm.verify(scenario, told)
    return bool(verified.violations or verified.unproven or certificate.check(scenario, told))


def false(seed: int, told: sm.Solution) -> Iterator[str]:
    """What is not true of what a solution states, by the second opinion and by counting."""
    scenario = solved(seed).scenario
    if told.status in ("infeasible", "unknown"):
        listed = {(one.worker, one.shift) for one in told.conflicts}
        kept = [pin for pin in scenario.pins if not pin.assigned or (pin.worker, pin.shift) in listed]
        if told.status == "infeasible" and SecondOpinion(scenario.replace(pins=kept)).optimum() is not None:
            yield "pins that clash"
        if told.tiers or told.assignments or told.shortages or told.partnerships:
            yield "a plan"
        return
    yield from _false_tiers(seed, told)
    yield from _false_records(scenario, told)
    known = {(a.worker, a.shift): a for a in solved(seed).assignments}
    if any(known.get((a.worker, a.shift), a) != a for a in told.assignments):
        yield "how long somebody works or travels"
    if (
        told.conflicts
        or told.scenario_digest != scenario.digest()
        or told.preexisting_violations != solved(seed).preexisting_violations
    ):
        yield "something else"


def _false_tiers(seed: int, told: sm.Solution) -> Iterator[str]:
    values = opinion(seed).values_of(told.plan)
    per_unit = opinion(seed).per_unit
    if values is None or len(told.tiers) != len(values):
        yield "a plan, or how many tiers"
        return
    for number, (tier, value, unit) in enumerate(zip(told.tiers, values, per_unit, strict=True)):
        bound, right = least(seed, values[:number]), value / unit
        if (tier.per_unit, tier.value) != (unit, right):
            yield f"the value of tier {number}"
        if any(one is not None and (bound is None or one > bound / unit) for one in (tier.bound, tier.certified)):
            yield f"a bound of tier {number}"
        gap = None if tier.bound is None else abs(right - tier.bound) / max(abs(right), 1)
        if (gap is None) != (tier.gap is None) or not math.isclose(tier.gap or 0, gap or 0, rel_tol=1e-9):
            yield f"the gap of tier {number}"
    proven = all(tier.bound == tier.value for tier in told.tiers)
    if (told.status == "optimal") != proven or (told.termination.reason == "proven") != proven:
        yield "the status"


def _counted(reason: sm.ShortageReason) -> tuple[str, int, int]:
    return reason.rule, reason.before, reason.left


def _false_records(scenario: sm.Scenario, told: sm.Solution) -> Iterator[str]:
    employer = {worker.id: worker.company for worker in scenario.workers}
    needs = {shift.id: demand for demand in scenario.demands for shift in demand.shifts}
    crews: dict[str, int] = dict.fromkeys(needs, 0)
    lent: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for a in told.assignments:
        crews[a.shift] += 1
        lent.setdefault((employer[a.worker], needs[a.shift].company), []).append((a.worker, a.minutes))
        if (a.demand, a.lender, a.borrower) != (needs[a.shift].id, employer[a.worker], needs[a.shift].company):
            yield f"what {a.worker} does on {a.shift}"
    # What holds people depends on the plan; whether it is said to be proven, on the bound of the first tier.
    reasons = {one.shift: _counted(one.reason) for one in evaluate(scenario, told.plan).shortages}
    short = {
        (need.id, name, need.headcount - crews[name], need.headcount, reasons[name])
        for name, need in needs.items()
        if crews[name] < need.headcount and not need.grants
    }
    if sorted((s.demand, s.shift, s.missing, s.headcount, _counted(s.reason)) for s in told.shortages) != sorted(short):
        yield "the shortages"
    agreed = {frozenset((one.id, other)) for one in scenario.companies for other in one.agreements}
    pairs = {
        (*pair, frozenset(pair) not in agreed, len(rows), len({who for who, _ in rows}), sum(m for _, m in rows))
        for pair, rows in lent.items()
    }
    said = [(p.lender, p.borrower, p.new, p.assignments, p.workers, p.minutes) for p in told.partnerships]
    if sorted(said) != sorted(pairs):
        yield "the partnerships"


def passing(seed: int, numbers: range) -> Iterator[tuple[int, list[str]]]:
    """Mutants that state what is not true and that nothing finds."""
    for number, told in mutants(seed, numbers):
        if not found_out(solved(seed).scenario, told) and (wrong := list(false(seed, told))):
            yield number, wrong


@pytest.mark.parametrize("seed", sample(SEEDS, FIRST))
def test_no_mutant_of_a_solution_passes(seed: int) -> None:
    assert list(passing(seed, range(16))) == []


@pytest.mark.full
@pytest.mark.parametrize("first", range(1_000, 2_300, 100))
@pytest.mark.parametrize("seed", SEEDS)
def test_no_mutant_of_a_solution_passes_at_length(seed: int, first: int) -> None:
    assert list(passing(seed, range(first, first + 100))) == []


@pytest.mark.parametrize("seed", sample(SEEDS, FIRST))
def test_what_is_solved_is_found_true(seed: int) -> None:
    assert not found_out(solved(seed).scenario, solved(seed))
    assert list(false(seed, solved(seed))) == []


@pytest.mark.parametrize("seed", [13, 30])
def test_a_plan_of_which_no_bound_is_known_claims_none(seed: int) -> None:
    told = plain(seed, len(solved(seed).assignments))
    assert told is not None
    assert not found_out(told.scenario, told)
    assert len(certificate.check(told.scenario, told, complete=True)) == len(told.tiers)


FORGED: dict[str, Callable[[dict[str, Any]], None]] = {
    "a value": lambda told: told["tiers"][0].update(value=0.0, bound=0.0, gap=0.0, certified=0.0),
    "no tiers": lambda told: told.update(tiers=[], certificate=[]),
    "another term": lambda told: told["tiers"][0].update(term="magic"),
    "another scale": lambda told: told["tiers"][0].update(per_unit=1),
    "a pair that is not eligible": lambda told: told["assignments"][0].update(worker="idle"),
}


@pytest.fixture(scope="module")
def small() -> sm.Scenario:
    """One of two who overlap in time can be lent, and one who is never eligible."""
    needs = [
        builders.demand(f"d{n}", builders.shift(f"s{n}", 6, hours))
        for n, hours in enumerate(("06:00-14:00", "10:00-18:00"))
    ]
    return builders.scenario([builders.worker("w"), builders.worker("idle", consent="declined")], needs)


@pytest.mark.parametrize("name", FORGED)
def test_nothing_forged_is_shown_as_proven(name: str, small: sm.Scenario, tmp_path: Path) -> None:
    told = json.loads(sm.solve(small).model_dump_json())
    FORGED[name](told)
    path = tmp_path / "forged.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    forged = sm.Solution.load(path, small)
    assert sm.verify(small, forged).violations
    assert sm.certificate.check(small, forged, complete=True)
    sm.report(forged, tmp_path / "forged.html")
    for page in ((tmp_path / "forged.html").read_text(encoding="utf-8"), forged._repr_html_() or ""):
        assert "Not confirmed" in page
        assert "Proven optimal" not in page
        assert "proven: no plan" not in page


@pytest.mark.parametrize("status", ["unknown", "infeasible"])
def test_that_there_is_no_plan_is_nothing_to_be_stated(status: str, small: sm.Scenario, tmp_path: Path) -> None:
    told = json.loads(sm.solve(small).model_dump_json())
    for tiers in (told["tiers"], []):
        bare = dict.fromkeys(("assignments", "shortages", "partnerships", "certificate"), ())
        path = tmp_path / f"{len(tiers)}.json"
        path.write_text(json.dumps(told | bare | {"status": status, "tiers": tiers}), encoding="utf-8")
        forged = sm.Solution.load(path, small)
        assert sm.verify(small, forged).violations
        assert sm.certificate.check(small, forged, complete=True)
        assert bool(sm.certificate.check(small, forged)) == bool(tiers)
        sm.report(forged, tmp_path / "forged.html")
        assert "Not confirmed" in (tmp_path / "forged.html").read_text(encoding="utf-8")


def test_claims_beyond_the_certificate_are_named_with_their_figures() -> None:
    need = builders.demand("d", builders.shift("a", 6, "08:00-16:00"), headcount=2)
    told = sm.solve(builders.scenario([builders.worker()], [need]))
    scenario = told.scenario
    silent = told.model_copy(update={"tiers": tuple(t.model_copy(update={"certified": None}) for t in told.tiers)})
    stated, _ = certificate.check(scenario, told.model_copy(update={"certificate": ()}))
    assert (stated.rule, stated.amount, stated.unit) == ("certificate", 1, "figures")
    assert stated.text == "The certificate of 'uncovered_hours' proves nothing where 8.0 h is stated."
    kept, _ = certificate.check(scenario, silent)
    assert kept.text == "The certificate of 'uncovered_hours' proves 8.0 h where nothing is stated."
    bare = silent.model_copy(update={"certificate": ()})
    assert certificate.confirmed_bounds(scenario, silent) == (8, told.tiers[1].value)
    assert certificate.confirmed_bounds(scenario, bare) == (None, None)
    assert certificate.check(scenario, bare) == ()
    word, _ = sm.verify(scenario, bare).unproven
    assert (word.rule, word.amount, word.unit) == ("certificate", 1, "claims")
    assert (
        word.text == "The bound of 'uncovered_hours', 8.0 h, is the word of a solver: the certificate proves nothing."
    )
    missing, _ = certificate.check(scenario, bare, complete=True)
    assert (missing.rule, missing.amount, missing.unit) == ("certificate", 1, "claims")
    assert missing.text == "'uncovered_hours' is 8.0 h; the certificate proves nothing."
    assert certificate.unproven(scenario, told) == certificate.check(scenario, told, complete=True) == ()


def clashing() -> sm.Solution:
    """Ann is pinned to two shifts at a time, and to a third, which Bob is kept out of."""
    shifts = [builders.shift(name, day, "08:00-16:00") for name, day in (("a", 6), ("b", 6), ("c", 7))]
    needs = [builders.demand(one.id, one) for one in shifts]
    pins = [*(sm.Pin(worker="ann", shift=name) for name in "abc"), sm.Pin(worker="bob", shift="c", assigned=False)]
    return sm.solve(builders.scenario([builders.worker("ann"), builders.worker("bob")], needs, pins=pins))


def test_pins_are_proven_to_clash_only_by_a_proof_of_just_these() -> None:
    told = clashing()
    scenario, proof = told.scenario, told.infeasibility
    assert proof is not None
    assert [conflict.shift for conflict in told.conflicts] == ["a", "b"]
    assert certificate.proves_infeasible(scenario, told)
    assert certificate.unproven(scenario, told) == certificate.check(scenario, told, complete=True) == ()
    for changes in (
        {"conflicts": told.conflicts[:1]},
        {"conflicts": ()},
        {"infeasibility": None},
        {"infeasibility": proof.model_copy(update={"aim": 0})},
        {"infeasibility": proof.model_copy(update={"aim": 2})},
        {"infeasibility": proof.model_copy(update={"cases": ()})},
    ):
        other = told.model_copy(update=changes)
        (found,) = certificate.unproven(scenario, other)
        assert (found.rule, found.amount, found.unit) == ("certificate", 1, "claims")
        assert found.text == "That no plan keeps the pins is the word of a solver: no certificate proves it."
        assert certificate.check(scenario, other) == ()
        assert certificate.check(scenario, other, complete=True) == (found,)


def test_pins_that_keep_somebody_out_are_kept_with_those_that_clash() -> None:
    problem = certificate.infeasible_problem(clashing().scenario, set())
    assert problem.pairs == 5
    assert certificate.infeasible_problem(clashing().scenario, {("ann", "c")}).lower.tolist() != problem.lower.tolist()
