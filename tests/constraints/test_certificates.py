from __future__ import annotations

from typing import Any

import pytest

import staffmatch as sm
from staffmatch.constraints import Certificates
from staffmatch.explain.funnel import funnel
from tests.builders import BERLIN, allowed, demand, example, refused, scenario, shift, solved, violations, worker

DAY, NIGHT = shift("s", 6, "08:00-16:00"), shift("s", 6, "22:00-06:00")


def held(*certificates: tuple[str, str | None]) -> list[sm.HeldCertificate]:
    return [sm.HeldCertificate(id=name, until=until) for name, until in certificates]


def asked(*certificates: tuple[str, str | None], shifts: tuple[sm.Shift, ...] = (DAY,), **fields: Any) -> sm.Scenario:
    need = demand("d", *shifts, **{"certificates": ["forklift"]} | fields)
    return scenario([worker(certificates=held(*certificates))], [need], [Certificates()])


def test_nobody_needs_no_certificate() -> None:
    assert violations(asked()) == []


def test_a_demand_that_asks_for_none_takes_everybody() -> None:
    allowed(asked(certificates=[]), ("w", "s"))


def test_one_that_expires_on_the_last_day_is_still_valid() -> None:
    allowed(asked(("forklift", "2020-04-06")), ("w", "s"))
    assert "expired on 2020-04-05, 1 day before" in refused(asked(("forklift", "2020-04-05")), ("w", "s"))


def test_the_sentence_tells_how_long_before() -> None:
    assert refused(asked(("forklift", "2020-04-03")), ("w", "s")) == example(Certificates)


def test_one_without_a_day_does_not_expire_and_another_one_is_none() -> None:
    allowed(asked(("forklift", None)), ("w", "s"))
    assert refused(asked(("measles", None)), ("w", "s")) == (
        "Worker 'w' has no certificate 'forklift', for which shift 's' asks."
    )


def test_of_several_with_one_name_a_valid_one_is_enough() -> None:
    allowed(asked(("forklift", "2020-04-03"), ("forklift", "2020-04-06")), ("w", "s"))
    allowed(asked(("forklift", None), ("forklift", "2020-04-03")), ("w", "s"))
    assert "2020-04-03" in refused(asked(("forklift", "2020-03-03"), ("forklift", "2020-04-03")), ("w", "s"))


@pytest.mark.parametrize(("hours", "day"), [("22:00-06:00", 7), ("22:00-00:00", 6), ("22:00-00:01", 7)])
def test_a_night_shift_ends_on_the_day_of_its_last_minute(hours: str, day: int) -> None:
    night = (shift("s", 6, hours),)
    allowed(asked(("forklift", f"2020-04-{day:02}"), shifts=night), ("w", "s"))
    refused(asked(("forklift", f"2020-04-{day - 1:02}"), shifts=night), ("w", "s"))


def test_days_are_those_of_the_time_zone() -> None:
    scene = asked(("forklift", "2020-04-06"), shifts=(NIGHT,))
    allowed(scene.replace(timezone="America/New_York"), ("w", "s"))
    assert len(violations(scene, ("w", "s"))) == 1
    assert NIGHT.end.astimezone(BERLIN).day == 7


def test_each_of_several_is_needed() -> None:
    both = {"certificates": ["forklift", "measles"]}
    allowed(asked(("measles", None), ("forklift", "2021-01-01"), **both), ("w", "s"))
    scene = asked(("measles", "2020-04-01"), **both)
    assert [(one.amount, one.unit) for one in violations(scene, ("w", "s"))] == [(1, "certificates"), (5, "days")]
    assert solved(scene) == set()


def test_shifts_held_together_need_it_to_the_last() -> None:
    week = tuple(shift(f"s{day}", day, "08:00-16:00") for day in (6, 8, 7))
    allowed(asked(("forklift", "2020-04-07"), shifts=week), ("w", "s6"), ("w", "s7"))
    together = asked(("forklift", "2020-04-07"), shifts=week, same_worker=True)
    assert "shift 's8'" in refused(together, ("w", "s6"), ("w", "s7"), ("w", "s8"))


def test_the_reason_counts_who_holds_it_and_tells_how_far_off_the_nearest_is() -> None:
    people = [worker("a"), worker("b", certificates=held(("forklift", "2020-03-31"))),
              worker("c", certificates=held(("forklift", "2020-04-03")))]  # fmt: skip
    scene = scenario(people, [demand("d", DAY, certificates=["forklift"])], sm.DEFAULT_RULES)
    solution = sm.solve(scene)
    (shortage,) = solution.shortages
    assert shortage.reason.text == "0 of 3 people have 'forklift', valid on 2020-04-06; 1 is needed."
    assert shortage.reason.message.text_in("de").startswith("0 von 3 Personen")
    (step,) = funnel(scene, scene.demands[0], DAY)[0]
    assert (step.rule, step.nearest, step.amount, step.unit) == ("certificates", ("c",), 3, "days")
    assert step.near is not None
    assert "The nearest is 'c', by 3 days" in step.near.text
    assert sm.verify(scene, solution).ok


def test_scenarios_have_the_rule_by_default_and_write_certificates() -> None:
    scene = asked(("forklift", "2020-04-03")).replace(rules=sm.DEFAULT_RULES)
    assert Certificates() in sm.DEFAULT_RULES
    assert solved(scene) == set()
    again = sm.Scenario.model_validate_json(scene.model_dump_json())
    assert again == scene
    assert again.digest() == scene.digest() != asked(("forklift", "2020-04-04")).digest()


@pytest.mark.parametrize("because", [None, sm.LegalBasis(paragraph="§ 20 (9) IfSG")])
def test_what_would_help_is_to_renew_it_or_somebody_who_has_it(because: sm.LegalBasis | None) -> None:
    need = demand("d", DAY, certificates=["forklift", "measles"])
    person = worker(certificates=held(("measles", None), ("forklift", "2020-04-03")))
    scene = scenario([person], [need], sm.DEFAULT_RULES).with_rules(Certificates(because=because))
    answer = sm.solve(scene, threads=1).explain(shift="s")
    texts = [message.text for message in answer.messages()]
    assert "Let 'w' get or renew 'forklift'." in texts
    assert any("with the certificate 'forklift' and the certificate 'measles'" in text for text in texts)
    assert any("(§ 20 (9) IfSG)" in text for text in texts) == (because is not None)
