"""What is wrong with a scenario, all of it at once, as lines of pydantic's error at their places and without input."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

import staffmatch as sm
from staffmatch.errors import MAX_PROBLEMS

Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    made = sm.hamburg.scenario(workers=6, seats=4, days=3, seed=1)
    return json.loads(made.model_dump_json()) | {"pins": [], "skills": []}


def lines(data: Any) -> list[dict[str, Any]]:
    """As a web framework asks for them."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(sm.Scenario).validate_python(data)
    return caught.value.errors(include_url=False)  # type: ignore[return-value]


def paths(data: Any) -> list[str]:
    with pytest.raises(sm.InputError) as caught:
        sm.Scenario.model_validate(data)
    return [f"{problem.path} {problem.code}" for problem in caught.value.problems]


def wrong(content: dict[str, Any], *changes: Change) -> dict[str, Any]:
    changed = deepcopy(content)
    for change in changes:
        change(changed)
    return changed


def headcount(data: dict[str, Any]) -> None:
    data["demands"][0]["headcount"] = -3


def company(data: dict[str, Any]) -> None:
    data["workers"][1]["company"] = "nowhere"


def shift(data: dict[str, Any]) -> None:
    data["pins"] = [{"worker": "w1", "shift": "never"}]


UNKNOWN = "workers[1].company unknown_company"


def test_a_refused_field_and_a_contradiction_are_two_problems(content: dict[str, Any]) -> None:
    data = wrong(content, headcount, company)
    assert paths(data) == ["demands[0].headcount greater_than_equal", UNKNOWN]
    first, second = lines(data)
    assert first["loc"] == ("demands", 0, "headcount")
    assert second["loc"] == ("workers", 1, "company")
    assert second["type"] == "unknown_company"
    assert second["msg"].startswith("there is no company 'nowhere'. ")
    assert second["ctx"]["ids"] == [content["workers"][1]["id"], "nowhere"]
    assert first["ctx"]["ids"] == [content["demands"][0]["id"]]
    assert first["input"] is second["input"] is None


def test_a_constructor_tells_both_too(content: dict[str, Any]) -> None:
    with pytest.raises(sm.InputError) as caught:
        sm.Scenario(**wrong(content, headcount, company))
    assert caught.value.count == 2


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(lambda d: d["companies"][0].pop("id"), ["companies[0].id missing"], id="nobody knows its name"),
        pytest.param(lambda d: d["companies"][0].update(location=3), ["companies[0].location model_type"], id="place"),
        pytest.param(lambda d: d["companies"].append(7), ["companies[N] model_type"], id="no record"),
        pytest.param(lambda d: d.update(companies=3), ["companies tuple_type"], id="no list of companies"),
        pytest.param(lambda d: d["demands"][0].pop("shifts"), ["demands[0].shifts missing"], id="no shifts"),
        pytest.param(lambda d: d["demands"][0].update(shifts=[]), ["demands[0].shifts too_short"], id="no shift"),
        pytest.param(
            lambda d: d["demands"][0]["shifts"][0].update(end="soon"),
            ["demands[0].shifts[0].end not_a_time"],
            id="a shift",
        ),
        pytest.param(lambda d: d.update(rules=[{"kind": "wish"}]), ["rules[0] unknown_kind"], id="rule"),
        pytest.param(lambda d: d.update(tiers=[]), ["tiers too_short"], id="tiers"),
        pytest.param(lambda d: d.update(colour="red"), ["colour extra_forbidden"], id="a field that is none"),
        pytest.param(
            lambda d: d["demands"][0].update(headcount=-3, min_crew=5),
            ["demands[0].headcount greater_than_equal"],
            id="what follows from it is not told",
        ),
    ],
)
def test_what_is_refused_hides_nothing_else_and_makes_up_nothing(
    content: dict[str, Any], spoil: Change, told: list[str]
) -> None:
    """Names of what could not be read are not said to be unknown; what is certain is told."""
    told = [one.replace("[N]", f"[{len(content['companies'])}]") for one in told]
    assert paths(wrong(content, spoil)) == told
    both = paths(wrong(content, spoil, shift))
    assert both[: len(told)] == told
    lost_shifts = {"demands[0].shifts missing", "demands[0].shifts too_short"}
    lost_companies = {"companies[0].id missing", f"companies[{len(content['companies'])}] model_type"}
    lost_companies |= {"companies tuple_type"}
    if not lost_shifts & set(told):
        assert both[len(told) :] == ["pins[0].shift unknown_shift"]
    if not lost_companies & set(told):
        assert paths(wrong(content, spoil, company)) == [*told, UNKNOWN]


def test_contradictions_alone_are_lines_as_well(content: dict[str, Any]) -> None:
    found = lines(wrong(content, company, shift))
    assert [line["loc"] for line in found] == [("workers", 1, "company"), ("pins", 0, "shift")]


@pytest.mark.parametrize("within", ["scenario", "worker"])
def test_nothing_of_a_person_is_echoed(content: dict[str, Any], within: str) -> None:
    person = {
        "id": "w1",
        "company": 7,
        "name": "Ada Lovelace",
        "home": {"lat": "Jungfernstieg 1", "lon": 9.99123},
        "phone": "0170-5550123",
        "consent": "accepted",
    }
    kind, data = (sm.Scenario, content | {"workers": [person]}) if within == "scenario" else (sm.Worker, person)
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(data)
    for text in (str(caught.value), repr(caught.value), caught.value.json(), str(caught.value.errors())):
        assert "phone" in text
        for private in ("Lovelace", "Jungfernstieg", "9.99123", "0170"):
            assert private not in text
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize("data", [[{"name": "Ada Lovelace"}], "Ada Lovelace", None, 3, {"workers": ["Ada Lovelace"]}])
def test_what_is_no_scenario_is_not_echoed(data: object) -> None:
    (line,) = lines(data)
    assert line["input"] is None
    assert "Lovelace" not in str(line)


def test_a_hundred_lines_are_enough_and_all_are_counted(content: dict[str, Any]) -> None:
    many = [content["workers"][0] | {"id": f"p{n}", "company": "nowhere"} for n in range(MAX_PROBLEMS + 30)]
    data = wrong(content, headcount) | {"workers": many}
    found = lines(data)
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1]["msg"] == "and 31 more problems"
    with pytest.raises(sm.InputError) as caught:
        sm.Scenario.model_validate(data)
    assert caught.value.count == MAX_PROBLEMS + 31


def test_frames_are_told_together_too() -> None:
    frames = {
        "companies": pd.DataFrame({"id": ["a", "b"]}),
        "workers": pd.DataFrame({"id": ["ana"], "company": ["nowhere"], "consent": ["accepted"]}),
        "demands": pd.DataFrame({"id": ["ward"], "company": ["b"], "headcount": [-3]}),
        "shifts": pd.DataFrame(
            {"id": ["s"], "demand": ["ward"], "start": ["2020-04-06T06:00+02:00"], "end": ["2020-04-06T14:00+02:00"]}
        ),
    }
    with pytest.raises(sm.InputError) as caught:
        sm.Scenario.from_frames(**frames)
    told = {f"{problem.path} {problem.code}" for problem in caught.value.problems}
    assert told == {"demands[0].headcount greater_than_equal", "workers[0].company unknown_company"}
