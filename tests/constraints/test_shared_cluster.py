from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Coverage, PartnershipCost, SharedCluster
from staffmatch.domain.plan import Plan
from staffmatch.reports.proofs import proofs
from staffmatch.reports.sentences import SPACE
from staffmatch.reports.words import Words
from tests.builders import company, demand, example, scenario, shift, solved, violations, worker

MO, TU = shift("mo", 6, "08:00-16:00"), shift("tu", 7, "08:00-16:00")
COMPANIES = [
    company("lender", clusters=("port",)),
    company("friend", clusters=("life", "food")),
    company("borrower", "lender", clusters=("life",)),
]


def lent(*people: sm.Worker, cents: int = 3000, companies: Any = COMPANIES, more: Any = ()) -> sm.Scenario:
    rules = [SharedCluster(cents=cents), *more]
    return scenario(people or [worker()], [demand("d", MO, TU)], rules, companies)


def charged(scene: sm.Scenario, *assigned: tuple[str, str]) -> float:
    """In cents."""
    return scene.rules[0].charge(scene, Plan.of(assigned)) / 60


def test_no_partnership_costs_nothing() -> None:
    assert violations(lent()) == []
    assert charged(lent()) == 0


def test_partners_without_a_common_cluster_are_charged_once_with_or_without_an_agreement() -> None:
    scene = lent(worker(), worker("v"))
    assert charged(scene, ("w", "mo"), ("v", "tu")) == 3000
    assert proofs(sm.solve(scene), Words.of("en"))[1].text.replace(SPACE, " ") == example(SharedCluster)


def test_partners_of_a_common_cluster_are_free_and_preferred() -> None:
    scene = lent(worker(), worker("v", company="friend", pay_cents_per_hour=187))
    assert charged(scene, ("v", "mo")) == 0
    assert solved(scene) == {("v", "mo"), ("v", "tu")}
    dearer = lent(worker(), worker("v", company="friend", pay_cents_per_hour=188))
    assert solved(dearer) == {("w", "mo"), ("w", "tu")}


def test_companies_without_any_cluster_share_none() -> None:
    bare = [company("lender"), company("borrower"), company("other", clusters=("port",))]
    assert charged(lent(companies=bare), ("w", "mo")) == 3000


def test_it_comes_on_top_of_a_new_contract() -> None:
    stranger = lent(worker(company="other"), more=[PartnershipCost(cents=500)])
    assert sm.solve(stranger).tiers[1].value == 35
    assert sm.solve(lent(more=[PartnershipCost(cents=500)])).tiers[1].value == 30


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"cents": -1}, "greater than or equal to 0"),
        ({"companies": [company("lender"), company("borrower")]}, "rules[0]: no company is in a cluster"),
    ],
)
def test_it_is_of_whole_cents_and_there_are_clusters(fields: Any, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        lent(**fields)
    assert text in str(caught.value)


def test_only_people_in_scope_make_strange_partners() -> None:
    team = worker(skills={"nurse": 1}), worker("v")
    nurses = lent(*team).replace(rules=[SharedCluster(cents=3000, skill="nurse"), Coverage()])
    assert (charged(nurses, ("w", "mo")), charged(nurses, ("v", "mo"))) == (3000, 0)
    assert solved(nurses) == {("v", "mo"), ("v", "tu")}
    with pytest.raises(sm.InputError, match="there is nobody of 'friend'"):
        nurses.replace(rules=[SharedCluster(cents=3000, lender="friend"), Coverage()])
