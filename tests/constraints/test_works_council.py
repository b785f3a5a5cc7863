from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import WorksCouncil
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations, worker

S = shift("s", 13, "08:00-16:00")


def lent(rule: WorksCouncil | None = None, needs: Any = None, lender: Any = None, **borrower: Any) -> sm.Scenario:
    companies = [company("lender", **lender or {}), company("borrower", **borrower)]
    return scenario([worker()], needs or [demand("d", S)], [rule or WorksCouncil()], companies)


def test_nobody_has_to_be_asked_for_the_empty_plan() -> None:
    assert violations(lent(works_council="declined")) == []


@pytest.mark.parametrize("state", [None, "accepted"])
def test_without_a_council_or_with_its_consent_all_may_go(state: str | None) -> None:
    allowed(lent(works_council=state), ("w", "s"))


def test_silence_is_consent_once_a_week_is_over() -> None:
    allowed(lent(works_council_asked_on="2020-04-05"), ("w", "s"))
    assert refused(lent(works_council_asked_on="2020-04-06"), ("w", "s")) == example(WorksCouncil)


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_a_council_against_it_keeps_people_at_home(state: str) -> None:
    assert "is against it" in refused(lent(works_council=state, works_council_asked_on="2020-03-01"), ("w", "s"))


def test_one_that_was_not_asked_is_asked_as_of_a_day() -> None:
    assert "has not been asked" in refused(lent(works_council="offered"), ("w", "s"))
    allowed(lent(WorksCouncil(as_of="2020-04-05"), works_council="offered"), ("w", "s"))
    refused(lent(WorksCouncil(as_of="2020-04-06"), works_council="offered"), ("w", "s"))
    allowed(
        lent(WorksCouncil(as_of="2020-04-06"), works_council="offered", works_council_asked_on="2020-04-01"), ("w", "s")
    )


def test_the_days_are_a_parameter() -> None:
    allowed(lent(WorksCouncil(lead_days=0), works_council_asked_on="2020-04-12"), ("w", "s"))
    refused(lent(WorksCouncil(lead_days=0), works_council_asked_on="2020-04-13"), ("w", "s"))


@pytest.mark.parametrize(("of", "planned"), [("borrower", True), ("lender", False), ("both", False)])
def test_whose_council_is_asked_is_a_parameter(of: Any, planned: bool) -> None:
    scene = lent(WorksCouncil(of=of), lender={"works_council": "offered"})
    assert bool(solved(scene)) == planned


def test_shifts_that_are_taken_together_begin_with_the_first() -> None:
    need = demand("d", S, shift("t", 14, "08:00-16:00"), same_worker=True)
    scene = lent(needs=[need], works_council_asked_on="2020-04-06")
    assert solved(scene) == set()
    assert {found.ids[1] for found in violations(scene, ("w", "s"), ("w", "t"))} == {"s", "t"}


def test_both_councils_are_told_of() -> None:
    scene = lent(WorksCouncil(of="both"), lender={"works_council": "declined"}, works_council="offered")
    assert [one.text for one in violations(scene, ("w", "s"))] == [
        "Worker 'w' has shift 's', but the works council of 'lender' is against it.",
        "Worker 'w' has shift 's', but the works council of 'borrower' has not been asked.",
    ]
