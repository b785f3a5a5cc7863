"""What answers say has the values of its sentences, and words in every language."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.explain.answer import Answer
from tests import builders
from tests.messages.filled import require_filled
from tests.strategies import examples, scenarios

DAY = "08:00-16:00"


def town() -> sm.Scenario:
    """Few for many: seats that share people, one who has not answered, and a budget that is nearly used up."""
    people = [
        builders.worker("ana", skills={"care": 2}, max_hours=20),
        builders.worker("ben"),
        builders.worker("cem", skills={"care": 2}, consent="offered"),
        builders.worker("dan", skills={"care": 1}),
    ]
    needs = [
        builders.demand("ward", builders.shift("mon", 6, DAY), skills={"care": 2}, headcount=2),
        builders.demand("door", builders.shift("tue", 6, DAY), skills={"care": 1}, priority=3),
        builders.demand("desk", builders.shift("wed", 7, DAY)),
    ]
    return builders.scenario(people, needs)


def what_if(scenario: sm.Scenario) -> Iterator[Answer]:
    clash = scenario.replace(pins=[sm.Pin(worker="ana", shift=name) for name in ("mon", "tue")])
    yield sm.compare({"as is": scenario, "without ana": scenario.without(workers=["ana"]), "clash": clash}, threads=1)
    yield sm.compare({"as is": scenario, "hurried": scenario}, threads=1, time_limit=0)
    for points in (2, 5):
        yield sm.tradeoff(scenario, "uncovered_hours", "workers_used", points=points, threads=1)
    yield sm.tradeoff(scenario, "empty_seats", "cost", time_limit=0.0, threads=1)
    yield sm.conflicts(clash, all=True)
    yield sm.conflicts(clash, hold=["pins"])
    yield sm.conflicts(scenario, must_fill=["ward", "door"])
    yield sm.conflicts(scenario)


def test_what_if_is_said_in_every_language() -> None:
    scenario = town()
    solution = sm.solve(scenario, threads=1)
    answers = [*what_if(scenario), *(solution.sensitivity(by) for by in ("skill", "hour", "rule", "sector"))]
    answers += [solution.replan(scenario.without(workers=["ana"])).diff(solution), solution.diff(solution)]
    for answer in answers:
        for message in answer.messages():
            require_filled(message)
    told = " ".join(answer.text_in("de") for answer in answers)
    assert "„without ana“ gegenüber „as is“: Unterdeckung 8 h höher" in told
    assert "die Festlegung von „ana“ auf „mon“" in told
    assert "Ohne die Regel „skills“: Unterdeckung 8 h niedriger" in told


@settings(examples(50), phases=(Phase.explicit, Phase.generate))
@given(scenarios(), st.data())
def test_why_and_who_else_are_said_in_every_language(scenario: sm.Scenario, data: st.DataObject) -> None:
    solution = sm.solve(scenario, threads=1)
    workers, shifts = scenario.ids("workers"), scenario.ids("shifts")
    if solution.status not in ("optimal", "feasible") or not workers or not shifts:
        return
    worker, shift = data.draw(st.sampled_from(workers)), data.draw(st.sampled_from(shifts))
    seconds = data.draw(st.sampled_from((0.0, 1.0)))
    answers: list[Answer] = [
        solution.explain(shift=shift, time_limit=seconds),
        solution.explain(worker=worker, time_limit=seconds),
        solution.explain(worker=worker, shift=shift, time_limit=seconds),
        solution.recommend(shift=shift, time_limit=seconds),
        solution.recommend(worker=worker, time_limit=seconds),
    ]
    for answer in answers:
        for message in answer.messages():
            require_filled(message)
