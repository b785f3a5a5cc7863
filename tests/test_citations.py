"""The paragraph at the end of what is said of a rule: where its figures are the law's, or the rule tells its own."""

from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch import constraints as c
from staffmatch.messages.message import Message
from staffmatch.records.bases import Rule
from tests.builders import demand, home_shift, scenario, shift, worker
from tests.messages.filled import require_filled

LONG, EARLY = shift("s", 6, "06:00-17:00"), shift("s", 6, "06:00-14:00")
YOUTH = sm.LegalBasis(paragraph="§ 8 (1) JArbSchG")


def town(need: sm.Shift, *rules: Rule, **fields: Any) -> sm.Scenario:
    return scenario([worker(**fields)], [demand("d", need)], sm.DEFAULT_RULES).with_rules(*rules)


def told(scene: sm.Scenario) -> tuple[str, str]:
    """What is said of the plan, and of the seat that stays empty."""
    (violation,) = sm.verify(scene, sm.Plan.of([("w", "s")])).violations
    require_filled(Message.of(violation.message))
    solution = sm.solve(scene, threads=1)
    assert sm.verify(scene, solution).ok
    (shortage,) = solution.shortages
    require_filled(shortage.reason.message)
    return violation.text, shortage.reason.text


def test_the_law_is_told_where_the_figures_are_its_own() -> None:
    broken, reason = told(town(LONG))
    assert broken == "Worker 'w' is lent for 11 h on 2020-04-06 where 10 h are left of 10 h (§ 3 ArbZG)."
    assert reason.endswith("(§ 3 ArbZG); 1 is needed.")


def test_another_figure_or_ones_own_limit_is_not_the_law() -> None:
    for scene in (town(LONG, c.DailyHours(hours=9)), town(EARLY, max_hours_per_day=4)):
        assert "ArbZG" not in told(scene)[0]
    assert "ArbZG" not in told(town(LONG, c.DailyHours(hours=9)))[1]


def test_a_rule_tells_what_it_rests_on_itself_whatever_its_figures() -> None:
    texts = told(town(LONG, c.DailyHours(hours=8, because=YOUTH)))
    assert all("§ 8 (1) JArbSchG" in text for text in texts)
    assert "JArbSchG" not in told(town(LONG, c.DailyHours(hours=8, because=YOUTH), max_hours_per_day=4))[0]


def test_a_scope_leaves_the_figures_the_laws() -> None:
    rules = c.DailyHours(hours=None), c.DailyHours(worker="w")
    assert "(§ 3 ArbZG)" in told(town(LONG, *rules))[0]


def test_rest_is_the_laws_and_being_in_two_places_is_not() -> None:
    assert told(town(EARLY, home_shifts=[home_shift(5, "14:00-22:00")]))[0].endswith("11 h are due (§ 5 (1) ArbZG).")
    assert "ArbZG" not in told(town(EARLY, home_shifts=[home_shift(6, "08:00-10:00")]))[0]


def test_pay_rests_on_one_law_or_the_other() -> None:
    need = {"comparable_pay_cents_per_hour": 1800}
    for changes, law in ((need, "(§ 8 (1) AÜG)."), ({}, "(§ 1 MiLoG).")):
        scene = scenario([worker(pay_cents_per_hour=900)], [demand("d", EARLY, **changes)], [c.PayFloor()])
        assert told(scene)[0].endswith(law)


def test_what_was_broken_before_tells_it_too_in_german_as_well() -> None:
    scene = town(EARLY, home_shifts=[home_shift(7, "06:00-17:00")])
    found = [one for one in scene.preexisting_violations() if one.rule == "daily_hours"]
    assert [one.text.endswith("(§ 3 ArbZG).") for one in found] == [True]
    assert found[0].text_in("de").endswith("(§ 3 ArbZG).")


def test_explanations_tell_it_once() -> None:
    solution = sm.solve(town(LONG, c.DailyHours(hours=8, because=YOUTH)), threads=1)
    for asked in ({"shift": "s"}, {"shift": "s", "worker": "w"}):
        for message in solution.explain(**asked).messages():
            assert message.text.count("JArbSchG") <= 1
            require_filled(message)


@pytest.mark.parametrize("kind", [kind for kind in c.RULES if kind.law])
def test_the_law_of_a_rule_stands_in_its_source(kind: type[Rule]) -> None:
    law = str(kind.law)
    source = " ".join((kind.__doc__ or "").partition("Source:")[2].split())
    assert law in source or all(part in source for part in law.rsplit(" ", 1))
