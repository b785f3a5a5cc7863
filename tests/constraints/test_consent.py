from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import ConsentRule
from tests.builders import allowed, demand, example, refused, scenario, shift, violations, worker

NEED = demand("d", shift("s", 6, "08:00-16:00"))


def test_nobody_has_to_agree_to_the_empty_plan() -> None:
    assert violations(scenario([worker(consent="declined")], [NEED], [ConsentRule()])) == []


def test_who_accepted_is_planned() -> None:
    allowed(scenario([worker(consent="accepted")], [NEED], [ConsentRule()]), ("w", "s"))


@pytest.mark.parametrize("state", ["offered", "declined", "withdrawn"])
def test_who_has_not_accepted_is_not_planned(state: str) -> None:
    text = refused(scenario([worker(consent=state)], [NEED], [ConsentRule()]), ("w", "s"))
    assert text == example(ConsentRule).replace("declined", state)


def test_one_may_plan_ahead_of_the_answers() -> None:
    ahead = ConsentRule(states=("offered", "accepted"))
    allowed(scenario([worker(consent="offered")], [NEED], [ahead]), ("w", "s"))
    assert "'declined'" in refused(scenario([worker(consent="declined")], [NEED], [ahead]), ("w", "s"))


def test_a_set_of_states_without_accepted_leaves_out_who_accepted() -> None:
    only_offered = [ConsentRule(states=(sm.Consent.OFFERED,))]
    assert "'accepted'" in refused(scenario([worker()], [NEED], only_offered), ("w", "s"))
