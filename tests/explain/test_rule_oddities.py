"""Rules without effect are told, with their figures."""

from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import ConsentRule, DailyHours, DailyRest, HomeReserve, SameKind, Skills
from staffmatch.records.bases import Rule
from tests.builders import demand, scenario, shift, worker


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ((DailyHours(hours=10), DailyHours(hours=12, demand="d")), "has no effect"),
        ((DailyHours(hours=10), DailyHours(hours=12, demand="d", overrides=True)), ""),
        ((DailyHours(hours=10), DailyHours(hours=8, demand="d")), ""),
        ((DailyRest(hours=11), DailyRest(hours=9, demand="d")), "is stricter with 11."),
        ((DailyRest(hours=11), DailyRest(hours=12, demand="d")), ""),
        ((HomeReserve(people=3), HomeReserve(people=2, lender="lender")), "is stricter with 3."),
        ((HomeReserve(people=3), HomeReserve(people=1, worker="w")), ""),
        ((Skills(), Skills(demand="d")), "asks for the same and is about that work too"),
        ((Skills(), Skills(demand="d", applies=False, overrides=True)), ""),
        ((ConsentRule(), ConsentRule(states=("accepted", "offered"), demand="d", overrides=True)), ""),
        ((DailyHours(hours=12, demand="d", overrides=True),), "for 'd', overrides nothing: no rule of its kind"),
    ],
)
def test_what_has_no_effect_beside_other_rules_is_told(rules: tuple[Rule, ...], said: str) -> None:
    needs = [demand("d", shift("s", 6, "08:00-16:00")), demand("e", shift("t", 7, "08:00-16:00"))]
    found = [
        odd.text
        for odd in sm.oddities(scenario([worker(name) for name in "wvu"], needs, rules))
        if odd.code in ("looser", "overrides_nothing", "same")
    ]
    assert (said in found[0] and len(found) == 1) if said else not found


@pytest.mark.parametrize(("group", "pack", "odd"), [("yuoth", "", True), ("youth", "", False), ("yuoth", "own", False)])
def test_a_group_of_nobody_is_told_without_its_name_unless_a_pack_of_law_has_it(
    group: str, pack: str, odd: bool
) -> None:
    rule = DailyHours(hours=8, group=group, because=sm.LegalBasis(paragraph="§ 8 JArbSchG", pack=pack))
    known = scenario([worker(groups=("youth",))], [demand("d", shift("s", 6, "08:00-16:00"))], [rule])
    found = [one.text for one in sm.oddities(known) if one.code == "group_of_nobody"]
    assert len(found) == odd
    assert not [text for text in found if group in text]


def test_one_kind_a_week_has_no_effect_where_shifts_have_none() -> None:
    plain = shift("s", 6, "08:00-16:00")
    for one, odd in ((plain, ["same_kind"]), (plain.replace(kind="early"), [])):
        found = sm.oddities(scenario([worker()], [demand("d", one)], [SameKind()]))
        assert [name for told in found if told.code == "no_kinds" for name in told.ids] == odd
