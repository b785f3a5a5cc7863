"""The example of a service is started for real, on this machine's own port, and called."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import staffmatch as sm

ROOT = Path(__file__).parents[1]


# A service with a rule of its own: what it imports, it knows by its kind.
OWN = """
from typing import Literal

import staffmatch as sm
from service import app


@sm.register
class NoDawn(sm.Rule):
    kind: Literal["no_dawn"] = "no_dawn"
    hour: int = 6

    def keep(self, pairs):
        return pairs.without(pairs.spans.where(pairs.columns.shift_clock[pairs.spans["shift"]] < self.hour * 60))

    def check(self, scenario, plan):
        for duty in plan.duties(scenario):
            if scenario.local(duty.shift.start).hour < self.hour:
                yield sm.Violation(self.kind, f"{duty.worker.id} starts early.", 1, "shifts", (duty.worker.id,))
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("service")
    (folder / "own_service.py").write_text(OWN, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "own_service:app", "--port", str(port), "--log-level", "warning"]
    own = [str(Path(sm.__file__).parents[1]), str(ROOT / "examples"), os.environ.get("PYTHONPATH", "")]
    server = subprocess.Popen(command, cwd=folder, env=os.environ | {"PYTHONPATH": os.pathsep.join(own)})
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            _wait_for(client)
            yield client
    finally:
        server.terminate()
        assert server.wait(20) in (0, -15)


def _wait_for(client: httpx.Client) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            client.get("/openapi.json")
        except httpx.ConnectError:
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return


@pytest.fixture(scope="module")
def town() -> dict[str, Any]:
    return json.loads(sm.hamburg.scenario(workers=20, seats=10, days=2, seed=1).model_dump_json())


@pytest.fixture(scope="module")
def city() -> dict[str, Any]:
    """One that takes longer than anybody waits here."""
    return json.loads(sm.hamburg.scenario(workers=600, seats=300, days=7, seed=1).model_dump_json())


def _posted(client: httpx.Client, scenario: dict[str, Any], **options: float) -> str:
    answer = client.post("/jobs", json=scenario, params=options)
    assert answer.status_code == 202, answer.text
    return answer.json()["job"]


def _events(client: httpx.Client, job: str) -> list[dict[str, Any]]:
    with client.stream("GET", f"/jobs/{job}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        return [json.loads(line.removeprefix("data: ")) for line in answer.iter_lines() if line]


def test_a_registered_rule_is_known_by_its_kind(client: httpx.Client, town: dict[str, Any]) -> None:
    early = town | {"rules": [*town["rules"], {"kind": "no_dawn", "hour": 24}]}
    job = _posted(client, early, time_limit=30)
    _events(client, job)
    found = client.get(f"/jobs/{job}/solution").json()
    assert (found["status"], found["assignments"]) == ("optimal", [])
    unknown = client.post("/jobs", json=town | {"rules": [{"kind": "no_dusk"}]})
    assert unknown.status_code == 422
    assert "no_dusk" not in client.get("/openapi.json").text
    assert "no_dawn" in client.get("/openapi.json").text


def test_a_job_from_its_scenario_to_its_report(client: httpx.Client, town: dict[str, Any]) -> None:
    job = _posted(client, town)
    phases = [event["phase"] for event in _events(client, job)]
    assert phases[0] == "read"
    assert phases[-1] == "done"
    state = client.get(f"/jobs/{job}").json()
    told = client.get(f"/jobs/{job}/solution").json()
    scenario = sm.Scenario.model_validate(town)
    solution = sm.Solution.model_validate(told).of(scenario)
    assert solution.status == "optimal"
    assert sm.verify(scenario, solution).ok
    assert state["done"]
    assert [tier["value"] for tier in state["tiers"]] == [tier.value for tier in solution.tiers]
    page = client.get(f"/jobs/{job}/report")
    assert page.headers["content-type"].startswith("text/html")
    assert page.text.startswith("<!doctype html>")
    assert _events(client, job)[-1]["phase"] == "done", "who comes late hears it all"
    assert client.delete(f"/jobs/{job}").status_code == 204
    assert client.get(f"/jobs/{job}").status_code == 404


def test_a_job_is_cancelled_within_a_second_and_keeps_its_plan(client: httpx.Client, city: dict[str, Any]) -> None:
    job = _posted(client, city, time_limit=600)
    while not client.get(f"/jobs/{job}").json()["tiers"]:
        time.sleep(0.1)
    assert client.get(f"/jobs/{job}/solution").status_code == 409
    state = client.post(f"/jobs/{job}/cancel").json()
    assert state["done"]
    assert state["tiers"]
    solution = client.get(f"/jobs/{job}/solution").json()
    assert solution["termination"]["reason"] == "stopped"
    assert solution["assignments"]


def test_every_problem_is_a_line_at_its_place_and_nobody_is_named(client: httpx.Client, town: dict[str, Any]) -> None:
    wrong = json.loads(json.dumps(town))
    wrong["demands"][0]["headcount"] = -3
    wrong["workers"][2] |= {"company": "nowhere", "name": "Ada Lovelace"}
    wrong["workers"][3]["home"]["lat"] = "Jungfernstieg 1"
    answer = client.post("/jobs", json=wrong)
    assert answer.status_code == 422
    lines = {tuple(line["loc"]): line for line in answer.json()["detail"]}
    assert set(lines) == {
        ("body", "workers", 3, "home", "lat"),
        ("body", "demands", 0, "headcount"),
        ("body", "workers", 2, "company"),
    }
    unknown = lines["body", "workers", 2, "company"]
    assert unknown["type"] == "unknown_company"
    assert unknown["ctx"]["ids"] == [wrong["workers"][2]["id"], "nowhere"]
    assert len(answer.text) < 2_000
    for private in ("Lovelace", "Jungfernstieg", str(town["workers"][2]["home"]["lat"])):
        assert private not in answer.text


def test_a_body_that_is_no_scenario_is_not_sent_back(client: httpx.Client, town: dict[str, Any]) -> None:
    answer = client.post("/jobs", json=[town])
    assert answer.status_code == 422
    assert len(answer.text) < 500


def test_options_that_make_no_sense_are_refused(client: httpx.Client, town: dict[str, Any]) -> None:
    answer = client.post("/jobs", json=town, params={"time_limit": -1})
    assert answer.status_code == 422
    assert "time_limit" in answer.json()["detail"]


def test_the_description_of_the_service_knows_the_models(client: httpx.Client) -> None:
    assert {"Scenario", "Worker", "Solution"} <= client.get("/openapi.json").json()["components"]["schemas"].keys()
