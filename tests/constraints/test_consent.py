from __future__ import annotations

import pytest

import staffmatch as sm
from staffmatch.constraints import ConsentRule
from tests.builders import allowed, demand, example, refused, scenario, shift, solved, violations, worker

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


def says(state: str = "offered", answer_by: str | None = None, company: str = "borrower") -> sm.BorrowerConsent:
    return sm.BorrowerConsent(company=company, state=state, answer_by=answer_by)


def test_what_is_said_of_a_borrower_counts_there_alone() -> None:
    picky = worker(consent="declined", consents=[says("accepted")])
    other = demand("e", shift("t", 7, "08:00-16:00"), company="third")
    scene = scenario([picky], [NEED, other], [ConsentRule()])
    assert solved(scene) == {("w", "s")}
    assert "consent is 'declined'" in refused(scene, ("w", "t"))
    willing = worker(consents=[says("declined")])
    text = refused(scenario([willing], [NEED], [ConsentRule()]), ("w", "s"))
    assert text == "Worker 'w' has shift 's' but their consent to 'borrower' is 'declined'."


def test_who_does_not_answer_in_time_has_declined() -> None:
    asked, by = worker(consents=[says(answer_by="2020-04-05T18:00+02:00")]), "2020-04-05T18:0{}+02:00"
    ahead = {"states": ("offered", "accepted")}
    allowed(scenario([asked], [NEED], [ConsentRule(**ahead)]), ("w", "s"))
    allowed(scenario([asked], [NEED], [ConsentRule(**ahead, as_of=by.format(0))]), ("w", "s"))
    text = refused(scenario([asked], [NEED], [ConsentRule(**ahead, as_of=by.format(1))]), ("w", "s"))
    assert text == "Worker 'w' has shift 's' but has not answered for 'borrower' by Sun 05 Apr 18:00."
    agreed = worker(consents=[says("accepted", "2020-04-05T18:00+02:00")])
    allowed(scenario([agreed], [NEED], [ConsentRule(as_of=by.format(1))]), ("w", "s"))


def test_one_answer_for_each_borrower() -> None:
    with pytest.raises(sm.InputError, match="says twice"):
        scenario([worker(consents=[says(), says("declined")])], [NEED])
    with pytest.raises(sm.InputError, match="there is no company 'borower'"):
        scenario([worker(consents=[says(company="borower")])], [NEED])


def test_what_waits_for_an_answer_is_told() -> None:
    team = [worker(consents=[says(answer_by="2020-04-05T18:00+02:00")]), worker("v", consent="offered"), worker("u")]
    need = demand("d", shift("s", 6, "08:00-16:00"), headcount=3)
    found = sm.secondments(sm.solve(scenario(team, [need], [ConsentRule(states=("offered", "accepted"))])))
    assert found.text == (
        "2 assignments (16 h) wait for an answer of 2 people. "
        "The earliest is due by Sun 05 Apr 18:00: 'w' to 'borrower'."
    )
    assert [one.worker for one in found.unanswered] == ["w", "v"]
    assert found.unanswered[0].message.text == "'w' has not answered: 1 assignment at 'borrower' (8 h) rests on it."


def test_an_accepted_shift_is_an_answer_to_its_borrower() -> None:
    asked = worker(consent="offered", consents=[says()])
    scene = scenario([asked], [NEED], None)
    later = sm.solve(scene).replan(scene, answers={("w", "s"): "accepted"})
    assert list(later.plan) == [("w", "s")]
    assert later.scenario.workers[0].consents == (says("accepted"),)
    assert later.scenario.workers[0].consent == "offered"
