from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Competitors, Partners
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations, worker

SHIFT = shift("s", 6, "08:00-16:00")


def lent(here: str | None = "I", there: str | None = "I", **fields: Any) -> sm.Scenario:
    companies = [company("hotel", sector=here), company("hostel", sector=there), company("clinic", sector="Q")]
    need = demand("d", SHIFT, company="hostel")
    return scenario([worker(company="hotel")], [need], [Competitors(**fields)], companies)


def test_nobody_is_lent_to_nobody() -> None:
    assert violations(lent(same_sector=True)) == []


def test_companies_of_one_sector_do_not_lend_to_each_other() -> None:
    assert refused(lent(same_sector=True), ("w", "s")) == example(Competitors)
    allowed(lent(there="Q", same_sector=True), ("w", "s"))


@pytest.mark.parametrize(("here", "there"), [(None, None), (None, "I"), ("I", None)])
def test_a_sector_that_is_not_said_is_nobodys(here: str | None, there: str | None) -> None:
    allowed(lent(here, there, same_sector=True), ("w", "s"))


@pytest.mark.parametrize("pair", [("hotel", "hostel"), ("hostel", "hotel")])
def test_listed_rivals_do_not_lend_to_each_other_in_either_direction(pair: tuple[str, str]) -> None:
    assert "its competitor 'hostel'" in refused(lent(pairs=[pair]), ("w", "s"))
    allowed(lent(pairs=[(pair[0], "clinic")]), ("w", "s"))


def test_an_agreement_does_not_make_rivals_friends() -> None:
    scene = lent(pairs=[("hotel", "hostel")])
    friends = [one.replace(agreements=("hostel",)) if one.id == "hotel" else one for one in scene.companies]
    assert solved(scene.replace(companies=friends)) == set()


def test_people_of_the_company_itself_are_for_partners_to_say() -> None:
    own = scenario(
        [worker(company="a")], [demand("d", SHIFT, company="a")], [Competitors(pairs=[("a", "b")])], [company("b")]
    )
    allowed(own, ("w", "s"))
    assert solved(own.replace(rules=(*own.rules, Partners()))) == set()


def test_the_rivalry_is_a_reason_for_a_shortage() -> None:
    (shortage,) = sm.solve(lent(same_sector=True)).shortages
    assert shortage.reason.rule == "competitors"
    assert "comes from no competitor of 'hostel'" in shortage.reason.text


@pytest.mark.parametrize(
    ("fields", "code", "text"),
    [
        ({}, "no_rivals", "Give pairs or set same_sector"),
        ({"pairs": [("hotel", "hotel")]}, "own_competitor", "names one company twice"),
        ({"pairs": [("hotel", "hostal")]}, "unknown_company", "rules[0].pairs[0]: there is no company 'hostal'."),
        ({"pairs": [("hotel",)]}, "missing", ""),
    ],
)
def test_rivals_are_two_known_companies(fields: Any, code: str, text: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        lent(**fields)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert text in str(problem)


def test_sectors_have_to_be_said_where_they_make_rivals() -> None:
    scene = lent(same_sector=True)
    nameless = [one.replace(sector=None) for one in scene.companies]
    with pytest.raises(sm.InputError, match=r"rules\[0\].same_sector: no company says its sector"):
        scene.replace(companies=nameless)


def test_people_with_no_secrets_may_go_to_a_rival() -> None:
    companies = [company("hotel", sector="I"), company("hostel", sector="I")]
    team = [worker("cook", company="hotel"), worker("head", company="hotel", skills={"manager": 1})]
    needs = [demand("d", SHIFT, company="hostel", headcount=2)]
    scene = scenario(team, needs, [Competitors(same_sector=True, skill="manager")], companies)
    allowed(scene, ("cook", "s"))
    assert "Worker 'head' of 'hotel'" in refused(scene, ("cook", "s"), ("head", "s"))
