"""The verifier on solutions without a plan: infeasible, or stopped before there was one."""

from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import DailyRest, Pins
from staffmatch.result.solution import Solution
from staffmatch.result.verifier import verify
from tests.builders import demand, scenario, shift, worker
from tests.spoilt import COUNTED, Spoilt, changed, dropped, ended, mixed, with_fields


def without_plan() -> Solution:
    pins = tuple(sm.Pin(worker=name, shift="s") for name in ("v", "w"))
    need = demand("d", shift("s", 6, "08:00-16:00"))
    return sm.solve(scenario([worker("v"), worker("w")], [need], pins=pins))


def test_a_scenario_without_a_plan_is_verified_as_such() -> None:
    solution = without_plan()
    assert solution.status == "infeasible"
    assert verify(solution.scenario, solution).ok


def test_a_solution_without_a_plan_belongs_to_its_scenario() -> None:
    solution = without_plan()
    (found,) = verify(solution.scenario, solution.model_copy(update={"scenario_digest": "0" * 64})).violations
    digest = solution.scenario.digest()
    assert found.text == f"The scenario's digest is stated as {'0' * 64} and recomputed as {digest}."


@pytest.mark.parametrize("field", ["assignments", "tiers", "shortages", "partnerships"])
def test_a_solution_without_a_plan_states_nothing_of_one(field: str) -> None:
    solution = without_plan()
    assert not verify(solution.scenario, solution.model_copy(update={field: getattr(mixed(), field)})).ok


def test_a_scenario_whose_empty_plan_is_fine_is_not_infeasible() -> None:
    nothing = with_fields(status="infeasible", assignments=(), tiers=(), shortages=(), partnerships=())
    assert not verify(mixed().scenario, nothing(mixed())).ok


def infeasible() -> Solution:
    """Ann is pinned to two shifts at a time."""
    need = [demand(name, shift(f"{name}1", 6, "08:00-16:00")) for name in ("d", "e")]
    pins = [sm.Pin(worker="ann", shift="d1"), sm.Pin(worker="ann", shift="e1")]
    return sm.solve(scenario([worker("ann")], need).replace(pins=pins))


def test_pins_that_clash_are_confirmed() -> None:
    assert infeasible().status == "infeasible"
    assert verify(infeasible().scenario, infeasible()).ok


@pytest.mark.parametrize("other", ["08:00-16:00", "07:00-09:00"])
@pytest.mark.parametrize("out", [True, False])
def test_a_pin_to_a_shift_is_a_pin_to_all_that_its_person_takes(other: str, out: bool) -> None:
    """Without `Coverage`, no rule says that a plan with one shift of a job alone is none."""
    one, two = shift("one", 6, other), shift("two", 7 if out else 6, "08:00-16:00")
    pins = [sm.Pin(worker="ann", shift="one"), *([sm.Pin(worker="ann", shift="two", assigned=False)] if out else [])]
    scene = scenario([worker("ann")], [demand("d", one, two, same_worker=True)], [Pins(), DailyRest(hours=0)])
    solution = sm.solve(scene.replace(pins=pins))
    assert [(conflict.worker, conflict.shift) for conflict in solution.conflicts] == [("ann", "one")]


@pytest.mark.parametrize(
    ("spoil", "text", "ids"),
    [
        (with_fields(conflicts=()), "Whether pins are said to clash is stated as False and recomputed as True.", ()),
        (dropped("conflicts", 0), "The pins are said to clash, but together they break no rule.", ("ann",)),
        (
            changed("conflicts", 0, worker="ghost"),
            "Worker 'ghost' is not pinned to shift 'd1'.",
            ("ghost", "d1"),
        ),
        (
            with_fields(status="unknown"),
            "Whether pins are said to clash is stated as True and recomputed as False.",
            (),
        ),
        (ended("proven"), "Whether it ended as infeasible is stated as False and recomputed as True.", ()),
    ],
    ids=["none is named", "one is left out", "somebody else", "nothing is known", "another end"],
)
def test_a_claim_that_pins_clash_is_not_taken_on_trust(spoil: Spoilt, text: str, ids: tuple[str, ...]) -> None:
    found = verify(infeasible().scenario, spoil(infeasible())).violations
    assert (text, ids) in [(one.text, one.ids) for one in found]
    assert {one.amount for one in found} == {1}
    assert {(one.rule, one.unit) for one in found} <= COUNTED


def test_a_pin_that_can_be_kept_is_no_reason_to_give_up() -> None:
    claimed = infeasible()
    kept = claimed.scenario.replace(pins=claimed.scenario.pins[:1])
    false = claimed.model_copy(update={"scenario_digest": kept.digest(), "conflicts": claimed.conflicts[:1]})
    assert not verify(kept, false).ok
