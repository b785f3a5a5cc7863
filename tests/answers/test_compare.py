"""A comparison tells a difference only where enumeration finds the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import staffmatch as sm
from staffmatch.answers.options import Clock
from staffmatch.answers.what_if import compare as module
from staffmatch.answers.what_if.intervals import TierChange, decisive, tier_changes
from staffmatch.result.contents import TierResult
from tests.brute_force import least
from tests.builders import demand, scenario, shift, worker
from tests.strategies import examples, scenarios


@st.composite
def variants(draw: st.DrawFn) -> tuple[sm.Scenario, sm.Scenario]:
    """A scenario, and the same without somebody or without one of its rules."""
    scene = draw(scenarios(most_pairs=8, default=True))
    somebody = st.sampled_from(scene.ids("workers")).map(lambda name: scene.without(workers=[name]))
    fewer = [rule for rule in scene.rules if rule.kind not in ("coverage", "pins", "commute")]
    laxer = st.sampled_from(fewer).map(lambda gone: scene.replace(rules=[r for r in scene.rules if r != gone]))
    return scene, draw(somebody | laxer)


@examples(25)
@given(variants())
def test_what_differs_is_what_enumeration_finds(pair: tuple[sm.Scenario, sm.Scenario]) -> None:
    (one, other), best = pair, [least(scene) for scene in pair]
    answer = sm.compare({"one": one, "other": other})
    assert answer.rests_on == "exact"
    assert [case.status == "infeasible" for case in answer.cases] == [found is None for found in best]
    if best[0] is not None and best[1] is not None:
        exact = [b - a for a, b in zip(*best, strict=True)]
        told = answer["other"].changes
        assert [
            round(change.change * tier.per_unit) for change, tier in zip(told, answer["one"].tiers, strict=True)
        ] == exact
        assert [change.least for change in told] == [change.most for change in told] == [c.change for c in told]
        assert [change.verdict for change in told] == ["equal" if not d else "less" if d < 0 else "more" for d in exact]


def tier(value: float, bound: float | None) -> TierResult:
    gap = None if bound is None else abs(value - bound) / max(abs(value), 1)
    return TierResult(term="empty_seats", unit="seats", per_unit=1, value=value, bound=bound, gap=gap, proof="solver")


@given(*[st.lists(st.integers(0, 4), min_size=3, max_size=3).map(sorted)] * 2)
def test_no_difference_is_told_that_the_optima_may_not_have(one: list[int], other: list[int]) -> None:
    (change,) = tier_changes([tier(one[2], one[0])], [tier(other[2], other[0])])
    assert change.least is not None
    assert change.most is not None
    # The optimum may be any number from bound to value.
    assert change.least <= other[1] - one[1] <= change.most
    possible = {b - a for a in range(one[0], one[2] + 1) for b in range(other[0], other[2] + 1)}
    assert (change.verdict == "less") == (max(possible) < 0)
    assert (change.verdict == "more") == (min(possible) > 0)
    assert (change.verdict == "equal") == (possible == {0})


def told(*pairs: tuple[TierResult, TierResult]) -> tuple[TierChange, ...]:
    return tuple(tier_changes([one for one, _ in pairs], [other for _, other in pairs]))


def test_without_a_bound_or_behind_an_unproven_tier_nothing_is_said() -> None:
    assert told((tier(3, None), tier(0, 0)))[0].verdict == "not distinguishable"
    first, second = told((tier(3, 2), tier(3, 3)), (tier(9, 9), tier(1, 1)))
    assert (first.verdict, second.verdict, second.least) == ("not distinguishable",) * 2 + (None,)
    assert decisive((first, second)) == first


def test_sentences_say_how_much_or_that_it_is_within_the_gaps() -> None:
    sentences = [
        (tier(5, 5), tier(3, 3), "2 seats less of empty seats"),
        (tier(5, 5), tier(8, 7), "2 to 3 seats more of empty seats"),
        (tier(5, 5), tier(5, 5), "as much of empty seats"),
        (tier(5, 3), tier(4, 4), "no distinguishable difference in empty seats (from -1 to 1 seat, within the gaps)"),
        (tier(5, 5), tier(3, None), "at least 2 seats less of empty seats"),
        (tier(2, None), tier(4, 3), "at least 1 seat more of empty seats"),
        (tier(5, None), tier(4, 4), "no distinguishable difference in empty seats (its bounds are not known)"),
    ]
    for one, other, text in sentences:
        assert told((one, other))[0].message.text == text


NEED = demand("d", shift("mon", 6, "06:00-14:00"), headcount=2)
TEAM = [worker("ann", pay_cents_per_hour=1000), worker("bob", pay_cents_per_hour=2000)]
BOTH = scenario(TEAM, [NEED])
ALONE = BOTH.without(workers=["bob"])
CLASH = BOTH.replace(
    demands=[*BOTH.demands, demand("e", shift("over", 6, "08:00-12:00"))],
    pins=[sm.Pin(worker="ann", shift="mon"), sm.Pin(worker="ann", shift="over")],
)


def test_it_is_told_in_words_frames_and_notebooks() -> None:
    answer = sm.compare({"as is": BOTH, "bob is ill": ALONE, "pinned": CLASH})
    assert "'bob is ill' against 'as is': 8 h more of uncovered hours and 160.00 EUR less of cost." in answer.text
    assert "'pinned' has no plan: its pins cannot all be kept." in answer.text
    frame = answer.to_frame("pandas")
    assert list(frame["scenario"]) == ["as is", "as is", "bob is ill", "bob is ill", "pinned"]
    assert "<b" not in sm.compare({"<b>": BOTH, "x": ALONE})._repr_html_()
    assert set(answer.solutions) == {"as is", "bob is ill", "pinned"}
    assert answer.to_dict()["cases"][1]["changes"][0]["verdict"] == "more"


def test_other_terms_are_not_compared() -> None:
    answer = sm.compare({"as is": BOTH, "seats": BOTH.replace(tiers=[[sm.objectives.EmptySeats()]])})
    assert answer["seats"].changes == ()
    assert "From tier 1 on 'seats' has other aims than 'as is': these are not compared." in answer.text


def test_terms_of_one_kind_with_other_figures_are_not_compared() -> None:
    near, far = (
        BOTH.replace(tiers=[[sm.objectives.UncoveredHours()], [sm.objectives.CommuteOver(minutes=minutes)]])
        for minutes in (10, 20)
    )
    answer = sm.compare({"near": near, "far": far, "again": near.without(workers=["bob"])})
    assert [change.term for change in answer["far"].changes] == ["uncovered_hours"]
    assert "From tier 2 on 'far' has other aims than 'near'" in answer.text
    assert len(answer["again"].changes) == 2


def test_processes_of_their_own_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORTH_A_PROCESS", 0.0)
    cases = {"as is": BOTH, "one": ALONE, "two": BOTH.without(workers=["ann"])}
    answer = sm.compare(cases, threads=2)
    assert [[tier.value for tier in case.tiers] for case in answer.cases] == [[0, 240], [8, 80], [8, 160]]
    assert answer.rests_on == "exact"


def test_a_process_that_hangs_past_its_limit_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging:
        @staticmethod
        def done() -> bool:
            return False

    monkeypatch.setattr(module, "GRACE", 0.1)
    hanging: Any = [Hanging()]
    module._await(hanging, Clock(None), 0.0)
    # Without a limit it waits until its own time is over.
    module._await(hanging, Clock(0.1), None)


class Mine(sm.Rule):
    """A rule of nowhere."""

    kind: str = "mine"


def test_classes_that_no_other_process_knows_stay_in_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORTH_A_PROCESS", 0.0)
    here = type("Here", (Mine,), {"__module__": "nowhere", "__qualname__": "Here"})
    ruled = BOTH.replace(rules=[*BOTH.rules, here()])
    answer = sm.compare({"as is": BOTH, "one": ruled, "two": ruled}, threads=2)
    assert [case.status for case in answer.cases] == ["optimal"] * 3


@pytest.mark.parametrize("given", [{}, {"one": BOTH}, [BOTH, BOTH]])
def test_one_scenario_is_nothing_to_compare(given: Any) -> None:
    with pytest.raises(sm.InputError, match="Give a dictionary"):
        sm.compare(given)
    with pytest.raises(TypeError, match="Scenario"):
        sm.compare({"one": BOTH, "file": "two.json"})  # type: ignore[dict-item]


def test_out_of_time_the_bounds_are_told() -> None:
    scene = sm.hamburg.scenario("small", seed=1)
    answer = sm.compare({"as is": scene, "one less": scene.without(workers=[scene.workers[0].id])}, time_limit=0)
    assert answer.rests_on == "bounds"
    assert answer["one less"].changes[0].verdict == "not distinguishable"
    assert "no distinguishable difference" in answer.text
