from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Strike
from tests.builders import allowed, company, demand, example, refused, scenario, shift, solved, violations, worker

DAYS = [shift("s", 6, "08:00-16:00"), shift("t", 8, "08:00-16:00")]


def struck(**scope: Any) -> sm.Scenario:
    needs = [demand("d", *DAYS, company="clinic"), demand("e", shift("u", 6, "18:00-20:00"))]
    return scenario([worker()], needs, [Strike(**scope)], [company("clinic", sector="Q"), company("borrower")])


def test_the_empty_plan_keeps_it() -> None:
    assert violations(struck(borrower="clinic")) == []


def test_nobody_is_lent_where_people_strike_while_they_do() -> None:
    assert refused(struck(borrower="clinic"), ("w", "s")) == example(Strike)
    assert solved(struck(borrower="clinic")) == {("w", "u")}
    assert solved(struck(borrower="clinic", until="2020-04-06")) == {("w", "t"), ("w", "u")}
    allowed(struck(borrower="clinic", since="2020-04-08", until="2020-04-08"), ("w", "s"), ("w", "u"))


def test_a_sector_may_strike() -> None:
    assert solved(struck(sector="Q")) == {("w", "u")}


def test_it_says_where() -> None:
    with pytest.raises(sm.InputError, match="does not say where people strike"):
        struck(since="2020-04-06")
