from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Partners
from tests.builders import allowed, company, demand, example, refused, scenario, shift, violations, worker

SHIFT = shift("s", 6, "08:00-16:00")
OTHERS = (company("third"),)


def lent(person: dict[str, Any] | None = None, need: dict[str, Any] | None = None) -> sm.Scenario:
    return scenario([worker(**person or {})], [demand("d", SHIFT, **need or {})], [Partners()], OTHERS)


def test_the_empty_plan_pleases_everybody() -> None:
    assert violations(lent({"accepted_companies": ()}, {"accepted_lenders": ()})) == []


def test_who_says_nothing_is_lent_to_any_other_company() -> None:
    allowed(lent(), ("w", "s"))


def test_nobody_is_lent_to_their_own_company() -> None:
    text = refused(lent({"company": "borrower"}), ("w", "s"))
    assert text == example(Partners)


@pytest.mark.parametrize(
    ("person", "need"),
    [
        ({"accepted_companies": ("borrower",)}, {}),
        ({"declined_companies": ("third",)}, {}),
        ({}, {"accepted_lenders": ("third", "lender")}),
        ({}, {"declined_lenders": ("third", "borrower")}),
    ],
)
def test_lists_that_admit_the_partner_allow_it(person: dict[str, Any], need: dict[str, Any]) -> None:
    allowed(lent(person, need), ("w", "s"))


@pytest.mark.parametrize(
    ("person", "need", "reason"),
    [
        ({"accepted_companies": ("third",)}, {}, "has not accepted 'borrower'"),
        ({"accepted_companies": ()}, {}, "has not accepted 'borrower'"),
        ({"declined_companies": ("borrower",)}, {}, "has declined 'borrower'"),
        ({"accepted_companies": ("borrower",), "declined_companies": ("borrower",)}, {}, "has declined 'borrower'"),
        ({}, {"accepted_lenders": ("third",)}, "comes from 'lender', which 'd' has not accepted,"),
        ({}, {"accepted_lenders": ()}, "comes from 'lender', which 'd' has not accepted,"),
        ({}, {"declined_lenders": ("lender",)}, "comes from 'lender', which 'd' has declined,"),
    ],
)
def test_either_side_can_refuse(person: dict[str, Any], need: dict[str, Any], reason: str) -> None:
    assert refused(lent(person, need), ("w", "s")) == f"Worker 'w' {reason} but has shift 's'."


def test_every_reason_is_given() -> None:
    found = violations(lent({"accepted_companies": ()}, {"declined_lenders": ("lender",)}), ("w", "s"))
    assert [violation.ids for violation in found] == [("w", "s"), ("w", "s")]
