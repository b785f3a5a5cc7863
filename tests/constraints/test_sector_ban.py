from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import SectorBan
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations, worker

SHIFT = shift("s", 6, "08:00-16:00")


def lent(there: str | None = "F", here: str | None = "I", **fields: Any) -> sm.Scenario:
    companies = [company("lender", sector=here), company("site", sector=there)]
    return scenario([worker()], [demand("d", SHIFT, company="site")], [SectorBan(**fields)], companies)


def test_nobody_is_lent_into_nothing() -> None:
    assert violations(lent()) == []


def test_construction_is_banned_by_default_and_other_sectors_are_not() -> None:
    assert refused(lent(), ("w", "s")) == example(SectorBan)
    allowed(lent("Q"), ("w", "s"))
    allowed(lent("I", "F"), ("w", "s"))


def test_any_sections_may_be_banned() -> None:
    allowed(lent(sectors=("Q", "H")), ("w", "s"))
    assert "of sector 'H'" in refused(lent("H", sectors=("Q", "H")), ("w", "s"))


def test_companies_of_a_banned_sector_may_lend_among_themselves() -> None:
    assert "which is banned" in refused(lent("F", "F"), ("w", "s"))
    allowed(lent("F", "F", among_themselves=True), ("w", "s"))
    assert "which is banned" in refused(lent("F", "I", among_themselves=True), ("w", "s"))
    assert "which is banned" in refused(lent("F", None, among_themselves=True), ("w", "s"))


def test_a_company_that_does_not_say_its_sector_is_not_banned() -> None:
    allowed(lent(None), ("w", "s"))


def test_the_ban_is_a_reason_for_a_shortage() -> None:
    (shortage,) = sm.solve(lent()).shortages
    assert shortage.reason.rule == "sector_ban"
    assert "may be lent into the sector of 'site'" in shortage.reason.text
    assert solved(lent()) == set()


@pytest.mark.parametrize(
    ("sectors", "fields", "code"),
    [
        (("F", "I"), {"sectors": ()}, "too_short"),
        (("F", "I"), {"sectors": ("X",)}, "string_pattern_mismatch"),
        ((None, None), {}, "no_sectors"),
    ],
)
def test_a_ban_names_sections_and_companies_have_some(sectors: Any, fields: Any, code: str) -> None:
    with pytest.raises(sm.InputError) as caught:
        lent(*sectors, **fields)
    (problem,) = caught.value.problems
    assert problem.code == code


def test_advice_is_given_where_no_company_says_its_sector() -> None:
    with pytest.raises(sm.InputError, match=r"rules\[0\]: no company says its sector.*Give companies their sector"):
        lent(None, None)


def test_a_ban_may_be_that_of_one_lender_or_one_person() -> None:
    companies = [company("lender", sector="I"), company("other", sector="I"), company("site", sector="F")]
    team = [worker(), worker("v", company="other", skills={"mason": 1})]
    needs = [demand("d", SHIFT, company="site", headcount=2)]
    for scope, left in (({"lender": "lender"}, "v"), ({"worker": "v"}, "w"), ({"skill": "mason"}, "w")):
        scene = scenario(team, needs, [SectorBan(**scope)], companies)
        allowed(scene, (left, "s"))
        assert "which is banned" in refused(scene, ("w", "s"), ("v", "s"))


def test_work_that_is_no_manual_workers_is_told_by_its_skills() -> None:
    def asked(skills: dict[str, int], *office: str) -> sm.Scenario:
        companies = [company("lender", sector="I"), company("site", sector="F")]
        need = demand("d", SHIFT, company="site", skills=skills)
        other = demand("e", shift("t", 7, "08:00-16:00"), company="site", skills={"book-keeping": 1})
        return scenario([worker(skills=skills)], [need, other], [SectorBan(except_skills=office)], companies)

    allowed(asked({"book-keeping": 2}, "book-keeping"), ("w", "s"), ("w", "t"))
    assert "which is banned" in refused(asked({"mason": 1}, "book-keeping"), ("w", "s"))
    assert len(violations(asked({"mason": 1}), ("w", "s"), ("w", "t"))) == 2
    with pytest.raises(sm.InputError, match=r"no demand asks for the skill 'bookkeeping'.*Did you mean 'book-keeping'"):
        asked({"mason": 1}, "bookkeeping")
    with pytest.raises(sm.InputError, match=r"no demand asks for the skill 'zzz'.*Name skills that demands ask for"):
        asked({"mason": 1}, "zzz")
