"""The audit: what each figure rests on, and what it takes to find the plan again."""

from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.reports.audit import audit_facts, plan_digest
from staffmatch.reports.proofs import proofs
from staffmatch.reports.words import Words
from tests.reports.made import made, plan_of, tier, ward_and_depot

ENGLISH = Words.of("en")


def test_seed_threads_and_versions_are_those_of_the_search() -> None:
    facts = audit_facts(sm.solve(ward_and_depot(), seed=7, threads=1, work_limit=5), ENGLISH)
    assert (facts["Seed"], facts["Threads"], facts["Limits"]) == ("7", "1", "5 units of work")
    assert "ortools 9" in facts["Versions"]
    assert facts["Certificates"] == "for 2 of 2 tiers"


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    facts = audit_facts(plan_of(ward_and_depot()), ENGLISH)
    assert {facts[name] for name in ("Seed", "Threads", "Versions")} == {"unknown"}
    assert facts["Limits"] == "none"


def test_the_digest_of_a_plan_is_that_of_its_decisions() -> None:
    known = ward_and_depot()
    plan = plan_of(known)
    assert plan_digest(plan) == plan_digest(plan_of(known))
    other = made(known, ("ana", "mon"), ("ana", "tue"), ("ben", "night"))
    assert plan_digest(plan) != plan_digest(other)


@pytest.mark.parametrize(
    ("bound", "certified", "shown", "rests_on"),
    [
        (1234.5678, 1234.5678, ("€1,234.57", "€1,234.57"), "certificate"),
        (1234.0, 1233.999, ("€1,234.00", "€1,233.99"), "solver"),
        (1234.0, None, ("€1,234.00", None), "solver"),
        (None, None, (None, None), "nothing"),
    ],
)
def test_bounds_are_rounded_down_unless_they_are_reached(
    bound: float | None, certified: float | None, shown: tuple[str | None, str | None], rests_on: str
) -> None:
    known = ward_and_depot().replace(tiers=[[sm.objectives.Cost()]])
    (found,) = proofs(plan_of(known, tiers=(tier("cost", "EUR", 1234.5678, bound, certified),)), ENGLISH)
    assert ((found.bound, found.certified), found.rests_on) == (shown, rests_on)


def test_rules_say_what_they_rest_on_and_where_it_can_be_read() -> None:
    ruled = ward_and_depot().with_rules(*sm.law.germany(on="2020-04-15", state="HH"))
    page = sm.report(plan_of(ruled))
    assert "§ 5 (1) ArbZG" in page
    assert "https://www.gesetze-im-internet.de/arbzg/__5.html</small>" in page
    assert '<a href="http' not in page
    assert '<th scope="col">Source</th>' not in sm.report(plan_of(ward_and_depot()))
