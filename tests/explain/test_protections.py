"""Which rules hold is said with their figures, and what is off is said loudly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import staffmatch as sm
from staffmatch import constraints as c
from staffmatch.cli import app
from staffmatch.explain.protections import absent, low_limits
from staffmatch.explain.rule_sentences import SAID
from staffmatch.explain.rules_in_force import rules_in_force
from staffmatch.records.rule_scopes import SCOPE
from tests.builders import demand, scenario, shift, worker
from tests.messages.filled import require_filled
from tests.rule_strategies import SPECIAL_RULES, USUAL_RULES
from tests.strategies import examples

DAY = shift("a", 6, "08:00-16:00")
CONSENT_OFF = "Consent is not required: people who declined may be planned."


def plain(*rules: sm.Rule, **fields: object) -> sm.Scenario:
    """Somebody with a skill, and a shift, under the default rules and some more."""
    made = scenario([worker("w", **fields)], [demand("d", DAY)])
    return made.replace(rules=sm.DEFAULT_RULES).with_rules(*rules)


def off(made: sm.Scenario) -> list[str]:
    return [one.code for one in absent(made) if one.off]


def not_ruled(made: sm.Scenario) -> list[str]:
    return [one.code for one in absent(made) if not one.off]


def test_by_default_nothing_is_off_and_what_everybody_assumes_is_named_as_absent() -> None:
    assert off(plain()) == []
    assert not_ruled(plain()) == ["free_day", "sundays_and_holidays", "breaks"]
    assert not_ruled(plain(c.ConsecutiveDays(), c.SundaysAndHolidays())) == ["breaks"]
    assert not_ruled(plain(c.ConsecutiveDays(), c.SundaysAndHolidays(), c.Breaks())) == []
    assert "free_day" in not_ruled(plain(c.ConsecutiveDays(days=10)))
    assert "free_day" in not_ruled(plain(c.WeeklyRest(worker="w")))
    assert "free_day" not in not_ruled(plain(c.WeeklyRest()))


@pytest.mark.parametrize(
    "kind",
    [
        *("consent", "skills", "availability", "commute", "partners", "daily_rest"),
        *("daily_hours", "weekly_hours", "horizon_hours"),
    ],
)
def test_each_protection_that_is_taken_away_is_off(kind: str) -> None:
    assert off(plain().without_rules(kind)) == [kind]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (c.ConsentRule(states=("accepted", "declined")), CONSENT_OFF),
        (c.ConsentRule(states=("accepted", "offered")), "People who have not answered yet may be planned."),
        (c.DailyRest(hours=0), "No rest is due between shifts."),
        (c.DailyHours(hours=None), "Hours on a day are limited only where people state a limit of their own."),
        (c.WeeklyHours(hours=None), "Hours in a week are limited only where people state a limit of their own."),
    ],
)
def test_a_rule_that_allows_all_protects_nobody(rule: sm.Rule, text: str) -> None:
    assert [one.message.text for one in absent(plain(rule)) if one.off] == [text]


def test_a_rule_for_some_leaves_the_others_without() -> None:
    made = (
        plain().without_rules("daily_rest", "daily_hours").with_rules(c.DailyRest(worker="w"), c.DailyHours(worker="w"))
    )
    assert off(made) == ["daily_rest", "daily_hours"]


def test_limits_lower_than_what_people_shifts_and_narrower_rules_state_are_named() -> None:
    made = plain(c.DailyHours(hours=12, worker="w"), c.DailyHours(hours=6), max_hours_per_day=24, max_hours_per_week=40)
    assert [one.text for one in low_limits(made)] == [
        "1 person states more hours a day than the 6 h of the rule, and the lower limit holds. To allow what is "
        "stated, set the rule: max hours per day: 24.",
        "1 shift has more hours than the 6 h a day of the rule, so nobody may have it. To allow it, set the rule: max "
        "hours per day: 8.",
        "A rule allows 'w' 12 h a day, but the 6 h of the rule for everybody hold for them too.",
    ]
    assert low_limits(plain(max_hours_per_day=8)) == ()


def test_rules_in_force_have_their_figures_and_whom_they_are_for() -> None:
    made = plain(
        c.DailyHours(hours=8.5, lender="lender"),
        c.SundaysAndHolidays(state="HH", work=True, free_sundays=2, weeks=4),
        c.PartnershipLimit(lenders=1, borrower="borrower"),
    )
    said = {(one.kind, one.message.text) for one in rules_in_force(made)}
    assert {
        ("daily_rest", "at least 11 h of rest between shifts, no two shifts of a person overlap"),
        ("daily_hours", "at most 10 h on a day, never more on a day than a person's own limit"),
        (
            "daily_hours",
            "at most 8.5 h on a day, never more on a day than a person's own limit, for people of 'lender'",
        ),
        ("partnership_limit", "at most 1 lender for a company, at 'borrower'"),
        (
            "sundays_and_holidays",
            "at least 2 of any 4 Sundays are free, a day off makes up for each that is worked, within 2 weeks of a "
            "Sunday and 8 of a holiday, holidays are those of 'HH'",
        ),
    } <= said
    assert len(rules_in_force(made)) == len(made.rules)


@pytest.mark.parametrize(
    ("rule", "english", "german"),
    [
        (
            c.WeeklyRest(hours=24, lender="lender", sector="Q", until="2020-06-30", overrides=True),
            "at least 24 h of rest at a stretch in a week, for people of 'lender', in sector 'Q' until 2020-06-30, in "
            "place of the wider rule",
            "mindestens 24 h Ruhe am Stück in der Woche, für Personen von „lender“, in der Branche „Q“ bis "
            "30.06.2020, anstelle der weiter gefassten Regel",
        ),
        (
            c.Budget(cents=5000, borrower="borrower", since="2020-04-10", until="2020-06-30"),
            "lent work costs a company at most 50.00 EUR, at 'borrower' from 2020-04-10 to 2020-06-30",
            "Einsätze kosten jede Firma höchstens 50,00 EUR, bei „borrower“ vom 10.04.2020 bis 30.06.2020",
        ),
        (
            c.Commute(applies=False, group="youth", demand="d", overrides=True),
            "people's own limits of the way do not count, for some people, for 'd', in place of the wider rule",
            "eigene Grenzen des Weges gelten nicht, für manche Personen, für „d“, anstelle der weiter gefassten Regel",
        ),
    ],
    ids=lambda one: getattr(one, "kind", ""),
)
def test_rules_in_force_have_their_scope_in_both_languages(rule: sm.Rule, english: str, german: str) -> None:
    (said,) = rules_in_force(plain().model_copy(update={"rules": (rule,)}))
    assert (said.message.text, said.message.text_in("de")) == (english, german)


_OWN = "than a person's own limit"


@pytest.mark.parametrize(
    ("rule", "english"),
    [
        (
            c.DailyHours(per="24_hours", ways_between_sites=True),
            f"at most 10 h in the 24 h from when work begins, never more in the 24 h from when work begins {_OWN} of a "
            "day, ways between the sites of a day count as work",
        ),
        (c.DailyHours(hours=None, per="24_hours"), f"never more in the 24 h from when work begins {_OWN} of a day"),
        (
            c.WeeklyHours(hours=60, ways_between_sites=True),
            f"at most 60 h from Monday to Sunday, never more in a week {_OWN}, ways between the sites of a day count "
            "as work",
        ),
        (
            c.DailyRest(between="days"),
            "at least 11 h of rest between shifts, if they begin on different days, no two shifts of a person overlap",
        ),
        (
            c.NightWork(start="20:00", end="06:00", night_hours=0, hours=0),
            "at most 0 h in a night shift, night work is more than 0 h from 20:00 to 06:00",
        ),
        (
            c.PayPremium(night=25, night_hours=2, sunday=50, together="highest"),
            "hours from 23:00 to 06:00 cost 25 % more, if a shift has more than 2 h of them, hours on Sundays cost 50 "
            "% more, of the night and the day only the higher counts",
        ),
        (c.PayPremium(sunday=50, night_hours=2, together="highest"), "hours on Sundays cost 50 % more"),
        (
            c.Channels(channels=[{"name": "occasional", "cents": 500, "max_days": 3, "max_hours_per_week": 8}]),
            "nobody is lent but occasionally (a person on at most 3 days of the plan, a person for at most 8 h a week, "
            "each person at each company costs 5.00 EUR)",
        ),
        (
            c.SundaysAndHolidays(standby=True),
            "nobody works on a Sunday, public holidays do not count, as no state is given, standby counts as work",
        ),
        (
            c.SundaysAndHolidays(work=True, sunday_weeks=1, made_up="after", moved_hours=-2.5),
            "at least 15 of any 52 Sundays are free, a day off makes up for each that is worked, within 1 week after a "
            "Sunday and 8 after a holiday, days begin and end 2.5 h earlier, public holidays do not count, as no state "
            "is given",
        ),
        (
            c.SundaysAndHolidays(moved_hours=6),
            "nobody works on a Sunday, days begin and end 6 h later, public holidays do not count, as no state is "
            "given",
        ),
        (
            c.DailyRest(shortened=10, within_days=28, within_month=True),
            "at least 11 h of rest between shifts, 10 h where another rest of 12 h makes up for it, begun up to 28 "
            "days before or after, in the same month, no two shifts of a person overlap",
        ),
        (
            c.WeeklyRest(hours=35, per="seven_days", edge="within"),
            "at least 35 h of rest at a stretch in any seven days, all of them within these days",
        ),
        (
            c.MaxSecondment(days=100, breaks_count=True),
            "at most 100 days lent to a company, those before a break of up to 92 days included, and the days of such "
            "breaks",
        ),
        (
            c.SplitDays(pieces=2, hours=13, minutes=30),
            "at most 2 pieces of work on a day, within 13 h, 30 min between them beyond the way",
        ),
        (c.LendingCap(people=2, per="day"), "at most 2 people of a lender are away on a day"),
        (
            c.HomeReserve(people=2, per="day"),
            "at least 2 of a lender's people who are rostered at home on a day stay there all day",
        ),
        (
            c.MinSecondment(days=3, break_days=2),
            "at least 3 days at each company, a break of up to 2 days does not end a stay",
        ),
        (c.Together(groups=[("v", "w")], per="site_day"), "1 group goes together, to a site on a day"),
        (c.Apart(groups=[("v", "w")], per="site_day"), "1 group is kept apart, at a site on a day"),
        (
            c.SkillMix(roles=[{"skill": "care"}, {"skill": "cook"}], twice=True),
            "a crew has people for 2 roles, one person may fill several of them",
        ),
        (
            c.EqualPay(after_days=30),
            "lent work costs no less than comparable people at the borrower, from 30 days lent there on, those before "
            "a break of up to 92 days included",
        ),
        (
            c.Budget(cents=5000, with_charges=True),
            "lent work costs a company at most 50.00 EUR, what rules charge for it included",
        ),
    ],
)
def test_rules_in_force_tell_what_changes_their_figures(rule: sm.Rule, english: str) -> None:
    (said,) = rules_in_force(plain().model_copy(update={"rules": (rule,)}))
    assert said.message.text == english


# Fields that are told by what follows from them.
_DERIVED = {
    "channels": {"channels", "per"},
    "daily_hours": {"per"},
    "daily_rest": {"between", "within_days", "within_month"},
    "equal_pay": {"break_days"},
    "max_shifts": {"kinds", "demands"},
    "pay_premium": {"night_hours", "together"},
    "same_kind": {"per"},
    "successions": {"forbidden"},
    "sundays_and_holidays": {"made_up", "moved_hours"},
    "works_council": {"of"},
}


@pytest.mark.parametrize("kind", [rule.model_fields["kind"].default for rule in c.RULES])
def test_rules_in_force_leave_out_no_field(kind: str) -> None:
    (rule,) = (one for one in c.RULES if one.model_fields["kind"].default == kind)
    told = {part.field.removeprefix("not ").partition("=")[0] for part in SAID[kind]}
    told |= {name for part in SAID[kind] for name in part.sentence.kinds}
    told |= {"groups", "roles", "pairs"} if "n" in told else set()
    told |= {"per"} if "each" in told else set()
    general = {"kind", "because", "overrides", "price_cents", "soft", *SCOPE}
    assert rule.model_fields.keys() - general - told == _DERIVED.get(kind, set())


def test_consent_that_is_not_asked_for_somewhere_alone_is_told() -> None:
    over = c.ConsentRule(states=("offered", "accepted"), borrower="borrower", overrides=True)
    codes = [one.message.code for one in absent(plain(over))]
    assert "absent.consent" not in codes
    assert codes.count("absent.unanswered") == 1


@examples(300)
@given(st.one_of(USUAL_RULES + SPECIAL_RULES))
def test_every_rule_is_said_in_a_sentence_of_its_own(rule: sm.Rule) -> None:
    # Rules name people of other scenarios; what they say needs none of them.
    (one,) = rules_in_force(plain().model_copy(update={"rules": (rule,)}))
    require_filled(one.message)
    assert "in_force" not in one.message.text
    assert not one.message.text.startswith("the rule")


def test_validate_inspect_solve_and_the_report_say_what_is_off(tmp_path: Path) -> None:
    path, run = tmp_path / "made.json", CliRunner()
    plain(consent="declined").without_rules("consent").save(path)
    told = run.invoke(app, ["validate", str(path)]).output
    assert f"Warning: {CONSENT_OFF}" in told
    assert "nothing is wrong" not in told
    assert json.loads(run.invoke(app, ["validate", "--json", str(path)]).stdout)["off"] == [CONSENT_OFF]
    page = tmp_path / "plan.html"
    solved = run.invoke(app, ["solve", str(path), "--out", str(tmp_path / "p.json"), "--report", str(page)])
    assert CONSENT_OFF in solved.stdout
    inspected = run.invoke(app, ["inspect", str(path)]).stdout
    assert CONSENT_OFF in inspected
    assert "at most 10 h on a day" in " ".join(inspected.split())
    html = page.read_text(encoding="utf-8")
    assert CONSENT_OFF in html
    assert "at most 10 h on a day" in html
    assert "No rule gives people a free day in seven." in html
    frame = sm.inspect(sm.Scenario.load(path)).to_frame("absent", "pandas")
    assert list(frame["off"]) == [True, False, False, False]
