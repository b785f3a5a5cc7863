"""Which wishes are granted, as counted by the term and in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

import staffmatch as sm
from staffmatch.explain.granted_wishes import wish_outcomes
from staffmatch.objectives import Wishes
from tests.builders import demand, scenario, shift, worker
from tests.messages.filled import require_filled
from tests.strategies import examples, scenarios


@given(scenarios(most_pairs=8))
@examples(60)
def test_outcomes_count_what_the_term_counts(scenario: sm.Scenario) -> None:
    pairs = [(worker.id, shift.id) for worker in scenario.workers for need in scenario.demands for shift in need.shifts]
    rosters = sm.Plan.of(pairs).rosters(scenario)
    found = [one for worker in scenario.workers for one in wish_outcomes(scenario, worker, rosters.get(worker.id, []))]
    for one in found:
        require_filled(one.message())
    assert sum(one.wish.points * len(one.shifts) for one in found) == Wishes().value(scenario, sm.Plan.of(pairs))


@pytest.mark.parametrize(
    ("wish", "english", "german"),
    [
        (
            {"days": ["2020-04-06"], "start": "06:00"},
            "The wish for work on 2020-04-06, between 06:00 and 24:00 is granted by 'early'.",
            "Der Wunsch, am 06.04.2020, zwischen 06:00 und 24:00 Uhr zu arbeiten, wird mit „early“ erfüllt.",
        ),
        (
            {"days": ["2020-04-08"], "until": "2020-04-10"},
            "The wish for work from 2020-04-08 to 2020-04-10 is not granted.",
            "Der Wunsch, vom 08.04.2020 bis 10.04.2020 zu arbeiten, wird nicht erfüllt.",
        ),
        (
            {"against": True, "weekdays": ["saturday", "sunday"]},
            "The wish for no work on Saturdays or on Sundays is granted.",
            "Der Wunsch, samstags oder sonntags nicht zu arbeiten, wird erfüllt.",
        ),
        (
            {"against": True, "demand": "d"},
            "The wish for no work for 'd' is not granted: there is 'early'.",
            "Der Wunsch, für „d“ nicht zu arbeiten, wird nicht erfüllt: Es gibt „early“.",
        ),
    ],
)
def test_a_person_is_told_which_wishes_are_granted(wish: dict[str, Any], english: str, german: str) -> None:
    made = scenario([worker("ann", wishes=[wish])], [demand("d", shift("early", 6, "06:00-14:00"))])
    told = sm.solve(made).explain(worker="ann")
    assert isinstance(told, sm.WorkerExplanation)
    (outcome,) = told.wishes
    assert (outcome.message().text, outcome.message().text_in("de")) == (english, german)
    assert english in told.text
