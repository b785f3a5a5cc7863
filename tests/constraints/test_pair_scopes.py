"""Scopes of rules about single pairs, and of rules that count people, companies or money; and what overrides them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import staffmatch as sm
from staffmatch.constraints import (
    Apart,
    BorrowersPerWorker,
    Breaks,
    Budget,
    Certificates,
    Channels,
    Commute,
    CommutePay,
    Competitors,
    ConsentRule,
    ContactLimit,
    HomeReserve,
    LendingCap,
    OnboardingCost,
    Partners,
    PartnershipCost,
    PartnershipLimit,
    PayFloor,
    RecallNotice,
    SectorBan,
    SharedCluster,
    SkillMix,
    Skills,
    Together,
    WorksCouncil,
)
from staffmatch.constraints.channels import Channel
from staffmatch.constraints.shared.pair_rule import PairRule, WaivableRule
from staffmatch.constraints.shared.placed_rule import PlacedRule
from staffmatch.constraints.skill_mix import Role
from staffmatch.explain.supply import willing
from staffmatch.formulation.encoding import columns_of
from staffmatch.testing import conforms
from tests.builders import demand, refused, scenario, shift, solved, violations, worker
from tests.constraints.test_time_scopes import Dice

_BOTH = (("w", "v"),)
_WAIVED = ({}, {}, {"applies": False, "overrides": True})

# For each rule parameters under which it refuses something.
PARAMETERS: dict[type[PlacedRule], tuple[dict[str, Any], ...]] = {
    ConsentRule: (
        {},
        {"states": (sm.Consent.OFFERED,)},
        {"states": (sm.Consent.OFFERED, sm.Consent.ACCEPTED), "as_of": datetime(2020, 4, 2, tzinfo=ZoneInfo("UTC"))},
    ),
    Skills: _WAIVED,
    Certificates: _WAIVED,
    Commute: _WAIVED,
    Partners: _WAIVED,
    SectorBan: ({"sectors": ("Q",)}, {"sectors": ("F",)}, {"sectors": ("F",), "except_skills": ("care",)}),
    WorksCouncil: ({"lead_days": 3}, {"lead_days": 5, "of": "borrower"}, {"as_of": date(2020, 4, 1), "lead_days": 2}),
    Channels: (
        {"channels": (Channel(name="licensed", cents=500),)},
        {"channels": (Channel(name="occasional", max_days=2), Channel(name="licensed", cents=700)), "per": "hour"},
    ),
    Competitors: ({"same_sector": True}, {"pairs": (("a", "q"),)}, {"pairs": (("a", "f"), ("b", "q"))}),
    Breaks: ({}, {"over": {4: 15}}, {"over": {6: 60}}),
    PayFloor: ({}, {"minimum_wage": {date(2020, 4, 5): 1400}}, {"equal_pay": False}),
    LendingCap: ({"people": 0}, {"people": 1}),
    HomeReserve: ({"people": 1}, {"people": 2}),
    RecallNotice: ({"people": 1, "hours": 4}, {"people": 2, "hours": 12}),
    PartnershipLimit: ({"lenders": 1}, {"borrowers": 1}),
    PartnershipCost: ({"cents": 700}, {"cents": 300}),
    SharedCluster: ({"cents": 700}, {"cents": 300}),
    BorrowersPerWorker: ({"borrowers": 1}, {"borrowers": 2}),
    OnboardingCost: ({"cents": 700}, {"cents": 300}),
    CommutePay: ({"cents_per_km": 30}, {"cents_per_minute": 7}),
    Budget: ({"cents": 9_000}, {"cents": 20_000}, {"cents": 0}),
    ContactLimit: ({"lenders": 1}, {"lenders": 2}),
    Together: ({"groups": _BOTH}, {"groups": _BOTH, "per": "site_day"}),
    Apart: ({"groups": _BOTH}, {"groups": _BOTH, "per": "site_day"}),
    SkillMix: ({"roles": (Role(skill="care"),)}, {"roles": (Role(skill="care", level=2),)}),
}
# Where one person alone breaks nothing.
_OF_TWO = (ContactLimit, Together, Apart, LendingCap, HomeReserve, RecallNotice, PartnershipLimit)
_NO_SCOPE_OF_PEOPLE = (ContactLimit, Together, Apart, SkillMix)


class _Pairs(Dice):
    """One or two people, with shifts at two borrowers that ask for something, and that not everybody may take."""

    def asking(self, two: bool) -> sm.Scenario:
        scenario = self.scenario()
        demands = [
            one.replace(
                skills=self.of({}, {"care": 1}, {"care": 3}),
                certificates=self.of((), ("measles",)),
                declined_lenders=self.of((), (), ("a",)),
                headcount=2,
                pay_cents_per_hour=self.of(900, 1200, 1500),
                comparable_pay_cents_per_hour=self.of(0, 1300),
            )
            for one in scenario.demands
        ]
        people = [self.person("w", "a"), self.person("v", self.of("a", "b"))] if two else [self.person("w", "a")]
        companies = [
            one.replace(
                clusters=self.of(("port",), ("food",)),
                works_council=self.of(None, sm.Consent.OFFERED, sm.Consent.DECLINED),
                works_council_asked_on=self.of(None, date(2020, 4, 2)),
                licence_until=self.of(None, date(2020, 4, 5), date(2020, 12, 31)),
            )
            for one in [*scenario.companies, sm.Company(id="b", sector="Q")]
        ]
        changed = {"companies": tuple(companies), "workers": tuple(people), "demands": tuple(demands)}
        return scenario.model_copy(update=changed)

    def person(self, name: str, lender: str) -> sm.Worker:
        states = tuple(sm.Consent)
        until = self.of(None, self.day())
        return sm.Worker(
            id=name,
            company=lender,
            home=sm.Location(lat=53.5, lon=10),
            skills=self.of({}, {"care": 1}, {"care": 3}),
            certificates=self.of((), (sm.HeldCertificate(id="measles", until=until),)),
            consent=self.of(*states),
            consents=self.of((), (sm.BorrowerConsent(company="q", state=self.of(*states), answer_by=_noon(1)),)),
            max_commute_minutes=self.of(None, 10),
            max_commute_km=self.of(None, 5.0),
            declined_companies=self.of((), ("q",)),
            pay_cents_per_hour=self.of(900, 1200),
            groups=self.of(("night",), ()),
            home_shifts=tuple(sm.WorkTime(**self.span()) for _ in range(self.of(0, 1))),
        )


def _noon(day: int) -> datetime:
    return datetime(2020, 4, day, 12, tzinfo=ZoneInfo("UTC"))


def compare(kind: type[PlacedRule], seed: int) -> None:
    dice = _Pairs(seed)
    scenario = dice.asking(kind in _OF_TWO or dice.of(True, False, False))
    rule, other = (kind(**dice.of(*PARAMETERS[kind])) for _ in range(2))
    if isinstance(rule, WaivableRule):
        rule = rule.model_copy(update={"applies": True, "overrides": False})
    over = other.model_copy(update=_scope(dice, kind) | {"overrides": True})
    one = rule.model_copy(update=_scope(dice, kind))
    for asked, rules in ((one, (one,)), (rule, (rule, over)), (over, (rule, over))):
        conforms(asked, [scenario.model_copy(update={"rules": rules})], most_pairs=5, samples=3)


def _scope(dice: Dice, kind: type[PlacedRule]) -> dict[str, Any]:
    left_out = ("lender", "group") if kind in _NO_SCOPE_OF_PEOPLE else ()
    return {name: one for name, one in dice.scope().items() if name not in left_out}


_SITE = sm.Location(lat=53.54, lon=9.98)
_FAR = sm.Location(lat=53.60, lon=10.20)
_ASKED = worker(consent="offered", home=_FAR, max_commute_minutes=10, declined_companies=("shop",), skills={"cook": 1})


def _two(*rules: sm.Rule, others: Sequence[sm.Worker] = ()) -> sm.Scenario:
    """A person who lives far from a ward and a shop, which ask for a skill and a certificate."""
    asked = {"skills": {"care": 1}, "certificates": ("measles",), "location": _SITE}
    needs = [
        demand("ward", shift("early", 6, "08:00-12:00"), company="clinic", **asked),
        demand("till", shift("late", 7, "08:00-12:00"), company="shop", **asked),
    ]
    return scenario([_ASKED, *others], needs, rules, [sm.Company(id="clinic", sector="Q"), sm.Company(id="shop")])


@pytest.mark.parametrize(
    "usual",
    [ConsentRule(), Skills(), Certificates(), Commute(), Partners()],
    ids=lambda rule: rule.kind,
)
def test_a_condition_holds_in_its_scope_alone(usual: PlacedRule) -> None:
    for scope in ({"borrower": "shop"}, {"demand": "till"}, {"since": date(2020, 4, 7)}):
        narrow = type(usual)(**scope)
        assert refused(_two(narrow), ("w", "late"))
        assert solved(_two(narrow)) == {("w", "early")}
    assert refused(_two(type(usual)(worker="w")), ("w", "late"))
    other = worker("v", company="other")
    assert not violations(_two(type(usual)(worker="v"), others=[other]), ("w", "late"))


@pytest.mark.parametrize("kind", [Skills, Certificates, Commute, Partners])
def test_a_condition_is_taken_away_for_some_work(kind: type[WaivableRule]) -> None:
    assert ("w", "late") not in solved(_two(kind()))
    over = kind(applies=False, demand="till", overrides=True)
    assert ("w", "late") in solved(_two(kind(), over))
    assert not violations(_two(kind(), over), ("w", "late"))
    with pytest.raises(sm.InputError, match="Set overrides to true"):
        kind(applies=False, demand="till")


def test_people_are_planned_before_their_answer_at_one_company() -> None:
    over = ConsentRule(states=("offered", "accepted"), borrower="clinic", overrides=True)
    assert solved(_two(ConsentRule(), over)) == {("w", "early")}
    assert solved(_two(ConsentRule(), over.replace(overrides=False))) == set()
    assert refused(_two(ConsentRule(), over), ("w", "late"))


@pytest.mark.parametrize(
    ("rules", "goes"),
    [
        ((ConsentRule(),), False),
        ((ConsentRule(), ConsentRule(states=("offered",), borrower="clinic", overrides=True)), True),
        ((ConsentRule(borrower="shop"),), True),
    ],
)
def test_who_would_go_anywhere_is_willing(rules: tuple[sm.Rule, ...], goes: bool) -> None:
    assert willing(columns_of(_two(*rules))).tolist() == [goes]


@pytest.mark.parametrize("kind", [kind for kind in PARAMETERS if issubclass(kind, PairRule)])
def test_pairs_and_counts_agree_with_check_in_scopes(kind: type[PlacedRule]) -> None:
    compare(kind, 1)


@pytest.mark.full
@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("kind", PARAMETERS, ids=lambda kind: kind.__name__)
def test_30_of_each_agree_with_check_in_scopes(kind: type[PlacedRule], part: int) -> None:
    for seed in range(10):
        compare(kind, 10 * part + seed)
