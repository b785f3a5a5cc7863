"""What a rule or a term contradicts is a problem with code, path, ids and advice, whichever way it comes in."""

from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import DEFAULT_RULES
from staffmatch.objectives import DEFAULT_TIERS
from tests.builders import company, demand, scenario, shift, worker

TEAM = [
    worker("ann", company="hotel", skills={"nurse": 3}),
    worker("bob", company="spa"),
    worker("cid", company="spa"),
]
NEEDS = [demand("ward", shift("mo", 6, "08:00-16:00"), company="clinic", headcount=2)]
PLAIN = scenario(TEAM, NEEDS, companies=[company("hotel")])

# Of each kind what it cannot mean: fields, code, where, what the text or the advice says, and the ids named.
RULES: list[tuple[str, dict[str, Any], str, str, str, tuple[str, ...]]] = [
    ("consent", {"states": []}, "too_short", ".states", "at least 1 item", ()),
    ("consent", {"states": ["perhaps"]}, "enum", ".states[0]", "'offered', 'accepted'", ()),
    ("daily_rest", {"hours": 25}, "less_than_equal", ".hours", "less than or equal to 24", ()),
    ("daily_rest", {"hours": -1}, "greater_than_equal", ".hours", "Give a larger number", ()),
    ("daily_rest", {"within_days": 28}, "nothing_shortened", ".within_days", "Give the hours of a shortened rest", ()),
    ("daily_rest", {"between": "weeks"}, "literal_error", ".between", "Give one of these", ()),
    ("weekly_rest", {"hours": 169}, "less_than_equal", ".hours", "Give a smaller number", ()),
    ("weekly_rest", {"hours": 0}, "greater_than", ".hours", "Give a larger number", ()),
    ("night_work", {"nights": 6, "days": 5}, "too_many_nights", ".nights", "6 of 5 nights may be worked", ()),
    ("night_work", {"hours": None}, "no_limit", "", "Give hours, in_a_row, nights or rest", ()),
    ("night_work", {"hours": 480}, "less_than_equal", ".hours", "Give a smaller number", ()),
    ("night_work", {"night_hours": 7}, "night_too_short", ".night_hours", "more than 7 h of a night of 7 h", ()),
    (
        "night_work",
        {"night_hours": 2.5, "start": "01:30", "end": "04:00"},
        "night_too_short",
        ".night_hours",
        "of a night of 2.5 h",
        (),
    ),
    ("night_work", {"start": "24:00"}, "string_pattern_mismatch", ".start", "Check its spelling", ()),
    ("sundays_and_holidays", {"moved_hours": 7}, "less_than_equal", ".moved_hours", "Give a smaller number", ()),
    ("sundays_and_holidays", {"weeks": 4, "free_sundays": 2}, "nothing_worked", "", "Set work to true, or", ()),
    ("split_days", {"minutes": 1441}, "less_than_equal", ".minutes", "Give a smaller number", ()),
    ("daily_hours", {"hours": 480}, "limit_above_window", ".hours", "480 h are more than 1 day has. Give hours", ()),
    ("weekly_hours", {"hours": 168.5}, "limit_above_window", ".hours", "168.5 h are more than 7 days have", ()),
    ("rolling_hours", {"days": 2, "hours": 49}, "limit_above_window", ".hours", "more than 2 days have", ()),
    ("average_hours", {"weeks": 2, "hours": 400}, "limit_above_window", ".hours", "400 h are more than 7 days", ()),
    ("daily_hours", {"hours": -8}, "greater_than_equal", ".hours", "Give a larger number", ()),
    ("weekly_hours", {"worker": "anne"}, "unknown_scope", ".worker", "Did you mean 'ann'?", ("anne",)),
    ("horizon_hours", {"lender": "clinic"}, "empty_scope", "", "nobody of 'clinic'", ("clinic",)),
    ("rolling_hours", {"days": 0}, "greater_than_equal", ".days", "greater than or equal to 1", ()),
    ("average_hours", {"weeks": 53}, "less_than_equal", ".weeks", "Give a smaller number", ()),
    ("partnership_limit", {}, "no_limit", "", "Give one of the two", ()),
    ("partnership_limit", {"borrowers": 1, "lender": "clinic"}, "empty_scope", "", "nobody of 'clinic'", ("clinic",)),
    (
        "partnership_limit",
        {"borrowers": 1, "borrower": "clinic"},
        "one_borrower",
        ".borrowers",
        "Leave out",
        ("clinic",),
    ),
    (
        "partnership_limit",
        {"lenders": 2, "worker": "ann"},
        "one_lender",
        ".lenders",
        "worker 'ann' has but one lender",
        ("ann",),
    ),
    ("partnership_limit", {"lenders": 2, "skill": "nurze"}, "unknown_scope", ".skill", "'nurse'", ("nurze",)),
    ("partnership_cost", {"cents": 1, "lender": "spar"}, "unknown_scope", ".lender", "'spa'", ("spar",)),
    ("partnership_cost", {"cents": -1}, "greater_than_equal", ".cents", "Give a larger number", ()),
    ("shared_cluster", {"cents": 1}, "no_clusters", "", "Give companies their clusters", ()),
    ("borrowers_per_worker", {"borrowers": 0}, "greater_than_equal", ".borrowers", "Give a larger number", ()),
    ("borrowers_per_worker", {"skill": "nurze"}, "unknown_scope", ".skill", "Did you mean 'nurse'?", ("nurze",)),
    (
        "min_secondment",
        {"days": 2},
        "minimum_above_plan",
        ".days",
        "at least 2 days, but 'clinic' has shifts on 1 day and no borrower on more",
        ("clinic",),
    ),
    ("min_secondment", {"days": 0}, "greater_than_equal", ".days", "Give a larger number", ()),
    ("max_secondment", {"lender": "spar"}, "unknown_scope", ".lender", "Did you mean 'spa'?", ("spar",)),
    ("max_secondment", {"days": 1.5}, "int_type", ".days", "valid integer", ()),
    ("onboarding_cost", {"cents": 1, "borrower": "spa"}, "unknown_scope", ".borrower", "has a demand", ("spa",)),
    ("onboarding_cost", {"cents": 1, "lender": "hotels"}, "unknown_scope", ".lender", "'hotel'", ("hotels",)),
    ("sector_ban", {}, "no_sectors", "", "Give companies their sector", ()),
    ("competitors", {}, "no_rivals", "", "Give pairs or set same_sector", ()),
    (
        "competitors",
        {"pairs": [["spa", "hotels"]]},
        "unknown_company",
        ".pairs[0]",
        "Did you mean 'hotel'",
        ("hotels",),
    ),
    (
        "competitors",
        {"pairs": [["spa", "clinic"]], "worker": "ann"},
        "pair_out_of_scope",
        ".pairs[0]",
        "neither of the two has 'ann' to lend",
        ("spa", "clinic"),
    ),
    ("competitors", {"same_sector": True}, "no_sectors", ".same_sector", "set same_sector to false", ()),
    ("together", {"groups": [["ann", "bop"]]}, "unknown_worker", ".groups[0]", "Did you mean 'bob'?", ("bop",)),
    ("together", {"groups": []}, "too_short", ".groups", "List more", ()),
    ("apart", {"groups": [["ann", "ann"]]}, "repeated_member", ".groups[0]", "Name each person once", ()),
    ("apart", {"groups": [["ann"]]}, "too_short", ".groups[0]", "at least 2 items", ()),
    (
        "together",
        {"groups": [["ann", "bob"], ["bob", "cid"]]},
        "group_above_headcount",
        ".groups",
        "go together, and no shift has more than 2 seats",
        ("ann", "bob", "cid"),
    ),
    (
        "skill_mix",
        {"roles": [{"skill": "nurse"}, {"skill": "nurse"}], "twice": True},
        "repeated_role",
        "",
        "Name it once, with the people it takes",
        (),
    ),
    ("skill_mix", {"roles": []}, "too_short", ".roles", "at least 1 item", ()),
    (
        "skill_mix",
        {"roles": [{"skill": "nurze"}]},
        "unknown_skill",
        ".roles[0].skill",
        "Did you mean 'nurse'",
        ("nurze",),
    ),
    ("skill_mix", {"roles": [{"skill": "nurse"}], "demand": "w"}, "unknown_scope", ".demand", "no demand 'w'", ("w",)),
    (
        "skill_mix",
        {"roles": [{"skill": "nurse", "people": 3}], "demand": "ward"},
        "mix_above_headcount",
        "",
        "3 people and the demand 'ward' has 2 seats",
        ("ward",),
    ),
    (
        "skill_mix",
        {"roles": [{"skill": "nurse", "people": 3}]},
        "mix_above_headcount",
        "",
        "3 people and the demand 'ward' has 2 seats, and none has more",
        ("ward",),
    ),
    ("contact_limit", {"lenders": 0}, "greater_than_equal", ".lenders", "Give a larger number", ()),
    ("contact_limit", {"lenders": 1, "borrower": "clinik"}, "unknown_scope", ".borrower", "'clinic'", ("clinik",)),
    ("pay_floor", {"minimum_wage": {}, "equal_pay": False}, "no_floor", "", "Give a minimum_wage", ()),
    (
        "pay_floor",
        {"minimum_wage": {"2030-01-01": 935}, "equal_pay": False},
        "floor_after_plan",
        ".minimum_wage",
        "from 2030-01-01 on, when all shifts are over. Correct the date",
        (),
    ),
    ("pay_floor", {"minimum_wage": {"2020-01-01": -1}}, "greater_than_equal", ".minimum_wage.2020-01-01", "larger", ()),
    ("budget", {"cents": -1}, "greater_than_equal", ".cents", "Give a larger number", ()),
    ("budget", {"cents": 1, "lender": "clinic"}, "empty_scope", "", "there is nobody of 'clinic'", ("clinic",)),
    ("budget", {"cents": 1, "skill": "nurse", "with_charges": True}, "charges_of_all", "", "Drop skill, or set", ()),
    ("budget", {"cents": 1, "borrower": "spa"}, "unknown_scope", ".borrower", "has a demand", ("spa",)),
    ("pay_premium", {}, "no_premium", "", "Give night, sunday or holiday", ()),
    ("pay_premium", {"holiday": 125}, "holiday_without_state", "", "Give the state", ()),
    ("pay_premium", {"night": 25, "end": "23:00"}, "empty_night", ".end", "Let it end at another time", ()),
    ("equal_pay", {"worker": "bobb"}, "unknown_scope", ".worker", "'bob'", ("bobb",)),
    ("commute_pay", {}, "no_rate", "", "Give one of the rates", ()),
    ("commute_pay", {"cents_per_km": 1, "worker": "bobb"}, "unknown_scope", ".worker", "'bob'", ("bobb",)),
]

TERMS: list[tuple[str, dict[str, Any], str, str, str, tuple[str, ...]]] = [
    ("cost", {"cents_per_commute_hour": -1}, "greater_than_equal", ".cents_per_commute_hour", "larger", ()),
    ("empty_seats", {"weight": 0}, "greater_than_equal", ".weight", "Give a larger number", ()),
    ("partnerships", {"weight": 10**6 + 1}, "less_than_equal", ".weight", "Give a smaller number", ()),
    ("commute_over", {"minutes": -1}, "greater_than_equal", ".minutes", "Give a larger number", ()),
    ("spread_of_hours", {"worker": "bobb"}, "unknown_scope", ".worker", "Did you mean 'bob'?", ("bobb",)),
    ("spread_of_hours", {"lender": "spa", "skill": "nurse"}, "empty_scope", "", "Widen", ("spa", "nurse")),
]


def problem(scene: sm.Scenario, **changes: Any) -> Any:
    """The one thing wrong with a scenario that comes in as JSON."""
    with pytest.raises(sm.InputError) as caught:
        sm.Scenario.model_validate(scene.model_dump(mode="json") | changes)
    (found,) = caught.value.problems
    return found


@pytest.mark.parametrize(("kind", "fields", "code", "where", "text", "ids"), RULES)
def test_a_rule_that_contradicts_itself_or_the_scenario_is_refused(
    kind: str, fields: dict[str, Any], code: str, where: str, text: str, ids: tuple[str, ...]
) -> None:
    found = problem(PLAIN, rules=[{"kind": "coverage"}, {"kind": kind} | fields])
    assert (found.code, found.path, found.ids) == (code, f"rules[1]{where}", ids)
    assert text in str(found)
    assert found.advice.endswith((".", "?"))


@pytest.mark.parametrize(("kind", "fields", "code", "where", "text", "ids"), TERMS)
def test_a_term_that_contradicts_itself_or_the_scenario_is_refused(
    kind: str, fields: dict[str, Any], code: str, where: str, text: str, ids: tuple[str, ...]
) -> None:
    found = problem(PLAIN, tiers=[[{"kind": "workers_used"}, {"kind": kind} | fields]])
    assert (found.code, found.path, found.ids) == (code, f"tiers[0][1]{where}", ids)
    assert text in str(found)


def test_terms_that_need_a_rule_say_so() -> None:
    for kind in ("uncovered_hours", "empty_seats", "unmet_demands", "worst_fill_rate"):
        found = problem(PLAIN, rules=[], tiers=[[{"kind": kind}]])
        assert (found.code, found.ids) == ("missing_rule", ("coverage",))


WEEK = PLAIN.replace(
    demands=[demand("ward", *(shift(f"d{day}", day, "08:00-16:00") for day in range(6, 11)), company="clinic")]
)


def test_a_least_above_the_most_is_found_between_rules() -> None:
    rules: list[dict[str, Any]] = [
        {"kind": "min_secondment", "days": 5},
        {"kind": "max_secondment", "days": 4},
        {"kind": "coverage"},
    ]
    found = problem(WEEK, rules=rules)
    assert (found.code, found.path) == ("minimum_above_maximum", "rules[1].days")
    assert "at most 4 days, and by another rule at least 5. Raise the most" in str(found)
    for fine in ({"days": 4}, {"days": 5, "worker": "ann"}):
        also = [rules[0] | fine, rules[1] | {"worker": "bob"}, rules[2]]
        assert len(sm.Scenario.model_validate(WEEK.model_dump(mode="json") | {"rules": also}).rules) == 3
    rules[0]["days"] = 4
    assert len(sm.Scenario.model_validate(WEEK.model_dump(mode="json") | {"rules": rules}).rules) == 3


@pytest.mark.parametrize(
    ("together", "apart", "clash"),
    [
        ("shift", "shift", True),
        ("shift", "site_day", True),
        ("site_day", "site_day", True),
        ("site_day", "shift", False),
    ],
)
def test_nobody_is_to_be_both_together_and_apart(together: str, apart: str, clash: bool) -> None:
    groups = [["bob", "ann"]]
    rules = [
        {"kind": "together", "groups": [["ann", "bob"]], "per": together},
        {"kind": "apart", "groups": groups, "per": apart},
        {"kind": "coverage"},
    ]
    if clash:
        found = problem(PLAIN, rules=rules)
        assert (found.code, found.path, found.ids) == ("together_and_apart", "rules[1].groups[0]", ("bob", "ann"))
        assert found.advice
    else:
        assert len(sm.Scenario.model_validate(PLAIN.model_dump(mode="json") | {"rules": rules}).rules) == 3


def test_who_goes_together_with_a_third_is_not_to_be_apart_from_them_either() -> None:
    rules = [
        {"kind": "together", "groups": [["ann", "bob"], ["bob", "cid"]]},
        {"kind": "apart", "groups": [["ann", "cid"]]},
        {"kind": "coverage"},
    ]
    found = problem(PLAIN, demands=[NEEDS[0].model_dump(mode="json") | {"headcount": 3}], rules=rules)
    assert (found.code, found.ids) == ("together_and_apart", ("ann", "cid"))


@pytest.mark.parametrize(
    ("limit", "where", "text"),
    [
        ({"kind": "contact_limit", "lenders": 1}, ".lenders", "and come from 2 lenders; the limit is 1"),
        ({"kind": "partnership_limit", "lenders": 1}, ".lenders", "and come from 2 lenders; the limit is 1"),
        ({"kind": "lending_cap", "people": 1}, ".people", "and 2 of them come from 'spa'; the limit is 1"),
        ({"kind": "contact_limit", "lenders": 2}, "", ""),
        ({"kind": "contact_limit", "lenders": 1, "borrower": "clinic"}, "", ""),
        ({"kind": "partnership_limit", "lenders": 1, "skill": "nurse"}, "", ""),
        ({"kind": "partnership_limit", "borrowers": 1}, "", ""),
        ({"kind": "lending_cap", "people": 0}, "", ""),
        ({"kind": "lending_cap", "people": 1, "lender": "hotel"}, "", ""),
    ],
)
def test_a_group_that_no_limit_lets_go_is_found_between_rules(limit: dict[str, Any], where: str, text: str) -> None:
    rules = [{"kind": "together", "groups": [["ann", "bob", "cid"]]}, limit, {"kind": "coverage"}]
    seats = [NEEDS[0].model_dump(mode="json") | {"headcount": 3}]
    if not text:
        assert sm.Scenario.model_validate(PLAIN.model_dump(mode="json") | {"rules": rules, "demands": seats}).rules
        return
    found = problem(PLAIN, rules=rules, demands=seats)
    assert (found.code, found.path) == ("together_above_limit", f"rules[1]{where}")
    assert (found.ids, text in str(found)) == (("ann", "bob", "cid"), True)


@pytest.mark.parametrize(("cap", "clash"), [("day", True), ("moment", False)])
def test_who_shares_days_only_may_be_away_at_different_moments(cap: str, clash: bool) -> None:
    rules = [
        {"kind": "together", "groups": [["bob", "cid"]], "per": "site_day"},
        {"kind": "lending_cap", "people": 1, "per": cap},
        {"kind": "coverage"},
    ]
    if clash:
        assert problem(PLAIN, rules=rules).code == "together_above_limit"
    else:
        assert sm.Scenario.model_validate(PLAIN.model_dump(mode="json") | {"rules": rules}).rules


def test_secondments_run_forward_and_are_at_known_companies() -> None:
    [ann, *others] = PLAIN.model_dump(mode="json")["workers"]
    stay = {"company": "clinic", "first": "2020-01-02", "last": "2020-01-01"}
    found = problem(PLAIN, workers=[ann | {"secondments": [stay]}, *others])
    assert (found.code, found.path, found.ids) == ("empty_secondment", "workers[0].secondments[0]", ("ann",))
    found = problem(
        PLAIN, workers=[ann | {"secondments": [stay | {"company": "clinik", "last": "2020-01-02"}]}, *others]
    )
    assert (found.code, found.path, found.ids) == ("unknown_company", "workers[0].secondments", ("ann", "clinik"))
    assert "Did you mean 'clinic'?" in found.advice


def test_what_is_usual_contradicts_nothing() -> None:
    assert PLAIN.replace(rules=DEFAULT_RULES, tiers=DEFAULT_TIERS).rules == DEFAULT_RULES
