"""What a plan is charged for: told with what it costs or counts, by summary, report and command line."""

from __future__ import annotations

from pathlib import Path

import staffmatch as sm
from staffmatch.constraints import Coverage, DailyHours, MinHours, Pins, WeeklyHours
from staffmatch.explain.charged import charged
from staffmatch.objectives import Cost, UncoveredHours, Violations
from staffmatch.reports.gather import figures
from tests.builders import demand, scenario, shift, worker
from tests.test_cli import run

WEEK = [shift(f"s{day}", day, "08:00-18:00") for day in range(6, 11)]
OVERTIME = "Worker 'ann' is lent for 50 h in week 15 of 2020 where 32 h are left of 32 h: 450.00 EUR."


def solved(*rules: sm.Rule) -> sm.Solution:
    tiers = [[UncoveredHours()], [Violations()], [Cost(cents_per_commute_hour=0)]]
    return sm.solve(scenario([worker("ann")], [demand("d", *WEEK)]).replace(rules=rules, tiers=tiers))


def test_each_violation_is_told_with_its_price() -> None:
    solution = solved(Coverage(), WeeklyHours(hours=32, price_cents=2500))
    (said,) = charged(solution.scenario, solution.plan)
    assert str(said) == OVERTIME
    assert said.text_in("de").endswith(" (von 32 h): 450,00 EUR.")
    assert solution.tiers[2].value == 450


def test_soft_rules_are_told_with_what_they_count() -> None:
    solution = solved(Coverage(), DailyHours(hours=8, soft=True))
    assert [str(one).rpartition(": ")[2] for one in charged(solution.scenario, solution.plan)] == ["counts 2."] * 5


def test_people_beyond_the_seats_cost_each_shift() -> None:
    both = [worker("ann"), worker("bob")]
    pins = [sm.Pin(worker=one.id, shift="s6", assigned=True) for one in both]
    city = scenario(both, [demand("d", WEEK[0])]).replace(
        pins=pins, rules=[Coverage(price_cents=990), Pins()], tiers=[[Cost()]]
    )
    solution = sm.solve(city)
    assert list(map(str, charged(city, solution.plan))) == ["Shift 's6' has 2 people for 1 seat: 9.90 EUR."]
    assert figures(solution).charged == ("Shift 's6' has 2 people for 1 seat: 9.90 EUR.",)


def test_verify_tells_it(tmp_path: Path) -> None:
    solution = solved(Coverage(), WeeklyHours(hours=32, price_cents=2500))
    solution.scenario.save(tmp_path / "city.json")
    solution.save(tmp_path / "plan.json")
    done = run("verify", tmp_path / "city.json", tmp_path / "plan.json")
    assert done.exit_code == 0
    assert OVERTIME in " ".join(done.stdout.split())
    assert "Verified: 1 rule holds" in done.stdout


def test_violations_are_counted_in_words_of_each_language(tmp_path: Path) -> None:
    solution = solved(Coverage(), WeeklyHours(hours=49, soft=True))
    solution.scenario.save(tmp_path / "city.json")
    solution.save(tmp_path / "plan.json")
    for lang, told in (("en", "its value, 1 violation, is possible"), ("de", "1 Verstoß, ist nicht möglich")):
        done = run("verify", tmp_path / "city.json", tmp_path / "plan.json", "--lang", lang)
        assert told in " ".join(done.stdout.split())


def test_a_soft_minimum_is_told_to_count_for_everybody() -> None:
    city = scenario([worker("ann")], [demand("d", *WEEK)]).replace(tiers=[[UncoveredHours()], [Violations()]])
    told = sm.inspect(city.replace(rules=[Coverage(), MinHours(hours=60, soft=True)])).rules[1].message
    assert str(told) == (
        "whoever is lent has at least 60 h in a week; it may be broken, as little as can be, and what anybody lacks "
        "counts, lent or not"
    )
