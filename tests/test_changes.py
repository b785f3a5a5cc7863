"""One record of a scenario, and scenarios with less and with more."""

from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Apart, ConsecutiveDays, ConsentRule, DailyHours, PartnershipLimit, RollingHours
from tests.builders import demand, scenario, shift, worker


@pytest.fixture
def known() -> sm.Scenario:
    people = [worker("ana"), worker("ben"), worker("cem")]
    needs = [
        demand("d", shift("s", 6, "08:00-16:00"), shift("t", 7, "08:00-16:00")),
        demand("e", shift("u", 6, "08:00-16:00")),
    ]
    table = sm.PairTable(workers=("ana", "ben", "ben"), shifts=("s", "s", "u"), costs=(1, 2, 3))
    pins = [sm.Pin(worker="ana", shift="s"), sm.Pin(worker="ben", shift="u", assigned=False)]
    return scenario(people, needs, pair_table=table, pins=pins)


def test_a_record_is_found_by_its_id_and_what_there_is_not_names_ids_like_it(known: sm.Scenario) -> None:
    assert known.worker("ana") is known.workers[0]
    assert known.demand("e").shifts[0].id == "u"
    assert known.company(known.companies[0].id) == known.companies[0]
    for name in ("worker", "demand", "company"):
        with pytest.raises(sm.InputError) as error:
            getattr(known, name)("anna")
        assert error.value.problems[0].code == f"unknown_{name}"
    with pytest.raises(sm.InputError, match="Did you mean 'ana'"):
        known.worker("anna")


def test_what_goes_takes_along_what_belongs_to_it(known: sm.Scenario) -> None:
    alone = known.without(workers=["ana"])
    assert [one.id for one in alone.workers] == ["ben", "cem"]
    assert alone.pair_table is not None
    assert (alone.pair_table.workers, alone.pair_table.costs) == (("ben", "ben"), (2, 3))
    assert [pin.worker for pin in alone.pins] == ["ben"]
    fewer = known.without(shifts=["s"])
    assert [one.id for one in fewer.demand("d").shifts] == ["t"]
    assert fewer.pins == known.pins[1:]
    assert known.without(shifts=["u"]).ids("demands") == known.without(demands=["e"]).ids("demands") == ["d"]
    lender = known.workers[0].company
    gone = known.without(companies=[lender])
    assert not [one for one in gone.workers if one.company == lender]
    assert known.without() == known


def test_nobody_speaks_of_a_company_that_is_gone() -> None:
    a, b, c = (sm.Company(id=name) for name in "abc")
    person = sm.Worker(
        id="w", company="a", accepted_companies=["b", "c"], declined_companies=["b"], preferences={"b": 2, "c": 1},
        secondments=[sm.Secondment(company="b", first="2020-04-01", last="2020-04-02")],
    )  # fmt: skip
    left = sm.Scenario(companies=[a.replace(agreements=["b", "c"]), b, c], workers=[person]).without(companies=["b"])
    assert left.company("a").agreements == ("c",)
    (worker_,) = left.workers
    assert (worker_.accepted_companies, worker_.declined_companies) == (("c",), ())
    assert (worker_.preferences, worker_.secondments) == ({"c": 1}, ())


def test_columns_stay_columns(tmp_path: Any, known: sm.Scenario) -> None:
    known.save(tmp_path)
    read = sm.Scenario.load(tmp_path)
    for gone in ({"workers": ["ana"]}, {"demands": ["d"]}, {"shifts": ["s"]}):
        assert read.without(**gone).digest() == known.without(**gone).digest()


def test_unknown_ids_are_refused_and_so_is_what_a_rule_names(known: sm.Scenario) -> None:
    with pytest.raises(sm.InputError, match="there is no worker 'anna'"):
        known.without(workers=["anna"])
    limited = known.replace(rules=[*known.rules, DailyHours(hours=8, worker="ana")])
    with pytest.raises(sm.InputError, match="'ana'"):
        limited.without(workers=["ana"])


def test_more_is_validated_with_what_is_there(known: sm.Scenario) -> None:
    more = known.adding(workers=[worker("dan")], pins=[sm.Pin(worker="dan", shift="t")])
    assert more.ids("workers") == ["ana", "ben", "cem", "dan"]
    assert len(more.pins) == 3
    assert more.without(workers=["dan"]).digest() == known.digest()
    with pytest.raises(sm.InputError, match="share an id"):
        known.adding(workers=[worker("ana")])


def test_a_rule_takes_the_place_of_one_of_the_same_kind_and_scope_alone(known: sm.Scenario) -> None:
    lender = known.workers[0].company
    usual = known.replace(rules=sm.DEFAULT_RULES)
    more = usual.with_rules(DailyHours(hours=12), DailyHours(hours=6, lender=lender), ConsecutiveDays())
    assert [rule.kind for rule in more.rules[: len(usual.rules)]] == [rule.kind for rule in usual.rules]
    assert DailyHours(hours=12) in more.rules
    assert DailyHours() not in more.rules
    assert more.rules[-2:] == (DailyHours(hours=6, lender=lender), ConsecutiveDays())
    assert more.with_rules(*more.rules) == more


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (RollingHours(hours=40), RollingHours(hours=48), True),
        (RollingHours(hours=40), RollingHours(hours=80, days=14), False),
        (PartnershipLimit(lenders=2), PartnershipLimit(lenders=3), True),
        (PartnershipLimit(lenders=2), PartnershipLimit(borrowers=2), False),
        (Apart(groups=[["ana", "ben"]]), Apart(groups=[["ana", "cem"]]), False),
        (DailyHours(worker="ana"), DailyHours(worker="ben"), False),
        (DailyHours(), ConsecutiveDays(), False),
    ],
)
def test_a_scope_is_whom_a_rule_is_about_and_in_which_windows(one: sm.Rule, other: sm.Rule, same: bool) -> None:
    assert one.replaces(other) == other.replaces(one) == same


def test_rules_are_taken_away_by_kind_class_or_scope_and_unknown_ones_are_refused(known: sm.Scenario) -> None:
    usual = known.replace(rules=sm.DEFAULT_RULES).with_rules(DailyHours(hours=6, worker="ana"))
    left = usual.without_rules("commute", ConsentRule, DailyHours(worker="ana"))
    assert {rule.kind for rule in usual.rules} - {rule.kind for rule in left.rules} == {"commute", "consent"}
    assert DailyHours() in left.rules
    assert not [rule for rule in usual.without_rules("daily_hours").rules if rule.kind == "daily_hours"]
    for unknown, advice in (("dayly_hours", "Did you mean 'daily_hours'"), (DailyHours(worker="ben"), "its kind")):
        with pytest.raises(sm.InputError, match=advice) as error:
            usual.without_rules(unknown)
        assert error.value.problems[0].code == "unknown_rule"
    with pytest.raises(TypeError, match="A rule is wanted"):
        usual.with_rules("daily_hours")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="A rule is wanted"):
        usual.without_rules(3)  # type: ignore[arg-type]
